"""The small Markdown subset."""

from __future__ import annotations

import pytest

from service.fill.markdown import Block, Kind, Span, parse_blocks, parse_spans
from tests.growth import growth

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("ren text", (Span("ren text"),)),
        ("a **b** c", (Span("a "), Span("b", bold=True), Span(" c"))),
        ("*b*", (Span("b", italic=True),)),
        ("***b***", (Span("b", bold=True, italic=True),)),
        ("**a *b* c**", (Span("a ", bold=True), Span("b", bold=True, italic=True), Span(" c", bold=True))),
        ("3 * 4 * 5", (Span("3 * 4 * 5"),)),
        ("**öppen", (Span("**öppen"),)),
        ("2**3", (Span("2**3"),)),
        (r"\*inte kursiv\*", (Span("*inte kursiv*"),)),
        (r"C:\mapp", (Span(r"C:\mapp"),)),
        ("[Ale](https://ale.se/?a=1&b=2)", (Span("Ale", url="https://ale.se/?a=1&b=2"),)),
        ("[**Ale**](mailto:x@ale.se)", (Span("Ale", bold=True, url="mailto:x@ale.se"),)),
        (
            "**se [Ale](https://ale.se)**",
            (Span("se ", bold=True), Span("Ale", bold=True, url="https://ale.se")),
        ),
        (
            "[a](https://sv.wikipedia.org/wiki/Ale_(kommun))",
            (Span("a", url="https://sv.wikipedia.org/wiki/Ale_(kommun)"),),
        ),
        ("[a](javascript:alert(1))", (Span("[a](javascript:alert(1))"),)),
        ("[a](file:///etc/passwd)", (Span("[a](file:///etc/passwd)"),)),
        ("<b>&amp; {{ x }}</b>", (Span("<b>&amp; {{ x }}</b>"),)),
        ("1\u00a0234 kr", (Span("1\u00a0234 kr"),)),
    ],
)
def test_spans(text: str, spans: tuple[Span, ...]) -> None:
    """Bold, italic and links are found; everything else stays as it was typed."""
    assert parse_spans(text) == spans


def _shape(text: str) -> list[tuple[Kind, int, int, str]]:
    return [(b.kind, b.level, b.start, "".join(span.text for span in b.spans)) for b in parse_blocks(text)]


def test_paragraphs() -> None:
    """A blank line parts paragraphs, a single line break is a space."""
    assert parse_blocks("ett\nstycke\n\n \n\ntvå\n") == [
        Block(Kind.PARAGRAPH, (Span("ett stycke"),)),
        Block(Kind.PARAGRAPH, (Span("två"),)),
    ]
    assert parse_blocks(" \n\n") == []


def test_lists() -> None:
    """Items, second level and continuation lines; a number list says where it begins."""
    text = "- a\n  fortsätter\n  - aa\n- b\n\n1. ett\n2. två\n  1. inre\n3. tre\n  1. inre igen\n\nMellan\n\n4. fyra"
    assert _shape(text) == [
        (Kind.BULLET, 1, 0, "a fortsätter"),
        (Kind.BULLET, 2, 0, "aa"),
        (Kind.BULLET, 1, 0, "b"),
        (Kind.NUMBER, 1, 1, "ett"),
        (Kind.NUMBER, 1, 0, "två"),
        (Kind.NUMBER, 2, 1, "inre"),
        (Kind.NUMBER, 1, 0, "tre"),
        (Kind.NUMBER, 2, 1, "inre igen"),
        (Kind.PARAGRAPH, 1, 0, "Mellan"),
        (Kind.NUMBER, 1, 4, "fyra"),
    ]


def test_a_list_may_follow_its_introduction_directly() -> None:
    """No blank line is needed between a sentence and the list it announces."""
    assert [shape[0] for shape in _shape("Vi föreslår:\n- a\n- b")] == [
        Kind.PARAGRAPH,
        Kind.BULLET,
        Kind.BULLET,
    ]


@pytest.mark.parametrize(
    "text", ["2026. Året var bra", "-5 grader", "1.5 procent", "– tankstreck", "-", "1.", "Den\n14. december"]
)
def test_what_only_looks_like_a_list(text: str) -> None:
    """A year, a minus or a date at the head of a line stays in its paragraph, and nothing is lost."""
    assert _shape(text) == [(Kind.PARAGRAPH, 1, 0, text.replace("\n", " "))]


@pytest.mark.parametrize("piece", ["*a ", "**a ", "[a", "[a](https://b", "\\", "***", "- "])
def test_hostile_texts_take_linear_time(piece: str) -> None:
    """Eight times as many openings without an end cost about eight times as much, not sixty-four times."""
    assert growth(parse_blocks, piece * 4_000, piece * 32_000) < 24
