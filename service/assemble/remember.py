"""What is found in a file depends on its bytes alone, so whoever calls may keep it and need not look again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Remember = Callable[[str, Path, Callable[[Path], bytes]], bytes]
"""Gives what a function makes of a file, by the function's name: from memory where the file has been seen before."""


def at_once(_what: str, file: Path, make: Callable[[Path], bytes]) -> bytes:
    """A `Remember` without a memory."""
    return make(file)


def remembered_json(what: str, file: Path, make: Callable[[Path], bytes], remember: Remember) -> Any:
    """What a function makes of a file, as JSON; made anew where what was kept has come to harm."""
    try:
        return json.loads(remember(what, file, make))
    except ValueError:
        return json.loads(make(file))
