"""The ground of the pages: login and back, headers, messages, languages, faults, static files."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from service.errors import ConfigError
from service.web.going import local_path
from tests.service import PASSWORD, open_town
from tests.web import Web, hidden


@pytest.fixture(name="web", scope="module")
def _web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    with open_town(tmp_path_factory.mktemp("stad")) as town:
        yield Web(town)


def test_a_login_leads_back_to_where_one_was(web: Web) -> None:
    """The address goes along, but never one of another host."""
    client = web.app.test_client()
    asked = client.get("/konto?x=å")
    assert asked.headers["Location"] == "/logga-in?vidare=%2Fkonto%3Fx%3D%C3%A5"
    page = client.get(asked.headers["Location"])
    sent = {"anvandarnamn": "kansli", "losenord": PASSWORD, "vidare": hidden(page, "vidare")}
    assert client.post("/logga-in", data=sent).headers["Location"] == "/konto?x=%C3%A5"
    sent["vidare"] = "//elak.example/x"
    assert client.post("/logga-in", data=sent).headers["Location"] == "/"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://elak.example",
        "//elak.example",
        "/\\elak.example",
        "javascript:alert(1)",
        "/a\r\nSet-Cookie: x",
        "konto",
    ],
)
def test_only_an_address_of_ours_is_followed(address: str) -> None:
    """Whatever a link puts into the address of the login."""
    assert local_path(address) == ""


def test_what_was_typed_survives_an_ended_login(web: Web) -> None:
    """The form comes back after the login, with its å and its <, and is sent on with the new login's value."""
    web.log_in("kansli")
    csrf = web.csrf()
    web.client.delete_cookie("samlad")
    typed = {"csrf": csrf, "nuvarande": "åäö <b>\"'&", "nytt": "rad 1\r\nrad 2"}
    refused = web.client.post("/konto/losenord", data=typed)
    assert refused.status_code == 401
    assert "finns kvar" in refused.text
    kept, to = hidden(refused, "kvar"), hidden(refused, "till")
    assert to == "/konto/losenord"
    sent = {"anvandarnamn": "kansli", "losenord": PASSWORD, "kvar": kept, "till": to}
    again = web.client.post("/logga-in", data=sent)
    assert again.status_code == 200
    fields = dict(re.findall(r'<textarea hidden name="(\w+)">\n(.*?)</textarea>', again.text, re.DOTALL))
    assert {name: unescape(text) for name, text in fields.items()} == {
        "nuvarande": "åäö <b>\"'&", "nytt": "rad 1\nrad 2"
    }  # fmt: skip
    data = {"csrf": hidden(again, "csrf"), **fields}
    assert web.client.post("/konto/losenord", data=data).status_code == 422


