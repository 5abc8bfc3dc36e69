"""Settings that an administrator changes: checked, kept, logged, in force at once in every process, and put back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from service.flow.chosen import RULES, change_settings, chosen_of, in_force, with_chosen
from service.flow.log import LogQuery, page_log
from service.flow.service import Service
from service.flow.shown_settings import PLAIN_TEXTS
from service.model.lists import Span
from service.records.database import Records
from service.settings import SETTINGS
from tests.api import Api
from tests.service import Town, open_town
from tests.web import Web, hidden

PLACE = "/administration/installningar"
FORM = {
    "kommun": "Å & <Ö>",
    "farg": "#7a1f3d",
    "kontakt": "kansli@kommun.se, 0303-70 30 00",
    "sidfot": "Så behandlar vi personuppgifter",
    "marginal_dagar": "1",
    "kallelse_dagar": "10",
    "namnd_dagar": "0",
    "kanaler_visade": "ja",
    "kallelse_kanaler": ["e_post", "brev"],
    "smtp_fran": "kansli@kommun.se",
    "utskick_innehall": "publik",
    "utskick_lank": "https://kommun.se/{mote}",
    "utskick_max_mb": "15",
    "del_storlek_mb": "25",
    "arkivkontakt": "Åsa Öhrn",
    "arkivkontakt_epost": "",
    "arkivkontakt_telefon": "0303-70 30 00",
}


@pytest.fixture(name="town")
def _town(tmp_path: Path) -> Iterator[Town]:
    with open_town(tmp_path, farg="#1c4f63", kommun="Driftens namn") as town:
        yield town


def _picture(kind: str = "PNG", size: tuple[int, int] = (400, 200)) -> bytes:
    written = BytesIO()
    image = Image.new("RGB", size, "#d40000")
    more: dict[str, Any] = {"comment": b"hemligt"} if kind == "JPEG" else {}
    image.save(written, kind, **more)
    return written.getvalue()


def _other_process(town: Town) -> Service:
    """The same service as another process has opened it."""
    return replace(town.service, records=Records(town.service.records.url), ground=None)


def test_only_what_is_safe_can_be_changed() -> None:
    """No secret, path, address of a server, limit or check of persons' protection; every name is a setting."""
    names = {one.name for one in SETTINGS}
    assert set(RULES) <= names
    words = ("losenord", "nyckel", "hemlighet", "mapp", "sokvag", "databas", "server", "openid", "max_bilaga")
    for name in RULES:
        row = next(one for one in SETTINGS if one.name == name)
        assert not any(word in name for word in words), name
        assert "sökväg" not in row.help
    assert not {"publiceringsgranskning", "clamd_borta", "sakra_kakor", "proxyer", "data", "logotyp"} & set(
        RULES
    )
    assert names >= PLAIN_TEXTS


def test_a_change_holds_at_once_everywhere_and_can_be_undone(town: Town) -> None:
    """In the page, in the law's checks, in another process; and each goes back to the operator's."""
    other = _other_process(town)
    assert in_force(other).settings.marginal_dagar == 0
    web = Web(town).log_in("admin")
    page = web.get(PLACE)
    assert "Driftens namn" in page.text
    answer = web.post(PLACE, {**FORM, "version": hidden(page, "version")})
    assert answer.status_code == 303, answer.text
    page = web.get(PLACE)
    assert "Å &amp; &lt;Ö&gt;" in page.text
    assert "Frågor? kansli@kommun.se" in page.text
    assert "Så behandlar vi personuppgifter" in Web(town).get("/logga-in").text
    assert ":root{--kommun:#7a1f3d}" in web.get("/static/kommun.css").text
    now = in_force(other).settings
    assert (now.marginal_dagar, now.kallelse_dagar, now.smtp_fran) == (1, 10, "kansli@kommun.se")
    assert now.kallelse_kanaler == "e_post,brev"
    assert in_force(in_force(other)).settings == now
    assert "utskick_max_mb" not in chosen_of(other).values, "what is as the operator has it is no choice"
    kansli = Web(town).log_in("kansli")
    assert "Driftens namn" not in kansli.get("/").text
    version = hidden(page, "version")
    back = web.post(f"{PLACE}/aterstall", {"version": version, "installning": "kommun"})
    assert back.status_code == 303
    assert "Driftens namn" in web.get("/").text
    assert in_force(other).settings.kallelse_dagar == 10
    other.records.close()


def test_what_is_wrong_is_told_at_its_field_and_nothing_is_kept(town: Town) -> None:
    """All faults at once, with what was typed; a colour that cannot carry white text names one that can."""
    web = Web(town).log_in("admin")
    version = hidden(web.get(PLACE), "version")
    wrong = {
        "farg": "#ffcc00",
        "marginal_dagar": "2",
        "kallelse_dagar": "6",
        "smtp_fran": "Kansli\r\nBcc: <a@b.se>",
        "utskick_lank": "javascript:alert(1)",
        "kallelse_kanaler": ["duva"],
        "sidfot": "x" * 301,
        "utskick_innehall": "allt",
        "del_storlek_mb": "-1",
    }
    answer = web.post(PLACE, {**FORM, **wrong, "version": version})
    assert answer.status_code == 422
    for name in wrong:
        assert f'href="#falt-{name.replace("_", "-")}"' in answer.text, name
    assert "1,5 till 1" in answer.text
    assert 'value="#ffcc00"' in answer.text
    assert chosen_of(town.service).version == 1


