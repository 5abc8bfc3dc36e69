"""Drawings in vector form: the zoning map on A3 and the study of sun and shadow."""

# ruff: noqa: E501 - a row of sample data, or a Swedish sentence, stands on one line

from __future__ import annotations

import math
from dataclasses import dataclass

from grund import INK, LINE, MUTED, OUT, TEAL, amount
from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas
from taggar import Tag, TaggedCanvas

Point = tuple[float, float]
Outline = list[Point]


@dataclass(frozen=True)
class Block:
    """A block of the plan: outline in metres, use, height in metres above ground, roof level."""

    name: str
    use: str
    outline: Outline
    height: float
    level: str
    colour: str


BLOCKS = (
    Block("A", "BCS\u2081", [(30, 120), (96, 128), (92, 176), (26, 168)], 19, "+31,6", "#F2DF8C"),
    Block("B", "BC\u2081", [(112, 130), (182, 138), (177, 184), (107, 178)], 19, "+31,2", "#F2DF8C"),
    Block("C", "BC\u2082", [(36, 34), (92, 40), (86, 84), (30, 78)], 16, "+28,3", "#F2DF8C"),
    Block("D", "BS\u2082", [(150, 36), (222, 46), (215, 98), (143, 88)], 20, "+32,0", "#F0B9A8"),
)
STREETS: tuple[tuple[str, Outline, float], ...] = (
    ("NORRA KILANDAVÄGEN", [(0, 200), (250, 226)], 14),
    ("KLÖVERSTIGEN", [(10, 12), (240, 36)], 9),
    ("FYRKLÖVERSGATAN", [(236, 20), (214, 218)], 10),
    ("BÅTSMANSGATAN", [(12, 10), (4, 200)], 8),
)
LINDENS: tuple[Point, ...] = tuple((229.5 - 1.9 * n, 60 + 12.5 * n) for n in range(11))
SQUARE: Outline = [(100, 88), (138, 92), (134, 124), (97, 120)]


def _poly(canvas: Canvas, points: Outline, *, stroke: int = 1, fill: int = 0) -> None:
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    path.close()
    canvas.drawPath(path, stroke=stroke, fill=fill)


def _centre(points: Outline) -> Point:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def _inset(points: Outline, share: float) -> Outline:
    cx, cy = _centre(points)
    return [(cx + (x - cx) * share, cy + (y - cy) * share) for x, y in points]


