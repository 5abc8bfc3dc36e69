"""The tags in the text of one paragraph, and what looks like a tag and is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.fill.places import STRAIGHT

_MARK = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_CLOSING = {"{{": "}}", "{%": "%}", "{#": "#}"}
_GAP = re.compile(r"\{[ \t\u00a0]+[{%]|[}%][ \t\u00a0]+\}")
_SINGLE = re.compile(r"(?<!\{)\{\s*(?P<name>[^\W\d][\w.]*)\s*(?:\|[^{}]*)?\}(?!\})")
_TAG = re.compile(
    r"\{(?P<kind>[{%#])[-+]?(?:(?P<prefix>p|tr|tc|r)(?=\s))?\s*(?P<body>.*?)\s*[-+]?[}%#]\}\Z", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Token:
    """A whole tag."""

    text: str
    start: int
    end: int
    kind: str
    """`{` prints, `%` is a statement, `#` a remark."""
    prefix: str
    """`p`, `tr`, `tc`, `r` or nothing."""
    body: str

    @property
    def keyword(self) -> str:
        """The first word of a statement."""
        return self.body.split(None, 1)[0] if self.kind == "%" and self.body else ""

    @property
    def rest(self) -> str:
        """What follows the keyword."""
        return self.body.split(None, 1)[1] if len(self.body.split(None, 1)) > 1 else ""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Braces that make no tag."""

    text: str
    message: str
    remedy: str


def tokenise(text: str) -> tuple[list[Token], list[Flaw]]:
    """Return the whole tags of a text and the flawed ones; Word's curly quotation marks count as straight."""
    if "{" not in text and "}" not in text:
        return [], []
    tokens: list[Token] = []
    flaws: list[Flaw] = []
    at = 0
    while match := _MARK.search(text, at):
        if match[0] not in _CLOSING:
            flaws.append(_unopened(text, match.start(), match.end()))
            at = match.end()
            continue
        end = _end_of(text, match.start(), match[0])
        if end:
            tokens.append(_token(text[match.start() : end], match.start(), end))
            at = end
        else:
            flaw, at = _unclosed(text, match.start(), match[0])
            flaws.append(flaw)
    return tokens, [*flaws, *_gaps(text, tokens, flaws)]


def single_braces(text: str, tokens: list[Token]) -> Iterator[tuple[str, str]]:
    """Texts such as `{titel}` with the name in them: perhaps meant as tags."""
    for match in _SINGLE.finditer(text):
        if not any(token.start <= match.start() < token.end for token in tokens):
            yield match[0], match["name"]


def _end_of(text: str, start: int, opening: str) -> int:
    """Where the tag ends; 0 when it does not."""
    closing = text.find(_CLOSING[opening], start + 2)
    if closing < 0:
        return 0
    inner = _MARK.search(text, start + 2)
    if opening != "{#" and inner and inner.start() < closing:
        return 0
    return closing + 2


def _token(text: str, start: int, end: int) -> Token:
    match = _TAG.match(text)
    if match is None:  # `{{}}`, with nothing inside
        return Token(text, start, end, text[1], "", "")
    return Token(text, start, end, match["kind"], match["prefix"] or "", match["body"].translate(STRAIGHT))


def _unclosed(text: str, start: int, opening: str) -> tuple[Flaw, int]:
    wanted = _CLOSING[opening]
    following = _MARK.search(text, start + 2)
    shown = text[start : start + 60]
    if following and following[0] not in _CLOSING:
        message = f"Taggen börjar med {opening} men slutar med {following[0]}."
        return Flaw(text[start : following.end()], message, f"Avsluta taggen med {wanted}."), following.end()
    stop = following.start() if following else len(text)
    gap = _GAP.search(text, start + 1, stop)
    if gap:
        message = "Det står ett mellanslag mellan taggens klamrar."
        return Flaw(text[start : gap.end()], message, "Ta bort mellanslaget."), gap.end()
    message = f"Taggen börjar med {opening} men avslutas inte i stycket."
    return Flaw(shown, message, f"Avsluta taggen med {wanted}."), start + 2


def _unopened(text: str, start: int, end: int) -> Flaw:
    mark = text[start:end]
    opening = next(key for key, value in _CLOSING.items() if value == mark)
    gap = _GAP.search(text, 0, start)
    if gap:
        message, remedy = "Det står ett mellanslag mellan taggens klamrar.", "Ta bort mellanslaget."
        return Flaw(text[gap.start() : end], message, remedy)
    message = f"Tecknen {mark} avslutar en tagg som inte har börjat."
    return Flaw(text[max(0, start - 40) : end], message, f"Börja taggen med {opening}, eller ta bort {mark}.")


def _gaps(text: str, tokens: list[Token], flaws: list[Flaw]) -> Iterator[Flaw]:
    """`{ { x } }`: neither end is a mark, so nothing else would tell of it."""
    for gap in _GAP.finditer(text):
        inside = any(token.start <= gap.start() < token.end for token in tokens)
        if not inside and gap[0][0] == "{" and not any(gap[0] in flaw.text for flaw in flaws):
            yield Flaw(
                text[gap.start() : gap.start() + 40],
                "Det står ett mellanslag mellan taggens klamrar.",
                "Ta bort mellanslaget.",
            )
