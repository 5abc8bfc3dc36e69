"""Rich text outside the small subset is refused with its line, and nothing else is."""

from __future__ import annotations

import pytest

from service.schema.richtext import find_faults
from tests.growth import growth

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "code", "line", "word"),
    [
        ("ett\n\n# Bakgrund", "unsupported_markup", 3, "rubrik"),
        ("ett\n---\ntvå", "unsupported_markup", 2, "linje"),
        ("Rubrik\n======", "unsupported_markup", 2, "linje"),
        ("| a | b |", "unsupported_markup", 1, "tabell"),
        ("> citat", "unsupported_markup", 1, "citatblock"),
        ("```\nkod", "unsupported_markup", 1, "kodblock"),
        ("* punkt", "unsupported_markup", 1, "stjärna"),
        ("- a\n  - b\n    - c", "unsupported_markup", 3, "tredje nivån"),
        ("en <br> två", "unsupported_markup", 1, "HTML"),
        ("<!-- dolt -->", "unsupported_markup", 1, "HTML"),
        ("<script>alert(1)</script", "unsupported_markup", 1, "HTML"),
        ("![bild](a.png)", "unsupported_markup", 1, "bild"),
        ("[x](javascript:alert)", "link_not_allowed", 1, "länken"),
        ("[x](file:///etc/passwd)", "link_not_allowed", 1, "länken"),
        ("[x](sida.html)", "link_not_allowed", 1, "länken"),
        ("[x](https://)", "link_not_allowed", 1, "länken"),
        ("[](https://ale.se)", "link_without_text", 1, "ingen text"),
        ("ett\n\ntvå **öppen\n\ntre", "unclosed_markup", 3, "**"),
    ],
)
def test_what_the_subset_lacks_is_refused(text: str, code: str, line: int, word: str) -> None:
    """One fault, on the right line, that names what it is."""
    (fault,) = find_faults(text, "Text")
    assert fault.code == code
    assert fault.message.startswith(f"Text, rad {line}:")
    assert word in fault.message
    assert fault.remedy


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Vanlig text med 5 < 6 och a > b, 3 * 4 = 12 och C#.",
        "**fet** *kursiv* ***båda***",
        "- a\n  - b\n- c\n\n1. ett\n2. två",
        r"\# inte rubrik" + "\n" + r"\* inte punkt, \*\* inte fet, \<b\>",
        "[Ale](https://ale.se/a?b=c#d), [post](mailto:a@b.se)",
        "2026 – ett år. #ale och §",
        "En rad | med ett streck",
    ],
)
def test_the_subset_itself_passes(text: str) -> None:
    """Ordinary Swedish with figures and signs is not mistaken for markup."""
    assert find_faults(text, "Text") == ()


def test_all_faults_of_a_text_come_at_once() -> None:
    """A pasted document shows all its troubles in one go."""
    faults = find_faults("# A\n<b>x</b>\n| a |\n![b](c)\n**d", "Text")
    assert len(faults) == 6


@pytest.mark.parametrize("mark", ["[", "![", "<", "<!--", "[a](", "**", "|", "\\"])
def test_a_text_made_to_be_slow_is_not(mark: str) -> None:
    """The patterns look at each place once: eight times as many signs cost about eight times as much."""
    assert growth(lambda text: find_faults(text, "Text"), mark * 4_000, mark * 32_000) < 24