def _streets(canvas: Canvas, colour: str, names: bool) -> None:
    for name, (start, end), width in STREETS:
        canvas.setStrokeColor(HexColor(colour))
        canvas.setLineWidth(width)
        canvas.line(*start, *end)
        if names:
            canvas.saveState()
            canvas.translate((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
            canvas.rotate(math.degrees(math.atan2(end[1] - start[1], end[0] - start[0])) % 180)
            canvas.setFillColor(MUTED)
            canvas.setFont("Sans", 4.2)
            canvas.drawCentredString(0, -1.4, name)
            canvas.restoreState()


def _map(canvas: Canvas) -> None:
    canvas.setFillColor(HexColor("#F7F6F1"))
    canvas.rect(-12, -6, 274, 250, stroke=0, fill=1)
    _streets(canvas, "#DDDDDD", names=True)
    canvas.setFillColor(HexColor("#B9D7A8"))
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.5)
    _poly(canvas, [(100, 44), (142, 48), (138, 86), (96, 82)], fill=1)
    canvas.setFillColor(HexColor("#EFE7DA"))
    _poly(canvas, SQUARE, fill=1)
    canvas.setDash(1.2, 1)
    canvas.setStrokeColor(HexColor("#2B6CB0"))
    _poly(canvas, _inset(SQUARE, 0.7))
    canvas.setDash()
    for block in BLOCKS:
        _block(canvas, block)
    for n, (x, y) in enumerate(((196, 112), (62, 100))):
        canvas.setFillColor(HexColor("#BFC7D5"))
        canvas.setStrokeColor(INK)
        canvas.rect(x, y, 9, 7, stroke=1, fill=1)
        _label(canvas, x + 4.5, y + 2.2, f"E{n + 1}", 3.6)
    canvas.setStrokeColor(HexColor("#2E7D32"))
    for x, y in LINDENS:
        canvas.setLineWidth(0.5)
        canvas.circle(x, y, 3.1)
        _label(canvas, x, y - 1, "n\u2081", 2.8)
    _label(canvas, 119, 64, "PARK", 5)
    _label(canvas, 117, 105, "TORG", 5)
    _label(canvas, 117, 99.5, "skyfall 600 m³", 3.2)
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(1.2)
    canvas.setDash([7, 2, 1.2, 2])
    _poly(canvas, [(-2, 2), (246, 12), (228, 232), (-8, 208)])
    canvas.setDash()


def _block(canvas: Canvas, block: Block) -> None:
    canvas.setFillColor(HexColor(block.colour))
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.7)
    _poly(canvas, block.outline, fill=1)
    canvas.setFillColor(HexColor("#FFFFFF"))
    canvas.setLineWidth(0.35)
    canvas.setDash([2.2, 1])
    _poly(canvas, _inset(block.outline, 0.52), fill=1)
    canvas.setDash()
    x, y = _centre(block.outline)
    _label(canvas, x, y + 3, block.use, 6.5)
    _label(canvas, x, y - 4.5, f"Kvarter {block.name}", 3.6)
    left, low = block.outline[0]
    canvas.setStrokeColor(INK)
    canvas.circle(left + 11, low + 7.5, 4.6)
    _label(canvas, left + 11, low + 6.4, block.level, 2.9)


def _label(canvas: Canvas, x: float, y: float, text: str, size: float) -> None:
    canvas.setFillColor(INK)
    canvas.setFont("Sans-Bold", size)
    canvas.drawCentredString(x, y, text)


_LEGEND = (
    ("#F2DF8C", "B", "Bostäder"),
    ("#F2DF8C", "C\u2081", "Centrum: handel, kontor, vård i högst två våningar"),
    ("#F2DF8C", "C\u2082", "Bokaler: bostad med lokal i samma enhet"),
    ("#F2DF8C", "S\u2081", "Vård"),
    ("#F0B9A8", "S\u2082", "Förskola, friyta minst 36 m² per barn"),
    ("#BFC7D5", "E", "Transformatorstation"),
    ("#EFE7DA", "TORG", "Torg med magasin för skyfall"),
    ("#B9D7A8", "PARK", "Anlagd park"),
)
_RULES = (
    ("+31,6", "Högsta nockhöjd i meter över nollplanet"),
    ("n\u2081", "Träd får fällas endast om det är sjukt eller utgör fara; marklov krävs"),
    ("b\u2081", "Lägsta golvnivå +12,8 meter för bostäder, +13,0 meter för förskola"),
    ("b\u2082", "Garage i ett plan, vattentätt till +11,9 meter"),
    ("m\u2081", "Bostäder över 35 m² ska ha bullerskyddad sida (kvarter D)"),
    ("f\u2081", "Bottenvåning mot torg: entréer eller lokaler på minst 60 procent av fasaden"),
    ("a\u2081", "Startbesked får inte ges förrän marken har sanerats (kvarter C)"),
    ("v\u2081", "Uppfyllnad högst 0,5 meter utan lättfyllning"),
)


