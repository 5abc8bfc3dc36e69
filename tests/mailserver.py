"""A mail server that takes letters as a real one does, and refuses, postpones or hangs up when it is told to."""

# ruff: noqa: ARG002 - aiosmtpd calls its handlers with all of it
from __future__ import annotations

import email
import email.policy
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Mailbox:
    """What the server has taken, and how it behaves."""

    letters: list[EmailMessage] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    """Addresses that do not exist."""
    later: dict[str, int] = field(default_factory=dict)
    """Addresses that are put off, and how many times yet."""
    hang_up: set[str] = field(default_factory=set)
    """Addresses whose letter is taken, and then the line breaks before the answer."""
    bad_sender: bool = False
    logins: list[tuple[str, str]] = field(default_factory=list)
    sessions: int = 0

    def to(self, address: str) -> list[EmailMessage]:
        """The letters to one address."""
        return [one for one in self.letters if one["To"] == address]

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's own
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Count the greetings."""
        session.host_name = hostname
        self.sessions += 1
        return responses

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's own
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the sender, or not."""
        if self.bad_sender:
            return "550 5.7.1 Sender not allowed"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's own
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the receiver, or not."""
        if address in self.unknown:
            return "550 5.1.1 No such user"
        if self.later.get(address, 0) > 0:
            self.later[address] -= 1
            return "451 4.7.1 Greylisted, try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's own
        """Take the letter."""
        letter = email.message_from_bytes(envelope.original_content or b"", policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        if envelope.rcpt_tos[0] in self.hang_up:
            transport: Any = server.transport
            transport.abort()
        return "250 2.0.0 Queued"


@dataclass
class Running:
    """A server that runs."""

    mailbox: Mailbox
    port: int


class _AnyPort(Controller):
    """A controller that finds out which port it was given before it asks its server whether it is there."""

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd types only a part of itself


@contextmanager
def mail_server(tls: ssl.SSLContext | None = None, *, login: bool = False) -> Iterator[Running]:
    """A server on a port of its own, until this ends.

    Args:
        tls: offers STARTTLS with this context.
        login: wants to know who sends.
    """
    mailbox = Mailbox()

    def known(
        _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: LoginPassword
    ) -> AuthResult:
        mailbox.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password == b"hemligt")

    options: dict[str, Any] = {"tls_context": tls} if tls else {}
    if login:
        options |= {"authenticator": known, "auth_required": True}
    controller = _AnyPort(mailbox, hostname="127.0.0.1", port=0, **options)
    controller.start()
    try:
        yield Running(mailbox, controller.port)
    finally:
        controller.stop()
