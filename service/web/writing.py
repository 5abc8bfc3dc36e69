"""Writing a report, part by part: the form, saving as one types, who else is there, and the pages beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from flask_babel import gettext as _

from service.clock import STOCKHOLM
from service.flow.desk import be_present
from service.flow.editing import Editing, differing, open_editing, save_part, typed_answers
from service.flow.preview import (
    Preview,
    order_preview,
    order_sketch,
    page_picture,
    preview_of,
    sketch_picture,
    sketch_state,
)
from service.flow.refusals import OldVersion, not_known
from service.flow.register import WRITERS
from service.flow.service import Service
from service.model.people import Person, Role
from service.web.page import Data, Go, Page, Picture, Reply, Show, Visit
from service.web.questions import questions_of
from service.web.versions import label_of, shown_difference

READERS = frozenset(Role) - {Role.ADMINISTRATOR}
_ADD, _TAKE = "ny:", "bort:"


def _part(visit: Visit) -> Reply:
    editing = _editing(visit)
    nr = _nr(visit)
    answers = editing.draft.answers
    return _form(visit, editing, nr, answers, visit.query.get("ny", ""))


def _form(
    visit: Visit,
    editing: Editing,
    nr: int,
    answers: Mapping[str, Any],
    added: str = "",
    theirs: Sequence[tuple[str, str, str]] | None = None,
) -> Show:
    context = {
        "editing": editing,
        "report": editing.report,
        "nr": nr,
        "part": editing.part(nr),
        "items": questions_of(editing, nr, answers, added),
        "ground": editing.ground(nr),
        "others": be_present(visit.service, visit.person, editing.report.id, str(nr)),
        "theirs": theirs,
        "problems": editing.problems_of(nr),
    }
    return Show("writing.html", context, 412 if theirs is not None else 200)


def _save(visit: Visit) -> Reply:
    nr, report = _nr(visit), visit.at["rapport"]
    wish = visit.typed("gor")
    fields = _without(visit.form, wish.removeprefix(_TAKE)) if wish.startswith(_TAKE) else visit.form
    try:
        save_part(visit.service, visit.person, report, nr, fields, visit.typed("grund"))
    except OldVersion:
        if visit.quiet:
            raise
        editing = _editing(visit)
        mine = typed_answers(editing, nr, fields)
        form = editing.form
        theirs = [
            (path, label_of(form, path), shown_difference(form, path, saved))
            for path, _typed, saved in differing(mine, editing.draft.answers)
        ]
        return _form(visit, editing, nr, mine, theirs=theirs)
    if visit.quiet:
        return Data(_told(visit, _editing(visit), nr))
    if wish.startswith(_ADD):
        return Go(f"/rapporter/{report}/delar/{nr}?ny={wish.removeprefix(_ADD)}")
    if wish == "vidare":
        following = nr + 1 if nr < len(_editing(visit).parts) else 0
        return Go(f"/rapporter/{report}/delar/{following}" if following else f"/rapporter/{report}")
    return Go(f"/rapporter/{report}/delar/{nr}", _("Sparat."))


def _told(visit: Visit, editing: Editing, nr: int) -> dict[str, Any]:
    """What a script shows after it has saved."""
    at = visit.service.now().astimezone(STOCKHOLM)
    return {
        "at": f"{at:%H.%M}",
        "ground": editing.ground(nr),
        "version": editing.report.version,
        "parts": [{**asdict(one), "done": one.done} for one in editing.parts],
        "problems": [asdict(one) for one in editing.problems_of(nr)],
        "faults": len(editing.problems),
    }


def _without(form: Mapping[str, Sequence[str]], row: str) -> dict[str, Sequence[str]]:
    """What was typed, but for one row of a list."""
    kept = {
        name: values
        for name, values in form.items()
        if name != row and not name.startswith((f"{row}.", f"{row}["))
    }
    kept["finns"] = [one for one in form.get("finns", ()) if one != row and not one.startswith(f"{row}.")]
    return kept


def _presence(visit: Visit) -> Reply:
    found = be_present(visit.service, visit.person, visit.at["rapport"], visit.typed("del"))
    return Data({"others": [{"name": name, "part": part} for name, part in found]})


def _pages(visit: Visit) -> Reply:
    """The finished pages, as a page of their own or for the script beside the form."""
    editing = _editing(visit)
    preview = preview_of(visit.service, visit.person, visit.at["rapport"])
    if visit.quiet:
        return Data(_preview_told(editing, preview))
    waits = preview.latest is not None and not preview.latest["avslutat"]
    context = {"editing": editing, "report": editing.report, "preview": preview, "waits": waits}
    return Show("pages.html", context)


def _preview_told(editing: Editing, preview: Preview) -> dict[str, Any]:
    latest, shown = preview.latest, preview.shown
    current = shown is not None and shown["indata"] == editing.report.nr
    return {
        "faults": len(editing.problems),
        "latest": {
            key: latest[key] for key in ("id", "status", "avslutat", "fas", "gjort", "antal", "indata", "fel")
        }
        if latest
        else None,
        "shown": shown["id"] if shown else "",
        "pages": preview.pages,
        "current": current,
    }


def _build(visit: Visit) -> Reply:
    report = visit.at["rapport"]
    job = order_preview(visit.service, visit.person, report)
    visit.ring(job)
    if visit.quiet:
        return Data({"job": job})
    return Go(f"/rapporter/{report}/sidor", _("Sidorna görs. Ladda om sidan om en liten stund."), "info")


def _sketch(visit: Visit) -> Reply:
    """Order the pages as the report stands; the script that has ordered them looks after them."""
    report = visit.at["rapport"]
    job = order_sketch(visit.service, visit.person, report)
    visit.ring(job)
    return Data({"job": job, "faults": len(_editing(visit).problems)})


def _sketch_state(visit: Visit) -> Reply:
    return Data(sketch_state(visit.service, visit.person, visit.at["rapport"], visit.at["jobb"]))


def _picture(visit: Visit) -> Reply:
    return _drawn(visit, page_picture)


def _sketch_picture(visit: Visit) -> Reply:
    return _drawn(visit, sketch_picture)


def _drawn(visit: Visit, draw: Callable[[Service, Person, str, str, int, int], tuple[bytes, str]]) -> Picture:
    number = visit.at["sida"]
    if not (number.isascii() and number.isdecimal() and len(number) < 6):
        raise not_known("Sidan")
    width = visit.query.get("bredd", "900")
    wide = int(width) if width.isascii() and width.isdecimal() and len(width) < 6 else 900
    content, name = draw(
        visit.service, visit.person, visit.at["rapport"], visit.at["jobb"], int(number), wide
    )
    return Picture(content, "image/png", name)


def _editing(visit: Visit) -> Editing:
    return open_editing(visit.service, visit.person, visit.at["rapport"])


def _nr(visit: Visit) -> int:
    text = visit.at["del"]
    if not (text.isascii() and text.isdecimal() and len(text) < 4):
        raise not_known("Delen")
    return int(text)


_R = "/rapporter/{rapport}"
PAGES = (
    Page("GET", _R + "/delar/{del}", "rapport_del", _part, READERS),
    Page("POST", _R + "/delar/{del}", "spara_del", _save, WRITERS),
    Page("POST", _R + "/narvaro", "narvaro", _presence, READERS),
    Page("GET", _R + "/sidor", "rapport_sidor", _pages, READERS),
    Page(
        "POST", _R + "/sidor", "gor_sidor", _build, WRITERS | {Role.KANSLI, Role.REGISTRATOR, Role.GRANSKARE}
    ),
    Page("GET", _R + "/sidor/{jobb}/{sida}", "rapport_sida", _picture, READERS),
    Page("POST", _R + "/utkast", "gor_utkast", _sketch, READERS),
    Page("GET", _R + "/utkast/{jobb}", "rapport_utkast", _sketch_state, READERS),
    Page("GET", _R + "/utkast/{jobb}/{sida}", "utkast_sida", _sketch_picture, READERS),
)
