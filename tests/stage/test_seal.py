"""Seals, and who has signed a file: by a certificate authority that the test makes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from service.errors import ConfigError, ToolError
from service.seal.seal import SealKey, load_key, seal_pdf
from service.seal.signatures import signatures_of
from tests.archive import a_pdf
from tests.certificates import Issued, issue


@pytest.fixture(scope="module", name="issued")
def _issued(tmp_path_factory: pytest.TempPathFactory) -> Issued:
    return issue(tmp_path_factory.mktemp("ca"))


@pytest.fixture(name="key")
def _key(issued: Issued) -> SealKey:
    return load_key(str(issued.key), str(issued.password_file))


def test_a_sealed_file_says_who_and_that_it_holds(issued: Issued, key: SealKey, tmp_path: Path) -> None:
    """The seal is the municipality's, covers the whole file, and its certificate is trusted where we trust its CA."""
    assert key.who == "Kommunens sigill, Ale kommun"
    source = a_pdf(tmp_path, "beslut.pdf")
    sealed = tmp_path / "forseglad.pdf"
    seal_pdf(source, sealed, key, "Fastställd handling")
    assert sealed.read_bytes().startswith(source.read_bytes())
    assert signatures_of(source) == ()
    found = signatures_of(sealed, str(issued.trusted))
    assert found is not None
    assert [(one.who, one.intact, one.whole, one.trusted) for one in found] == [
        ("Kommunens sigill, Ale kommun", True, True, True)
    ]
    assert found[0].at is not None
    assert signatures_of(sealed) == (replace(found[0], trusted=False),)


def test_a_changed_file_is_told(issued: Issued, key: SealKey, tmp_path: Path) -> None:
    """One changed byte under the seal; and something added after it."""
    sealed = tmp_path / "forseglad.pdf"
    seal_pdf(a_pdf(tmp_path, "beslut.pdf"), sealed, key, "Fastställd handling")
    content = sealed.read_bytes()
    changed = tmp_path / "andrad.pdf"
    changed.write_bytes(content.replace(b"595", b"596", 1))
    assert changed.read_bytes() != content
    found = signatures_of(changed, str(issued.trusted))
    assert found is not None
    assert [one.intact for one in found] == [False]
    twice = tmp_path / "tva.pdf"
    seal_pdf(sealed, twice, key, "Arkiverad")
    both = signatures_of(twice, str(issued.trusted))
    assert both is not None
    assert [(one.intact, one.whole) for one in both] == [(True, False), (True, True)]


def test_what_is_no_pdf_is_not_judged(tmp_path: Path, issued: Issued) -> None:
    """A hostile or broken file gives no answer, and stops nobody."""
    path = tmp_path / "x.pdf"
    for content in (b"", b"%PDF-1.7\nskr\xe4p", b"PK\x03\x04"):
        path.write_bytes(content)
        assert signatures_of(path, str(issued.trusted)) is None


def test_a_key_that_cannot_be_used_is_told(issued: Issued, tmp_path: Path) -> None:
    """No file, the wrong password, or no key at all."""
    wrong = tmp_path / "fel"
    wrong.write_text("fel lösenord", encoding="utf-8")
    empty = tmp_path / "tom.p12"
    empty.write_bytes(b"")
    for file, password in (
        (tmp_path / "saknas.p12", wrong),
        (issued.key, wrong),
        (empty, issued.password_file),
    ):
        with pytest.raises(ConfigError) as told:
            load_key(str(file), str(password))
        assert told.value.problems[0].code == "seal_key_unusable"


def test_a_file_that_cannot_be_sealed_leaves_nothing(key: SealKey, tmp_path: Path) -> None:
    """No half-written copy stays behind."""
    broken = tmp_path / "trasig.pdf"
    broken.write_bytes(b"%PDF-1.7\nhalv")
    with pytest.raises(ToolError):
        seal_pdf(broken, tmp_path / "ut.pdf", key, "x")
    assert not (tmp_path / "ut.pdf").exists()
