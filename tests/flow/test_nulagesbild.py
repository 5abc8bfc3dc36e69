"""The nulägesbild of the sample year: every figure counted anew from the raw files, every text found in full."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from openpyxl import load_workbook

from service.cli.main import main
from service.errors import InputError
from service.flow.build import build_report
from service.flow.nulagesbild import read_year
from service.flow.read import Reader, ReadFile
from service.flow.wiring import Workshop
from service.settings import read_settings
from tests.conftest import ROOT
from tests.flow.conftest import FRAMEWORK, TODAY
from tests.flow.plain_converter import PlainConverter

Raw = dict[str, Any]
SAMPLES = ROOT / "samples"
WORDS = {"uppnatt": "Uppnått", "delvis": "Delvis uppnått", "ej": "Ej uppnått", "ej_bedomt": "Ej bedömt"}
SIGNS = {"uppnatt": "●●", "delvis": "●○", "ej": "○○", "ej_bedomt": "–"}
NBSP = "\u00a0"


def _raw(folder: str, year: int) -> list[Raw]:
    files = (
        json.loads(path.read_text(encoding="utf-8")) for path in sorted((SAMPLES / folder).glob("*.json"))
    )
    return [one for one in files if one["ar"] == year]


REPORTS = _raw("nulagesbeskrivning", 2026)
LAST_YEAR = _raw("nulagesbeskrivning", 2025)
DIALOGS = _raw("dialogsammanfattning", 2026)
RAMVERK: Raw = json.loads((SAMPLES / "ramverk" / "ale.json").read_text(encoding="utf-8"))
NAMES = {organ["id"]: organ["namn"] for organ in RAMVERK["organ"]}
GOALS = {goal["id"]: goal for goal in RAMVERK["riktningsmal"]}


@dataclass(frozen=True)
class Built:
    """The sample's nulägesbild as Word and Excel."""

    word: Any
    book: Any
    folder: Path

    def tables(self, *headings: str) -> list[list[list[str]]]:
        """The rows of every table with those headings."""
        found = []
        for element in self.word.element.body.iter(qn("w:tbl")):
            rows = [[_words(cell.text) for cell in row.cells] for row in Table(element, self.word).rows]
            if rows and rows[0] == [_words(heading) for heading in headings]:
                found.append(rows[1:])
        return found

    def sheet(self, name: str) -> list[dict[str, Any]]:
        """The rows of a sheet, by their headings."""
        head, *rows = self.book[name].iter_rows(values_only=True)
        return [dict(zip(head, row, strict=True)) for row in rows]