def test_a_foreign_form_is_not_kept_through_a_login(web: Web) -> None:
    """Otherwise a page elsewhere could have somebody save its words."""
    client = web.app.test_client()
    answer = client.post("/konto/losenord", data={"nytt": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert 'name="kvar"' not in answer.text


def test_a_wrong_login_says_so_and_keeps_the_name(web: Web) -> None:
    """The fault stands over the form; the password is not written back."""
    answer = web.app.test_client().post(
        "/logga-in", data={"anvandarnamn": "kansli", "losenord": "hemlig-text"}
    )
    assert answer.status_code == 401
    assert "Användarnamnet eller lösenordet är fel." in answer.text
    assert 'value="kansli"' in answer.text
    assert "hemlig-text" not in answer.text
    empty = web.app.test_client().post("/logga-in", data={})
    assert empty.status_code == 422
    assert '<a href="#falt-anvandarnamn">Skriv ditt användarnamn.</a>' in empty.text


def test_a_message_is_shown_once(web: Web) -> None:
    """After a change one is sent on (303) and told what happened; a reload tells nothing anew."""
    web.log_in("lasare")
    answer = web.post("/logga-ut")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/logga-in")
    assert "Du är utloggad." in web.get("/logga-in").text
    assert "Du är utloggad." not in web.get("/logga-in").text
    assert web.get("/").status_code == 303


def test_the_password_is_changed(tmp_path: Path) -> None:
    """Two that differ are refused at the field; then the new one is the right one."""
    with open_town(tmp_path) as town:
        web = Web(town).log_in("lasare")
        typed = {"nuvarande": PASSWORD, "nytt": "ett helt nytt lösenord", "nytt_igen": "ett annat"}
        refused = web.post("/konto/losenord", typed)
        assert refused.status_code == 422
        assert 'id="falt-nytt-igen-fel"' in refused.text
        done = web.post("/konto/losenord", {**typed, "nytt_igen": typed["nytt"]})
        assert done.headers["Location"] == "/logga-in"
        sent = {"anvandarnamn": "lasare", "losenord": typed["nytt"]}
        assert web.client.post("/logga-in", data=sent).headers["Location"] == "/"


def test_every_page_is_protected(web: Web) -> None:
    """No script or style but our own files, on pages, refusals and what nobody foresaw."""
    web.log_in("kansli")
    for path, status in (("/", 200), ("/finns-inte", 404), ("/logga-in", 303), ("/konto", 200)):
        answer = web.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert answer.status_code == status
        assert "unsafe" not in policy
        assert "script-src 'self'; style-src 'self'" in policy
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert not re.search(r"<script(?![^>]+src=)|<style|\sstyle=|\son\w+=", answer.text)


def test_faults_are_told_by_page_and_by_json(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """People get a page, programs get JSON, nobody gets a stack trace."""
    web.log_in("kansli")
    page = web.get("/finns-inte")
    assert "Sidan finns inte." in page.text
    assert web.get("/api/v1/finns-inte").mimetype == "application/problem+json"

    def broken(*_: object) -> str:
        msg = "hemligt inre"
        raise RuntimeError(msg)

    monkeypatch.setattr("service.web.rendering.menu_of", broken)
    answer = web.get("/konto")  # even the page for faults has a menu, so the plainest of answers is left
    assert (answer.status_code, answer.mimetype) == (500, "text/plain")
    assert "oväntat fel" in answer.text
    assert "hemligt" not in answer.text


def test_who_is_logged_in_already_goes_on(web: Web) -> None:
    """Also by the script of the login page, which asks anew when a link from elsewhere came without the cookie."""
    web.log_in("lasare")
    told = web.get("/logga-in?vidare=/konto", Accept="application/json")
    assert told.get_json()["to"] == "/konto"
    assert web.get("/logga-in?vidare=/konto").headers["Location"] == "/konto"
    assert (
        web.app.test_client().get("/logga-in", headers={"Accept": "application/json"}).mimetype == "text/html"
    )


def test_the_language_is_chosen(web: Web) -> None:
    """By the browser's wish, and by the person's choice before that."""
    client = web.app.test_client()
    assert '<html lang="sv">' in client.get("/logga-in").text
    english = client.get("/logga-in", headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert '<html lang="en">' in english.text
    assert "Log in" in english.text
    chosen = client.post("/sprak", data={"sprak": "en", "vidare": "/logga-in"})
    assert chosen.headers["Location"] == "/"
    assert "Password" in client.get("/logga-in", headers={"Accept-Language": "sv"}).text
    assert client.post("/sprak", data={"sprak": "xx"}).status_code == 303
    assert "Lösenord" in client.get("/logga-in").text


def test_static_files_are_packed_and_kept(web: Web) -> None:
    """Named by content: kept for a year under the right name, asked for anew under another."""
    page = web.app.test_client().get("/logga-in").text
    address = re.findall(r'href="(/static/samlad\.css\?v=\w+)"', page)[0]
    packed = web.get(address, Accept_Encoding="gzip")
    plain = web.get(address, Accept_Encoding="identity")
    assert gzip.decompress(packed.data) == plain.data
    assert "immutable" in packed.headers["Cache-Control"]
    assert "immutable" not in web.get("/static/samlad.css?v=annan").headers["Cache-Control"]
    assert web.get(address, If_None_Match=plain.headers["ETag"]).status_code in (200, 304)
    assert web.get("/static/../app.py").status_code == 404
    assert web.get("/static/finns-inte.css").status_code == 404


def test_name_logo_and_colour_are_the_municipalitys(tmp_path: Path) -> None:
    """By setting; a colour too light for white text is darkened, its name escaped."""
    logo = tmp_path / "vapen.svg"
    logo.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    with open_town(tmp_path, kommun="Å & <Ö>", logotyp=str(logo), farg="#ffcc00") as town:
        web = Web(town)
        page = web.get("/logga-in").text
        assert "Å &amp; &lt;Ö&gt;" in page
        assert web.get(re.findall(r'src="(/static/logotyp[^"]+)"', page)[0]).data == logo.read_bytes()
        assert "--kommun:#ffcc00" not in web.get("/static/kommun.css").text.split("@media")[0]
    with pytest.raises(ConfigError), open_town(tmp_path, logotyp=str(tmp_path / "finns-inte.svg")) as town:
        Web(town)


def test_a_script_is_answered_in_json(web: Web) -> None:
    """The same form, sent by a script: faults and the way on as JSON."""
    web.log_in("lasare")
    answer = web.post("/konto/losenord", {"nytt": "x", "nytt_igen": "y"}, Accept="application/json")
    assert answer.status_code == 422
    assert json.loads(answer.data)["problems"][0]["path"] == "nytt_igen"
