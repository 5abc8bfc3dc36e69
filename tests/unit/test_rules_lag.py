"""R-KL01 to R-KL14 on real meetings and on the edges of the calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from typing import Any

import pytest

from service.clock import STOCKHOLM
from service.model.choices import Kallelseslag, Utskickskanal
from service.model.framework import Framework
from service.model.granskning import (
    Allvar,
    Anmarkning,
    Anslag,
    AnslagetArende,
    Arbetsordning,
    Granskningsunderlag,
    Kallelsebesked,
    Mottagarstatus,
)
from service.rules.lag.frister import frister
from service.rules.lag.granska import REGLER, granska
from service.schema.load import load
from tests import examples
from tests.examples import Raw

H, V, U = Allvar.HINDER, Allvar.VARNING, Allvar.UPPLYSNING
PEOPLE = ("Vendela Wirdheim", "Torvald Ekmyr", "Signe Lövhage", "Måns Järnkil")
NONE: Callable[[Raw], Any] = lambda _raw: None  # noqa: E731


def _framework(change: Callable[[Raw], Any] = NONE) -> Framework:
    return _unchanged_framework() if change is NONE else _loaded(change)


@cache
def _unchanged_framework() -> Framework:
    return _loaded(NONE)


def _loaded(change: Callable[[Raw], Any]) -> Framework:
    raw = examples.ramverk()
    change(raw)
    found = load("ramverk", raw).model
    assert isinstance(found, Framework)
    return found


def _at(text: str) -> datetime:
    """A moment, where the municipality is."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=STOCKHOLM)


def underlag(
    change: Callable[[Raw], Any] = NONE,
    *,
    dag: str = "2026-12-10",
    published: str = "2026-12-03T09:00",
    sent: str = "2026-12-04T10:00",
    framework: Callable[[Raw], Any] = NONE,
    **more: Any,
) -> Granskningsunderlag:
    """The small meeting of 14 December 2026, announced and sent out as it should be; then changed."""
    raw = examples.kallelse()
    raw["kallelse"]["ledamoter"] = [{"namn": name} for name in PEOPLE[:3]]
    raw["kallelse"]["ersattare"] = [{"namn": PEOPLE[3]}]
    change(raw)
    meeting = load("kallelse", raw).model
    anslag = Anslag(
        "sammantrade",
        _at(published) if published else None,
        date(2026, 12, 15),
        meeting.sammantrade.datum,
        "18:00",
        "A-salen",
        tuple(AnslagetArende(one.ordning, one.rubrik) for one in meeting.arenden),
    )
    told = tuple(
        Kallelsebesked(name, Utskickskanal.E_POST, Mottagarstatus.SKICKAD, _at(sent))
        for name in PEOPLE
        if sent
    )
    made = Granskningsunderlag(
        meeting, _framework(framework), date.fromisoformat(dag), (anslag,) if published else (), told
    )
    return replace(made, **more)


def found(made: Granskningsunderlag, regel: str = "") -> list[tuple[str, Allvar]]:
    """Rule and severity of every remark."""
    remarks = granska(made).anmarkningar
    assert all(one.text.endswith(".") and one.lagrum and (one.atgard or one.allvar is U) for one in remarks)
    return [(one.regel, one.allvar) for one in remarks if one.regel.endswith(regel)]


def of(made: Granskningsunderlag, regel: str) -> list[Anmarkning]:
    """The remarks of one rule."""
    return [one for one in granska(made).anmarkningar if one.regel == regel]


def test_a_meeting_in_order_has_no_remarks() -> None:
    """Neither hinder nor warning nor anything to know."""
    assert found(underlag()) == []


def test_rules_are_numbered_and_named_once() -> None:
    """R-KL01 to R-KL14, each with its paragraph; the paragraph of a remark is that of its rule."""
    assert [one.nr for one in REGLER] == [f"R-KL{number:02}" for number in range(1, 15)]
    paragraphs = {one.nr: one.lagrum for one in REGLER}
    late = underlag(published="2026-12-10T09:00", sent="")
    assert all(one.lagrum == paragraphs[one.regel] for one in granska(late).anmarkningar)


# -- the days


