"""Marshmallow's tree of errors → a flat list of problems with paths such as `per_riktningsmal[2].framdrift`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from marshmallow.exceptions import SCHEMA

from service.errors import Problem
from service.schema.faults import Fault


def to_problems(messages: object, source: str) -> tuple[Problem, ...]:
    """Every fault of the tree, in the order of the input."""
    return tuple(_walk(messages, "", source))


def _walk(node: object, path: str, source: str) -> Iterator[Problem]:
    if isinstance(node, Mapping):
        for key, child in node.items():
            yield from _walk(child, _joined(path, key), source)
    elif isinstance(node, list):
        for leaf in node:
            yield _problem(leaf, path, source)


def _joined(path: str, key: object) -> str:
    if key == SCHEMA:
        return path
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key}" if path else str(key)


def _problem(leaf: object, path: str, source: str) -> Problem:
    if not isinstance(leaf, Fault):
        msg = f"a schema reported something that is not a Fault: {leaf!r}"
        raise TypeError(msg)
    return Problem(leaf.code, leaf.message, path, leaf.remedy, source)
