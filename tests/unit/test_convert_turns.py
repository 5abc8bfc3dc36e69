"""Turns by key."""

from __future__ import annotations

import threading

import pytest

from service.convert.turns import Turns

pytestmark = pytest.mark.unit


def test_same_key_waits_and_other_key_does_not() -> None:
    """Somebody with the same key waits until the turn is over; somebody with another does not."""
    turns = Turns()
    order: list[str] = []
    waiting = threading.Event()

    def follow() -> None:
        waiting.set()
        with turns.take("a"):
            order.append("second")

    thread = threading.Thread(target=follow)
    with turns.take("a"):
        thread.start()
        assert waiting.wait(5)
        with turns.take("b"):
            order.append("other")
        order.append("first")
    thread.join(5)
    assert order == ["other", "first", "second"]


def test_nothing_is_kept_after_the_turn() -> None:
    """The keys of a long-lived service do not pile up, not even after a fault."""
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns.take("a"):
        1 / 0  # noqa: B018 - the fault itself
    assert turns._waiting == {}
