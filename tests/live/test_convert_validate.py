"""The real veraPDF: files with known verdicts, and faults of one file that do not stop the others."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from service.convert.port import Converter
from service.convert.validate import Profile, Validation, probe, validate
from service.errors import ToolError, ToolMissing, ToolTimeout
from service.settings import Settings, read_settings
from tests.files.convert import documents
from tests.files.pdf import standards

pytestmark = [pytest.mark.live, pytest.mark.xdist_group("verapdf")]  # one worker: the files are judged once

Verdicts = Mapping[tuple[str, Profile], Validation]


@pytest.fixture(scope="module")
def vera_settings() -> Settings:
    """The settings of this machine, which has Java and veraPDF."""
    settings = read_settings()
    try:
        found = probe(settings)
    except ToolMissing as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must have veraPDF: {error}")
        pytest.skip(str(error))
    assert found.verapdf.startswith("1.")
    return settings


@pytest.fixture(scope="module")
def verdicts(
    vera_settings: Settings, converter: Converter, tmp_path_factory: pytest.TempPathFactory
) -> Verdicts:
    """All files judged by one Java process."""
    folder = tmp_path_factory.mktemp("pdf")
    files = standards.write(folder)
    canvas = Canvas(str(folder / "reportlab å.pdf"))
    canvas.drawString(72, 700, "Protokollsutdrag")
    canvas.save()
    (folder / "låst.pdf").write_bytes(standards.locked())
    (folder / "skräp.pdf").write_bytes(b"Det var en gang en PDF")
    docx = documents.make_docx(folder / "a.docx")
    (folder / "libreoffice.pdf").symlink_to(
        converter.convert(docx, created=datetime(2026, 12, 14, tzinfo=UTC))
    )
    others = [folder / f"{name}.pdf" for name in ("reportlab å", "skräp", "låst", "libreoffice")]
    judged = validate([*others, *files.values()], settings=vera_settings)
    assert [one.profile for one in judged[:4]] == ["2b", "ua1", "2b", "ua1"]
    return {(one.pdf.stem, one.profile): one for one in judged}


@pytest.mark.parametrize("name", standards.BROKEN)
def test_breaking_one_rule_is_told_as_that_rule(verdicts: Verdicts, name: str) -> None:
    """A conforming file is valid; each damage breaks exactly the rules that stand in the table."""
    _, pdfa, pdfua = standards.BROKEN[name]
    for profile, expected in (("2b", pdfa), ("ua1", pdfua)):
        verdict = verdicts[name, profile]  # type: ignore[index]  # a literal in a tuple is a str to mypy
        assert {failure.rule for failure in verdict.failures} == expected
        assert verdict.valid is (not expected)


def test_failure_says_what_and_where(verdicts: Verdicts) -> None:
    """A failure carries its number, veraPDF's words and the way to the object."""
    (failure,) = verdicts["bild-utan-alt", "ua1"].failures
    assert failure.count == 1
    assert "alternate description" in failure.message
    assert failure.context.endswith("SEFigure Figure)")


def test_foreign_pdf_keeps_neither_standard(verdicts: Verdicts) -> None:
    """A plain PDF lacks embedded fonts and metadata, and tags."""
    pdfa = {failure.rule for failure in verdicts["reportlab å", "2b"].failures}
    pdfua = {failure.rule for failure in verdicts["reportlab å", "ua1"].failures}
    assert pdfa >= {"6.2.11.4.1-1", "6.6.2.1-1"}
    assert pdfua >= {"7.1-3", "7.1-11", "6.2-1"}


def test_libreoffice_breaks_no_rule_but_its_metadata(verdicts: Verdicts) -> None:
    """LibreOffice names PDF/UA in its metadata without the extension schema; fonts, colours and the rest are right."""
    rules = {failure.clause for failure in verdicts["libreoffice", "2b"].failures}
    assert rules <= {"6.6.2.3.1"}


@pytest.mark.parametrize(
    ("name", "code", "word"),
    [("skräp", "file_broken", "läsa som PDF"), ("låst", "file_password_protected", "lösenord")],
)
def test_file_that_cannot_be_judged_tells_why(verdicts: Verdicts, name: str, code: str, word: str) -> None:
    """It is not valid, its fault names it, and the other files have their verdicts all the same."""
    verdict = verdicts[name, "2b"]
    assert not verdict.valid
    assert verdict.fault is not None
    assert verdict.fault.code == code
    assert word in verdict.fault.message
    assert f"{name}.pdf" in verdict.fault.message


def _double(folder: Path, script: str) -> str:
    """A program that stands for Java and does something else."""
    path = folder / "java"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_what_hangs_is_killed_with_its_children(
    vera_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the file that was under way; no process and no working folder is left."""
    work = tmp_path / "arbete"
    work.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(work))
    version, verdict = '{"verapdf": "1", "java": "1"}', '{"valid": true, "failures": []}'
    answers = f"echo '{version}'; for i in 1 2 3; do echo '{verdict}'; done"
    java = _double(tmp_path, f"{answers}; sleep 60 & echo $! > {tmp_path}/barn; wait")
    files = standards.write(tmp_path)
    with pytest.raises(ToolTimeout) as caught:
        validate(
            [files["oskadad"], files["skript"]],
            settings=replace(vera_settings, java=java, validering_sekunder=2),
        )
    (problem,) = caught.value.problems
    assert problem.code == "verapdf_timeout"
    assert "skript.pdf" in problem.message
    assert list(work.iterdir()) == []
    child = Path("/proc", (tmp_path / "barn").read_text().strip(), "stat")
    assert not child.exists() or child.read_text().split()[2] == "Z"


@pytest.mark.parametrize(
    ("script", "word"),
    [
        ("echo 'Could not reserve enough space' >&2; exit 1", "Could not reserve enough space"),
        ("echo hej", "hej"),
        ("""echo '{"verapdf": "1", "java": "1"}'""", "1 svar"),
        ("exit 0", "0 svar"),
    ],
)
def test_java_that_fails_is_a_fault_of_the_operator(
    vera_settings: Settings, tmp_path: Path, script: str, word: str
) -> None:
    """Whatever goes wrong outside of the files: one error, with the last words of Java."""
    pdf = standards.write(tmp_path)["oskadad"]
    with pytest.raises(ToolError) as caught:
        validate([pdf], settings=replace(vera_settings, java=_double(tmp_path, script)))
    (problem,) = caught.value.problems
    assert problem.code == "verapdf_failed"
    assert word in problem.message


def test_file_that_needs_more_memory_tells_the_setting(vera_settings: Settings, tmp_path: Path) -> None:
    """A file too big for the memory does not take the others with it."""
    small, big = standards.write(tmp_path)["oskadad"], tmp_path / "stor.pdf"
    with standards.conforming() as pdf:
        pdf.pages[0].Contents = pikepdf.Stream(pdf, b"1 0 0 rg\n" * 6_000_000)
        pdf.save(big)
    first, last = validate([big, small], ("2b",), settings=replace(vera_settings, verapdf_minne_mb=40))
    assert first.fault is not None
    assert first.fault.code == "pdf_not_judged"
    assert "40 MB" in first.fault.message
    assert "verapdf_minne_mb" in first.fault.remedy
    assert last.valid
