"""Papers as a scanner delivers them: a letter with its text, and decisions in black and white as multi-page TIFF."""

from __future__ import annotations

import random
from io import BytesIO

from bilder import font
from grund import OUT
from PIL import Image, ImageDraw, ImageFilter
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from taggar import Tag, TaggedCanvas

LETTER = (
    "Till kommunfullmäktige i Ale",
    "",
    "Medborgarförslag: belysning mellan Alafors och Nol",
    "",
    "Jag cyklar till tåget i Nol varje morgon klockan kvart i sex.",
    "Från oktober till mars är det kolmörkt på cykelvägen längs",
    "Alingsåsvägen. Det finns lyktor de första tvåhundra metrarna",
    "från Alafors och sedan ingenting förrän vid järnvägen.",
    "",
    "I förra veckan höll jag på att köra på en man som gick med",
    "sin hund. Ingen av oss hade sett den andre. Många av ung-",
    "domarna som tränar i Jennylund vågar inte cykla hem, så",
    "föräldrarna skjutsar i stället. Det blir kö av bilar vid hallen.",
    "",
    "Jag föreslår att kommunen sätter upp belysning hela vägen.",
    "Den behöver inte lysa hela natten. I grannkommunen finns",
    "lampor som tänds när någon kommer, och det vore bra för",
    "både plånboken och fladdermössen.",
    "",
    "Jag skickar med en enkel skiss på de mörkaste ställena.",
    "",
    "Hoppas ni tar tag i det innan någon blir skadad.",
    "",
    "Vänliga hälsningar",
    "Cyklist i Alafors",
)
COURT = (
    ("TINGSRÄTTEN", "BESLUT", "2026-11-05", "Administrativt ärende"),
    (
        "Entledigande av nämndeman",
        "",
        "En nämndeman som valts av kommunfullmäktige i Ale kommun för tiden",
        "2024-01-01 till 2027-12-31 har begärt att bli entledigad från uppdraget",
        "på grund av flyttning från kommunen.",
        "",
        "Tingsrätten konstaterar att valbarheten har upphört och entledigar",
        "nämndemannen enligt 4 kap. 8 § rättegångsbalken.",
        "",
        "Kommunfullmäktige ska välja en ny nämndeman för återstoden av",
        "tjänstgöringstiden. Vid valet ska eftersträvas en allsidig sammansättning",
        "med hänsyn till ålder, kön, etnisk bakgrund och yrke.",
        "",
        "Uppgift om den valde lämnas till tingsrätten på blankett, se nästa sida.",
        "",
        "På tingsrättens vägnar",
        "",
        "Administrativ chef",
    ),
    (
        "UPPGIFTER OM VALD NÄMNDEMAN",
        "",
        "1  Kommun .....................................................",
        "",
        "2  Dag för valet och paragraf .................................",
        "",
        "3  Namn .......................................................",
        "",
        "4  Adress och telefon .........................................",
        "",
        "5  Yrke .......................................................",
        "",
        "6  Den valde är kontrollerad mot",
        "   [ ] folkbokföringen i kommunen",
        "   [ ] bestämmelserna om förvaltare",
        "   [ ] belastningsregistret (görs av tingsrätten)",
        "",
        "7  Underskrift av kommunens företrädare .......................",
    ),
)
COUNTY = (
    ("LÄNSSTYRELSEN", "BESLUT", "2026-11-12", "201-48213-2026"),
    (
        "Ny ledamot och ersättare i kommunfullmäktige",
        "",
        "Länsstyrelsen utser med stöd av 14 kap. vallagen (2005:837)",
        "från och med den 12 november 2026",
        "",
        "   Ledamot:     Susanne Skarped (Miljöpartiet)",
        "   Ersättare:   Nils-Erik Ålander (Miljöpartiet)",
        "",
        "Tiden gäller till och med den 14 oktober 2030.",
        "",
        "Skälen för beslutet",
        "Ordföranden i kommunfullmäktige har anmält att en ledamot avgått.",
        "Länsstyrelsen har gjort en ny sammanräkning bland partiets röster i",
        "valkretsen. Protokoll över sammanräkningen bifogas.",
        "",
        "Beslutet får överklagas hos Valprövningsnämnden inom tio dagar",
        "från det att det kungjordes.",
        "",
        "Länsassessor",
    ),
    (
        "PROTOKOLL ÖVER SAMMANRÄKNING",
        "",
        "Kommun: Ale         Valkrets: Ale, hela kommunen",
        "Parti:  Miljöpartiet de gröna",
        "",
        "Steg   Gällande valsedlar   Jämförelsetal   Plats",
        "1              412             412,00        1",
        "2              412             206,00        2",
        "",
        "Efterträdare: kandidat nummer 2 på partiets lista.",
        "Ersättare: kandidat nummer 3 på partiets lista.",
        "",
        "Förrättningen var offentlig och hölls i länsstyrelsens",
        "lokaler kl. 10.00.",
    ),
    (
        "HUR MAN ÖVERKLAGAR",
        "",
        "Skriv till Valprövningsnämnden men skicka skrivelsen till",
        "länsstyrelsen. Den ska ha kommit in inom tio dagar från det",
        "att resultatet kungjordes.",
        "",
        "Tala om i skrivelsen",
        "  - vilket beslut som överklagas och dess nummer",
        "  - varför beslutet ska ändras",
        "  - vilken ändring som önskas.",
        "",
        "Skriv namn, adress och telefonnummer.",
    ),
)
Pages = list[Image.Image]


