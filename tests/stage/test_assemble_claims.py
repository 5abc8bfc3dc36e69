"""A packet claims a standard exactly when all of its parts keep to it, and says which part is the reason when not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from service.assemble.repair import Identity, repair_own
from service.assemble.xmp import PDF_A, PDF_UA, read_claims
from service.model.packet import PartKind
from tests.files.pdf import makers, standards
from tests.files.pdf.packets import build, part

BOTH = frozenset({PDF_A, PDF_UA})


def _own(folder: Path, change: Callable[[pikepdf.Pdf], None] = lambda _: None) -> Path:
    pdf = standards.conforming()
    change(pdf)
    pdf.save(folder / "export.pdf")
    identity = Identity("Taxa", "sv-SE", datetime(2026, 12, 1, tzinfo=UTC))
    repair_own(folder / "export.pdf", folder / "egen.pdf", identity, ())
    return folder / "egen.pdf"


def _claims(packet: Path) -> frozenset[str]:
    with pikepdf.open(packet) as pdf:
        return read_claims(pdf.Root.Metadata.read_bytes())


def test_own_parts_make_a_packet_that_claims_both(tmp_path: Path) -> None:
    """Two mended parts: both identifiers, one colour profile, and nothing to explain."""
    own = _own(tmp_path)
    report = build(tmp_path / "ut.pdf", part("a1", own, PartKind.KALLELSE), part("a2", own, PartKind.RAPPORT))
    assert (report.standards, dict(report.unclaimed)) == (("PDF/A-2b", "PDF/UA-1"), {})
    assert _claims(tmp_path / "ut.pdf") == BOTH
    with pikepdf.open(tmp_path / "ut.pdf") as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"


def test_an_annex_that_nobody_validated_takes_both_claims(tmp_path: Path) -> None:
    """What somebody else's file says of itself is not believed; what was validated is."""
    own, annex = _own(tmp_path), tmp_path / "annan.pdf"
    standards.conforming().save(annex)
    kallelse = part("a1", own, PartKind.KALLELSE)
    for conforms, lacking in (
        (frozenset[str](), {"PDF/A-2b": ("a2",), "PDF/UA-1": ("a2",)}),
        (frozenset({PDF_A}), {"PDF/UA-1": ("a2",)}),
        (BOTH, {}),
    ):
        report = build(tmp_path / "ut.pdf", kallelse, part("a2", annex, conforms=conforms))
        assert dict(report.unclaimed) == lacking
        assert _claims(tmp_path / "ut.pdf") == conforms


def test_an_own_part_that_could_not_be_mended_takes_its_claim(tmp_path: Path) -> None:
    """The report without tags is the reason, by its key."""
    untagged = makers.text_pdf(tmp_path / "otaggad.pdf", 1)
    report = build(
        tmp_path / "ut.pdf",
        part("a1", _own(tmp_path), PartKind.KALLELSE),
        part("a2", untagged, PartKind.RAPPORT),
    )
    assert dict(report.unclaimed) == {"PDF/A-2b": ("a2",), "PDF/UA-1": ("a2",)}
    assert _claims(tmp_path / "ut.pdf") == frozenset()


def test_colours_of_another_profile_take_the_claim(tmp_path: Path) -> None:
    """CMYK that was right under its own profile means something else under the packet's."""

    def print_colours(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OutputIntents[0].DestOutputProfile.N = 4

    annex = tmp_path / "tryck.pdf"
    pdf = standards.conforming()
    print_colours(pdf)
    pdf.save(annex)
    report = build(
        tmp_path / "ut.pdf",
        part("a1", _own(tmp_path), PartKind.KALLELSE),
        part("a2", annex, conforms=BOTH),
    )
    assert dict(report.unclaimed) == {"PDF/A-2b": ("a2",)}


@pytest.mark.parametrize("kind", sorted(set(PartKind) - {PartKind.BILAGA}))
def test_only_an_annex_is_taken_at_somebodys_word(tmp_path: Path, kind: PartKind) -> None:
    """Our own parts say themselves what they keep to; `conforms` changes nothing there."""
    untagged = makers.text_pdf(tmp_path / "otaggad.pdf", 1)
    report = build(tmp_path / "ut.pdf", part("a1", untagged, kind, conforms=BOTH))
    assert report.standards == ()
