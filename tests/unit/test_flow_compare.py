"""What counts as changed between two packets, and how it is said."""

from __future__ import annotations

import pytest

from service.flow.compare import Item, Kept, changes_in_words

pytestmark = pytest.mark.unit


def _report(source: str, made: str) -> Item:
    return Item("handling", "a3.2", "Bilaga 3.2", "Nulägesbeskrivning", sha256=source, made_sha256=made)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (_report("a", "1"), _report("a", "1"), []),
        (_report("a", "1"), _report("b", "1"), []),
        (_report("a", "1"), _report("a", "2"), ["Byggd på nytt av samma uppgifter"]),
        (_report("a", "1"), _report("b", "2"), ["Nytt innehåll"]),
        (_report("a", ""), _report("b", ""), ["Nytt innehåll"]),
        (_report("a", ""), _report("b", "2"), ["Nytt innehåll"]),
    ],
    ids=["same", "written otherwise", "built anew", "other words", "other file", "file became a report"],
)
def test_a_report_is_what_it_became(before: Item, after: Item, words: list[str]) -> None:
    """What was sent out is pages: a report whose pages are the same has not changed, however its file was saved."""
    pair = Kept(before, after)
    assert changes_in_words(pair) == words
    assert pair.changed is bool(words)
