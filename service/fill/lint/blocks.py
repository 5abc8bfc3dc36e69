"""for … endfor and if … endif: whether each has its end, in the right order and the right kind of place."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from service.fill.lint.finding import Finding, Report
from service.fill.lint.tokens import Token
from service.fill.places import Paragraph, home_of
from service.fill.shape import Shape
from service.model.wording import nearest

Scope = dict[str, tuple[Shape | None, str]]
"""Name of a loop's variable → what it is and its path; None when it is not known."""
_KEYWORDS = ("for", "if", "elif", "else", "endfor", "endif")
_WORDS = {
    "p": "ett eget stycke",
    "tr": "en egen tabellrad",
    "tc": "en egen tabellcell",
    "r": "en egen textdel",
}


@dataclass(slots=True)
class Block:
    """One that has begun and not ended."""

    keyword: str
    token: Token
    paragraph: Paragraph
    home: object
    scope: Scope = field(default_factory=dict)
    crossed: bool = False
    """The end of a block around it came before its own."""
    otherwise: bool = False
    """Its else has come."""


class Blocks:
    """The blocks that are open while a part is read from its beginning to its end."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._open: list[Block] = []

    def scopes(self) -> list[Scope]:
        """The names of the open loops, the innermost last."""
        return [block.scope for block in self._open]

    def open(self, token: Token, paragraph: Paragraph, scope: Scope) -> None:
        """A for or if begins."""
        block = Block(token.keyword, token, paragraph, home_of(token.prefix, paragraph.element), scope)
        self._open.append(block)

    def middle(self, token: Token, paragraph: Paragraph) -> None:
        """An else or elif: of the innermost block."""
        if not self._open:
            self._stray(token, paragraph)
        else:
            block = self._open[-1]
            self._same_kind(block, token, paragraph)
            if block.otherwise:
                self._late(block, token, paragraph)
            block.otherwise = block.otherwise or token.keyword == "else"

    def close(self, token: Token, paragraph: Paragraph) -> None:
        """An endfor or endif."""
        wanted = token.keyword.removeprefix("end")
        same = [block for block in reversed(self._open) if block.keyword == wanted]
        if not same:
            self._stray(token, paragraph)
            return
        home = home_of(token.prefix, paragraph.element)
        fitting = [block for block in same if (block.token.prefix, block.home) == (token.prefix, home)]
        block = (fitting or same)[0]
        at = self._open.index(block)
        if block.crossed:
            self._crossed(token, paragraph, block)
        for inner in self._open[at + 1 :]:
            inner.crossed = True
        del self._open[at]
        self._same_kind(block, token, paragraph)

    def finish(self) -> None:
        """The part is at its end."""
        for block in self._open:
            text = block.token.text
            end = f"end{block.keyword}"
            self._report(
                Finding(
                    "template_block_unclosed",
                    f"Blocket {text} avslutas aldrig med {end}.",
                    f"Lägg till {_like(block.token, end)} där blocket ska sluta.",
                    block.paragraph.place,
                    text,
                )
            )
        self._open.clear()

    def _crossed(self, token: Token, paragraph: Paragraph, block: Block) -> None:
        self._report(
            Finding(
                "template_block_crossed",
                f"{token.text} hör till {block.token.text} ({block.paragraph.place}), men ett yttre block slutar före.",
                "Låt det inre blocket sluta innan det yttre gör det.",
                paragraph.place,
                token.text,
            )
        )

    def _late(self, block: Block, token: Token, paragraph: Paragraph) -> None:
        self._report(
            Finding(
                "template_syntax",
                f"{token.text} står efter else i blocket {block.token.text} ({block.paragraph.place}).",
                "Låt else stå sist i blocket, och bara en gång.",
                paragraph.place,
                token.text,
            )
        )

    def _stray(self, token: Token, paragraph: Paragraph) -> None:
        begins = "if eller for" if token.keyword in {"else", "elif"} else token.keyword.removeprefix("end")
        self._report(
            Finding(
                "template_block_unopened",
                f"{token.text} hör inte till något block: ett inledande {begins} saknas.",
                f"Lägg till början på blocket, eller ta bort {token.text}.",
                paragraph.place,
                token.text,
            )
        )

    def _same_kind(self, block: Block, token: Token, paragraph: Paragraph) -> None:
        """Tags of one block that stand in unlike places tear the document apart."""
        home = home_of(token.prefix, paragraph.element)
        if (block.token.prefix, block.home) == (token.prefix, home):
            return
        self._report(
            Finding(
                "template_block_torn",
                f"{block.token.text} och {token.text} hör ihop men står på olika sätt"
                f" ({block.paragraph.place}); {_consequence(block, paragraph)}.",
                _advice(block, token, paragraph),
                paragraph.place,
                token.text,
            )
        )


def unknown_keyword(token: Token) -> tuple[str, str, Token | None]:
    """Message and remedy for a statement that is none, and the statement that was meant if that can be told."""
    words = token.body.split()
    first = words[0] if words else ""
    if first.lower() in _WORDS and len(words) > 1:
        meant = replace(token, prefix=first.lower(), body=token.body.split(None, 1)[1])
        right = f"{{%{first.lower()} {meant.body} %}}"
        return f"”{first}” ska stå direkt efter {{% och med liten bokstav.", f"Skriv {right}.", meant
    for prefix in ("tr", "tc", "p", "r"):
        keyword = first.removeprefix(prefix)
        if first.startswith(prefix) and keyword in _KEYWORDS:
            meant = replace(token, prefix=prefix, body=" ".join([keyword, *words[1:]]))
            return (
                f"Det saknas ett mellanslag efter ”{prefix}”.",
                f"Skriv {{%{prefix} {meant.body} %}}.",
                meant,
            )
    guess = nearest(first, _KEYWORDS)
    hint = f"Menades ”{guess}”? " if guess else ""
    return (
        f"”{first or token.text}” är inget som en mall kan göra.",
        f"{hint}En mall kan använda for, if, elif, else, endfor och endif.",
        replace(token, body=" ".join([guess, *words[1:]])) if guess else None,
    )


def _like(token: Token, keyword: str) -> str:
    return f"{{%{token.prefix} {keyword} %}}" if token.prefix else f"{{% {keyword} %}}"


def _consequence(block: Block, paragraph: Paragraph) -> str:
    if block.paragraph.place.table and paragraph.place.table and block.token.prefix == "":
        return "blocket går över tabellceller och tabellen blir trasig"
    return "dokumentet blir trasigt"


def _advice(block: Block, token: Token, paragraph: Paragraph) -> str:
    if block.paragraph.place.table and paragraph.place.table:
        return "Använd {%tr …%} på egna tabellrader före och efter raden som ska upprepas."
    prefix = block.token.prefix or token.prefix or "p"
    return f"Skriv båda med {{%{prefix} …%}} och ge vardera {_WORDS[prefix]}."
