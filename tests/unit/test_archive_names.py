"""Names in an archive package."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.archive.files import file_name, folder_names, safe_name
from service.model.leverans import LevereradFil, LevereradHandling
from tests.deliveries import delivery

ARENDE = delivery()[0].arenden[0]
HANDLING: LevereradHandling = ARENDE.handlingar[0]
FIL: LevereradFil = HANDLING.filer[0]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("KS.2026.3", "KS.2026.3"),
        ("KS/2026:3", "KS_2026_3"),
        ("Räksmörgås på Å", "Raksmorgas_pa_A"),
        ("../../etc/passwd", "etc_passwd"),
        ("..", "namnlos"),
        ("", "namnlos"),
        ("文書", "namnlos"),
    ],
)
def test_names_are_taken_by_every_file_system(text: str, name: str) -> None:
    """Swedish letters lose their dots, everything else that is unusual becomes one underscore."""
    assert safe_name(text) == name


@pytest.mark.parametrize(
    ("called", "name"),
    [
        ("Bilaga 1.PDF", "0001-1-Bilaga_1.pdf"),
        ("..\\..\\hemligt.docx", "0001-1-hemligt.docx"),
        ("utan-andelse", "0001-1-utan-andelse"),
        (".dold", "0001-1-namnlos.dold"),
        ("v1.0 slutlig version", "0001-1-v1.0_slutlig_version"),
        ("x" * 300 + ".pdf", "0001-1-" + "x" * 60 + ".pdf"),
    ],
)
def test_a_file_keeps_what_is_left_of_its_name(called: str, name: str) -> None:
    """The number makes it unique, the name makes it known again."""
    assert file_name(HANDLING, 1, replace(FIL, namn=called)) == name


def test_matters_that_would_be_called_the_same_have_folders_of_their_own() -> None:
    """`KS/2026:3` and `KS_2026_3` are two matters, also where capitals are not told apart."""
    numbers = ("KS/2026:3", "KS_2026_3", "ks/2026:3")
    arenden = [replace(ARENDE, id=str(at), diarienummer=number) for at, number in enumerate(numbers)]
    assert list(folder_names(arenden).values()) == ["KS_2026_3", "KS_2026_3_2", "ks_2026_3_3"]
