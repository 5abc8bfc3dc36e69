"""The framework agrees with itself: ids, periods, presidium, the seven principles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations

from service.errors import Notice, Problem
from service.model.choices import Ledamotsroll, Organtyp
from service.model.framework import Framework
from service.model.ramverk import Ledamot, Mandatperiod, Versioned
from service.model.wording import quoted
from service.rules.expiry import anniversary
from service.rules.finding import Findings
from service.rules.references import TARGETS

PRINCIPLES = 7
VICE = frozenset({Ledamotsroll.FORSTE_VICE_ORDFORANDE, Ledamotsroll.ANDRE_VICE_ORDFORANDE})
SEATED = frozenset({Ledamotsroll.ORDFORANDE, Ledamotsroll.LEDAMOT}) | VICE


def check_framework(framework: Framework, on: date) -> Findings:
    """Everything in which the framework can contradict itself."""
    yield from _check_ids(framework)
    yield from _check_organ(framework)
    yield from _check_mandatperioder(framework.mandatperioder)
    yield from _check_overlaps("mandatperioder", "Mandatperioderna", framework.mandatperioder)
    yield from _check_overlaps("visioner", "Visionerna", framework.visioner)
    yield from _check_overlaps("vardegrunder", "Värdegrunderna", framework.vardegrunder)
    for nr in sorted({goal.nr for goal in framework.riktningsmal}):
        same = [goal for goal in framework.riktningsmal if goal.nr == nr]
        yield from _check_overlaps("riktningsmal", f"Riktningsmålen med nummer {nr}", same)
    for nr in sorted({factor.nr for factor in framework.omvarldsfaktorer}):
        factors = [factor for factor in framework.omvarldsfaktorer if factor.nr == nr]
        yield from _check_overlaps("omvarldsfaktorer", f"Omvärldsfaktorerna med nummer {nr}", factors)
    yield from _check_presidium(framework, on)
    yield from _check_principles(framework, on)


def _check_ids(framework: Framework) -> Findings:
    for name in framework.lists():
        entities: tuple[Versioned, ...] = getattr(framework, name)
        first: dict[str, int] = {}
        for index, entity in enumerate(entities):
            if entity.id in first:
                yield Problem(
                    "duplicate_id",
                    f"Beteckningen {quoted(entity.id)} finns redan bland {TARGETS[name].plural} "
                    f"(plats {first[entity.id] + 1}).",
                    f"{name}[{index}].id",
                    "Ge varje post en egen beteckning.",
                )
            first.setdefault(entity.id, index)


def _check_organ(framework: Framework) -> Findings:
    for index, organ in enumerate(framework.organ):
        same = [one.namn for one in framework.organ[:index] if one.kod == organ.kod and one.id != organ.id]
        if same:
            yield Problem(
                "duplicate_kod",
                f"{organ.namn} har samma kod {quoted(organ.kod)} som {same[0]}.",
                f"organ[{index}].kod",
                "Ge varje organ sin egen beteckning i diariet.",
            )
        for place, sektor in enumerate(organ.sektorer):
            found = framework.find_organ(sektor)
            if found is not None and found.typ is not Organtyp.SEKTOR:
                yield Problem(
                    "wrong_organ",
                    f"{found.namn} är ingen sektor, men står som sektor under {organ.namn}.",
                    f"organ[{index}].sektorer[{place}]",
                    "Ange en sektor.",
                )


def _check_mandatperioder(periods: Sequence[Mandatperiod]) -> Findings:
    for index, period in enumerate(periods):
        start = date(period.valar, 10, 15)
        end = anniversary(start, 4) - timedelta(days=1)
        if (period.start_datum, period.slut_datum) != (start, end):
            yield Problem(
                "invalid_mandatperiod",
                f"Mandatperioden {quoted(period.id)} går från {period.start_datum} till {period.slut_datum}, men efter "
                f"valet {period.valar} löper den {start} – {end} (KL 5:9).",
                f"mandatperioder[{index}].start_datum",
                "Rätta valår, första eller sista dag.",
            )


def _check_overlaps(name: str, noun: str, entities: Sequence[Versioned]) -> Findings:
    for one, other in combinations(sorted(entities, key=lambda entity: entity.giltig_fran), 2):
        if one.in_force(other.giltig_fran) and one.id != other.id:
            yield Problem(
                "overlapping_validity",
                f"{noun} {quoted(one.id)} och {quoted(other.id)} gäller samtidigt från {other.giltig_fran}.",
                name,
                f"Sätt ”giltig_till” för {quoted(one.id)} till dagen före, eller rätta ”giltig_fran”.",
            )


def _check_presidium(framework: Framework, on: date) -> Findings:
    for index, organ in enumerate(framework.organ):
        members = [one for one in framework.ledamoter if one.organ == organ.id]
        if organ.ordforande and members:
            yield from _check_chair(organ.ordforande, organ.namn, members, f"organ[{index}].ordforande")
        if organ.typ is Organtyp.KOMMUNFULLMAKTIGE and members:
            yield from _check_assembly([one for one in members if one.in_force(on)], on)


def _check_chair(name: str, organ: str, members: Sequence[Ledamot], path: str) -> Findings:
    chairs = [one.namn for one in members if one.roll is Ledamotsroll.ORDFORANDE]
    if name not in chairs:
        who = f"där står {', '.join(chairs)}" if chairs else "där står ingen ordförande"
        yield Problem(
            "unknown_chair",
            f"{organ} har ordföranden {quoted(name)}, men inte i listan över ledamöter; {who}.",
            path,
            "Rätta namnet, eller ge personen rollen ordforande i listan ledamoter.",
        )


def _check_assembly(members: Sequence[Ledamot], on: date) -> Findings:
    roles = [one.roll for one in members]
    if Ledamotsroll.ORDFORANDE not in roles or not VICE & set(roles):
        yield Problem(
            "missing_presidium",
            f"Kommunfullmäktige saknar ordförande eller vice ordförande den {on} (KL 5:11).",
            "ledamoter",
            "Lägg in presidiet med rollerna ordforande, forste_vice_ordforande och andre_vice_ordforande.",
        )
    seats = sum(role in SEATED for role in roles)
    if seats % 2 == 0:
        yield Notice(
            "even_number_of_ledamoter",
            f"Kommunfullmäktige har {seats} ledamöter den {on}; antalet ska vara udda (KL 5:5).",
            "ledamoter",
        )


def _check_principles(framework: Framework, on: date) -> Findings:
    count = sum(principle.in_force(on) for principle in framework.tillitsprinciper)
    if count != PRINCIPLES:
        yield Problem(
            "wrong_number_of_principles",
            f"Styrmodellen har sju tillitsprinciper, men i ramverket gäller {count} den {on}.",
            "tillitsprinciper",
            "Lägg in TILLIT, MEDBORGARFOKUS, HELHETSSYN, HANDLINGSUTRYMME, STÖD, KUNSKAP och ÖPPENHET.",
        )