def _scan(page: Image.Image, angle: float, dice: random.Random) -> Image.Image:
    """What the glass of the scanner does: skew, uneven light, grain and a shadow at the edge."""
    turned = page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=236)
    noise = Image.effect_noise(page.size, 0)
    grain = Image.frombytes(
        "L", (page.width // 4, page.height // 4), dice.randbytes((page.width // 4) * (page.height // 4))
    )
    noise.paste(grain.resize(page.size, Image.Resampling.BILINEAR))
    blended = Image.blend(turned, noise, 0.05)
    draw = ImageDraw.Draw(blended)
    for x in range(26):
        draw.line((x, 0, x, page.height), fill=120 + x * 4)
    return blended.filter(ImageFilter.GaussianBlur(0.7))


def _letter_page(dice: random.Random) -> Image.Image:
    page = Image.new("L", (1240, 1754), 243)
    draw = ImageDraw.Draw(page)
    y = 210
    for line in LETTER:
        face = font("Caladea-Italic", 35)
        x = 150 + dice.randint(-6, 6)
        for word in line.split(" "):
            draw.text((x, y + dice.randint(-3, 3)), word, font=face, fill=dice.randint(40, 78))
            x += round(face.getlength(word)) + dice.randint(10, 15)
        y += 54
    _stamp(draw, 800, 70)
    return page


def _stamp(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    draw.rectangle((x, y, x + 340, y + 110), outline=95, width=5)
    draw.text((x + 22, y + 10), "ALE KOMMUN", font=font("Sans-Bold", 30), fill=95)
    draw.text((x + 22, y + 56), "Inkom 2026-11-09", font=font("Sans", 30), fill=95)


def _sketch_page() -> Image.Image:
    page = Image.new("L", (1240, 1754), 243)
    draw = ImageDraw.Draw(page)
    draw.text((150, 170), "Skiss: här är det mörkast", font=font("Caladea-Italic", 44), fill=60)
    draw.line(
        [(200, 1500), (360, 1250), (560, 1080), (640, 820), (860, 640), (1000, 380)],
        fill=70,
        width=9,
        joint="curve",
    )
    draw.line(
        [(250, 1530), (420, 1280), (610, 1110), (700, 850), (910, 680), (1050, 410)],
        fill=70,
        width=4,
        joint="curve",
    )
    for x, y, text in (
        (560, 1080, "kurvan vid bäcken"),
        (640, 820, "skogspartiet, 400 m"),
        (860, 640, "bron"),
    ):
        draw.line((x - 26, y - 26, x + 26, y + 26), fill=40, width=8)
        draw.line((x - 26, y + 26, x + 26, y - 26), fill=40, width=8)
        draw.text((x + 70, y - 10), text, font=font("Caladea-Italic", 36), fill=60)
    for x, y, text in ((140, 1570, "Nol station"), (960, 310, "Alafors")):
        draw.text((x, y), text, font=font("Caladea-Italic", 42), fill=50)
    return page


_SKETCH_TEXT = (
    "Handritad skiss av vägen mellan Nol station och Alafors. Tre kryss visar var det är mörkast: kurvan vid bäcken, "
    "skogspartiet på 400 meter och bron."
)
_POINT = 595 / 1240  # a pixel of the scanned page


def letter() -> None:
    """The citizen's letter: two scanned pages with the text that was read from them, as a good scanner leaves it."""
    dice = random.Random(9)
    pages = [_scan(_letter_page(dice), 1.15, dice), _scan(_sketch_page(), -0.7, dice)]
    canvas = TaggedCanvas(str(OUT / "medborgarforslag-belysning.pdf"), pagesize=A4)
    canvas.setTitle("Medborgarförslag: belysning mellan Alafors och Nol")
    with canvas.artifact():
        _draw(canvas, pages[0])
    _read(canvas, 800, 120, Tag("P"), "ALE KOMMUN Inkom 2026-11-09")
    paragraph = Tag("P")
    for n, line in enumerate(LETTER):
        if line:
            _read(canvas, 150, 240 + n * 54, paragraph, line)
        else:
            paragraph = Tag("H1" if LETTER[n + 1].startswith("Medborgarförslag") else "P")
    canvas.showPage()
    with canvas.marked(Tag("Figure", alt=_SKETCH_TEXT)):
        _draw(canvas, pages[1])
    _read(canvas, 150, 210, Tag("P"), "Skiss: här är det mörkast")
    canvas.showPage()
    canvas.save()


def _draw(canvas: TaggedCanvas, page: Image.Image) -> None:
    body = BytesIO()
    page.save(body, "JPEG", quality=52)
    body.seek(0)
    canvas.drawImage(ImageReader(body), 0, 0, *A4)


def _read(canvas: TaggedCanvas, x: int, y: int, tag: Tag, words: str) -> None:
    """Words that were read from the picture: there for search and speech, not seen."""
    with canvas.marked(tag):
        text = canvas.beginText(x * _POINT, A4[1] - y * _POINT)
        text.setTextRenderMode(3)
        text.setFont("Carlito", 16)
        text.textOut(words)
        text.setTextRenderMode(0)
        canvas.drawText(text)


def _decision_pages(head: tuple[str, ...], sheets: tuple[tuple[str, ...], ...], dice: random.Random) -> Pages:
    pages: Pages = []
    for n, lines in enumerate(sheets):
        page = Image.new("L", (1654, 2339), 255)
        draw = ImageDraw.Draw(page)
        draw.text((190, 150), head[0], font=font("Caladea-Bold", 50), fill=0)
        for step, text in enumerate((*head[1:], f"{n + 1}({len(sheets)})")):
            draw.text((1120, 150 + step * 44), text, font=font("Sans", 32), fill=0)
        for step, line in enumerate(lines):
            face = font("Sans-Bold", 38) if step == 0 else font("Sans", 33)
            draw.text((190, 480 + step * 62), line, font=face, fill=0)
        for _ in range(160):
            x, y = dice.randint(0, 1650), dice.randint(0, 2335)
            draw.rectangle((x, y, x + dice.randint(0, 2), y + dice.randint(0, 2)), fill=0)
        turned = page.rotate(dice.choice((-0.5, 0.4, 0.6)), Image.Resampling.BILINEAR, fillcolor=255)
        pages.append(
            turned.point(lambda level: 255 if level > 140 else 0).convert("1", dither=Image.Dither.NONE)
        )
    return pages


def decisions() -> None:
    """Two decisions as black and white TIFF with several pages."""
    dice = random.Random(45)
    for name, (head, *sheets) in (
        ("namndeman-entledigande.tif", COURT),
        ("lansstyrelsen-beslut.tif", COUNTY),
    ):
        first, *rest = _decision_pages(head, tuple(sheets), dice)
        first.save(OUT / name, save_all=True, append_images=rest, compression="group4", dpi=(200, 200))


def make() -> None:
    """Make all scans."""
    letter()
    decisions()
