"""The small Markdown subset of long texts: paragraphs, bold, italic, links, bulleted and numbered lists.

Anything else stays as the writer typed it. The parser is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

_ITEM = re.compile(r"(?P<indent>[ \t]*)(?:(?P<bullet>-)|(?P<number>[0-9]{1,3})\.)[ \t]+(?P<text>\S.*)")
_TOKEN = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|\*\**"
    r"|\[(?P<label>(?:\\.|[^\[\]\\]){1,500})\]\((?P<url>(?:https?://|mailto:)[^\s()<>\"]{1,2000}(?:\([^\s()<>\"]{0,200}\)[^\s()<>\"]{0,200})?)\)"
)
"""Each branch begins with a plain sign, not with a group or a repetition: so `re` leaps over all that begins none."""
_ITEM_STARTS = frozenset(("", *"-0123456789"))


class Kind(Enum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    NUMBER = "number"


class Span(NamedTuple):
    """A stretch of text with one look."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str = ""


class Block(NamedTuple):
    """One paragraph or list item."""

    kind: Kind
    spans: tuple[Span, ...]
    level: int = 1
    start: int = 0
    """For the first item of a numbered list the number it begins with, otherwise 0."""


def is_plain(text: str) -> bool:
    """Say whether the text, which is clean, is certainly one paragraph without any look of its own."""
    return "\n" not in text and not _may_be_marked(text) and text.strip(" \t")[:1] not in _ITEM_STARTS


def _may_be_marked(text: str) -> bool:
    return "*" in text or "[" in text or "\\" in text


def parse_blocks(text: str) -> list[Block]:
    """Parse a long text."""
    blocks: list[Block] = []
    open_lists: set[int] = set()
    for kind, level, number, words in _lines_joined(text):
        start = 0
        if kind is Kind.PARAGRAPH:
            open_lists.clear()
        else:
            if level == 1:
                open_lists.discard(2)
            if kind is Kind.NUMBER and level not in open_lists:
                open_lists.add(level)
                start = number
            elif kind is Kind.BULLET:
                open_lists.discard(level)
        blocks.append(Block(kind, parse_spans(words), level, start))
    return blocks


def parse_spans(text: str) -> tuple[Span, ...]:
    """Parse bold, italic and links within one paragraph."""
    if not _may_be_marked(text):
        return (Span(text),) if text else ()
    return tuple(_merged(_spans(text)))


def _lines_joined(text: str) -> Iterator[tuple[Kind, int, int, str]]:
    """Each block as (kind, level, number, text); a line break within a block is a space."""
    current: tuple[Kind, int, int, str] | None = None
    in_list = False
    for line in text.split("\n"):
        words = line.strip(" \t")
        item = _ITEM.fullmatch(line.rstrip()) if words[:1] in _ITEM_STARTS else None
        if item and current and current[0] is Kind.PARAGRAPH and item["number"] not in {None, "1"}:
            item = None  # a sentence may break before ”14. december”
        if item or not line.strip():
            if current:
                yield current
            current = _item(item, in_list) if item else None
            in_list = in_list or item is not None
        elif current:
            current = (*current[:3], current[3] + " " + words)
        else:
            current, in_list = (Kind.PARAGRAPH, 1, 0, words), False
    if current:
        yield current


def _item(match: re.Match[str], in_list: bool) -> tuple[Kind, int, int, str]:
    deep = in_list and len(match["indent"].expandtabs(2)) >= 2
    level = 2 if deep else 1
    if match["bullet"]:
        return Kind.BULLET, level, 0, match["text"]
    return Kind.NUMBER, level, int(match["number"]), match["text"]


@dataclass(slots=True)
class _Marker:
    """`*` or `**` as it stands in the text; it counts only when its partner is found."""

    text: str
    opens: bool
    closes: bool
    real: bool = False


def _spans(text: str) -> Iterator[Span]:
    pieces = list(_pieces(text))
    _pair(pieces)
    bold = italic = False
    for piece in pieces:
        if isinstance(piece, Span):
            yield (
                piece
                if not (bold or italic)
                else Span(piece.text, bold or piece.bold, italic or piece.italic, piece.url)
            )
        elif not piece.real:
            yield Span(piece.text, bold, italic)
        elif piece.text == "**":
            bold = not bold
        else:
            italic = not italic


def _pieces(text: str) -> Iterator[Span | _Marker]:
    position = 0
    for match in _TOKEN.finditer(text):
        if match.start() > position:
            yield Span(text[position : match.start()])
        position = match.end()
        if match["escaped"]:
            yield Span(match["escaped"])
        elif match["url"]:
            yield from (span._replace(url=match["url"]) for span in parse_spans(match["label"]))
        else:
            yield from _markers(match, text)
    if position < len(text):
        yield Span(text[position:])


def _markers(match: re.Match[str], text: str) -> Iterator[Span | _Marker]:
    stars = match[0]
    if len(stars) > 3:
        yield Span(stars)
        return
    before = text[match.start() - 1 : match.start()]
    after = text[match.end() : match.end() + 1]
    opens, closes = bool(after) and not after.isspace(), bool(before) and not before.isspace()
    for mark in {1: ("*",), 2: ("**",), 3: ("**", "*")}[len(stars)]:
        yield _Marker(mark, opens, closes)


def _pair(pieces: list[Span | _Marker]) -> None:
    waiting: dict[str, _Marker] = {}
    for piece in pieces:
        if not isinstance(piece, _Marker):
            continue
        partner = waiting.get(piece.text)
        if partner and piece.closes:
            partner.real = piece.real = True
            del waiting[piece.text]
        elif piece.opens:
            waiting.setdefault(piece.text, piece)


def _merged(spans: Iterator[Span]) -> Iterator[Span]:
    last: Span | None = None
    for span in spans:
        if last and last[1:] == span[1:]:
            last = last._replace(text=last.text + span.text)
            continue
        if last:
            yield last
        last = span
    if last:
        yield last
