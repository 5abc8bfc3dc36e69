"""Makes the documentation's pictures: `make demo`, then `.venv/bin/python docs/bilder/gor.py`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

ROOT = Path(__file__).resolve().parent.parent.parent
PACKET = ROOT / "out" / "demo" / "kf-2026-12-14.pdf"
NULAGESBILD = ROOT / "out" / "demo" / "nulagesbild-2026.pdf"
WIDTH, GAP = 420, 24
SHOWN = (("kallelse", 1), ("a3", 1), ("a3.4", 9), ("a3.4", 10))
"""Part and page within it: föredragningslista, a cover sheet, and two pages of a nulägesbeskrivning."""
HEADINGS = (
    "Måluppfyllelse per nämnd och bolag",
    "Måluppfyllelse per riktningsmål",
    "Risker och möjligheter",
    "Förändring mot",
)
"""What the pages of the nulägesbild that are shown begin with, or hold."""


def main() -> None:
    """Write both pictures."""
    manifest = json.loads(PACKET.with_suffix(".manifest.json").read_text(encoding="utf-8"))
    first = {part["nyckel"]: part["fran"] for part in manifest["delar"]}
    write_sheet(PACKET, [first[key] - 1 + offset for key, offset in SHOWN], "paket.png")
    with pypdfium2.PdfDocument(NULAGESBILD) as document:
        marks = [(mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]
    pages = [next(page for title, page in marks if wanted in title) for wanted in HEADINGS]
    write_sheet(NULAGESBILD, pages, "nulagesbild.png")


def write_sheet(pdf: Path, numbers: Sequence[int], name: str) -> None:
    """Some pages, counted from 0, side by side."""
    document = pypdfium2.PdfDocument(pdf)
    pages = []
    for number in numbers:
        page = document[number]
        picture = page.render(scale=2 * WIDTH / page.get_width()).to_pil().convert("RGB")
        small = picture.resize(
            (WIDTH, round(picture.height * WIDTH / picture.width)), Image.Resampling.LANCZOS
        )
        pages.append(ImageOps.expand(small, 1, "#c8d0d3"))
    height = max(page.height for page in pages)
    sheet = Image.new("RGB", (len(pages) * (WIDTH + 2 + GAP) + GAP, height + 2 * GAP), "#eef2f3")
    for index, page in enumerate(pages):
        sheet.paste(page, (GAP + index * (WIDTH + 2 + GAP), GAP))
    sheet.quantize(128).save(Path(__file__).parent / name, optimize=True)


if __name__ == "__main__":
    main()
