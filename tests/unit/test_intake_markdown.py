"""Formatted text as Markdown: what is written shows just what was formatted, and the schema takes it."""

from __future__ import annotations

import random

import pytest

from service.fill.markdown import Kind, Span, parse_blocks, parse_spans
from service.intake.markdown_text import Block, Piece, inline, markdown
from service.schema.richtext import find_faults

NASTY = (
    "*",
    "**",
    "[x]",
    "(y)",
    "\\",
    "<b>",
    "- ",
    "1. ",
    "# ",
    "> ",
    "|",
    "_",
    "`",
    "a",
    "å ",
    " ",
    "2*3",
    "\u00a0",
)


def _shown(pieces: tuple[Piece, ...]) -> list[tuple[str, bool, bool, str]]:
    """What a reader sees: each letter with its look; blanks at the ends of the line and looks of blanks aside."""
    letters = [(letter, one.bold, one.italic, one.url) for one in pieces for letter in one.text]
    text = "".join(letter for letter, *_ in letters)
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return [one if not one[0].isspace() else (one[0], False, False, "") for one in letters[start:end]]


def _letters(spans: tuple[Span, ...]) -> list[tuple[str, bool, bool, str]]:
    return _shown(tuple(Piece(span.text, span.bold, span.italic, span.url) for span in spans))


@pytest.mark.parametrize("seed", range(60))
def test_a_line_comes_out_as_it_went_in(seed: int) -> None:
    """Random looks over nasty texts: parsed again, every letter has its look, and the schema finds no fault."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    for _ in range(25):
        pieces = tuple(
            Piece(
                "".join(chance.choices(NASTY, k=chance.randint(1, 4))),
                chance.random() < 0.4,
                chance.random() < 0.4,
                chance.choice(["", "", "", "https://ale.se/a"]),
            )
            for _ in range(chance.randint(1, 5))
        )
        text = inline(pieces, at_start=True)
        assert _letters(parse_spans(text)) == _shown(pieces), (pieces, text)
        assert len(parse_blocks(text)) <= 1
        assert not any(block.kind is not Kind.PARAGRAPH for block in parse_blocks(text)), text
        assert find_faults(text, "Fält") == (), text


def test_blocks() -> None:
    """Paragraphs, nested and numbered lists, with the number a list begins at."""

    def block(text: str, **look: object) -> Block:
        return Block((Piece(text),), **look)  # type: ignore[arg-type]

    text = markdown(
        [
            block("Ett\nTvå"),
            block("a", bullet=True),
            block("b\nc", bullet=True, level=2),
            block("d", number=True, start=3),
            block("e", number=True, start=3),
            block(""),
            block("f", number=True),
        ]
    )
    assert text == "Ett\n\nTvå\n\n- a\n  - b c\n3. d\n4. e\n5. f"
    assert [b.kind for b in parse_blocks(text)][2:] == [
        Kind.BULLET,
        Kind.BULLET,
        Kind.NUMBER,
        Kind.NUMBER,
        Kind.NUMBER,
    ]


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://ale.se/", "https://ale.se"),
        ("https://ale.se/a(b)", "https://ale.se/a(b)"),
        ("https://ale.se/a b((c", "https://ale.se/a%20b%28%28c"),
        ("file:///etc/passwd", "file:///etc/passwd"),
    ],
)
def test_addresses(url: str, wanted: str) -> None:
    """Addresses that the subset cannot hold are written as percent codes; foreign schemes stay, to be refused."""
    assert inline((Piece("länk", url=url),)) == f"[länk]({wanted})"
