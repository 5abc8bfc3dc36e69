"""Reports side by side: nothing is lost, nothing is added, and what cannot be compared is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from service.model.choices import Maluppfyllelse
from service.model.crossreading import MISSING, NOT_TREATED, Gathered, compile_nulagesbild
from service.model.dialogsammanfattning import Dialogsammanfattning
from service.model.framework import Framework
from service.model.nulagesbeskrivning import Nulagesbeskrivning
from service.model.nulagesbild import Nulagesbild
from service.model.nulagesbildsorder import Nulagesbildsorder
from service.schema.load import load
from tests import examples
from tests.examples import Raw

ORDER = Nulagesbildsorder(id="NB", ar=2026, datum=date(2026, 12, 1), underlag=("rapporter",))


def the_framework() -> Framework:
    """The small framework: KS, UN, SN and ALEB are to answer."""
    model = load("ramverk", examples.ramverk()).model
    assert isinstance(model, Framework)
    return model


def report(organ: str = "UN", change: Callable[[Raw], Any] = lambda _raw: None) -> Nulagesbeskrivning:
    """The example report as another body's."""
    raw = examples.nulagesbeskrivning() | {"organ": organ, "id": f"{organ}-2026", "uppdrag": []}
    change(raw)
    model = load("nulagesbeskrivning", raw).model
    assert isinstance(model, Nulagesbeskrivning)
    return model


def compiled(
    *reports: Nulagesbeskrivning,
    last_year: tuple[Nulagesbeskrivning, ...] = (),
    dialogs: tuple[Dialogsammanfattning, ...] = (),
    left_out: dict[str, str] | None = None,
) -> Nulagesbild:
    """The nulägesbild of some reports."""
    return compile_nulagesbild(ORDER, Gathered(reports, last_year, dialogs, left_out or {}), the_framework())


def _proposals(raw: Raw) -> None:
    raw["forslag_nya_mal"] = [{"malformulering": "Ett mål.", "period": "2027", "motivering": "Därför."}]
    raw["forslag_uppdrag"] = [{"slag": "andrat", "text": "Ändra.", "motivering": "Därför.", "uppdrag": "U1"}]
    raw["forslag_justerade_forutsattningar"] = [
        {"typ": "ekonomi", "text": "Medel.", "belopp_tkr": "1 200,5", "motivering": "Därför."},
        {"typ": "mandat", "text": "Mandat.", "motivering": "Därför."},
    ]


def test_bodies_stand_in_the_framework_s_order_whatever_the_files_are_called() -> None:
    """The matrix has a row for each report and a cell for each goal."""
    made = compiled(report("SN"), report("UN"))
    assert [row.organ for row in made.matris] == ["UN", "SN"]
    assert [cell.text for cell in made.matris[0].bedomningar] == [
        "●○\u00a0Delvis uppnått",
        "●●\u00a0Uppnått",
    ]


def test_who_has_not_delivered_is_named() -> None:
    """A body without a report is missing; one whose report may not be quoted is not."""
    made = compiled(report("UN"), left_out={"SN": "Har lämnat; sekretessmarkerad, återges inte"})
    assert made.ej_lamnade == ("KS", "ALEB")
    assert [(row.organ, row.lage == MISSING, row.aterges) for row in made.underlag] == [
        ("KS", True, False),
        ("UN", False, True),
        ("SN", False, False),
        ("ALEB", True, False),
    ]
    assert [row.organ for row in made.ej_aterges] == ["SN"]
    assert (made.antal_organ, made.antal_aterges) == (4, 1)


def test_a_body_that_is_no_longer_there_is_not_missed() -> None:
    """Only those in force on the order's day are to answer."""
    raw = examples.ramverk()
    raw["organ"][3]["giltig_till"] = "2026-06-30"
    framework = load("ramverk", raw).model
    made = compile_nulagesbild(ORDER, Gathered((report("UN"),), (), (), {}), framework)
    assert made.ej_lamnade == ("KS", "ALEB")


def test_a_goal_that_one_report_does_not_treat_has_an_empty_cell() -> None:
    """Reports from before and after a new mandatperiod treat different goals; each goal has its column."""

    def without_second(raw: Raw) -> None:
        del raw["per_riktningsmal"][1]

    made = compiled(report("UN"), report("SN", without_second))
    assert [cell.text for cell in made.matris[1].bedomningar][1] == NOT_TREATED
    assert made.matris[1].bedomningar[1].maluppfyllelse is None
    assert [chapter.uppnatt for chapter in made.riktningsmal] == [0, 1]
    assert [len(chapter.svar) for chapter in made.riktningsmal] == [2, 1]


