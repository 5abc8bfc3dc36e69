"""Forms under test: made, changed as people and programs change them, and read back."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

from service.errors import InputError, Notice, Problem
from service.fill.markdown import parse_blocks
from service.flow.form import FormOrder, make_form
from service.flow.read import Reader, ReadFile
from service.settings import read_settings
from tests.conftest import ROOT

SAMPLES = ROOT / "samples"
FRAMEWORK = SAMPLES / "ramverk" / "ale.json"
TODAY = date(2026, 11, 23)
DOCUMENT = "word/document.xml"


@cache
def form_reader() -> Reader:
    """A reader with the sample framework, which it reads once."""
    return Reader(read_settings({}), TODAY, FRAMEWORK)


def make(target: Path, slug: str, organ: str, reader: Reader | None = None, **order: Any) -> Path:
    """Make a form; `answers` is a report whose answers stand in it."""
    make_form(FormOrder(slug, organ, 2026, target, **order), reader or form_reader())
    return target


def sample(name: str) -> Path:
    """A sample report, such as `nulagesbeskrivning/vn-2026`."""
    return SAMPLES / f"{name}.json"


def body_of(path: Path) -> str:
    """The first body that a sample is about."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    return str(raw["organ"] if "organ" in raw else raw["parter"][0])


def meaning(value: Any, *, rich: bool = False) -> Any:
    """A model as plain data; rich text by what it shows, so that two spellings of one text are equal."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            f.name: meaning(getattr(value, f.name), rich=bool(f.metadata.get("rich"))) for f in fields(value)
        }
    if isinstance(value, tuple):
        return [meaning(one, rich=rich) for one in value]
    if isinstance(value, Decimal):
        return value.normalize()
    return parse_blocks(value) if rich and isinstance(value, str) else value


def model_of(path: Path) -> Any:
    """What a file means, once it has passed schema and rules."""
    return meaning(form_reader().read(path).model)


@cache
def sample_model(name: str) -> Any:
    """What a sample report means; it is read once, so take a copy before changing it."""
    return model_of(sample(name))


def told(path: Path) -> tuple[Problem, ...]:
    """Everything that is wrong with a file; empty when nothing is."""
    try:
        form_reader().read(path)
    except InputError as fault:
        return fault.problems
    return ()


def noticed(file: ReadFile) -> list[tuple[str, str]]:
    """The notices as (code, place)."""
    return [(one.code, one.path) for one in file.notices]


def form_notices(path: Path) -> tuple[Notice, ...]:
    """What was noticed while the form was read, before schema and rules."""
    return form_reader().given(path).notices


def whole_text(path: Path) -> str:
    """All parts of an Office file, one after the other."""
    with zipfile.ZipFile(path) as archive:
        return unescape("".join(archive.read(name).decode() for name in archive.namelist()))


def changed(source: Path, target: Path, change: Callable[[str], str], part: str = DOCUMENT) -> Path:
    """A copy of an Office file with one part changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                text = change(content.decode())
                assert text != content.decode(), "the change must change something"
                content = text.encode()
            new.writestr(name, content)
    return target


def with_part(source: Path, target: Path, parts: Mapping[str, str]) -> Path:
    """A copy of an Office file with parts added."""
    target.write_bytes(source.read_bytes())
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target


def without_controls(xml: str) -> str:
    """Word XML as an editor leaves it that knows no content controls."""
    return re.sub(r"</?w:sdtContent>|</?w:sdt>|<w:sdtPr>.*?</w:sdtPr>", "", xml)