def _words(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").split())


@pytest.fixture(scope="module", name="built")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("nulagesbild")
    settings = read_settings({"SAMLAD_CACHE": str(folder / "cache")})
    (folder / "pdf").mkdir()
    workshop = Workshop(settings, PlainConverter(folder / "pdf"), lambda *_: None, folder)
    file = Reader(settings, TODAY).read(SAMPLES / "nulagesbild" / "nulagesbild-2026.json")
    build_report(file, folder / "ut", ("docx", "pdf", "xlsx"), workshop)
    made = folder / "ut" / "nulagesbild-2026.docx"
    return Built(Document(str(made)), load_workbook(made.with_suffix(".xlsx")), folder)


def _in_order() -> list[Raw]:
    order = list(NAMES)
    return sorted(REPORTS, key=lambda report: order.index(report["organ"]))


def test_every_answering_body_of_the_sample_year_is_there() -> None:
    """The counts below are of something."""
    assert len(REPORTS) == 8
    assert len(DIALOGS) == 8
    assert {report["organ"] for report in LAST_YEAR} == {"UN", "SBN"}


def test_matrix_holds_each_body_s_own_assessment(built: Built) -> None:
    """Symbol and word in each cell, in Word and in Excel."""
    goals = [f"{GOALS[f'R{n}']['nr']}. {GOALS[f'R{n}']['rubrik']}" for n in range(1, 6)]
    wanted = []
    for report in _in_order():
        assessed = {part["riktningsmal"]: part["maluppfyllelse"] for part in report["per_riktningsmal"]}
        cells = [f"{SIGNS[assessed[f'R{n}']]} {WORDS[assessed[f'R{n}']]}" for n in range(1, 6)]
        wanted.append([NAMES[report["organ"]], *cells])
    (matrix,) = built.tables("Nämnd eller bolag", *goals)
    assert matrix == wanted
    sheet = [[_words(str(cell)) for cell in row.values()] for row in built.sheet("Måluppfyllelse")]
    assert sheet == wanted


def test_counts_per_goal(built: Built) -> None:
    """How many bodies assess each goal how; the chart shows the same figures and says them in words."""
    wanted = []
    for n in range(1, 6):
        found = [
            p["maluppfyllelse"]
            for r in REPORTS
            for p in r["per_riktningsmal"]
            if p["riktningsmal"] == f"R{n}"
        ]
        assert len(found) == 8
        wanted.append([found.count(code) for code in WORDS])
    headings = [f"{SIGNS[code]} {word}" for code, word in WORDS.items()]
    (table,) = built.tables("Riktningsmål", *headings)
    assert [[int(cell) for cell in row[1:]] for row in table] == wanted
    assert [list(row.values())[1:] for row in built.sheet("Antal per riktningsmål")] == wanted
    alt = [drawn.get("descr") for drawn in built.word.element.body.iter(qn("wp:docPr"))]
    first = wanted[0]
    assert (
        f"uppnått {first[0]}, delvis uppnått {first[1]}, ej uppnått {first[2]}, ej bedömt {first[3]}."
        in alt[0]
    )


def _amounts(report: Raw) -> list[float | None]:
    return [one.get("belopp_tkr") for one in report.get("forslag_justerade_forutsattningar", [])]


def test_proposals_are_all_there_and_summed(built: Built) -> None:
    """Number, amounts and sum of all proposals, in total and for each body."""
    lists = ("forslag_nya_mal", "forslag_uppdrag", "forslag_justerade_forutsattningar")
    total = sum(len(report.get(name, [])) for report in REPORTS for name in lists)
    amounts = [amount for report in REPORTS for amount in _amounts(report) if amount is not None]
    assert (total, len(amounts), sum(amounts)) == (63, 17, 54490)
    (table,) = built.tables("Nr", "Nämnd eller bolag", "Förslag", "Motivering", "Belopp (tkr)")
    assert [row[0] for row in table] == [*(str(number) for number in range(1, total + 1)), ""]
    assert table[-1][-1] == "54 490"
    shown = [int(row[-1].replace(" ", "")) for row in table[:-1] if row[-1]]
    assert sorted(shown) == sorted(amounts)
    sheet = built.sheet("Förslag")
    assert len(sheet) == total + 1
    assert sum(row["Belopp (tkr)"] or 0 for row in sheet[:-1]) == sheet[-1]["Belopp (tkr)"] == sum(amounts)
    for report, row in zip(_in_order(), built.sheet("Förslag i tal"), strict=False):
        known = [amount for amount in _amounts(report) if amount is not None]
        counts = [len(report.get(name, [])) for name in lists]
        assert list(row.values()) == [
            NAMES[report["organ"]],
            *counts,
            len(known),
            sum(counts) - len(known),
            sum(known),
        ]


def test_results_keep_their_figures(built: Built) -> None:
    """Every measured result with outcome and goal, as a number in Excel."""
    wanted = sorted(
        (result["indikator"], float(result["utfall"]), float(result.get("malvarde") or 0))
        for report in REPORTS
        for part in report["per_riktningsmal"]
        for result in part.get("resultat", [])
    )
    rows = built.sheet("Resultat")
    assert (
        sorted((row["Indikator"], float(row["Utfall"]), float(row["Målvärde"] or 0)) for row in rows)
        == wanted
    )
    assert all(isinstance(row["Utfall"], (int, float)) for row in rows)


def test_risks_and_opportunities_side_by_side(built: Built) -> None:
    """As many of each as the reports have, for each factor, and in the reports' order."""
    tables = built.tables("Nämnd eller bolag", "Risk", "Möjlighet")
    assert len(tables) == 5
    for number, table in enumerate(tables, start=1):
        parts = [
            part
            for report in _in_order()
            for part in report["per_omvarldsfaktor"]
            if part["omvarldsfaktor"] == f"O{number}"
        ]
        for column, name in ((1, "risker"), (2, "mojligheter")):
            wanted = [one["rubrik"] for part in parts if part[name] != "inga" for one in part[name]]
            none = sum(part[name] == "inga" for part in parts)
            cells = [row[column] for row in table if row[column]]
            said = [cell for cell in cells if cell.startswith("Inga ")]
            assert len(said) == none
            told = [cell for cell in cells if cell not in said]
            assert len(told) == len(wanted)
            assert all(cell.startswith(rubrik) for cell, rubrik in zip(told, wanted, strict=True))


QUOTED = {
    "hur_man_relaterar", "framdrift", "hur_tagit_sig_an", "forutsattningar", "forhallningssatt", "hur_man_tar_sig_an",
    "maluppfyllelse", "utrymme_for_riktningsforandring", "fran_lage", "till_lage", "motiv", "malformulering", "text",
    "motivering", "beskrivning", "sammanfattning_resultat", "ks_bedomning", "vad",
}  # fmt: skip
NOT_QUOTED = {
    "verksamhetsbeskrivning", "omvarldsanalys", "egna_mal", "uppdrag", "tillitsreflektion", "utmaningar",
    "egna_avsnitt", "nulagesbeskrivning", "underlag", "deltagare",
}  # fmt: skip


def _texts(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, item in value.items():
            if name not in NOT_QUOTED:
                yield from _texts(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, key)
    elif isinstance(value, str) and key in QUOTED and len(value) > 12:
        yield value


def _pieces(text: str) -> list[str]:
    """The words of a text, paragraph by paragraph, without its marks."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text).replace("*", "")
    lines = [re.sub(r"^\s*(-|\d+\.)\s+", "", line) for line in re.split(r"\n+", text)]
    return [_words(line) for line in lines if line.strip()]


def test_every_quoted_text_is_there_in_full(built: Built) -> None:
    """Nothing is cut: each paragraph of each quoted field stands in the Word file, word for word."""
    body = " ".join(
        _words("".join(text.text or "" for text in paragraph.iter(qn("w:t"))))
        for paragraph in built.word.element.body.iter(qn("w:p"))
    )
    dialogs = [{key: value for key, value in dialog.items() if key != "mojligheter"} for dialog in DIALOGS]
    found = 0
    for source in (*REPORTS, *dialogs):
        for text in _texts(source):
            for piece in _pieces(text):
                found += 1
                assert piece in body, piece
    assert found > 800


def test_every_reference_names_a_page_that_has_the_heading(built: Built) -> None:
    """All references have section and page: each heading was found in its report."""
    sources = [
        _words(paragraph.text)
        for paragraph in built.word.paragraphs
        if paragraph.style.name in {"Källhänvisning"}
    ]
    assert len(sources) > 100
    assert all(re.search(r"avsnitt(et)? .+, sidan \d+$", line) for line in sources), sources[:3]


def test_change_since_last_year(built: Built) -> None:
    """Each indicator of both years with its difference, and both years' proposals."""
    rows = {
        (row["Nämnd eller bolag"], row["Indikator"]): row for row in built.sheet("Förändring, indikatorer")
    }

    def results(report: Raw) -> dict[str, float]:
        return {
            r["indikator"]: r["utfall"]
            for part in report["per_riktningsmal"]
            for r in part.get("resultat", [])
        }

    wanted = {}
    for before in LAST_YEAR:
        now = next(report for report in REPORTS if report["organ"] == before["organ"])
        then, today = results(before), results(now)
        for name in then.keys() & today.keys():
            wanted[NAMES[now["organ"]], name] = round(today[name] - then[name], 6)
    assert {key: round(float(row["Förändring"]), 6) for key, row in rows.items()} == wanted
    assert len(wanted) == 16
    totals = [
        row[1:]
        for table in built.tables("Förslag", "2025", "2026")
        for row in table
        if row[0].startswith("Summa")
    ]
    assert totals == [["5 700", "12 900"], ["6 950", "11 320"]]


def test_same_input_same_workbook(built: Built, tmp_path: Path) -> None:
    """Made anew in another folder, every file has the same bytes."""
    settings = read_settings({"SAMLAD_CACHE": str(tmp_path / "cache")})
    workshop = Workshop(settings, PlainConverter(built.folder / "pdf"), lambda *_: None, tmp_path)
    file = Reader(settings, TODAY).read(SAMPLES / "nulagesbild" / "nulagesbild-2026.json")
    build_report(file, tmp_path / "ut", ("docx", "xlsx"), workshop)
    for suffix in ("docx", "xlsx"):
        name = f"nulagesbild-2026.{suffix}"
        assert (tmp_path / "ut" / name).read_bytes() == (built.folder / "ut" / name).read_bytes()


Change = Callable[[dict[str, Raw]], None]


def _read(tmp_path: Path, change: Change, *, named: bool = False, drafts: bool = False) -> ReadFile:
    """The nulägesbild of three reports and a dialog, after a change."""
    files = {
        name: json.loads((SAMPLES / folder / name).read_text(encoding="utf-8"))
        for folder, name in (
            ("nulagesbeskrivning", "un-2026.json"),
            ("nulagesbeskrivning", "vn-2026.json"),
            ("nulagesbeskrivning", "un-2025.json"),
            ("dialogsammanfattning", "a-un-2026.json"),
        )
    }
    change(files)
    for name, raw in files.items():
        text = raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False)
        (tmp_path / name).write_text(text, encoding="utf-8")
    reader = Reader(read_settings({}), TODAY, FRAMEWORK)
    day = date(2026, 12, 1)
    if not named:
        return read_year(2026, tmp_path, reader, day=day, drafts=drafts)
    order = {
        "dokumenttyp": "nulagesbild", "id": "NB", "ar": 2026, "datum": day.isoformat(), "underlag": sorted(files)
    }  # fmt: skip
    return reader.read_raw(tmp_path / "order.json", order)


def _faults(tmp_path: Path, change: Change, *, named: bool = False) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as caught:
        _read(tmp_path, change, named=named)
    assert all(problem.remedy for problem in caught.value.problems)
    return [(problem.code, problem.source) for problem in caught.value.problems]


def test_all_faults_of_all_files_at_once(tmp_path: Path) -> None:
    """An unknown organ, a broken file and a body's second report are told together, each with its file."""

    def spoil(files: dict[str, Raw]) -> None:
        files["vn-2026.json"]["organ"] = "XYZ"
        files["trasig.json"] = '{"dokumenttyp": "nulagesbeskrivning",'  # type: ignore[assignment]  # broken on purpose
        files["un-2026-kopia.json"] = dict(files["un-2026.json"])

    found = _faults(tmp_path, spoil)
    assert ("unknown_organ", "vn-2026.json") in found
    assert ("invalid_json", "trasig.json") in found
    assert ("source_twice", "un-2026.json") in found


def test_a_report_of_another_year(tmp_path: Path) -> None:
    """In a folder it is left aside with a notice; named itself it is a fault. A report of last year is welcome."""

    def age(files: dict[str, Raw]) -> None:
        files["vn-2026.json"] |= {"ar": 2027, "datum": "2027-01-10"}
        files["vn-2026.json"]["beslut"]["datum"] = "2027-01-11"
        files["a-un-2026.json"] |= {"ar": 2025, "datum": ["2025-11-01"]}

    made = _read(tmp_path, age)
    told = [(notice.code, "vn-2026.json" in notice.message) for notice in made.notices]
    assert ("source_of_other_year", True) in told
    assert len(made.model.forandringar) == 1
    assert made.model.dialoger == ()
    assert [code for code, _ in _faults(tmp_path, age, named=True)] == ["source_of_other_year"] * 2


def test_a_draft_is_left_out_unless_it_is_asked_for(tmp_path: Path) -> None:
    """It must not be read by others; that it was handed in is said."""

    def draft(files: dict[str, Raw]) -> None:
        files["vn-2026.json"]["status"] = "utkast"
        del files["vn-2026.json"]["beslut"]

    made = _read(tmp_path, draft)
    assert "draft_left_out" in {notice.code for notice in made.notices}
    assert [row.organ for row in made.model.ej_aterges] == ["VN"]
    assert "VN" not in made.model.ej_lamnade
    assert [row.organ for row in _read(tmp_path, draft, drafts=True).model.matris] == ["UN", "VN"]


def test_what_is_secret_is_never_quoted(tmp_path: Path) -> None:
    """Neither a report nor a dialog with a secrecy note, also when drafts are asked for."""
    note = {"markerad": True, "bestammelse": "26 kap. 1 § OSL"}

    def hide(files: dict[str, Raw]) -> None:
        files["un-2026.json"]["sekretess"] = note
        files["a-un-2026.json"]["sekretess"] = note

    made = _read(tmp_path, hide, drafts=True)
    assert [row.organ for row in made.model.matris] == ["VN"]
    assert made.model.antal_dialoger_ej_aterges == 1
    assert {source.name for source in made.sources} == {"vn-2026.json", "un-2025.json"}
    assert sum(notice.code == "secret_left_out" for notice in made.notices) == 2


def test_a_report_dated_after_the_nulagesbild(tmp_path: Path) -> None:
    """What is not written yet cannot be quoted."""

    def late(files: dict[str, Raw]) -> None:
        files["vn-2026.json"]["datum"] = "2026-12-02"
        files["vn-2026.json"]["beslut"]["datum"] = "2026-12-03"

    assert [code for code, _ in _faults(tmp_path, late)] == ["contradicting_dates"]


def test_other_kinds_of_file(tmp_path: Path) -> None:
    """In a folder another document is passed by; named itself it is a fault."""

    def add(files: dict[str, Raw]) -> None:
        announcement = SAMPLES / "tillkannagivande" / "kf-2026-12-14.json"
        files["anslag.json"] = json.loads(announcement.read_text(encoding="utf-8"))

    assert len(_read(tmp_path, add).model.matris) == 2
    assert [code for code, _ in _faults(tmp_path, add, named=True)] == ["not_a_source"]


def test_nothing_to_quote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty folder, and no folder at all, are told with a remedy; nothing is written."""
    for folder, code in ((tmp_path, "no_reports"), (tmp_path / "saknas", "not_a_folder")):
        arguments = ["nulagesbild", "--verksamhetsar", "2026", "--rapporter", str(folder)]
        assert main([*arguments, "--json", "--ut", str(tmp_path / "ut")]) == 2
        answer = json.loads(capsys.readouterr().out)
        assert [problem["code"] for problem in answer["problems"]] == [code]
    assert not (tmp_path / "ut").exists()


def test_who_has_not_delivered_is_told(tmp_path: Path) -> None:
    """A notice for each body without a report."""
    made = _read(tmp_path, lambda _files: None)
    missing = [notice.message for notice in made.notices if notice.code == "report_missing"]
    assert len(missing) == 6
    assert any(message.startswith("AB Alebyggen har inte lämnat") for message in missing)


def test_forms_in_a_folder_are_sources(tmp_path: Path) -> None:
    """A body that handed in its form has delivered; beside a JSON file of the same name the form is not read twice."""
    folder = SAMPLES / "nulagesbeskrivning"
    for name in ("un-2026.json", "un-2026.xlsx", "aleb-2026.docx", "un-2025.json"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    (tmp_path / "brev.docx").write_bytes((ROOT / "templates/nulagesbeskrivning/mall.docx").read_bytes())
    (tmp_path / "trasig.xlsx").write_bytes(b"PK")
    reader = Reader(read_settings({}), TODAY, FRAMEWORK)
    made = read_year(2026, tmp_path, reader, day=date(2026, 12, 1))
    assert [row.organ for row in made.model.matris] == ["UN", "ALEB"]
    assert {source.name for source in made.sources} == {"un-2026.json", "aleb-2026.docx", "un-2025.json"}
    assert not {"UN", "ALEB"} & set(made.model.ej_lamnade)


def test_a_folder_with_forms_only(tmp_path: Path) -> None:
    """The framework is the one that the forms name."""
    (tmp_path / "ramverk").mkdir()
    (tmp_path / "ramverk" / "ale.json").write_bytes(FRAMEWORK.read_bytes())
    (tmp_path / "rapporter").mkdir()
    form = tmp_path / "rapporter" / "aleb-2026.docx"
    form.write_bytes((SAMPLES / "nulagesbeskrivning" / form.name).read_bytes())
    made = read_year(2026, form.parent, Reader(read_settings({}), TODAY), day=date(2026, 12, 1))
    assert [row.organ for row in made.model.matris] == ["ALEB"]


def test_forms_are_sources_too() -> None:
    """A report handed in as a filled Excel or Word form is quoted as the same report in JSON is."""
    reader = Reader(read_settings({}), TODAY, FRAMEWORK)

    def matrix(*sources: str) -> Any:
        order = {
            "dokumenttyp": "nulagesbild", "id": "NB", "ar": 2026, "datum": "2026-12-01",
            "underlag": [f"nulagesbeskrivning/{name}" for name in sources],
        }  # fmt: skip
        return reader.read_raw(SAMPLES / "order.json", order).model.matris

    assert matrix("un-2026.xlsx", "aleb-2026.docx") == matrix("un-2026.json", "aleb-2026.json")
