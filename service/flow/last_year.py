"""The report of the year before, found for the one who writes this year's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from service.errors import InputError, InvalidInput, Problem
from service.flow.folders import shown_files
from service.flow.read import Reader

_REPORTS = (".json", ".docx", ".xlsx")


def find_last_year(
    place: Path | None, slug: str, organ: str, year: int, given: Mapping[str, str], reader: Reader
) -> Mapping[str, Any] | None:
    """The raw report of the year before.

    Args:
        place: the report itself, or a folder in or below which it lies; None when nobody wants it.
        slug: its document type.
        organ: the body that wrote it, or took part.
        year: this year.
        given: what it must have in common, such as `{"typ": "A"}`.
        reader: reads it.

    Raises:
        InputError: the file cannot be read, or is another report than that of the year before; in a folder there
            is none. Files of a folder that cannot be read are passed over.
    """
    if place is None:
        return None
    if not place.is_dir():
        raw = reader.raw(place)
        if _is_it(raw, slug, organ, year, given):
            return raw
        raise InvalidInput(_other(place, organ, year, slug))
    for raw in _reports(place, reader):
        if _is_it(raw, slug, organ, year, given):
            return raw
    raise InvalidInput(_other(place, organ, year, slug))


def _reports(folder: Path, reader: Reader) -> Iterator[Mapping[str, Any]]:
    """Those in the folder itself first, then those further down."""
    for path in sorted(shown_files(folder), key=lambda path: (len(path.parts), path)):
        if path.suffix.lower() in _REPORTS:
            try:
                yield reader.raw(path)
            except InputError:
                continue


def _is_it(raw: Mapping[str, Any], slug: str, organ: str, year: int, given: Mapping[str, str]) -> bool:
    bodies = raw.get("parter") or [raw.get("organ")]
    alike = all(raw.get(key) == value for key, value in given.items())
    return (
        raw.get("dokumenttyp") == slug and str(raw.get("ar")) == str(year - 1) and organ in bodies and alike
    )


def _other(place: Path, organ: str, year: int, slug: str) -> Problem:
    what = "I mappen" if place.is_dir() else "Filen"
    verb = "finns ingen" if place.is_dir() else "är inte en"
    return Problem(
        "last_year_not_found",
        f"{what} ”{place.name}” {verb} {slug} för {organ} och år {year - 1}.",
        "--forra",
        "Ange förra årets rapport (JSON, Word eller Excel), eller mappen där den ligger.",
    )
