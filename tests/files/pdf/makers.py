"""Odd PDFs, made by code: one way to be difficult each."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.pdfgen import canvas

from service.model.packet import LINK_BASE

Draw = Callable[[Any, int], None]


def text_pdf(
    target: Path,
    pages: int = 2,
    size: tuple[float, float] = A4,
    words: str = "Innehåll",
    draw: Draw | None = None,
    headings: bool = True,
) -> Path:
    """A plain PDF with some lines, a bookmark per page, and a frame well inside the page."""
    paper = canvas.Canvas(str(target), pagesize=size, invariant=True)
    for number in range(1, pages + 1):
        paper.setFont("Helvetica", 11)
        for line in range(12):
            paper.drawString(70, size[1] - 90 - 16 * line, f"{words} rad {line + 1} på sidan {number}")
        paper.rect(50, 50, size[0] - 100, size[1] - 110)
        if headings:
            paper.bookmarkPage(f"h{number}")
            paper.addOutlineEntry(f"Rubrik {number}", f"h{number}", 0)
            paper.bookmarkPage(f"u{number}")
            paper.addOutlineEntry(f"Underrubrik {number}", f"u{number}", 1)
        if draw:
            draw(paper, number)
        paper.showPage()
    paper.save()
    return target


def linked_pdf(target: Path, links: tuple[str, ...], pages: int = 1) -> Path:
    """One of our own documents: `samlad.invalid` links on its first page."""

    def draw(paper: Any, number: int) -> None:
        for at, link in enumerate(links if number == 1 else ()):
            y = 400 - 20 * at
            paper.drawString(70, y, f"Länk till {link}")
            paper.linkURL(LINK_BASE + link, (70, y - 3, 300, y + 11))

    return text_pdf(target, pages, draw=draw)


def changed(target: Path, change: Callable[[pikepdf.Pdf], None], pages: int = 1, **how: Any) -> Path:
    """A plain PDF, changed by hand."""
    plain = text_pdf(target.with_suffix(".plain.pdf"), pages, **how)
    with pikepdf.open(plain) as pdf:
        change(pdf)
        pdf.save(target, static_id=True)
    plain.unlink()
    return target


def rotated(target: Path, angle: int) -> Path:
    """A page turned by so many degrees."""
    return changed(target, lambda pdf: pdf.pages[0].obj.__setitem__(Name.Rotate, angle))


def a3_landscape(target: Path) -> Path:
    """An A3 sheet on its side."""
    return text_pdf(target, 1, landscape(A3))


def user_unit(target: Path) -> Path:
    """A page of half the numbers and twice the unit."""

    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.contents_add(b"q .5 0 0 .5 0 0 cm\n", prepend=True)
        page.contents_add(b"\nQ")
        page.obj.MediaBox = Array([0, 0, 297.64, 420.945])
        page.obj.UserUnit = 2

    return changed(target, change)


def cropped(target: Path) -> Path:
    """A page of which the crop box hides the margins, with something drawn where it is not seen."""

    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.contents_add(b"q 1 0 0 rg 0 790 595 52 re f Q")
        page.obj.CropBox = Array([40, 40, 555, 790])

    return changed(target, change)


def odd_box(target: Path) -> Path:
    """A media box with negative edges, written backwards."""

    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.contents_add(b"q 1 0 0 1 -300 -400 cm\n", prepend=True)
        page.contents_add(b"\nQ")
        page.obj.MediaBox = Array([295, 442, -300, -400])

    return changed(target, change)


def full_bleed(target: Path, angle: int = 0) -> Path:
    """A page that a dark picture covers from edge to edge."""

    def draw(paper: Any, _number: int) -> None:
        paper.setFillColorRGB(0.1, 0.3, 0.4)
        paper.rect(-20, -20, A4[0] + 40, A4[1] + 40, stroke=0, fill=1)
        paper.setFillColorRGB(1, 1, 1)
        paper.drawString(70, 500, "Helsidesbild")

    plain = text_pdf(target.with_suffix(".plain.pdf"), 1, draw=draw)
    with pikepdf.open(plain) as pdf:
        pdf.pages[0].obj.Rotate = angle
        pdf.save(target, static_id=True)
    plain.unlink()
    return target


def no_text(target: Path) -> Path:
    """A scan: lines, and no letters."""
    paper = canvas.Canvas(str(target), pagesize=A4, invariant=True)
    paper.rect(100, 100, 300, 300, fill=1)
    paper.showPage()
    paper.save()
    return target


def form(target: Path, value: str) -> Path:
    """A form with a field called `namn`."""

    def draw(paper: Any, _number: int) -> None:
        paper.acroForm.textfield(
            name="namn", value=value, x=70, y=300, width=200, height=20, forceBorder=True
        )

    return text_pdf(target, 1, draw=draw)


def signed(target: Path) -> Path:
    """A form with a signature field that has a value."""

    def change(pdf: pikepdf.Pdf) -> None:
        value = Dictionary(
            Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), ByteRange=Array([0, 1, 2, 3]), Contents=b"00"
        )
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Sig,
                T=String("underskrift"),
                V=pdf.make_indirect(value),
                Rect=Array([70, 100, 200, 140]),
                F=4,
            )
        )
        pdf.pages[0].obj.Annots = Array([field])
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([field]), SigFlags=3))

    return changed(target, change)


def scripted(target: Path) -> Path:
    """JavaScript, Launch and other actions in all the places where they hide."""

    def change(pdf: pikepdf.Pdf) -> None:
        script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
        launch = Dictionary(S=Name.Launch, F=String("calc.exe"))
        follow = Dictionary(S=Name.URI, URI=String("https://example.org/"), Next=launch)
        rect = Array([70, 100, 200, 140])
        annotations = [
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=rect, A=launch),
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=rect, A=follow, AA=Dictionary(E=script)),
            Dictionary(
                Type=Name.Annot, Subtype=Name.Link, Rect=rect, A=Dictionary(S=Name.GoToR, F=String("x.pdf"))
            ),
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=rect,
                A=Dictionary(S=Name.URI, URI=String("file:///c")),
            ),
        ]
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(one) for one in annotations])
        pdf.pages[0].obj.AA = Dictionary(O=script)
        pdf.Root.OpenAction = script
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))

    return changed(target, change)


def attached(target: Path) -> Path:
    """A file embedded in the document, and one behind a paper clip on the page."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["hemligt.txt"] = b"hemligt"
        spec = pdf.attachments["hemligt.txt"].obj
        clip = Dictionary(
            Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([70, 100, 90, 120]), FS=spec
        )
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(clip)])

    return changed(target, change)