def _held(day: str, organ: str = "KF") -> Callable[[Raw], None]:
    def change(raw: Raw) -> None:
        raw["sammantrade"].update(datum=day, organ=organ)
        raw["arenden"] = raw["arenden"][:1] + raw["arenden"][2:]

    return change


def _old_framework(raw: Raw) -> None:
    raw["mandatperioder"][0]["start_datum"] = "2014-10-15"
    raw["mandatperioder"][1]["slut_datum"] = "2034-10-14"


@pytest.mark.parametrize(
    ("meeting", "announced", "urgent", "adjusted"),
    [
        ("2026-12-14", "2026-12-07", "2026-12-11", "2026-12-28"),
        (
            "2022-02-28",
            "2022-02-21",
            "2022-02-25",
            "2022-03-14",
        ),  # Ale's fullmäktige; its own news came the 25th
        ("2021-12-20", "2021-12-13", "2021-12-17", "2022-01-03"),  # Ragunda's new meeting of December 2021
        ("2026-04-07", "2026-03-31", "2026-04-02", "2026-04-21"),  # Easter
        ("2026-06-22", "2026-06-15", "2026-06-19", "2026-07-06"),  # midsommar
        ("2026-01-07", "2025-12-31", "2026-01-05", "2026-01-21"),  # New Year
        ("2028-03-06", "2028-02-28", "2028-03-03", "2028-03-20"),  # leap year
        ("2028-03-07", "2028-02-29", "2028-03-06", "2028-03-21"),
        ("2026-03-30", "2026-03-23", "2026-03-27", "2026-04-13"),  # the day after the clocks go forward
    ],
)
def test_last_days(meeting: str, announced: str, urgent: str, adjusted: str) -> None:
    """Of a meeting, by the calendar; the same weekday a week before counts."""
    days = frister(underlag(_held(meeting)))
    assert days.tillkannagivande == days.kallelse == date.fromisoformat(announced)
    assert days.bradskande == date.fromisoformat(urgent)
    assert days.justering == date.fromisoformat(adjusted)


def test_margin_and_arbetsordning_move_the_last_days() -> None:
    """One day more by the kansli's margin; ten days by the arbetsordning hold for the summons alone."""
    days = frister(underlag(arbetsordning=Arbetsordning(marginal_dagar=1)))
    assert days.tillkannagivande == days.kallelse == date(2026, 12, 6)
    days = frister(underlag(arbetsordning=Arbetsordning(kallelse_dagar=10)))
    assert (days.tillkannagivande, days.kallelse) == (date(2026, 12, 7), date(2026, 12, 4))


@pytest.mark.parametrize(
    ("published", "margin", "expected"),
    [
        ("2026-12-06T23:59", 0, []),
        ("2026-12-07T00:00", 0, [("R-KL01", V)]),
        ("2026-12-07T23:59", 0, [("R-KL01", V)]),
        ("2026-12-08T00:00", 0, [("R-KL01", H)]),
        ("2026-12-07T23:30+00:00", 0, [("R-KL01", H)]),  # half past midnight in Ale
        ("2026-12-07T09:00", 1, [("R-KL01", H)]),
        ("2026-12-06T09:00", 1, []),
    ],
)
def test_announced_by_the_hour(published: str, margin: int, expected: list[tuple[str, Allvar]]) -> None:
    """R-KL01: the day is the municipality's own; exactly a week before is a warning, with a margin a hinder."""
    made = underlag(published=published, arbetsordning=Arbetsordning(marginal_dagar=margin))
    assert found(made, "01") == expected


@pytest.mark.parametrize(
    ("published", "expected"),
    [("2026-03-22T22:59+00:00", []), ("2026-03-22T23:00+00:00", [("R-KL01", V)]),
     ("2026-03-23T22:59+00:00", [("R-KL01", V)]), ("2026-03-23T23:00+00:00", [("R-KL01", H)])],
)  # fmt: skip
def test_the_week_in_which_the_clocks_go_forward(published: str, expected: list[tuple[str, Allvar]]) -> None:
    """The week before 30 March 2026 has 167 hours, and is a week all the same."""
    made = underlag(_held("2026-03-30"), published=published, framework=_old_framework)
    assert found(made, "01") == expected


