"""Texts in content that stand for what is shown: `/ActualText` and its like at the beginning of marked content.

A renderer gives such a text out as the page's own, with places that are not those of the letters. So what pages show
is read without them, and they are looked at by themselves.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Operator, Stream

TELLING = ("/ActualText", "/Alt", "/E")
_BEGIN = "BDC"
_OPERANDS = 2


def open_shown(pdf: Path) -> pypdfium2.PdfDocument:
    """Open a file to read what its pages show, and nothing that stands for it.

    Raises:
        pikepdf.PdfError, pypdfium2.PdfiumError: it cannot be read.
    """
    with pikepdf.open(pdf) as document:
        if not silence(document, lambda _text: True):
            return pypdfium2.PdfDocument(pdf)
        written = io.BytesIO()
        document.save(written)
    return pypdfium2.PdfDocument(written.getvalue())


def spoken(document: pikepdf.Pdf) -> Iterator[tuple[int, str]]:
    """Every such text with its page, counted from 1; 0 for one in a drawing."""
    for number, stream in _speaking(document):
        for instruction in pikepdf.parse_content_stream(stream):
            facts = _facts(instruction)
            for key in TELLING if facts is not None else ():
                if facts is not None and key in facts:
                    yield number, str(facts[key])
    for held in _properties(document):
        yield from ((0, str(held[key])) for key in TELLING if key in held)


def silence(document: pikepdf.Pdf, tells: Callable[[str], bool]) -> int:
    """Take away those of which `tells` says so; returns how many."""
    count = 0
    for number, stream in list(_speaking(document)):
        instructions = list(pikepdf.parse_content_stream(stream))
        found = 0
        for at, instruction in enumerate(instructions):
            facts = _facts(instruction)
            if facts is None or not any(key in facts and tells(str(facts[key])) for key in TELLING):
                continue
            left = Dictionary({key: held for key, held in facts.items() if key not in TELLING})
            instructions[at] = ContentStreamInstruction([instruction.operands[0], left], Operator(_BEGIN))
            found += 1
        if found:
            _write(document, number, stream, pikepdf.unparse_content_stream(instructions))
        count += found
    for held in _properties(document):
        for key in TELLING:
            if key in held and tells(str(held[key])):
                del held[key]
                count += 1
    return count


def _write(document: pikepdf.Pdf, number: int, stream: Any, content: bytes) -> None:
    if number:
        document.pages[number - 1].obj.Contents = document.make_stream(content)
    else:
        stream.write(content)


def _speaking(document: pikepdf.Pdf) -> Iterator[tuple[int, Any]]:
    """Pages by their number and drawings by 0, in whose content something may be spoken."""
    for number, page in enumerate(document.pages, start=1):
        contents = page.obj.get("/Contents")
        pieces = list(contents) if isinstance(contents, Array) else [contents]
        if any(isinstance(one, Stream) and _may_speak(one.read_bytes()) for one in pieces):
            yield number, page
    for held in document.objects:
        if isinstance(held, Stream) and held.get("/Subtype") == Name.Form and _may_speak(held.read_bytes()):
            yield 0, held


def _may_speak(content: bytes) -> bool:
    return any(key.encode() in content for key in TELLING)


def _facts(instruction: Any) -> Any:
    operands: list[Any] = (
        list(instruction.operands) if isinstance(instruction, ContentStreamInstruction) else []
    )
    if (
        len(operands) == _OPERANDS
        and str(instruction.operator) == _BEGIN
        and isinstance(operands[1], Dictionary)
    ):
        return operands[1]
    return None


def _properties(document: pikepdf.Pdf) -> Iterator[Any]:
    """What marked content refers to by name."""
    for held in document.objects:
        named = held.get("/Properties") if isinstance(held, Dictionary | Stream) else None
        inner = held.get("/Resources") if isinstance(held, Dictionary | Stream) else None
        if named is None and isinstance(inner, Dictionary):
            named = inner.get("/Properties")
        for one in named.values() if isinstance(named, Dictionary) else ():
            if isinstance(one, Dictionary):
                yield one
