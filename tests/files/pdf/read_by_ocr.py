"""PDF files as OCRmyPDF leaves them: the words of a page are a drawing without tags, under a name by chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

_TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Same def /CMapType 2 def "
    b"1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange "
    b"endcmap CMapName currentdict /CMap defineresource pop end end"
)


def lay_words(
    source: Path, target: Path, pages: Mapping[int, Sequence[str]], chance: str = "a", matrix: str = ""
) -> Path:
    """Lay blocks of words under some pages, counted from 1, as Tesseract and OCRmyPDF write them.

    Args:
        source: the file that was read.
        target: the file to write.
        pages: the blocks of each page that was read; none where nothing was found.
        chance: letters for the names, which are others every time and on every page.
        matrix: of the drawings, as six numbers.
    """
    with pikepdf.open(source) as pdf:
        font = pdf.make_indirect(_font(pdf))
        for number, blocks in pages.items():
            page, name = pdf.pages[number - 1], f"/OCR-{chance[number % len(chance)] * 22}"
            texts = "".join(
                f"BT\n3 Tr 1 0 0 1 66.24 {720 - 40 * at} Tm /f-0-0 14 Tf 99.5 Tz [ <{_codes(words)}> ] TJ \nET\n"
                for at, words in enumerate(blocks)
            )
            form = Stream(
                pdf,
                f"q 595 0 0 842 0 0 cm Q\n{texts}".encode(),
                Type=Name.XObject,
                Subtype=Name.Form,
                BBox=Array([0, 0, 595, 842]),
                Resources=Dictionary(Font=Dictionary({"/f-0-0": font})),
            )
            if matrix:
                form.Matrix = Array([int(one) for one in matrix.split()])
            page.add_resource(pdf.make_indirect(form), Name.XObject, Name(name))
            page.contents_add(pdf.make_stream(f"q 1 0 0 1 0 0 cm\n{name} Do\n\nQ\n".encode()), prepend=True)
        pdf.save(target)
    return target


def _codes(words: str) -> str:
    return words.encode("utf-16-be").hex().upper()


def _font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name.GlyphLessFont,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        DW=500,
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name.GlyphLessFont,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(descendant)]),
        ToUnicode=pdf.make_stream(_TO_UNICODE),
    )
