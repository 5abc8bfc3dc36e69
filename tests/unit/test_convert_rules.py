"""Broken rules in plain Swedish."""

from __future__ import annotations

import tomllib

import pytest

from service.convert.rules import in_swedish, told
from service.convert.validate import INSTALL_VERAPDF, Failure
from tests.conftest import ROOT


def _failure(rule: str, count: int = 1) -> Failure:
    clause, _, test = rule.rpartition("-")
    return Failure(clause, int(test), count, "It is not so.", "root")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("6.2.11.4.1-1", "typsnitt är inte inbäddade i filen"),
        ("6.2.11.6-3", "typsnitt är fel uppbyggda"),
        ("6.2.3-2", "sidornas innehåll använder något otillåtet"),
        ("9.1-4", "regel 9.1-4 (It is not so)"),
    ],
)
def test_a_rule_has_words(rule: str, words: str) -> None:
    """Its own, or its clause's, or at least its number with veraPDF's own."""
    assert in_swedish(_failure(rule)) == words


def test_reasons_are_told_once_and_the_most_frequent_first() -> None:
    """Two rules with one meaning are one reason, and weigh together."""
    failures = [_failure("7.1-3", 8), _failure("6.4.1-1", 5), _failure("6.4.1-2", 4)]
    assert told(failures) == ["formulärfält startar åtgärder", "innehåll på sidorna saknar taggar"]


def test_the_remedy_names_the_version_that_is_tried() -> None:
    """Who follows the advice gets the veraPDF for which the service is tested."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (wanted,) = project["project"]["optional-dependencies"]["verapdf"]
    assert INSTALL_VERAPDF.endswith(wanted)
