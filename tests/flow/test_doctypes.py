"""One document type = one slug across four folders; this walks them and builds every sample."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from service.flow.build import build_report
from service.flow.read import FRAMEWORK_SLUG, Reader
from service.flow.wiring import Workshop
from service.schema.load import load, slugs
from service.settings import Settings
from tests.conftest import ROOT
from tests.flow.conftest import TODAY
from tests.flow.plain_converter import PlainConverter

DOCTYPES = [slug for slug in slugs() if slug != FRAMEWORK_SLUG]
SAMPLES = sorted(
    path
    for slug in DOCTYPES
    for path in (ROOT / "samples" / slug).rglob("*.json")
    if "dokumenttyp" in json.loads(path.read_text(encoding="utf-8"))
)


@pytest.fixture(name="own_reader")
def _own_reader(settings: Settings) -> Reader:
    return Reader(settings, TODAY)


@pytest.mark.parametrize("slug", DOCTYPES)
def test_every_part_of_a_doctype_is_there(slug: str) -> None:
    """Template, description, JSON Schema, samples and the list of standing annexes."""
    for part in (
        f"templates/{slug}/mall.docx",
        f"templates/{slug}/mall.toml",
        f"schemas/{slug}.py",
        f"schemas/json/{slug}.schema.json",
        f"samples/{slug}/expect.toml",
        f"bilagor/{slug}/index.toml",
    ):
        assert (ROOT / part).is_file(), f"{part} saknas"
    assert any(slug in path.parts for path in SAMPLES), f"samples/{slug} har inget exempel"


@pytest.mark.parametrize("slug", DOCTYPES)
def test_standing_annexes_are_what_their_list_says(slug: str) -> None:
    """Each listed file exists with its sha256, and no file is unlisted."""
    folder = ROOT / "bilagor" / slug
    listed = tomllib.loads((folder / "index.toml").read_text(encoding="utf-8")).get("bilaga", [])
    for one in listed:
        assert hashlib.sha256((folder / one["fil"]).read_bytes()).hexdigest() == one["sha256"], one["fil"]
        assert one["titel"]
        assert one["kalla"]
    assert {path.name for path in folder.iterdir()} == {"index.toml", *(one["fil"] for one in listed)}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_sample_is_built(
    path: Path, own_reader: Reader, workshop: Workshop, converter: PlainConverter, tmp_path: Path
) -> None:
    """The sample passes every check, its Word file opens, says what it is about, and is the same the second time."""
    first = build_report(own_reader.read(path), tmp_path / "ett", ("docx", "pdf"), workshop)
    worked = converter.worked
    second = build_report(own_reader.read(path), tmp_path / "två", ("docx", "pdf"), workshop)
    assert converter.worked == worked, "an unchanged report was converted again"
    assert [file.sha256 for file in first.files] == [file.sha256 for file in second.files]
    docx, pdf = (file.path for file in first.files)
    word = Document(str(docx))
    assert word.core_properties.title
    assert word.core_properties.language == "sv-SE"
    text = "\n".join(page.extract_text() for page in PdfReader(pdf).pages)
    assert not re.search(r"\{\{|\{%|\bNone\b|\bnan\b|Undefined", text)


def test_a_new_doctype_needs_no_change_in_service() -> None:
    """No module names a slug but the demo, whose files it names, and what is called alike.

    That is a command, a kind of handling in the diarium, a job, and a last day.
    """
    alike = {
        "choices.py",
        "awaiting_meetings.py",
        "orders.py",
        "administration.py",
        "dispatches.py",
        "elsewhere.py",
    }
    named = {
        slug
        for slug in DOCTYPES
        if slug != "kallelse"
        for path in (ROOT / "service").rglob("*.py")
        if re.search(rf"""["'](templates/)?{slug}["']""", path.read_text(encoding="utf-8"))
        and path.name not in {"demo.py", "demo_service.py", *alike}
        and path != ROOT / "service" / "cli" / f"{slug}.py"
    }
    assert named == set()


def test_framework_sample_is_marked_as_example() -> None:
    """Nothing of ours is presented as adopted: every text has a source, and ours says that it is example data."""
    path = ROOT / "samples" / "ramverk" / "ale.json"
    framework = load(FRAMEWORK_SLUG, json.loads(path.read_text(encoding="utf-8")), path.name).model
    for name, entities in framework.lists().items():
        for entity in entities.values():
            assert entity.kalla, f"{name} {entity.id} saknar källa"
    assert all(mal.kalla == "Exempeldata, inte antagen text" for mal in framework.riktningsmal)
