"""The short PDF files: motions, tariffs, agreements, lists and the analysis of the world around."""

# ruff: noqa: E501 - a row of sample data, or a Swedish sentence, stands on one line

from __future__ import annotations

import re
from typing import Any

import pikepdf
from grund import OUT, TEXT, amount, framework
from pdfdokument import Sheet, build
from PIL import Image
from reportlab.lib.colors import HexColor, white
from reportlab.lib.units import cm
from reportlab.lib.utils import ImageReader
from taggar import TaggedCanvas, save

HOURLY = 1230


def _letter(name: str, text: str, title: str, head: tuple[str, ...], **look: Any) -> None:
    options: dict[str, Any] = {"heading_breaks": False, "letterhead": head, "body_size": 11.5} | look
    build(OUT / name, Sheet(title, "Ale kommun", title, **options), text)


def _read(name: str) -> str:
    return (TEXT / name).read_text("utf-8")


def members_papers() -> None:
    """Motions, interpellations and the question."""
    for name, title, kind, date in (
        ("motion-svala-skolgardar", "Motion om svala och gröna skolgårdar", "MOTION", "Inkom 2026-03-30"),
        (
            "motion-resor-aldre",
            "Motion om avgiftsfria resor för äldre i lågtrafik",
            "MOTION",
            "Inkom 2026-04-27",
        ),
        (
            "interpellation-hemtjanst",
            "Interpellation om kontinuiteten i hemtjänsten",
            "INTERPELLATION",
            "Inkom 2026-11-23",
        ),
        (
            "interpellation-braddning",
            "Interpellation om utsläpp av orenat avloppsvatten",
            "INTERPELLATION",
            "Inkom 2026-11-24",
        ),
        ("fraga-skolskjuts", "Fråga om skolskjuts vid halt väglag", "FRÅGA", "Inkom 2026-12-02"),
    ):
        _letter(f"{name}.pdf", _read(f"{name}.md"), title, (kind, date))


def tariffs() -> None:
    """The water tariff and the tariff of the planning and building act."""
    title = "Taxa för vatten och avlopp 2027"
    _letter(
        "va-taxa-2027.pdf",
        _read("va-taxa.md"),
        title,
        ("TAXA", "SBN.2026.171"),
        heading_breaks=True,
        body_size=11,
    )
    rows: dict[str, list[str]] = {}
    for line in _read("pbl-rader.txt").splitlines():
        chapter, name, hours = (cell.strip() for cell in line.split("|"))
        chapter_rows = rows.setdefault(chapter, [])
        fee = amount(float(hours.replace(",", ".")) * HOURLY)
        chapter_rows.append(f"| {chapter}.{len(chapter_rows) + 1} | {name} | {hours} | {fee} |")
    text = re.sub(r"^@(\d+)$", lambda hit: "\n".join(rows[hit[1]]), _read("pbl-taxa.md"), flags=re.M)
    _letter(
        "pbl-taxa-2027.pdf",
        text,
        "Taxa enligt plan- och bygglagen 2027",
        ("TAXA", "SBN.2026.172"),
        body_size=11,
    )


