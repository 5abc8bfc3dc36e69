"""Who has signed a PDF, when, and whether the signature holds; asked in a process of its own, for files are hostile."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from service.seal.seal import require_seal

NOT_CHECKED, NOT_REVOKED, REVOKED = "ej_provad", "ej_sparrad", "sparrad"
_SECONDS = 60
_MEMORY_MB = 1500


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature of a file."""

    who: str
    """As the certificate names its holder."""
    at: datetime | None
    """When, as the signer's own clock had it."""
    intact: bool
    """What it covers has not changed since, and it was made with the certificate's key."""
    whole: bool
    """It covers the file as it is; False when something was added after it."""
    trusted: bool
    """Its certificate leads back to one of those that are trusted here."""
    stamped: datetime | None = None
    """When it was at the latest, as a timestamp in the file has it, by an authority that is trusted here."""
    stamp: str = ""
    """What became of the timestamp: `giltig`, `ej_betrodd`, `ogiltig`; empty when there is none."""
    revocation: str = NOT_CHECKED
    """What the file's own revocation information says: `ej_sparrad`, `sparrad`; else nobody has checked."""

    @property
    def holds(self) -> bool:
        """It is whole, trusted, and not known to be revoked."""
        return self.intact and self.trusted and self.revocation != REVOKED


def signatures_of(pdf: Path, trusted: str = "") -> tuple[Signature, ...] | None:
    """The signatures, in the order they were made; None when the file cannot be judged.

    Args:
        pdf: the file.
        trusted: a folder of certificates (PEM) that are trusted; nothing is fetched from the net.

    Raises:
        ToolMissing: the extra is not installed.
    """
    require_seal()
    command = (sys.executable, "-I", str(Path(__file__).with_name("signatures_worker.py")), str(pdf), trusted)
    process = subprocess.Popen(  # noqa: S603 - our own worker
        (*command, str(_MEMORY_MB)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LC_ALL": "C.UTF-8", "PATH": os.defpath, "TZ": "UTC"},
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=_SECONDS)
        told = json.loads(output) if process.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError):
        return None
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    if told is None:
        return None
    return tuple(_signature(one) for one in told)


def _signature(told: dict[str, Any]) -> Signature:
    at, stamped = (datetime.fromisoformat(told[name]) if told[name] else None for name in ("at", "stamped"))
    return Signature(**{**told, "at": at, "stamped": stamped})