@pytest.mark.parametrize(
    ("dag", "allvar", "says"),
    [
        ("2026-12-06", U, "ska tillkännages"),
        ("2026-12-07", V, "ska tillkännages"),
        ("2026-12-08", H, "har inte tillkännagetts"),
    ],
)
def test_not_yet_announced(dag: str, allvar: Allvar, says: str) -> None:
    """R-KL01: told beforehand, urged on the last day, a hinder after it."""
    (one,) = of(underlag(dag=dag, published=""), "R-KL01")
    assert (one.allvar, says in one.text) == (allvar, True)


def test_a_last_day_on_which_the_office_is_closed_is_told() -> None:
    """A week before annandag jul 2026 is a Saturday; before nyårsafton stands the day on which it is open."""
    (one,) = of(
        underlag(_held("2027-01-07"), dag="2026-12-20", published="", framework=_old_framework), "R-KL01"
    )
    assert "Den dagen är nyårsafton; gör det senast onsdag 30 december 2026." in one.text


def test_a_namnd_has_no_announcement_and_its_own_limit() -> None:
    """KL 5:13-15 bind fullmäktige; the reglemente may set days for the others."""
    made = underlag(_held("2026-12-14", "UN"), published="", sent="2026-12-08T09:00")
    assert found(made) == [("R-KL02", U)]
    made = replace(made, arbetsordning=Arbetsordning(namnd_dagar=7))
    assert found(made) == [("R-KL02", H)]
    assert frister(made).tillkannagivande is None


# -- who is called


def _besked(
    name: str, status: Mottagarstatus = Mottagarstatus.SKICKAD, tid: str = "2026-12-04T10:00"
) -> Kallelsebesked:
    return Kallelsebesked(name, Utskickskanal.E_POST, status, _at(tid))


EVERYBODY = tuple(_besked(name) for name in PEOPLE)


@pytest.mark.parametrize(
    ("besked", "allvar", "says"),
    [
        (EVERYBODY[:3], H, "inte nått 1 av 4 kallade: Måns Järnkil"),
        ((*EVERYBODY[:3], _besked(PEOPLE[3], Mottagarstatus.STUDSADE)), H, "inte nått 1 av 4"),
        ((*EVERYBODY[:3], _besked(PEOPLE[3], Mottagarstatus.VANTAR)), H, "inte nått 1 av 4"),
        (
            (*EVERYBODY[:3], _besked(PEOPLE[3], Mottagarstatus.OVISS)),
            H,
            "ovisst om kallelsen gick iväg till Måns",
        ),
        (
            (*EVERYBODY[:3], _besked(PEOPLE[3], tid="2026-12-08T08:00")),
            H,
            "till Måns Järnkil först efter måndag 7",
        ),
        ((*EVERYBODY[:3], _besked(PEOPLE[3], tid="2026-12-07T08:00")), V, "exakt en vecka före"),
        (EVERYBODY[:0], H, "har inte kallats"),
    ],
)
def test_everybody_is_called_in_time(besked: tuple[Kallelsebesked, ...], allvar: Allvar, says: str) -> None:
    """R-KL02: every ledamot and every ersättare, reached, and in time."""
    (one,) = of(underlag(besked=besked), "R-KL02")
    assert (one.allvar, says in one.text) == (allvar, True), one.text


def test_who_bounced_and_got_a_letter_is_called() -> None:
    """R-KL02: one way that worked is enough."""
    letter = Kallelsebesked(PEOPLE[3], Utskickskanal.BREV, Mottagarstatus.SKICKAD, _at("2026-12-05T10:00"))
    besked = (*EVERYBODY[:3], _besked(PEOPLE[3], Mottagarstatus.STUDSADE), letter)
    assert found(underlag(besked=besked)) == []
    only_mail = Arbetsordning(kanaler=frozenset({Utskickskanal.E_POST}))
    assert found(underlag(besked=besked, arbetsordning=only_mail)) == [("R-KL02", V)]


