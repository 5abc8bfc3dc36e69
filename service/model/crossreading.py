"""Reports laid side by side: the nulägesbild of a year from its nulägesbeskrivningar and tillitsdialoger.

Pure functions: what goes in comes out quoted in full or counted. The order of the bodies is the framework's, that of
goals and factors their mandatperiod's and their number's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import TypeVar

from service.model.choices import Forslagsslag, Maluppfyllelse, Organtyp
from service.model.dialogsammanfattning import Dialogsammanfattning
from service.model.framework import Framework
from service.model.nulagesbeskrivning import Nulagesbeskrivning, PerOmvarldsfaktor, PerRiktningsmal
from service.model.nulagesbild import (
    SYMBOLS,
    Bedomning,
    Beloppsrad,
    Dialogkapitel,
    Faktorkapitel,
    Faktorsvar,
    Forslagsrad,
    Forslagssumma,
    Hanvisning,
    Insatsrad,
    Malkapitel,
    Malsvar,
    Matrisrad,
    Nulagesbild,
    Organforflyttningar,
    Riskrad,
    Samladsvar,
    Underlagsrad,
)
from service.model.nulagesbildsorder import Nulagesbildsorder
from service.model.ramverk import Omvarldsfaktor, Organ, Riktningsmal
from service.model.yearly_change import changes_of

Numbered = TypeVar("Numbered", Riktningsmal, Omvarldsfaktor)

ANSWERING = (Organtyp.KOMMUNSTYRELSE, Organtyp.NAMND, Organtyp.BOLAG)
"""The kinds of body that write a nulägesbeskrivning (S:110-116)."""

MISSING = "Har inte lämnat"
NBSP = "\u00a0"
NOT_TREATED = "Behandlas inte"


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was found for a year; each body at most once in each list."""

    reports: tuple[Nulagesbeskrivning, ...]
    last_year: tuple[Nulagesbeskrivning, ...]
    dialogs: tuple[Dialogsammanfattning, ...]
    left_out: Mapping[str, str]
    """Body → why its report of the year is not quoted."""
    dialogs_left_out: int = 0


def compile_nulagesbild(order: Nulagesbildsorder, found: Gathered, framework: Framework) -> Nulagesbild:
    """The nulägesbild of the order's year."""
    rank = {organ.id: place for place, organ in enumerate(framework.organ)}
    reports = sorted(found.reports, key=lambda report: rank[report.organ])
    last_year = {report.organ: report for report in found.last_year}
    names = {organ.id: organ.namn for organ in framework.organ}
    sources = _sources(order, reports, found, framework)
    chapters = _goal_chapters(reports, framework)
    proposals = tuple(row for report in reports for row in proposals_of(report))
    sums = tuple(count_proposals(report, names[report.organ]) for report in reports)
    return Nulagesbild(
        id=order.id,
        ar=order.ar,
        forra_aret=order.ar - 1,
        organ=order.organ,
        datum=order.datum,
        diarienummer=order.diarienummer,
        underlag=sources,
        antal_organ=len(sources),
        antal_aterges=len(reports),
        ej_lamnade=tuple(row.organ for row in sources if row.lage == MISSING),
        ej_aterges=tuple(row for row in sources if not row.aterges and row.lage != MISSING),
        matris=tuple(_matrix_row(report, chapters) for report in reports),
        riktningsmal=chapters,
        samlat=tuple(_overall(report) for report in reports),
        omvarldsfaktorer=_factor_chapters(reports, framework),
        forflyttningar=tuple(_shifts(report) for report in reports),
        forslag=proposals,
        belopp=sums,
        forslagssumma=_total(sums),
        utvecklingsinsatser=tuple(row for report in reports for row in _developments(report)),
        dialoger=tuple(
            _dialog(one) for one in sorted(found.dialogs, key=lambda one: (one.typ, one.datum, one.id))
        ),
        antal_dialoger_ej_aterges=found.dialogs_left_out,
        forandringar=changes_of(
            [(last_year[report.organ], report) for report in reports if report.organ in last_year],
            framework,
            count_proposals,
            reference,
        ),
    )