def test_risks_and_opportunities_stand_side_by_side() -> None:
    """The longer list decides the rows; that there are none is said once; a body with neither has a row too."""

    def many(raw: Raw) -> None:
        first = raw["per_omvarldsfaktor"][0]
        first["risker"] = [{"rubrik": f"Risk {n}", "beskrivning": "B."} for n in (1, 2, 3)]

    def none(raw: Raw) -> None:
        raw["per_omvarldsfaktor"][0]["risker"] = "inga"

    chapter = compiled(report("UN", many), report("SN", none)).omvarldsfaktorer[0]
    shown = [(row.organ, row.risk.rubrik if row.risk else "", row.inga_mojligheter) for row in chapter.rader]
    assert shown == [
        ("UN", "Risk 1", True),
        ("UN", "Risk 2", False),
        ("UN", "Risk 3", False),
        ("SN", "", True),
    ]
    assert chapter.rader[-1].inga_risker
    assert (chapter.antal_risker, chapter.antal_mojligheter) == (3, 0)


def test_proposals_without_an_amount_are_counted_not_summed() -> None:
    """Every proposal is there; the sum is that of the amounts which are named."""
    made = compiled(report("UN", _proposals), report("SN", _proposals))
    assert [row.slag for row in made.forslag[:4]] == [
        "Nytt mål",
        "Ändrat uppdrag",
        "Justerad förutsättning, ekonomi",
        "Justerad förutsättning, mandat",
    ]
    total = made.forslagssumma
    assert (total.antal, total.med_belopp, total.utan_belopp) == (8, 2, 6)
    assert (total.nya_mal, total.uppdrag, total.forutsattningar) == (2, 2, 4)
    assert total.summa_tkr == Decimal("2401.0")
    assert [row.summa_tkr for row in made.belopp] == [Decimal("1200.5"), Decimal("1200.5")]


def test_dialogs_stand_by_kind_and_day() -> None:
    """A, B, then C; their texts are the summary's own."""
    summaries = []
    for kind in "CBA":
        model = load("dialogsammanfattning", examples.dialog(kind)).model
        assert isinstance(model, Dialogsammanfattning)
        summaries.append(model)
    made = compiled(report(), dialogs=tuple(summaries))
    assert [one.typ.value for one in made.dialoger] == ["A", "B", "C"]
    assert made.dialoger[0].sammanfattning_resultat == summaries[2].sammanfattning_resultat


def _earlier(raw: Raw) -> None:
    raw |= {"ar": 2025, "id": "UN-2025", "datum": "2026-10-20"}
    raw["per_riktningsmal"][0]["resultat"] = [
        {"indikator": "behörighet ", "utfall": "81,25", "malvarde": 88, "period": "2025"},
        {"indikator": "Utgången", "utfall": 1, "period": "2025"},
    ]
    raw["per_riktningsmal"][0]["maluppfyllelse"] = "ej"


def test_change_compares_what_both_reports_have() -> None:
    """The same goal, and the indicator of the same name; the direction is what the report says is better."""
    (change,) = compiled(report(), last_year=(report(change=_earlier),)).forandringar
    assert change.gemensamma_mal == 2
    first = change.mal[0]
    assert (first.forr, first.nu) == (Maluppfyllelse.EJ, Maluppfyllelse.DELVIS)
    (indicator,) = change.indikatorer
    assert (indicator.forr, indicator.nu, indicator.skillnad) == (
        Decimal("81.25"),
        Decimal("80.5"),
        Decimal("-0.75"),
    )
    assert (indicator.decimaler, indicator.okar, indicator.riktning) == (2, False, "Sämre")


@pytest.mark.parametrize(
    ("now", "higher", "direction"),
    [("90", True, "Bättre"), ("90", False, "Sämre"), ("81,250", True, "Oförändrat"), ("70", False, "Bättre")],
)
def test_direction_of_an_indicator(now: str, higher: bool, direction: str) -> None:
    """Higher is better or lower is, as the report of this year says."""

    def later(raw: Raw) -> None:
        raw["per_riktningsmal"][0]["resultat"][0] |= {"utfall": now, "hogre_ar_battre": higher}

    (change,) = compiled(report(change=later), last_year=(report(change=_earlier),)).forandringar
    assert change.indikatorer[0].riktning == direction


def test_an_indicator_with_two_outcomes_in_a_report_is_not_paired() -> None:
    """Which of them was meant is not for us to guess; the same outcome told twice is one."""

    def twice(raw: Raw) -> None:
        results = raw["per_riktningsmal"][0]["resultat"]
        results.append(results[0] | {"utfall": 70, "period": "våren"})

    def same_again(raw: Raw) -> None:
        results = raw["per_riktningsmal"][0]["resultat"]
        results.append(dict(results[0]))

    earlier = (report(change=_earlier),)
    assert compiled(report(change=twice), last_year=earlier).forandringar[0].indikatorer == ()
    assert len(compiled(report(change=same_again), last_year=earlier).forandringar[0].indikatorer) == 1


def test_without_last_year_there_is_no_change() -> None:
    """And a body that has only last year's report is not compared either."""
    assert compiled(report("UN"), last_year=(report("SN", _earlier),)).forandringar == ()
