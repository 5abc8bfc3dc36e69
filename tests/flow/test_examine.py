"""`samlad granska-bilaga`: what would become of a file, told for people and for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.cli.main import main
from tests.files.pdf import makers


@pytest.fixture(autouse=True)
def _surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMLAD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("SAMLAD_PROVA_BILAGOR", "nej")


def test_files_are_told_in_words_and_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every file in its order; one that cannot be taken in gives the exit code of the sender, and hides no other."""
    good, bad = makers.tagged(tmp_path / "taggad.pdf"), makers.half(tmp_path / "halv.pdf")
    locked = makers.encrypted(tmp_path / "låst.pdf", user="Sommar")
    words = tmp_path / "ord.json"
    words.write_text('{"låst.pdf": "Sommar"}', encoding="utf-8")
    arguments = ["granska-bilaga", str(bad), str(good), str(locked), "--losenord-fil", str(words)]
    assert main(arguments) == 2
    told = capsys.readouterr().out
    blocks = told.strip().split("\n\n")
    assert [block.splitlines()[0] for block in blocks] == [
        "halv.pdf: kan inte tas in",
        "taggad.pdf: kan tas in, 2 sidor",
        "låst.pdf: kan tas in, 1 sida",
    ]
    assert "Taggar: ja; språk sv-SE" in blocks[1]
    assert "Taggar: nej" in blocks[2]
    assert "Taggar saknas" in blocks[2]
    assert "låset följer inte med" in blocks[2]
    assert "Sommar" not in told
    assert main([*arguments, "--json"]) == 2
    answer = json.loads(capsys.readouterr().out)
    assert [one["ok"] for one in answer["files"]] == [False, True, True]
    assert answer["files"][1]["tillganglighet"]["rubriker"] == 2
    assert {remark["kod"] for remark in answer["files"][2]["tillganglighet"]["brister"]} >= {"untagged"}
    assert "standarder" not in answer["files"][1], "nobody was asked"


def test_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Beside the file there is no other afterwards, and a missing file is a fault like any."""
    folder = tmp_path / "in"
    folder.mkdir()
    pdf = makers.text_pdf(folder / "a.pdf", 1)
    before = pdf.read_bytes()
    assert main(["granska-bilaga", str(pdf)]) == 0
    assert [path.name for path in folder.iterdir()] == ["a.pdf"]
    assert pdf.read_bytes() == before
    assert main(["granska-bilaga", str(folder / "finns-inte.pdf")]) == 2
    assert "finns-inte.pdf" in capsys.readouterr().out


def test_reading_scans_without_the_program_tells_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who asks for OCR is told the command to install it; who does not is not bothered."""
    monkeypatch.setenv("SAMLAD_OCRMYPDF", str(tmp_path / "ingen-ocrmypdf"))
    pdf = makers.no_text(tmp_path / "skannad.pdf")
    assert main(["granska-bilaga", str(pdf)]) == 0
    assert main(["granska-bilaga", str(pdf), "--ocr"]) == 4
    told = capsys.readouterr().err
    assert "apt-get install --no-install-recommends ocrmypdf tesseract-ocr-swe" in told
