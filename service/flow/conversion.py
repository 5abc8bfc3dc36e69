"""An annex that is no PDF, turned into one that keeps to PDF/A and PDF/UA as far as its content allows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import service.assemble
from service.assemble.headings import page_count
from service.assemble.repair import Identity, repair_annex, repair_pictures
from service.convert.kinds import Container, find_kind
from service.convert.normalise import SRGB
from service.fill.figures import chart_texts, figure_texts, sheet_chart_texts
from service.flow.document import key_for, make_once
from service.flow.wiring import Workshop
from service.model.kallelse import Handling

_SPREADSHEETS = frozenset({"xlsx", "ods"})
_LANGUAGE = "sv-SE"


def convert_annex(source: Path, handling: Handling, created: datetime, workshop: Workshop) -> Path:
    """The annex as PDF, in the cache: do not change it.

    Args:
        source: a document of a kind that can be converted.
        handling: what it is in the meeting. The file bears the title that everybody may see, as the same file
            can stand in both editions.
        created: timezone-aware moment that the file is dated with.
        workshop: what converts.

    Raises:
        UnreadableInput, BilagaRejected, ToolError: as said for `Converter.convert`.
    """
    exported = workshop.converter.convert(source, created=created)
    kind = find_kind(source)
    title = handling.titel_publik or handling.titel
    # A spreadsheet does not say its language; LibreOffice would name its own.
    identity = Identity(title, _LANGUAGE if kind.name in _SPREADSHEETS else "", created)
    texts: Sequence[object] = ()
    if kind.container is Container.IMAGE:
        texts = pictures = picture_texts(title, page_count(exported))
        mend = partial(repair_pictures, texts=pictures, profile=SRGB.read_bytes())
    elif kind.name == "docx":
        texts = figures = figure_texts(source)
        mend = partial(repair_annex, figure_texts=figures)
    elif kind.name == "pptx":
        texts = charts = chart_texts(source)
        mend = partial(repair_annex, chart_texts=charts)
    elif kind.name == "xlsx":
        texts = charts_of_sheets = sheet_chart_texts(source)
        mend = partial(repair_annex, sheet_texts=charts_of_sheets)
    else:
        mend = partial(repair_annex)
    made_of = repr((identity, texts)).encode() + exported.read_bytes()
    kept = workshop.settings.cache_folder() / "lagade" / f"{key_for(made_of, service.assemble)}.pdf"
    return make_once(kept, lambda fresh: mend(exported, fresh, identity))


def picture_texts(title: str, count: int) -> tuple[str, ...]:
    """What is told of pictures by those who have only been told the document's title: nothing of what they show."""
    if count == 1:
        return (f"Bild: {title}",)
    return tuple(f"{title}, inskannad sida {number} av {count}" for number in range(1, count + 1))
