"""A letter to one person, as the mail server gets it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Letter:
    """All that goes into one letter."""

    sender: str
    sender_name: str
    to: str
    subject: str
    text: str
    ident: str
    """Becomes the Message-ID: the same letter has the same one, whenever it is written."""
    written: datetime
    attachments: tuple[tuple[str, Path], ...] = ()
    """Name and file; PDF only."""


def message_bytes(letter: Letter) -> bytes:
    """The letter with its headers, lines ended as SMTP wants them.

    A name or subject with a line break in it is refused by the library (ValueError), so nothing that somebody has
    written into a meeting can become a header of its own.
    """
    message = EmailMessage(policy=SMTP)
    domain = letter.sender.rpartition("@")[2]
    message["From"] = Address(display_name=letter.sender_name, addr_spec=letter.sender)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.written)
    message["Message-ID"] = f"<{letter.ident}@{domain}>"
    message["Content-Language"] = "sv"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    for name, path in letter.attachments:
        message.add_attachment(path.read_bytes(), maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()
