"""Pictures: the illustration of the square, the cover, a diagram and a map, as jpg and png."""

# ruff: noqa: E501 - a row of sample data, or a Swedish sentence, stands on one line

from __future__ import annotations

import math
import random
from pathlib import Path

from grund import OUT, font_file
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Colour = tuple[int, int, int]


def font(face: str, size: int) -> ImageFont.FreeTypeFont:
    """A face at a size in pixels."""
    return ImageFont.truetype(str(font_file(face)), size, layout_engine=ImageFont.Layout.BASIC)


def _sky(size: tuple[int, int], top: Colour, low: Colour) -> Image.Image:
    column = Image.new("RGB", (1, size[1]))
    for y in range(size[1]):
        share = y / size[1]
        mixed = [round(a + (b - a) * share) for a, b in zip(top, low, strict=True)]
        column.putpixel((0, y), (mixed[0], mixed[1], mixed[2]))
    return column.resize(size)


def _house(draw: ImageDraw.ImageDraw, left: int, ground: int, floors: int, bays: int, colour: Colour) -> None:
    wide, high = bays * 62 + 30, floors * 74 + 40
    draw.rectangle((left, ground - high, left + wide, ground), fill=colour)
    draw.polygon([(left - 8, ground - high), (left + wide + 8, ground - high), (left + wide - 22, ground - high - 46), (left + 22, ground - high - 46)],
                 fill=(92, 74, 66))  # fmt: skip
    for floor in range(floors):
        y = ground - 62 - floor * 74
        for bay in range(bays):
            x = left + 26 + bay * 62
            glass: Colour = (246, 214, 150) if (bay * 7 + floor * 3) % 5 == 0 else (164, 192, 205)
            tall = 62 if floor == 0 else 46
            draw.rectangle((x, y, x + 36, y + tall), fill=glass, outline=(70, 66, 62), width=3)
            if floor and bay % 3 == 1:
                draw.rectangle((x - 8, y + 34, x + 44, y + 50), fill=(210, 214, 212), outline=(110, 112, 112))


