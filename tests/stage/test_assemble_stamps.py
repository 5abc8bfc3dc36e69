"""Stamps, seen: pages are drawn before and after, and only the stamp may differ."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageChops
from reportlab.lib.pagesizes import A4

from service.assemble.font import STAMP_FONT
from service.assemble.packet import write_packet
from service.errors import ToolMissing
from service.model.packet import PartKind
from tests.files.pdf import makers
from tests.files.pdf.packets import build, part, picture, plan_of, spec_of, words

pytestmark = pytest.mark.stage

Make = Callable[[Path], Path]
SCALE = 2.0


def _difference(before: Any, after: Any) -> tuple[int, int, int, int] | None:
    """Where two pictures differ, as left, upper, right, lower."""
    box: tuple[int, int, int, int] | None = ImageChops.difference(before, after).getbbox()
    return box


def _turned(angle: int) -> Make:
    return lambda target: makers.rotated(target, angle)


ROOMY: dict[str, Make] = {
    "plain": lambda target: makers.text_pdf(target, 1),
    "turned 90": _turned(90),
    "turned 180": _turned(180),
    "turned 270": _turned(270),
    "turned -90": _turned(-90),
    "turned 45": _turned(45),
    "a3 landscape": makers.a3_landscape,
    "cropped": makers.cropped,
    "odd box": makers.odd_box,
    "form": lambda target: makers.form(target, "Åke"),
    "signed": makers.signed,
    "hidden layer": makers.hidden_layer,
    "name in latin-1": makers.latin_name,
    "unbalanced": makers.unbalanced,
    "overclosed": makers.overclosed,
    "decimal page": lambda target: makers.text_pdf(target, 1, (419.53, 595.28)),
}


OUT_OF_ORDER = {"unbalanced", "overclosed"}
"""Only somebody else's pages are: ours have been brought into order when they were mended."""


@pytest.mark.parametrize(
    ("kind", "make"),
    [
        pytest.param(kind, make, id=f"{kind}-{name}")
        for kind in (PartKind.BILAGA, PartKind.RAPPORT)
        for name, make in ROOMY.items()
        if kind is PartKind.BILAGA or name not in OUT_OF_ORDER
    ],
)
def test_only_the_upper_right_corner_changes(tmp_path: Path, make: Make, kind: PartKind) -> None:
    """However a page is turned and cut: the stamp lies flat in the upper right corner, and nothing else changes."""
    pdf = make(tmp_path / "a.pdf")
    report = build(tmp_path / "ut.pdf", part("a12.3", pdf, kind))
    before, after = picture(pdf, 0, SCALE), picture(tmp_path / "ut.pdf", 0, SCALE)
    assert report.extended_pages == ()
    assert before.size == after.size
    box = _difference(before, after)
    assert box is not None
    left, upper, right, lower = box
    assert left > before.width / 2
    assert right > before.width * 0.93
    assert upper >= 13 * SCALE
    assert lower <= 27 * SCALE
    assert right - left > 8 * (lower - upper)


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_full_page_gets_a_strip(tmp_path: Path, angle: int) -> None:
    """Where nothing is free the page grows at its upper edge as seen, and all of it is still there."""
    pdf = makers.full_bleed(tmp_path / "a.pdf", angle)
    report = build(tmp_path / "ut.pdf", part("a12.3", pdf))
    before, after = picture(pdf, 0, SCALE), picture(tmp_path / "ut.pdf", 0, SCALE)
    assert report.extended_pages == (1,)
    assert after.width == before.width
    assert after.height == pytest.approx(before.height + 22 * SCALE, abs=2)
    kept = after.crop((0, after.height - before.height, before.width, after.height))
    assert _difference(before.crop((2, 2, *before.size)), kept.crop((2, 2, *kept.size))) is None
    strip = after.crop((0, 0, after.width, 20 * SCALE))
    assert strip.getextrema()[0] < 200, "the stamp stands in the strip"
    assert strip.getpixel((5, 5)) == 255, "and the strip is white: what lay outside the page is not uncovered"


