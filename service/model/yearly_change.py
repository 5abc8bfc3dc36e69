"""What changed since the year before: assessments, indicators and proposals of the same body in two years' reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from decimal import Decimal

from service.model.choices import Maluppfyllelse
from service.model.framework import Framework
from service.model.nulagesbeskrivning import Nulagesbeskrivning, Resultat
from service.model.nulagesbild import (
    SYMBOLS,
    Beloppsrad,
    Hanvisning,
    Indikatorforandring,
    Malforandring,
    Organforandring,
)

Pair = tuple[Nulagesbeskrivning, Nulagesbeskrivning]
"""The report of the year before, and this year's, of one body."""


def changes_of(
    pairs: Sequence[Pair],
    framework: Framework,
    count: Callable[[Nulagesbeskrivning, str], Beloppsrad],
    refer: Callable[[Nulagesbeskrivning, str], Hanvisning],
) -> tuple[Organforandring, ...]:
    """The change of each body.

    Args:
        pairs: the bodies' reports.
        framework: the goals in their order, and the names of the bodies.
        count: counts a report's proposals.
        refer: says where in a report something stands.
    """
    names = {organ.id: organ.namn for organ in framework.organ}
    return tuple(
        Organforandring(
            organ=now.organ,
            forr=count(before, names[now.organ]),
            nu=count(now, names[now.organ]),
            mal=_goals(before, now, framework),
            gemensamma_mal=len(_assessments(before).keys() & _assessments(now).keys()),
            indikatorer=_indicators(before, now),
            hanvisning_forr=refer(before, "Måluppfyllelse i korthet"),
            hanvisning_nu=refer(now, "Måluppfyllelse i korthet"),
        )
        for before, now in pairs
    )


def _assessments(report: Nulagesbeskrivning) -> dict[str, Maluppfyllelse]:
    return {part.riktningsmal: part.maluppfyllelse for part in report.per_riktningsmal}


def _goals(
    before: Nulagesbeskrivning, now: Nulagesbeskrivning, framework: Framework
) -> tuple[Malforandring, ...]:
    """Every goal of either report, the older ones first: goals that were replaced stand beside no other."""
    then, today = _assessments(before), _assessments(now)
    goals = sorted(
        (goal for goal in framework.riktningsmal if goal.id in then.keys() | today.keys()),
        key=lambda goal: (goal.giltig_fran, goal.nr, goal.id),
    )
    return tuple(
        Malforandring(
            riktningsmal=goal.id,
            forr=then.get(goal.id),
            forr_tecken=SYMBOLS[then[goal.id]] if goal.id in then else "",
            nu=today.get(goal.id),
            nu_tecken=SYMBOLS[today[goal.id]] if goal.id in today else "",
        )
        for goal in goals
    )


def _indicators(before: Nulagesbeskrivning, now: Nulagesbeskrivning) -> tuple[Indikatorforandring, ...]:
    """The indicators of both years; one that a report has with several outcomes cannot be paired, and is not."""
    then, today = _results(before), _results(now)
    return tuple(
        _change(then[key][0], results[0])
        for key, results in today.items()
        if len(results) == 1 and len(then.get(key, ())) == 1
    )


def _results(report: Nulagesbeskrivning) -> dict[tuple[str, str], list[Resultat]]:
    found: dict[tuple[str, str], list[Resultat]] = defaultdict(list)
    for part in report.per_riktningsmal:
        for result in part.resultat:
            same = found[_folded(result.indikator), _folded(result.enhet)]
            if not any((one.utfall, one.period) == (result.utfall, result.period) for one in same):
                same.append(result)
    return found


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _change(before: Resultat, now: Resultat) -> Indikatorforandring:
    difference = now.utfall - before.utfall
    better = (difference > 0) == now.hogre_ar_battre
    return Indikatorforandring(
        indikator=now.indikator,
        enhet=now.enhet,
        forr=before.utfall,
        forr_period=before.period,
        nu=now.utfall,
        nu_period=now.period,
        skillnad=difference,
        decimaler=max(_decimals(before.utfall), _decimals(now.utfall)),
        okar=difference > 0,
        riktning="Oförändrat" if not difference else "Bättre" if better else "Sämre",
    )


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
