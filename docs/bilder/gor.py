"""Makes README's picture from the built demo: `make demo`, then `.venv/bin/python docs/bilder/gor.py`."""

from __future__ import annotations

import json
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

ROOT = Path(__file__).resolve().parent.parent.parent
PACKET = ROOT / "out" / "demo" / "kf-2026-12-14.pdf"
WIDTH, GAP = 420, 24
SHOWN = (("kallelse", 1), ("a3", 1), ("a3.4", 9), ("a3.4", 10))
"""Part and page within it: föredragningslista, a cover sheet, and two pages of a nulägesbeskrivning."""


def main() -> None:
    """Write `paket.png`: the pages side by side."""
    manifest = json.loads(PACKET.with_suffix(".manifest.json").read_text(encoding="utf-8"))
    first = {part["nyckel"]: part["fran"] for part in manifest["delar"]}
    document = pypdfium2.PdfDocument(PACKET)
    pages = []
    for key, offset in SHOWN:
        page = document[first[key] - 1 + offset]
        picture = page.render(scale=2 * WIDTH / page.get_width()).to_pil().convert("RGB")
        small = picture.resize(
            (WIDTH, round(picture.height * WIDTH / picture.width)), Image.Resampling.LANCZOS
        )
        pages.append(ImageOps.expand(small, 1, "#c8d0d3"))
    height = max(page.height for page in pages)
    sheet = Image.new("RGB", (len(pages) * (WIDTH + 2 + GAP) + GAP, height + 2 * GAP), "#eef2f3")
    for index, page in enumerate(pages):
        sheet.paste(page, (GAP + index * (WIDTH + 2 + GAP), GAP))
    sheet.quantize(128).save(Path(__file__).parent / "paket.png", optimize=True)


if __name__ == "__main__":
    main()