def test_cropped_page_that_grows_uncovers_nothing(tmp_path: Path) -> None:
    """What a crop box hid above the page stays hidden when the page grows."""

    def change(pdf: Any) -> None:
        page = pdf.pages[0]
        page.contents_add(b"q 1 0 0 rg 0 800 595 42 re f 0 g 40 40 515 750 re f Q")
        page.obj.CropBox = pikepdf.Array([40, 40, 555, 790])

    pdf = makers.changed(tmp_path / "a.pdf", change)
    report = build(tmp_path / "ut.pdf", part("a1", pdf))
    after = picture(tmp_path / "ut.pdf", 0, SCALE)
    assert report.extended_pages == (1,)
    assert after.getpixel((10, 10)) == 255


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ((), (True, False)),
        (("right top",), (True, True)),
        (("right top", "left top"), (False, False)),
        (("right top", "left top", "right bottom"), (False, True)),
    ],
)
def test_next_free_place(tmp_path: Path, taken: tuple[str, ...], expected: tuple[bool, bool]) -> None:
    """Upper right, upper left, lower right, lower left: the first place that is white is taken."""

    def draw(paper: Any, _number: int) -> None:
        for place in taken:
            x = A4[0] - 220 if place.startswith("right") else 20
            paper.rect(x, A4[1] - 36 if place.endswith("top") else 8, 200, 26, fill=1)

    pdf = makers.text_pdf(tmp_path / "a.pdf", 1, draw=draw)
    build(tmp_path / "ut.pdf", part("a12.3", pdf))
    before, after = picture(pdf, 0, SCALE), picture(tmp_path / "ut.pdf", 0, SCALE)
    box = _difference(before, after)
    assert box is not None
    at_top, at_left = box[1] < before.height / 2, box[0] < before.width / 2
    assert (at_top, at_left) == expected
    under = before.crop(box)
    assert under.getextrema()[0] == 255, "nothing was covered"


def test_hairline_is_seen(tmp_path: Path) -> None:
    """A line thinner than a pixel is something that must not be covered."""

    def draw(paper: Any, _number: int) -> None:
        paper.setLineWidth(0.1)
        paper.line(0, A4[1] - 20, A4[0], A4[1] - 20)

    pdf = makers.text_pdf(tmp_path / "a.pdf", 1, draw=draw)
    build(tmp_path / "ut.pdf", part("a12.3", pdf))
    box = _difference(picture(pdf, 0), picture(tmp_path / "ut.pdf", 0))
    assert box is not None
    assert box[1] > A4[1] / 2


def test_stamp_is_text_with_its_size(tmp_path: Path) -> None:
    """The stamp can be searched and copied, also with å, ä and ö; a small page with a large unit gets it in scale."""
    pdf = makers.user_unit(tmp_path / "a.pdf")
    build(
        tmp_path / "ut.pdf",
        part("a1", makers.text_pdf(tmp_path / "b.pdf", 2), PartKind.FORSATTSBLAD_ARENDE, label="Ärende Å"),
        part("a12.3", pdf),
    )
    assert "Ärende Å · KS.2026.123 · Sida 2 (3)" in words(tmp_path / "ut.pdf", 1)
    assert "Bilaga 12.3 · KS.2026.123 · Sida 3 (3)" in words(tmp_path / "ut.pdf", 2)
    box = _difference(picture(pdf, 0, 4), picture(tmp_path / "ut.pdf", 2, 4))
    assert box is not None
    assert box[3] - box[1] <= 8 * 4 / 2 + 4, "half as high in the page's units"


def test_font_can_be_chosen_and_must_exist(tmp_path: Path) -> None:
    """Without its font the stamp is refused, with the remedy."""
    spec = spec_of(part("a1", makers.text_pdf(tmp_path / "a.pdf", 1)))
    with pytest.raises(ToolMissing, match="Typsnittet"):
        write_packet(
            spec, plan_of(spec), tmp_path / "ut.pdf", lambda *_: None, stamp_font=tmp_path / "saknas.ttf"
        )
    other = STAMP_FONT.with_name("Carlito-Bold.ttf")
    write_packet(spec, plan_of(spec), tmp_path / "ut.pdf", lambda *_: None, stamp_font=other)
    assert "Sida 1 (1)" in words(tmp_path / "ut.pdf", 0)


def test_pictures_are_compared_rightly() -> None:
    """The comparison these tests rest on sees one grey pixel."""
    one, other = Image.new("L", (9, 9), 255), Image.new("L", (9, 9), 255)
    other.putpixel((4, 5), 250)
    assert _difference(one, other) == (4, 5, 5, 6)
