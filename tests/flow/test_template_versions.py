"""Versions of a template: written once, chosen by the document's day, told by every document; own names of fields."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from lxml import etree

from service.cli.main import main
from service.errors import TemplateError
from service.fill.fieldmap import add_own_names
from service.fill.template import load_template
from service.fill.versions import choose_version
from service.flow.build import build_report, make_report
from service.flow.places import TEMPLATES
from service.flow.read import Reader
from service.flow.template import add_template, inspect_template, template_changes, template_versions
from service.flow.wiring import Workshop
from service.settings import Settings
from tests.conftest import ROOT
from tests.flow.conftest import TODAY

SLUG = "nulagesbeskrivning"
SAMPLE = ROOT / "samples" / SLUG / "un-2026.json"
OWN = ROOT / "samples" / "mallar" / "nulagesanalys"


@pytest.fixture(name="settings")
def _settings(settings: Settings, tmp_path: Path) -> Settings:
    return replace(settings, mallar=str(tmp_path / "mallar"))


@pytest.fixture(name="workshop")
def _workshop(workshop: Workshop, settings: Settings) -> Workshop:
    return replace(workshop, settings=settings)


def _edited(folder: Path, before: str, after: str) -> Path:
    """The shipped template with one text changed, as an officer would in Word."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "ny.docx"
    document = Document(str(TEMPLATES / SLUG / "mall.docx"))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            if run.text == before:
                run.text = after
    document.save(str(path))
    return path


def _add(path: Path, settings: Settings, version: str = "2.0", day: date = date(2026, 12, 1)) -> None:
    add_template(inspect_template(path, SLUG, settings), version, day, "Ny rubrik.", settings)


def _sample(folder: Path, **changed: Any) -> Path:
    raw = json.loads(SAMPLE.read_text(encoding="utf-8"))
    raw.update(changed, ramverk=os.path.relpath(SAMPLE.parent / raw["ramverk"], folder))
    path = folder / "indata.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    return path


def _custom(docx: Path) -> dict[str, str]:
    with zipfile.ZipFile(docx) as archive:
        root = etree.fromstring(archive.read("docProps/custom.xml"))
    return {one.get("name", ""): "".join(one.itertext()) for one in root}


def test_a_version_is_kept_with_number_sha256_date_and_change(tmp_path: Path, settings: Settings) -> None:
    """What was added is listed after the first version, with its log continued, and its files cannot be written."""
    _add(_edited(tmp_path, "Sammanfattning", "Kort sagt"), settings)
    *shipped, first, second = template_versions(SLUG, settings)
    assert [one.version for one in (*shipped, first, second)] == ["1.0", "1.1", "2.0"]
    assert second.valid_from == date(2026, 12, 1)
    assert second.changes == (*first.changes, "2.0: Ny rubrik.")
    assert second.toml["sha256"] == second.docx_sha256 != first.docx_sha256
    assert second.path.stat().st_mode & 0o222 == 0
    assert not [path.name for path in second.path.parent.parent.iterdir() if path.name != "2.0"]


@pytest.mark.parametrize(
    ("version", "day"),
    [
        ("2.0", date(2027, 1, 1)),
        ("1.0", date(2027, 1, 1)),
        ("1.5", date(2026, 11, 30)),
        ("../3", date(2027, 1, 1)),
        ("3.0 ", date(2027, 1, 1)),
    ],
)
def test_a_version_is_never_written_over_or_put_before_another(
    tmp_path: Path, settings: Settings, version: str, day: date
) -> None:
    """A taken or malformed number and a date before the newest version's are refused, and nothing is written."""
    path = _edited(tmp_path, "Sammanfattning", "Kort sagt")
    _add(path, settings)
    before = sorted(Path(settings.mallar).rglob("*"))
    with pytest.raises(TemplateError) as refused:
        _add(path, settings, version, day)
    assert refused.value.problems[0].code == "template_version_taken"
    assert sorted(Path(settings.mallar).rglob("*")) == before


