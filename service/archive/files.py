"""The files of a package: each with its path, size and sha256 before a byte of the package is written."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from service.model.diarium import Filvariant
from service.model.leverans import LevereradFil, LevereradHandling, LevereratArende

Opener = Callable[[str], Iterator[bytes]]
"""Gives the bytes of a file by its sha256, in blocks."""
REPRESENTATIONS: Mapping[Filvariant, str] = {
    Filvariant.PRODUKTION: "original",
    Filvariant.SIGNERAD: "original",
    Filvariant.BEVARANDE: "bevarande",
    Filvariant.PUBLIK: "publik",
    Filvariant.VISNING: "visning",
}
"""The representation that a file belongs to; a signed file is the original."""
_LONGEST_STEM = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a package."""

    path: str
    """From the package's folder, with slashes."""
    size: int
    sha256: str
    mime: str
    created: datetime
    content: bytes | None = None
    """The bytes of what we write ourselves; None for what the store holds."""
    fil: LevereradFil | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A delivered file with all it belongs to, and its place in the package."""

    arende: LevereratArende
    handling: LevereradHandling
    fil: LevereradFil
    representation: str
    path: str
    """From the package's folder."""


def written(path: str, content: bytes, mime: str, created: datetime) -> Entry:
    """A file that we write ourselves."""
    return Entry(path, len(content), hashlib.sha256(content).hexdigest(), mime, created, content)


def kept(placed: Placed) -> Entry:
    """A file that the store holds."""
    fil = placed.fil
    return Entry(placed.path, fil.storlek, fil.sha256, fil.mime, fil.skapad, None, fil)


def safe_name(text: str) -> str:
    """A name that every file system takes: ASCII letters, digits, `.`, `-` and `_`.

    å and ä become a, ö becomes o, as in all names of the service; what the file was called stands in the metadata.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "_", plain).strip("._-") or "namnlos"


def file_name(handling: LevereradHandling, at: int, fil: LevereradFil) -> str:
    """`0003-2-Yttrande.pdf`: document, place among its files, and what it was called."""
    name = PurePosixPath(fil.namn.replace("\\", "/")).name
    stem, dot, suffix = name.rpartition(".")
    if not dot or not 1 <= len(suffix) <= 8:
        stem, suffix = name, ""
    short = safe_name(stem)[:_LONGEST_STEM].rstrip("._-") or "namnlos"
    ending = f".{safe_name(suffix).lower()}" if suffix else ""
    return f"{handling.lopnummer:04}-{at}-{short}{ending}"


def folder_names(arenden: Sequence[LevereratArende]) -> Mapping[str, str]:
    """A folder for each matter, by its number; two that would be called the same are told apart."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for arende in arenden:
        base = safe_name(arende.diarienummer)
        name, more = base, 1
        while name.lower() in taken:
            more += 1
            name = f"{base}_{more}"
        taken.add(name.lower())
        names[arende.id] = name
    return names


def place(arenden: Sequence[LevereratArende], root: Callable[[str], str]) -> tuple[Placed, ...]:
    """Every file with its place; `root` gives the folder of a representation."""
    folders = folder_names(arenden)
    return tuple(
        Placed(
            arende,
            handling,
            fil,
            REPRESENTATIONS[fil.variant],
            f"{root(REPRESENTATIONS[fil.variant])}/{folders[arende.id]}/{file_name(handling, at, fil)}",
        )
        for arende in arenden
        for handling in arende.handlingar
        for at, fil in enumerate(handling.filer, start=1)
    )


def by_handling(placed: Iterable[Placed]) -> Mapping[str, Sequence[Placed]]:
    """The files of each document, by the document's id."""
    found: dict[str, list[Placed]] = {}
    for one in placed:
        found.setdefault(one.handling.id, []).append(one)
    return found
