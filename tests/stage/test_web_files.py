"""The page's files: vendored ones are what they say, the first page is light, every text is translated."""

from __future__ import annotations

import gzip
import hashlib
import re
import runpy
import tomllib
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from tests.conftest import ROOT

STATIC = ROOT / "service" / "web" / "static"
VENDORED = [STATIC / "vendor" / "index.toml", ROOT / "tests" / "files" / "axe" / "index.toml"]
CATALOGUE = ROOT / "service" / "web" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
LIMIT = 100_000


@pytest.mark.parametrize("index", VENDORED, ids=lambda index: index.parent.name)
def test_vendored_files_are_those_of_the_registry(index: Any) -> None:
    """Each with package, version, licence and digest; nothing lies there that is not told of."""
    told = tomllib.loads(index.read_text(encoding="utf-8"))["fil"]
    for one in told:
        assert hashlib.sha256((index.parent / one["namn"]).read_bytes()).hexdigest() == one["sha256"]
        assert (index.parent / one["licensfil"]).is_file()
        assert re.fullmatch(r"\d+\.\d+\.\d+", one["version"])
        assert one["paket"]
        assert one["licens"]
    named = {"index.toml", *(one["namn"] for one in told), *(one["licensfil"] for one in told)}
    assert {path.name for path in index.parent.iterdir()} == named


def test_the_first_page_is_light() -> None:
    """All style and script that the service has, packed, weigh less than 100 kB together."""
    packed = {
        path.name: len(gzip.compress(path.read_bytes(), 9))
        for path in STATIC.rglob("*")
        if path.suffix in (".css", ".js")
    }
    assert sum(packed.values()) < LIMIT, packed


def test_nothing_is_fetched_from_elsewhere() -> None:
    """No page and no file of ours names another host."""
    for path in [*STATIC.glob("*.*"), *(ROOT / "service" / "web" / "html").rglob("*.html")]:
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"(?:src|href|url|fetch)\W{1,3}(?:https?:)?//", text), path.name


def test_no_page_has_script_or_style_in_it() -> None:
    """The content security policy would refuse them."""
    for path in (ROOT / "service" / "web" / "html").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"<script(?![^>]+src=)|<style|\sstyle=|\son(?:click|change|submit|load)=|\|\s*safe", text
        ), path


def test_the_catalogue_is_fresh_and_whole() -> None:
    """Every text of the page stands in the English catalogue, translated, with the same variables."""
    text = CATALOGUE.read_text(encoding="utf-8")
    written = runpy.run_path(str(ROOT / "docs" / "oversatt.py"))
    assert text == written["fresh"](text), "run docs/oversatt.py"
    with CATALOGUE.open("rb") as file:
        messages = [one for one in read_po(file, "en") if one.id]
    assert messages
    assert [one.id for one in messages if not all(_strings(one))] == [], "translate these in messages.po"
    for one in messages:
        source = one.id if isinstance(one.id, str) else one.id[-1]
        wanted = set(re.findall(r"%\((\w+)\)", source))
        assert all(set(re.findall(r"%\((\w+)\)", string)) <= wanted for string in _strings(one)), one.id
        assert wanted <= set(re.findall(r"%\((\w+)\)", _strings(one)[-1])), one.id


def _strings(message: Message) -> tuple[str, ...]:
    string = message.string
    return (string,) if isinstance(string, str) else tuple(string or ("",))
