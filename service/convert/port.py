"""What the rest of the service knows of conversion: one method."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Protocol


class Converter(Protocol):
    """Turns documents into PDF; safe to use from several threads at once."""

    def convert(self, source: Path, *, created: datetime) -> Path:
        """Return a finished PDF of the document, in the cache; it must not be changed.

        Args:
            source: A document of one of the kinds in `kinds.py`. Its suffix says what it should be.
            created: Timezone-aware moment that goes into the PDF as its date; the same document and
                moment give the same bytes.

        Raises:
            UnreadableInput: the file is missing, empty or not readable.
            BilagaRejected: the document itself cannot be turned into PDF; the problem names file and remedy.
            ToolMissing, ToolTimeout, ToolError: LibreOffice is missing, hangs or fails.
        """
        ...
