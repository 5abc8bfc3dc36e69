"""Marshmallow's error tree becomes a flat list of problems."""

from __future__ import annotations

import pytest

from service.schema.faults import Fault
from service.schema.problems import to_problems

pytestmark = pytest.mark.unit


def test_paths_look_as_the_author_would_write_them() -> None:
    """Names with dots, places in brackets, and what concerns a whole group at the group itself."""
    tree = {"a": {0: {"b": [Fault("x", "1")]}, 2: [Fault("y", "2")]}, "_schema": [Fault("z", "3")]}
    assert [(one.path, one.code, one.source) for one in to_problems(tree, "fil.json")] == [
        ("a[0].b", "x", "fil.json"),
        ("a[2]", "y", "fil.json"),
        ("", "z", "fil.json"),
    ]


def test_an_english_message_of_the_library_never_reaches_a_reader() -> None:
    """A schema that reports something else than a Fault is a mistake of the developer, found by the first test."""
    with pytest.raises(TypeError, match="not a Fault"):
        to_problems({"a": ["Not a valid string."]}, "")
