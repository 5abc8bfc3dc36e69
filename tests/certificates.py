"""A certificate authority of the test's own, and a key that it vouches for, as PKCS#12."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto import x509 as asn1_x509
from asn1crypto.keys import PrivateKeyInfo
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.keys import load_cert_from_pemder
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

PASSWORD = "fyra ord i en rad"  # noqa: S105 - a test's own
FROM, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2120, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Issued:
    """Where the test's key and its authority lie."""

    key: Path
    password_file: Path
    trusted: Path
    """A folder with the authority's certificate."""
    authority: x509.Certificate
    authority_key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate


def issue(folder: Path, name: str = "Kommunens sigill") -> Issued:
    """Make an authority and a key, and write them."""
    trusted = folder / "betrodda"
    trusted.mkdir()
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _certificate("Prov-CA", "Prov-CA", authority_key, authority_key, is_authority=True)
    mine = _certificate(name, "Prov-CA", key, authority_key, is_authority=False)
    (trusted / "ca.pem").write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    locked = serialization.BestAvailableEncryption(PASSWORD.encode())
    (folder / "sigill.p12").write_bytes(
        pkcs12.serialize_key_and_certificates(b"sigill", key, mine, [authority], locked)
    )
    (folder / "losenord").write_text(PASSWORD + "\n", encoding="utf-8")
    return Issued(folder / "sigill.p12", folder / "losenord", trusted, authority, authority_key, mine)


def timestamper(issued: Issued, at: datetime) -> DummyTimeStamper:
    """A timestamping authority that the same authority vouches for, and whose clock stands still."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_name("Prov-TSA"))
        .issuer_name(issued.authority.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(FROM)
        .not_valid_after(UNTIL)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(_usage(is_authority=False), critical=True)
        .sign(issued.authority_key, hashes.SHA256())
    )
    der = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    authority = load_cert_from_pemder(str(issued.trusted / "ca.pem"))  # type: ignore[no-untyped-call]  # pyHanko types it in part
    store = SimpleCertificateStore.from_certs([authority])  # type: ignore[no-untyped-call]  # pyHanko types it in part
    own = asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
    return DummyTimeStamper(own, PrivateKeyInfo.load(der), certs_to_embed=store, fixed_dt=at)


def revocations(issued: Issued, at: datetime, revoked: datetime | None = None) -> bytes:
    """The authority's list of revoked certificates (CRL), with the issued one on it when `revoked`."""
    made = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issued.authority.subject)
        .last_update(at)
        .next_update(at + timedelta(days=30))
    )
    if revoked is not None:
        made = made.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(issued.certificate.serial_number)
            .revocation_date(revoked)
            .build()
        )
    return made.sign(issued.authority_key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def _certificate(
    name: str,
    issuer: str,
    key: ec.EllipticCurvePrivateKey,
    signer: ec.EllipticCurvePrivateKey,
    *,
    is_authority: bool,
) -> x509.Certificate:
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(FROM)
        .not_valid_after(UNTIL)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(_usage(is_authority=is_authority), critical=True)
        .sign(signer, hashes.SHA256())
    )


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Ale kommun"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )
