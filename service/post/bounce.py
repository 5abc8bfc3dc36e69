"""What another mail server says became of a letter of ours: a delivery status message (RFC 3464).

Anybody can write one. It is read with care: no more than its beginning, few parts, the headers as plain text; and
what cannot be read is told, never raised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import MessageError
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32
from email.utils import parsedate_to_datetime
from enum import Enum
from itertools import islice
from pathlib import Path

from service.errors import Problem
from service.post.reasons import reason_of

READ = 512_000
"""So many bytes are looked at: the status and the headers of the letter come before its content."""
MOST_PARTS = 50
MOST_RECEIVERS = 100
TOLD = 160
"""So much of a server's words is kept."""
_MALFORMED = (
    MessageError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)
"""What the library is known to raise at a message that was made to hurt it."""
_PART = re.compile(rb"(?:^|[\r\n])content-type:", re.IGNORECASE)
_BLANK = re.compile(rb"(?:\r\n|\r|\n){3,}")
"""Every blank line of a status opens a group, so a flood of them is dear; one says as much."""
_IDENT = re.compile(r"<([^<>@\s.]{1,64})\.([^<>@\s.]{1,64})@[^<>@\s]{1,255}>")
_STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")
_ESCAPED = re.compile(r"\+([0-9A-F]{2})")
_FIRST_YEAR, _LAST_YEAR = 2000, 9000


class Action(Enum):
    """What the server has done with the letter (RFC 3464, 2.3.3), the gravest first."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    RELAYED = "relayed"
    EXPANDED = "expanded"


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of the letter to one receiver."""

    action: Action
    addresses: frozenset[str]
    """As it was first sent to, and as the server knows it; folded to small letters."""
    status: str
    """Such as 5.1.1; empty when nothing is said."""
    told: str
    """In the server's words."""

    @property
    def reason(self) -> str:
        """In plain Swedish."""
        return reason_of(self.status)


@dataclass(frozen=True, slots=True)
class Bounce:
    """A delivery status message."""

    idents: tuple[tuple[str, str], ...]
    """The letters of ours that it may be about: the two halves of `Letter.ident`, the likeliest first."""
    at: datetime | None
    fates: tuple[Fate, ...]


def read_bounce(path: Path, name: str) -> Bounce | Problem:
    """A delivery status message, or why the file is none.

    Args:
        path: the file, whose size has been looked at.
        name: what its sender calls it.
    """
    with path.open("rb") as file:
        data = _BLANK.sub(b"\r\n\r\n", file.read(READ))
    if len(_PART.findall(data)) > MOST_PARTS:
        return _none(name, "Brevet har fler delar än ett leveransbesked har.")
    try:
        found = _bounce(BytesParser(policy=compat32).parsebytes(data))
    except _MALFORMED:
        return _none(name, "Brevet går inte att läsa.")
    return found or _none(name, "Filen är inget leveransbesked från en e-postserver (RFC 3464).")


def _none(name: str, why: str) -> Problem:
    return Problem(
        "not_a_bounce",
        why,
        "fil",
        "Spara själva studsen som en .eml-fil, inte vidarebefordrad och inte som .msg; eller anteckna den för hand.",
        name,
    )


def _bounce(letter: Message) -> Bounce | None:
    kind = str(letter.get_param("report-type") or "delivery-status").lower()
    if letter.get_content_type() != "multipart/report" or kind != "delivery-status":
        return None
    parts = [one for one in _inner(letter) if isinstance(one, Message)]
    fates = tuple(islice(_fates(parts), MOST_RECEIVERS))
    if not fates:
        return None
    named = [text for part in parts for text in _own_headers(part)]
    answered = [_header(letter, name) for name in ("In-Reply-To", "References")]
    idents = dict.fromkeys(found for text in (*named, *answered) for found in _IDENT.findall(text))
    return Bounce(tuple(idents), _moment(_header(letter, "Date")), fates)


def _inner(part: Message) -> list[object]:
    inner = part.get_payload()
    return list(inner) if isinstance(inner, list) else []


def _fates(parts: Iterable[Message]) -> Iterator[Fate]:
    for part in parts:
        if part.get_content_type() == "message/delivery-status":
            groups = (group for group in _inner(part) if isinstance(group, Message))
            yield from filter(None, map(_fate, groups))


def _fate(group: Message) -> Fate | None:
    said = _header(group, "Action").lower()
    action = next((one for one in Action if one.value == said), None)
    if action is None:
        return None
    written = [_header(group, name).rpartition(";")[2] for name in ("Original-Recipient", "Final-Recipient")]
    addresses = [_address(text) for text in written] + [_address(_unescaped(text)) for text in written]
    told = _header(group, "Diagnostic-Code").partition(";")[2].strip()[:TOLD]
    return Fate(action, frozenset(filter(None, addresses)), _status(_header(group, "Status"), told), told)


def _status(said: str, told: str) -> str:
    """The status, or where that says nothing the one in the server's words."""
    own, others = _STATUS.search(said), _STATUS.search(told)
    vague = own is None or own[0].endswith(".0.0")
    chosen = others if vague and others else own
    return chosen[0] if chosen else ""


def _address(text: str) -> str:
    return text.strip().strip("<>").strip().lower()


def _unescaped(text: str) -> str:
    """The xtext of RFC 3461: `+2B` stands for a plus."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _own_headers(part: Message) -> Iterator[str]:
    """The Message-ID of the letter that came back, whole or only its headers."""
    kind = part.get_content_type()
    if kind == "message/rfc822":
        for inner in _inner(part):
            if isinstance(inner, Message):
                yield _header(inner, "Message-ID")
    elif kind in {"text/rfc822-headers", "message/rfc822-headers"}:
        yield _header(_headers_in(part), "Message-ID")


def _headers_in(part: Message) -> Message:
    inner = _inner(part)
    if inner and isinstance(inner[0], Message):
        return inner[0]  # the library takes every message/… for a whole one
    content = part.get_payload(decode=True)
    return BytesHeaderParser(policy=compat32).parsebytes(content if isinstance(content, bytes) else b"")


def _header(message: Message, name: str) -> str:
    """A header as one line of printable text."""
    words = " ".join(str(message.get(name, "")).split())
    return "".join(letter for letter in words if letter.isprintable())


def _moment(text: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(text)
    except _MALFORMED:
        return None
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
