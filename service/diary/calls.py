"""One HTTP call to a diary: a time limit, no redirects, answers of bounded size, faults sorted by what they mean.

The standard library's client is used: what is needed is one POST or GET at a time, and a redirect would carry our key
to an address that nobody has set.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from service.diary.port import DiaryRefused, DiaryUnavailable, DiaryUnclear
from service.errors import Problem

MAX_ANSWER = 4 << 20
_KEY_REFUSED = frozenset({401, 403})
_TRY_LATER = frozenset({408, 425, 429, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Received:
    """An answer that came whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON. Raises DiaryUnclear: it is none, so what was done is not known."""
        try:
            return json.loads(self.body) if self.body else {}
        except ValueError as fault:
            raise lost("svarade med något som inte är JSON") from fault


@dataclass(frozen=True, slots=True)
class Caller:
    """Calls one diary."""

    base: str
    seconds: float
    headers: Mapping[str, str]

    def send(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        kind: str = "application/json",
        query: Mapping[str, str] | None = None,
    ) -> Received:
        """Send a request.

        Raises:
            DiaryUnavailable: it was not reached, or says that it has no time; nothing was done.
            DiaryUnclear: it may have been done: the answer did not come, or not whole.
            DiaryRefused: our key is not taken, or the request is at fault.
        """
        address = urlsplit(self.base)
        connection = self._connection(address.scheme, address.hostname or "", address.port)
        target = address.path.rstrip("/") + path + (f"?{urlencode(query)}" if query else "")
        try:
            try:
                connection.connect()
            except OSError as fault:
                raise _away() from fault
            try:
                headers = {
                    **self.headers,
                    "Accept": "application/json",
                    **({"Content-Type": kind} if body else {}),
                }
                connection.request(method, target, body or None, headers)
                received = _read(connection.getresponse())
            except (OSError, HTTPException) as fault:
                raise lost("svarade inte färdigt") from fault
        finally:
            connection.close()
        return _judged(received)

    def _connection(self, scheme: str, host: str, port: int | None) -> HTTPConnection:
        if scheme == "https":
            return HTTPSConnection(host, port, timeout=self.seconds, context=ssl.create_default_context())
        return HTTPConnection(host, port, timeout=self.seconds)


def _read(response: HTTPResponse) -> Received:
    body = response.read(MAX_ANSWER + 1)
    if len(body) > MAX_ANSWER:
        raise HTTPException("the answer is too long")
    if response.length:  # a read of bounded size does not itself say that the rest never came
        raise HTTPException("the answer is cut off")
    return Received(response.status, {name.lower(): text for name, text in response.getheaders()}, body)


def _judged(received: Received) -> Received:
    status = received.status
    if status in _KEY_REFUSED:
        raise DiaryRefused(
            Problem(
                "diary_key_refused",
                "Diariet tar inte emot vår nyckel.",
                "SAMLAD_DIARIUM_NYCKEL",
                "Kontrollera nyckeln och dess rättigheter med den som sköter diariet.",
            )
        )
    if status in _TRY_LATER:
        raise _away()
    if status >= 500:
        raise lost(f"svarade {status}")
    if 300 <= status < 400:
        raise DiaryRefused(
            Problem(
                "diary_refused",
                "Diariet hänvisar till en annan adress; dit skickas inget.",
                "SAMLAD_DIARIUM_ADRESS",
                "Ange den rätta adressen.",
            )
        )
    return received


def refused(told: str) -> DiaryRefused:
    """The diary's own words; they are shown to the registrator and to nobody else."""
    return DiaryRefused(
        Problem(
            "diary_refused",
            f"Diariet tog inte emot handlingen: {told[:500]}",
            remedy="Rätta uppgifterna och skicka om, eller registrera för hand och ange numret.",
        )
    )


def _away() -> DiaryUnavailable:
    return DiaryUnavailable(
        Problem(
            "diary_unavailable", "Diariet svarar inte.", remedy="Den skickas igen om en stund, av sig själv."
        )
    )


def lost(how: str) -> DiaryUnclear:
    """It may have been done, and what came of it is not known."""
    return DiaryUnclear(
        Problem(
            "diary_unclear",
            f"Diariet {how}; det är inte känt om det har tagit emot.",
            remedy="Diariet tillfrågas innan något skickas igen.",
        )
    )
