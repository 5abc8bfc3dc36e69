"""Which documents go which way."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.convert.kinds import KINDS, Container, find_kind
from service.errors import BilagaRejected

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("name", "export_filter"),
    [
        ("a.docx", "writer_pdf_Export"),
        ("a.ODT", "writer_pdf_Export"),
        ("a.rtf", "writer_pdf_Export"),
        ("a.xlsx", "calc_pdf_Export"),
        ("a.ods", "calc_pdf_Export"),
        ("a.pptx", "impress_pdf_Export"),
        ("a.odp", "impress_pdf_Export"),
        ("a.JPG", ""),
    ],
)
def test_suffix_decides_the_filter(name: str, export_filter: str) -> None:
    """Each suffix, in any case, has LibreOffice's right filter; pictures have none."""
    assert find_kind(Path(name)).export_filter == export_filter


def test_every_kind_has_a_way() -> None:
    """A kind goes to LibreOffice by a filter or is a picture; never both, never neither."""
    for kind in KINDS.values():
        assert bool(kind.export_filter) != (kind.container is Container.IMAGE)


def test_pdf_is_refused() -> None:
    """A PDF needs no conversion, and is told so."""
    with pytest.raises(BilagaRejected) as caught:
        find_kind(Path("karta.PDF"))
    assert caught.value.problems[0].code == "already_pdf"


@pytest.mark.parametrize("name", ["a.exe", "a.doc", "utan_andelse"])
def test_other_files_are_refused_with_a_remedy(name: str) -> None:
    """The remedy lists what can be taken."""
    with pytest.raises(BilagaRejected) as caught:
        find_kind(Path(name))
    problem = caught.value.problems[0]
    assert (problem.code, problem.source) == ("unknown_file_type", name)
    assert "docx" in problem.remedy
