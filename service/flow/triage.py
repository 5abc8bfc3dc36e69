"""What looks at annexes in processes of its own, within the limits of the settings."""

from __future__ import annotations

from service.assemble.isolation import Guard, Triage
from service.assemble.triage import PdfLimits
from service.intake.size import MEGABYTE
from service.settings import Settings


def open_triage(settings: Settings) -> Triage:
    """No process starts before there is a file to look at; all are gone when it is closed."""
    limits = PdfLimits(
        max_pages=settings.max_sidor_bilaga,
        max_bytes=settings.max_bilaga_mb * MEGABYTE,
        max_pixels=settings.max_bildpunkter,
    )
    return Triage(limits, Guard(settings.triage_sekunder, settings.triage_mb))