_PENDING = [
    ("2024-09-30", "Motion", "Gratis broddar till pensionärer", "Socialnämnden", "Yttrande klart, väntar på budgetbeslut om förebyggande arbete"),
    ("2024-11-25", "Motion", "Kommunalt odlingslottsprogram", "Samhällsbyggnadsnämnden", "Hanteras i översiktsplanen, samråd hösten 2027"),
    ("2025-02-10", "Medborgarförslag", "Hundrastgård i Bohus", "Samhällsbyggnadsnämnden", "Två platser prövas, kostnad 280 tkr, väntar på budgetbeslut"),
    ("2025-04-28", "Motion", "Direktbuss Skepplanda–Göteborg i rusningstid", "Kommunstyrelsen", "Svar från Västtrafik väntas i januari"),
    ("2025-06-16", "Medborgarförslag", "Gångväg vid Rishammar", "Samhällsbyggnadsnämnden", "Hanteras i översiktsplanen"),
    ("2025-10-27", "Motion", "Simkunnighet i årskurs 4", "Utbildningsnämnden", "Väntar på beslut om simhallen"),
    ("2025-12-15", "Motion", "Nattis även i Skepplanda", "Utbildningsnämnden", "Behovsenkät gjord i oktober, 11 barn"),
    ("2026-01-26", "Medborgarförslag", "Belysta elljusspår till kl. 22", "Kultur- och fritidsnämnden", "Prov vintern 2026/2027"),
    ("2026-01-26", "Motion", "Stoppa nedskräpning vid återvinningsplatser", "Samhällsbyggnadsnämnden", "Ansvaret övergick till kommunen 2024, kameror prövas rättsligt"),
    ("2026-03-30", "Medborgarförslag", "Bokbuss på landsbygden", "Kultur- och fritidsnämnden", "Kostnadsberäkning pågår"),
    ("2026-03-30", "Motion", "Trygg hemgång för ungdomar på nattbuss", "Kommunstyrelsen", "Samtal med polisen och Västtrafik"),
    ("2026-04-27", "Motion", "Sommarjobb till alla i årskurs 9", "Kommunstyrelsen", "Näringslivet tillfrågat, svar i december"),
    ("2026-05-25", "Medborgarförslag", "Skatepark i Nol", "Kultur- och fritidsnämnden", "Ingår i prövningen av spontanidrott"),
    ("2026-05-25", "Motion", "Kommunal fixarpool även för yngre med funktionsnedsättning", "Socialnämnden", "Yttrande i februari"),
    ("2026-06-15", "Medborgarförslag", "Minnessten över tegelbruken", "Kultur- och fritidsnämnden", "Samråd med hembygdsföreningarna"),
    ("2026-09-28", "Motion", "Solceller på alla tak över 500 m²", "Samhällsbyggnadsnämnden", "Takinventering upphandlad"),
    ("2026-10-26", "Motion", "Lättläst sammanfattning av fullmäktiges beslut", "Kommunstyrelsen", "Prov inleds våren 2027"),
]  # fmt: skip


def pending() -> None:
    """The list of motions and proposals still being prepared, on wide pages."""
    rows = [
        "!bredd 0.9 1.3 2.6 1.9 3.6 0.7",
        "| Väckt | Slag | Rubrik | Bereds av | Vad som kommit fram | Över ett år |",
    ]
    rows += [
        f"| {a} | {b} | {c} | {d} | {e} | {'Ja' if a < '2025-11-20' else 'Nej'} |"
        for a, b, c, d, e in _PENDING
    ]
    text = "# Motioner och medborgarförslag under beredning den 20 november 2026\n" + "\n".join(rows)
    title = "Motioner och medborgarförslag under beredning"
    _letter(
        "motioner-under-beredning.pdf", text, title, ("FÖRTECKNING", "KS.2026.9"), wide=True, body_size=10.5
    )


_CASES = [
    ("Särskilt boende", "2026-05-12", "88", "Surte", "Tackat nej till plats i Älvängen, önskar bo nära make. Växelvård."),
    ("Särskilt boende", "2026-04-29", "91", "Skepplanda", "Erbjudande lämnas i oktober."),
    ("Särskilt boende", "2026-06-03", "84", "Nol", "Väntar på plats i demensenhet."),
    ("Kontaktperson", "2025-10-21", "34", "Bohus", "Tre uppdragstagare har hoppat av. Särskild avgift utdömd."),
    ("Kontaktperson", "2026-01-15", "22", "Älvängen", "Önskar jämnårig med intresse för motorsport."),
    ("Kontaktperson", "2026-03-02", "19", "Nödinge", "Träff bokad med möjlig uppdragstagare."),
    ("Kontaktperson", "2026-06-22", "41", "Alafors", "Rekrytering pågår."),
    ("Bostad med särskild service", "2025-08-18", "23", "Nödinge", "Flyttar in i Nol i mars 2027."),
    ("Bostad med särskild service", "2026-02-09", "27", "Surte", "Flyttar in i Nol i mars 2027."),
    ("Bostad med särskild service", "2026-03-30", "31", "Bohus", "Tackat nej till köpt plats i annan kommun."),
    ("Kontaktfamilj", "2026-06-11", "7", "Skepplanda", "Utredd familj klar i november."),
]  # fmt: skip


