"""Long work shows how far it has come: a bar on a terminal, plain lines where there is none."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from tqdm import tqdm


class ShownProgress:
    """Call it with phase, done, total and the part's name; use it as a context so that the last bar is closed."""

    def __init__(self, stream: TextIO | None = None, *, quiet: bool = False) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._quiet = quiet
        self._phase = ""
        self._quarter = 0
        self._bar: tqdm[object] | None = None

    def __call__(self, phase: str, done: int, total: int, name: str = "") -> None:
        """Show that `done` of `total` steps of a phase are done, the last of them called `name`."""
        if self._quiet:
            return
        if self._stream.isatty():
            self._draw(phase, done, total, name)
        else:
            self._write(phase, done, total)

    def _draw(self, phase: str, done: int, total: int, name: str) -> None:
        if self._bar is None or phase != self._phase:
            from tqdm import tqdm  # most runs have no terminal

            self._close()
            self._phase = phase
            self._bar = tqdm(
                total=total,
                desc=f"{phase:<14}",
                file=self._stream,
                bar_format="{desc} {bar:30} {n_fmt} av {total_fmt}  {postfix}",
                ascii=" ━",
            )
        self._bar.set_postfix_str(name[:40], refresh=False)
        self._bar.update(done - self._bar.n)

    def _write(self, phase: str, done: int, total: int) -> None:
        quarter = 4 * done // total if total else 4
        if phase != self._phase or quarter > self._quarter:
            self._stream.write(f"{phase}: {done} av {total}\n")
            self._stream.flush()
        self._phase, self._quarter = phase, quarter

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.set_postfix_str("")
            self._bar.close()
            self._bar = None

    def __enter__(self) -> ShownProgress:
        """Itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the bar, so that what is printed next starts on a line of its own."""
        self._close()