def hidden_layer(target: Path) -> Path:
    """A dark layer over the page that is switched off."""

    def change(pdf: pikepdf.Pdf) -> None:
        group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Dold")))
        page = pdf.pages[0]
        page.obj.Resources.Properties = Dictionary(Lager=group)
        page.contents_add(b"/OC /Lager BDC q 0 g 100 100 300 300 re f Q EMC")
        pdf.Root.OCProperties = Dictionary(
            OCGs=Array([group]), D=Dictionary(OFF=Array([group]), Order=Array([group]))
        )

    return changed(target, change)


def named_destination(target: Path, to_page: int) -> Path:
    """A link to the named destination `mal`, on a page of its own choice."""

    def change(pdf: pikepdf.Pdf) -> None:
        link = Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=Array([70, 100, 200, 140]), Dest=String("mal")
        )
        pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])
        goal = Array([pdf.pages[to_page - 1].obj, Name.Fit])
        pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([String("mal"), goal])))

    return changed(target, change, pages=3)


def latin_name(target: Path) -> Path:
    """A picture whose name is not UTF-8."""

    def change(pdf: pikepdf.Pdf) -> None:
        picture = pdf.make_stream(
            b"0 0 .5 rg 0 0 100 100 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 100, 100])
        )
        page = pdf.pages[0]
        page.obj.Resources.XObject = Dictionary({"/Ersatts": picture})
        page.contents_add(b"q 1 0 0 1 200 200 cm /Bild#E5 Do Q")

    made = changed(target, change)
    made.write_bytes(made.read_bytes().replace(b"/Ersatts", b"/Bild#E5"))
    return made


def unbalanced(target: Path) -> Path:
    """Content that leaves its graphics state scaled and coloured, and marked content open."""
    return changed(target, lambda pdf: pdf.pages[0].contents_add(b"q 3 0 0 3 40 40 cm 1 0 0 rg /Span BMC q"))


def overclosed(target: Path) -> Path:
    """Content that closes more than it opened."""
    return changed(target, lambda pdf: pdf.pages[0].contents_add(b"Q Q 1 0 0 1 50 50 cm"))


def encrypted(target: Path, user: str = "", owner: str = "agare") -> Path:
    """An encrypted file."""
    plain = text_pdf(target.with_suffix(".plain.pdf"), 1)
    with pikepdf.open(plain) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(user=user, owner=owner))
    plain.unlink()
    return target


def no_pages(target: Path) -> Path:
    """A PDF without a page."""
    with pikepdf.new() as pdf:
        pdf.save(target)
    return target


def no_startxref(target: Path) -> Path:
    """A file whose end was cut off; it can be repaired."""
    plain = text_pdf(target, 2)
    data = plain.read_bytes()
    plain.write_bytes(data[: data.rindex(b"xref\n0 ")])
    return plain


def half(target: Path) -> Path:
    """Half a file, as a broken transfer leaves it."""
    plain = text_pdf(target, 1)
    plain.write_bytes(plain.read_bytes()[:700])
    return plain