def social() -> None:
    """The quarterly report, the list per decision, and the list as the public may see it."""
    _letter(
        "ej-verkstallda-rapport.pdf",
        _read("ej-verkstallda.md"),
        "Ej verkställda beslut, tredje kvartalet 2026",
        ("RAPPORT", "SN.2026.58"),
    )
    text = _read("ej-verkstallda-per-beslut.md")
    whole = "\n".join(f"| {n} | " + " | ".join(case) + " |" for n, case in enumerate(_CASES, 1))
    masked = "\n".join(
        f"| {n} | {case[0]} | {case[1][:4]} | maskad | maskad | maskad |" for n, case in enumerate(_CASES, 1)
    )
    title = "Sammanställning per beslut"
    _letter("ej-verkstallda-per-beslut.pdf", text.replace("%%", whole), title, ("BILAGA", "SN.2026.58"))
    head, _, tail = text.partition("> ")
    note = "> **Maskad version.** Uppgifter som omfattas av sekretess enligt 26 kap. 1 § offentlighets- och sekretesslagen har tagits bort."
    open_text = head + note + tail[tail.index("\n") :].replace("%%", masked)
    _letter("ej-verkstallda-maskad.pdf", open_text, f"{title}, maskad version", ("BILAGA", "SN.2026.58"))


def others() -> None:
    """The agreement, the auditors' summary and the valuation of a matter that was withdrawn."""
    _letter(
        "trafikplats-avtal.pdf",
        _read("avtal.md"),
        "Avtal om medfinansiering, trafikplats Nödinge",
        ("AVTAL", "TRV 2026/48117"),
    )
    _letter(
        "revisorerna-kopta-placeringar.pdf",
        _read("revisorerna.md"),
        "Granskning av styrning av köpta placeringar",
        ("GRANSKNING", "2026-11-20"),
    )


def valuation() -> None:
    """The valuation of a property whose purchase was sent back."""
    text = """# Värdeutlåtande, Nol 2:288
> **Sekretess.** Handlingen kan omfattas av sekretess enligt 19 kap. 3 § offentlighets- och sekretesslagen (2009:400). Anteckning gjord 2026-10-20 av kommunstyrelsen, Ale kommun.
Uppdraget är att bedöma marknadsvärdet den 19 oktober 2026 inför kommunens förhandling om köp.
!bredd 2 3
| Uppgift | Beskrivning |
| Areal | 4 180 m² |
| Byggnad | Verkstad från 1968, 610 m², delvis oisolerad |
| Planförhållanden | Industri, detaljplan från 1974 |
| Miljö | Möjlig förorening, tidigare ytbehandling. Inte undersökt. |
| Läge | 350 meter från Nols station |
## Värdering
Ortsprismetoden bygger på sju köp av industrimark med äldre byggnad i Ale, Kungälv och Lilla Edet 2023–2026, med priser mellan 980 och 1 640 kronor per m² tomtyta. Avdrag för sanering är osäkert.
!bredd 2 1
| Post | Kronor |
| Mark och byggnad, utan förorening | 5 600 000 |
| Avdrag för sanering, mest sannolikt | 1 400 000 |
| Marknadsvärde | 4 200 000 |
Osäkerheten är plus eller minus 700 000 kronor."""
    _letter(
        "nol-2-288-vardeutlatande.pdf",
        text,
        "Värdeutlåtande, Nol 2:288",
        ("VÄRDEUTLÅTANDE", "2026-10-19"),
        sender="Fastighetsvärdering",
    )


def elections() -> None:
    """The nomination committee's proposal, with the members whom the framework names."""
    data = framework()
    names = {organ["id"]: organ["namn"] for organ in data["organ"]}
    roles = {"ordforande": "Ordförande", "forste_vice_ordforande": "Förste vice ordförande", "andre_vice_ordforande": "Andre vice ordförande",
             "ledamot": "Ledamot", "ersattare": "Ersättare"}  # fmt: skip
    text = [
        "# Valberedningens förslag till val i nämnderna",
        "Valberedningen sammanträdde den 30 november 2026 och är enig. Förslaget gäller tiden 1 januari 2027–31 december 2030.",
    ]
    for code in ("UN", "SN", "SBN", "KFN", "VN", "OFN"):
        text += [f"## {names[code]}", "!bredd 2 1 2", "| Namn | Parti | Uppdrag |"]
        people = [
            member for member in data["ledamoter"] if member["organ"] == code and member["roll"] in roles
        ]
        leaving = {"Anette Selinder"}
        text += [
            f"| {'Vakant' if p['namn'] in leaving else p['namn']} | {p['parti']} | {roles[p['roll']]} |"
            for p in people
        ]
    _letter(
        "val-namnder-forslag.pdf",
        "\n".join(text),
        "Valberedningens förslag till val i nämnderna",
        ("FÖRSLAG", "KF.2026.61"),
    )