def test_two_with_one_name_are_two() -> None:
    """R-KL02: one summons does not do for both."""
    twins = underlag(lambda raw: raw["kallelse"]["ledamoter"].append({"namn": PEOPLE[0]}))
    assert "inte nått 1 av 5 kallade: Vendela Wirdheim" in of(twins, "R-KL02")[0].text


def test_nobody_to_call() -> None:
    """R-KL02: a body without members is a hinder, one without ersättare a warning."""
    assert found(underlag(lambda raw: raw["kallelse"].pop("ersattare")), "02") == [("R-KL02", V)]
    empty = underlag(
        lambda raw: (raw["kallelse"].pop("ersattare"), raw["kallelse"].pop("ledamoter")), besked=()
    )
    assert ("R-KL02", H) in found(empty, "02")


# -- urgent matters


def _urgent(raw: Raw) -> None:
    raw["arenden"].append(
        {"ordning": "3", "rubrik": "Avtal", "arendetyp": "beslut", "bradskande": True, "vackt_av": "kommunstyrelsen",
         "beredningsundantag": "5 kap. 33 § kommunallagen",
         "forslag_till_beslut": [{"organ": "Kommunstyrelsen", "punkter": ["Avtalet godkänns."]}]}
    )  # fmt: skip
    raw["kallelse"].update(slag="tillaggskallelse", version=2)


FIRST = Anslag(
    "sammantrade", _at("2026-12-03T09:00"), None, date(2026, 12, 14), "18:00", "A-salen",
    (AnslagetArende("A", "Upprop"), AnslagetArende("1", "Nulägesbeskrivning"), AnslagetArende("2", "Information")),
)  # fmt: skip


def _late_anslag(published: str) -> tuple[Anslag, ...]:
    late = Anslag("bradskande_arende", _at(published), arenden=(AnslagetArende("3", "Avtal"),))
    return FIRST, late


def _informed(tid: str, names: tuple[str, ...] = PEOPLE) -> tuple[Kallelsebesked, ...]:
    more = (
        Kallelsebesked(
            name, Utskickskanal.E_POST, Mottagarstatus.SKICKAD, _at(tid), Kallelseslag.TILLAGGSKALLELSE, 2
        )
        for name in names
    )
    return (*EVERYBODY, *more)


@pytest.mark.parametrize(
    ("published", "informed", "names", "expected"),
    [
        ("2026-12-10T13:00", "2026-12-10T14:00", PEOPLE, []),
        ("2026-12-11T23:59", "2026-12-11T23:59", PEOPLE, []),
        ("2026-12-12T09:00", "2026-12-11T09:00", PEOPLE, [H]),  # a Saturday
        ("2026-12-10T13:00", "2026-12-13T09:00", PEOPLE, [H]),
        ("2026-12-10T13:00", "2026-12-10T14:00", PEOPLE[:3], [H]),
    ],
)
def test_urgent_matters(
    published: str, informed: str, names: tuple[str, ...], expected: list[Allvar]
) -> None:
    """R-KL03: announced, and told to everybody, at the latest the vardag next before."""
    made = underlag(
        _urgent, dag="2026-12-13", anslag=_late_anslag(published), besked=_informed(informed, names)
    )
    assert [one.allvar for one in of(made, "R-KL03")] == expected
    assert of(made, "R-KL04") == []


def test_urgent_matter_that_waits_for_its_announcement() -> None:
    """R-KL03: a warning as long as there is time, then a hinder."""
    waiting = underlag(_urgent, dag="2026-12-10", anslag=(FIRST,))
    assert found(waiting, "03") == [("R-KL03", V), ("R-KL03", V)]
    too_late = replace(waiting, dag=date(2026, 12, 12), besked=())
    assert found(too_late, "03") == [("R-KL03", H)]


def test_the_day_for_urgent_matters_is_midsommarafton() -> None:
    """R-KL03: no helgdag, but nobody is there."""

    def change(raw: Raw) -> None:
        _urgent(raw)
        raw["sammantrade"]["datum"] = "2026-06-22"

    made = underlag(change, dag="2026-06-01", anslag=(), besked=(), framework=_old_framework)
    assert any("är midsommarafton" in one.text and one.allvar is V for one in of(made, "R-KL03"))


# -- the agenda that was announced


