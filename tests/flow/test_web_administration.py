"""The administrator's pages and one's own account: people, logins, keys, jobs, log, state, settings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import text

from service.flow.accounts import get_account
from service.flow.drafts import reader_of
from service.flow.login import find_bearer
from service.flow.orders import order_build
from service.flow.register import create_report
from service.model.people import Held, Role
from service.records.audit import Entry, note
from tests.service import PASSWORD, REPORT, Town, open_town
from tests.web import Web, hidden

PEOPLE = "/administration/personer"


@pytest.fixture(name="web")
def _web(tmp_path: Path) -> Iterator[Web]:
    with open_town(tmp_path) as town:
        yield Web(town).log_in("admin")


def _location(answer: object) -> str:
    return str(answer.headers["Location"])  # type: ignore[attr-defined]


def _account(town: Town, username: str) -> str:
    return f"{PEOPLE}/{town[username].id}"


def test_a_person_is_put_up_and_can_do_what_was_ticked(web: Web) -> None:
    """With roles for the whole municipality and for one body; then they log in."""
    made = web.post(
        PEOPLE + "/ny",
        {
            "namn": "Åsa <Öberg>",
            "anvandarnamn": "asa.oberg",
            "losenord": PASSWORD,
            "roll": ["registrator:", "handlaggare:VN"],
        },
    )
    assert made.status_code == 303, made.text
    page = web.get(_location(made))
    assert "Åsa &lt;Öberg&gt;" in page.text
    ticked = re.findall(r'value="([a-z]+:\w*)" checked', page.text)
    assert set(ticked) == {"registrator:", "handlaggare:VN"}
    assert "Åsa &lt;Öberg&gt;" in web.get(PEOPLE).text
    web.log_in("asa.oberg")
    assert "Registrator" in web.get("/konto").text


def test_a_person_with_faults_is_not_put_up_and_nothing_typed_is_lost(web: Web) -> None:
    """Every fault at its field; the password is not written back."""
    refused = web.post(
        PEOPLE + "/ny",
        {"namn": "", "anvandarnamn": "Ny Person!", "losenord": "kort-text", "roll": ["kansli:"]},
    )
    assert refused.status_code == 422
    for field in ("namn", "anvandarnamn", "losenord"):
        assert f'id="falt-{field}-fel"' in refused.text
    assert 'value="Ny Person!"' in refused.text
    assert 'value="kansli:" checked' in refused.text
    assert "kort-text" not in refused.text
    taken = web.post(PEOPLE + "/ny", {"namn": "K", "anvandarnamn": "kansli", "losenord": PASSWORD})
    assert taken.status_code == 409


def test_roles_are_changed_and_two_administrators_do_not_overwrite_each_other(web: Web) -> None:
    """An older version is refused with what was ticked; a closed account cannot log in."""
    at = _account(web.town, "lasare")
    version = hidden(web.get(at), "version")
    sent = {"version": version, "roll": ["granskare:", "lasare:VN", "finns-inte:X"], "aktiv": "ja"}
    assert web.post(at, sent).status_code == 303
    assert {(one.role, one.organ) for one in _held(web.town, "lasare")} == {
        (Role.GRANSKARE, ""),
        (Role.LASARE, "VN"),
    }
    late = web.post(at, {"version": version, "roll": ["kansli:"], "aktiv": "ja"})
    assert late.status_code == 412
    newest = hidden(web.get(at), "version")
    assert web.post(at, {"version": newest, "roll": ["granskare:"]}).status_code == 303
    refused = web.app.test_client().post("/logga-in", data={"anvandarnamn": "lasare", "losenord": PASSWORD})
    assert refused.status_code == 401
    assert "Stängt" in web.get(PEOPLE).text


def _held(town: Town, username: str) -> frozenset[Held]:
    return get_account(town.service, town["admin"], town[username].id).person.held


def test_the_last_administrator_stays(web: Web) -> None:
    """Otherwise nobody could let anybody in."""
    at = _account(web.town, "admin")
    version = hidden(web.get(at), "version")
    assert web.post(at, {"version": version, "roll": ["kansli:"], "aktiv": "ja"}).status_code == 409


def test_a_locked_account_is_opened_and_given_a_new_password(web: Web) -> None:
    """An empty password is a fault, and takes nothing away."""
    other = web.app.test_client()
    for _ in range(web.town.service.settings.inloggningsforsok):
        other.post("/logga-in", data={"anvandarnamn": "kansli", "losenord": "fel"})
    at = _account(web.town, "kansli")
    assert "Kontot är spärrat" in web.get(at).text
    assert "Spärrat" in web.get(PEOPLE).text
    assert web.post(at + "/las-upp").status_code == 303
    assert "Kontot är spärrat" not in web.get(at).text
    assert web.post(at + "/losenord", {"losenord": ""}).status_code == 422
    assert other.post("/logga-in", data={"anvandarnamn": "kansli", "losenord": PASSWORD}).status_code == 303
    new = "ett helt annat lösenord"
    assert web.post(at + "/losenord", {"losenord": new}).status_code == 303
    assert other.get("/konto").status_code == 303, "its logins have ended"
    assert other.post("/logga-in", data={"anvandarnamn": "kansli", "losenord": new}).status_code == 303
    assert web.post(at + "/logga-ut").status_code == 303
    assert other.get("/konto").status_code == 303


def test_own_logins_are_listed_and_ended(web: Web) -> None:
    """Another browser's login is ended here, and nobody else's."""
    other = web.app.test_client()
    other.post("/logga-in", data={"anvandarnamn": "admin", "losenord": PASSWORD})
    page = web.get("/konto").text
    ends = re.findall(r'action="(/konto/inloggningar/\w+/avsluta)"', page)
    assert len(ends) == 1
    assert "Den här" in page
    kansli = Web(web.town).log_in("kansli")
    assert kansli.post(ends[0]).status_code == 404
    assert web.post(ends[0]).status_code == 303
    assert other.get("/konto").status_code == 303
    assert web.get("/konto").status_code == 200


def test_a_key_is_shown_once_works_and_is_withdrawn(web: Web) -> None:
    """Its secret stands in the one answer alone."""
    for wrong in ({"namn": "", "omfattning": "lasa", "dagar": "9"}, {"namn": "x", "omfattning": "allt", "dagar": "9"},
                  {"namn": "x", "omfattning": "lasa", "dagar": "många"}):  # fmt: skip
        assert web.post("/konto/nycklar", wrong).status_code == 422
    made = web.post("/konto/nycklar", {"namn": "Utläsning", "omfattning": "lasa", "dagar": "30"})
    secret = unescape(re.findall(r'id="nyckel">([^<]+)<', made.text)[0])
    assert find_bearer(web.town.service, secret).may_write is False
    page = web.get("/konto").text
    assert "Utläsning" in page
    assert secret not in page
    ends = re.findall(r'action="(/konto/nycklar/\w+/aterkalla)"', page)
    assert Web(web.town).log_in("kansli").post(ends[0]).status_code == 404
    assert web.post(ends[0]).status_code == 303
    assert "Återkallad" in web.get("/konto").text
    answer = web.app.test_client().get("/api/v1/jag", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 401


def test_jobs_are_seen_and_stopped_without_what_they_are_about(web: Web) -> None:
    """Who, when, state: not the title of a report that the administrator may not read."""
    town = web.town
    reader_of(town.service)
    report = create_report(town.service, town["vn.handlaggare"], REPORT)
    job = order_build(town.service, town["vn.handlaggare"], report.report.id)
    page = web.get("/administration/jobb").text
    assert "vn.handlaggare" in page
    assert "Väntar" in page
    assert report.report.title not in page
    assert "Inga jobb" in web.get("/administration/jobb?status=klar").text
    assert web.post(f"/administration/jobb/{job}/avbryt").status_code == 303
    assert "Avbruten" in web.get("/administration/jobb?status=avbruten").text
    assert web.post(f"/administration/jobb/{job}/avbryt").status_code == 409


def test_the_log_is_narrowed_and_keeps_back_what_may_be_secret(web: Web) -> None:
    """By who, what, object and day; before and after of accounts, but not the words of a report."""
    town = web.town
    at = _account(town, "lasare")
    version = hidden(web.get(at), "version")
    web.post(at, {"version": version, "roll": ["granskare:"], "aktiv": "ja"})
    page = web.get("/administration/logg?vad=konto.andrat").text
    assert "<del>lasare</del> → <ins>granskare</ins>" in page
    assert "inloggning" not in re.findall(r"<tbody>(.*)</tbody>", page, re.DOTALL)[0]
    assert "Inga rader" in web.get("/administration/logg?vem=finns-inte").text
    assert "Inga rader" in web.get("/administration/logg?till=2020-01-01").text
    assert "konto.andrat" in web.get("/administration/logg?fran=2026-11-23&till=2026-11-23").text
    assert web.get("/administration/logg?fran=igår").status_code == 422
    with town.service.records.change() as db:
        told = {"titel": "Hemlig rubrik", "status": "beredning"}
        note(db, Entry("kansli", "sammantrade.sparat", "sammantrade", "x", None, told), town.clock())
    kept = web.get("/administration/logg?slag=sammantrade").text
    assert "Hemlig rubrik" not in kept
    assert "titel" in kept
    assert "beredning" in kept


def test_a_long_log_has_pages(web: Web) -> None:
    """What it is narrowed to goes along."""
    with web.town.service.records.change() as db:
        for number in range(60):
            note(db, Entry("-", "prov.rad", "jobb", str(number)), web.town.clock())
    page = web.get("/administration/logg?vad=prov.rad").text
    assert "60 rader" in page
    assert 'href="?vad=prov.rad&amp;sida=2"' in page
    assert web.get("/administration/logg?vad=prov.rad&sida=2").text.count("<td>prov.rad</td>") == 10


def test_the_chain_of_the_log_is_checked(web: Web) -> None:
    """Whole, with its last sum; and broken where somebody has changed a row."""
    whole = web.post("/administration/logg/kontroll").text
    assert "Loggen är hel" in whole
    with web.town.service.records.change() as db:
        for (name,) in db.execute(text("select name from sqlite_master where type = 'trigger'")).all():
            db.execute(text(f'drop trigger "{name}"'))
        db.execute(text("update logg set vem = 'någon annan' where nr = 2"))
    assert "Rad 2 stämmer inte" in web.post("/administration/logg/kontroll").text


def test_the_state_is_looked_at_when_asked(web: Web) -> None:
    """As `samlad kontroll` says it."""
    assert "Besked" not in web.get("/administration/tillstand").text
    page = web.post("/administration/tillstand").text
    for what in ("databas", "logg", "ramverk", "fillager", "libreoffice", "typsnitt", "disk"):
        assert f'<th scope="row">{what}</th>' in page


def test_settings_never_show_a_secret(tmp_path: Path) -> None:
    """Neither an address with a password in it nor a path to a secret."""
    path = tmp_path / "l0senord.txt"
    path.write_text("x", encoding="utf-8")
    kept = {"ko": "redis://u:l0sen@host/0", "smtp_losenord_fil": str(path), "smtp_server": "post.kommun.se"}
    with open_town(tmp_path, **kept) as town:
        page = Web(town).log_in("admin").get("/administration/installningar").text
    assert "l0sen" not in page
    assert "SAMLAD_KO" in page
    assert "Inställt, visas inte" in page
    assert "post.kommun.se" in page


def test_organs_and_the_first_page(web: Web) -> None:
    """What there is, with its numbers."""
    assert "8 konton" in web.get("/administration").text
    assert "Kommunfullmäktige" in web.get("/administration/organ").text
    assert "Administration" not in Web(web.town).log_in("kansli").get("/").text
