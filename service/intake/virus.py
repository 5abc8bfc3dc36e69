"""Asking clamd about a file (INSTREAM of its own protocol, clamd(8)): the file goes over a socket, in pieces."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from service.errors import BilagaRejected, Problem, ToolError

_PIECE = 1 << 16
_LONGEST_ANSWER = 4096
_DEFAULT_PORT = 3310
NOT_TAKEN = " Filen är inte mottagen."


class ScannerUnavailable(ToolError):
    """clamd does not answer, or cannot judge the file."""

    code: ClassVar[str] = "scanner_unavailable"


def scan(path: Path, address: str, seconds: int) -> None:
    """Have a file looked at.

    Args:
        path: the file.
        address: `tcp://host:port`, or the path of a socket.
        seconds: how long each step may take.

    Raises:
        BilagaRejected: something was found in it.
        ScannerUnavailable: clamd does not answer, or cannot judge it.
    """
    try:
        with _connected(address, seconds) as line:
            answer = _ask(line, path)
    except (OSError, ValueError) as fault:
        raise ScannerUnavailable(_away("svarar inte")) from fault
    verdict, _, last = answer.removeprefix("stream: ").rpartition(" ")
    if last == "FOUND":
        raise BilagaRejected(
            Problem(
                "virus_found",
                f"Viruskontrollen fann något i filen: {verdict[:80]}.",
                "fil",
                "Skicka inte filen vidare. Kontakta den som sköter kommunens it-säkerhet.",
            )
        )
    if answer != "stream: OK":
        raise ScannerUnavailable(_away(f"kunde inte bedöma filen ({answer[:80] or 'tomt svar'})"))


@contextmanager
def _connected(address: str, seconds: int) -> Iterator[socket.socket]:
    if not address.startswith("tcp://"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(seconds)
            line.connect(address)
            yield line
        return
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname or "", parts.port or _DEFAULT_PORT), seconds) as line:
        yield line


def _ask(line: socket.socket, path: Path) -> str:
    try:
        line.sendall(b"zINSTREAM\0")
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                line.sendall(struct.pack("!I", len(piece)) + piece)
        line.sendall(struct.pack("!I", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # it has heard enough, such as more than its own limit; its answer says why
    answer = b""
    while b"\0" not in answer and len(answer) < _LONGEST_ANSWER and (more := line.recv(_LONGEST_ANSWER)):
        answer += more
    return answer.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _away(why: str) -> Problem:
    return Problem(
        "scanner_unavailable",
        f"Viruskontrollen {why}.{NOT_TAKEN}",
        "fil",
        "Försök igen om en stund; dröjer det, meddela driften.",
    )
