"""Who may use what: the table of routes, walked route by role; and what a browser must bring along."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.api.route import Route
from service.api.table import BASE, ROUTES
from service.model.people import Role
from tests.api import Api
from tests.service import PASSWORD, open_town

WHO = {
    Role.HANDLAGGARE: "vn.handlaggare",
    Role.NAMNDSEKRETERARE: "vn.sekreterare",
    Role.KANSLI: "kansli",
    Role.REGISTRATOR: "registrator",
    Role.GRANSKARE: "granskare",
    Role.LASARE: "lasare",
    Role.ADMINISTRATOR: "admin",
}
_H, _N, _K, _R, _G, _L, _A = Role
PREPARING = {_K, _R, _G}
EXPECTED: dict[str, set[Role]] = {
    "lista_anvandare": {_A},
    "skapa_anvandare": {_A},
    "hamta_anvandare": {_A},
    "andra_anvandare": {_A},
    "las_upp_anvandare": {_A},
    "logga_ut_anvandare": {_A},
    "ge_losenord": {_A},
    "ta_bort_losenord": {_A},
    **{
        name: {_A}
        for name in [
            "lista_installningar",
            "andra_installning",
            "aterstall_installning",
            "byt_logotyp",
            "ta_bort_logotyp",
        ]
    },
    "nytt_ramverk": {_K, _A},
    "granska_mall": {_K, _A},
    "prova_mall": {_K, _A},
    **{
        name: set(Role) - {_A}
        for name in [
            "kontrollera",
            "lista_rapporter",
            "hamta_blankett",
            "hamta_rapportens_blankett",
            "las_blankett",
            "hamta_rapport",
            "hamta_indata",
            "lista_versioner",
            "hamta_version",
            "kontrollera_rapport",
            "hamta_dokument",
            "ta_steg",
            "lista_sammantraden",
            "hamta_sammantrade",
            "lista_utgivningar",
            "hamta_utgiven_fil",
            "sok",
        ]
    },
    "bygg_nulagesbild": PREPARING,
    "bygg_rapport": {_H, _N, _K, _R, _G},
    "skapa_rapport": {_H, _N},
    "spara_rapport": {_H, _N},
    **dict.fromkeys(["kontrollera_sammantrade", "lista_paket", "hamta_publicering"], PREPARING),
    **dict.fromkeys(
        ["granska_sammantrade", "hamta_gang", "lista_anslag", "lista_utskick", "hamta_utskick"], PREPARING
    ),
    **{
        name: {_K}
        for name in [
            "notera_anslag",
            "bygg_anslag",
            "nytt_utskick",
            "skicka_brev",
            "notera_mottagare",
            "las_studs",
            "markera_utsand",
            "markera_genomfort",
        ]
    },
    **{
        name: {_K, _R}
        for name in [
            "skapa_sammantrade",
            "andra_sammantrade",
            "nytt_arende",
            "ordna_arenden",
            "andra_arende",
            "ta_bort_arende",
            "ny_handling",
            "ordna_handlingar",
            "andra_handling",
            "ta_bort_handling",
            "sammanstall",
            "ge_ut_paket",
            "aterkalla_utgivning",
            "granska_publicering",
            "besluta_publicering",
            "ny_mask",
            "ta_bort_mask",
        ]
    },
    **{
        name: set(Role)
        for name in [
            "logga_ut",
            "jag",
            "byt_losenord",
            "lista_inloggningar",
            "avsluta_inloggning",
            "lista_nycklar",
            "skapa_nyckel",
            "aterkalla_nyckel",
            "lista_ramverk",
            "hamta_ramverk",
            "lista_organ",
            "lista_mallar",
            "hamta_mall",
            "lista_dokumenttyper",
            "hamta_schema",
            "skicka_fil",
            "hamta_fil",
            "lista_jobb",
            "hamta_jobb",
            "folj_jobb",
            "avbryt_jobb",
            "hamta_jobbfil",
        ]
    },
    **{
        name: set(Role) - {_A}
        for name in [
            "lista_diarieserier",
            "hamta_hanteringsplan",
            "sok_diariearenden",
            "hamta_diariearende",
            "sok_diariehandlingar",
            "hamta_diariehandling",
            "hamta_diariefil",
            "exportera_diarium",
        ]
    },
    **{
        name: {_R}
        for name in [
            "skapa_diarieserier",
            "andra_diarieserie",
            "andra_hanteringsplan",
            "oppna_diariearende",
            "registrera_handling",
            "ratta_diariearende",
            "andra_arendestatus",
            "ratta_diariehandling",
            "makulera_handling",
            "registrera_vantande",
            "undanta_vantande",
            "bekrafta_handling",
            "skicka_om_handling",
        ]
    },
    **{name: {_R, _K} for name in ["lista_vantande", "hamta_registreringsforslag", "lista_sandningar"]},
    **{name: set(Role) for name in ["offentligt_diarium", "offentligt_diarium_fil"]},
    **{
        name: {_R}
        for name in [
            "lista_leveranser",
            "ny_leverans",
            "hamta_leverans",
            "kvittera_leverans",
            "lista_gallring",
            "gallra",
        ]
    },
    "kontrollera_diarium": {_R, _K, _A},
}
"""Written out a second time on purpose: a change of rights is seen in two places."""
OPEN = {
    "logga_in",
    "borja_openid",
    "svar_openid",
    "logga_ut_openid",
    # Closed by a setting, unless it says otherwise: test_offentligt.py.
    "oppet_diarium",
    "oppet_diarium_fil",
    "oppna_sammantraden",
    "oppet_sammantrade",
    "oppna_utgivningar",
    "oppen_fil",
}


@pytest.fixture(name="api", scope="module")
def _api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    with open_town(tmp_path_factory.mktemp("stad")) as town:
        yield Api(town)


def _address(route: Route) -> str:
    return re.sub(r"{\w+}", "finns-inte", route.path)


def test_every_route_stands_in_the_table_of_rights() -> None:
    """No route without a decision, and none that is gone; names and addresses once each."""
    assert {route.name for route in ROUTES} == set(EXPECTED) | OPEN
    assert len({route.name for route in ROUTES}) == len(ROUTES)
    assert len({(route.method, route.path) for route in ROUTES}) == len(ROUTES)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_who_is_not_logged_in_gets_nothing(api: Api, route: Route) -> None:
    """Only logging in is open; a wrong or broken token is nobody."""
    if route.name in OPEN:
        return
    address = BASE + _address(route)
    for header in (
        {},
        {"Authorization": "Bearer fel"},
        {"Authorization": "Basic abc"},
        {"Cookie": "samlad=fel"},
    ):
        answer = api.client.open(address, method=route.method, headers=header)
        assert answer.status_code == 401, header
        assert answer.get_json()["problems"]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_every_role_at_every_route(api: Api, route: Route) -> None:
    """403 for roles that the table does not name, and never for those it names."""
    if route.name in OPEN:
        return
    for role, who in WHO.items():
        answer = api.call(route.method, _address(route), who)
        refused = answer.status_code == 403
        assert refused == (role not in EXPECTED[route.name]), f"{role.value}: {answer.status_code}"


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_a_reading_token_changes_nothing(api: Api, route: Route) -> None:
    """With it every changing route is closed, whatever roles its owner has."""
    if route.name in OPEN or route.method == "GET":
        return
    who = WHO[sorted(EXPECTED[route.name])[0]]
    answer = api.client.open(
        BASE + _address(route),
        method=route.method,
        headers={"Authorization": f"Bearer {api.token(who, 'lasa')}"},
    )
    assert (answer.status_code, answer.get_json()["problems"][0]["code"]) == (403, "read_only_key")


def test_the_table_in_the_code_is_the_same() -> None:
    """The roles of each route, as this test has them."""
    for route in ROUTES:
        assert route.roles == (None if route.name in OPEN else EXPECTED[route.name]), route.name


def test_a_browser_needs_the_csrf_value(api: Api) -> None:
    """The cookie alone reads; a change needs what only our own page knows. The cookie is for HTTP alone."""
    client = api.app.test_client()
    answer = client.post(f"{BASE}/inloggning", json={"anvandarnamn": "kansli", "losenord": PASSWORD})
    assert answer.status_code == 200
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert client.get(f"{BASE}/jag").get_json()["person"]["anvandarnamn"] == "kansli"
    body = {"namn": "x", "omfattning": "lasa", "dagar": 1}
    for header in ({}, {"X-CSRF-Token": "fel"}):
        refused = client.post(f"{BASE}/nycklar", json=body, headers=header)
        assert (refused.status_code, refused.get_json()["problems"][0]["code"]) == (403, "csrf_missing")
    good = {"X-CSRF-Token": answer.get_json()["csrf"]}
    assert client.post(f"{BASE}/nycklar", json=body, headers=good).status_code == 201
    assert client.delete(f"{BASE}/inloggning", headers=good).status_code == 204
    assert client.get(f"{BASE}/jag").status_code == 401


def test_the_cookie_is_for_https_by_default(tmp_path: Path) -> None:
    """Who serves without https has to say so."""
    with open_town(tmp_path, sakra_kakor="ja") as town:
        answer = Api(town).client.post(
            f"{BASE}/inloggning", json={"anvandarnamn": "kansli", "losenord": PASSWORD}
        )
    assert "Secure" in answer.headers["Set-Cookie"]


def test_every_answer_is_protected(api: Api) -> None:
    """Also refusals and the page for people."""
    for path in ("/jag", "/finns-inte", "/dokumentation", "/openapi.json"):
        headers = api.client.get(BASE + path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Cache-Control"] == "no-store"


def test_too_many_logins(tmp_path: Path) -> None:
    """429 with the time to wait."""
    with open_town(tmp_path, inloggningsforsok="1") as town:
        api = Api(town)
        wrong = {"anvandarnamn": "kansli", "losenord": "fel"}
        assert api.post("/inloggning", body=wrong).status_code == 401
        answer = api.post("/inloggning", body={"anvandarnamn": "kansli", "losenord": PASSWORD})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
