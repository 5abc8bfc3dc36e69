"""Locked annexes: a password from a file of its own opens them, and is written nowhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from service.errors import BilagaRejected, InvalidInput
from service.flow.check import check_file
from service.flow.compile_packet import compile_packet
from service.flow.passwords import Passwords, read_passwords
from service.flow.published import sha256_of
from service.flow.read import Reader
from service.flow.wiring import Workshop
from service.settings import Settings
from tests.files.pdf import makers
from tests.flow.conftest import small_meeting

WORD = "Sommar-2026-hemlis"
Write = Callable[[dict[str, Any]], Path]


def _locked(folder: Path) -> dict[str, Any]:
    meeting = small_meeting(folder)
    makers.encrypted(folder / "karta.pdf", user=WORD)
    return meeting


def test_the_password_opens_the_file_and_stands_nowhere(
    tmp_path: Path, write_meeting: Write, reader: Reader, workshop: Workshop
) -> None:
    """The annex is in, its source is the locked original, and no file that was written has the password."""
    path = write_meeting(_locked(tmp_path))
    workshop = replace(workshop, passwords=Passwords({"karta.pdf": WORD}))
    assert WORD not in repr(workshop)
    delivery = compile_packet(path, tmp_path / "ut", reader, workshop)
    assert "annex_unlocked" in {notice.code for notice in delivery.notices}
    assert WORD not in repr(delivery)
    manifest = json.loads((tmp_path / "ut" / "kf-2026-12-14.manifest.json").read_text(encoding="utf-8"))
    (part,) = [part for part in manifest["delar"] if part["nyckel"] == "a1.2"]
    assert part["sha256"] == sha256_of(tmp_path / "karta.pdf")
    written = [
        file for folder in ("ut", "cache") for file in (tmp_path / folder).rglob("*") if file.is_file()
    ]
    assert written
    assert not [file.name for file in written if WORD.encode() in file.read_bytes()]


@pytest.mark.parametrize(
    ("word", "code"), [("", "file_password_protected"), ("fel ord", "file_password_wrong")]
)
def test_without_the_right_word_the_file_is_refused(
    tmp_path: Path, write_meeting: Write, reader: Reader, workshop: Workshop, word: str, code: str
) -> None:
    """The refusal names the file and not the word that was tried."""
    path = write_meeting(_locked(tmp_path))
    with pytest.raises(BilagaRejected) as caught:
        compile_packet(
            path, tmp_path / "ut", reader, replace(workshop, passwords=Passwords({"karta.pdf": word}))
        )
    (problem,) = caught.value.problems
    assert (problem.code, problem.source) == (code, "karta.pdf")
    assert not word or word not in repr(problem)


def test_check_knows_the_words_too(tmp_path: Path, write_meeting: Write, reader: Reader) -> None:
    """`samlad kontrollera` with the file finds nothing wrong; without it, it does."""
    path = write_meeting(_locked(tmp_path))
    assert [problem.code for problem in check_file(path, reader).problems] == ["file_password_protected"]
    assert check_file(path, reader, Passwords({"karta.pdf": WORD})).problems == ()


def test_the_file_of_passwords(tmp_path: Path, settings: Settings) -> None:
    """A path goes before a name; what is no word is refused without being quoted."""
    file = tmp_path / "ord.json"
    file.write_text('{"a/karta.pdf": "ett", "karta.pdf": "två"}', encoding="utf-8")
    words = read_passwords(file, settings)
    assert [words.of(name) for name in ("a/karta.pdf", "b/karta.pdf", "annan.pdf")] == ["ett", "två", ""]
    assert read_passwords(None, settings).of("karta.pdf") == ""
    file.write_text('{"karta.pdf": 4711}', encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        read_passwords(file, settings)
    (problem,) = caught.value.problems
    assert problem.code == "password_file_invalid"
    assert "4711" not in repr(problem)


@pytest.mark.parametrize("name", ["kartan.pdf", WORD])
def test_a_name_that_no_document_has_is_told_without_quoting_it(
    tmp_path: Path, write_meeting: Write, reader: Reader, workshop: Workshop, name: str
) -> None:
    """It may be misspelt, or be the password itself; then the refusal of the locked file is understood, too."""
    path = write_meeting(_locked(tmp_path))
    words = Passwords({name: "fel ord"})
    (told,) = [one for one in check_file(path, reader, words).notices if one.code == "password_of_no_file"]
    assert name not in told.message
    assert ("Menade du ”karta.pdf”?" in told.message) == (name == "kartan.pdf")
    with pytest.raises(BilagaRejected) as caught:
        compile_packet(path, tmp_path / "ut", reader, replace(workshop, passwords=words))
    assert [one.code for one in caught.value.notices] == ["password_of_no_file"]
    opened = replace(workshop, passwords=Passwords({name: "fel ord", "karta.pdf": WORD}))
    delivery = compile_packet(path, tmp_path / "ut", reader, opened)
    assert "password_of_no_file" in {one.code for one in delivery.notices}
