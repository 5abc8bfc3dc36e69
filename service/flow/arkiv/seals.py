"""Sealing finished files, and telling who has signed a file, for the command line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from service.flow.published import Delivery, Staging
from service.flow.sealed import SEALED
from service.flow.service import Service
from service.records.base import JsonObject
from service.records.blobs import fetch
from service.seal.seal import load_key, seal_pdf
from service.seal.signatures import NOT_CHECKED, NOT_REVOKED, REVOKED, Signature, signatures_of
from service.settings import Settings

REVOCATIONS = {
    NOT_CHECKED: "spärrkontroll ej gjord",
    NOT_REVOKED: "inte spärrat enligt filens egna uppgifter",
    REVOKED: "certifikatet är spärrat",
}
"""What is known of whether a certificate was revoked; nothing is asked of the net."""
SUFFIX = f"{SEALED}.pdf"


def seal_files(pdfs: Sequence[Path], target: Path, reason: str, settings: Settings) -> Delivery:
    """A sealed copy of every file; the originals stay as they are.

    Raises:
        ToolMissing: the extra is not installed.
        ConfigError: the key cannot be used.
        ToolError: a file cannot be sealed; then none is written.
    """
    key = load_key(settings.sigill_nyckel, settings.sigill_losenord_fil)
    with Staging(target) as staging:
        for pdf in pdfs:
            seal_pdf(pdf, staging.add(pdf.stem + SUFFIX), key, reason)
        return staging.publish()


def seal_stored(service: Service, sha256s: Iterable[str], reason: str) -> dict[str, JsonObject]:
    """Sealed copies of files in the store, put there too: digest and size of each, by the digest of its file.

    Raises:
        ToolMissing, ConfigError, ToolError: as `seal_files`.
    """
    key = load_key(service.settings.sigill_nyckel, service.settings.sigill_losenord_fil)
    made: dict[str, JsonObject] = {}
    for sha256 in dict.fromkeys(sha256s):
        with service.open_folder() as folder:
            source = fetch(service.store, sha256, folder / "fil.pdf")
            sealed = folder / f"fil{SEALED}.pdf"
            seal_pdf(source, sealed, key, reason)
            made[sha256] = {"sha256": service.store.put(sealed), "storlek": sealed.stat().st_size}
    return made


def signatures(pdf: Path, settings: Settings) -> tuple[Signature, ...] | None:
    """The signatures of a file; None when it cannot be judged. Raises ToolMissing."""
    return signatures_of(pdf, settings.sigill_betrodda)


__all__ = ["REVOCATIONS", "Signature", "seal_files", "seal_stored", "signatures"]
