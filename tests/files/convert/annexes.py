"""Annexes as people send them, each with something of its own that PDF/A or PDF/UA has an opinion on."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from PIL import Image, ImageCms

from tests.files.convert.documents import make_picture, picture_bytes

COMMENT = "Hemlig kommentar"
"""Stands in the comments, which do not come along."""


def make_headings(path: Path) -> None:
    """A Word document that begins at the second level, skips one and climbs past its start."""
    document = docx.Document()
    for level in (2, 4, 3, 1):
        document.add_heading(f"Nivå {level}", level)
        document.add_paragraph("Text.")
    document.save(str(path))


def make_with_picture(path: Path, text: str) -> None:
    """A Word document with a picture, which has an alternative text or not."""
    document = docx.Document()
    document.add_heading("Bild", 1)
    shape = document.add_paragraph().add_run().add_picture(picture_bytes(), width=Cm(5))
    shape._inline.docPr.set("descr", text)
    document.save(str(path))


def make_reviewed(path: Path) -> None:
    """A Word document with tracked changes and a comment."""
    document = docx.Document()
    document.add_heading("Ändrat", 1)
    changed = document.add_paragraph("Kvar. ")._p
    about = f'{nsdecls("w")} w:author="A" w:date="2026-01-01T00:00:00Z"'
    changed.append(parse_xml(f'<w:ins {about} w:id="1"><w:r><w:t>Tillagt. </w:t></w:r></w:ins>'))
    changed.append(parse_xml(f'<w:del {about} w:id="2"><w:r><w:delText>Struket.</w:delText></w:r></w:del>'))
    document.add_comment(document.add_paragraph("Om detta.").runs, text=COMMENT, author="B", initials="B")
    document.save(str(path))


def make_workbook(path: Path, *, chart: bool = False, text: str = "") -> None:
    """Two sheets: a long table with a repeated head, a hidden row, wrapped text, a comment and a link; a wide one.

    With a chart the wide sheet has one, and the text for those who do not see it.
    """
    book = openpyxl.Workbook()
    long = book.active
    assert long is not None
    long["A1"] = "Utfall per rad"
    long.append([])
    long.append(["Namn", "Utfall", "Antal", "Text"])
    for cell in long[3]:
        cell.font = Font(bold=True)
    for row in range(4, 125):
        long.append(
            [f"Rad {row}", row * 1000.5, row, "Lång text som bryts i cellen" if row % 7 == 0 else None]
        )
        long.cell(row, 4).alignment = Alignment(wrap_text=True)
    long["A126"] = "Källa: bokföringen"
    long["A5"].comment = Comment(COMMENT, "X")
    long["A6"].hyperlink = "https://example.org/"
    long.row_dimensions[9].hidden = True
    long.print_title_rows = "3:3"
    footer = long.oddFooter
    assert footer is not None
    assert footer.center is not None
    footer.center.text = "Sida &P av &N"
    wide = book.create_sheet("Brett")
    for row in range(1, 12):
        wide.append([row * column for column in range(1, 26)])
    if chart:
        figure = BarChart()
        figure.add_data(Reference(wide, min_col=2, min_row=1, max_row=5))
        wide.add_chart(figure, "B14")
    book.save(path)
    if text:
        _describe_chart(path, text)


def _describe_chart(path: Path, text: str) -> None:
    """Write the text where Excel keeps it; openpyxl cannot."""
    with ZipFile(path) as package:
        members = {name: package.read(name) for name in package.namelist()}
    name = "xl/drawings/drawing1.xml"
    members[name] = members[name].replace(b'name="Chart 1"', f'descr="{text}" name="Chart 1"'.encode())
    with ZipFile(path, "w") as package:
        for member, data in members.items():
            package.writestr(member, data)


def make_rtf(path: Path) -> None:
    """A letter in RTF."""
    path.write_text(
        r"{\rtf1\ansi{\fonttbl\f0 Arial;}\f0\fs24 Hej \b fet\b0\par Rad tv\'e5\par}", encoding="ascii"
    )


def make_pictures(folder: Path) -> None:
    """Pictures in the colours and with the profiles that cameras, scanners and printing offices leave."""
    picture = make_picture()
    grey = picture.convert("L")
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    picture.convert("CMYK").save(folder / "tryckeri.jpg")
    picture.convert("CMYK").save(folder / "tryckeri.tif")
    picture.convert("CMYK").save(folder / "fel-profil.jpg", icc_profile=srgb)
    picture.save(folder / "srgb.jpg", icc_profile=srgb)
    picture.save(folder / "srgb.png", icc_profile=srgb)
    picture.save(folder / "lab.png", icc_profile=lab)
    picture.save(folder / "trasig-profil.jpg", icc_profile=b"\0" * 200)
    picture.save(folder / "progressiv.jpg", progressive=True)
    picture.convert("LAB").save(folder / "lab.tif")
    picture.convert("RGBA").save(folder / "genomskinlig.png")
    picture.convert("P").save(folder / "palett.png")
    grey.save(folder / "gra.jpg", icc_profile=srgb)
    grey.convert("1").save(folder / "fax.tif", save_all=True, append_images=[grey.convert("1")])
    Image.new("I;16", (300, 200), 0x8080).save(folder / "sexton.png")
