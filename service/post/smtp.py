"""The mail server: one connection for many letters, and for each letter an answer that can be trusted.

The steps of SMTP are taken one by one, because they differ in what a broken line means: before the letter's content
was handed over nothing has gone, afterwards nobody knows.
"""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import ClassVar

from service.errors import ConfigError, Problem, ToolError
from service.post.letter import Letter, message_bytes
from service.settings import Settings

TOLD = 200
"""So much of a server's answer is kept."""
_OK, _WRONG = 400, 500


class PostUnavailable(ToolError):
    """The mail server does not answer, or does not let us in."""

    code: ClassVar[str] = "post_unavailable"


class Outcome(Enum):
    """What became of a letter."""

    SENT = "sent"
    REFUSED = "refused"
    """For good: the address does not exist, or the server will not have it."""
    LATER = "later"
    """Not now; the same letter may be tried again."""
    UNSURE = "unsure"
    """The line broke when the letter was handed over: it may have gone."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a letter, and in the server's words why."""

    outcome: Outcome
    told: str


class PostOffice:
    """A connection to the mail server of the settings; opened with the first letter, and anew when it broke."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client: smtplib.SMTP | None = None
        self._password = _password(settings)

    def send(self, letter: Letter) -> Receipt:
        """Hand over one letter.

        Raises:
            PostUnavailable: no connection, so that no letter can go.
        """
        client = self._connected()
        try:
            receipt = _offered(client, letter)
        except (smtplib.SMTPServerDisconnected, OSError) as fault:
            self._forget()
            return Receipt(Outcome.LATER, _words(fault))
        if receipt is not None:
            _reset(client)
            return receipt
        try:
            code, text = client.data(message_bytes(letter))
        except smtplib.SMTPDataError as fault:
            _reset(client)
            return _judged(fault.smtp_code, fault.smtp_error)
        except (smtplib.SMTPServerDisconnected, OSError) as fault:
            self._forget()
            return Receipt(Outcome.UNSURE, _words(fault))
        return _judged(code, text) if code >= _OK else Receipt(Outcome.SENT, _line(code, text))

    def close(self) -> None:
        """Say goodbye."""
        if self._client is not None:
            with suppress(smtplib.SMTPException, OSError):  # the letters have gone, however the line ends
                self._client.quit()
            self._client = None

    def __enter__(self) -> PostOffice:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Say goodbye."""
        self.close()

    def _forget(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def _connected(self) -> smtplib.SMTP:
        if self._client is None:
            try:
                self._client = self._open()
            except (smtplib.SMTPException, OSError) as fault:
                raise PostUnavailable(
                    Problem(
                        "post_unavailable",
                        f"E-postservern {self._settings.smtp_server} tar inte emot: {_words(fault)}.",
                        remedy="Kontrollera inställningarna SAMLAD_SMTP_… och att servern svarar. Inget brev har gått.",
                    )
                ) from fault
        return self._client

    def _open(self) -> smtplib.SMTP:
        own = self._settings
        context = ssl.create_default_context()
        if own.smtp_tls == "tls":
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                own.smtp_server, own.smtp_port, timeout=own.smtp_sekunder, context=context
            )
        else:
            client = smtplib.SMTP(own.smtp_server, own.smtp_port, timeout=own.smtp_sekunder)
        try:
            if own.smtp_tls == "starttls":
                client.starttls(
                    context=context
                )  # refused when the server cannot: no letter goes in the clear
            if own.smtp_anvandare:
                client.login(own.smtp_anvandare, self._password)
        except BaseException:
            client.close()
            raise
        return client


def _offered(client: smtplib.SMTP, letter: Letter) -> Receipt | None:
    """Sender and receiver; None when the server wants the letter."""
    client.ehlo_or_helo_if_needed()
    if not letter.to.isascii():
        return Receipt(Outcome.REFUSED, "adressen har tecken utanför ASCII")
    code, text = client.mail(letter.sender)
    if code >= _WRONG:
        raise PostUnavailable(
            Problem(
                "post_unavailable",
                f"E-postservern godtar inte avsändaren {letter.sender}: {_line(code, text)}.",
                "SAMLAD_SMTP_FRAN",
                "Rätta inställningen SAMLAD_SMTP_FRAN. Inget brev har gått.",
            )
        )
    if code >= _OK:
        return _judged(code, text)
    code, text = client.rcpt(letter.to)
    return _judged(code, text) if code >= _OK else None


def _judged(code: int, text: bytes | str) -> Receipt:
    return Receipt(Outcome.REFUSED if code >= _WRONG else Outcome.LATER, _line(code, text))


def _reset(client: smtplib.SMTP) -> None:
    try:
        client.rset()
    except (smtplib.SMTPException, OSError):
        client.close()  # the next letter opens a line of its own


def _line(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(words.split())}"[:TOLD]


def _words(fault: BaseException) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        return _line(fault.smtp_code, fault.smtp_error)
    return (str(fault) or type(fault).__name__)[:TOLD]


def _password(settings: Settings) -> str:
    """The password, from the first line of its file.

    Raises:
        ConfigError: it cannot be read, or would go over an open line.
    """
    if not settings.smtp_anvandare:
        return ""
    if settings.smtp_tls == "nej":
        raise ConfigError(
            Problem(
                "invalid_setting",
                "Lösenordet till e-postservern skulle gå okrypterat.",
                "SAMLAD_SMTP_TLS",
                "Ställ in starttls eller tls, eller ta bort SAMLAD_SMTP_ANVANDARE.",
            )
        )
    try:
        lines = Path(settings.smtp_losenord_fil).read_text(encoding="utf-8").splitlines()
    except OSError as fault:
        raise ConfigError(
            Problem(
                "invalid_setting",
                f"Filen med lösenordet till e-postservern går inte att läsa: {fault.strerror or fault}.",
                "SAMLAD_SMTP_LOSENORD_FIL",
                "Ange en fil vars första rad är lösenordet.",
            )
        ) from fault
    return lines[0] if lines else ""
