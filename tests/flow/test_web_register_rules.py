"""The registrator's pages of series and plan: laid up, changed, refused, with their versions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.flow.diarium.series import list_plan, list_series
from service.model.diarium import Bevarande
from tests.register import open_one
from tests.service import Town, open_town
from tests.web import Web, hidden

SERIES, PLAN = "/diarium/serier", "/diarium/plan"
ROW = {
    "handlingstyp": "protokoll", "namn": "Protokoll & <bilagor>", "klassificering": "1.2.1",
    "bevaras_gallras": "bevaras",
}  # fmt: skip


@pytest.fixture(name="town")
def _town(tmp_path: Path) -> Iterator[Town]:
    with open_town(tmp_path) as town:
        yield town


@pytest.fixture(name="web")
def _web(town: Town) -> Web:
    return Web(town).log_in("registrator")


def test_series_are_laid_up_and_changed(town: Town, web: Web) -> None:
    """By hand and from the framework; what has given out numbers keeps what they stand on; who is late is told."""
    assert "Inga serier ännu" in web.get(SERIES).text
    form = {
        "kod": "KS-HR",
        "myndighet": "KS",
        "namn": "Personal",
        "monster": "{kod}.{ar}.{lopnr}",
        "arsvis": "ja",
    }
    for wrong in (
        {"kod": "K S/"},
        {"monster": "{kod}.{fel}"},
        {"myndighet": "FINNS"},
        {"namn": ""},
        {"forsta": "0"},
    ):
        refused = web.post(SERIES, {**form, **wrong})
        assert refused.status_code == 422, wrong
        assert f'href="#falt-{next(iter(wrong))}"' in refused.text
        assert 'value="KS-HR"' in refused.text or "kod" in wrong
    assert web.post(SERIES, {**form, "forsta": "41"}).headers["Location"] == SERIES
    assert web.post(f"{SERIES}/ur-ramverket").status_code == 303
    kinds = {one.kod for one in list_series(town.service)}
    assert {"KF", "KS-HR", "UN"} <= kinds
    assert "KS-HR.2026.3" in web.get(SERIES).text
    assert open_one(town, town["registrator"], serie="KS-HR").diarienummer == "KS-HR.2026.41"
    at = f"{SERIES}/KS-HR"
    version = hidden(web.get(at), "version")
    change = {**form, "version": version, "namn": "Personalärenden"}
    del change["kod"]
    in_use = web.post(at, {**change, "myndighet": "UN"})
    assert (in_use.status_code, "har gett ut nummer" in in_use.text) == (409, True)
    assert web.post(at, change).status_code == 303
    assert web.post(at, change).status_code == 412
    page = web.get(at).text
    assert "<del>Personal</del> → <ins>Personalärenden</ins>" in page
    assert web.get(f"{SERIES}/FINNS-INTE").status_code == 404


def test_the_plan_is_kept_row_by_row(town: Town, web: Web) -> None:
    """Each change is a version of the whole; nothing is destroyed without a decision, nobody overwrites a colleague."""
    mark = hidden(web.get(PLAN), "plan")
    refused = web.post(PLAN, {**ROW, "plan": mark, "bevaras_gallras": "gallras"})
    assert refused.status_code == 422
    assert "frist eller beslut saknas" in refused.text
    assert "Protokoll &amp; &lt;bilagor&gt;" in refused.text
    wrong = web.post(PLAN, {**ROW, "plan": mark, "handlingstyp": "", "gallringsfrist": "snart"})
    assert 'id="falt-handlingstyp-fel"' in wrong.text
    assert 'id="falt-gallringsfrist-fel"' in wrong.text
    assert web.post(PLAN, {**ROW, "plan": mark}).status_code == 303
    assert web.post(PLAN, {**ROW, "plan": mark, "handlingstyp": "brev"}).status_code == 412
    mark = hidden(web.get(PLAN), "plan")
    assert web.post(PLAN, {**ROW, "plan": mark}).status_code == 422, "a kind stands there once"
    brev = {**ROW, "plan": mark, "handlingstyp": "brev", "namn": "Brev"}
    fate = {"bevaras_gallras": "gallras", "gallringsfrist": "2", "gallringsbeslut": "KS § 7"}
    assert web.post(PLAN, {**brev, **fate}).status_code == 303
    rules = {one.handlingstyp: one for one in list_plan(town.service)}
    assert (rules["brev"].bevaras_gallras, rules["brev"].gallringsfrist) == (Bevarande.GALLRAS, 2)
    at = f"{PLAN}/brev"
    page = web.get(at)
    assert 'value="KS § 7"' in page.text
    change = {**brev, **fate, "plan": hidden(page, "plan"), "gallringsfrist": "5"}
    assert web.post(at, change).status_code == 303
    told = web.get(PLAN).text
    assert "<del>Brev, 1.2.1, gallras efter 2 år, KS § 7</del>" in told
    assert "efter 5 år" in told
    assert web.post(f"{at}/ta-bort", {"plan": mark}).status_code == 412
    assert web.post(f"{at}/ta-bort", {"plan": hidden(web.get(at), "plan")}).status_code == 303
    assert [one.handlingstyp for one in list_plan(town.service)] == ["protokoll"]
    assert web.get(at).status_code == 404
