"""Who may see and do what on the pages: the table, walked page by role; and what protects them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from service.model.people import Role
from service.web.page import Page
from service.web.table import PAGES
from tests.flow.test_api_access import WHO
from tests.service import open_town
from tests.web import Web

_H, _N, _K, _R, _G, _L, _A = Role
EXPECTED: dict[str, set[Role]] = {
    "diarium_offentligt": set(Role),
    **{name: set(Role) - {_A} for name in ["diarium", "diarium_arende", "diarium_handling", "diarium_fil"]},
    **{name: {_R, _K} for name in ["diarium_vantar", "diarium_forslag"]},
    **{
        name: {_R}
        for name in [
            "diarium_registrera_vantande",
            "diarium_undanta",
            "diarium_nytt",
            "diarium_oppna",
            "diarium_ratta_arende",
            "diarium_arendestatus",
            "diarium_ny_handling",
            "diarium_registrera",
            "diarium_ratta_handling",
            "diarium_makulera",
            "diarium_nummer",
            "diarium_skicka",
            "diarieserier",
            "ny_diarieserie",
            "diarieserier_ur_ramverket",
            "diarieserie",
            "andra_diarieserie_sida",
            "hanteringsplan",
            "ny_hanteringsregel",
            "hanteringsregel",
            "andra_hanteringsregel",
            "ta_bort_hanteringsregel",
        ]
    },
    **{name: set(Role) for name in ["start", "logga_ut", "konto", "byt_losenord_sida"]},
    **{
        name: set(Role) - {_A}
        for name in [
            "rapporter",
            "blankett",
            "rapport",
            "ta_steg",
            "rapport_dokument",
            "rapport_del",
            "narvaro",
            "rapport_sidor",
            "rapport_sida",
            "gor_utkast",
            "rapport_blankett",
            "rapport_utkast",
            "utkast_sida",
            "rapport_versioner",
            "rapport_version",
            "sok",
            "utgivna",
            "utgivet",
            "utgiven_fil",
        ]
    },
    **{
        name: {_R}
        for name in [
            "arkiv",
            "bestall_leverans",
            "leverans",
            "leveranspaket",
            "leveranskvittens",
            "gallring",
            "gallra_handlingar",
        ]
    },
    **{
        name: {_H, _N}
        for name in [
            "ny_rapport",
            "skapa_rapport",
            "las_blankett",
            "las_om",
            "spara_del",
            "aterga_version",
        ]
    },
    "gor_sidor": {_H, _N, _K, _R, _G},
    **{name: {_K, _R, _G} for name in ["lagen", "utskick"]},
    **{
        name: {_K, _R, _G}
        for name in [
            "publicering_lista",
            "publicering",
            "publicering_handling",
            "publicering_bild",
            "publicering_sidor",
            "publicering_sidbild",
        ]
    },
    **{
        name: {_K, _R}
        for name in [
            "granska_publicering_sida",
            "besluta_publicering_sida",
            "ny_mask_sida",
            "maskera_pa_sidan",
            "ta_bort_mask_sida",
        ]
    },
    **{
        name: {_K}
        for name in [
            "notera_anslag_sida",
            "bygg_anslag_sida",
            "nytt_utskick_sida",
            "skicka_brev_sida",
            "notera_mottagare_sida",
            "las_studs_sida",
            "markera_utsand_sida",
            "markera_genomfort_sida",
        ]
    },
    **{
        name: {_K, _R, _G}
        for name in [
            "aret",
            "sammantraden",
            "sammantrade",
            "sammantradets_kontroll",
            "arende",
            "handling",
            "handlingens_bild",
            "sammantradets_paket",
            "paketet",
            "bladdra_i_paketet",
            "paketets_fil",
            "hela_paketet",
            "publik_foredragningslista",
            "alla_handlingar",
            "paketets_sida",
        ]
    },
    **{
        name: {_K, _R}
        for name in [
            "nytt_sammantrade",
            "lagg_upp_sammantrade",
            "sammantradets_uppgifter",
            "andra_sammantradet",
            "nytt_arende_sida",
            "ordna_arenden_sida",
            "andra_arendet",
            "ta_bort_arendet",
            "nya_filer",
            "valj_rapporter",
            "nya_rapporter",
            "ordna_handlingar_sida",
            "andra_handlingen",
            "ta_bort_handlingen",
            "sammanstall_sida",
            "avbryt_paketet",
            "ge_ut_sida",
            "aterkalla_sida",
        ]
    },
    **{
        name: {_K, _A}
        for name in [
            "mallar",
            "mall",
            "granska_mall_sida",
            "mallversion",
            "prova_mallversion",
            "jamfor_mallar",
            "granskad_mall",
            "mall_med_kommentarer",
            "prova_mall",
            "ta_mall_i_bruk",
            "mallprov",
            "mallprov_fil",
            "ramverk",
            "nytt_ramverk_sida",
            "jamfor_ramverk",
            "ramverksversion",
            "ramverksfil",
            "andra_ramverkspost",
            "spara_ramverkspost",
            "avsluta_ramverkspost",
            "ny_ramverkspost",
            "lagg_till_ramverkspost",
        ]
    },
    **{name: set(Role) for name in ["avsluta_min_inloggning", "ny_nyckel", "aterkalla_min_nyckel"]},
    **{
        name: {_A}
        for name in [
            "administration",
            "organ",
            "allas_jobb",
            "avbryt_nagons_jobb",
            "logg",
            "kontrollera_logg",
            "tillstand",
            "kontrollera_tjansten",
            "installningar",
            "andra_installningar",
            "aterstall_installning_sida",
            "byt_logotyp_sida",
            "personer",
            "ny_person",
            "lagg_upp_person",
            "person",
            "andra_person",
            "las_upp_person",
            "logga_ut_person",
            "ge_person_losenord",
            "ta_persons_losenord",
        ]
    },
}
"""Written out a second time on purpose: a change of rights is seen in two places."""
OPEN = {
    "inloggning",
    "logga_in",
    "sprak",
    # Closed by a setting, unless it says otherwise: test_offentligt.py.
    "offentligt",
    "offentligt_diarium",
    "offentligt_sammantrade",
    "offentlig_fil",
}
ENDS_LOGIN = {"logga_ut"}


@pytest.fixture(name="sites", scope="module")
def _sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Role, Web]]:
    with open_town(tmp_path_factory.mktemp("stad")) as town:
        yield {role: Web(town).log_in(who) for role, who in WHO.items()}


def _address(page: Page) -> str:
    return re.sub(r"{\w+}", "finns-inte", page.path)


def test_every_page_stands_in_the_table_of_rights() -> None:
    """No page without a decision, and none that is gone; names and addresses once each; forms come back somewhere."""
    assert {page.name for page in PAGES} == set(EXPECTED) | OPEN
    assert len({page.name for page in PAGES}) == len(PAGES)
    assert len({(page.method, page.path) for page in PAGES}) == len(PAGES)
    by_name = {page.name: page for page in PAGES}
    assert [page.name for page in PAGES if page.again and by_name[page.again].method != "GET"] == []
    for page in PAGES:
        assert page.roles == (None if page.name in OPEN else EXPECTED[page.name]), page.name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_who_is_not_logged_in_is_sent_to_the_login(sites: dict[Role, Web], page: Page) -> None:
    """A page leads to the login and back again; a form is refused; a script is told."""
    if page.name in OPEN:
        return
    client = sites[_L].app.test_client()
    client.set_cookie("samlad", "fel")
    answer = client.open(_address(page), method=page.method)
    if page.method == "GET":
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, "/logga-in")
    else:
        assert answer.status_code == 401
    quiet = client.open(_address(page), method=page.method, headers={"Accept": "application/json"})
    assert (quiet.status_code, quiet.get_json()["logged_in"]) == (401, False)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_role_at_every_page(sites: dict[Role, Web], page: Page) -> None:
    """403 for roles that the table does not name, and never for those it names; what is missing is 404."""
    if page.name in OPEN | ENDS_LOGIN:
        return
    for role, site in sites.items():
        answer = site.get(_address(page)) if page.method == "GET" else site.post(_address(page))
        assert (answer.status_code == 403) == (role not in EXPECTED[page.name]), (
            f"{role}: {answer.status_code}"
        )
        assert answer.status_code < 500
        if "{" in page.path and answer.status_code != 403:
            assert answer.status_code == 404, f"{role}: {answer.status_code}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_form_of_another_site_does_nothing(sites: dict[Role, Web], page: Page) -> None:
    """Neither by its origin, nor without the value that only our own pages know."""
    if page.method == "GET":
        return
    site = sites[_K]
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elak.example"}, {"Origin": "null"}):
        answer = site.client.post(_address(page), data={"csrf": site.csrf()}, headers=headers)
        assert answer.status_code == 403, headers
    if page.name not in OPEN and _K in EXPECTED[page.name]:
        for value in ({}, {"csrf": "fel"}):
            assert site.client.post(_address(page), data=value).status_code == 403