def _tree(draw: ImageDraw.ImageDraw, x: int, ground: int, size: int, dice: random.Random) -> None:
    draw.rectangle((x - 6, ground - size, x + 6, ground), fill=(96, 72, 52))
    for _ in range(26):
        dx, dy = dice.randint(-size // 2, size // 2), dice.randint(-size // 2, size // 3)
        radius = dice.randint(size // 7, size // 4)
        green = dice.randint(104, 150)
        box = (x + dx - radius, ground - size + dy - radius, x + dx + radius, ground - size + dy + radius)
        draw.ellipse(box, fill=(58 + green // 8, green, 62))


def _person(draw: ImageDraw.ImageDraw, x: int, y: int, tall: int, coat: Colour) -> None:
    head = tall // 8
    draw.ellipse((x - head, y - tall, x + head, y - tall + 2 * head), fill=(214, 176, 150))
    draw.rounded_rectangle((x - head - 5, y - tall + 2 * head, x + head + 5, y - tall // 3), 7, fill=coat)
    draw.line((x - 5, y - tall // 3, x - 8, y), fill=(44, 48, 60), width=7)
    draw.line((x + 5, y - tall // 3, x + 9, y), fill=(44, 48, 60), width=7)


def square() -> None:
    """The new square seen from the south."""
    dice = random.Random(2026)
    image = _sky((1800, 1200), (118, 168, 204), (236, 226, 206))
    draw = ImageDraw.Draw(image)
    ground = 760
    for left, floors, bays, colour in (
        (20, 5, 7, (186, 106, 82)),
        (520, 6, 6, (226, 214, 188)),
        (980, 5, 5, (150, 164, 146)),
        (1370, 6, 7, (196, 140, 98)),
    ):
        _house(draw, left, ground, floors, bays, colour)
    draw.polygon([(0, ground), (1800, ground), (1800, 1200), (0, 1200)], fill=(206, 200, 190))
    for n in range(24):
        y = ground + round((n / 24) ** 1.7 * 440)
        draw.line((0, y, 1800, y), fill=(188, 182, 172), width=2)
        draw.line((900 + (n - 12) * 60, ground, 900 + (n - 12) * 210, 1200), fill=(188, 182, 172), width=2)
    for step, shade in enumerate((176, 164, 152)):
        box = (430 + step * 42, 900 + step * 16, 1370 - step * 42, 1110 - step * 14)
        draw.ellipse(box, fill=(shade, shade - 4, shade - 12))
    draw.ellipse((620, 970, 1180, 1066), fill=(146, 184, 198))
    for x, size in ((180, 210), (420, 170), (1420, 180), (1640, 220), (760, 120), (1080, 120)):
        _tree(draw, x, ground + (90 if size > 150 else 24), size, dice)
    coats: tuple[Colour, ...] = ((178, 58, 58), (36, 84, 120), (226, 178, 62), (72, 104, 72), (98, 70, 112))
    for n in range(17):
        y = dice.randint(ground + 40, 1150)
        tall = 60 + (y - ground) // 3
        _person(draw, dice.randint(60, 1740), y, tall, coats[n % 5])
    draw.rectangle((1180, ground - 24, 1420, ground - 12), fill=(90, 84, 78))
    for x in (1190, 1300, 1410):
        draw.rectangle((x, ground - 12, x + 8, ground + 110), fill=(90, 84, 78))
    image = image.filter(ImageFilter.GaussianBlur(0.8))
    ImageDraw.Draw(image).text(
        (24, 1160),
        "Illustration, inte ritning. Ale kommun 2026.",
        font=font("Carlito", 26),
        fill=(60, 60, 60),
    )
    image.save(OUT / "detaljplan-illustration-torget.jpg", quality=80, dpi=(150, 150))


def cover() -> Image.Image:
    """The valley with the river at dusk, for a cover that runs to the edges of the sheet."""
    image = _sky((1240, 1754), (44, 74, 104), (244, 198, 148))
    draw = ImageDraw.Draw(image)
    draw.ellipse((780, 560, 980, 760), fill=(255, 226, 170))
    for n, (base, colour) in enumerate(
        ((800, (112, 124, 140)), (900, (84, 104, 116)), (1010, (58, 84, 88)), (1150, (38, 64, 62)))
    ):
        ridge = [
            (x, round(base + 60 * math.sin(x / (170 - 22 * n) + n * 2.1) + 26 * math.sin(x / 61 + n)))
            for x in range(0, 1241, 20)
        ]
        draw.polygon([(0, 1754), *ridge, (1240, 1754)], fill=colour)
    river = [
        (640, 1090),
        (600, 1180),
        (690, 1290),
        (520, 1450),
        (400, 1754),
        (1000, 1754),
        (900, 1470),
        (860, 1300),
        (700, 1180),
        (690, 1090),
    ]
    draw.polygon(river, fill=(222, 178, 140))
    dice = random.Random(31)
    for _ in range(140):
        x, y = dice.randint(0, 1240), dice.randint(1190, 1560)
        if not 380 < x < 1000:
            draw.rectangle((x, y, x + 5, y + 7), fill=(250, 214, 130))
    return image.filter(ImageFilter.GaussianBlur(1.6))


def _bars(draw: ImageDraw.ImageDraw, groups: list[tuple[str, int, int]]) -> None:
    for n, (label, now, later) in enumerate(groups):
        y = 170 + n * 96
        draw.text((40, y + 14), label, font=font("Carlito", 32), fill=(28, 28, 28))
        for step, (value, colour) in enumerate(((now, (31, 78, 95)), (later, (201, 138, 43)))):
            wide = round(value / 4900 * 1060)
            draw.rectangle((330, y + step * 36, 330 + wide, y + step * 36 + 31), fill=colour)
            text = f"{value:,}".replace(",", " ")
            draw.text((342 + wide, y + step * 36 - 2), text, font=font("Carlito", 28), fill=(28, 28, 28))


def population() -> None:
    """A diagram of the population by age, now and in 2035."""
    image = Image.new("RGB", (1600, 900), "white")
    draw = ImageDraw.Draw(image)
    draw.text(
        (40, 28), "Befolkning efter ålder 2025 och 2035", font=font("Carlito-Bold", 48), fill=(31, 78, 95)
    )
    draw.text(
        (40, 96),
        "Antal personer. Mörk stapel 2025, ljus stapel prognos 2035. Åldern 20–64 år visas inte.",
        font=font("Carlito", 28),
        fill=(91, 102, 112),
    )
    _bars(draw, [("0–5 år", 2275, 2190), ("6–12 år", 3130, 2840), ("13–15 år", 1344, 1270), ("16–19 år", 1760, 1740), ("65–74 år", 3110, 3480),
                 ("75–79 år", 1521, 1690), ("80 år och äldre", 1640, 2380)])  # fmt: skip
    draw.text(
        (40, 850),
        "Källa: Befolkningsprognos 2026–2040, Ale kommun",
        font=font("Carlito", 24),
        fill=(91, 102, 112),
    )
    image.save(OUT / "omvarldsdag-2026-befolkning.png", optimize=True, dpi=(150, 150))


def lighting_map() -> None:
    """The stretch that the citizens' proposal is about."""
    image = Image.new("RGB", (1500, 1000), (240, 238, 226))
    draw = ImageDraw.Draw(image)
    draw.polygon([(0, 0), (260, 0), (190, 420), (240, 1000), (0, 1000)], fill=(176, 206, 222))
    for box in ((560, 90, 900, 330), (1040, 520, 1420, 700), (640, 640, 860, 900)):
        draw.ellipse(box, fill=(206, 222, 184))
    draw.line([(330, 0), (300, 420), (350, 1000)], fill=(150, 150, 150), width=16)
    draw.line(
        [(400, 880), (560, 720), (760, 600), (900, 470), (1120, 330), (1300, 180)],
        fill=(250, 250, 250),
        width=26,
        joint="curve",
    )
    path = [(410, 850), (560, 692), (752, 574), (890, 446), (1108, 306), (1280, 160)]
    draw.line(path, fill=(178, 58, 58), width=9, joint="curve")
    for n, (x, y) in enumerate(path):
        draw.ellipse((x - 13, y - 13, x + 13, y + 13), fill=(255, 214, 90), outline=(120, 80, 20), width=3)
        if n < len(path) - 1:
            mid = ((x + path[n + 1][0]) // 2, (y + path[n + 1][1]) // 2)
            draw.ellipse(
                (mid[0] - 9, mid[1] - 9, mid[0] + 9, mid[1] + 9),
                fill=(255, 214, 90),
                outline=(120, 80, 20),
                width=2,
            )
    for x, y, text, size in (
        (400, 900, "NOL", 46),
        (1210, 100, "ALAFORS", 46),
        (60, 480, "Göta älv", 34),
        (640, 690, "Alingsåsvägen", 30),
    ):
        draw.text((x, y), text, font=font("Carlito-Bold", size), fill=(40, 50, 60))
    draw.rectangle((960, 800, 1460, 970), fill="white", outline=(90, 90, 90), width=2)
    draw.line((985, 835, 1065, 835), fill=(178, 58, 58), width=9)
    draw.text((1085, 815), "Obelyst gång- och cykelväg, 1,9 km", font=font("Carlito", 24), fill=(28, 28, 28))
    draw.ellipse((1012, 875, 1038, 901), fill=(255, 214, 90), outline=(120, 80, 20), width=3)
    draw.text((1085, 870), "Föreslagna stolpar (förenklat)", font=font("Carlito", 24), fill=(28, 28, 28))
    draw.line((985, 940, 1185, 940), fill=(28, 28, 28), width=4)
    draw.text((1200, 922), "300 meter", font=font("Carlito", 24), fill=(28, 28, 28))
    image.save(OUT / "medborgarforslag-belysning-karta.png", optimize=True, dpi=(150, 150))


def make() -> Path:
    """Make the pictures; the cover is used by the analysis."""
    square()
    population()
    lighting_map()
    return OUT
