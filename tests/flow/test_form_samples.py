"""The forms in `samples/`: fresh, equal to the JSON beside them, and good for a whole document."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from samples._tillverka.blanketter import FORMS
from service.flow.build import build_report
from service.flow.check import check_file
from service.flow.read import Reader
from service.flow.wiring import Workshop
from service.settings import Settings
from tests.conftest import ROOT
from tests.flow.conftest import TODAY, small_meeting
from tests.forms import meaning


def test_the_forms_are_those_of_their_maker() -> None:
    """Every form in the folders is made by `_tillverka/blanketter.py`."""
    folders = (ROOT / "samples" / name for name in ("nulagesbeskrivning", "dialogsammanfattning"))
    found = {
        f"{path.parent.name}/{path.name}" for folder in folders for path in folder.glob("*.[dx][ol][cs]x")
    }
    assert found == set(FORMS)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_means_what_its_json_means(name: str, settings: Settings) -> None:
    """A sample form finds its framework by itself and gives the model of the JSON file beside it."""
    reader = Reader(settings, TODAY)
    form = ROOT / "samples" / name
    assert meaning(reader.read(form).model) == meaning(reader.read(form.with_suffix(".json")).model)


@pytest.mark.parametrize(
    "name", ["dialogsammanfattning/a-un-2026.docx", "dialogsammanfattning/c-ks-un-2026.xlsx"]
)
def test_a_document_is_built_from_a_form(
    name: str, settings: Settings, workshop: Workshop, tmp_path: Path
) -> None:
    """`samlad fyll` takes a filled form as it takes JSON."""
    file = Reader(settings, TODAY).read(ROOT / "samples" / name)
    delivery = build_report(file, tmp_path / "ut", ("docx", "pdf"), workshop)
    assert [one.path.suffix for one in delivery.files] == [".docx", ".pdf"]


def test_a_form_can_be_a_handling(
    reader: Reader, write_meeting: Callable[[dict[str, Any]], Path], tmp_path: Path
) -> None:
    """A meeting takes a report from its filled form, and finds its faults there."""
    shutil.copy(ROOT / "samples" / "dialogsammanfattning" / "a-un-2026.docx", tmp_path / "dialog.docx")
    shutil.copy(ROOT / "tests" / "files" / "formular" / "word-fel.docx", tmp_path / "fel.docx")
    meeting = small_meeting(tmp_path)
    for name, wanted in (("dialog.docx", 0), ("fel.docx", 3)):
        handling = {"handlingstyp": "dialogsammanfattning", "titel": "Dialog", "indata": name}
        meeting["arenden"][1]["handlingar"] = [handling]
        problems = check_file(write_meeting(meeting), reader).problems
        assert len(problems) == wanted
        assert all("Om dialogen › " in f"{one.path} {one.message}" for one in problems), problems
