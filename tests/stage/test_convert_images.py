"""Pictures become A4 pages, seen by rendering them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from PIL import Image

from service.convert.images import convert_image
from service.errors import BilagaRejected
from service.settings import Settings, read_settings
from tests.files.convert.documents import make_picture

pytestmark = pytest.mark.stage

CREATED = datetime(2026, 12, 14, 17, 0, tzinfo=UTC)
SETTINGS: Settings = read_settings({})
A4 = (595, 842)
MARGIN = 42.5
"""15 mm, in points."""


def _convert(path: Path, settings: Settings = SETTINGS) -> bytes:
    return convert_image(path, created=CREATED, settings=settings)


def _render(pdf: bytes, page: int = 0) -> Image.Image:
    """One pixel per point, as a reader sees it."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture: Image.Image = document[page].render(scale=1).to_pil()
        return picture.convert("RGB")


def _ink(page: Image.Image) -> tuple[int, int, int, int]:
    """The box that is not white."""
    box = page.convert("L").point(lambda level: 255 if level < 250 else 0).getbbox()
    assert box is not None
    return box


def _red_corner(page: Image.Image) -> str:
    """Where the picture's red corner is, which was drawn in its upper left."""
    left, top, right, bottom = _ink(page)
    for name, x, y in (
        ("upper left", left + 5, top + 5),
        ("upper right", right - 6, top + 5),
        ("lower left", left + 5, bottom - 6),
        ("lower right", right - 6, bottom - 6),
    ):
        color = page.getpixel((x, y))
        assert isinstance(color, tuple)
        if color[0] > 180 and color[1] < 90 and color[2] < 90:
            return name
    return "nowhere"


@pytest.mark.parametrize(("size", "landscape"), [((3000, 2000), True), ((2000, 3000), False)])
def test_page_is_a4_as_the_picture_lies(tmp_path: Path, size: tuple[int, int], landscape: bool) -> None:
    """A wide picture lies on a landscape page, a tall one on a portrait page, within the margins."""
    make_picture(size).save(tmp_path / "a.jpg")
    page = _render(_convert(tmp_path / "a.jpg"))
    assert abs(page.width - A4[landscape]) <= 1
    assert abs(page.height - A4[not landscape]) <= 1
    left, top, right, bottom = _ink(page)
    assert min(left, top, page.width - right, page.height - bottom) >= MARGIN - 2


def test_small_picture_is_not_enlarged(tmp_path: Path) -> None:
    """A logotype of 144 points at 72 dots per inch stays two inches."""
    make_picture((144, 144)).save(tmp_path / "a.png", dpi=(72, 72))
    left, _, right, _ = _ink(_render(_convert(tmp_path / "a.png")))
    assert abs(right - left - 144) <= 2


def test_jpeg_goes_in_byte_for_byte(tmp_path: Path) -> None:
    """A photograph is not encoded again."""
    make_picture().save(tmp_path / "a.jpg", quality=71)
    assert (tmp_path / "a.jpg").read_bytes() in _convert(tmp_path / "a.jpg")


def _write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("suffix", ["jpg", "png", "tif"])
@pytest.mark.parametrize(
    ("orientation", "corner"),
    [(1, "upper left"), (2, "upper right"), (3, "lower right"), (6, "upper right"), (8, "lower left")],
)
def test_camera_orientation_is_honoured(tmp_path: Path, suffix: str, orientation: int, corner: str) -> None:
    """The picture stands as the camera was held, also when it was taken in a mirror."""
    picture = make_picture((600, 300))
    exif = picture.getexif()
    exif[0x0112] = orientation
    picture.save(tmp_path / f"a.{suffix}", exif=exif)
    assert _red_corner(_render(_convert(tmp_path / f"a.{suffix}"))) == corner


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "CMYK"])
def test_every_page_of_a_tiff(tmp_path: Path, mode: str) -> None:
    """A scanned file of three pages in any colour mode gives three pages, each in its own direction."""
    first, *more = (make_picture(size).convert(mode) for size in ((600, 400), (400, 600), (500, 400)))
    first.save(tmp_path / "a.tiff", save_all=True, append_images=more, dpi=(100, 100))
    pdf = _convert(tmp_path / "a.tiff")
    boxes = [page.mediabox for page in pypdf.PdfReader(_write(tmp_path / "a.pdf", pdf)).pages]
    assert [box.width > box.height for box in boxes] == [True, False, True]
    if mode in ("P", "RGB", "CMYK"):
        assert _red_corner(_render(pdf, 1)) == "upper left"


