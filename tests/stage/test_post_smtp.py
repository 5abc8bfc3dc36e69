"""The mail server: what it says of each letter, how the line is guarded, and who may use it."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from service.errors import ConfigError
from service.post.letter import Letter, message_bytes
from service.post.smtp import Outcome, PostOffice, PostUnavailable
from service.settings import Settings, read_settings
from tests.mailserver import Running, mail_server

AT = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)


def settings(running: Running | None = None, **more: str) -> Settings:
    """Settings for that server."""
    port = {"SAMLAD_SMTP_PORT": str(running.port)} if running else {}
    usual = {"SAMLAD_SMTP_SERVER": "127.0.0.1", "SAMLAD_SMTP_TLS": "nej", **port}
    return read_settings({**usual, **{f"SAMLAD_{name.upper()}": value for name, value in more.items()}})


def letter(to: str = "ann@ale.example", **more: Any) -> Letter:
    """A letter."""
    said = {"subject": "Kallelse åäö", "text": "Hej\n.\nslut\n", "ident": "u1.m1", "written": AT, **more}
    return Letter("kansli@ale.example", "Ale kommun", to, **said)


def certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's context with a certificate of its own making, and the certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, secret = folder / "server.pem", folder / "nyckel.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, secret)
    return context, chain


def test_what_the_server_says_of_each_letter() -> None:
    """Taken, refused, put off, taken and then silent; after each of them the next letter goes."""
    with mail_server() as running, PostOffice(settings(running)) as office:
        box = running.mailbox
        box.unknown, box.later, box.hang_up = {"x@ale.example"}, {"y@ale.example": 1}, {"z@ale.example"}
        outcomes = [
            office.send(letter(to)).outcome
            for to in (
                "ann@ale.example",
                "x@ale.example",
                "y@ale.example",
                "z@ale.example",
                "y@ale.example",
                "åsa@ale.example",
            )
        ]
        assert outcomes == [
            Outcome.SENT,
            Outcome.REFUSED,
            Outcome.LATER,
            Outcome.UNSURE,
            Outcome.SENT,
            Outcome.REFUSED,
        ]
        assert [one["To"] for one in box.letters] == ["ann@ale.example", "z@ale.example", "y@ale.example"]


def test_a_letter_as_it_arrives() -> None:
    """Swedish letters, a line with a single dot, the same identity each time."""
    with mail_server() as running, PostOffice(settings(running)) as office:
        assert office.send(letter()).told == "250 2.0.0 Queued"
        (one,) = running.mailbox.letters
        assert (one["Subject"], one["Message-ID"]) == ("Kallelse åäö", "<u1.m1@ale.example>")
        assert one.get_content().splitlines() == ["Hej", ".", "slut"]
    assert message_bytes(letter()) == message_bytes(letter())


@pytest.mark.parametrize(
    "wrong", [{"subject": "Hej\r\nBcc: alla@ale.example"}, {"to": "a@ale.example\nBcc: b@c.se"}]
)
def test_no_header_can_be_slipped_in(wrong: dict[str, str]) -> None:
    """A line break in a heading is refused."""
    with pytest.raises(ValueError, match=r".+"):
        message_bytes(letter(**wrong))


def test_a_server_that_is_away(tmp_path: Path) -> None:
    """Said with the server's name and what to look at."""
    with mail_server() as running:
        port = running.port
    with PostOffice(settings(smtp_port=str(port))) as office, pytest.raises(PostUnavailable) as fault:
        office.send(letter())
    assert "127.0.0.1" in fault.value.problems[0].message
    assert fault.value.retryable
    assert not list(tmp_path.iterdir())


def test_a_guarded_line_with_a_login(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """STARTTLS with a certificate that is trusted, and a password from a file."""
    context, chain = certificate(tmp_path)
    (tmp_path / "losenord").write_text("hemligt\n", encoding="utf-8")
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    more = {
        "smtp_tls": "starttls",
        "smtp_anvandare": "samlad",
        "smtp_losenord_fil": str(tmp_path / "losenord"),
    }
    with mail_server(context, login=True) as running, PostOffice(settings(running, **more)) as office:
        assert office.send(letter()).outcome is Outcome.SENT
        assert running.mailbox.logins == [("samlad", "hemligt")]


def test_a_line_that_cannot_be_guarded(tmp_path: Path) -> None:
    """No STARTTLS, or a certificate that nobody vouches for: no letter goes in the clear."""
    context, _ = certificate(tmp_path)
    for tls in (None, context):
        with mail_server(tls) as running, PostOffice(settings(running, smtp_tls="starttls")) as office:
            with pytest.raises(PostUnavailable):
                office.send(letter())
            assert running.mailbox.letters == []


def test_a_password_never_goes_in_the_clear(tmp_path: Path) -> None:
    """A login without TLS, or without its file, is a setting to mend."""
    for tls in ("nej", "tls"):
        missing = str(tmp_path / "finns-inte")
        with pytest.raises(ConfigError):
            PostOffice(settings(smtp_anvandare="samlad", smtp_tls=tls, smtp_losenord_fil=missing))
