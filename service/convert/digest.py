"""The key of a conversion: everything that has a say in the bytes that come out of it."""

from __future__ import annotations

import functools
import hashlib
import json
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from service.convert.soffice import surroundings

CONVERSION_VERSION = 6
"""Raised whenever this room begins to make other bytes of the same document, so that old results are not used."""

_FONTS_SECONDS = 60


def conversion_key(source: Path, *, created: datetime, circumstances: tuple[str, ...]) -> str:
    """The key under which the PDF of a document is kept.

    The file's name belongs to it, since a document can print its own name in a footer.

    Args:
        source: The document.
        created: The moment that goes into the PDF.
        circumstances: Kind, options, versions and fonts: whatever else has a say.
    """
    with source.open("rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
    moment = created.astimezone(UTC).isoformat()
    parts = [CONVERSION_VERSION, content, source.name, moment, *circumstances]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@functools.cache
def font_fingerprint() -> str:
    """A fingerprint of the installed fonts: another set of fonts, another look. Read once in a process."""
    program = shutil.which("fc-list")
    if program is None:
        return "unknown"  # then only LibreOffice's version and the document tell results apart
    try:
        listing = subprocess.run(  # noqa: S603 - fontconfig's own program, no argument from outside
            [program, "--format", "%{file}|%{fontversion}|%{family}|%{style}\n"],
            capture_output=True,
            timeout=_FONTS_SECONDS,
            check=True,
            stdin=subprocess.DEVNULL,
            env=surroundings(
                Path("/nonexistent")
            ),  # the fonts that LibreOffice sees, not those of the caller
        )
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    return hashlib.sha256(b"\n".join(sorted(listing.stdout.splitlines()))).hexdigest()