def test_a_changed_version_is_told(tmp_path: Path, settings: Settings) -> None:
    """Somebody wrote over a stored Word file: it is not used in silence."""
    _add(_edited(tmp_path, "Sammanfattning", "Kort sagt"), settings)
    stored = template_versions(SLUG, settings)[-1].path
    stored.chmod(0o644)
    stored.write_bytes((TEMPLATES / SLUG / "mall.docx").read_bytes())
    with pytest.raises(TemplateError) as refused:
        template_versions(SLUG, settings)
    assert refused.value.problems[0].code == "template_changed"


def test_a_faulty_template_is_not_taken_in(tmp_path: Path, settings: Settings) -> None:
    """All faults are told, each with its place, and no version appears."""
    path = _edited(tmp_path, "{{p sammanfattning|rik }}", "{{ samanfattning }}")
    with pytest.raises(TemplateError) as refused:
        _add(path, settings)
    assert [problem.code for problem in refused.value.problems] == ["template_missing_field"]
    assert "under rubriken ”Sammanfattning”" in refused.value.problems[0].path
    assert [one.version for one in template_versions(SLUG, settings)] == ["1.0", "1.1"]


def test_the_program_brings_its_older_versions(settings: Settings) -> None:
    """Also where the kansli keeps its own elsewhere; each is told by its sha256, number and a line in the log."""
    assert settings.mallar
    for slug in (folder.parent.name for folder in TEMPLATES.glob("*/mall.docx")):
        versions = template_versions(slug, settings)
        older = [path.name for path in (TEMPLATES / slug / "versioner").glob("*")]
        assert [one.version for one in versions] == [*sorted(older), versions[-1].version]
        for number, one in enumerate(versions, 1):
            assert one.toml["sha256"] == one.docx_sha256
            assert [line.partition(":")[0] for line in one.changes] == [v.version for v in versions[:number]]


def test_what_replaced_the_first_version_holds_for_every_day(settings: Settings) -> None:
    """A version with the same first day as the one before takes its place, for older documents too."""
    versions = template_versions(SLUG, settings)
    assert {one.valid_from for one in versions} == {date(2026, 11, 2)}
    assert choose_version(versions, date(2020, 1, 1)).version == "1.1"
    assert choose_version(versions, date(2026, 12, 1)).version == "1.1"
    assert choose_version(versions, date(2026, 12, 1), "1.0").version == "1.0"


def test_the_documents_day_chooses_the_version(
    tmp_path: Path, settings: Settings, workshop: Workshop
) -> None:
    """The version valid that day makes the document, unless the input names one; each document tells its own."""
    _add(_edited(tmp_path, "Sammanfattning", "Kort sagt"), settings, day=date(2026, 11, 10))
    reader = Reader(settings, TODAY)
    made = {}
    for day, wanted in (("2026-11-09", ""), ("2026-11-10", ""), ("2026-11-10", "1.0")):
        file = reader.read(_sample(tmp_path, datum=day, mallversion=wanted, beslut=None, status="utkast"))
        made[day, wanted] = make_report(file, workshop).made.docx
    told = [_custom(docx)["Mallversion"] for docx in made.values()]
    assert told == ["1.1", "2.0", "1.0"]
    texts = ["\n".join(p.text for p in Document(str(docx)).paragraphs) for docx in made.values()]
    assert ["Kort sagt" in text for text in texts] == [False, True, False]


def test_a_document_tells_its_template_and_framework(
    tmp_path: Path, settings: Settings, workshop: Workshop
) -> None:
    """Both stand in the Word file's properties with version and sha256."""
    delivery = build_report(Reader(settings, TODAY).read(SAMPLE), tmp_path / "ut", ("docx",), workshop)
    told = _custom(delivery.files[0].path)
    framework = ROOT / "samples" / "ramverk" / "ale.json"
    assert told["Mall"] == SLUG
    assert told["Mallversion"] == load_template(TEMPLATES / SLUG).version
    assert told["Mall sha256"] == hashlib.sha256((TEMPLATES / SLUG / "mall.docx").read_bytes()).hexdigest()
    assert told["Ramverk"].startswith("Styrmodell")
    assert told["Ramverk sha256"] == hashlib.sha256(framework.read_bytes()).hexdigest()