def _legend(canvas: TaggedCanvas, x: float, top: float) -> None:
    canvas.setFillColor(TEAL)
    canvas.setFont("Sans-Bold", 12)
    canvas.words("H1", x, top, "PLANBESTÄMMELSER")
    canvas.setFillColor(INK)
    canvas.setFont("Sans", 7)
    canvas.words("P", x, top - 14, "Följande gäller inom områden med nedanstående beteckningar.")
    y = top - 36
    canvas.setFont("Sans-Bold", 8.5)
    canvas.words("H2", x, y, "Användning av mark och vatten")
    rows = Tag("L")
    for colour, code, text in _LEGEND:
        y -= 17
        canvas.setFillColor(HexColor(colour))
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.4)
        canvas.rect(x, y - 3, 30, 12, stroke=1, fill=1)
        _row(canvas, x, y, (code, 7), text, rows)
    y -= 26
    canvas.setFont("Sans-Bold", 8.5)
    canvas.words("H2", x, y, "Egenskapsbestämmelser")
    rows = Tag("L")
    for code, text in _RULES:
        y -= 15
        _row(canvas, x, y, (code, 7.5), text, rows)
    y -= 26
    canvas.setFont("Sans-Bold", 8.5)
    canvas.words("H2", x, y, "Gränser")
    rows = Tag("L")
    for dash, text in (
        ([9, 3, 1.5, 3], "Planområdesgräns"),
        ([], "Användningsgräns"),
        ([3, 1.5], "Egenskapsgräns"),
    ):
        y -= 15
        canvas.setDash(dash)
        canvas.setLineWidth(1)
        canvas.line(x, y + 3, x + 30, y + 3)
        canvas.setDash()
        _row(canvas, x, y, ("", 7), text, rows)
    y -= 26
    _plain(canvas, x, y, "Genomförandetiden är 10 år från den dag planen vinner laga kraft.")


def _row(canvas: TaggedCanvas, x: float, y: float, code: tuple[str, float], text: str, rows: Tag) -> None:
    """A row of the legend: the sign as label, what it means as body."""
    item = Tag("LI", rows)
    if code[0]:
        with canvas.marked(Tag("Lbl", item)):
            _label(canvas, x + 15, y, *code)
    _plain(canvas, x + 38, y, text, Tag("LBody", item))


def _plain(canvas: TaggedCanvas, x: float, y: float, text: str, tag: Tag | None = None) -> None:
    canvas.setFillColor(INK)
    canvas.setFont("Sans", 7.2)
    with canvas.marked(tag or Tag("P")):
        canvas.drawString(x, y, text)


def _title_block(canvas: TaggedCanvas, x: float, y: float, width: float) -> None:
    rows = (
        ("Detaljplan för", "NÖDINGE CENTRUM ÖSTRA"),
        ("Nödinge 38:14 med flera", "Ale kommun, Västra Götalands län"),
        ("Antagandehandling", "2026-10-08"),
        ("Diarienummer SBN.2025.118", "Skala 1:1000 (A3)"),
        ("Antagen av kommunfullmäktige", "____-__-__ § ___"),
        ("Laga kraft", "____-__-__"),
    )
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.6)
    canvas.rect(x, y, width, len(rows) * 17)
    whole = Tag("Table")
    for n, (left, right) in reversed(list(enumerate(reversed(rows)))):
        canvas.line(x, y + n * 17, x + width, y + n * 17)
        row = Tag("TR", whole)
        _plain(canvas, x + 5, y + n * 17 + 5, left, Tag("TH", row, scope="Row"))
        canvas.setFont("Sans-Bold", 7.5)
        with canvas.marked(Tag("TD", row)):
            canvas.drawString(x + width * 0.47, y + n * 17 + 5, right)


def _north_and_scale(canvas: Canvas, x: float, y: float, unit: float) -> None:
    canvas.setFillColor(INK)
    _poly(canvas, [(x, y), (x + 7, y + 30), (x + 14, y), (x + 7, y + 7)], fill=1)
    _label(canvas, x + 7, y + 33, "N", 10)
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.6)
    for n in range(5):
        canvas.setFillColor(INK if n % 2 == 0 else white)
        canvas.rect(x + 40 + n * 10 * unit, y + 4, 10 * unit, 4, stroke=1, fill=1)
    for n in range(6):
        _label(canvas, x + 40 + n * 10 * unit, y + 12, str(n * 10), 6)
    _plain(canvas, x + 46 + 50 * unit, y + 4, "meter")


