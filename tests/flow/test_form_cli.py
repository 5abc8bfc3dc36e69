"""`samlad formular` and `samlad forklara`, as an officer and a program meet them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.cli.main import main
from tests.conftest import ROOT
from tests.forms import FRAMEWORK, SAMPLES

Output = pytest.CaptureFixture[str]
SAVED = ROOT / "tests" / "files" / "formular"
UN = SAMPLES / "nulagesbeskrivning" / "un-2026.docx"


def _formular(target: Path, *more: str, slug: str = "nulagesbeskrivning", organ: str = "UN") -> int:
    return main(
        ["formular", slug, "--organ", organ, "--verksamhetsar", "2026", "--ut", str(target),
         "--ramverk", str(FRAMEWORK), *more]
    )  # fmt: skip


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".json"])
def test_a_form_is_made(suffix: str, tmp_path: Path, capsys: Output) -> None:
    """The path of the form is the answer, and the form finds its framework by itself."""
    target = tmp_path / "ny" / f"blankett{suffix}"
    assert _formular(target) == 0
    assert capsys.readouterr().out.strip() == str(target)
    assert main(["kontrollera", str(target)]) == 2
    out = capsys.readouterr().out
    assert "Diarienummer saknas." in out
    assert "framework_missing" not in out


def test_a_filled_form_is_never_written_over(tmp_path: Path, capsys: Output) -> None:
    """A file that is there stays as it is."""
    target = tmp_path / "blankett.docx"
    target.write_bytes(b"ifylld")
    assert _formular(target, "--json") == 2
    assert json.loads(capsys.readouterr().out)["problems"][0]["code"] == "output_exists"
    assert target.read_bytes() == b"ifylld"


@pytest.mark.parametrize(
    ("more", "slug", "organ", "said"),
    [
        ((), "nulagesbeskrivning", "ALEBB", "Menade du ”ALEB”?"),
        ((), "dialogsammanfattning", "UN", "Ange --typ A, B eller C."),
        (("--typ", "D"), "dialogsammanfattning", "UN", "”D” är angiven"),
        (("--typ", "A"), "nulagesbeskrivning", "UN", "Ta bort --typ."),
        ((), "kallelse", "KF", "Blanketter finns för: dialogsammanfattning, nulagesbeskrivning"),
        (
            ("--forra", str(SAMPLES / "ramverk")),
            "nulagesbeskrivning",
            "UN",
            "finns ingen nulagesbeskrivning för UN",
        ),
        (
            ("--forra", str(UN)),
            "nulagesbeskrivning",
            "UN",
            "är inte en nulagesbeskrivning för UN och år 2025",
        ),
    ],
)
def test_wrong_orders_are_told(
    more: tuple[str, ...], slug: str, organ: str, said: str, tmp_path: Path, capsys: Output
) -> None:
    """What is wrong with the order is told with the way on, and nothing is written."""
    target = tmp_path / "blankett.docx"
    assert _formular(target, *more, slug=slug, organ=organ) == 2
    assert said in capsys.readouterr().err
    assert not target.exists()


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--ut", "a.pdf"], "slutar inte på .docx, .xlsx, .json"),
        (["--ut", "a.docx", "--datum", "i dag"], "inte ett datum"),
        (["--ut", "a.docx", "--verksamhetsar", "26"], "inte ett årtal"),
    ],
)
def test_wrong_use_is_told(argv: list[str], said: str, capsys: Output) -> None:
    """The parser's faults are Swedish."""
    with pytest.raises(SystemExit):
        main(["formular", "nulagesbeskrivning", "--organ", "UN", "--verksamhetsar", "2026", *argv])
    assert said in capsys.readouterr().err


def test_forklara_shows_every_field(capsys: Output) -> None:
    """Each field with its place and what was read, long answers shortened, empty ones as a dash."""
    assert main(["forklara", str(UN)]) == 0
    out = capsys.readouterr().out
    assert "  Om dokumentet › Diarienummer: UN.2026.118\n" in out
    assert (
        "  Del 3. Nulägesanalys › Per riktningsmål › R1 – Ett Ale där barn och unga lyckas › Förutsättningar: –\n"
        in out
    )
    assert " tecken)\n" in out
    assert "svar lästa, 0 fel" in out


def test_forklara_for_programs(capsys: Output) -> None:
    """The same as JSON, with the field's path, and the place in the workbook."""
    assert main(["forklara", "--json", str(UN.with_suffix(".xlsx"))]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["ok"], answer["dokumenttyp"]) == (True, "nulagesbeskrivning")
    by_path = {one["falt"]: one for one in answer["svar"]}
    first = by_path["per_riktningsmal[0].resultat[0].utfall"]
    assert first["plats"] == "bladet ”Resultat”, cell D5 (Utfall)"
    assert isinstance(first["varde"], int | float)


def test_forklara_tells_what_was_not_understood(capsys: Output) -> None:
    """Faults of the reading come last, with exit code 2; what is read is shown all the same."""
    assert main(["forklara", str(SAVED / "excel-fel.xlsx"), "--ramverk", str(FRAMEWORK)]) == 2
    captured = capsys.readouterr()
    assert "Om dialogen" in captured.out
    assert "bladet ”Underlag”, cell B5" in captured.out
    assert "”Ring mig om detta” står utanför svarsrutorna" in captured.err


@pytest.mark.parametrize("command", ["forklara", "kontrollera"])
def test_a_form_that_has_been_moved(
    command: str, tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The set framework is used where the form's own is not found; without one the way on is told."""
    moved = tmp_path / "mapp" / "moved.docx"
    moved.parent.mkdir()
    moved.write_bytes(UN.read_bytes())
    monkeypatch.delenv("SAMLAD_RAMVERK", raising=False)
    assert main([command, str(moved)]) == 2
    captured = capsys.readouterr()
    assert "--ramverk eller i SAMLAD_RAMVERK" in captured.out + captured.err
    monkeypatch.setenv("SAMLAD_RAMVERK", str(FRAMEWORK))
    assert main([command, str(moved)]) == 0


def test_forklara_of_json(capsys: Output) -> None:
    """JSON is explained by its own field names."""
    assert main(["forklara", str(UN.with_suffix(".json"))]) == 0
    assert "  diarienummer: UN.2026.118\n" in capsys.readouterr().out


def test_notices_are_shown_beside_faults(capsys: Output) -> None:
    """`kontrollera` tells both, so that one round is enough."""
    assert main(["kontrollera", str(SAVED / "word-fel.docx"), "--ramverk", str(FRAMEWORK)]) == 2
    captured = capsys.readouterr()
    assert "word-fel.docx · Om dialogen › Datum" in captured.out
    assert "form_text_not_read" in captured.err


def test_a_form_saved_as_another_kind(capsys: Output) -> None:
    """An ODT file is answered with how to save it."""
    odt = SAMPLES / "kallelse" / "kf-2026-12-14" / "handlingar" / "budget-2027-andringsforslag.odt"
    assert main(["kontrollera", str(odt)]) == 2
    assert "Spara som Word (.docx)" in capsys.readouterr().out
