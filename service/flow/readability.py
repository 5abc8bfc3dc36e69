"""How well the annexes can be read by those who do not see their pages: counted, told in Swedish, and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

import service.assemble
from service.assemble.accessibility import AccessibilityReport
from service.assemble.accessibility_words import Remark, remarks
from service.assemble.answers import report_of
from service.assemble.isolation import Triage, WorkFailed
from service.errors import Notice
from service.flow.annex import Annex
from service.flow.conformance import standards_shown
from service.flow.document import key_for, make_once
from service.flow.paging import in_parallel
from service.flow.published import sha256_of
from service.flow.wiring import Workshop

_SAID = {"annex_untagged": "untagged", "annex_no_text": "textless"}
"""Notices of triage that say the same as a remark."""
_MOST_TOLD = 3


def describe_annexes(annexes: Sequence[Annex], triage: Triage, workshop: Workshop) -> list[Annex]:
    """The annexes with their reports; one that cannot be read that closely has none."""
    if not annexes:
        return []
    look = partial(_look, triage, workshop)
    return in_parallel("Tillgänglighet", annexes, look, workshop, lambda annex: annex.one.numbered.label)


def _look(triage: Triage, workshop: Workshop, annex: Annex) -> Annex:
    access = describe_file(annex.pdf, annex.inspected.page_count, triage, workshop)
    return replace(annex, access=access)


def describe_file(pdf: Path, pages: int, triage: Triage, workshop: Workshop) -> AccessibilityReport | None:
    """The report on a file that was let in, asked for once; None when the file cannot be read that closely."""

    def ask(fresh: Path) -> None:
        fresh.write_text(json.dumps(triage.work("describe", pages, pdf=str(pdf))), encoding="utf-8")

    made_of = f"describe {sha256_of(pdf)}".encode()
    kept = workshop.settings.cache_folder() / "bilagor" / f"{key_for(made_of, service.assemble)}.json"
    try:
        return report_of(json.loads(make_once(kept, ask).read_text(encoding="utf-8")))
    except WorkFailed:
        return None


def readability_notice(annex: Annex) -> Iterator[Notice]:
    """What keeps a reader out, beside what triage has said already; nothing when nothing does."""
    said = {_SAID[notice.code] for notice in annex.notices if notice.code in _SAID}
    left = [remark for remark in remarks_of(annex.access) if remark.code not in said]
    if not left:
        return
    more = f" Och {len(left) - _MOST_TOLD} till." if len(left) > _MOST_TOLD else ""
    yield Notice(
        "annex_hard_to_read",
        f"{annex.name}: {' '.join(remark.what for remark in left[:_MOST_TOLD])}{more} "
        "Råd ger samlad granska-bilaga.",
        source=annex.name,
    )


def remarks_of(access: AccessibilityReport | None) -> tuple[Remark, ...]:
    """The remarks of a report, if there is one."""
    return remarks(access) if access is not None else ()


def readability_shown(access: AccessibilityReport | None) -> dict[str, Any]:
    """A report for programs: its counts, and each remark with advice; empty when there is none."""
    if access is None:
        return {}
    counted = asdict(access)
    names = {
        "pages": "sidor", "tagged": "taggad", "suspect": "gissade_taggar", "language": "sprak", "title": "titel",
        "title_shown": "titel_visas", "textless": "sidor_utan_text", "bookmarks": "bokmarken", "headings": "rubriker",
        "heading_gaps": "hoppade_rubriknivaer", "figures": "bilder",
        "figures_without_text": "bilder_utan_alternativtext",
        "tables": "tabeller", "tables_without_headers": "tabeller_utan_rubrikceller", "lists": "listor",
        "links": "lankar", "links_untagged": "lankar_utan_taggar", "links_without_text": "lankar_utan_text",
        "fields": "falt", "fields_without_name": "falt_utan_namn", "order_unsaid": "sidor_utan_tabbordning",
    }  # fmt: skip
    shown: dict[str, Any] = {swedish: counted[key] for key, swedish in names.items()}
    shown["brister"] = [
        {"kod": remark.code, "text": remark.what, "rad": remark.remedy} for remark in remarks_of(access)
    ]
    return shown


def annex_shown(annex: Annex) -> dict[str, Any]:
    """What the manifest says of an annex beside what it says of every part."""
    facts = {
        "standarder": standards_shown(annex.verdict),
        "atgarder": list(annex.ways),
        "provat": [] if annex.archival else list(annex.tried),
        "tillganglighet": readability_shown(annex.access),
    }
    return {key: fact for key, fact in facts.items() if fact}