def reference(report: Nulagesbeskrivning, heading: str, subject: str = "") -> Hanvisning:
    """Where in a report something stands."""
    return Hanvisning(
        dokument=report.id,
        titel=f"nulägesbeskrivning {report.ar}",
        diarienummer=report.diarienummer,
        avsnitt=heading,
        amne=subject,
    )


def answering_organ(order: Nulagesbildsorder, framework: Framework) -> tuple[Organ, ...]:
    """The bodies from which a report is expected: those in force on the order's day."""
    return tuple(organ for organ in framework.organ if organ.typ in ANSWERING and organ.in_force(order.datum))


def _sources(
    order: Nulagesbildsorder, reports: Sequence[Nulagesbeskrivning], found: Gathered, framework: Framework
) -> tuple[Underlagsrad, ...]:
    by_organ = {report.organ: report for report in reports}
    before = {report.organ for report in found.last_year}
    expected = {organ.id for organ in answering_organ(order, framework)}
    rows = []
    for organ in framework.organ:
        report = by_organ.get(organ.id)
        if report is not None:
            rows.append(
                Underlagsrad(
                    organ=organ.id,
                    lage="Återges",
                    aterges=True,
                    diarienummer=report.diarienummer,
                    datum=report.datum,
                    beslut=report.beslut,
                    status=report.status,
                    forra_aret=organ.id in before,
                )
            )
        elif organ.id in expected or organ.id in found.left_out:
            reason = found.left_out.get(organ.id, MISSING)
            rows.append(
                Underlagsrad(organ=organ.id, lage=reason, aterges=False, forra_aret=organ.id in before)
            )
    return tuple(rows)


def _in_order(used: Iterable[str], known: Iterable[Numbered]) -> list[Numbered]:
    """The goals or factors that the reports treat; the older mandatperiod first."""
    wanted = set(used)
    found = {entity.id: entity for entity in known if entity.id in wanted}
    return sorted(found.values(), key=lambda entity: (entity.giltig_fran, entity.nr, entity.id))


def _goal_chapters(reports: Sequence[Nulagesbeskrivning], framework: Framework) -> tuple[Malkapitel, ...]:
    used = (part.riktningsmal for report in reports for part in report.per_riktningsmal)
    return tuple(_goal_chapter(goal, reports) for goal in _in_order(used, framework.riktningsmal))


def _goal_chapter(goal: Riktningsmal, reports: Sequence[Nulagesbeskrivning]) -> Malkapitel:
    answers = tuple(
        _goal_answer(report, part, goal)
        for report in reports
        for part in report.per_riktningsmal
        if part.riktningsmal == goal.id
    )
    return Malkapitel(
        riktningsmal=goal.id,
        rubrik=f"{goal.nr}. {goal.rubrik}",
        uppnatt=_how_many(answers, Maluppfyllelse.UPPNATT),
        delvis=_how_many(answers, Maluppfyllelse.DELVIS),
        ej=_how_many(answers, Maluppfyllelse.EJ),
        ej_bedomt=_how_many(answers, Maluppfyllelse.EJ_BEDOMT),
        svar=answers,
    )


def _how_many(answers: Sequence[Malsvar], wanted: Maluppfyllelse) -> int:
    return sum(answer.maluppfyllelse is wanted for answer in answers)


def _goal_answer(report: Nulagesbeskrivning, part: PerRiktningsmal, goal: Riktningsmal) -> Malsvar:
    return Malsvar(
        organ=report.organ,
        uppfoljning_typ=part.uppfoljning_typ,
        maluppfyllelse=part.maluppfyllelse,
        tecken=SYMBOLS[part.maluppfyllelse],
        hur_man_relaterar=part.hur_man_relaterar,
        resultat=part.resultat,
        framdrift=part.framdrift,
        hur_tagit_sig_an=part.hur_tagit_sig_an,
        forutsattningar=part.forutsattningar,
        hanvisning=reference(report, f"Riktningsmål {goal.nr}: {goal.rubrik}", goal.rubrik),
    )


