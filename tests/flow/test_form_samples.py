"""The forms in `samples/`: fresh, equal to the JSON beside them, and good for a whole document."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from samples._tillverka.blanketter import FORMS, make_all
from service.flow.build import build_report
from service.flow.read import Reader
from service.flow.wiring import Workshop
from service.settings import Settings
from tests.conftest import ROOT
from tests.flow.conftest import TODAY
from tests.forms import meaning


def test_the_forms_are_those_of_their_maker(tmp_path: Path) -> None:
    """Making them anew in another tree of the same shape gives what lies there, part by part."""
    (tmp_path / "ramverk").mkdir()
    shutil.copy(ROOT / "samples" / "ramverk" / "ale.json", tmp_path / "ramverk")
    make_all(tmp_path)
    for name in FORMS:
        assert _parts(tmp_path / name) == _parts(ROOT / "samples" / name), f"run {make_all.__module__} anew"


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_means_what_its_json_means(name: str, settings: Settings) -> None:
    """A sample form finds its framework by itself and gives the model of the JSON file beside it."""
    reader = Reader(settings, TODAY)
    form = ROOT / "samples" / name
    assert meaning(reader.read(form).model) == meaning(reader.read(form.with_suffix(".json")).model)


@pytest.mark.parametrize(
    "name", ["nulagesbeskrivning/un-2026.docx", "dialogsammanfattning/c-ks-un-2026.xlsx"]
)
def test_a_document_is_built_from_a_form(
    name: str, settings: Settings, workshop: Workshop, tmp_path: Path
) -> None:
    """`samlad fyll` takes a filled form as it takes JSON."""
    file = Reader(settings, TODAY).read(ROOT / "samples" / name)
    delivery = build_report(file, tmp_path / "ut", ("docx", "pdf"), workshop)
    assert [one.path.suffix for one in delivery.files] == [".docx", ".pdf"]
