"""All rules for a model, by its type: the one way in for `flow`."""

from __future__ import annotations

from datetime import date

from service.errors import Notice, Problem
from service.model.dialogsammanfattning import Dialogsammanfattning
from service.model.framework import Framework
from service.model.kallelse import Kallelse
from service.model.nulagesbeskrivning import Nulagesbeskrivning
from service.model.tillkannagivande import Tillkannagivande
from service.rules.completeness import check_completeness
from service.rules.dates import (
    check_announcement_dates,
    check_dialog_dates,
    check_meeting_dates,
    check_report_dates,
)
from service.rules.dialog import check_dialog
from service.rules.diarienummer import check_diarienummer
from service.rules.expiry import check_expiry
from service.rules.finding import Findings, sorted_out
from service.rules.framework import check_framework
from service.rules.meeting import check_announcement, check_meeting
from service.rules.references import check_references, check_validity


def check(model: object, framework: Framework, on: date) -> tuple[list[Problem], list[Notice]]:
    """Every problem and every notice about a model.

    Args:
        model: what `schema` has made; of an unknown type only references and diarienummer are checked.
        framework: the framework it refers to; for a framework: itself.
        on: today; only the framework's own expiry and membership are measured by it, documents have their own day.
    """
    return sorted_out(_check(model, framework, on))


def document_day(model: object) -> date | None:
    """The day on which what the document refers to must be in force."""
    match model:
        case Nulagesbeskrivning(datum=day):
            return day
        case Dialogsammanfattning(datum=days):
            return max(days)
        case Kallelse(sammantrade=meeting) | Tillkannagivande(sammantrade=meeting):
            return meeting.datum
        case _:
            return None


def _check(model: object, framework: Framework, on: date) -> Findings:
    yield from check_references(model, framework)
    if isinstance(model, Framework):
        yield from check_framework(model, on)
        yield from check_expiry(model, on)
        return
    yield from check_diarienummer(model, framework)
    day = document_day(model)
    if day is not None:
        yield from check_validity(model, framework, day)
    yield from _check_document(model, framework)


def _check_document(model: object, framework: Framework) -> Findings:
    match model:
        case Nulagesbeskrivning():
            yield from check_completeness(model, framework)
            yield from check_report_dates(model)
        case Dialogsammanfattning():
            yield from check_dialog(model, framework)
            yield from check_dialog_dates(model)
        case Kallelse():
            yield from check_meeting(model, framework)
            yield from check_meeting_dates(model)
        case Tillkannagivande():
            yield from check_announcement(model)
            yield from check_announcement_dates(model)
        case _:
            pass
