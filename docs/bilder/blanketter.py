"""Makes the pictures of `docs/formular.md`: `.venv/bin/python docs/bilder/blanketter.py`; it needs LibreOffice."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pypdfium2
from gor import ROOT, write_sheet
from PIL import Image, ImageOps

from service.flow.form import FormOrder, make_form
from service.flow.read import Reader
from service.settings import read_settings

SAMPLES = ROOT / "samples"
REPORTS = SAMPLES / "nulagesbeskrivning"
PICTURES = (
    ("tom.docx", (0, 1, 4, 11), "blankett-word.png"),
    ("ifylld.docx", (2, 6, 12, 13), "blankett-ifylld.png"),
)
"""Form, pages counted from 0, and picture."""
SHEETS = ("Om dokumentet, sida", "Per riktningsmål, sida", "Resultat, sida")
"""The sheets of the workbook that are shown, as their footers name them; the first page of each."""
WIDTH, GAP = 860, 16


def main() -> None:
    """Make the forms, let LibreOffice show them, and write the pictures."""
    reader = Reader(read_settings({}), date(2026, 11, 23), SAMPLES / "ramverk" / "ale.json")
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        make_form(FormOrder("nulagesbeskrivning", "UN", 2026, work / "tom.docx", last_year=REPORTS), reader)
        for name in ("ifylld.docx", "ifylld.xlsx"):
            answers = REPORTS / "un-2026.json"
            make_form(FormOrder("nulagesbeskrivning", "UN", 2026, work / name, answers=answers), reader)
        for name in ("tom.docx", "ifylld.docx", "ifylld.xlsx"):
            profile = f"-env:UserInstallation=file://{work}/profil"
            convert = [
                "soffice",
                profile,
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                folder,
                str(work / name),
            ]
            subprocess.run(convert, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
            (work / name).with_suffix(".pdf").rename(work / f"{name}.pdf")
        for name, pages, picture in PICTURES:
            write_sheet(work / f"{name}.pdf", pages, picture)
        write_strip(work / "ifylld.xlsx.pdf", SHEETS, "blankett-excel.png")


def write_strip(pdf: Path, sheets: Sequence[str], name: str) -> None:
    """The written part of some sheets, one below the other."""
    document = pypdfium2.PdfDocument(pdf)
    strips = []
    footers = [document[number].get_textpage().get_text_bounded() for number in range(len(document))]
    for wanted in sheets:
        number = next(n for n, text in enumerate(footers) if wanted in text)
        page = document[number].render(scale=5).to_pil().convert("RGB")
        height = int(page.height * 0.88)  # without the footer
        page = page.crop((0, 0, page.width, height))
        page = page.crop(ImageOps.invert(page).getbbox())
        page = page.resize((WIDTH, page.height * WIDTH // page.width), Image.Resampling.LANCZOS)
        strips.append(page.crop((0, 0, WIDTH, min(page.height, 330))))
    sheet = Image.new("RGB", (WIDTH + 2 * GAP, sum(one.height + GAP for one in strips) + GAP), "#ffffff")
    top = GAP
    for one in strips:
        sheet.paste(one, (GAP, top))
        top += one.height + GAP
    sheet.quantize(128).save(Path(__file__).parent / name, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
