"""What a template may ask for, as a tree of fields: drawn from the model itself, never listed by hand."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from service.fill.context import DEPTH


class Sort(Enum):
    """What a field's text is made from."""

    OKANT = "okänt"
    """Not known: told by the program, or by a sheet without a model."""
    ORD = "ord"
    """Free words."""
    DAG = "dag"
    KLOCKSLAG = "klockslag"
    STUND = "stund"
    """A day with its time."""
    TAL = "tal"
    VAL = "val"
    """One of some words, or yes and nothing."""
    RAKNARE = "räknare"
    """A loop's own numbers: they alone are no texts."""


_SORTS: Mapping[type[Any], Sort] = {
    str: Sort.ORD,
    date: Sort.DAG,
    time: Sort.KLOCKSLAG,
    datetime: Sort.STUND,
    int: Sort.TAL,
    Decimal: Sort.TAL,
}


@dataclass(frozen=True, slots=True)
class Text:
    """A field that is printed as it is."""

    rich: bool = False
    """Long text with formatting: it wants a filter that turns it into paragraphs."""
    choices: tuple[str, ...] = ()
    """All it can say, beside nothing; empty when it is free."""
    sort: Sort = Sort.OKANT


@dataclass(frozen=True, slots=True)
class Rows:
    """A list; templates loop over it."""

    item: Shape


@dataclass(frozen=True, slots=True)
class Group:
    """A field with fields of its own."""

    fields: Mapping[str, Shape]
    foreign: bool = False
    """Told by the framework or by the program, not by the report's own input."""


Shape = Text | Rows | Group

_FREE = Text()
_FLAG = Text(choices=("ja",), sort=Sort.VAL)


def shape_of(model: type[Any], lists: Mapping[str, type[Any]]) -> Group:
    """The fields of a model as `build_context` shows them; `lists` gives the kind of each framework list."""
    return _Builder(lists).group(model, DEPTH)


def plain_group(*names: str) -> Group:
    """A group of plain texts that the program itself adds."""
    return Group(dict.fromkeys(names, _FREE), foreign=True)


def with_fields(group: Group, **more: Shape) -> Group:
    """The group with fields added or replaced."""
    return replace(group, fields={**group.fields, **more})


def shape_of_paths(described: Mapping[str, str]) -> Group:
    """The tree of a list of paths such as `poster[].text`: for sheets that have no model of their own.

    A field whose description ends in "Formaterad text." is long text with formatting; one that begins with
    "En post för varje" is a list of texts.
    """
    tree: dict[str, Any] = {}
    for path, help_text in described.items():
        here = tree
        for step in path.replace("[]", ".[]").split("."):
            here = here.setdefault(step, {})
        here["?"] = {"rich": help_text.rstrip().endswith("Formaterad text.")}
        if help_text.startswith("En post för varje"):
            here.setdefault("[]", {})
    made = _from_tree(tree)
    return made if isinstance(made, Group) else Group({})


def leaves(shape: Shape, path: str = "") -> Iterator[str]:
    """The paths of the report's own fields; what the framework tells ends at the field that refers to it."""
    if isinstance(shape, Group) and not shape.foreign:
        for name, field in shape.fields.items():
            if not name.endswith("_kod"):
                yield from leaves(field, f"{path}.{name}" if path else name)
    elif isinstance(shape, Rows) and path:
        inner = list(leaves(shape.item, f"{path}[]"))
        yield from [path] if inner == [f"{path}[]"] else inner
    elif path:
        yield path


def _from_tree(tree: Mapping[str, Any]) -> Shape:
    if "[]" in tree:
        return Rows(_from_tree(tree["[]"]))
    named = {name: _from_tree(below) for name, below in tree.items() if name != "?"}
    return Group(named) if named else Text(rich=bool(tree.get("?", {}).get("rich")))


class _Builder:
    def __init__(self, lists: Mapping[str, type[Any]]) -> None:
        self._lists = lists

    def group(self, model: type[Any], depth: int, *, foreign: bool = False) -> Group:
        hints = get_type_hints(model)
        made: dict[str, Shape] = {}
        for field in fields(model):
            target = field.metadata.get("ref")
            if target:
                made[field.name] = self._referred(hints[field.name], target, depth)
                continue
            rich = bool(field.metadata.get("rich"))
            made.update(self.named(field.name, hints[field.name], depth, rich=rich))
        return Group(made, foreign=foreign)

    def named(self, name: str, hint: Any, depth: int, *, rich: bool) -> dict[str, Shape]:
        """The field, and for a choice its code under a second name."""
        hint = _without_none(hint)
        made = {name: self._value(hint, depth, rich=rich)}
        choice = hint if not _is_list(hint) else get_args(hint)[0]
        if isinstance(choice, type) and issubclass(choice, Enum):
            codes = Text(choices=tuple(str(member.value) for member in choice), sort=Sort.VAL)
            made[f"{name}_kod"] = Rows(codes) if _is_list(hint) else codes
        return made

    def _value(self, hint: Any, depth: int, *, rich: bool = False) -> Shape:
        hint = _without_none(hint)
        if _is_list(hint):
            return Rows(self._value(get_args(hint)[0], depth, rich=rich))
        if is_dataclass(hint) and isinstance(hint, type):
            return self.group(hint, depth)
        if isinstance(hint, type) and issubclass(hint, Enum):
            labels = tuple(str(getattr(member, "label", member.value)) for member in hint)
            return Text(choices=labels, sort=Sort.VAL)
        if hint is bool:
            return _FLAG
        return Text(rich=rich, sort=_SORTS.get(hint, Sort.OKANT))

    def _referred(self, hint: Any, target: str, depth: int) -> Shape:
        one: Shape = _FREE
        if depth and target in self._lists:
            one = self.group(self._lists[target], depth - 1, foreign=True)
        return Rows(one) if _is_list(_without_none(hint)) else one


def _is_list(hint: Any) -> bool:
    return get_origin(hint) in {tuple, list, frozenset, set}


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in {Union, types.UnionType}:
        left = [one for one in get_args(hint) if one is not type(None)]
        return left[0] if left else str
    return hint
