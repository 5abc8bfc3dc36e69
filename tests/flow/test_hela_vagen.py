"""The demo's way through the service: each stage does its part, and the law has nothing against it."""

from __future__ import annotations

import json
from pathlib import Path

from service.archive.verify import read_package
from service.flow.diarium.awaiting import list_awaiting
from service.flow.diarium.find import all_cases
from service.flow.diarium.public import all_public
from service.flow.diarium.verify import verify_register
from service.flow.hela_vagen import STAGES, open_walk, take_stage, write_report
from service.flow.published import sha256_of
from service.flow.read import Reader
from service.flow.utskick.gang import meeting_course
from service.flow.utskick.utskick import get_utskick, list_utskick
from service.flow.wiring import Workshop
from service.model.diarium import Arendestatus, Sokning
from service.settings import read_settings
from tests.flow.conftest import TODAY
from tests.flow.plain_converter import PlainConverter


def test_the_sample_meeting_goes_the_whole_way(tmp_path: Path, converter: PlainConverter) -> None:
    """Recorded, announced, called, supplemented and held; everybody was reached twice, and no hinder is left."""
    settings = read_settings({"SAMLAD_CACHE": str(tmp_path / "cache"), "SAMLAD_PROVA_BILAGOR": "nej"})
    workshop = Workshop(settings, converter, lambda *_: None, tmp_path)
    target = tmp_path / "ut"
    with open_walk(target, Reader(settings, TODAY), workshop) as walk:
        for stage in STAGES:
            take_stage(walk, stage)
        report = write_report(walk)
        course = meeting_course(walk.service, walk.kansli, walk.meeting)
        assert list_awaiting(walk.service, walk.registrator) == ()
        assert list(verify_register(walk.service, walk.registrator)) == []
        cases = [one for one in all_cases(walk.service, walk.registrator) if one.handlingar]
        registered = [one.diarienummer for one in all_public(walk.service, Sokning())]
        first, second = (
            get_utskick(walk.service, walk.kansli, walk.meeting, one["id"])
            for one in list_utskick(walk.service, walk.kansli, walk.meeting)
        )
    assert [one["till"] for one in course["steg"]] == [
        "tillkannagiven",
        "utsand",
        "kompletterad",
        "genomford",
    ]
    assert "KF.2026.1000" in registered
    assert {one.status for one in cases} == {Arendestatus.AVSLUTAT}
    files = [fil.sha256 for one in cases for document in one.handlingar for fil in document.filer]
    assert len(files) == len(set(files)) > 70  # nothing is registered twice
    assert {one for one in registered if not one.startswith("KF.2026.1")} >= {"KS.2025.277"}
    assert (first["slag"], second["slag"]) == ("kallelse", "tillaggskallelse")
    assert first["skal"] == second["skal"] == ""
    assert [one["namn"] for one in first["mottagare"]] == [one["namn"] for one in second["mottagare"]]
    told = json.loads(report.path.read_text(encoding="utf-8"))["steg"]
    assert [one["steg"] for one in told] == [stage.__name__ for stage in STAGES]
    last = json.loads((target / "granskning-2.json").read_text(encoding="utf-8"))["anmarkningar"]
    assert [one for one in last if one["allvar"] == "hinder"] == []
    listed = json.loads((target / "webb" / "foredragningslista.json").read_text(encoding="utf-8"))
    assert (listed["slag"], listed["version"], listed["arenden"][-1]["ordning"]) == (
        "Tilläggskallelse",
        2,
        "32",
    )
    assert {one["ordning"] for one in listed["arenden"] if one["utgar"]} == {"15", "23"}
    index = (target / "webb" / "index.html").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "Tilläggskallelse, utskick 2, 10 december 2026" in index
    packages = sorted((target / "arkiv").glob("*.zip"))
    assert [one for path in packages for one in read_package(path).problems] == []
    reports = [
        json.loads(one.read_text(encoding="utf-8"))
        for one in sorted((target / "arkiv").glob("kontroll-*.json"))
    ]
    assert sorted(one["sha256"] for one in reports) == sorted(sha256_of(one) for one in packages)
    assert sum(one["arenden"] for one in reports) == len(cases) + len(
        [one for one in cases if one.myndighet == "KF"]  # the council's are packed by both profiles
    )
    assert (target / "tjanst" / "inloggning.txt").stat().st_mode & 0o777 == 0o600