def cyclic_pages(target: Path) -> Path:
    """A page tree that turns back on itself."""

    def change(pdf: pikepdf.Pdf) -> None:
        node = pdf.make_indirect(Dictionary(Type=Name.Pages, Kids=Array([]), Count=1))
        node.Kids.append(node)
        pdf.Root.Pages.Kids.append(node)

    return changed(target, change)


def tagged(
    target: Path, pages: int = 2, body_role: str = "P", heading: str = "Rubrik", attribute: str = "Block"
) -> Path:
    """A tagged document: a heading and a text per page, a table whose cell names its header, and a tagged link.

    The role `Brodtext` stands for `body_role`, the class `Stycke` for a placement; the ids are the same in every file.
    """

    def change(pdf: pikepdf.Pdf) -> None:
        tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=tree, K=Array([])))
        tree.K = document
        rows: list[Any] = []
        for at, page in enumerate(pdf.pages):
            heading_element = _element(pdf, "H1", document, page, Array([0]), T=String(f"{heading} {at + 1}"))
            body = _element(pdf, "Brodtext", document, page, Array([1]), C=Name.Stycke)
            document.K.extend([heading_element, body])
            page.obj.StructParents = at
            page.obj.Contents = pdf.make_stream(
                b"/H1 <</MCID 0>> BDC BT /F1 20 Tf 70 700 Td (%s %d) Tj ET EMC\n" % (heading.encode(), at + 1)
                + b"/Brodtext <</MCID 1>> BDC BT /F1 11 Tf 70 660 Td (Text) Tj ET EMC\n"
            )
            rows += [at, Array([heading_element, body])]
        header = _element(pdf, "TH", document, pdf.pages[0], Array([]), ID=String("rubrik"))
        cell = _element(
            pdf,
            "TD",
            document,
            pdf.pages[0],
            Array([]),
            A=Dictionary(O=Name.Table, Headers=Array([String("rubrik")])),
        )
        link = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=Array([70, 600, 200, 620]),
                A=Dictionary(S=Name.URI, URI=String("https://example.org/")),
                StructParent=pages,
            )
        )
        pdf.pages[0].obj.Annots = Array([link])
        reference = Dictionary(Type=Name.OBJR, Obj=link, Pg=pdf.pages[0].obj)
        link_element = _element(pdf, "Link", document, pdf.pages[0], reference)
        document.K.extend([header, cell, link_element])
        rows += [pages, link_element]
        tree.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(rows)))
        tree.RoleMap = Dictionary(Brodtext=Name("/" + body_role))
        tree.ClassMap = Dictionary(Stycke=Dictionary(O=Name.Layout, Placement=Name("/" + attribute)))
        tree.IDTree = Dictionary(Names=Array([String("rubrik"), header]))
        pdf.Root.StructTreeRoot = tree
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        pdf.Root.Lang = String("sv-SE")

    return changed(target, change, pages=pages)


def _element(pdf: pikepdf.Pdf, role: str, parent: Any, page: pikepdf.Page, kids: Any, **more: Any) -> Any:
    element = Dictionary(Type=Name.StructElem, S=Name("/" + role), P=parent, Pg=page.obj, K=kids, **more)
    return pdf.make_indirect(element)


def dynamic_form(target: Path) -> Path:
    """A form that is drawn by a script when Adobe Reader opens it."""
    return changed(target, lambda pdf: pdf.Root.__setitem__(Name.NeedsRendering, True))


def bomb(target: Path, filters: int = 1) -> Path:
    """A content stream of a few kilobytes that unpacks to 200 million bytes."""

    def change(pdf: pikepdf.Pdf) -> None:
        data = bytes(200_000_000)
        for _ in range(filters):
            data = zlib.compress(data, 9)
        name = Name.FlateDecode
        pdf.pages[0].obj.Contents = pikepdf.Stream(
            pdf, data, Filter=Array([name] * filters) if filters > 1 else name
        )

    return changed(target, change)


def huge_picture(target: Path) -> Path:
    """A picture that says it has forty thousand pixels each way."""

    def change(pdf: pikepdf.Pdf) -> None:
        picture = pikepdf.Stream(
            pdf,
            bytes(10),
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=40_000,
            Height=40_000,
            BitsPerComponent=1,
            ColorSpace=Name.DeviceGray,
        )
        pdf.pages[0].obj.Resources.XObject = Dictionary(Bild=picture)

    return changed(target, change)


def many_packed(target: Path) -> Path:
    """A page with thirty thousand objects in object streams."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Resources.Properties = Dictionary(
            {f"/P{at}": pdf.make_indirect(Dictionary(Nr=at)) for at in range(30_000)}
        )

    with_objects = changed(target, change)
    with pikepdf.open(with_objects, allow_overwriting_input=True) as pdf:
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, static_id=True)
    return target
