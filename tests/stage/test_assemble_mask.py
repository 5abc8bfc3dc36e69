"""What is masked is gone from the file, however it was said; all else is there as before."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from service.assemble.mask import Mask, MaskOrder, mask_file
from service.assemble.mask_geometry import Box
from service.assemble.masking import make_masked
from service.assemble.page_text import on_picture, page_texts, places
from service.assemble.pictures import draw_page, shown_part
from service.assemble.repair import Identity
from service.assemble.verify_masks import failures
from service.convert.normalise import SRGB
from tests.conftest import ROOT
from tests.files.pdf import makers, masks
from tests.files.pdf.masks import AFTER, CUT, PICTURED, SECRET
from tests.flow.secrets import find_told

IDENTITY = Identity("Maskerad handling", "sv-SE", datetime(2026, 12, 1, tzinfo=UTC))
TOLD = "Maskerad uppgift: personnummer, 21 kap. 1 § OSL"
PROFILE = SRGB.read_bytes()
_NUMBER = re.compile(r"850212-(?:\s*)1232")


def _order(pdf: Path, *, only: int = 0) -> MaskOrder:
    """Masks over the number wherever it is read, or on one page only; then it may stand on the others."""
    wanted = [
        (page, found.start(), found.end())
        for page, said in enumerate(page_texts(pdf), start=1)
        for found in _NUMBER.finditer(said.text)
        if only in (0, page)
    ]
    assert wanted, "the number is not read"
    found = [
        Mask(page, box, TOLD)
        for (page, _, _), boxes in zip(wanted, places(pdf, wanted), strict=True)
        for box in boxes
    ]
    return MaskOrder(tuple(found), () if only else (SECRET,))


def _made(tmp_path: Path, make: Callable[[Path], None]) -> tuple[Path, Path, MaskOrder]:
    pdf, copy = tmp_path / "in.pdf", tmp_path / "ut.pdf"
    make(pdf)
    order = _order(pdf)
    return pdf, copy, order


@pytest.mark.parametrize("make", CUT.values(), ids=CUT)
def test_a_masked_text_is_nowhere_in_the_file(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """Not in strings, streams, tags, bookmarks, fields, metadata; and the original shows that the search finds it."""
    pdf, copy, order = _made(tmp_path, make)
    masked = make_masked(pdf, copy, order, IDENTITY, PROFILE)
    assert (masked.pictured, masked.why, masked.failed) == (False, "", "")
    pieces = (SECRET, SECRET.replace("-", ""), "0212-12")
    assert find_told(pdf, pieces) or make is masks.two_lines
    assert find_told(copy, pieces) == set()
    texts = [said.text for said in page_texts(copy)]
    assert sum(text.count("Maskerad") for text in texts) == len(order.masks)
    kept = AFTER if any(AFTER in said.text for said in page_texts(pdf)) else ""
    assert all(kept in text for text in texts) or make in (masks.shared, masks.scanned)


@pytest.mark.parametrize("make", PICTURED.values(), ids=PICTURED)
def test_what_cannot_be_cut_for_certain_becomes_a_picture(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    """It is said why, and the words that are left can still be found."""
    pdf, copy, order = _made(tmp_path, make)
    masked = make_masked(pdf, copy, order, IDENTITY, PROFILE)
    assert masked.pictured
    assert masked.why
    assert masked.failed == ""
    assert find_told(copy, (SECRET, "0212-12")) == set()
    (said,) = page_texts(copy)
    assert "Klaganden har nummer" in said.text
    assert "Maskerad uppgift" in said.text


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """Nothing of clock or chance goes into a masked copy."""
    pdf, copy, order = _made(tmp_path, masks.replaced)
    again = tmp_path / "igen.pdf"
    mask_file(pdf, copy, order, IDENTITY)
    mask_file(pdf, again, order, IDENTITY)
    assert copy.read_bytes() == again.read_bytes()


def test_the_proof_finds_what_is_left(tmp_path: Path) -> None:
    """A copy that was only painted over, or not masked at all, is refused."""
    pdf, copy, order = _made(tmp_path, masks.plain)
    with pikepdf.open(pdf) as document:
        (mask,) = order.masks
        box = mask.box
        cover = f"q 0 g {box.left} {box.bottom} {box.width} {box.height} re f Q"
        document.pages[0].contents_add(cover.encode())
        document.save(copy)
    found = [one.text for one in failures(pdf, copy, order)]
    assert "på sidan 1 finns text kvar under masken" in found
    assert any("finns kvar i filen" in one for one in found)
    assert SECRET not in " ".join(found)


def test_the_proof_finds_what_is_lost(tmp_path: Path) -> None:
    """A copy that lost more than what was masked is refused."""
    pdf, copy, order = _made(tmp_path, masks.plain)
    mask_file(pdf, copy, order, IDENTITY)
    with pikepdf.open(copy, allow_overwriting_input=True) as document:
        page = document.pages[0]
        page.Contents = document.make_stream(page.Contents.read_bytes().replace(b"Raden", b"Roden"))
        document.save(copy)
    assert "på sidan 1 har text försvunnit utanför masken" in [one.text for one in failures(pdf, copy, order)]


def test_a_masked_page_does_not_change_another(tmp_path: Path) -> None:
    """A drawing that stands on two pages is masked on one of them only."""
    pdf, copy = tmp_path / "in.pdf", tmp_path / "ut.pdf"
    masks.in_drawing(pdf)
    order = _order(pdf, only=1)
    mask_file(pdf, copy, order, IDENTITY)
    assert failures(pdf, copy, order) == []
    first, second = (said.text for said in page_texts(copy))
    assert SECRET not in first
    assert SECRET in second


def test_a_field_has_a_tag_in_its_place(tmp_path: Path) -> None:
    """A screen reader is told where something is masked, and by which ground, within the paragraph."""
    pdf, copy, order = _made(tmp_path, masks.replaced)
    mask_file(pdf, copy, order, IDENTITY)
    with pikepdf.open(copy) as document:
        paragraph = document.Root.StructTreeRoot.K[0].K[0]
        assert "/ActualText" not in paragraph
        content, field = paragraph.K
        assert (int(content), str(field.S), str(field.Alt)) == (0, "/Span", TOLD)
        tree = pikepdf.NumberTree(document.Root.StructTreeRoot.ParentTree)
        page = document.pages[0].obj
        assert tree[int(page.StructParents)][int(field.K)].objgen == field.objgen
        assert b"/MCID 1" in page.Contents.read_bytes()
        assert len(page.Annots) == 1
        assert str(page.Annots[0].Contents) == "Maskerad uppgift"


WAYS = [
    ("RGB", "JPEG", False), ("RGB", "Flate", False), ("L", "Flate", False), ("L", "JPEG", False), ("1", "Flate", False),
    ("RGB", "Flate", True), ("1", "stencil", False),
]  # fmt: skip


@pytest.mark.parametrize(("mode", "kind", "veil"), WAYS)
def test_the_points_of_a_picture_are_gone(tmp_path: Path, mode: str, kind: str, *, veil: bool) -> None:
    """Under the mask a picture has one colour, in the picture itself and in what says how see-through it is."""
    pdf, copy = tmp_path / "in.pdf", tmp_path / "ut.pdf"
    masks.picture_page(pdf, mode, kind, veil=veil)
    square = Box(195, 295, 305, 405)  # holds the black square, which stands at 200 to 300 and 300 to 400
    order = MaskOrder((Mask(1, square, TOLD),), ())
    masked = make_masked(pdf, copy, order, IDENTITY, PROFILE)
    assert (masked.pictured, masked.why, masked.failed) == (False, "", "")
    with pikepdf.open(copy) as document:
        pictures = [one for one in document.objects if isinstance(one, pikepdf.Stream) and "/Width" in one]
        assert len(pictures) == 1 + veil
        for one in pictures:
            if "/ImageMask" in one:
                assert set(one.read_bytes()) == {0xFF}
            else:
                image = pikepdf.PdfImage(one).as_pil_image().convert("L")
                assert min(image.tobytes()) > 150  # no black is left anywhere


def test_words_read_in_a_picture_are_masked_with_room(tmp_path: Path) -> None:
    """They stand only about where the picture shows them: what is seen of the number must be gone, too."""
    pdf, copy, order = _made(tmp_path, masks.scanned)
    assert make_masked(pdf, copy, order, IDENTITY, PROFILE).failed == ""
    (mask,) = order.masks
    with pypdfium2.PdfDocument(pdf) as document:
        reader = document[0].get_textpage()
        first = reader.get_text_range().index(SECRET)
        left, _, _, _ = reader.get_charbox(first)
        _, _, right, _ = reader.get_charbox(first + len(SECRET) - 1)
        reader.close()
    assert mask.box.left < left - 10
    assert mask.box.right > right + 10


def test_a_shape_under_a_mask_is_gone(tmp_path: Path) -> None:
    """Shapes that lie wholly under the mask are cut out; those that go through it stay, covered."""
    pdf, copy = tmp_path / "in.pdf", tmp_path / "ut.pdf"
    masks._content(pdf, b"100 100 m 110 110 l 120 100 l f 50 105 m 400 105 l S 300 300 50 50 re f")
    order = MaskOrder((Mask(1, Box(95, 95, 130, 120), TOLD),), ())
    mask_file(pdf, copy, order, IDENTITY)
    with pikepdf.open(copy) as document:
        content = document.pages[0].Contents.read_bytes()
    assert b"110 110 l" not in content
    assert b"400 105 l" in content
    assert b"300 300 50 50 re" in content
    assert failures(pdf, copy, order) == []


def test_a_picture_in_the_content_itself_is_gone(tmp_path: Path) -> None:
    """An inline image that lies under the mask is taken out; one that lies there in part is blanked."""
    pdf, copy = tmp_path / "in.pdf", tmp_path / "ut.pdf"
    points = b"".join(b"x%03d" % row * 50 for row in range(200))
    dark = b"BI /W 200 /H 200 /CS /G /BPC 8 ID " + points + b" EI"
    masks._content(pdf, b"q 20 0 0 20 100 100 cm %s Q q 200 0 0 200 300 300 cm %s Q" % (dark, dark))
    order = MaskOrder((Mask(1, Box(95, 95, 130, 130), TOLD), Mask(1, Box(290, 290, 510, 390), TOLD)), ())
    mask_file(pdf, copy, order, IDENTITY)
    data = copy.read_bytes()
    with pikepdf.open(copy) as document:
        data += b"".join(one.read_bytes() for one in document.objects if isinstance(one, pikepdf.Stream))
    assert b"x002" * 40 in data  # what lies above the mask
    assert b"x150" * 40 not in data
    assert failures(pdf, copy, order) == []


def test_real_documents_keep_their_pages(tmp_path: Path) -> None:
    """A long tagged document of LibreOffice loses one word on every page where it stands, and nothing else."""
    pdf = ROOT / "samples" / "kallelse" / "kf-2026-12-14" / "handlingar" / "detaljplan-samradsredogorelse.pdf"
    wanted = [
        (page, found.start(), found.end())
        for page, said in enumerate(page_texts(pdf), start=1)
        for found in re.finditer("Klöverstigen 11", said.text)
    ]
    boxes = places(pdf, wanted)
    order = MaskOrder(
        tuple(
            Mask(page, box, TOLD) for (page, _, _), held in zip(wanted, boxes, strict=True) for box in held
        ),
        ("Klöverstigen 11",),
    )
    copy = tmp_path / "ut.pdf"
    masked = make_masked(pdf, copy, order, IDENTITY, PROFILE)
    assert (masked.pictured, masked.failed) == (False, "")
    assert find_told(copy, ("Klöverstigen 11",)) == set()
    with pypdfium2.PdfDocument(pdf) as old, pypdfium2.PdfDocument(copy) as new:
        assert len(old) == len(new)


def test_only_the_difficult_page_becomes_a_picture(tmp_path: Path) -> None:
    """The others keep letters and tags, the masked words are nowhere, and the picture's page is read in its place."""
    pdf, copy = tmp_path / "svar.pdf", tmp_path / "ut.pdf"
    order = masks.difficult_page(pdf, "Klöverstigen 11", TOLD)
    difficult = order.masks[0].page
    assert {mask.page for mask in order.masks} > {difficult}
    masked = make_masked(pdf, copy, order, IDENTITY, PROFILE)
    assert (masked.pictured, masked.pages, masked.failed) == (True, (difficult,), "")
    assert masked.why
    assert find_told(pdf, ("Klöverstigen 11",))
    assert find_told(copy, ("Klöverstigen 11", "verstigen 11")) == set()
    before, after = list(page_texts(pdf)), list(page_texts(copy))
    with pikepdf.open(copy) as document:
        for number, page in enumerate(document.pages, start=1):
            resources: Any = page.obj.Resources
            assert ("/ImSamlad" in resources.get("/XObject", {})) is (number == difficult)
        # Read page by page, the picture's among them.
        assert _read_in_order(document) == list(range(1, len(before) + 1))
    words = set(before[difficult - 1].text.split()) - {"Klöverstigen", "11"}
    missing = {word for word in words if word not in after[difficult - 1].text and "Klöver" not in word}
    assert len(missing) < len(words) / 20


