"""The workshop: settings, converter and progress, put together once for a command."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from service.clock import now
from service.convert.cache import trim
from service.convert.port import Converter
from service.convert.wire import open_converter
from service.flow.passwords import Passwords
from service.intake.size import MEGABYTE
from service.settings import Settings

IN_USE = timedelta(hours=2)
Progress = Callable[[str, int, int, str], None]
"""Called with phase, steps done, steps in all, and the name of what was just done."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """What the flow needs beside its input."""

    settings: Settings
    converter: Converter
    progress: Progress
    folder: Path
    """For copies that live as long as the workshop."""
    passwords: Passwords = field(default_factory=Passwords)


@contextmanager
def open_workshop(
    settings: Settings, progress: Progress, passwords: Passwords | None = None
) -> Iterator[Workshop]:
    """Open the workshop; LibreOffice starts with the first document and is gone when this ends.

    What the cache holds over its limit goes then, but nothing that was used lately: another command may be reading it.
    """
    _make_cache(settings.cache_folder())
    with tempfile.TemporaryDirectory(prefix="samlad-") as folder, open_converter(settings) as converter:
        yield Workshop(settings, converter, progress, Path(folder), passwords or Passwords())
    trim_cache(settings)


def _make_cache(folder: Path) -> None:
    """What is kept was made of secret documents too: the folder is for its owner, unless somebody made it wider."""
    with suppress(OSError):  # whoever puts the first file into it tells of it
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def trim_cache(settings: Settings) -> None:
    """Keep the cache within its limit."""
    in_use_since = (now() - IN_USE).timestamp()
    trim(settings.cache_folder(), settings.cache_mb * MEGABYTE, unused_since=in_use_since)
