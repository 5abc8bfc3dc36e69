"""Unfinished work as pages: whatever is missing is marked, and nothing of it leaves the service but as pictures."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from PIL import Image

from service.flow.jobs import get_job, job_file, page_jobs, report_file, run_job
from service.flow.preview import order_sketch, sketch_picture, sketch_state
from service.flow.read import Reader
from service.flow.refusals import NotKnown
from service.flow.register import create_report, get_report, save_report
from service.flow.sketch import SKETCH_NAME, fill_sketch, read_unfinished
from service.flow.wiring import Workshop
from service.model.lists import Span
from service.records.jobs import sketches_of
from service.settings import read_settings
from tests.conftest import ROOT
from tests.service import FRAMEWORK, Town, open_town, report_text, write_json

WHO = "vn.handlaggare"
READER = Reader(read_settings({}), date(2026, 11, 28), FRAMEWORK)
ODD = "# Rubrik **öppen <b>x</b>\n| a | b |\n   * x"


@pytest.fixture(name="town")
def _town(tmp_path: Path) -> Iterator[Town]:
    with open_town(tmp_path) as town:
        yield town


def told(folder: Path, raw: Any) -> str:
    """All that the filled template says in its running text and tables."""
    file = read_unfinished(write_json(folder, raw, "in.json"), READER)
    docx = fill_sketch(file, folder / "ut.docx", READER)
    return "\n".join(
        "".join(t.text or "" for t in p.iter("{*}t")) for p in Document(str(docx)).element.iter("{*}p")
    )


def _places(raw: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every field, and of every list the first row."""
    for key, value in raw.items() if isinstance(raw, dict) else enumerate(raw[:1]):
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from _places(value, (*path, key))


@pytest.mark.parametrize("name", ["nulagesbeskrivning/vn-2026", "dialogsammanfattning/c-ks-sn-2026"])
def test_any_field_may_be_missing_or_odd(tmp_path: Path, name: str) -> None:
    """Whatever one field holds, or does not, the template is filled."""
    raw = json.loads((ROOT / "samples" / f"{name}.json").read_text(encoding="utf-8"))
    kept = {"dokumenttyp", "ramverk"}
    for at, place in enumerate(one for one in _places(raw) if one[0] not in kept):
        changed = copy.deepcopy(raw)
        holder = changed
        for step in place[:-1]:
            holder = holder[step]
        if at % 3:
            holder[place[-1]] = {"x": 1} if at % 3 == 1 else ODD
        else:
            del holder[place[-1]]
        assert told(tmp_path, changed), place


def test_what_is_missing_is_marked(tmp_path: Path) -> None:
    """A mark for a text, a choice, a date and what hangs on another answer; what is written stands there."""
    raw = report_text(datum=None, diarienummer="fel", sammanfattning="Vi *skrev*\n# Fel rubrik")
    del raw["per_riktningsmal"][0]["maluppfyllelse"]
    raw["per_riktningsmal"][0]["uppfoljning_typ"] = "framdrift"
    raw["per_riktningsmal"][0].pop("framdrift", None)
    raw["per_omvarldsfaktor"] = []
    text = told(tmp_path, raw)
    for mark in (
        "[saknas: Datum]",
        "[rätta: Diarienummer]",
        "[saknas: Måluppfyllelse]",
        "[saknas: Framdrift]",
        "[saknas: Förhållningssätt]",
    ):
        assert mark in text, mark
    assert "[rätta: Sammanfattning]" in text
    assert "Fel rubrik" in text


def test_a_whole_report_has_no_marks(tmp_path: Path) -> None:
    """Nothing is marked in what has no faults."""
    assert "[saknas" not in told(tmp_path, report_text())


def test_a_sketch_is_pictures_and_nothing_else(town: Town, workshop: Workshop, tmp_path: Path) -> None:
    """The one who writes sees its pages; no list of jobs and no file tells of it, and others know nothing of it."""
    service, me = town.service, town[WHO]
    report = create_report(service, me, write_json(tmp_path, report_text(datum=None))).report.id
    job = order_sketch(service, me, report)
    assert order_sketch(service, me, report) == job
    run_job(service, workshop, job, "prov")
    assert sketch_state(service, me, report, job)["pages"] > 0
    picture, name = sketch_picture(service, me, report, job, 1, 480)
    with Image.open(BytesIO(picture)) as drawn:
        assert drawn.width == 480
        assert drawn.getpixel((3, 3)) == (253, 236, 236)
    assert name.startswith("utkast-")
    assert page_jobs(service, me, Span(0, 10)).total == 0
    for hidden in (
        lambda: get_job(service, me, job),
        lambda: job_file(service, me, job, SKETCH_NAME),
        lambda: report_file(service, me, report, "pdf"),
        lambda: sketch_picture(service, me, report, job, 99, 480),
        lambda: sketch_state(service, town["sn.handlaggare"], report, job),
        lambda: sketch_state(service, town["kansli"], report, job),
        lambda: order_sketch(service, town["sn.handlaggare"], report),
    ):
        with pytest.raises(NotKnown):
            hidden()


def test_typing_goes_on_in_the_same_version(town: Town, workshop: Workshop, tmp_path: Path) -> None:
    """A sketch is no use of a version, and only the last few are kept."""
    service, me = town.service, town[WHO]
    report = create_report(service, me, write_json(tmp_path, report_text(datum=None))).report.id
    for nr in range(6):
        path = write_json(tmp_path, report_text(datum=None, sammanfattning=f"Text {nr}"))
        save_report(service, me, report, path, get_report(service, me, report).version, typing=True)
        run_job(service, workshop, order_sketch(service, me, report), "prov")
    assert get_report(service, me, report).nr == 2
    with service.records.look() as db:
        assert len(sketches_of(db, report)) == 3
