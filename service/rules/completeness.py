"""A nulägesbeskrivning says something about everything it must: goals, factors, governing documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from service.errors import Notice, Problem
from service.model.choices import Organtyp, Styrdokumenttyp
from service.model.framework import Framework
from service.model.nulagesbeskrivning import Nulagesbeskrivning
from service.model.ramverk import Omvarldsfaktor, Organ, Riktningsmal
from service.model.wording import quoted
from service.rules.finding import Findings

FOUNDATIONS = {
    Organtyp.NAMND: (Styrdokumenttyp.REGLEMENTE,),
    Organtyp.KOMMUNSTYRELSE: (Styrdokumenttyp.REGLEMENTE,),
    Organtyp.BOLAG: (Styrdokumenttyp.BOLAGSORDNING, Styrdokumenttyp.AGARDIREKTIV),
}
"""Which governing documents the mission of each kind of body rests on (S:69-71, 126)."""


def check_completeness(report: Nulagesbeskrivning, framework: Framework) -> Findings:
    """Everything that must be in the report, once."""
    yield from _check_goals(report, framework)
    yield from _check_factors(report, framework)
    yield from _check_organ(report, framework)
    yield from _check_omvarldsanalys(report, framework)
    yield from _check_own_goals(report, framework)
    yield from _check_uppdrag(report, framework)


def _check_goals(report: Nulagesbeskrivning, framework: Framework) -> Findings:
    given = [part.riktningsmal for part in report.per_riktningsmal]
    for goal in framework.active_riktningsmal(report.datum):
        if goal.id not in given:
            yield Problem(
                "missing_riktningsmal",
                f"Riktningsmål {goal.nr} ”{goal.rubrik}” saknas i nulägesanalysen.",
                "per_riktningsmal",
                f"Lägg till en post med ”riktningsmal”: ”{goal.id}”; alla gällande riktningsmål ska följas upp.",
            )
    yield from _check_doubles("duplicate_riktningsmal", "riktningsmal", "Riktningsmålet", given)
    goals = {goal.id: goal for goal in framework.riktningsmal}
    for index, part in enumerate(report.per_riktningsmal):
        found = goals.get(part.riktningsmal)
        if found is not None and found.foljs_upp_genom != part.uppfoljning_typ:
            yield Notice(
                "follow_up_differs",
                f"Riktningsmål {found.nr} ska enligt ramverket följas upp genom "
                f"{found.foljs_upp_genom.label.lower()}, men följs här upp genom "
                f"{part.uppfoljning_typ.label.lower()}.",
                f"per_riktningsmal[{index}].uppfoljning_typ",
            )
    yield from _check_mandatperiod(report, [goals[i] for i in given if i in goals], framework)


def _check_factors(report: Nulagesbeskrivning, framework: Framework) -> Findings:
    given = [part.omvarldsfaktor for part in report.per_omvarldsfaktor]
    for factor in framework.active_omvarldsfaktorer(report.datum):
        if factor.id not in given:
            yield Problem(
                "missing_omvarldsfaktor",
                f"{factor.typ.label} {factor.nr} ”{factor.rubrik}” saknas i nulägesanalysen.",
                "per_omvarldsfaktor",
                f"Lägg till en post med ”omvarldsfaktor”: ”{factor.id}”; alla gällande ska besvaras.",
            )
    yield from _check_doubles("duplicate_omvarldsfaktor", "omvarldsfaktor", "Omvärldsfaktorn", given)


def _check_doubles(code: str, name: str, noun: str, given: Sequence[str]) -> Findings:
    for index, one in enumerate(given):
        if one in given[:index]:
            yield Problem(
                code,
                f"{noun} {quoted(one)} finns med mer än en gång.",
                f"per_{name}[{index}].{name}",
                "Slå ihop avsnitten eller rätta beteckningen.",
            )


def _check_mandatperiod(
    report: Nulagesbeskrivning, entities: Iterable[Riktningsmal | Omvarldsfaktor], framework: Framework
) -> Findings:
    strangers = sorted({entity.id for entity in entities if entity.mandatperiod != report.mandatperiod})
    if strangers:
        yield Problem(
            "wrong_mandatperiod",
            f"Dokumentet gäller mandatperioden {quoted(report.mandatperiod)}, men riktningsmålen "
            f"{', '.join(strangers)} hör till en annan.",
            "mandatperiod",
            "Rätta mandatperioden eller följ upp den periodens riktningsmål.",
        )
    current = framework.mandatperiod(report.datum)
    if current is not None and current.id != report.mandatperiod and not strangers:
        yield Notice(
            "old_mandatperiod",
            f"Dokumentet är daterat {report.datum}, då mandatperioden {quoted(current.id)} hade börjat, "
            f"men gäller {quoted(report.mandatperiod)}.",
            "mandatperiod",
        )


def _check_organ(report: Nulagesbeskrivning, framework: Framework) -> Findings:
    organ = framework.find_organ(report.organ)
    if organ is None:
        return
    if organ.typ not in FOUNDATIONS:
        yield Problem(
            "wrong_organ",
            f"{organ.namn} skriver ingen nulägesbeskrivning; det gör nämnder och bolag.",
            "organ",
            "Välj den nämnd eller det bolag som rapporten gäller.",
        )
        return
    yield from _check_foundations(report, organ, framework)


def _check_foundations(report: Nulagesbeskrivning, organ: Organ, framework: Framework) -> Findings:
    path = "verksamhetsbeskrivning.grunddokument"
    given = report.verksamhetsbeskrivning.grunddokument
    known = {document.id: document for document in framework.styrdokument}
    documents = [known[one] for one in given if one in known]
    for typ in FOUNDATIONS[organ.typ]:
        if not any(document.typ == typ and document.organ == organ.id for document in documents):
            own = [d.id for d in framework.styrdokument_of(organ.id, report.datum) if d.typ == typ]
            yield Problem(
                "missing_styrdokument",
                f"{typ.label} för {organ.namn} saknas bland grunddokumenten.",
                path,
                f"Lägg till ”{own[0]}”."
                if own
                else f"Lägg först in dokumentet ({typ.label.lower()}) i ramverket.",
            )
    for index, one in enumerate(given):
        if one in known and known[one].organ not in {"", organ.id}:
            yield Problem(
                "foreign_styrdokument",
                f"Styrdokumentet ”{known[one].titel}” gäller {quoted(known[one].organ)}, inte {organ.namn}.",
                f"{path}[{index}]",
                f"Ange de styrdokument som gäller {organ.namn}.",
            )


def _check_omvarldsanalys(report: Nulagesbeskrivning, framework: Framework) -> Findings:
    part = report.omvarldsanalys
    found = next((one for one in framework.omvarldsanalyser if one.id == part.analys), None)
    if found is None:
        return
    if part.version != found.version:
        yield Problem(
            "version_mismatch",
            f"Rapporten bygger på version {part.version} av omvärldsanalysen {quoted(found.id)}, "
            f"men ramverket har version {found.version}.",
            "omvarldsanalys.version",
            f"Läs version {found.version}, se över kommentaren och ändra versionen till {found.version}.",
        )
    if found.ar != report.ar:
        yield Notice(
            "omvarldsanalys_of_other_year",
            f"Omvärldsanalysen {quoted(found.id)} gäller år {found.ar}, men rapporten år {report.ar}.",
            "omvarldsanalys.analys",
        )


def _check_own_goals(report: Nulagesbeskrivning, framework: Framework) -> Findings:
    goals = {goal.id: goal for goal in framework.organmal}
    for index, part in enumerate(report.egna_mal):
        goal = goals.get(part.organmal)
        if goal is not None and goal.organ != report.organ:
            yield Problem(
                "foreign_organmal",
                f"Målet {quoted(goal.id)} hör till {quoted(goal.organ)}, inte till {quoted(report.organ)}.",
                f"egna_mal[{index}].organmal",
                "Ange nämndens eller bolagets egna mål.",
            )


def _check_uppdrag(report: Nulagesbeskrivning, framework: Framework) -> Findings:
    known = {uppdrag.id: uppdrag for uppdrag in framework.uppdrag}
    for index, part in enumerate(report.uppdrag):
        uppdrag = known.get(part.uppdrag)
        if uppdrag is not None and report.organ not in uppdrag.till_organ:
            yield Notice(
                "foreign_uppdrag",
                f"Uppdraget {quoted(uppdrag.id)} är inte riktat till {quoted(report.organ)}.",
                f"uppdrag[{index}].uppdrag",
            )
    told = {part.uppdrag for part in report.uppdrag}
    for uppdrag in framework.uppdrag:
        if report.organ in uppdrag.till_organ and uppdrag.in_force(report.datum) and uppdrag.id not in told:
            what = "Den särskilda satsningen" if uppdrag.sarskild_satsning else "Uppdraget"
            yield Notice(
                "uppdrag_not_reported",
                f"{what} {uppdrag.nr} {quoted(uppdrag.text)} redovisas inte (KL 6:5).",
                "uppdrag",
            )
