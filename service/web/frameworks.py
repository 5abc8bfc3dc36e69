"""The framework's versions: read, compared, replaced by a new one, and changed entry by entry."""

from __future__ import annotations

from flask_babel import gettext as _

from service.errors import InvalidInput, Problem
from service.flow.framework_edit import EDITABLE, AskedEntry, asked_entry, change_entry, new_entry
from service.flow.framework_uses import uses_of
from service.flow.framework_views import framework_changes, shown_framework
from service.flow.frameworks import KEEPERS, add_framework, get_framework, list_frameworks
from service.flow.jobs import OutputFile
from service.flow.refusals import not_known, require
from service.web.language import mark
from service.web.page import Give, Go, Page, Reply, Show, Visit

KINDS = {"ny": mark("Ny"), "borta": mark("Borta"), "andrad": mark("Ändrad")}
TONES = {"ny": "good", "borta": "warning", "andrad": "info"}


def versions_page(visit: Visit) -> Reply:
    """All versions, and the place for a new one."""
    require(visit.person, KEEPERS, "", "Att sköta ramverket")
    return Show("frameworks.html", {"versions": list_frameworks(visit.service)})


def _version(visit: Visit) -> Reply:
    newest = list_frameworks(visit.service)[:1]
    version, lists = shown_framework(visit.service, visit.person, _nr(visit.at["nr"]))
    editable = EDITABLE if newest and newest[0].nr == version.nr else ()
    uses = uses_of(visit.service, visit.person, version.nr)
    return Show("framework.html", {"version": version, "lists": lists, "editable": editable, "uses": uses})


def _file(visit: Visit) -> Reply:
    found = get_framework(visit.service, _nr(visit.at["nr"]))
    return Give(OutputFile(f"ramverk-{found.nr}.json", found.sha256, 0))


def _compare(visit: Visit) -> Reply:
    versions = list_frameworks(visit.service)
    newest = versions[0].nr if versions else 0
    after = _nr(visit.query.get("nu") or str(newest))
    before = _nr(visit.query.get("forr") or str(max(after - 1, 1)))
    context = {
        "numbers": [(one.nr, f"{one.nr} {one.comment}".strip()) for one in versions],
        "before": before,
        "after": after,
        "changes": framework_changes(visit.service, visit.person, before, after),
        "kinds": KINDS,
        "tones": TONES,
    }
    return Show("framework_compare.html", context)


def _add(visit: Visit) -> Reply:
    if not visit.files:
        raise InvalidInput(
            Problem("file_missing", _("Ingen fil är vald."), "ramverk_fil", _("Välj ramverkets JSON-fil."))
        )
    before = list_frameworks(visit.service)[:1]
    made = add_framework(visit.service, visit.person, visit.files[0].path, visit.typed("kommentar")[:300])
    if before and before[0].nr == made.nr:
        return Go("/ramverk", _("Filen är densamma som den gällande versionen; ingenting är ändrat."), "info")
    told = _("Version %(nr)d gäller nu.", nr=made.nr)
    return Go(f"/ramverk/jamfor?forr={made.nr - 1}&nu={made.nr}" if made.nr > 1 else "/ramverk", told)


def edit_page(visit: Visit) -> Reply:
    """An entry to change."""
    kind, ident = visit.at["lista"], visit.at["post"]
    return _asked(visit, asked_entry(visit.service, visit.person, kind, ident), ident)


def new_page(visit: Visit) -> Reply:
    """An entry to write."""
    return _asked(visit, asked_entry(visit.service, visit.person, visit.at["lista"]), "")


def _asked(visit: Visit, asked: AskedEntry, ident: str) -> Reply:
    values = {one.name: _shown(visit, asked, one.name, one.kind) for one in asked.fields}
    context = {"asked": asked, "ident": ident, "kind": visit.at["lista"], "values": values}
    return Show("framework_edit.html", context)


def _shown(visit: Visit, asked: AskedEntry, name: str, kind: str) -> str | list[str]:
    """What was typed, when the form comes back; else what stands there."""
    if not visit.problems:
        return asked.value(name)
    return list(visit.ticked(name)) if kind == "flera" else visit.typed(name)


def _answers(visit: Visit) -> dict[str, str | tuple[str, ...]]:
    """What the form asked for, also the lists in which nothing is ticked."""
    shown = visit.ticked("visade")
    fields = {name: visit.typed(name) for name in visit.form if name not in shown}
    return {**fields, **{name: visit.ticked(name) for name in shown}}


def _edit(visit: Visit) -> Reply:
    kind, ident = visit.at["lista"], visit.at["post"]
    why = visit.typed("kommentar")[:300]
    made = change_entry(visit.service, visit.person, kind, ident, _answers(visit), visit.version, why)
    return Go(f"/ramverk/{made.nr}#{kind}", _("Version %(nr)d gäller nu.", nr=made.nr))


def _write(visit: Visit) -> Reply:
    kind, why = visit.at["lista"], visit.typed("kommentar")[:300]
    made = new_entry(visit.service, visit.person, kind, _answers(visit), visit.version, why)
    return Go(f"/ramverk/{made.nr}#{kind}", _("Version %(nr)d gäller nu.", nr=made.nr))


def _end(visit: Visit) -> Reply:
    """Give an entry its last day."""
    kind, ident = visit.at["lista"], visit.at["post"]
    day = visit.typed("giltig_till")
    if not day:
        raise InvalidInput(Problem("missing_value", _("Välj den sista dagen."), "giltig_till", ""))
    why = visit.typed("kommentar")[:300]
    made = change_entry(visit.service, visit.person, kind, ident, {"giltig_till": day}, visit.version, why)
    return Go(f"/ramverk/{made.nr}#{kind}", _("Version %(nr)d gäller nu.", nr=made.nr))


def _nr(text: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) < 9:
        return int(text)
    raise not_known("Ramverket")


PAGES = (
    Page("GET", "/ramverk", "ramverk", versions_page, KEEPERS, menu=mark("Ramverk")),
    Page("POST", "/ramverk", "nytt_ramverk_sida", _add, KEEPERS, again="ramverk", upload=True),
    Page("GET", "/ramverk/jamfor", "jamfor_ramverk", _compare, KEEPERS),
    Page("GET", "/ramverk/{nr}", "ramverksversion", _version, KEEPERS),
    Page("GET", "/ramverk/{nr}/fil", "ramverksfil", _file, KEEPERS),
    Page("GET", "/ramverk/andra/{lista}/{post}", "andra_ramverkspost", edit_page, KEEPERS),
    Page("POST", "/ramverk/andra/{lista}/{post}", "spara_ramverkspost", _edit, KEEPERS, again="andra_ramverkspost"),
    Page("POST", "/ramverk/andra/{lista}/{post}/avsluta", "avsluta_ramverkspost", _end, KEEPERS,
         again="andra_ramverkspost"),
    Page("GET", "/ramverk/ny/{lista}", "ny_ramverkspost", new_page, KEEPERS),
    Page("POST", "/ramverk/ny/{lista}", "lagg_till_ramverkspost", _write, KEEPERS, again="ny_ramverkspost"),
)  # fmt: skip
