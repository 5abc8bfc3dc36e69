"""The whole hostile set: each file ends as its table says, and what is taken in survives the way into a packet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops

from service.assemble.isolation import Guard, Triage
from service.assemble.triage import InspectedPdf, PdfLimits
from service.errors import BilagaRejected
from tests.conftest import ROOT
from tests.files.hostile.cases import CASES, Case
from tests.files.hostile.page import PAGE, annex_page
from tests.files.pdf import makers
from tests.files.pdf.packets import build, part, picture

# The guards are shared: one worker of pytest keeps the warm processes.
pytestmark = pytest.mark.xdist_group("hostile")

LIMITS = PdfLimits(max_bytes=200_000_000, max_pages=2000)
HARMFUL = (b"/JavaScript", b"/Launch", b"/GoToR", b"/GoToE", b"/SubmitForm", b"/ImportData", b"/EmbeddedFile")
EDGE, SCALE = 40, 0.5
Inspect = Callable[[Case, Path], InspectedPdf]


@pytest.fixture(scope="module", name="look")
def _look(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inspect]:
    """Triage with each case's own limits; its processes are kept for the whole set, as the service keeps them."""
    folder = tmp_path_factory.mktemp("kopior")
    triages: dict[Guard, Triage] = {}
    with ExitStack() as stack:

        def inspect(case: Case, pdf: Path) -> InspectedPdf:
            guard = Guard(case.seconds, case.megabytes)
            if guard not in triages:
                triages[guard] = stack.enter_context(Triage(LIMITS, guard))
            return triages[guard].inspect(pdf, name=case.name, copy=folder / case.name)

        yield inspect


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_ends_in_its_documented_way(case: Case, look: Inspect, tmp_path: Path) -> None:
    """Refused with these codes, or taken in with these notices, and then merged without harm."""
    pdf = tmp_path / case.name
    pdf.write_bytes(case.make())
    if not case.accepted:
        with pytest.raises(BilagaRejected) as caught:
            look(case, pdf)
        problems = caught.value.problems
        assert sorted({problem.code for problem in problems}) == sorted(case.codes)
        assert all(case.name in p.message and p.remedy and p.source == case.name for p in problems)
        return
    inspected = look(case, pdf)
    codes = {notice.code for notice in inspected.notices} - {"annex_untagged"}
    assert sorted(codes) == sorted(case.codes)
    packet = tmp_path / "paket.pdf"
    normal = makers.text_pdf(tmp_path / "vanlig.pdf", 1)
    report = build(packet, part("a1", normal), part("a2", inspected.pdf), part("a3", normal))
    assert report.page_count == inspected.page_count + 2
    _check_harmless(packet)
    _check_look(packet, inspected, report.extended_pages)


def _check_harmless(packet: Path) -> None:
    """Another library opens it, and finds nothing in it that acts or is hidden away."""
    with pikepdf.open(packet) as opened:
        assert opened.attachments == {}
        assert not {"/OpenAction", "/AA", "/Names", "/Collection", "/Perms", "/XFA"} & set(opened.Root.keys())
        written = b"".join(one.unparse(resolved=True) for one in opened.objects)
    for word in (
        b"/JavaScript",
        b"/Launch",
        b"/GoToR",
        b"/GoToE",
        b"/SubmitForm",
        b"/ImportData",
        b"/EmbeddedFile",
    ):
        assert word not in written


def _check_look(packet: Path, inspected: InspectedPdf, extended: tuple[int, ...]) -> None:
    """Every page is drawn; between the margins it looks as it did."""
    with pypdfium2.PdfDocument(packet) as opened:
        assert len(opened) == inspected.page_count + 2
    for at in range(inspected.page_count):
        shown, before = (picture(file, page, SCALE) for file, page in ((packet, at + 1), (inspected.pdf, at)))
        if at + 2 in extended:
            assert shown.width == before.width
            continue
        assert shown.size == before.size
        assert _differing(_body(shown), _body(before)) <= shown.width * shown.height // 200


def _body(page: Image.Image) -> Image.Image:
    edge = min(int(EDGE * SCALE), page.height // 3)
    return page.crop((0, edge, page.width, max(edge + 1, page.height - edge)))


def _differing(one: Image.Image, other: Image.Image) -> int:
    return sum(ImageChops.difference(one, other).histogram()[40:])


def test_the_set_is_the_same_every_time() -> None:
    """Equal bytes from two runs, and no name twice."""
    small = [case for case in CASES if not case.name.startswith(("bomb", "bild", "minne", "sidor-1000"))]
    assert [case.make() for case in small] == [case.make() for case in small]
    assert len({case.name for case in CASES}) == len(CASES) >= 60


def test_page_is_fresh() -> None:
    """`docs/bilagor.md` tells what this test has seen."""
    assert (ROOT / PAGE).read_text(encoding="utf-8") == annex_page()
