"""Makes the pictures of `docs/mallar.md`: a template with its faults as comments, and one report by two templates.

python docs/bilder/mallar.py
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from textwrap import wrap

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

import pypdfium2  # noqa: E402  # the path has to be set first
from PIL import Image, ImageDraw, ImageFont  # noqa: E402
from pypdf import PdfReader  # noqa: E402

from service.cli.main import main as samlad  # noqa: E402

FOLDER = Path(__file__).parent
SLUG = "nulagesbeskrivning"
FONT = Path("/usr/share/fonts/truetype/crosextra/Carlito-Regular.ttf")
SCALE, NOTE_WIDTH = 1.5, 380
FAULTS = (
    ("{{p sammanfattning|rik }}", "{{ sammanfattning }}"),
    ("{{ beslut.organ }}", "{{ beslut.organet }}"),
    ("{%p if sammanfattning %}", "{% p if sammanfattning %}"),
)
"""What an officer may have typed."""


def main() -> None:
    """Write both pictures."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        _commented(work).save(FOLDER / "mall-kommentarer.png", optimize=True)
        _two_templates(work).save(FOLDER / "mall-tva-mallar.png", optimize=True)


def _commented(work: Path) -> Image.Image:
    faulty, noted = work / "min-mall.docx", work / "granskad.docx"
    with zipfile.ZipFile(ROOT / "templates" / SLUG / "mall.docx") as old, zipfile.ZipFile(faulty, "w") as new:
        for member in old.namelist():
            content = old.read(member).decode("utf-8", errors="surrogateescape")
            for right, wrong in FAULTS:
                content = content.replace(right, wrong)
            new.writestr(member, content.encode("utf-8", errors="surrogateescape"))
    samlad(["mall", "granska", str(faulty), "--slug", SLUG, "--kommentarer", str(noted)])
    subprocess.run(  # noqa: S603
        [  # noqa: S607
            "soffice",
            f"-env:UserInstallation={(work / 'profil').as_uri()}",
            "--headless",
            "--convert-to",
            f"pdf:writer_pdf_Export:{json.dumps({'ExportNotes': {'type': 'boolean', 'value': 'true'}})}",
            "--outdir",
            str(work),
            str(noted),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    pages = _pages(work / "granskad.pdf", 3, SCALE)
    width, height = pages[0].size
    half = height // 2
    sheet = Image.new("RGB", (width + NOTE_WIDTH, height - 330), "white")
    for place, number in enumerate((0, 2)):  # the upper parts of the pages with comments
        sheet.paste(pages[number].crop((0, 0, width, half)), (0, place * half))
        _write_notes(sheet, work / "granskad.pdf", number, width, place * half)
    return sheet


def _write_notes(sheet: Image.Image, pdf: Path, number: int, left: int, top: int) -> None:
    """Beside the page what its comments say: LibreOffice puts them into the PDF, and a viewer shows them on a click."""
    draw, font = ImageDraw.Draw(sheet), ImageFont.truetype(str(FONT), 17)
    page = PdfReader(pdf).pages[number]
    below = 0
    for note in page.get("/Annots", ()):
        told = note.get_object()
        if told["/Subtype"] != "/Text":
            continue
        place = top + int((float(page.mediabox.top) - float(told["/Rect"][3])) * SCALE) - 20
        text = "\n".join(line for part in str(told["/Contents"]).splitlines() for line in wrap(part, 44))
        begin = max(place, below)
        box = draw.multiline_textbbox((left, begin), text, font=font)
        draw.rounded_rectangle(
            (box[0] - 8, box[1] - 8, left + NOTE_WIDTH - 16, box[3] + 8), 6, fill="#fff6c2", outline="#c9a227"
        )
        draw.multiline_text((left, begin), text, font=font, fill="#262626")
        below = box[3] + 24


def _two_templates(work: Path) -> Image.Image:
    own = ROOT / "samples" / "mallar" / "nulagesanalys"
    sample = str(ROOT / "samples" / SLUG / "un-2026.json")
    base = ["mall", "prova", "--slug", SLUG, "--exempel", sample]
    samlad([*base, "--ut", str(work / "var")])
    samlad(
        [
            *base,
            "--mall",
            str(own / "mall.docx"),
            "--beskrivning",
            str(own / "mall.toml"),
            "--ut",
            str(work / "egen"),
        ]
    )
    pictures = [
        picture
        for folder in ("var", "egen")
        for picture in _pages(next((work / folder).glob("*.pdf")), 2, 0.62)
    ]
    width, height = pictures[0].size
    sheet = Image.new("RGB", (len(pictures) * (width + 12) + 12, height + 24), "#8a8a8a")
    for place, picture in enumerate(pictures):
        sheet.paste(picture, (12 + place * (width + 12), 12))
    return sheet


def _pages(pdf: Path, count: int, scale: float) -> list[Image.Image]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [document[number].render(scale=scale).to_pil().convert("RGB") for number in range(count)]


if __name__ == "__main__":
    main()