def test_an_old_report_is_built_again_with_its_own_version(
    tmp_path: Path, settings: Settings, workshop: Workshop
) -> None:
    """After a new version has come, the report that names the old one gets the same bytes as before."""
    reader = Reader(settings, TODAY)
    old = _sample(tmp_path, mallversion="1.0")
    before = build_report(reader.read(old), tmp_path / "a", ("docx",), workshop).files[0].sha256
    _add(
        _edited(tmp_path, "Sammanfattning", "Kort sagt"),
        settings,
        day=date(2026, 11, 3),
    )
    again = build_report(reader.read(old), tmp_path / "b", ("docx",), workshop).files[0].sha256
    assert again == before


def test_an_unknown_version_is_told_with_those_that_exist(
    tmp_path: Path, settings: Settings, workshop: Workshop
) -> None:
    """The report is not built with another template than the one it names."""
    file = Reader(settings, TODAY).read(_sample(tmp_path, mallversion="9.9"))
    with pytest.raises(TemplateError, match=r"finns inte i version 9\.9, bara i: 1\.0, 1\.1"):
        make_report(file, workshop)


def test_what_changed_between_two_versions(tmp_path: Path, settings: Settings) -> None:
    """A heading, a field, a style and the paper: each is told, and equal versions have no difference."""
    path = _edited(tmp_path, "Sammanfattning", "Kort sagt")
    document = Document(str(path))
    document.styles["Tabelltext"].font.bold = True
    document.add_paragraph("Handläggare på kontoret: {{ ramverk.vision.rubrik }}")
    document.sections[-1].left_margin = 1_000_000
    document.save(str(path))
    _add(path, settings)
    changes = template_changes(SLUG, "1.1", "2.0", settings)
    assert [(one.before, one.after) for one in changes.text] == [
        ("Sammanfattning", "Kort sagt"),
        ("", "Handläggare på kontoret: {{ ramverk.vision.rubrik }}"),
    ]
    assert changes.fields_added == ("ramverk.vision", "ramverk.vision.rubrik")
    assert changes.fields_removed == ()
    assert changes.styles_changed == ("Tabelltext",)
    assert len(changes.paper) == 1
    assert not template_changes(SLUG, "2.0", str(path), settings)


def test_a_template_with_names_and_order_of_its_own(
    tmp_path: Path, settings: Settings, workshop: Workshop
) -> None:
    """Another municipality's template is taken in by its Word file and a table of names; no code changes."""
    found = inspect_template(OWN / "mall.docx", SLUG, settings, OWN / "mall.toml")
    assert [one for one in found.findings if one.severity.value != "upplysning"] == []
    add_template(found, "2.0", date(2026, 11, 3), "Kommunens egen mall.", settings)
    file = Reader(settings, TODAY).read(_sample(tmp_path, mallversion="2.0"))
    delivery = build_report(file, tmp_path / "ut", ("docx", "pdf"), workshop)
    assert delivery.files[0].path.name == "nulagesanalys-un-2026.docx"
    headings = [
        p.text
        for p in Document(str(delivery.files[0].path)).paragraphs
        if p.style is not None and p.style.name == "Heading 1"
    ]
    assert headings == [
        "Det viktigaste", "Så långt har vi kommit", "Vad vi vill ändra", "Mål för mål", "Omvärlden", "Vår verksamhet",
    ]  # fmt: skip
    text = "\n".join(p.text for p in Document(str(delivery.files[0].path)).paragraphs)
    assert file.model.per_riktningsmal[0].hur_man_relaterar.split("\n")[0][:40] in text
    assert "{" not in text


