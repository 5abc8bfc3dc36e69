"""Sealed packets: the manifest tells of the packet as it was built, and the seal lies after that file's end."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from service.assemble.verify_seal import begins_with, changed_by_more_than_a_seal, cut_seal
from service.errors import Problem, ToolMissing
from service.seal.signatures import REVOKED, Signature, signatures_of
from service.settings import Settings

SEALED = ".forseglad"
_FETCH = "Hämta det förseglade paketet på nytt, från den som gav ut det."


@dataclass(frozen=True, slots=True)
class SealSeen:
    """What is known of the seal on a packet."""

    signature: Signature | None
    """None when it cannot be judged here."""
    problems: tuple[Problem, ...] = ()


@contextmanager
def before_seal(
    packet: Path, size: int, sha256: str, settings: Settings
) -> Iterator[tuple[Path, SealSeen | None]]:
    """The packet as its manifest tells of it, and what was put on it afterwards; itself when there is nothing more.

    Args:
        packet: the file.
        size: its size by the manifest.
        sha256: its digest by the manifest.
        settings: which certificates are trusted.
    """
    if not begins_with(packet, size, sha256):
        yield packet, None
        return
    with tempfile.TemporaryDirectory(prefix="samlad-sigill-") as folder:
        whole = Path(folder) / packet.name
        cut_seal(packet, size, whole)
        yield whole, _judge(whole, packet, settings)


def _judge(whole: Path, packet: Path, settings: Settings) -> SealSeen:
    if next(changed_by_more_than_a_seal(whole, packet), None) is not None:
        return SealSeen(None, (_changed(packet),))
    try:
        found = signatures_of(packet, settings.sigill_betrodda)
    except ToolMissing as fault:
        return SealSeen(None, fault.problems)
    if not found or not (found[-1].intact and found[-1].whole):
        return SealSeen(found[-1] if found else None, (_broken(packet),))
    seal = found[-1]
    if seal.revocation == REVOKED or (settings.sigill_betrodda and not seal.trusted):
        return SealSeen(seal, (_foreign(packet, seal),))
    return SealSeen(seal)


def _changed(packet: Path) -> Problem:
    return Problem(
        "packet_changed_after_build",
        "Något mer än ett sigill har lagts till efter det paket som manifestet berättar om.",
        remedy=_FETCH,
        source=packet.name,
    )


def _broken(packet: Path) -> Problem:
    return Problem(
        "seal_broken",
        "Sigillet håller inte: filen är ändrad sedan den förseglades.",
        remedy=_FETCH,
        source=packet.name,
    )


def _foreign(packet: Path, seal: Signature) -> Problem:
    why = "är spärrat" if seal.revocation == REVOKED else "är inte betrott här"
    return Problem(
        "seal_not_trusted",
        f"Sigillet är gjort av ”{seal.who}”, vars certifikat {why}.",
        "SAMLAD_SIGILL_BETRODDA",
        _FETCH,
        packet.name,
    )
