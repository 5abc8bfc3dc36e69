"""The register on PostgreSQL: numbers without gap or double, whoever draws them."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from service.flow.diarium.find import get_case
from service.flow.log import verify_log
from tests.flow.test_diarium_enter import draw_some
from tests.live.engines import postgres
from tests.register import lay_up, open_one
from tests.service import open_town


def test_processes_draw_numbers_without_gap_or_double(tmp_path: Path) -> None:
    """Four processes, each with matters of its own and all with documents in one."""
    with postgres() as address, open_town(tmp_path, address) as town:
        person = lay_up(town)
        shared = open_one(town, person)
        with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
            asked = [pool.submit(draw_some, str(tmp_path / "data"), address, shared.id) for _ in range(4)]
            counts = sorted(count for one in asked for count in one.result(60))
        assert counts == list(range(2, 18))
        documents = get_case(town.service, person, shared.id).handlingar
        assert [one.nr for one in documents] == list(range(1, 17))
        assert verify_log(town.service).broken_at is None
