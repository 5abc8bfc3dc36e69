"""Any way in: the same report by Word, Excel and JSON gives the same model and the same document."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from service.clock import STOCKHOLM
from service.fill.properties import DocumentProperties
from service.fill.render import render
from service.fill.template import load_template
from service.flow.build import report_context
from service.flow.places import template_folder
from service.flow.read import Reader
from tests.conftest import ROOT
from tests.forms import SAMPLES, body_of, form_reader, make, meaning, sample, whole_text

DIALOGS = sorted(path.stem for path in (SAMPLES / "dialogsammanfattning").glob("*-2026.json"))
REPORTS = [
    "nulagesbeskrivning/un-2026",
    "nulagesbeskrivning/aleb-2026",
    *(f"dialogsammanfattning/{one}" for one in DIALOGS),
]
"""A nämnd, a bolag, and every dialog of kind A, B and C."""
SUFFIXES = (".docx", ".xlsx", ".json")


@pytest.fixture(name="reader", scope="module")
def _reader() -> Reader:
    return form_reader()


@pytest.mark.parametrize("name", REPORTS)
def test_every_way_gives_the_same_model(name: str, reader: Reader, tmp_path: Path) -> None:
    """Each sample report written as each kind of form and read back means what it meant."""
    source = sample(name)
    wanted = meaning(reader.read(source).model)
    for suffix in SUFFIXES:
        form = make(tmp_path / f"svar{suffix}", source.parent.name, body_of(source), reader, answers=source)
        read = reader.read(form)
        assert meaning(read.model) == wanted, suffix
        ours = {"form_", "tracked"}
        assert not [one for one in read.notices if one.code.startswith(tuple(ours))], suffix


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_none_is_said_and_read(suffix: str, reader: Reader, tmp_path: Path) -> None:
    """The word that there are no proposals goes the way round too, in lists of blocks as in tables."""
    raw = json.loads(sample("dialogsammanfattning/c-ks-un-2026").read_text(encoding="utf-8"))
    raw |= {"forslag_nya_uppdrag": "inga", "forslag_justerade_forutsattningar": "inga"}
    source = tmp_path / "c.json"
    source.write_text(json.dumps(raw), encoding="utf-8")
    form = make(tmp_path / f"svar{suffix}", "dialogsammanfattning", "UN", reader, answers=source)
    given = reader.given(form)
    assert (given.raw["forslag_nya_uppdrag"], given.raw["forslag_justerade_forutsattningar"]) == (
        "inga",
        "inga",
    )
    assert meaning(reader.read(form).model) == meaning(reader.read(source).model)


@pytest.mark.parametrize("name", ["nulagesbeskrivning/aleb-2026", "dialogsammanfattning/c-ks-un-2026"])
def test_every_way_gives_the_same_document(name: str, reader: Reader, tmp_path: Path) -> None:
    """The filled Word document is the same, byte for byte, whichever way the answers came."""
    source = sample(name)
    template = load_template(template_folder(source.parent.name))
    properties = DocumentProperties("t", "s", "a", "", datetime(2026, 11, 23, 12, tzinfo=STOCKHOLM))
    documents = set()
    for suffix in SUFFIXES:
        form = make(tmp_path / f"svar{suffix}", source.parent.name, body_of(source), reader, answers=source)
        target = tmp_path / f"ut{suffix}.docx"
        render(template, report_context(reader.read(form), template), properties=properties, target=target)
        documents.add(target.read_bytes())
    assert len(documents) == 1


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_equal_input_gives_equal_bytes(suffix: str, reader: Reader, tmp_path: Path) -> None:
    """The same form made twice is the same file."""
    made = [
        make(tmp_path / folder / f"blankett{suffix}", "nulagesbeskrivning", "VN", reader).read_bytes()
        for folder in ("a", "b")
    ]
    assert made[0] == made[1]


def test_one_way_leads_to_another(reader: Reader, tmp_path: Path) -> None:
    """Answers can move from Excel to Word and on to JSON without loss."""
    source = sample("nulagesbeskrivning/vn-2026")
    path = source
    for number, suffix in enumerate((".xlsx", ".docx", ".json")):
        path = make(tmp_path / f"{number}{suffix}", "nulagesbeskrivning", "VN", reader, answers=path)
    assert meaning(reader.read(path).model) == meaning(reader.read(source).model)


@pytest.mark.parametrize("name", ["nulagesbeskrivning/un-2026.docx", "nulagesbeskrivning/un-2026.xlsx",
                                  "dialogsammanfattning/c-ks-un-2026.docx"])  # fmt: skip
def test_a_form_becomes_json_of_the_published_schema(name: str, reader: Reader, tmp_path: Path) -> None:
    """Whoever checks the JSON by the schema alone finds no fault in what was read off paper."""
    source = SAMPLES / name
    slug = source.parent.name
    path = make(tmp_path / "svar.json", slug, body_of(source.with_suffix(".json")), reader, answers=source)
    schema = json.loads((ROOT / "schemas" / "json" / f"{slug}.schema.json").read_text(encoding="utf-8"))
    found = Draft202012Validator(schema).iter_errors(json.loads(path.read_text(encoding="utf-8")))
    assert [(list(fault.absolute_path), fault.message) for fault in found] == []


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_an_empty_form_asks_for_what_it_needs(suffix: str, reader: Reader, tmp_path: Path) -> None:
    """What the framework knows is filled in: the rest is missing, and nothing else is wrong."""
    form = make(tmp_path / f"tom{suffix}", "nulagesbeskrivning", "UN", reader)
    given = reader.given(form).raw
    assert (given["organ"], given["ar"], given["mandatperiod"]) == (
        "UN",
        2026 if suffix != ".docx" else "2026",
        "MP2026",
    )
    assert given["verksamhetsbeskrivning"]["grunddokument"] == ["REG-UN"]
    assert given["omvarldsanalys"]["analys"] == "OA2026"
    assert [one["riktningsmal"] for one in given["per_riktningsmal"]] == ["R1", "R2", "R3", "R4", "R5"]
    assert given["per_riktningsmal"][1]["uppfoljning_typ"] == "framdrift"


def test_a_bolag_has_its_own_grounds(reader: Reader, tmp_path: Path) -> None:
    """A bolag's form is prefilled with bolagsordning and ägardirektiv, and its own goals and uppdrag."""
    form = make(tmp_path / "tom.json", "nulagesbeskrivning", "ALEB", reader)
    raw = json.loads(form.read_text(encoding="utf-8"))
    assert raw["verksamhetsbeskrivning"]["grunddokument"] == ["BO-ALEB", "AD-ALEB"]
    assert [one["organmal"] for one in raw["egna_mal"]] == ["ALEB-M1", "ALEB-M2", "ALEB-M3"]
    assert [one["uppdrag"] for one in raw["uppdrag"]] == ["U6"]


