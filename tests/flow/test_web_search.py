"""The search page: everybody finds what they may know of, narrowed by kind, body and year, and goes there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.flow.diarium.enter import register
from service.flow.register import create_report
from service.flow.releases import release_packet, withdraw_release
from tests.meetings import WITHHELD, compiled_packet, prepared_meeting
from tests.register import document, lay_up, open_one
from tests.service import Town, open_town, report_text, write_json
from tests.web import Web


@pytest.fixture(name="town", scope="module")
def _town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A draft of last year and one of this, a meeting with files, a matter in the register."""
    folder = tmp_path_factory.mktemp("stad")
    with open_town(folder, publiceringsgranskning="av") as town:
        for year in (2025, 2026):
            raw = report_text(handlaggare='Kvastskaftet <b>"Åkerlöf"</b>', ar=year)
            create_report(town.service, town["vn.handlaggare"], write_json(folder, raw))
        matter = open_one(town, lay_up(town), arendemening_offentlig="Kvastskaft till vården")
        register(town.service, town["registrator"], matter.id, document(titel="Anbud på kvastskaft"))
        yield town


def _links(text: str) -> set[str]:
    return set(re.findall(r'<h3><a href="([^"]+)"', text))


def test_hits_with_their_words_and_ways_to_narrow(town: Town) -> None:
    """What stands in a document is shown as text; each facet leads to the same search, narrowed."""
    site = Web(town).log_in("vn.handlaggare")
    assert 'href="/sok"' in site.get("/").text
    assert 'id="hits"' not in site.get("/sok").text
    page = site.get("/sok?q=kvast").text
    assert "2 träffar" in page
    assert "<mark>Kvastskaftet</mark>" in page
    assert "&lt;b&gt;" in page
    assert "<b>" not in page
    assert len(_links(page)) == 2
    assert 'href="/sok?q=kvast&amp;ar=2025"' in page
    assert 'href="/sok?q=kvast&amp;organ=VN"' in page
    narrowed = site.get("/sok?q=kvast&ar=2025&organ=VN&slag=rapport").text
    assert "En träff" in narrowed
    assert re.search(r'href="[^"]*ar=2026[^"]*"', narrowed), "the other year is still offered"
    assert "Inget hittades" in site.get("/sok?q=kvast&ar=1999").text
    for odd in ("?q=%00", "?q=kvast&ar=abc&slag=annat&sida=99999", '?q="', "?q=" + "lång" * 999):
        assert site.get(f"/sok{odd}").status_code == 200


def test_the_register_is_searched_too(town: Town) -> None:
    """Its matters by number and its documents by title, beside the other hits."""
    site = Web(town).log_in("lasare")
    page = site.get("/sok?q=kvastskaft").text
    assert "ärenden: 1, handlingar: 1" in page
    assert "Kvastskaft till vården" in page
    assert "Anbud på kvastskaft" in page
    assert "0 träffar" in page
    assert "/diarium/arenden/" in site.get("/sok?q=KS.2026.1").text


def test_nobody_finds_what_is_not_theirs(town: Town) -> None:
    """Another body's draft; the administrator finds nothing at all."""
    for who in ("sn.handlaggare", "kansli", "granskare", "lasare"):
        page = Web(town).log_in(who).get("/sok?q=Åkerlöf").text
        assert "0 träffar" in page, who
        assert "Åkerlöf</b>" not in page
    admin = Web(town).log_in("admin")
    assert admin.get("/sok?q=kvast").status_code == 403
    assert 'href="/sok"' not in admin.get("/").text


def test_many_hits_are_turned_over(town: Town, tmp_path: Path) -> None:
    """Twenty on a page, and the search goes along."""
    for year in range(2000, 2021):
        raw = report_text(handlaggare="Bladvändaren", ar=year)
        create_report(town.service, town["sn.handlaggare"], write_json(tmp_path, {**raw, "organ": "SN"}))
    site = Web(town).log_in("sn.handlaggare")
    first = site.get("/sok?q=bladvändaren").text
    follows = re.search(r'rel="next" href="(\?[^"]+)"', first)
    assert follows is not None
    second = site.get("/sok" + follows[1].replace("&amp;", "&")).text
    assert (len(_links(first)), len(_links(second))) == (20, 1)
    assert _links(first).isdisjoint(_links(second))
    assert "21 träffar" in second


def test_a_released_packet_is_found_and_opened_by_readers(town: Town, tmp_path: Path) -> None:
    """Its public edition alone; a file leads who prepares to its handling; after withdrawal there is nothing."""
    meeting = prepared_meeting(town, tmp_path)["id"]
    release = release_packet(town.service, town["kansli"], meeting, compiled_packet(town, meeting, tmp_path))
    kansli, reader = Web(town).log_in("kansli"), Web(town).log_in("lasare")
    file = next(iter(_links(kansli.get("/sok?q=presentation&slag=fil").text)))
    assert file.startswith(f"/sammantraden/{meeting}/arenden/")
    assert kansli.get(file).status_code == 200
    assert f"/sammantraden/{meeting}" in _links(kansli.get("/sok?q=presentation&slag=sammantrade").text)
    assert _links(reader.get("/sok?q=presentation").text) == {f"/utgivet/{meeting}"}
    assert f'href="/utgivet/{meeting}"' in reader.get("/utgivet").text
    page = reader.get(f"/utgivet/{meeting}").text
    assert WITHHELD not in page
    assert "Intern" not in page
    assert "Intern" in kansli.get(f"/utgivet/{meeting}").text
    pdf = re.search(rf'href="(/utgivet/{meeting}/[^"]+\.pdf)"', page)
    assert pdf is not None
    assert reader.get(pdf[1]).data.startswith(b"%PDF")
    inside = pdf[1].replace("-publik.pdf", ".pdf")
    assert (kansli.get(inside).status_code, reader.get(inside).status_code) == (200, 404)
    withdraw_release(town.service, town["kansli"], meeting, release["id"], "Fel bilaga")
    for site in (reader, kansli):
        assert site.get(f"/utgivet/{meeting}").status_code == 404
        assert f"/utgivet/{meeting}" not in site.get("/utgivet").text
    assert reader.get(pdf[1]).status_code == 404
