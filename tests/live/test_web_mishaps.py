"""What goes wrong with an ordinary form in a real browser, and that nothing typed is lost by it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from service.flow.preparation import get_meeting
from tests.live.site import Site, open_site
from tests.meetings import prepared_meeting
from tests.service import PASSWORD, open_town

pytestmark = pytest.mark.xdist_group("web")
ODD = "Åsa Öhrn ”sa” <b>nej</b> & 'ja' \\ 100 %"


@pytest.fixture(name="site", scope="module")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_town(tmp_path_factory.mktemp("stad")) as town, open_site(town) as site:
        yield site


@pytest.fixture(name="arende")
def _arende(site: Site, tmp_path: Path) -> str:
    """The address of an ärende's form."""
    meeting = prepared_meeting(site.town, tmp_path, 2)
    return f"/sammantraden/{meeting['id']}/arenden/{meeting['arenden'][0]['id']}"


def _type(page: Page) -> None:
    page.get_by_label("Rubrik").fill(ODD)
    page.get_by_label("Sammanfattning").fill("Rad ett\nrad två")
    page.get_by_label("Slag av ärende").select_option("beslut")
    page.get_by_label("Brådskande ärende").check()


def _is_as_typed(page: Page) -> None:
    expect(page.get_by_label("Rubrik")).to_have_value(ODD)
    expect(page.get_by_label("Sammanfattning")).to_have_value("Rad ett\nrad två")
    expect(page.get_by_label("Slag av ärende")).to_have_value("beslut")
    expect(page.get_by_label("Brådskande ärende")).to_be_checked()


def _is_saved(site: Site, arende: str) -> bool:
    meeting = get_meeting(site.town.service, site.town["kansli"], arende.split("/")[2])
    return bool(meeting["arenden"][0]["rubrik"] == ODD and meeting["arenden"][0]["bradskande"])


def test_a_form_that_was_never_answered_is_as_it_was_typed(site: Site, arende: str) -> None:
    """The browser tells of the lost connection; the address again, and everything is there, told and ready to send."""
    with site.context("kansli") as context:
        page = context.new_page()
        page.goto(arende)
        _type(page)
        context.set_offline(True)
        page.get_by_role("button", name="Spara ärendet").click()
        page.wait_for_url("chrome-error://**")
        context.set_offline(False)
        page.goto(arende)
        expect(page.locator(".said.warning")).to_contain_text("Det du skrev är tillbaka")
        _is_as_typed(page)
        assert not _is_saved(site, arende)
        page.get_by_role("button", name="Spara ärendet").click()
        expect(page.get_by_role("status").first).to_contain_text("sparat")
        assert _is_saved(site, arende)
        page.goto(arende)
        expect(page.locator(".said.warning")).to_have_count(0)


def test_going_back_brings_a_lost_form_back(site: Site, arende: str) -> None:
    """Also one that lies folded in its page."""
    meeting = arende.rsplit("/", 2)[0]
    with site.context("kansli") as context:
        page = context.new_page()
        page.goto(meeting)
        page.get_by_label("Rubrik").fill(ODD)
        context.set_offline(True)
        page.get_by_role("button", name="Lägg till ärendet").click()
        page.wait_for_url("chrome-error://**")
        context.set_offline(False)
        page.go_back()
        expect(page.get_by_label("Rubrik")).to_have_value(ODD)


def test_a_form_sent_after_the_login_ended_goes_on_through_a_new_one(site: Site, arende: str) -> None:
    """What was typed is kept through the login, whatever signs it has, and saved by one press."""
    with site.context("kansli") as context:
        page = context.new_page()
        page.goto(arende)
        _type(page)
        context.clear_cookies()
        page.get_by_role("button", name="Spara ärendet").click()
        expect(page.get_by_role("alert")).to_contain_text("Det du skrev finns kvar")
        page.get_by_label("Användarnamn").fill("kansli")
        page.get_by_label("Lösenord").fill(PASSWORD)
        page.get_by_role("button", name="Logga in").click()
        page.get_by_role("button", name="Spara och fortsätt").click()
        expect(page.get_by_role("status").first).to_contain_text("sparat")
        assert _is_saved(site, arende)


def test_an_odd_name_is_shown_as_it_was_typed(site: Site, arende: str) -> None:
    """In headings, lists, links and fields; never as a part of the page."""
    with site.visit("kansli") as page:
        page.goto(arende)
        _type(page)
        page.get_by_role("button", name="Spara ärendet").click()
        meeting = arende.rsplit("/", 2)[0]
        for path in (meeting, f"{meeting}/kontroll", arende):
            page.goto(path)
            assert page.locator("b", has_text="nej").count() == 0, path
        _is_as_typed(page)
        page.goto(meeting)
        expect(page.get_by_role("link", name=ODD)).to_be_visible()


def test_two_people_in_one_form(site: Site, arende: str) -> None:
    """The later one is told that a colleague was first, and keeps what was typed."""
    with site.visit("kansli") as mine, site.context("registrator") as context:
        theirs = context.new_page()
        for page in (mine, theirs):
            page.goto(arende)
        theirs.get_by_label("Rubrik").fill("Deras rubrik")
        theirs.get_by_role("button", name="Spara ärendet").click()
        expect(theirs.get_by_role("status").first).to_contain_text("sparat")
        _type(mine)
        mine.get_by_role("button", name="Spara ärendet").click()
        expect(mine.get_by_role("alert")).to_contain_text("ändrat")
        _is_as_typed(mine)
        assert not _is_saved(site, arende)
