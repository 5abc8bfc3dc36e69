"""What the register goes by: its series of numbers, and the informationshanteringsplan, with what became of them."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from service.errors import InvalidInput, Problem
from service.flow.diarium.plan_rows import find_rule, plan_versions, put_rule, remove_rule, series_versions
from service.flow.diarium.series import (
    REGISTRARS,
    list_plan,
    list_series,
    plan_mark,
    put_series,
    series_of_framework,
)
from service.flow.diarium.typed import plan_row, series
from service.flow.frameworks import list_organs
from service.flow.refusals import not_known
from service.model.diarium import Bevarande
from service.web.page import Go, Page, Reply, Show, Visit

_SERIES = ("myndighet", "namn", "monster", "regex", "forsta")
_RULE = (
    "handlingstyp",
    "namn",
    "klassificering",
    "process",
    "bevaras_gallras",
    "gallringsfrist",
    "gallringsbeslut",
)
_CODE = 80


def series_page(visit: Visit) -> Reply:
    """All series, and the place for a new one."""
    told = {"series": list_series(visit.service), "year": visit.service.now().year}
    return Show("diarium/all_series.html", {**_ground(visit), **told})


def one_series_page(visit: Visit) -> Reply:
    """A series to change, and its history."""
    kod = visit.at["serie"]
    found = next((one for one in list_series(visit.service) if one.kod == kod), None)
    if found is None:
        raise not_known("Serien")
    told = {"one": found, "versions": series_versions(visit.service, visit.person, kod)}
    return Show("diarium/series.html", {**_ground(visit), **told})


def _ground(visit: Visit) -> dict[str, Any]:
    """What every page of the register's frame needs."""
    organs = [(one.id, f"{one.id} {one.namn}") for one in list_organs(visit.service) if one.aktiv]
    return {"may_see": True, "may_enter": True, "organs": organs}


def _new_series(visit: Visit) -> Reply:
    kod = visit.typed("kod")
    if not kod or len(kod) > _CODE or not kod.replace("-", "").isalnum():
        told = _("Skriv bokstäver, siffror och bindestreck.")
        raise InvalidInput(Problem("invalid_id", _("Beteckningen har fel form."), "kod", told))
    made, first = series(kod, 0, _typed_series(visit))
    put_series(visit.service, visit.person, made, first)
    return Go("/diarium/serier", _("Serien %(code)s är upplagd.", code=kod))


def _from_framework(visit: Visit) -> Reply:
    made = series_of_framework(visit.service, visit.person)
    told = _("Nya serier: %(number)d.", number=len(made))
    return Go("/diarium/serier", told)


def _change_series(visit: Visit) -> Reply:
    kod = visit.at["serie"]
    if not any(one.kod == kod for one in list_series(visit.service)):
        raise not_known("Serien")
    made, _first = series(kod, visit.version, _typed_series(visit))
    put_series(visit.service, visit.person, made)
    return Go(f"/diarium/serier/{kod}", _("Serien är ändrad. Utgivna nummer är som de var."))


def _typed_series(visit: Visit) -> dict[str, Any]:
    raw: dict[str, Any] = {name: visit.typed(name) for name in _SERIES if visit.typed(name)}
    return {**raw, "arsvis": bool(visit.typed("arsvis"))}


def plan_page(visit: Visit) -> Reply:
    """The whole plan, the place for a new row, and its versions."""
    rules = list_plan(visit.service)
    told = {"rules": rules, "versions": plan_versions(visit.service, visit.person)}
    return Show("diarium/plan.html", {**_ground(visit), **told, **_rule_ground(visit, None)})


def rule_page(visit: Visit) -> Reply:
    """A row to change."""
    rule = find_rule(visit.service, visit.at["handlingstyp"])
    return Show("diarium/plan_row.html", {**_ground(visit), **_rule_ground(visit, rule)})


def _rule_ground(visit: Visit, rule: Any) -> dict[str, Any]:
    """The values of a row's fields, and what the plan is known by."""
    shown = {name: getattr(rule, name, "") for name in _RULE}
    shown["bevaras_gallras"] = getattr(shown["bevaras_gallras"], "value", "bevaras")
    values = {name: visit.typed(name) if visit.problems else shown[name] or "" for name in _RULE}
    fates = [(one.value, one.label) for one in Bevarande]
    mark = (
        visit.typed("plan") if visit.problems and visit.typed("plan") else plan_mark(list_plan(visit.service))
    )
    return {"rule": rule, "values": values, "fates": fates, "mark": mark}


def _typed_rule(visit: Visit) -> Any:
    return plan_row({name: visit.typed(name) for name in _RULE if visit.typed(name)})


def _add_rule(visit: Visit) -> Reply:
    put_rule(visit.service, visit.person, _typed_rule(visit), "", visit.typed("plan") or "-")
    return Go("/diarium/plan", _("Raden är tillagd. Det som redan är registrerat är som det var."))


def _change_rule(visit: Visit) -> Reply:
    kind = visit.at["handlingstyp"]
    find_rule(visit.service, kind)
    put_rule(visit.service, visit.person, _typed_rule(visit), kind, visit.typed("plan") or "-")
    return Go("/diarium/plan", _("Raden är ändrad. Det som redan är registrerat är som det var."))


def _remove_rule(visit: Visit) -> Reply:
    remove_rule(visit.service, visit.person, visit.at["handlingstyp"], visit.typed("plan") or "-")
    return Go("/diarium/plan", _("Raden är borttagen. Det som redan är registrerat är som det var."))


_S, _P = "/diarium/serier", "/diarium/plan"
PAGES = (
    Page("GET", _S, "diarieserier", series_page, REGISTRARS),
    Page("POST", _S, "ny_diarieserie", _new_series, REGISTRARS, again="diarieserier"),
    Page("POST", _S + "/ur-ramverket", "diarieserier_ur_ramverket", _from_framework, REGISTRARS, again="diarieserier"),
    Page("GET", _S + "/{serie}", "diarieserie", one_series_page, REGISTRARS),
    Page("POST", _S + "/{serie}", "andra_diarieserie_sida", _change_series, REGISTRARS, again="diarieserie"),
    Page("GET", _P, "hanteringsplan", plan_page, REGISTRARS),
    Page("POST", _P, "ny_hanteringsregel", _add_rule, REGISTRARS, again="hanteringsplan"),
    Page("GET", _P + "/{handlingstyp}", "hanteringsregel", rule_page, REGISTRARS),
    Page("POST", _P + "/{handlingstyp}", "andra_hanteringsregel", _change_rule, REGISTRARS, again="hanteringsregel"),
    Page("POST", _P + "/{handlingstyp}/ta-bort", "ta_bort_hanteringsregel", _remove_rule, REGISTRARS,
         again="hanteringsregel"),
)  # fmt: skip
