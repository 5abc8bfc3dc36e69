"""Meetings, dialogs and announcements: order, parties, dates, secrecy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from service.model.framework import Framework
from service.rules.check import check
from service.schema.load import load
from tests import examples
from tests.examples import Raw

pytestmark = pytest.mark.unit

Outcome = tuple[list[tuple[str, str]], list[tuple[str, str]]]


def outcome(raw: Raw, change: Callable[[Raw], Any] = lambda _raw: None) -> Outcome:
    """Code and path of problems and of notices."""
    change(raw)
    framework = load("ramverk", examples.ramverk()).model
    assert isinstance(framework, Framework)
    problems, notices = check(load(raw["dokumenttyp"], raw).model, framework, date(2026, 12, 14))
    assert all(problem.message and problem.remedy for problem in problems)
    return [(p.code, p.path) for p in problems], [(n.code, n.path) for n in notices]


@pytest.mark.parametrize(
    "raw",
    [
        examples.kallelse(),
        *(examples.dialog(typ) for typ in "ABC"),
        examples.tillkannagivande(),
        examples.tillkannagivande("justering"),
    ],
)
def test_the_examples_have_nothing_to_remark(raw: Raw) -> None:
    """Neither problem nor notice."""
    assert outcome(raw) == ([], [])


def _matter(raw: Raw, nr: int = 1) -> Raw:
    matter: Raw = raw["arenden"][nr]
    return matter


def _document(raw: Raw, nr: int = 1) -> Raw:
    document: Raw = raw["arenden"][1]["handlingar"][nr]
    return document


SECRET = {"markerad": True, "bestammelse": "25 kap. 1 § OSL"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda raw: _matter(raw, 2).update(ordning="3"), ("wrong_order", "arenden[2].ordning")),
        (lambda raw: _matter(raw, 0).update(ordning="B"), ("wrong_order", "arenden[0].ordning")),
        (lambda raw: raw["arenden"].reverse(), ("wrong_order", "arenden[0].ordning")),
        (lambda raw: _matter(raw, 2).update(arendetyp="formalia"), ("wrong_order", "arenden[2].ordning")),
        (
            lambda raw: _matter(raw).update(forslag_till_beslut=[]),
            ("missing_proposal", "arenden[1].forslag_till_beslut"),
        ),
        (
            lambda raw: _document(raw).update(sekretess=SECRET),
            ("secret_published", "arenden[1].handlingar[1].publiceras"),
        ),
        (lambda raw: _document(raw).update(id="h1"), ("duplicate_id", "arenden[1].handlingar[1].id")),
        (
            lambda raw: _matter(raw).update(utgar_orsak="Bereds vidare"),
            ("withdrawn_halfway", "arenden[1].utgar"),
        ),
        (
            lambda raw: _document(raw).update(utgar_datum="2026-12-10"),
            ("withdrawn_halfway", "arenden[1].handlingar[1].bifogas_kallelsen"),
        ),
        (
            lambda raw: _document(raw).update(relationer=[{"typ": "ersatter", "handling": "h2"}]),
            ("unknown_handling", "arenden[1].handlingar[1].relationer[0].handling"),
        ),
        (
            lambda raw: _document(raw).update(datum="2026-12-15"),
            ("contradicting_dates", "arenden[1].handlingar[1].datum"),
        ),
        (
            lambda raw: _matter(raw)["beredning"][0].update(datum="2027-01-01"),
            ("contradicting_dates", "arenden[1].beredning[0].datum"),
        ),
        (
            lambda raw: _matter(raw).update(tid_slot={"fran": "17:30"}),
            ("contradicting_dates", "arenden[1].tid_slot.fran"),
        ),
        (
            lambda raw: raw["kallelse"].update(
                faststalld_av_ordforande={"vem": "V", "tid": "2026-12-15T08:00:00+01:00"}
            ),
            ("contradicting_dates", "kallelse.faststalld_av_ordforande.tid"),
        ),
        (lambda raw: raw["sammantrade"].update(organ="SEK-U"), ("wrong_organ", "sammantrade.organ")),
        (lambda raw: raw["sammantrade"].update(organ="KFF"), ("unknown_organ", "sammantrade.organ")),
        (
            lambda raw: raw["kallelse"].update(diarienummer="KS 2026/3"),
            ("invalid_diarienummer", "kallelse.diarienummer"),
        ),
    ],
)
def test_each_contradiction_of_a_meeting_is_found_at_its_place(
    change: Callable[[Raw], Any], expected: tuple[str, str]
) -> None:
    """One change, at least that problem, and no other code."""
    problems, _ = outcome(examples.kallelse(), change)
    assert problems[0] == expected
    assert {code for code, _ in problems} == {expected[0]}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            lambda raw: _matter(raw).update(vackt_av="bolagsstyrelse"),
            ("bolag_raises_matter", "arenden[1].vackt_av"),
        ),
        (lambda raw: _matter(raw)["handlingar"].pop(), ("missing_protokollsutdrag", "arenden[1].handlingar")),
        (
            lambda raw: _document(raw).update(publiceras="maskad"),
            ("missing_masked_version", "arenden[1].handlingar[1].publiceras"),
        ),
        (
            lambda raw: raw["sammantrade"].update(datum="2026-12-13"),
            ("meeting_on_weekend", "sammantrade.datum"),
        ),
        (
            lambda raw: raw["sammantrade"].update(typ="extra"),
            ("extra_without_initiator", "sammantrade.initierat_av"),
        ),
    ],
)
def test_what_is_only_odd_is_noticed(change: Callable[[Raw], Any], expected: tuple[str, str]) -> None:
    """It is built, but told."""
    assert outcome(examples.kallelse(), change) == ([], [expected])


def test_a_matter_that_is_withdrawn_needs_no_proposal() -> None:
    """It keeps its number and its heading."""
    assert outcome(
        examples.kallelse(), lambda raw: _matter(raw).update(utgar=True, forslag_till_beslut=[])
    ) == (
        [],
        [],
    )


def test_a_supplementary_summons_keeps_the_numbers_that_were_sent() -> None:
    """Matters 7 and 9 of a tilläggskallelse are right; 9 before 7 is not."""

    def change(raw: Raw) -> None:
        raw["kallelse"]["slag"] = "tillaggskallelse"
        raw["arenden"] = raw["arenden"][1:]
        _matter(raw, 0)["ordning"] = "7"
        _matter(raw, 1)["ordning"] = "9"

    assert outcome(examples.kallelse(), change) == ([], [])

    def swapped(raw: Raw) -> None:
        change(raw)
        raw["arenden"].reverse()

    assert outcome(examples.kallelse(), swapped)[0] == [("wrong_order", "arenden[0].ordning")]


@pytest.mark.parametrize(
    ("typ", "change", "expected"),
    [
        ("A", {"parter": ["UN", "SEK-U"]}, ("wrong_parties", "parter[1]")),
        ("A", {"parter": ["UN", "UN"]}, ("wrong_parties", "parter[1]")),
        ("A", {"redovisas_till": "KS"}, ("wrong_receiver", "redovisas_till")),
        ("A", {"datum": ["2025-11-05"]}, ("contradicting_dates", "datum[0]")),
        (
            "A",
            {"godkand_av": {"namn": "E", "datum": "2026-11-04"}},
            ("contradicting_dates", "godkand_av.datum"),
        ),
        ("B", {"parter": ["SEK-U"]}, ("wrong_parties", "parter")),
        ("B", {"parter": ["SEK-U", "SN"]}, ("wrong_parties", "parter[1]")),
        ("C", {"parter": ["KS", "UN", "SN"]}, ("wrong_parties", "parter")),
        ("C", {"parter": ["UN", "SN"]}, ("wrong_parties", "parter")),
        ("C", {"parter": ["KS"]}, ("wrong_parties", "parter")),
        (
            "C",
            {"nulagesbeskrivning": {"organ": "SN", "ar": 2026}},
            ("wrong_organ", "nulagesbeskrivning.organ"),
        ),
        (
            "C",
            {"nulagesbeskrivning": {"organ": "UN", "ar": 2027}},
            ("contradicting_dates", "nulagesbeskrivning.ar"),
        ),
    ],
)
def test_each_contradiction_of_a_dialog_is_found(typ: str, change: Raw, expected: tuple[str, str]) -> None:
    """Who meets whom, when, and to whom it is reported."""
    assert outcome(examples.dialog(typ), lambda raw: raw.update(change))[0] == [expected]


@pytest.mark.parametrize(
    ("slag", "change", "expected"),
    [
        ("justering", {"nedtas_tidigast": "2027-01-06"}, ("taken_down_too_early", "nedtas_tidigast")),
        (
            "justering",
            {"publicerat_tid": "2026-12-10T09:00:00+01:00"},
            ("contradicting_dates", "publicerat_tid"),
        ),
        (
            "sammantrade",
            {"publicerat_tid": "2026-12-14T09:00:00+01:00"},
            ("contradicting_dates", "publicerat_tid"),
        ),
        (
            "sammantrade",
            {"sammantrade": {"datum": "2026-12-14", "plats": "A"}},
            ("missing_value", "sammantrade.tid_start"),
        ),
        (
            "bradskande_arende",
            {"sammantrade": {"datum": "2026-12-14", "tid_start": "18:00"}},
            ("missing_value", "sammantrade.plats"),
        ),
    ],
)
def test_each_contradiction_of_an_announcement_is_found(
    slag: str, change: Raw, expected: tuple[str, str]
) -> None:
    """KL 5:13, 8:12 and 13:5: exactly 21 days up is enough, 20 are not."""
    assert outcome(examples.tillkannagivande(slag), lambda raw: raw.update(change))[0] == [expected]
