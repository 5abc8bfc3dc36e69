"""Searching on a real PostgreSQL: the same words find the same things as on SQLite."""

from __future__ import annotations

from pathlib import Path

from service.model.lists import Asked, Facets, Span
from service.records.search import RAPPORT, count_facets, keep_words, search
from tests.api import Api
from tests.live.engines import postgres
from tests.service import Town, open_town, report_text

ASKED = {
    "kvastskaftet": 2,
    "KVAST": 2,
    "kvast åkerlöf": 1,
    "akerlof": 0,
    '"kvastskaftet åkerlöf"': 1,
    '"åkerlöf kvastskaftet"': 0,
    "KS.2026.9": 1,
    '"KS.2026"': 1,
    "117a": 1,
    "' & | ! :* <-> ( ) \\": 0,
    "skaftet": 0,
}
TEXTS = ("Kvastskaftet Åkerlöf", "kvastskaftet, KS.2026.9 på sidan 117a")


def _counts(town: Town) -> dict[str, int]:
    """What somebody of the body finds; reports of that name are there, so that rights are asked of real rows."""
    api = Api(town)
    for number, text in enumerate(TEXTS):
        made = api.post("/rapporter", "vn.handlaggare", report_text(ar=2020 + number)).get_json()
        with town.service.records.change() as db:
            ident = made["rapport"]["id"]
            keep_words(db, RAPPORT, ident, "egen", organ="VN", titel="Rapport", written=text)
    with town.service.records.look() as db:
        person = town["vn.handlaggare"]
        return {asked: search(db, person, Asked(asked), Span(0, 10)).total for asked in ASKED}


def test_both_databases_find_the_same(tmp_path: Path) -> None:
    """Words, beginnings, phrases, numbers, and signs that mean something to one of them."""
    with open_town(tmp_path) as town:
        assert _counts(town) == ASKED
    (tmp_path / "pg").mkdir()
    with postgres() as url, open_town(tmp_path / "pg", url) as town:
        assert _counts(town) == ASKED
        assert Api(town).get("/sok?q=kvast", "vn.handlaggare").get_json()["totalt"] == len(TEXTS)
        with town.service.records.look() as db:
            told = count_facets(db, town["vn.handlaggare"], Asked("kvast", ar=2021))
        assert told == Facets((("rapport", 1),), (("VN", 1),), ((2020, 1), (2021, 1)))


def test_a_long_text_fits(tmp_path: Path) -> None:
    """PostgreSQL's index has a limit of its own; ours stays below it, whatever the words are."""
    written = " ".join(f"{number:x}å" for number in range(200_000))
    with postgres() as url, open_town(tmp_path, url) as town, town.service.records.change() as db:
        keep_words(db, RAPPORT, "0" * 32, "egen", organ="VN", titel="Lång", written=written)