_MAP_TEXT = (
    "Plankarta i skala 1:1000 med norrpil, skalstock och koordinatkryss. Runt ett torg med park i söder ligger fyra "
    "kvarter: A och B norr om torget, C i sydväst och D i sydost. Norra Kilandavägen går i norr, Klöverstigen i "
    "söder, Båtsmansgatan i väster och Fyrklöversgatan med en rad lindar i öster. "
    + " ".join(
        f"Kvarter {block.name}: användning {block.use}, högsta nockhöjd {block.level} meter."
        for block in BLOCKS
    )
)


def zoning_map() -> None:
    """The zoning map, A3 on its side."""
    width, height = landscape(A3)
    canvas = _canvas(
        "detaljplan-plankarta.pdf", (width, height), "Plankarta, detaljplan för Nödinge centrum östra"
    )
    unit = 72 / 2.54 / 10  # 1:1000: one metre is one millimetre
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(1)
    canvas.rect(1 * cm, 1 * cm, width - 2 * cm, height - 2.2 * cm)
    with canvas.marked(Tag("Figure", alt=_MAP_TEXT)):
        canvas.saveState()
        canvas.translate(2.5 * cm, 2.6 * cm)
        canvas.scale(unit, unit)
        _map(canvas)
        canvas.restoreState()
        _crosses(canvas, unit)
        _north_and_scale(canvas, 2 * cm, 1.2 * cm, unit)
        canvas.setStrokeColor(LINE)
    legend = 29.2 * cm
    canvas.line(legend - 14, 1 * cm, legend - 14, height - 1.2 * cm)
    _legend(canvas, legend, height - 2.4 * cm)
    _title_block(canvas, legend, 1.5 * cm, width - legend - 1.5 * cm)
    canvas.showPage()
    canvas.save()


def _crosses(canvas: Canvas, unit: float) -> None:
    canvas.setStrokeColor(LINE)
    for east in range(0, 251, 50):
        for north in range(0, 226, 50):
            x, y = 2.5 * cm + east * unit, 2.6 * cm + north * unit
            canvas.line(x - 4, y, x + 4, y)
            canvas.line(x, y - 4, x, y + 4)
            canvas.setFillColor(MUTED)
            canvas.setFont("Sans", 4.5)
            canvas.drawString(x + 2, y + 2, f"{6421400 + north} / {150250 + east}")


def _canvas(name: str, size: tuple[float, float], title: str) -> TaggedCanvas:
    canvas = TaggedCanvas(str(OUT / name), pagesize=size)
    canvas.setTitle(title)
    canvas.setAuthor("Ale kommun, plan- och exploateringsavdelningen")
    return canvas


# Sun at 57.9° N: month and day, hour, height and bearing in degrees
SUN = (
    ("20 mars", ((9, 20.8, 123.0), (12, 32.0, 178.0), (15, 21.6, 234.0))),
    ("21 juni", ((9, 41.5, 110.0), (12, 55.4, 176.0), (15, 42.6, 247.0))),
    ("22 september", ((9, 21.4, 126.0), (12, 31.8, 181.0), (15, 20.1, 236.0))),
)
_NOTES = {
    "20 mars": "Vid vårdagjämningen har torgets södra del sol från klockan 10 till 15. Förskolans gård ligger i sol från klockan 9.",
    "21 juni": "Vid sommarsolståndet är skuggorna korta. Torget har sol hela dagen utom närmast kvarter B på eftermiddagen.",
    "22 september": "Vid höstdagjämningen skuggar kvarter C bottenvåningarna vid Klöverstigen en timme mindre än i samrådsförslaget.",
}


def _shadow(block: Block, height: float, bearing: float) -> Outline:
    reach = block.height / math.tan(math.radians(height))
    dx, dy = -math.sin(math.radians(bearing)) * reach, -math.cos(math.radians(bearing)) * reach
    return _hull([*block.outline, *((x + dx, y + dy) for x, y in block.outline)])