def test_what_was_announced_stays() -> None:
    """R-KL04: gone or renumbered is a hinder; withdrawn in its place is right; another title is a warning."""
    assert found(underlag(lambda raw: raw["arenden"].pop(2), anslag=(FIRST,)), "04") == [("R-KL04", H)]
    assert found(underlag(lambda raw: raw["arenden"][2].update(utgar=True), anslag=(FIRST,)), "04") == []
    assert found(underlag(lambda raw: raw["arenden"][2].update(rubrik="Annat"), anslag=(FIRST,)), "04") == [
        ("R-KL04", V)
    ]
    swapped = replace(
        FIRST, arenden=(AnslagetArende("1", "Information"), AnslagetArende("2", "Nulägesbeskrivning"))
    )
    assert found(underlag(anslag=(swapped,)), "04") == [("R-KL04", H), ("R-KL04", H)]


def test_what_was_added_is_urgent_and_sent_as_that() -> None:
    """R-KL04: a late matter that is not urgent is a hinder; one that goes out as a plain kallelse a warning."""

    def late(raw: Raw) -> None:
        _urgent(raw)
        raw["arenden"][-1]["bradskande"] = False

    assert found(underlag(late, anslag=(FIRST,)), "04") == [("R-KL04", H)]

    def question(raw: Raw) -> None:
        late(raw)
        raw["arenden"][-1].update(arendetyp="fraga", vackt_av="ledamot")

    assert found(underlag(question, anslag=(FIRST,)), "04") == [("R-KL04", U)]

    def plain(raw: Raw) -> None:
        _urgent(raw)
        raw["kallelse"].update(slag="kallelse", version=1)

    assert found(underlag(plain, anslag=_late_anslag("2026-12-10T09:00")), "04") == [("R-KL04", V)]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"plats": "B-salen"}, "Platsen är B-salen i tillkännagivandet men A-salen"),
        ({"tid": "17:00"}, "Klockslaget är 17:00"),
        ({"tid": ""}, "Klockslaget saknas"),
        ({"datum": date(2026, 12, 15)}, "Dagen är tisdag 15 december"),
    ],
)
def test_the_announcement_says_what_it_must(changed: dict[str, Any], says: str) -> None:
    """R-KL05: day, hour, place."""
    (one,) = of(underlag(anslag=(replace(FIRST, **changed),)), "R-KL05")
    assert (one.allvar, says in one.text) == (H, True), one.text


def test_an_announcement_without_matters() -> None:
    """R-KL05: and a meeting without any."""
    assert ("R-KL05", H) in found(underlag(anslag=(replace(FIRST, arenden=()),)))
    assert ("R-KL05", H) in found(underlag(lambda raw: raw.update(arenden=raw["arenden"][:1])))


# -- the matters


def _matter(**changed: Any) -> Callable[[Raw], None]:
    def change(raw: Raw) -> None:
        matter = raw["arenden"][1]
        matter.update(changed)
        raw["arenden"][1] = {key: value for key, value in matter.items() if value is not None}

    return change


BEREDD = [{"organ": "Kommunfullmäktige", "datum": "2026-09-28", "paragraf": "§ 90"}]


