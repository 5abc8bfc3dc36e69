"""Sealing finished files, and telling who has signed a file, for the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from service.flow.published import Delivery, Staging
from service.seal.seal import load_key, seal_pdf
from service.seal.signatures import Signature, signatures_of
from service.settings import Settings

SUFFIX = ".forseglad.pdf"


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


def signatures(pdf: Path, settings: Settings) -> tuple[Signature, ...] | None:
    """The signatures of a file; None when it cannot be judged. Raises ToolMissing."""
    return signatures_of(pdf, settings.sigill_betrodda)


__all__ = ["Signature", "seal_files", "signatures"]
