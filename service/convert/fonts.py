"""Which font families are installed: what LibreOffice can draw with."""

from __future__ import annotations

import functools
import shutil
import subprocess

_SECONDS = 60


@functools.cache
def font_families() -> frozenset[str] | None:
    """The names of the installed families, or None where fontconfig cannot be asked. Read once in a process."""
    program = shutil.which("fc-list")
    if program is None:
        return None
    try:
        listing = subprocess.run(  # noqa: S603 - fontconfig's own program, no argument from outside
            [program, "--format", "%{family}\n"],
            capture_output=True,
            timeout=_SECONDS,
            check=True,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    text = listing.stdout.decode("utf-8", errors="replace")
    return frozenset(name.strip() for line in text.splitlines() for name in line.split(",") if name.strip())
