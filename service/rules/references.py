"""Every reference of any model: it must exist in the framework, and be in force when that matters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from service.errors import Notice, Problem
from service.model.framework import Framework
from service.model.marks import walk_fields
from service.model.ramverk import Versioned
from service.model.wording import nearest, quoted
from service.rules.finding import Finding, Findings


@dataclass(frozen=True, slots=True)
class Target:
    """How a list of the framework is spoken of; `binding`: an expired one may not be used."""

    code: str
    noun: str
    plural: str
    binding: bool = False


TARGETS: Mapping[str, Target] = {
    "organ": Target("unknown_organ", "Organet", "organen", binding=True),
    "mandatperioder": Target("unknown_mandatperiod", "Mandatperioden", "mandatperioderna"),
    "ledamoter": Target("unknown_ledamot", "Ledamoten", "ledamöterna"),
    "visioner": Target("unknown_vision", "Visionen", "visionerna"),
    "vardegrunder": Target("unknown_vardegrund", "Värdegrunden", "värdegrunderna"),
    "riktningsmal": Target("unknown_riktningsmal", "Riktningsmålet", "riktningsmålen", binding=True),
    "omvarldsfaktorer": Target(
        "unknown_omvarldsfaktor", "Omvärldsfaktorn", "omvärldsfaktorerna", binding=True
    ),
    "styrdokument": Target("unknown_styrdokument", "Styrdokumentet", "styrdokumenten", binding=True),
    "budgetar": Target("unknown_budget", "Budgeten", "budgetarna"),
    "uppdrag": Target("unknown_uppdrag", "Uppdraget", "uppdragen"),
    "bokslut": Target("unknown_bokslut", "Bokslutet", "bokslutet"),
    "organmal": Target("unknown_organmal", "Det egna målet", "organens egna mål"),
    "omvarldsanalyser": Target("unknown_omvarldsanalys", "Omvärldsanalysen", "omvärldsanalyserna"),
    "omvarldsdagar": Target("unknown_omvarldsdag", "Omvärldsdagen", "omvärldsdagarna"),
    "tillitsprinciper": Target("unknown_tillitsprincip", "Tillitsprincipen", "tillitsprinciperna"),
    "processar": Target("unknown_processar", "Processåret", "processåren"),
}

HISTORIC = frozenset({"mandatperioder", "omvarldsdagar"})
"""Lists of past events: that they are over says nothing against referring to them."""


def check_references(model: object, framework: Framework) -> Findings:
    """Every id that the framework does not know."""
    lists = framework.lists()
    for path, field, value in walk_fields(model):
        name = field.metadata.get("ref")
        if name and value and value not in lists[name]:
            yield _unknown(TARGETS[name], str(value), path, lists[name])


def check_validity(model: object, framework: Framework, on: date) -> Findings:
    """Every reference to something that is not in force on the document's day."""
    lists = framework.lists()
    for path, field, value in walk_fields(model):
        name = field.metadata.get("ref")
        if not name or not value or name in HISTORIC:
            continue
        entity = lists[name].get(value)
        if entity is not None and not entity.in_force(on):
            yield _not_in_force(TARGETS[name], entity, path, on)


def _unknown(target: Target, value: str, path: str, known: Mapping[str, Versioned]) -> Problem:
    guess = nearest(value, known)
    hint = f"Menade du ”{guess}”? " if guess else ""
    some = ", ".join(list(known)[:12]) + (" …" if len(known) > 12 else "")
    remedy = (
        f"{hint}Ramverket har {target.plural} {some}." if known else f"Lägg in {target.plural} i ramverket."
    )
    return Problem(target.code, f"{target.noun} {quoted(value)} finns inte i ramverket.", path, remedy)


def _not_in_force(target: Target, entity: Versioned, path: str, on: date) -> Finding:
    if on < entity.giltig_fran:
        code, when = "reference_not_yet_valid", f"gäller först från {entity.giltig_fran}"
    else:
        code, when = "reference_expired", f"gällde bara till och med {entity.giltig_till}"
    message = f"{target.noun} {quoted(entity.id)} {when}, men dokumentet är daterat {on}."
    if not target.binding:
        return Notice(code, message, path)
    return Problem(code, message, path, f"Välj bland {target.plural} som gäller {on}, eller rätta datumet.")
