"""What triage's process can do with a bilaga beside inspecting it; each task takes and gives what JSON can hold."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pikepdf
import pypdfium2

from service.assemble.accessibility import look_into
from service.assemble.draft_picture import draw_draft
from service.assemble.hidden_places import hidden_places
from service.assemble.likeness import LETTERS, PICTURES, compare, unlike_pages
from service.assemble.mask import order_of
from service.assemble.mask_geometry import Box
from service.assemble.masking import make_masked
from service.assemble.mend import mend
from service.assemble.page_text import draw_places, page_texts, places
from service.assemble.pictures import draw_page, shown_part
from service.assemble.raster import picture_pages
from service.assemble.read_words import Reading, mend_read, tag_scan
from service.assemble.repair import Identity
from service.assemble.words import write_words

WORK_ERRORS = (
    pikepdf.PdfError, pikepdf.DataDecodingError, pypdfium2.PdfiumError,
    zipfile.BadZipFile, ET.ParseError,
    RuntimeError, ValueError, TypeError, AttributeError, LookupError, OSError, ArithmeticError, RecursionError,
)  # fmt: skip
"""What reading a file raises that is not built as files are."""


def _copied(make: Callable[[Path, Path, Identity, bytes], None]) -> Callable[[Mapping[str, Any]], Any]:
    def work(request: Mapping[str, Any]) -> bool:
        created = datetime.fromisoformat(request["created"])
        identity = Identity(request["title"], request["language"], created)
        target = Path(request["target"])
        try:
            make(Path(request["pdf"]), target, identity, Path(request["profile"]).read_bytes())
        except BaseException:
            target.unlink(missing_ok=True)
            raise
        return True

    return work


def _read_copy(
    make: Callable[[Path, Path, Identity, bytes, Reading], None],
) -> Callable[[Mapping[str, Any]], Any]:
    def work(request: Mapping[str, Any]) -> bool:
        reading = Reading(tuple(map(int, str(request["read"]).split())), str(request["spoken"]))

        def make_copy(pdf: Path, target: Path, identity: Identity, profile: bytes) -> None:
            make(pdf, target, identity, profile, reading)

        return bool(_copied(make_copy)(request))

    return work


def _compare(request: Mapping[str, Any]) -> dict[str, Any]:
    strictness = PICTURES if request["pictures"] else LETTERS
    return asdict(compare(Path(request["pdf"]), Path(request["target"]), strictness))


def _look(request: Mapping[str, Any]) -> list[int]:
    strictness = PICTURES if request["pictures"] else LETTERS
    paths = Path(request["pdf"]), Path(request["target"])
    return unlike_pages(*paths, request["first"], request["count"], strictness)


def _read(request: Mapping[str, Any]) -> bool:
    """The text of every page, and whether it shows a picture: more than an answer holds, so it goes to a file."""
    _write(request, [asdict(one) for one in page_texts(Path(request["pdf"]))])
    return True


def _place(request: Mapping[str, Any]) -> bool:
    wanted = [(page, first, end) for page, first, end in _asked(request)]
    boxes = places(Path(request["pdf"]), wanted)
    _write(request, [[[box.left, box.bottom, box.right, box.top] for box in one] for one in boxes])
    return True


def _hidden(request: Mapping[str, Any]) -> bool:
    _write(request, [asdict(one) for one in hidden_places(Path(request["pdf"]))])
    return True


def _mask(request: Mapping[str, Any]) -> dict[str, Any]:
    identity = Identity(request["title"], request["language"], datetime.fromisoformat(request["created"]))
    keep = frozenset(str(request["keep"]).split())
    profile = Path(request["profile"]).read_bytes()
    paths = Path(request["pdf"]), Path(request["target"])
    return asdict(make_masked(*paths, order_of(_asked(request)), identity, profile, keep))


def _draw(request: Mapping[str, Any]) -> bool:
    found = [[Box(*sides) for sides in boxes] for boxes in _asked(request)]
    draw_places(Path(request["pdf"]), int(request["page"]), found, Path(request["target"]))
    return True


def _page(request: Mapping[str, Any]) -> bool:
    """One page as PNG; False when there is no such page."""
    draw = draw_draft if request.get("draft") else draw_page
    picture = draw(Path(request["pdf"]), int(request["page"]), width=int(request["width"]))
    if picture is not None:
        Path(request["target"]).write_bytes(picture)
    return picture is not None


def _shown(request: Mapping[str, Any]) -> dict[str, Any] | None:
    """Which part of a page is seen, and how it is turned; None when there is no such page."""
    shown = shown_part(Path(request["pdf"]), int(request["page"]))
    return None if shown is None else asdict(shown)


def _asked(request: Mapping[str, Any]) -> Any:
    """What a question of any length asks."""
    return json.loads(Path(request["asked"]).read_text(encoding="utf-8"))


def _write(request: Mapping[str, Any], answer: object) -> None:
    Path(request["target"]).write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")


def _describe(request: Mapping[str, Any]) -> dict[str, Any]:
    return asdict(look_into(Path(request["pdf"])))


def _words(request: Mapping[str, Any]) -> int:
    return write_words(Path(request["source"]), Path(request["target"]), request["most"])


TASKS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "mend": _copied(mend),
    "picture": _copied(picture_pages),
    "mend_read": _read_copy(mend_read),
    "tag_scan": _read_copy(tag_scan),
    "compare": _compare,
    "look": _look,
    "describe": _describe,
    "read": _read,
    "place": _place,
    "hidden": _hidden,
    "mask": _mask,
    "draw": _draw,
    "page": _page,
    "shown": _shown,
    "words": _words,
}
