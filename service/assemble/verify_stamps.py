"""Read a page's stamp back from the file: glyph numbers through the font's own table to text."""

from __future__ import annotations

import re

import pikepdf

from service.assemble.font import RESOURCE

_ROW = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
_SHOWN = re.compile(rb"/Artifact <<[^>]*/Pagination[^>]*>> BDC\n.*?<([0-9A-F]*)> Tj", re.DOTALL)


def stamp_alphabet(page: pikepdf.Page) -> dict[str, str]:
    """The letters of the stamp's font by glyph number in hexadecimal; empty when the page has no such font."""
    font = (
        page.obj.get("/Resources", pikepdf.Dictionary())
        .get("/Font", pikepdf.Dictionary())
        .get(f"/{RESOURCE}")
    )
    if font is None:
        return {}
    rows = _ROW.findall(font.ToUnicode.read_bytes())
    return {glyph.decode(): bytes.fromhex(code.decode()).decode("utf-16-be") for glyph, code in rows}


def read_stamp(page: pikepdf.Page, alphabet: dict[str, str]) -> str:
    """The words of the page's stamp; empty when there is none."""
    contents = page.obj.get("/Contents")
    if not isinstance(contents, pikepdf.Array) or len(contents) == 0:
        return ""
    shown = _SHOWN.search(contents[-1].read_bytes())
    if shown is None or _font(page) is None:
        return ""
    code = shown[1].decode()
    return "".join(alphabet.get(code[at : at + 4], "?") for at in range(0, len(code), 4))


def _font(page: pikepdf.Page) -> pikepdf.Object | None:
    fonts = page.obj.get("/Resources", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary())
    return fonts.get(f"/{RESOURCE}")