def _matrix_row(report: Nulagesbeskrivning, chapters: Sequence[Malkapitel]) -> Matrisrad:
    cells = []
    for chapter in chapters:
        answer = next((one for one in chapter.svar if one.organ == report.organ), None)
        cells.append(
            Bedomning(
                organ=report.organ,
                riktningsmal=chapter.riktningsmal,
                maluppfyllelse=answer.maluppfyllelse if answer else None,
                text=f"{answer.tecken}{NBSP}{answer.maluppfyllelse.label}" if answer else NOT_TREATED,
                hanvisning=answer.hanvisning if answer else None,
            )
        )
    return Matrisrad(organ=report.organ, bedomningar=tuple(cells))


def _factor_chapters(
    reports: Sequence[Nulagesbeskrivning], framework: Framework
) -> tuple[Faktorkapitel, ...]:
    used = (part.omvarldsfaktor for report in reports for part in report.per_omvarldsfaktor)
    chapters = []
    for factor in _in_order(used, framework.omvarldsfaktorer):
        parts = [
            (
                report,
                part,
                reference(report, f"{factor.typ.label} {factor.nr}: {factor.rubrik}", factor.rubrik),
            )
            for report in reports
            for part in report.per_omvarldsfaktor
            if part.omvarldsfaktor == factor.id
        ]
        chapters.append(
            Faktorkapitel(
                omvarldsfaktor=factor.id,
                antal_risker=sum(len(part.risker) for _, part, _ in parts),
                antal_mojligheter=sum(len(part.mojligheter) for _, part, _ in parts),
                rader=tuple(row for report, part, place in parts for row in _risk_rows(report, part, place)),
                svar=tuple(_factor_answer(report, part, place) for report, part, place in parts),
            )
        )
    return tuple(chapters)


def _risk_rows(report: Nulagesbeskrivning, part: PerOmvarldsfaktor, place: Hanvisning) -> list[Riskrad]:
    """At least one row: that a body sees neither is also said."""
    pairs = list(zip_longest(part.risker, part.mojligheter)) or [(None, None)]
    return [
        Riskrad(
            organ=report.organ,
            risk=risk,
            mojlighet=opportunity,
            inga_risker=not part.risker and at == 0,
            inga_mojligheter=not part.mojligheter and at == 0,
            hanvisning=place,
        )
        for at, (risk, opportunity) in enumerate(pairs)
    ]


def _factor_answer(report: Nulagesbeskrivning, part: PerOmvarldsfaktor, place: Hanvisning) -> Faktorsvar:
    return Faktorsvar(
        organ=report.organ,
        forhallningssatt=part.forhallningssatt,
        hur_man_tar_sig_an=part.hur_man_tar_sig_an,
        antal_risker=len(part.risker),
        antal_mojligheter=len(part.mojligheter),
        hanvisning=place,
    )


def _overall(report: Nulagesbeskrivning) -> Samladsvar:
    return Samladsvar(
        organ=report.organ,
        maluppfyllelse=report.maluppfyllelse,
        utrymme_for_riktningsforandring=report.utrymme_for_riktningsforandring,
        hanvisning=reference(report, "Samlad måluppfyllelse"),
    )


def _shifts(report: Nulagesbeskrivning) -> Organforflyttningar:
    return Organforflyttningar(
        organ=report.organ,
        forflyttningar=report.mojliga_forflyttningar,
        hanvisning=reference(report, "Möjliga förflyttningar"),
    )