def test_own_names_lead_to_our_fields() -> None:
    """Names at the top, in rows and in rows of rows; an optional group that is missing stays empty."""
    context = {
        "organ": {"namn": "KS"},
        "beslut": "",
        "mal": [{"ref": {"rubrik": "A"}, "risker": [{"text": "x"}]}],
    }
    names = {
        "nämnd": "organ.namn",
        "dag": "beslut.datum",
        "mål": "mal",
        "mål[].namn": "mal[].ref.rubrik",
        "mål[].faror": "mal[].risker",
        "mål[].faror[].ord": "mal[].risker[].text",
    }
    made = add_own_names(context, names)
    assert (made["nämnd"], made["dag"]) == ("KS", "")
    assert made["mål"][0]["namn"] == "A"
    assert made["mål"][0]["faror"][0]["ord"] == "x"
    assert context["mal"] == [{"ref": {"rubrik": "A"}, "risker": [{"text": "x"}]}]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('"mål" = "per_riktningsmal.titel"', "som inte finns"),
        ('"mål[].namn" = "per_riktningsmal[].maluppfyllelse"', "listans egen rad"),
        ('"två ord" = "ar"', "inte ett namn"),
        ('"x" = 3', "inte ett namn"),
    ],
)
def test_a_wrong_table_of_names_is_told(tmp_path: Path, settings: Settings, table: str, said: str) -> None:
    """A name that leads nowhere is a fault of mall.toml, told before anything is filled."""
    base = (TEMPLATES / SLUG / "mall.toml").read_text(encoding="utf-8")
    toml = tmp_path / "mall.toml"
    toml.write_text(base + f"\n[namn]\n{table}\n", encoding="utf-8")
    with pytest.raises(TemplateError, match=said):
        inspect_template(TEMPLATES / SLUG / "mall.docx", SLUG, settings, toml)


def test_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """granska, lagg-till, lista, visa and jamfor, for people and for programs."""
    monkeypatch.setenv("SAMLAD_MALLAR", str(tmp_path / "mallar"))
    bad = _edited(tmp_path / "a", "{{p sammanfattning|rik }}", "{{p samanfattning|rik }}")
    good = _edited(tmp_path / "b", "Sammanfattning", "Kort sagt")
    base = ["--slug", SLUG]
    noted = tmp_path / "noterad.docx"
    assert main(["mall", "granska", str(bad), *base, "--json", "--kommentarer", str(noted)]) == 3
    answer = json.loads(capsys.readouterr().out)
    (fault,) = [one for one in answer["findings"] if one["allvar"] == "fel"]
    assert (fault["code"], fault["rubrik"]) == ("template_missing_field", "Sammanfattning")
    assert fault["stycke"] > 0
    with zipfile.ZipFile(noted) as archive:
        assert "Menades ”sammanfattning”?" in archive.read("word/comments.xml").decode()
    assert main(["mall", "granska", str(bad), *base]) == 3
    assert "✗ fel: stycke" in capsys.readouterr().out
    added = ["mall", "lagg-till", str(good), *base, "--version", "2.0", "--giltig-fran", "2027-01-01"]
    assert main([*added, "--andring", "Ny rubrik."]) == 0
    assert main([*added, "--andring", "Ny rubrik."]) == 3
    capsys.readouterr()
    assert main(["mall", "lista", *base]) == 0
    assert "2.0       2027-01-01" in capsys.readouterr().out
    assert main(["mall", "visa", *base, "--version", "2.0"]) == 0
    assert "2.0: Ny rubrik." in capsys.readouterr().out
    assert main(["mall", "jamfor", "1.1", "2.0", *base]) == 0
    assert "  + Kort sagt" in capsys.readouterr().out
    assert main(["mall", "granska", str(good), "--slug", "nulagesbeskrivningg"]) == 2
