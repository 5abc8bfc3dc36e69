"""The slides of the day about the world around us."""

from __future__ import annotations

from typing import Any

from grund import OUT, freeze_zip
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.util import Cm, Emu, Pt

TEAL, OCHRE, PALE, INK = (RGBColor.from_string(code) for code in ("1F4E5F", "C98A2B", "E4ECEE", "1C1C1C"))
SLIDES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Varför en omvärldsdag?", (
        "Styrmodellen: kommunstyrelsen ansvarar, nämnder och bolag deltar",
        "Utgår från riktningsmålen och omvärldsfaktorerna",
        "Resultatet blir en gemensam omvärldsanalys som alla nulägesbeskrivningar bygger på",
        "74 deltagare, 11 samtalsgrupper, 212 lappar på väggen",
    )),
    ("Ekonomin: tre saker att bära med sig", (
        "Skatteunderlaget växer med omkring 3,6 procent 2027 – det räcker inte till både volymer och priser",
        "Generella statsbidrag räknas inte upp automatiskt",
        "Räntan är lägre än 2024 men skulden är större",
    )),
    ("Färre barn, fler äldre", ()),
    ("Vad grupperna såg", ("Risker och möjligheter",)),
    ("Beredskap i vardagen", (
        "Klockan 13.00 gick strömmen – på låtsas – i hela Ale",
        "Efter två timmar: 22 pumpstationer bräddar, mobilnätet sviktar",
        "Efter sex timmar: vem öppnar skolan som trygghetspunkt?",
        "Lärdom: nyckelpersoner hade ersättare på papper, men ersättarna visste det inte",
    )),
    ("Artificiell intelligens: tre exempel", (
        "Socialtjänsten: samtal blir utkast till journal, handläggaren godkänner",
        "Utbildning: lärare provar återkoppling på texter, eleven ser vad som är maskinens",
        "Samhällsbyggnad: filmade ledningar tolkas, rörläggaren bedömer",
    )),
    ("Medskick till nämnderna", (
        "Vad i ert uppdrag förändras mest till 2030?",
        "Vilken lokal skulle ni klara er utan?",
        "Vem utanför den egna nämnden har nytta av det ni gör?",
        "Vad behöver ni sluta med för att hinna det nya?",
    )),
    ("Så går det vidare", (
        "Juni: sammanställning till alla som deltog",
        "Oktober: omvärldsanalys version 1.2 fastställs",
        "Oktober–november: nulägesbeskrivningar och tillitsdialoger",
        "14 december: kommunfullmäktige",
    )),
)  # fmt: skip


def _text(
    frame: Any, text: str, size: int, *, bold: bool = False, colour: RGBColor = INK, first: bool = False
) -> None:
    paragraph = frame.paragraphs[0] if first else frame.add_paragraph()
    run = paragraph.add_run()
    run.text = text
    run.font.name, run.font.size, run.font.bold = "Carlito", Pt(size), bold
    run.font.color.rgb = colour
    paragraph.space_after = Pt(12)


def _band(deck: Any, layouts: tuple[int, ...]) -> None:
    """A coloured band on the layouts themselves, where it is decoration and no content of each slide."""
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    for layout in layouts:
        band = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, Cm(0.6), Cm(19.05))
        band.fill.solid()
        band.fill.fore_color.rgb = TEAL
        band.line.fill.background()
        band._element.remove(band._element.find(qn("p:style")))  # or it would cast a shadow
        deck.slide_layouts[layout].shapes._spTree.append(band._element)
    ids = deck.slides._sldIdLst
    deck.part.drop_rel(ids[0].rId)
    ids.remove(ids[0])


def _title(slide: Any, text: str, number: int) -> None:
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = Cm(2), Cm(1.1), Cm(29), Cm(2.4)
    title.text_frame.text = ""
    _text(title.text_frame, text, 34, bold=True, colour=TEAL, first=True)
    foot = slide.shapes.add_textbox(Cm(2), Cm(17.6), Cm(29), Cm(1))
    _text(foot.text_frame, f"Ale kommun · omvärldsdagen 20 maj 2026 · {number}", 12, colour=TEAL, first=True)