def proposals_of(report: Nulagesbeskrivning) -> tuple[Forslagsrad, ...]:
    """Every proposal of a report, of whatever kind: goals, assignments, preconditions."""
    goals = [
        Forslagsrad(
            organ=report.organ,
            slag="Nytt mål",
            text=one.malformulering,
            motivering=one.motivering,
            period=one.period,
            riktningsmal=one.riktningsmal,
            omvarldsfaktorer=one.omvarldsfaktorer,
            hanvisning=reference(report, "Förslag till nya mål"),
        )
        for one in report.forslag_nya_mal
    ]
    assignments = [
        Forslagsrad(
            organ=report.organ,
            slag="Nytt uppdrag" if one.slag is Forslagsslag.NYTT else "Ändrat uppdrag",
            text=one.text,
            motivering=one.motivering,
            uppdrag=one.uppdrag,
            hanvisning=reference(report, "Förslag till uppdrag"),
        )
        for one in report.forslag_uppdrag
    ]
    preconditions = [
        Forslagsrad(
            organ=report.organ,
            slag=f"Justerad förutsättning, {one.typ.label.lower()}",
            text=one.text,
            motivering=one.motivering,
            belopp_tkr=one.belopp_tkr,
            hanvisning=reference(report, "Förslag till justerade förutsättningar"),
        )
        for one in report.forslag_justerade_forutsattningar
    ]
    return (*goals, *assignments, *preconditions)


def count_proposals(report: Nulagesbeskrivning, name: str) -> Beloppsrad:
    """A body's proposals in figures; proposals without an amount count as such, never as nothing."""
    rows = proposals_of(report)
    amounts = [row.belopp_tkr for row in rows if row.belopp_tkr is not None]
    return Beloppsrad(
        organ=report.organ,
        namn=name,
        nya_mal=len(report.forslag_nya_mal),
        uppdrag=len(report.forslag_uppdrag),
        forutsattningar=len(report.forslag_justerade_forutsattningar),
        med_belopp=len(amounts),
        utan_belopp=len(rows) - len(amounts),
        summa_tkr=sum(amounts, Decimal(0)),
    )


def _total(rows: Sequence[Beloppsrad]) -> Forslagssumma:
    def count(of: Callable[[Beloppsrad], int]) -> int:
        return sum(of(row) for row in rows)

    return Forslagssumma(
        nya_mal=count(lambda row: row.nya_mal),
        uppdrag=count(lambda row: row.uppdrag),
        forutsattningar=count(lambda row: row.forutsattningar),
        antal=count(lambda row: row.med_belopp + row.utan_belopp),
        med_belopp=count(lambda row: row.med_belopp),
        utan_belopp=count(lambda row: row.utan_belopp),
        summa_tkr=sum((row.summa_tkr for row in rows), Decimal(0)),
    )


def _developments(report: Nulagesbeskrivning) -> list[Insatsrad]:
    return [
        Insatsrad(
            organ=report.organ,
            rubrik=one.rubrik,
            beskrivning=one.beskrivning,
            period=one.period,
            hanvisning=reference(report, "Planerade utvecklingsinsatser"),
        )
        for one in report.planerade_utvecklingsinsatser
    ]


def _dialog(summary: Dialogsammanfattning) -> Dialogkapitel:
    amounts = [one.belopp_tkr for one in summary.forslag_justerade_forutsattningar]
    known = [amount for amount in amounts if amount is not None]
    return Dialogkapitel(
        typ=summary.typ,
        titel=summary.titel,
        datum=summary.datum,
        diarienummer=summary.diarienummer,
        parter=summary.parter,
        sammanfattning_resultat=summary.sammanfattning_resultat,
        slutsatser=summary.slutsatser,
        nasta_steg=summary.nasta_steg,
        forslag_nya_uppdrag=summary.forslag_nya_uppdrag,
        forslag_justerade_forutsattningar=summary.forslag_justerade_forutsattningar,
        summa_tkr=sum(known, Decimal(0)),
        utan_belopp=len(amounts) - len(known),
        ks_bedomning=summary.ks_bedomning,
        ks_forslag_till_kf=summary.ks_forslag_till_kf,
        hanvisning=Hanvisning(
            dokument=summary.id,
            titel="sammanfattning av tillitsdialog",
            diarienummer=summary.diarienummer,
            avsnitt="Resultatet av dialogen",
        ),
    )
