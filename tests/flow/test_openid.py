"""Logging in at a real OpenID provider, which the test starts; and every way in which it must not work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from werkzeug.test import Client, TestResponse

from service.api.table import BASE
from service.errors import ConfigError
from service.flow.inspection import inspect
from service.flow.openid_setup import open_openid
from service.settings import read_settings
from tests.api import Api, hold
from tests.openid_provider import CLIENT, SECRET, TestProvider, open_provider, query_of
from tests.service import PASSWORD, Town, open_town

OURS = "https://samlad.example"
HERE = f"{BASE}/inloggning/openid"
ANNA = {
    "sub": "7f3a-anna",
    "preferred_username": "Anna.Andersson@ale.example",
    "name": "Anna Andersson",
    "groups": ["Samlad-VN-handläggare", "Alla anställda"],
}
ROLES = """
[[regel]]
krav = "groups"
varde = "Samlad-VN-handläggare"
roll = "handlaggare"
organ = "VN"

[[regel]]
krav = "realm_access.roles"
varde = "samlad-kansli"
roll = "kansli"

[[regel]]
krav = "groups"
varde = "Samlad-nedlagd"
roll = "handlaggare"
organ = "XX"
"""


@dataclass
class Place:
    """A service with a provider beside it."""

    town: Town
    api: Api
    provider: TestProvider
    browser: Client

    def begin(self, till: str = "/") -> TestResponse:
        """Ask to log in."""
        return self._get(f"{HERE}?till={till}")

    def log_in(self, **claims: Any) -> TestResponse:
        """There and back."""
        self.provider.claims = {**ANNA, **claims}
        begun = self.begin()
        assert begun.status_code == 303, begun.data
        return self.back(self.provider.answer(begun.headers["Location"]))

    def back(self, address: str) -> TestResponse:
        """The browser comes back from the provider."""
        assert address.startswith(f"{OURS}{HERE}/svar?")
        return self._get(f"{HERE}/svar?{urlsplit(address).query}&session_state=okänd")

    def me(self) -> dict[str, Any]:
        """Who the browser is logged in as."""
        found: dict[str, Any] = self.browser.get(f"{BASE}/jag").get_json()
        return found

    def _get(self, address: str) -> TestResponse:
        answer = self.browser.get(address)
        hold("GET", address.split("?")[0], answer)
        return answer


@pytest.fixture(name="provider", scope="module")
def _provider() -> Iterator[TestProvider]:
    with open_provider(f"{OURS}{HERE}/svar") as provider:
        yield provider


def _open(folder: Path, provider: TestProvider, **settings: str) -> Any:
    (folder / "hemlighet").write_text(f"{SECRET}\n", encoding="utf-8")
    (folder / "roller.toml").write_text(ROLES, encoding="utf-8")
    provider.fault, provider.claims = "", dict(ANNA)
    provider.requests.clear()
    given = {
        "openid_utfardare": provider.address,
        "openid_klient": CLIENT,
        "openid_hemlighet": str(folder / "hemlighet"),
        "openid_roller": str(folder / "roller.toml"),
        "openid_sekunder": "1",
        "publik_adress": OURS,
        **settings,
    }
    return open_town(folder, **given)


def _place(town: Town, provider: TestProvider) -> Place:
    town.clock.at = datetime.now(UTC)
    api = Api(town)
    return Place(town, api, provider, api.app.test_client())


@pytest.fixture(name="place")
def _started(tmp_path: Path, provider: TestProvider) -> Iterator[Place]:
    with _open(tmp_path, provider) as town:
        yield _place(town, provider)


def _code(answer: TestResponse) -> str:
    code: str = answer.get_json()["problems"][0]["code"]
    return code


def test_there_and_back(place: Place) -> None:
    """The first login makes the account with the roles of the map; the cookie is strict, the page leads on."""
    begun = place.begin("/rapporter?ar=2026")
    asked = query_of(begun.headers["Location"])
    assert {
        name: asked[name] for name in ("response_type", "client_id", "code_challenge_method", "scope")
    } == {
        "response_type": "code",
        "client_id": CLIENT,
        "code_challenge_method": "S256",
        "scope": "openid profile",
    }
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    assert "SameSite=Lax" in begun.headers["Set-Cookie"]
    answer = place.back(place.provider.answer(begun.headers["Location"]))
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert 'url=/rapporter?ar=2026"' in answer.text
    session = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith("samlad="))
    assert "SameSite=Strict" in session
    me = place.me()
    assert me["person"]["anvandarnamn"] == "anna.andersson@ale.example"
    assert me["person"]["namn"] == "Anna Andersson"
    assert me["person"]["roller"] == [{"roll": "handlaggare", "organ": "VN"}]
    assert place.browser.get(f"{BASE}/rapporter").status_code == 200


def test_the_roles_follow_the_provider(place: Place) -> None:
    """Every login sets them anew; the account stays the same, also under a new name."""
    place.log_in()
    first = place.me()["person"]
    place.log_in(
        preferred_username="a.berg", name="Anna Berg", groups=[], realm_access={"roles": ["samlad-kansli"]}
    )
    second = place.me()["person"]
    assert (second["id"], second["anvandarnamn"], second["namn"]) == (
        first["id"],
        first["anvandarnamn"],
        "Anna Berg",
    )
    assert second["roller"] == [{"roll": "kansli", "organ": ""}]


@pytest.mark.parametrize(
    "groups", [[], ["Alla anställda"], ["Samlad-nedlagd"], "Samlad-VN-handläggare, nästan"]
)
def test_nobody_without_a_role_comes_in(place: Place, groups: object) -> None:
    """And who has lost the role is out of every open login."""
    place.log_in()
    assert place.me()["person"]
    other = place.api.app.test_client()
    refused = Place(place.town, place.api, place.provider, other).log_in(groups=groups)
    assert (refused.status_code, _code(refused)) == (403, "no_role")
    assert place.browser.get(f"{BASE}/jag").status_code == 401


@pytest.mark.parametrize(
    "fault",
    [
        "other nonce",
        "no nonce",
        "other audience",
        "other issuer",
        "expired",
        "from the future",
        "unsigned",
        "symmetric",
        "foreign key",
        "no token",
        "code spent",
    ],
)
def test_a_token_that_is_not_to_be_believed(place: Place, fault: str) -> None:
    """401, no cookie, and no account."""
    place.provider.fault = fault
    answer = place.log_in(sub="ny", preferred_username="ny.person")
    assert (answer.status_code, _code(answer)) == (401, "openid_refused"), answer.text
    assert not any(one.startswith("samlad=") for one in answer.headers.getlist("Set-Cookie"))
    assert "ny.person" not in place.api.get("/anvandare?antal=200", "admin").text


def test_clocks_may_differ_a_little(place: Place) -> None:
    """Within the setting."""
    place.provider.fault = "slow clock"
    assert place.log_in().status_code == 200
    place.town.clock.forward(seconds=90)
    assert place.log_in().status_code == 401


def test_an_answer_counts_once(place: Place) -> None:
    """Sent a second time it opens nothing, and the provider is not even asked."""
    back = place.provider.answer(place.begin().headers["Location"])
    assert place.back(back).status_code == 200
    asked = place.provider.requests.count("token")
    again = place.back(back)
    assert (again.status_code, _code(again)) == (401, "openid_begin_anew")
    assert place.provider.requests.count("token") == asked


def test_a_code_counts_once(place: Place) -> None:
    """A code that somebody has spent is refused by the provider, also under a state of our own."""
    first = query_of(place.provider.answer(place.begin().headers["Location"]))
    second = query_of(place.provider.answer(place.begin().headers["Location"]))
    mixed = f"{OURS}{HERE}/svar?state={second['state']}&code={first['code']}"
    answer = place.back(mixed)  # the code was for another verifier
    assert (answer.status_code, _code(answer)) == (401, "openid_refused")


def test_an_answer_counts_only_in_the_browser_that_asked(place: Place) -> None:
    """Nobody can be logged in as somebody else by a link."""
    back = place.provider.answer(place.begin().headers["Location"])
    stranger = Place(place.town, place.api, place.provider, place.api.app.test_client())
    answer = stranger.back(back)
    assert (answer.status_code, _code(answer)) == (401, "openid_begin_anew")
    assert _code(place.back(back)) == "openid_begin_anew"


def test_an_answer_does_not_wait_for_ever(place: Place) -> None:
    """Ten minutes."""
    back = place.provider.answer(place.begin().headers["Location"])
    place.town.clock.forward(minutes=11)
    assert _code(place.back(back)) == "openid_begin_anew"


def test_an_answer_of_another_issuer(place: Place) -> None:
    """RFC 9207: with several providers an answer must say whose it is; one that lies is refused."""
    back = place.provider.answer(place.begin().headers["Location"])
    assert _code(place.back(f"{back}&iss=https%3A%2F%2Fannan.example")) == "openid_refused"


def test_the_provider_says_no(place: Place) -> None:
    """What it answers then is told in our own words."""
    place.provider.fault = "denied"
    answer = place.log_in()
    assert (answer.status_code, _code(answer)) == (401, "openid_denied")


def test_new_keys_are_fetched(place: Place) -> None:
    """A provider changes its keys when it likes; its other data is asked for once an hour."""
    assert place.log_in().status_code == 200
    place.provider.new_key()
    assert place.log_in().status_code == 200
    assert place.provider.requests.count("discovery") == 1
    place.town.clock.forward(minutes=61)
    place.begin()
    assert place.provider.requests.count("discovery") == 2


@pytest.mark.parametrize("fault", ["down", "wrong discovery", "hangs"])
def test_the_provider_is_down(place: Place, fault: str) -> None:
    """503 with a time to wait; local accounts log in as ever."""
    place.provider.fault = fault
    answer = place.begin() if fault != "hangs" else place.log_in()
    assert (answer.status_code, _code(answer)) == (503, "openid_unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    body = {"anvandarnamn": "kansli", "losenord": PASSWORD}
    assert place.api.post("/inloggning", body=body).status_code == 200


def test_nobody_answers(tmp_path: Path) -> None:
    """The machine is not there at all."""
    with open_provider("") as gone:
        address = gone.address
    with _open(tmp_path, TestProvider(address)) as town:
        assert _code(_place(town, gone).begin()) == "openid_unavailable"


def test_a_local_account_is_not_taken_over(place: Place) -> None:
    """Not even by the same username; only when the administrator has taken its password away."""
    refused = place.log_in(sub="falsk", preferred_username="kansli")
    assert (refused.status_code, _code(refused)) == (403, "already_exists")
    ident = place.town["kansli"].id
    taken = place.api.call("DELETE", f"/anvandare/{ident}/losenord", "admin")
    assert taken.status_code == 204, taken.text
    body = {"anvandarnamn": "kansli", "losenord": PASSWORD}
    assert place.api.post("/inloggning", body=body).status_code == 401
    assert place.log_in(sub="kansliet", preferred_username="kansli").status_code == 200
    assert place.me()["person"]["id"] == ident
    again = place.log_in(sub="en till", preferred_username="kansli")
    assert _code(again) == "already_exists"


def test_an_account_is_prepared(place: Place) -> None:
    """Without a password, for the first login; closed, it lets nobody in."""
    body = {"anvandarnamn": "anna.andersson@ale.example", "namn": "Anna", "roller": []}
    made = place.api.post("/anvandare", "admin", body)
    assert made.status_code == 201
    assert place.log_in().status_code == 200
    ident = made.get_json()["person"]["id"]
    assert place.me()["person"]["id"] == ident
    account = place.api.get(f"/anvandare/{ident}", "admin").get_json()
    closed = place.api.put(f"/anvandare/{ident}", "admin", {"aktiv": False, "roller": []}, account["version"])
    assert closed.status_code == 200
    assert place.browser.get(f"{BASE}/jag").status_code == 401
    assert _code(place.log_in()) == "account_closed"


def test_without_a_map_the_administrator_gives_the_roles(tmp_path: Path, provider: TestProvider) -> None:
    """A new account has none, and keeps what it is given."""
    with _open(tmp_path, provider, openid_roller="") as town:
        place = _place(town, provider)
        refused = place.log_in()
        assert (refused.status_code, _code(refused)) == (403, "no_role")
        accounts = place.api.get("/anvandare?antal=200", "admin").get_json()["poster"]
        made = next(one for one in accounts if one["person"]["namn"] == "Anna Andersson")
        assert (made["person"]["roller"], made["lokalt_losenord"]) == ([], False)
        roles = {"aktiv": True, "roller": [{"roll": "granskare"}]}
        place.api.put(f"/anvandare/{made['person']['id']}", "admin", roles, made["version"])
        for _ in range(2):
            assert place.log_in().status_code == 200
            assert place.me()["person"]["roller"] == [{"roll": "granskare", "organ": ""}]


def test_the_inspection_looks_at_the_provider(place: Place) -> None:
    """`samlad kontroll` says whether it answers, and which bodies of the map are not in the framework."""
    found = {one.what: one for one in inspect(place.town.service)}
    assert found["inloggningstjänst"].ok
    assert "XX" in found["roller"].told
    place.provider.fault = "down"
    place.town.clock.forward(hours=2)
    assert not {one.what: one for one in inspect(place.town.service)}["inloggningstjänst"].ok


def test_logging_out_at_the_provider_too(place: Place) -> None:
    """The address says who asks and where to come back."""
    place.log_in()
    answer = place.browser.get(f"{HERE}/utloggning")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(f"{place.provider.address}/logout?")
    assert query_of(answer.headers["Location"]) == {
        "client_id": CLIENT,
        "post_logout_redirect_uri": f"{OURS}/",
    }


@pytest.mark.parametrize(
    "till", ["//annan.example", "https://annan.example", "/\\annan.example", "/x%0d%0aSet"]
)
def test_the_way_back_stays_on_our_site(place: Place, till: str) -> None:
    """Nobody is led elsewhere by a link to our login."""
    begun = place._get(f"{HERE}?till={till}")
    answer = place.back(place.provider.answer(begun.headers["Location"]))
    assert 'url=/"' in answer.text


def test_without_a_provider_there_is_no_such_login(tmp_path: Path) -> None:
    """404; what is set half is said at start."""
    with open_town(tmp_path) as town:
        for path in ("", "/svar?state=x&code=y"):
            assert Api(town).get(f"/inloggning/openid{path}").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"OPENID_UTFARDARE": "http://inloggning.example"}, "SAMLAD_OPENID_UTFARDARE"),
        ({"OPENID_KLIENT": ""}, "SAMLAD_OPENID_KLIENT"),
        ({"PUBLIK_ADRESS": ""}, "SAMLAD_PUBLIK_ADRESS"),
        ({"OPENID_HEMLIGHET": "/finns/inte"}, "SAMLAD_OPENID_HEMLIGHET"),
        ({"OPENID_ROLLER": "/finns/inte.toml"}, "SAMLAD_OPENID_ROLLER"),
    ],
)
def test_settings_that_cannot_be_used(wrong: dict[str, str], where: str) -> None:
    """The service does not start, and says why."""
    given = {"OPENID_UTFARDARE": "https://i.example", "OPENID_KLIENT": "x", "PUBLIK_ADRESS": OURS, **wrong}
    with pytest.raises(ConfigError) as refused:
        open_openid(read_settings({f"SAMLAD_{name}": text for name, text in given.items()}))
    assert [one.path for one in refused.value.problems] == [where]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x = 1",
        "[[regel]]\nkrav = 'groups'\nvarde = 'x'\nroll = 'chef'",
        "[[regel]]\nkrav = 'groups'\nvarde = 'x'\nroll = 'handlaggare'",
        "[[regel]]\nkrav = 'groups'\nvarde = 'x'\nroll = 'kansli'\norgan = 'VN'",
        "[[regel]]\nkrav = 'groups'\nroll = 'kansli'",
        "[[regel]]\nkrav = 'groups'\nvarde = 'x'\nroll = 'kansli'\nextra = 1",
        "[[regel]",
    ],
)
def test_a_map_that_cannot_be_read(tmp_path: Path, text: str) -> None:
    """Each fault is told at start; no role is given by a map with faults."""
    path = tmp_path / "roller.toml"
    path.write_text(text, encoding="utf-8")
    given = {"OPENID_UTFARDARE": "https://i.example", "OPENID_KLIENT": "x", "PUBLIK_ADRESS": OURS}
    with pytest.raises(ConfigError) as refused:
        open_openid(
            read_settings(
                {f"SAMLAD_{name}": value for name, value in {**given, "OPENID_ROLLER": str(path)}.items()}
            )
        )
    assert {one.code for one in refused.value.problems} == {"invalid_role_map"}
