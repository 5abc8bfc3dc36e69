"""A diary that takes files: a folder for each document, whole or not at all, for somebody to read in.

The diary answers by hand: the document is registered when a registrator says with which number it was.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from service.diary.port import Answer, DiaryUnavailable
from service.errors import Problem
from service.model.diarium import Diariearende, Diariefil, Diariehandling

Describe = Callable[[Diariearende, Diariehandling], dict[str, bytes]]
"""The files that describe a document, by their names."""


@dataclass(frozen=True, slots=True)
class FolderDiary:
    """Such a folder."""

    root: Path
    describe: Describe

    def case(self, case: Diariearende, ident: str, *, unsure: bool) -> Answer:  # noqa: ARG002 - the interface's
        """Nothing is made: each document's folder describes its matter."""
        return Answer(ident)

    def document(
        self,
        case: Diariearende,  # noqa: ARG002 - the interface's
        at: Answer,  # noqa: ARG002 - the interface's
        document: Diariehandling,  # noqa: ARG002 - the interface's
        ident: str,
        *,
        unsure: bool,  # noqa: ARG002 - the interface's
    ) -> Answer:
        """Begin its folder, hidden until it is whole."""
        try:
            if not (self.root / ident).exists():
                hidden = self._hidden(ident)
                shutil.rmtree(hidden, ignore_errors=True)
                (hidden / "filer").mkdir(parents=True)
        except OSError as fault:
            raise _unavailable(fault) from fault
        return Answer(ident)

    def file(
        self,
        at: Answer,
        file: Diariefil,
        fetch: Callable[[Diariefil], Path],
        *,
        unsure: bool,  # noqa: ARG002 - the interface's
    ) -> Answer:
        """Put a copy beside the others; its name is ours, what it is called stands in the description."""
        name = file_name(file.sha256, Path(file.namn).suffix)
        if (self.root / at.reference).exists():
            return Answer(name)
        try:
            folder = self._hidden(at.reference) / "filer"
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(fetch(file), folder / name)
        except OSError as fault:
            raise _unavailable(fault) from fault
        return Answer(name)

    def finish(self, case: Diariearende, document: Diariehandling, at: Answer) -> None:
        """Describe it, make it safe on disk, and let it be seen by one rename."""
        if (self.root / at.reference).exists():
            return
        hidden = self._hidden(at.reference)
        try:
            for name, content in self.describe(case, document).items():
                (hidden / name).write_bytes(content)
            for path in sorted(hidden.rglob("*")):
                _sync(path)
            hidden.rename(self.root / at.reference)
            _sync(self.root)
        except OSError as fault:
            raise _unavailable(fault) from fault

    def _hidden(self, ident: str) -> Path:
        return self.root / f".{ident}"


def file_name(sha256: str, suffix: str) -> str:
    """What a file is called in the folder: its content says it, whatever its sender calls it."""
    return f"{sha256}{suffix.lower()[:9]}"


def json_description(told: object) -> bytes:
    """A description as JSON, the same for the same document."""
    return (json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _unavailable(fault: OSError) -> DiaryUnavailable:
    return DiaryUnavailable(
        Problem(
            "diary_unavailable",
            f"Mappen till diariet kan inte skrivas: {fault.strerror}.",
            "SAMLAD_DIARIUM_MAPP",
            "Kontrollera att mappen finns och att tjänsten får skriva där.",
        )
    )
