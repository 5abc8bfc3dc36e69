"""What an attached file looks like before anything is compiled: its kind, and of a PDF the first page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from service.flow.document import make_once
from service.flow.drawing import nearest_width, picture_of_page
from service.flow.preparation import get_meeting
from service.flow.refusals import not_known
from service.flow.service import Service
from service.flow.within import require_arende, require_handling
from service.model.people import Person
from service.records.base import JsonObject
from service.records.reports import files_named, find_file

PDF = "PDF"
WIDTHS = (160, 600)
"""How wide a picture may be, in pixels."""
_SHELF = "bilder"
_KINDS = {
    ".pdf": PDF,
    **dict.fromkeys((".docx", ".odt", ".rtf"), "Word"),
    **dict.fromkeys((".xlsx", ".ods"), "Excel"),
    **dict.fromkeys((".pptx", ".odp"), "Bilder"),
    **dict.fromkeys((".jpg", ".jpeg", ".png", ".tif", ".tiff"), "Bild"),
}


def kinds_of_files(service: Service, meeting: JsonObject) -> dict[str, str]:
    """What kind of file each handling of a meeting is, by its id; nothing of those that are no files."""
    files = dict(_files(meeting))
    with service.records.look() as db:
        names = files_named(db, files.values())
    kinds = {file: Path(name).suffix.lower() for file, name in names.items()}
    return {
        handling: _KINDS.get(kinds[file], kinds[file].removeprefix(".").upper()[:5])
        for handling, file in files.items()
        if file in kinds
    }


def _files(meeting: JsonObject) -> Iterator[tuple[str, str]]:
    for arende in meeting["arenden"]:
        yield from ((one["id"], one["fil"]) for one in arende["handlingar"] if one.get("fil"))


def picture_of_annex(
    service: Service, person: Person, place: tuple[str, str, str], width: int
) -> tuple[bytes, str]:
    """The first page of an attached PDF as PNG, and a name for just that picture.

    Args:
        service: the service.
        person: who wants to see it.
        place: the meeting, the ärende and the handling.
        width: of the picture, in pixels.

    Raises:
        NotKnown: there is no such handling for the person, it is no PDF, or it cannot be drawn.
    """
    meeting = get_meeting(service, person, place[0])
    handling = require_handling(require_arende(meeting, place[1]), place[2])
    with service.records.look() as db:
        file = find_file(db, handling["fil"]) if handling.get("fil") else None
        sha256 = file.sha256 if file is not None and Path(file.namn).suffix.lower() == ".pdf" else ""
    if not sha256:
        raise not_known("Bilden")
    wide = nearest_width(WIDTHS, width)
    name = f"{sha256}-{wide}"
    kept = service.settings.cache_folder() / _SHELF / f"{name}.png"
    drawn = make_once(kept, lambda fresh: _draw(service, sha256, wide, fresh))
    return drawn.read_bytes(), name


def _draw(service: Service, sha256: str, width: int, fresh: Path) -> None:
    fresh.write_bytes(picture_of_page(service, sha256, 1, width))