def test_the_goals_are_those_of_the_documents_day(reader: Reader, tmp_path: Path) -> None:
    """Before the new mandatperiod the form asks for the old riktningsmål, and the day is filled in."""
    day = datetime(2026, 9, 30, tzinfo=STOCKHOLM).date()
    form = make(tmp_path / "tom.json", "nulagesbeskrivning", "UN", reader, on=day)
    raw = json.loads(form.read_text(encoding="utf-8"))
    assert raw["datum"] == "2026-09-30"
    assert [one["riktningsmal"] for one in raw["per_riktningsmal"]] == ["R1-22", "R2-22", "R3-22", "R4-22"]


@pytest.mark.parametrize(("kind", "asked", "not_asked"), [
    ("A", {"uppdrag", "resultat", "egna_avsnitt"}, {"utmaningar", "ks_bedomning"}),
    ("B", {"utmaningar", "mojligheter", "egna_avsnitt"}, {"uppdrag", "forslag_nya_uppdrag"}),
    ("C", {"utmaningar", "motivering_av_analys", "forslag_nya_uppdrag"}, {"uppdrag", "egna_avsnitt"}),
])  # fmt: skip
def test_a_dialogs_kind_decides_the_questions(
    kind: str, asked: set[str], not_asked: set[str], reader: Reader, tmp_path: Path
) -> None:
    """A form asks only what belongs to its kind of dialog."""
    form = make(tmp_path / "tom.json", "dialogsammanfattning", "UN", reader, typ=kind)
    raw = json.loads(form.read_text(encoding="utf-8"))
    assert asked <= set(raw)
    assert not not_asked & set(raw)
    assert raw["parter"] == (["KS", "UN"] if kind == "C" else ["UN"])


def test_last_year_stands_beside_the_questions(reader: Reader, tmp_path: Path) -> None:
    """Last year's answers, wherever below the folder they lie, are shown to be read, and not taken for this year's."""
    last = json.loads(sample("nulagesbeskrivning/vn-2026").read_text(encoding="utf-8"))
    last |= {"ar": 2025, "ramverk": str(sample("ramverk/ale")), "sammanfattning": "Ett år utan val."}
    folder = tmp_path / "forra"
    (folder / "2025").mkdir(parents=True)
    (folder / ".papperskorg").mkdir()
    (folder / "2025" / "vn-2025.json").write_text(json.dumps(last), encoding="utf-8")
    thrown = last | {"sammanfattning": "Kastad."}
    (folder / ".papperskorg" / "vn-2025.json").write_text(json.dumps(thrown), encoding="utf-8")
    (folder / "annat.json").write_text("{}", encoding="utf-8")
    for suffix in (".docx", ".xlsx"):
        form = make(tmp_path / f"ny{suffix}", "nulagesbeskrivning", "VN", reader, last_year=folder)
        assert "Förra året (2025): Ett år utan val." in whole_text(form)
        given = reader.given(form)
        assert "sammanfattning" not in given.raw
        assert given.notices == ()
        assert given.problems == ()
