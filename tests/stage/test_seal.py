"""Seals, and who has signed a file: by a certificate authority that the test makes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto.crl import CertificateList
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext

from service.errors import ConfigError, ToolError
from service.seal.seal import SealKey, load_key, seal_pdf
from service.seal.signatures import NOT_CHECKED, NOT_REVOKED, REVOKED, Signature, signatures_of
from tests.archive import a_pdf
from tests.certificates import PASSWORD, Issued, issue, revocations, timestamper


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


SIGNED = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)


def sign(
    issued: Issued,
    target: Path,
    *,
    stamper: DummyTimeStamper | None = None,
    revoked: bytes = b"",
    form: SigSeedSubFilter = SigSeedSubFilter.PADES,
) -> Path:
    """A PDF that somebody outside has signed, with a timestamp and with revocation information in it."""
    signer = SimpleSigner.load_pkcs12(str(issued.key), passphrase=PASSWORD.encode())  # type: ignore[no-untyped-call]  # pyHanko types it in part
    assert signer is not None
    authority = load_cert_from_pemder(str(issued.trusted / "ca.pem"))  # type: ignore[no-untyped-call]  # pyHanko types it in part
    context = ValidationContext(trust_roots=[authority], crls=[revoked] if revoked else [], moment=SIGNED)
    meta = PdfSignatureMetadata(
        field_name="Underskrift",
        md_algorithm="sha256",
        subfilter=form,
        embed_validation_info=bool(revoked),
        validation_context=context if revoked else None,
    )
    with a_pdf(target.parent, "avtal.pdf").open("rb") as file, target.open("w+b") as out:
        sign_pdf(IncrementalPdfFileWriter(file), meta, signer=signer, timestamper=stamper, output=out)
    return target


def one_of(path: Path, trusted: Path | str) -> Signature:
    """The only signature of a file."""
    found = signatures_of(path, str(trusted))
    assert found is not None
    (only,) = found
    return only


def test_a_timestamp_is_held_against_what_is_trusted_here(issued: Issued, tmp_path: Path) -> None:
    """A trusted authority's moment is told; another one's is not, and neither is a missing one."""
    stamped = sign(issued, tmp_path / "stamplad.pdf", stamper=timestamper(issued, SIGNED))
    found = one_of(stamped, issued.trusted)
    assert (found.stamped, found.stamp, found.trusted, found.holds) == (SIGNED, "giltig", True, True)
    unknown = one_of(stamped, "")
    assert (unknown.stamped, unknown.stamp, unknown.holds) == (None, "ej_betrodd", False)
    other = tmp_path / "annan"
    other.mkdir()
    foreign = sign(issued, tmp_path / "framling.pdf", stamper=timestamper(issue(other), SIGNED))
    found = one_of(foreign, issued.trusted)
    assert (found.stamped, found.stamp, found.trusted) == (None, "ej_betrodd", True)
    assert one_of(sign(issued, tmp_path / "utan.pdf"), issued.trusted).stamp == ""


@pytest.mark.parametrize("form", [SigSeedSubFilter.PADES, SigSeedSubFilter.ADOBE_PKCS7_DETACHED])
def test_revocation_is_read_from_the_file_itself(
    issued: Issued, tmp_path: Path, form: SigSeedSubFilter
) -> None:
    """In the document's store or in the signature; a list on which it stands, one on which it does not, and none."""
    now = datetime.now(tz=UTC).replace(microsecond=0)
    clean = revocations(issued, now - timedelta(hours=1))
    found = one_of(sign(issued, tmp_path / "rent.pdf", revoked=clean, form=form), issued.trusted)
    assert (found.revocation, found.holds) == (NOT_REVOKED, True)
    plain = sign(issued, tmp_path / "utan.pdf", form=form)
    assert one_of(plain, issued.trusted).revocation == NOT_CHECKED
    with_list = tmp_path / "sparrat.pdf"
    dirty = revocations(issued, now - timedelta(hours=1), revoked=now - timedelta(days=3))
    with plain.open("rb") as file, with_list.open("wb") as out:
        writer = IncrementalPdfFileWriter(file)
        DocumentSecurityStore.supply_dss_in_writer(
            writer, sig_contents=None, crls=[CertificateList.load(dirty)]
        )
        writer.write(out)  # type: ignore[no-untyped-call]  # pyHanko types it in part
    found = one_of(with_list, issued.trusted)
    assert (found.revocation, found.holds) == (REVOKED, False)


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
