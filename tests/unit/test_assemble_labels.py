"""Labels of pages that are put in between others: what was sent stays, nothing is called the same twice."""

from __future__ import annotations

import random

import pytest

from service.assemble.labels import highest_number, label_parts, labels_after, pages_text, span_text

pytestmark = pytest.mark.unit
SENT = frozenset(str(number) for number in range(1, 551))


@pytest.mark.parametrize(
    ("more", "last", "count", "expected"),
    [
        ("", "117", 2, "117a 117b"),
        ("", "550", 2, "551 552"),
        ("117a 117b", "117b", 2, "117c 117d"),
        ("117a 117b", "117a", 2, "117a1 117a2"),
        ("117a 117a1 117a2 117b", "117a1", 1, "117a1a"),
        ("117a", "117", 2, "117.a 117.b"),
        ("117a 117.a", "117", 1, "117..a"),
        ("117a 117.a 117.b", "117.b", 1, "117.c"),
        ("117a 117b 117a1", "117a", 1, "117a.1"),
        ("117a 117b 117a1 117a.1", "117a", 1, "117a..1"),
        ("551", "550", 1, "550a"),
    ],
)
def test_where_a_label_is_put_in(more: str, last: str, count: int, expected: str) -> None:
    """Every place in the rule of the module's first lines."""
    assert labels_after(last, SENT | set(more.split()), count) == tuple(expected.split())


def test_letters_go_on_after_z() -> None:
    """The 27th page is aa, and it is a neighbour of the 26th, not put in after the first."""
    labels = labels_after("117", SENT, 54)
    assert labels[25:28] == ("117z", "117aa", "117ab")
    assert labels[51:] == ("117az", "117ba", "117bb")
    assert labels_after("117a", SENT | set(labels), 1) == ("117a1",)


def test_sent_labels_stay_through_many_dispatches() -> None:
    """Parts come, grow, shrink and go at random: no label is given twice, and each part's series only grows."""
    dice = random.Random(7)  # noqa: S311  # the same course every time
    order = [f"p{at}" for at in range(6)]
    sent: dict[str, tuple[str, ...]] = label_parts([(key, 3) for key in order], {})
    assert [label for labels in sent.values() for label in labels] == [str(at) for at in range(1, 19)]
    for turn in range(60):
        new = f"n{turn}"
        order.insert(dice.randrange(1, len(order) + 1), new)
        counts = [(key, max(1, len(sent.get(key, ())) + dice.choice((-1, 0, 0, 1, 2)))) for key in order]
        labels = label_parts(counts, sent)
        assert {key: len(one) for key, one in labels.items()} == dict(counts)
        for key, series in sent.items():
            kept = labels[key][: len(series)]
            assert kept == series[: len(kept)]
        sent = {key: (*labels[key], *sent.get(key, ())[len(labels[key]) :]) for key in order}
        given = [label for series in sent.values() for label in series]
        assert len(given) == len(set(given))


def test_pages_in_words() -> None:
    """Rows are told by their ends, gaps by a comma."""
    assert span_text(["12", "13", "13a", "14", "20"]) == "12–14, 20"
    assert pages_text(["117a"]) == "sidan 117a"
    assert pages_text(["117a", "117b"]) == "sidorna 117a–117b"
    assert pages_text(["120–159"]) == "sidorna 120–159"
    assert pages_text(["12", "551"]) == "sidorna 12, 551"
    assert pages_text([]) == ""


def test_only_numbers_count() -> None:
    """The stamp's count is the highest number, whatever letters there are."""
    assert highest_number(["1", "2", "2a", "U2:1", "10–12"]) == 2