def noise_report() -> None:
    """The noise report, whose wide tables stand turned on the sheet as a plotter delivers them: /Rotate 90 and 270."""
    title, path = "Bullerutredning, Nödinge centrum östra", OUT / "detaljplan-bullerutredning.pdf"
    _letter(path.name, _read("buller.md"), title, ("BULLERUTREDNING", "2026-05-22"), body_size=11)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        wide = [page for page in pdf.pages if page.mediabox[2] > page.mediabox[3]]
        for page, angle in zip(wide, (90, 270), strict=True):
            _turn(pdf, page, angle)
        save(pdf, path)


def _turn(pdf: pikepdf.Pdf, page: pikepdf.Page, angle: int) -> None:
    """Lay a wide page on an upright sheet and let /Rotate turn it back for the reader."""
    width, height = float(page.mediabox[2]), float(page.mediabox[3])
    # turned against the viewer's rotation, so that the reader sees the page upright
    matrix = f"0 1 -1 0 {height} 0 cm" if angle == 90 else f"0 -1 1 0 0 {width} cm"
    page.contents_add(pdf.make_stream(f"q {matrix}\n".encode()), prepend=True)
    page.contents_add(pdf.make_stream(b"\nQ"))
    page.mediabox = pikepdf.Array([0, 0, height, width])
    page.Rotate = angle


def world_analysis(picture: Image.Image) -> None:
    """The analysis of the world around, from the framework, with a full-bleed picture as cover."""
    data = framework()["omvarldsanalyser"][0]
    levels = {"global": "Globalt", "nationell": "Nationellt", "regional": "Regionalt", "lokal": "Lokalt"}
    areas = {"ekonomi": "ekonomi", "juridik": "juridik", "organisation": "organisation", "ovrigt": "övrigt"}
    text = [
        "# Omvärldsanalys 2026",
        f"Version {data['version']}, fastställd av kommunstyrelsen. Analysen är gemensam för nämnder och bolag.",
    ]
    for level, label in levels.items():
        text.append(f"## {label}")
        for part in (p for p in data["avsnitt"] if p["niva"] == level):
            text += [
                f"### {label}, {areas[part['omrade']]}",
                part["text"],
                f"**Vad det betyder för Ale.** {part['paverkan_pa_ale']}",
            ]
    text.append("## Megatrender")
    for trend in data["megatrender"]:
        text += [f"### {trend['rubrik']}", trend["text"]]
    text += [
        "## Lokala trender",
        data["lokala_trender"],
        "## Källor",
        "!bredd 2 2 1",
        "| Utgivare | Titel | Datum |",
    ]
    text += [f"| {source['utgivare']} | {source['titel']} | {source['datum']} |" for source in data["kallor"]]

    def cover(canvas: TaggedCanvas, page: tuple[float, float]) -> None:
        width, height = page
        with canvas.artifact():
            canvas.drawImage(ImageReader(picture), 0, 0, width, height)
        canvas.setFillColor(HexColor("#1F4E5F"))
        canvas.rect(0, height * 0.11, width, 4.2 * cm, stroke=0, fill=1)
        canvas.setFillColor(white)
        canvas.setFont("Caladea-Bold", 32)
        canvas.words("P", 2.5 * cm, height * 0.11 + 2.2 * cm, "Omvärldsanalys 2026")
        canvas.setFont("Carlito", 13)
        canvas.words("P", 2.5 * cm, height * 0.11 + 1.2 * cm, "Ale kommun · version 1.2 · KS.2026.88")

    sheet = Sheet("Omvärldsanalys 2026, version 1.2", "Ale kommun, kommunstyrelsen", "Ale kommun · Omvärldsanalys 2026", cover=cover,
                  heading_breaks=False, body_size=12)  # fmt: skip
    build(OUT / "omvarldsanalys-2026.pdf", sheet, "\n".join(text))


def make() -> None:
    """Make all short PDF files but the one that needs a picture."""
    members_papers()
    tariffs()
    pending()
    social()
    others()
    valuation()
    elections()
    noise_report()
