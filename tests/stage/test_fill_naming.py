"""What a document is called comes from its template's description, filled as the Word file is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from service.errors import TemplateError
from service.fill.naming import file_stem, name_document
from service.fill.template import Template, load_template
from tests.conftest import ROOT


def _template(**lines: str) -> Template:
    template = load_template(ROOT / "templates" / "nulagesbeskrivning")
    return replace(template, toml=MappingProxyType({"dokument": lines}))


def test_a_line_is_filled_as_text() -> None:
    """Fields and filters work; an ampersand stays an ampersand."""
    template = _template(titel="Rapport {{ ar }} – {{ organ.namn }}, {{ datum|datum_lang }}")
    context = {"ar": "2026", "organ": {"namn": "Kultur & fritid"}, "datum": "2026-12-14"}
    assert name_document(template, "titel", context) == "Rapport 2026 – Kultur & fritid, 14 december 2026"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{{ saknas }}", "template_missing_field"),
        ("{{ ar", "template_syntax"),
        ("{{ ar.__class__ }}", "template_forbidden"),
        ("{{ ar * 1000000 }}", "template_forbidden"),
        ("{{ ar|datum_lang }}", "template_filter_value"),
    ],
)
def test_a_bad_line_is_told_with_its_place(line: str, code: str) -> None:
    """The owner of the template learns which line of which file is wrong."""
    with pytest.raises(TemplateError) as caught:
        name_document(_template(titel=line), "titel", {"ar": "tjugo"})
    (problem,) = caught.value.problems
    assert (problem.code, problem.source) == (code, "nulagesbeskrivning/mall.toml")
    assert problem.path == "dokument.titel"


def test_a_missing_line_is_told() -> None:
    """A template without a file name cannot be used."""
    with pytest.raises(TemplateError) as caught:
        name_document(_template(titel="x"), "filnamn", {})
    assert caught.value.problems[0].path == "dokument.filnamn"


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("Nulägesbeskrivning ÖFN 2026", "nulagesbeskrivning-ofn-2026"),
        ("../../etc/passwd", "etc-passwd"),
        ("KF 2026-12-14", "kf-2026-12-14"),
        ("   ", "dokument"),
        ("漢字", "dokument"),
    ],
)
def test_a_file_name_is_safe_everywhere(text: str, stem: str) -> None:
    """Letters, digits and hyphens; never a path."""
    assert file_stem(text) == stem
    assert Path(stem).name == stem