def test_two_administrators_do_not_overwrite_each_other(town: Town) -> None:
    """The second is told; a change that changes nothing makes no version."""
    web = Web(town).log_in("admin")
    version = hidden(web.get(PLACE), "version")
    assert web.post(PLACE, {**FORM, "version": version}).status_code == 303
    answer = web.post(PLACE, {**FORM, "kommun": "Min", "version": version})
    assert answer.status_code == 412
    assert 'value="Min"' in answer.text
    again = hidden(web.get(PLACE), "version")
    assert web.post(PLACE, {**FORM, "version": again}).status_code == 303
    assert hidden(web.get(PLACE), "version") == again


def test_every_change_is_in_the_log(town: Town) -> None:
    """Who, what, before and after; only what differs."""
    change_settings(town.service, town["admin"], {"kallelse_dagar": "9"}, 1)
    change_settings(town.service, town["admin"], {"kallelse_dagar": None, "kommun": "Ny"}, 2)
    page = page_log(town.service, town["admin"], LogQuery(kind="installningar"), Span())
    told = [entry.changes for entry in page.rows]
    assert {name: (before, after) for name, before, after in told[0]} == {
        "kallelse_dagar": ("9", ""),
        "kommun": ("", "Ny"),
    }
    assert [(name, after) for name, _, after in told[1]] == [("kallelse_dagar", "9")]


def test_a_logo_is_drawn_anew_and_shown(town: Town) -> None:
    """By its content: a JPEG becomes a PNG without what else was in it, and no larger than the page can use."""
    web = Web(town).log_in("admin")
    version = hidden(web.get(PLACE), "version")
    sent = {"version": version, "logotyp": (BytesIO(_picture("JPEG", (2000, 1000))), "vapen.jpg")}
    assert web.post(f"{PLACE}/logotyp", sent).status_code == 303
    assert "/static/kommunens-logotyp.png?v=" in Web(town).get("/logga-in").text
    answer = Web(town).get("/static/kommunens-logotyp.png")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert b"hemligt" not in answer.data
    with Image.open(BytesIO(answer.data)) as image:
        assert image.size == (320, 160)
    from service.records.inventory import referred_blobs

    with town.service.records.look() as db:
        assert chosen_of(town.service).logo in referred_blobs(db)
    back = {"version": hidden(web.get(PLACE), "version"), "installning": "logotyp"}
    assert web.post(f"{PLACE}/aterstall", back).status_code == 303
    assert web.get("/static/kommunens-logotyp.png").status_code == 404
    assert "kommunens-logotyp" not in web.get("/").text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("vapen.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("vapen.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("vapen.png", _picture()[:200]),
        ("vapen.png", _picture(size=(3000, 3000))),
        ("vapen.pdf", b"%PDF-1.7\n"),
        ("vapen.png", _picture("GIF")),
    ],
)
def test_nothing_but_a_sound_picture_is_a_logo(town: Town, name: str, content: bytes) -> None:
    """Told at the field; nothing is kept."""
    web = Web(town).log_in("admin")
    version = hidden(web.get(PLACE), "version")
    answer = web.post(f"{PLACE}/logotyp", {"version": version, "logotyp": (BytesIO(content), name)})
    assert answer.status_code == 422
    assert 'href="#falt-logotyp"' in answer.text
    assert chosen_of(town.service).version == 1


def test_programs_change_them_too(town: Town) -> None:
    """With If-Match; what is not changeable is not shown; no secret ever comes out."""
    api = Api(town)
    answer = api.get("/installningar", "admin")
    assert {one["namn"] for one in answer.get_json()["poster"]} == set(RULES)
    assert answer.headers["ETag"] == '"v1"'
    assert api.put("/installningar/kallelse_dagar", "admin", {"varde": 8}).status_code == 428
    made = api.put("/installningar/kallelse_dagar", "admin", {"varde": 8}, 1)
    assert (made.status_code, made.headers["ETag"]) == (200, '"v2"')
    assert api.put("/installningar/kallelse_dagar", "admin", {"varde": 9}, 1).status_code == 412
    for name in ("smtp_losenord_fil", "databas", "publiceringsgranskning", "finns-inte"):
        refused = api.put(f"/installningar/{name}", "admin", {"varde": "x"}, 2)
        assert (refused.status_code, refused.get_json()["problems"][0]["code"]) == (422, "unknown_key")
    odds: tuple[Any, ...] = (True, [], {}, 1.5)
    for odd in odds:
        assert api.put("/installningar/kommun", "admin", {"varde": odd}, 2).status_code == 422
    gone = api.call("DELETE", "/installningar/kallelse_dagar", "admin", None, {"If-Match": '"v2"'})
    assert not any(one["eget_val"] for one in gone.get_json()["poster"])


def test_what_was_chosen_outlives_its_setting(town: Town) -> None:
    """A row that a later program no longer lets change is left alone."""
    chosen = replace(chosen_of(town.service), values={"databas": "sqlite:///annan.db", "kommun": "Ny"})
    now = with_chosen(town.service, chosen).settings
    assert (now.databas, now.kommun) == (town.service.settings.databas, "Ny")
