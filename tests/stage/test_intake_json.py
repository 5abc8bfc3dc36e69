"""JSON files from senders: every way of being wrong has its own clear answer."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from service.errors import InputError, Problem
from service.intake.json_file import read_json
from service.settings import read_settings

SETTINGS = read_settings({"SAMLAD_MAX_INDATA_MB": "1"})


def _write(folder: Path, content: bytes) -> Path:
    path = folder / "indata.json"
    path.write_bytes(content)
    return path


def _problems(path: Path) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as caught:
        read_json(path, SETTINGS)
    return caught.value.problems


def test_a_good_file_is_read_with_exact_numbers(tmp_path: Path) -> None:
    """Numbers with decimals stay exact, and a byte order mark does no harm."""
    path = _write(tmp_path, b"\xef\xbb\xbf" + json.dumps({"belopp": 12.1, "namn": "Åsa"}).encode())
    assert read_json(path, SETTINGS) == {"belopp": Decimal("12.1"), "namn": "Åsa"}


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", "file_empty", "tom"),
        (b"{", "invalid_json", "rad 1"),
        (b'{"a": 1,}', "invalid_json", "rad 1, tecken"),
        (b'{"a": "x\ny"}', "invalid_json", "radbrytning"),
        (b'{"a": NaN}', "not_a_number", "NaN"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not_a_number", "långt"),
        (b"[1, 2]", "not_an_object", "objekt"),
        (b'{"a": "\xe5"}', "not_utf8", "UTF-8"),
        (b"[" * 100_000, "too_deep", "nivåer"),
        (b'{"a": ' * 70 + b"1" + b"}" * 70, "too_deep", "nivåer"),
        (b"%PDF-1.7\n", "wrong_file_type", "en PDF-fil"),
        (b"<html></html>", "wrong_file_type", "webbsida"),
        (b'{"a": "' + b"x" * 1_100_000 + b'"}', "file_too_large", "1,1 MB"),
    ],
)
def test_a_bad_file_is_named_by_its_fault(tmp_path: Path, content: bytes, code: str, said: str) -> None:
    """Each fault has its code, says what is wrong and how to go on."""
    problem = _problems(_write(tmp_path, content))[0]
    assert problem.code == code
    assert said in problem.message
    assert problem.remedy
    assert problem.source == "indata.json"


def test_every_doubled_key_is_named_with_its_place(tmp_path: Path) -> None:
    """Two doubled keys give two faults, each with its path."""
    content = b'{"a": 1, "a": 2, "lista": [{"b": 1}, {"b": 1, "b": 2}]}'
    problems = _problems(_write(tmp_path, content))
    assert {(p.code, p.path) for p in problems} == {("duplicate_key", "a"), ("duplicate_key", "lista[1].b")}


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    """A file that is not there and a folder in its place are different faults."""
    assert _problems(tmp_path / "saknas.json")[0].code == "file_missing"
    assert _problems(tmp_path)[0].code == "not_a_file"


def test_a_file_of_two_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    """Size is asked first: the huge file is never read."""
    path = tmp_path / "stor.json"
    with path.open("wb") as file:
        file.truncate(2_000_000_000)
    problem = _problems(path)[0]
    assert problem.code == "file_too_large"
    assert "2\u00a0000 MB" in problem.message
