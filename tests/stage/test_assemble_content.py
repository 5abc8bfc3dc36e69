"""Content that is broken on purpose costs no more than its length."""

from __future__ import annotations

import pytest

from service.assemble.content import Balance, check_balance
from service.assemble.objects import make, stream
from service.assemble.table import ObjectTable
from tests.growth import growth

_TIMES = 8


def _balance(content: bytes) -> Balance:
    table = ObjectTable()
    return check_balance(make(Contents=table.add(stream(content))))


@pytest.mark.parametrize(
    "piece",
    [b"BI /W 1 ", b"BI ID x ", b"BI ID x EI ", b"(", b"(a", b"(\\", b"(()", b"<41", b"% <<", b"/a(b)"],
)
def test_cost_grows_with_the_length(piece: bytes) -> None:
    """Pictures, texts and comments without an end, over and over, are each looked at once."""
    small, large = b"q " + piece * 2_000, b"q " + piece * 2_000 * _TIMES
    assert growth(_balance, small, large) < _TIMES * 3


@pytest.mark.parametrize(
    ("content", "closing"),
    [
        (b"q BI /W 1 ID (q EI q", b" Q Q"),
        (b"q BI q q", b" Q Q Q"),
        (b"q (a (b) \\) q", b" Q"),
        (b"q (a (b (c (d q))) q) Q q", b" Q"),
        (b"q % ( BI q\nq", b" Q Q"),
        (b"q /BI q /q(x) Tj", b" Q Q"),
        (b"q <71 20> Tj [(q)-5<71>]TJ", b" Q"),
    ],
)
def test_what_stands_in_texts_and_pictures_is_no_operator(content: bytes, closing: bytes) -> None:
    """A text without an end reaches to the end of the content; a picture without one is none."""
    assert _balance(content) == Balance(b"", closing)