@pytest.mark.parametrize(
    ("change", "regel", "expected"),
    [
        (_matter(vackt_av="bolagsstyrelse"), "06", [H]),
        (_matter(vackt_av="bolagsstyrelse", beredning=BEREDD), "06", []),
        (_matter(vackt_av=None), "06", [V]),
        (_matter(arendetyp="motion", vackt_av="presidiet"), "06", [V]),
        (_matter(arendetyp="motion", vackt_av="ledamot"), "06", []),
        (_matter(beredning=None), "07", [H]),
        (_matter(beredning=None, arendetyp="redovisning"), "07", [V]),
        (_matter(beredning=None, arendetyp="val", vackt_av=None), "07", []),
        (_matter(beredningsundantag="5 kap. 33 § kommunallagen"), "07", [U]),
        (_matter(beredningsundantag="5 kap. 29 § kommunallagen"), "07", []),
        (_matter(beredningsundantag="5 kap. 62 § kommunallagen"), "07", [H]),
        (_matter(beredning=[{"organ": "Utbildningsnämnden", "datum": "2026-10-28"}],
                 forslag_till_beslut=[{"organ": "Utbildningsnämnden", "punkter": ["Ja."]}]), "07", [V]),
        (_matter(handlingar=[{"handlingstyp": "nulagesbeskrivning", "titel": "UN", "indata": "un.json"}]), "08", [H]),
        (_matter(handlingar=[{"handlingstyp": "nulagesbeskrivning", "titel": "UN", "indata": "un.json"},
                             {"handlingstyp": "nulagesbeskrivning", "titel": "SN", "indata": "sn.json"},
                             {"handlingstyp": "protokollsutdrag", "titel": "UN § 1", "fil": "un.pdf"}]), "08", [V]),
        (_matter(handlingar=None, beredning=[{"organ": "Kommunstyrelsen", "datum": "2026-11-24"}]), "08", [V]),
        (_matter(rubrik="Budget 2027"), "09", [V]),
        (_matter(handlingar=[{"handlingstyp": "budget", "titel": "B", "fil": "b.pdf"}]), "09", [H]),
        (_matter(rubrik="Budget 2027", publiceringslank="https://ale.se/budget"), "09", []),
        (_matter(rubrik="Budgetuppföljning"), "09", []),
        (_matter(rubrik="Årsredovisning 2025"), "09", [V]),
        (_matter(rubrik="Revisionsberättelse för 2025"), "09", [V]),
        (_matter(rubrik="Ansvarsfrihet för 2025"), "10", [V, U]),
    ],
)  # fmt: skip
def test_matters(change: Callable[[Raw], Any], regel: str, expected: list[Allvar]) -> None:
    """R-KL06 to R-KL10: raised, prepared, decided, published, in order."""
    assert [allvar for _, allvar in found(underlag(change), regel)] == expected


def test_a_withdrawn_matter_is_not_examined() -> None:
    """What is not dealt with needs no preparation."""
    assert found(underlag(_matter(beredning=None, utgar=True))) == []


def test_accounts_before_discharge() -> None:
    """R-KL10: the årsredovisning first, and before July."""

    def change(raw: Raw, titles: tuple[str, str], day: str) -> None:
        raw["arenden"][1].update(rubrik=titles[0], publiceringslank="https://ale.se/")
        raw["arenden"][2].update(rubrik=titles[1], publiceringslank="https://ale.se/")
        raw["arenden"][1].pop("handlingar")
        raw["arenden"][1]["beredning"][0]["datum"] = "2026-05-01"
        raw["sammantrade"]["datum"] = day

    right = ("Årsredovisning 2025", "Ansvarsfrihet för 2025")
    for titles, day, expected in (
        (right, "2026-06-30", []),
        (right, "2026-07-01", [("R-KL10", V)]),
        (right[::-1], "2026-06-30", [("R-KL10", H)]),
    ):
        made = underlag(lambda raw, t=titles, d=day: change(raw, t, d))  # type: ignore[misc]
        assert found(made, "10") == expected


@pytest.mark.parametrize(
    ("raised", "meeting", "expected"),
    [
        ("2025-12-14", "2026-12-14", []),
        ("2025-12-13", "2026-12-14", [V]),
        ("2024-02-29", "2025-03-01", []),
        ("2024-02-29", "2025-03-02", [V]),
    ],
)
def test_motions_of_more_than_a_year(raised: str, meeting: str, expected: list[Allvar]) -> None:
    """R-KL13: to the day, a leap day too."""

    def change(raw: Raw) -> None:
        document = {"handlingstyp": "motion", "titel": "Motion", "fil": "m.pdf", "datum": raised}
        raw["arenden"][1].update(arendetyp="motion", vackt_av="ledamot", handlingar=[document])
        raw["arenden"][1]["beredning"][0]["datum"] = raised
        raw["sammantrade"]["datum"] = meeting

    assert [allvar for _, allvar in found(underlag(change), "13")] == expected


# -- afterwards


def _minutes(justerat: str, published: str, down: str) -> tuple[Anslag, ...]:
    return (
        Anslag("justering", _at(published), date.fromisoformat(down), justerat=date.fromisoformat(justerat)),
    )