@pytest.mark.parametrize(("mode", "suffix"), [("RGBA", "png"), ("LA", "png"), ("RGBA", "tif"), ("P", "png")])
def test_transparency_becomes_white(tmp_path: Path, mode: str, suffix: str) -> None:
    """What is transparent shows the paper, and the rest is as before."""
    picture = make_picture((400, 400)).convert("RGBA")
    picture.paste((0, 0, 0, 0), (200, 0, 400, 400))
    if mode == "P":
        flat = picture.convert("RGB").quantize(16)
        flat.paste(15, (200, 0, 400, 400))
        flat.save(tmp_path / "a.png", transparency=15)
    else:
        picture.convert(mode).save(tmp_path / f"a.{suffix}", dpi=(72, 72))
    page = _render(_convert(tmp_path / f"a.{suffix}"))
    left, top, right, bottom = _ink(page)
    assert right - left < bottom - top  # the transparent half left no ink
    assert page.getpixel((right + 5, (top + bottom) // 2)) == (255, 255, 255)


def test_cmyk_jpeg_keeps_its_colours(tmp_path: Path) -> None:
    """A picture from a printing office is not inverted."""
    make_picture().convert("CMYK").save(tmp_path / "a.jpg")
    assert _red_corner(_render(_convert(tmp_path / "a.jpg"))) == "upper left"


def test_sixteen_bits_keep_their_levels(tmp_path: Path) -> None:
    """A scan of 65 536 grey levels is grey where it was, not black or white."""
    levels = Image.new("I;16", (300, 300), 0x8080)
    for suffix in ("png", "tif"):
        levels.save(tmp_path / f"a.{suffix}")
        page = _render(_convert(tmp_path / f"a.{suffix}")).convert("L")
        level = page.getpixel((page.width // 2, page.height // 2))
        assert isinstance(level, (int, float))
        assert 120 <= level <= 136


def test_same_bytes_at_another_time(tmp_path: Path) -> None:
    """The PDF depends on picture and moment alone, and is dated by the moment."""
    make_picture().save(tmp_path / "a.png")
    first, second = _convert(tmp_path / "a.png"), _convert(tmp_path / "a.png")
    assert first == second
    assert first.count(b"20261214") >= 2
    assert convert_image(tmp_path / "a.png", created=CREATED.replace(year=2027), settings=SETTINGS) != first


def test_too_many_pixels_are_refused_unread(tmp_path: Path) -> None:
    """A bomb is told by its header; the limit itself still passes."""
    make_picture((100, 100)).save(tmp_path / "a.png")
    assert _convert(tmp_path / "a.png", replace(SETTINGS, max_bildpunkter=10_000))
    with pytest.raises(BilagaRejected) as caught:
        _convert(tmp_path / "a.png", replace(SETTINGS, max_bildpunkter=9_999))
    assert caught.value.problems[0].code == "image_too_large"


def test_large_pages_of_a_tiff_are_counted_too(tmp_path: Path) -> None:
    """The second page is checked like the first."""
    make_picture((10, 10)).save(tmp_path / "a.tif", save_all=True, append_images=[make_picture((100, 100))])
    with pytest.raises(BilagaRejected) as caught:
        _convert(tmp_path / "a.tif", replace(SETTINGS, max_bildpunkter=9_999))
    assert caught.value.problems[0].code == "image_too_large"


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    """A TIFF with more pages than a bilaga may have is told to be divided."""
    make_picture((10, 10)).save(tmp_path / "a.tif", save_all=True, append_images=[make_picture((10, 10))] * 2)
    with pytest.raises(BilagaRejected) as caught:
        _convert(tmp_path / "a.tif", replace(SETTINGS, max_sidor_bilaga=2))
    assert caught.value.problems[0].code == "too_many_pages"


@pytest.mark.parametrize("suffix", ["jpg", "png", "tif"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_truncated_picture_is_told(tmp_path: Path, suffix: str, share: float) -> None:
    """A picture whose end is missing is never placed half in a packet."""
    whole = tmp_path / f"hel.{suffix}"
    make_picture((900, 700)).save(whole)
    content = whole.read_bytes()
    broken = tmp_path / f"trasig.{suffix}"
    broken.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(BilagaRejected) as caught:
        _convert(broken)
    problem = caught.value.problems[0]
    assert (problem.code, problem.source) == ("damaged_image", broken.name)
    assert problem.remedy