def _hull(points: Outline) -> Outline:
    ordered = sorted(set(points))

    def half(sequence: Outline) -> Outline:
        chain: Outline = []
        for x, y in sequence:
            while len(chain) > 1 and _turns_right(chain[-2], chain[-1], (x, y)):
                chain.pop()
            chain.append((x, y))
        return chain[:-1]

    return half(ordered) + half(ordered[::-1])


def _turns_right(a: Point, b: Point, c: Point) -> bool:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) <= 0


def sun_study() -> None:
    """Shadows at three hours of three days, one wide page per day."""
    width, height = landscape(A4)
    canvas = _canvas(
        "detaljplan-sol-och-skuggstudie.pdf", (width, height), "Sol- och skuggstudie, Nödinge centrum östra"
    )
    for page, (day, hours) in enumerate(SUN, 1):
        canvas.bookmarkPage(f"dag{page}")
        canvas.addOutlineEntry(day, f"dag{page}", 0)
        canvas.setFillColor(TEAL)
        canvas.setFont("Caladea-Bold", 18)
        canvas.words("H1", 2 * cm, height - 2.4 * cm, f"Sol- och skuggstudie, {day}")
        for n, (hour, sun, bearing) in enumerate(hours):
            told = f"Skuggor den {day} kl. {hour}.00, sett uppifrån: solen står {amount(sun, 1)} grader över horisonten i riktning {amount(bearing)} grader."
            with canvas.marked(Tag("Figure", alt=told)):
                _scene(canvas, 2 * cm + n * 8.7 * cm, 4.4 * cm, (hour, sun, bearing))
        canvas.setFillColor(INK)
        canvas.setFont("Carlito", 11)
        canvas.words("P", 2 * cm, 3 * cm, _NOTES[day])
        canvas.setFillColor(MUTED)
        canvas.setFont("Carlito", 9)
        canvas.words("P", 2 * cm, 1.5 * cm, "Nödinge centrum östra · SBN.2025.118 · 2026-05-28 · normaltid")
        with canvas.artifact():
            canvas.drawRightString(width - 2 * cm, 1.5 * cm, f"{page}")
        canvas.showPage()
    canvas.save()


def _scene(canvas: Canvas, left: float, low: float, sun: tuple[int, float, float]) -> None:
    hour, height, bearing = sun
    canvas.saveState()
    canvas.translate(left, low)
    scale = 8.2 * cm / 262
    canvas.setFillColor(HexColor("#F7F6F1"))
    canvas.setStrokeColor(LINE)
    canvas.rect(0, 0, 8.2 * cm, 9.6 * cm, stroke=1, fill=1)
    clip = canvas.beginPath()
    clip.rect(0, 0, 8.2 * cm, 9.6 * cm)
    canvas.clipPath(clip, stroke=0, fill=0)
    canvas.translate(8, 26)
    canvas.scale(scale, scale)
    _streets(canvas, "#E4E4E0", names=False)
    canvas.setFillColor(HexColor("#EFE7DA"))
    _poly(canvas, SQUARE, stroke=0, fill=1)
    canvas.setFillColor(Color(0.25, 0.3, 0.38, alpha=0.45))
    for block in BLOCKS:
        _poly(canvas, _shadow(block, height, bearing), stroke=0, fill=1)
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.8)
    for block in BLOCKS:
        canvas.setFillColor(HexColor("#C98A2B"))
        _poly(canvas, block.outline, fill=1)
        canvas.setFillColor(HexColor("#F7F6F1"))
        _poly(canvas, _inset(block.outline, 0.52), fill=1)
        _label(canvas, *_centre(block.outline), block.name, 12)
    canvas.restoreState()
    canvas.setFillColor(INK)
    canvas.setFont("Carlito-Bold", 11)
    canvas.drawString(left, low + 9.8 * cm, f"kl. {hour}.00")


def make() -> None:
    """Make the drawings."""
    zoning_map()
    sun_study()