@pytest.mark.parametrize(
    ("justerat", "published", "down", "expected"),
    [
        ("2021-06-10", "2021-06-11T09:00", "2021-07-02", []),  # a real protokoll of Ale's styrelse
        ("2021-06-10", "2021-06-11T09:00", "2021-07-01", [H]),
        ("2021-06-10", "2021-06-12T09:00", "2021-07-03", []),
        ("2021-06-10", "2021-06-13T09:00", "2021-07-04", [V]),
        ("2021-06-22", "2021-06-22T09:00", "2021-07-13", []),
        ("2021-06-23", "2021-06-23T09:00", "2021-07-14", [V]),
    ],
)
def test_the_protokoll(justerat: str, published: str, down: str, expected: list[Allvar]) -> None:
    """R-KL11: 14 days, 2 days, 21 days; on kommunstyrelsen's meeting of 8 June 2021."""
    made = underlag(
        _held("2021-06-08", "KS"),
        dag="2021-07-20",
        anslag=_minutes(justerat, published, down),
        framework=_old_framework,
    )
    assert [one.allvar for one in of(made, "R-KL11")] == expected


@pytest.mark.parametrize(
    ("dag", "expected"), [("2026-12-14", []), ("2026-12-15", [U]), ("2026-12-30", [U]), ("2026-12-31", [V])]
)
def test_the_protokoll_that_is_not_there_yet(dag: str, expected: list[Allvar]) -> None:
    """R-KL11: its days are told after the meeting; when they are over, a warning."""
    assert [one.allvar for one in of(underlag(dag=dag), "R-KL11")] == expected


@pytest.mark.parametrize(
    ("anslag", "expected"),
    [
        (Anslag("nyhet", _at("2026-12-03T09:00")), [H]),
        (Anslag("beslutsunderlag", _at("2026-12-03T09:00")), []),
        (Anslag("beslutsunderlag", _at("2026-12-03T09:00"), offentlig=False), [H]),
        (replace(FIRST, nedtas_tidigast=date(2026, 12, 13)), [V]),
        (replace(FIRST, nedtas_tidigast=date(2026, 12, 14)), []),
    ],
)
def test_the_anslagstavla(anslag: Anslag, expected: list[Allvar]) -> None:
    """R-KL12: what the law lists, and the public edition alone."""
    assert [one.allvar for one in of(underlag(anslag=(anslag,)), "R-KL12")] == expected


def test_the_term() -> None:
    """R-KL14: the term of the meeting's day must be there; goals from before the election are a warning."""

    def no_term(raw: Raw) -> None:
        raw["mandatperioder"].pop(1)

    assert ("R-KL14", H) in found(underlag(framework=no_term))

    def old_goals(raw: Raw) -> None:
        for one in raw["riktningsmal"]:
            one.update(mandatperiod="MP2022")

    assert found(underlag(framework=old_goals)) == [("R-KL14", V)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-10-14", [H]),
        ("2026-10-15", []),
        ("2026-11-30", []),
        ("2026-12-14", [U]),
        ("2025-10-01", []),
        ("2030-06-10", [H]),
    ],
)
def test_the_budget_of_an_election_year(day: str, expected: list[Allvar]) -> None:
    """R-KL14: by the newly elected fullmäktige, and before December."""

    def change(raw: Raw) -> None:
        document = {"handlingstyp": "budget", "titel": "Budget", "fil": "b.pdf"}
        raw["arenden"][1].update(
            rubrik="Budget", handlingar=[document], publiceringslank="https://ale.se/budget"
        )
        raw["arenden"][1]["beredning"][0]["datum"] = "2025-09-01"
        raw["sammantrade"]["datum"] = day

    made = underlag(change, framework=_old_framework)
    assert [one.allvar for one in of(made, "R-KL14") if "budget" in one.text.lower()] == expected


def test_the_gravest_come_first() -> None:
    """Hinder, then warnings, then the rest."""
    made = underlag(_urgent, published="2026-12-10T09:00", sent="")
    severities = [one.allvar for one in granska(made).anmarkningar]
    assert severities == sorted(severities, key=list(Allvar).index)
    assert granska(made).hinder
