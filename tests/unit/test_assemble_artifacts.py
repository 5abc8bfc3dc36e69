"""Painted paths outside of the tags become artifacts; nothing else does."""

from __future__ import annotations

import pytest

from service.assemble.artifacts import mark_artifacts


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"q 1 w 0 0 m 9 9 l S Q", b"q 1 w\n/Artifact BMC\n0 0 m 9 9 l S\nEMC\n Q"),
        (b"0 0 9 9 re f* 1 1 5 5 re B", b"\n/Artifact BMC\n0 0 9 9 re f*\nEMC\n\n/Artifact BMC\n1 1 5 5 re B\nEMC\n"),
        (b"q 0 0 9 9 re W* n\n0 0 m 5 5 l s", b"q 0 0 9 9 re W* n\n/Artifact BMC\n0 0 m 5 5 l s\nEMC\n"),
        (b"(0 0 m (S) \\) S) pop 0 0 m h f", b"(0 0 m (S) \\) S) pop\n/Artifact BMC\n0 0 m h f\nEMC\n"),
    ],
)  # fmt: skip
def test_untagged_paths_are_wrapped(content: bytes, expected: bytes) -> None:
    """From the path's first operand to the painting; what lies between is as it was."""
    assert mark_artifacts(content).data == expected


@pytest.mark.parametrize(
    "content",
    [
        b"/P <</MCID 0>> BDC 0 0 9 9 re f EMC",
        b"/Artifact BMC /Span BMC 0 0 9 9 re f EMC 1 1 m 2 2 l S EMC",
        b"q 0 0 9 9 re W n Q",
        b"/f gs [1 2] 0 d % 0 0 m S",
        b"",
    ],
)
def test_what_is_marked_or_not_painted_is_left_alone(content: bytes) -> None:
    """The very same bytes come back."""
    marked = mark_artifacts(content)
    assert marked.data is content
    assert marked.strays == 0


@pytest.mark.parametrize(
    ("content", "strays"),
    [
        (b"BT (ord) Tj [(fler) 3 (ord)] TJ ET", 2),
        (b"/Bild Do", 1),
        (b"BI /W 1 /H 1 ID \x00f S EI", 1),
        (b"/P BMC (ord) Tj EMC /Bild Do", 1),
    ],
)
def test_text_and_pictures_are_told_and_never_hidden(content: bytes, strays: int) -> None:
    """What a reader would miss is no decoration: it stays as it is, and is counted."""
    marked = mark_artifacts(content)
    assert (marked.data, marked.strays) == (content, strays)
