"""What the XML parts of an Office file reach for, read by a real parser so that no spelling of it gets past."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

_ACTIVE_FIELD = re.compile(
    r"^\s*(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|DATABASE)\b", re.I | re.M
)
_END = "\0"
"""Stands where a field ends; a field begins with a line of its own."""
_MADE_NAME = re.compile(r"\n\s*\n")
"""A field that begins where another's name should stand: what the inner one says decides what the outer one does."""
_OWN_PART = re.compile(r"(\./)?(Pictures|media|Object[^/]*|ObjectReplacements)(/[^/]+)*/?")
_SEPARATOR = "}"


@dataclass(slots=True)
class Markup:
    """What one XML part holds that may act or reach out."""

    broken: bool = False
    doctype: bool = False
    external: list[tuple[str, str]] = field(default_factory=list)
    """Relations that lead out of the file, as (kind, target)."""
    foreign_parts: bool = False
    """An altChunk: a foreign document to be merged in."""
    links: list[str] = field(default_factory=list)
    """OpenDocument references that lead out of the file; hyperlinks are none."""
    _instructions: list[str] = field(default_factory=list)
    _in_instruction: bool = False

    def active_field(self) -> str:
        """The name of a Word field that fetches or starts something; empty when there is none."""
        instructions = "".join(self._instructions)
        found = _ACTIVE_FIELD.search(instructions)
        if found:
            return found[1].upper()
        return "ett annat fält ger fältets namn" if _MADE_NAME.search(instructions) else ""


class _DoctypeFound(Exception):
    """Reading stops at once: nothing after a DTD can be trusted."""


def read_markup(xml: bytes) -> Markup:
    """Read one part; broken XML is told, not raised."""
    markup = Markup()
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True

    def doctype(*_: object) -> None:
        raise _DoctypeFound

    def start(name: str, attributes: Mapping[str, str]) -> None:
        _start(markup, _local(name), {_local(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        if _local(name) == "instrText":
            markup._in_instruction = False

    def text(data: str) -> None:
        if markup._in_instruction:
            markup._instructions.append(data)

    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(xml, True)
    except _DoctypeFound:
        markup.doctype = True
    except expat.ExpatError:
        markup.broken = True
    return markup


def _local(name: str) -> str:
    return name.rsplit(_SEPARATOR, 1)[-1].rsplit(":", 1)[-1]


def _start(markup: Markup, name: str, attributes: Mapping[str, str]) -> None:
    if name == "Relationship" and attributes.get("TargetMode", "").strip().lower() == "external":
        markup.external.append((attributes.get("Type", ""), attributes.get("Target", "")))
    elif name == "altChunk":
        markup.foreign_parts = True
    elif name == "instrText":
        markup._in_instruction = True
    elif name == "delInstrText":
        markup._instructions.append("-")  # a deleted instruction starts nothing, but is one
    elif name == "fldChar" and attributes.get("fldCharType") == "begin":
        markup._instructions.append("\n")
    elif name == "fldChar" and attributes.get("fldCharType") == "end":
        markup._instructions.append(_END)
    elif name == "fldSimple":
        markup._instructions.append(f"\n{attributes.get('instr', '')}{_END}")
    target = attributes.get("href", "")
    if target and name != "a" and not target.startswith("#") and not _stays_inside(target):
        markup.links.append(target)


def _stays_inside(target: str) -> bool:
    return ".." not in target and _OWN_PART.fullmatch(target) is not None