def _points(slide: Any, points: tuple[str, ...]) -> None:
    body = slide.placeholders[1]
    body.left, body.top, body.width, body.height = Cm(2), Cm(4.2), Cm(29), Cm(12.5)
    for n, point in enumerate(points):
        _text(body.text_frame, point, 24, first=n == 0)


_CHART_TEXT = (
    "Linjediagram: antalet barn 1–5 år går från 1 905 år 2025 till 1 850 år 2035, "
    "antalet invånare 80 år och äldre från 1 640 till 2 380."
)


def _chart(slide: Any) -> None:
    data = CategoryChartData()
    data.categories = ["2025", "2027", "2029", "2031", "2033", "2035"]
    data.add_series("Barn 1–5 år", (1905, 1824, 1812, 1830, 1842, 1850))
    data.add_series("80 år och äldre", (1640, 1776, 1931, 2090, 2240, 2380))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, Cm(2), Cm(4), Cm(29), Cm(13), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", _CHART_TEXT)
    chart = frame.chart
    chart.has_legend, chart.has_title = True, False
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.font.size, chart.font.name = Pt(16), "Carlito"
    for series, colour in zip(chart.plots[0].series, (TEAL, OCHRE), strict=True):
        series.format.line.color.rgb = colour
        series.format.line.width = Pt(3)
        series.smooth = False


def _table(slide: Any) -> None:
    rows = (
        ("Område", "Risker", "Möjligheter"),
        ("Demografi", "Lokaler på fel plats, dubbla kostnader", "Förskolelokaler blir mötesplatser"),
        ("Kompetens", "Beroende av enskilda, inhyrd personal", "Gemensam bemanning, längre arbetsliv"),
        ("Klimat", "Skyfall vid boende och förskola", "Torg och gårdar som tål både regn och värme"),
        ("Trygghet", "Unga dras in i kriminalitet tidigare", "Fältarbete, föreningsliv, öppna lokaler"),
        ("Teknik", "Fel beslut om ingen granskar", "Tid tillbaka till mötet med människor"),
    )
    table = slide.shapes.add_table(len(rows), 3, Cm(2), Cm(4.2), Cm(29), Cm(11)).table
    for column, width in enumerate((5, 12, 12)):
        table.columns[column].width = Cm(width)
    for n, row in enumerate(rows):
        for column, text in enumerate(row):
            cell = table.cell(n, column)
            cell.fill.solid()
            cell.fill.fore_color.rgb = TEAL if n == 0 else PALE if n % 2 else RGBColor(255, 255, 255)
            white = RGBColor(255, 255, 255)
            _text(
                cell.text_frame,
                text,
                18,
                bold=n == 0 or column == 0,
                colour=white if n == 0 else INK,
                first=True,
            )


def make() -> None:
    """Make the presentation."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(Cm(33.867)), Emu(Cm(19.05))
    _band(deck, (1, 5))
    front = deck.slides.add_slide(deck.slide_layouts[0])
    front.background.fill.solid()
    front.background.fill.fore_color.rgb = TEAL
    white = RGBColor(255, 255, 255)
    title, under = front.shapes.title, front.placeholders[1]
    title.left, title.top, title.width, title.height = Cm(3), Cm(5), Cm(28), Cm(3)
    under.left, under.top, under.width, under.height = Cm(3), Cm(8.5), Cm(28), Cm(4)
    _text(title.text_frame, "Omvärldsdagen 2026", 54, bold=True, colour=white, first=True)
    _text(under.text_frame, "Vad händer runt oss, och vad gör vi av det?", 28, colour=white, first=True)
    _text(under.text_frame, "A-salen, Alafors medborgarhus, 20 maj 2026", 20, colour=white)
    for number, (title, points) in enumerate(SLIDES, 2):
        slide = deck.slides.add_slide(deck.slide_layouts[5 if len(points) < 2 else 1])
        _title(slide, title, number)
        if len(points) > 1:
            _points(slide, points)
        elif points:
            _table(slide)
        else:
            _chart(slide)
    facts = deck.core_properties
    facts.title, facts.author, facts.language = "Omvärldsdagen 2026", "Ale kommun", "sv-SE"
    path = OUT / "omvarldsdag-2026-presentation.pptx"
    deck.save(str(path))
    freeze_zip(path)
