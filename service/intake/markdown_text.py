"""Formatted text of an office program, written in the small Markdown subset so that it comes out the same again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

_SPECIAL = re.compile(r"([\\*\[\]])")
_LINE_START = re.compile(r"(?:#{1,6}\s|[=]+\s*$|-{3,}\s*$|_{3,}\s*$|\||>\s|```|~~~|-\s)")
_NUMBERED = re.compile(r"(\d{1,3})\.(?=\s)")
_TAG = re.compile(r"<(?=[A-Za-z/!])")
_URL = re.compile(r"(?:https?://|mailto:)[^\s()<>\"]{1,2000}(?:\([^\s()<>\"]{0,200}\)[^\s()<>\"]{0,200})?")
_BARE_HOST = re.compile(r"^(https?://[^/]+)/$")  # LibreOffice adds the slash
_UNSAFE = {" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", '"': "%22"}
_HEIGHTS = {
    "superscript": str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻"),
    "subscript": str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋"),
}
DEEPEST = 2
"""Levels of lists that the subset has."""


def at_height(text: str, height: str | None) -> str:
    """Text that its program has raised or lowered (`superscript`, `subscript`): m² and CO₂ by letters of their own."""
    return text.translate(_HEIGHTS[height]) if height in _HEIGHTS else text


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with one look."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str = ""

    def looks_like(self, other: Piece) -> bool:
        """Whether both have the same look."""
        return (self.bold, self.italic, self.url) == (other.bold, other.italic, other.url)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or an item of a list."""

    pieces: tuple[Piece, ...]
    bullet: bool = False
    number: bool = False
    level: int = 1
    start: int = 1
    """The number that its list begins with."""

    @property
    def is_item(self) -> bool:
        """Whether it belongs to a list."""
        return self.bullet or self.number


def markdown(blocks: Iterable[Block]) -> str:
    """The blocks as Markdown."""
    lines: list[str] = []
    before: Block | None = None
    counters: dict[int, int] = {}
    for block in _split(blocks):
        if before is not None:
            lines.append("\n" if block.is_item and before.is_item else "\n\n")
        if not block.is_item:
            counters.clear()
            lines.append(inline(block.pieces, at_start=True))
        else:
            lines.append(_marker(block, counters) + inline(block.pieces))
        before = block
    return "".join(lines)


def _marker(block: Block, counters: dict[int, int]) -> str:
    indent = "  " * (block.level - 1)
    if block.level == 1:
        counters.pop(2, None)
    if block.bullet:
        counters.pop(block.level, None)
        return f"{indent}- "
    counters[block.level] = counters.get(block.level, block.start - 1) + 1
    return f"{indent}{counters[block.level]}. "


def _split(blocks: Iterable[Block]) -> Iterator[Block]:
    """A line break makes a new paragraph; in a list it becomes a blank, for the subset has no other way to say it."""
    for block in blocks:
        if block.is_item:
            pieces = tuple(replace(p, text=re.sub(r"\s*\n\s*", " ", p.text)) for p in block.pieces)
            if _has_text(pieces):
                yield replace(block, pieces=pieces)
            continue
        line: list[Piece] = []
        for piece in block.pieces:
            first, *rest = piece.text.split("\n")
            line.append(replace(piece, text=first))
            for text in rest:
                if _has_text(line):
                    yield replace(block, pieces=tuple(line))
                line = [replace(piece, text=text)]
        if _has_text(line):
            yield replace(block, pieces=tuple(line))


def _has_text(pieces: Iterable[Piece]) -> bool:
    return any(piece.text.strip() for piece in pieces)


def inline(pieces: Iterable[Piece], *, at_start: bool = False, raw: bool = False) -> str:
    """One paragraph's text with its marks; a mark never touches a blank on its inner side.

    Args:
        pieces: the text.
        at_start: whether what would begin a list or heading must be escaped.
        raw: the text is Markdown itself, written by hand, and is not escaped.
    """
    parts: list[str] = []
    bold = italic = False
    stretches = list(_stretches(pieces))
    for index, piece in enumerate(stretches):
        marks = ("**" if piece.bold != bold else "") + ("*" if piece.italic != italic else "")
        parts.append(marks)
        bold, italic = piece.bold, piece.italic
        text = piece.text if raw else escaped(piece.text, at_start=at_start and index == 0)
        parts.append(f"[{text}]({_address(piece.url)})" if piece.url else text)
    parts.append(("**" if bold else "") + ("*" if italic else ""))
    return "".join(parts)


def _stretches(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces of one look joined, blanks at their ends taken out of the look, and the ends of the paragraph bare."""
    joined: list[Piece] = []
    for piece in pieces:
        for part in _bare_ends(piece):
            if joined and joined[-1].looks_like(part):
                joined[-1] = replace(part, text=joined[-1].text + part.text)
            elif part.text:
                joined.append(part)
    filled = _bridged(joined)
    if filled:
        filled[0] = replace(filled[0], text=filled[0].text.lstrip())
        filled[-1] = replace(filled[-1], text=filled[-1].text.rstrip())
    yield from (piece for piece in filled if piece.text)


def _bare_ends(piece: Piece) -> Iterator[Piece]:
    if not (piece.bold or piece.italic or piece.url):
        yield piece
        return
    core = piece.text.strip()
    if not core:
        yield Piece(piece.text)
        return
    start = piece.text.index(core)
    yield Piece(piece.text[:start])
    yield replace(piece, text=core)
    yield Piece(piece.text[start + len(core) :])


def _bridged(pieces: list[Piece]) -> list[Piece]:
    """A plain blank between two pieces of one look takes their look: `**a b**`, not `**a** **b**`."""
    result: list[Piece] = []
    for index, piece in enumerate(pieces):
        after = pieces[index + 1] if index + 1 < len(pieces) else None
        is_blank = not piece.text.strip() and result and after
        if is_blank and after and result[-1].looks_like(after) and not after.url:
            result[-1] = replace(result[-1], text=result[-1].text + piece.text)
        elif result and result[-1].looks_like(piece):
            result[-1] = replace(piece, text=result[-1].text + piece.text)
        else:
            result.append(piece)
    return result


def escaped(text: str, *, at_start: bool = False) -> str:
    """Plain text as Markdown that shows just that text."""
    safe = _TAG.sub(r"\\<", _SPECIAL.sub(r"\\\1", text))
    if at_start:
        if match := _NUMBERED.match(safe):
            return f"{match[1]}\\{safe[match.end(1) :]}"
        if _LINE_START.match(safe):
            return "\\" + safe
    return safe


def _address(url: str) -> str:
    """The link's address; what the subset cannot hold becomes percent codes, a foreign scheme stays to be refused."""
    if _URL.fullmatch(url):
        return _BARE_HOST.sub(r"\1", url)
    return "".join(_UNSAFE.get(char, char) for char in url)
