"""The documentation says what the program does."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from service.cli.main import build_parser
from service.schema.load import slugs
from service.settings import SETTINGS
from tests.conftest import ROOT

PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_generated_pages_are_fresh() -> None:
    """`docs/fel.md`, the settings in README and the rules of law are what the program would write today."""
    written = runpy.run_path(str(ROOT / "docs" / "skriv.py"))
    assert (ROOT / "docs" / "fel.md").read_text(encoding="utf-8") == written["errors_page"]()
    assert written["readme"](README) == README
    law = (ROOT / "docs" / "lagen.md").read_text(encoding="utf-8")
    assert written["law"](law) == law


def test_every_setting_is_in_readme() -> None:
    """Nobody has to read the code to find a setting."""
    assert [s.variable for s in SETTINGS if f"`{s.variable}`" not in README] == []


def test_every_doctype_is_in_readme() -> None:
    """The list of document types is whole."""
    assert [slug for slug in slugs() if f"`{slug}`" not in README] == []


@pytest.mark.parametrize("line", re.findall(r"^samlad .*$", README, re.MULTILINE))
def test_every_command_in_readme_can_be_given(line: str) -> None:
    """Each command line of README is understood, and the files that it names exist."""
    arguments = build_parser().parse_args(line.split()[1:])
    for path in (*getattr(arguments, "filer", []), *([arguments.fil] if "fil" in arguments else [])):
        assert (ROOT / path).is_file()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link and picture of a page exists."""
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http", "mailto:")):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_lines_are_not_too_long(page: Path) -> None:
    """Prose is wrapped, so that a change shows in few lines."""
    long = [
        number
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > 140 and not line.startswith("|")
    ]
    assert long == []