def _read_in_order(document: pikepdf.Pdf) -> list[int]:
    """The pages with marked content, each where the order of the tags first comes to it."""
    numbers = {page.obj.objgen: at for at, page in enumerate(document.pages, start=1)}
    found: list[int] = []
    stack: list[tuple[Any, Any]] = [(document.Root.StructTreeRoot, None)]
    while stack:
        held, page = stack.pop()
        if isinstance(held, pikepdf.Array):
            stack += [(one, page) for one in reversed(held.as_list())]
        elif isinstance(held, pikepdf.Dictionary):
            own = held["/Pg"].objgen if "/Pg" in held else page
            if "/MCID" in held:
                found.append(numbers[own])
            elif "/Obj" not in held and "/K" in held:
                stack.append((held["/K"], own))
        else:
            found.append(numbers[page])
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("make", [masks.turned, makers.user_unit, makers.cropped, makers.odd_box])
def test_a_place_is_where_the_picture_shows_it(tmp_path: Path, make: Callable[[Path], Any]) -> None:
    """Turned, cut, with another unit and with edges below zero: the renderer itself says where a point is shown."""
    pdf = tmp_path / "in.pdf"
    make(pdf)
    with pypdfium2.PdfDocument(pdf) as document:
        for number in range(1, len(document) + 1):
            shown = shown_part(pdf, number)
            assert shown is not None
            wide, high = (round(side * 10) for side in shown.size)
            box = shown.box
            for point in (*box.corners, (box.left + 50, box.bottom + 20)):
                x, y = shown.matrix.place(*point)
                found = on_picture(document[number - 1], point, (wide, high))
                assert found == pytest.approx((x / shown.size[0] * wide, y / shown.size[1] * high), abs=1)
            drawn = Image.open(BytesIO(draw_page(pdf, number, width=400) or b""))
            assert drawn.width / drawn.height == pytest.approx(shown.size[0] / shown.size[1], abs=0.01)
    assert shown_part(pdf, 99) is None
