"""Heading levels that are skipped: always, or only when a block that holds a heading is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from service.fill.lint.finding import Finding, Report, Severity
from service.fill.lint.tokens import Token, tokenise
from service.fill.places import Paragraph


@dataclass(frozen=True, slots=True)
class _Past:
    """One way in which the text above may have come out."""

    level: int = 0
    """The last heading's level."""
    without: frozenset[str] = frozenset()
    """The conditions that did not hold since then, and the lists that were empty."""


@dataclass(slots=True)
class _Block:
    condition: str
    before: frozenset[_Past]
    ways: frozenset[_Past] = frozenset()
    """How its finished branches may have come out."""
    otherwise: bool = False
    holds: set[str] = field(default_factory=set)
    """What holds in the branch that is read."""


def check_headings(paragraphs: Iterable[Paragraph], report: Report) -> None:
    """Report each heading that may stand more than one level below the one before it."""
    walk = _Walk(report)
    for paragraph in paragraphs:
        if paragraph.level:
            walk.heading(paragraph)
        for token in tokenise(paragraph.text)[0]:
            walk.token(token)


class _Walk:
    """Keeps every level that the last heading may have had."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._pasts = frozenset({_Past()})
        self._open: list[_Block] = []

    def heading(self, paragraph: Paragraph) -> None:
        holds = {condition for block in self._open for condition in block.holds}
        possible = [past for past in self._pasts if not past.without & holds]
        skips = [past for past in possible if paragraph.level > past.level + 1]
        if skips:
            lowest = min(skips, key=lambda past: (len(past.without), past.level))
            self._say(paragraph, lowest, always=len(skips) == len(possible))
        self._pasts = frozenset({_Past(paragraph.level)})

    def token(self, token: Token) -> None:
        keyword = token.keyword
        if keyword in {"for", "if"}:
            condition = _condition(token)
            self._open.append(_Block(condition, self._pasts, holds={condition}))
        elif keyword in {"elif", "else"} and self._open:
            self._branch(self._open[-1], token)
        elif keyword in {"endfor", "endif"} and self._open:
            self._end(self._open.pop())

    def _branch(self, block: _Block, token: Token) -> None:
        block.ways |= self._pasts
        self._pasts = block.before
        block.otherwise = token.keyword == "else"
        block.holds = set()

    def _end(self, block: _Block) -> None:
        ways = block.ways | self._pasts
        if not block.otherwise and ways != block.before:  # a block without headings changes nothing
            ways |= {_Past(past.level, past.without | {block.condition}) for past in block.before}
        self._pasts = ways

    def _say(self, paragraph: Paragraph, past: _Past, *, always: bool) -> None:
        shown = paragraph.text.strip()[:60]
        after = f"efter nivå {past.level}" if past.level else "först i mallen"
        when = "" if always or not past.without else f" när ”{min(past.without)}” är tomt eller inte gäller"
        self._report(
            Finding(
                "template_heading_jump",
                f"Rubriken ”{shown}” är på nivå {paragraph.level} {after}{when}.",
                f"Gör den till Rubrik {past.level + 1}; nivåer får inte hoppas över.",
                paragraph.place,
                shown,
                Severity.VARNING,
            )
        )


def _condition(token: Token) -> str:
    """What has to be there for the block to be: an if's condition, or a loop's list."""
    return token.rest.partition(" in ")[2].strip() if token.keyword == "for" else token.rest.strip()
