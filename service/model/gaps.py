"""What stands where something is not written yet, or cannot be read, when unfinished work is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

LACKS, WRONG = "[saknas: ", "[rätta: "
UNANSWERED = frozenset({"missing_value", "empty_list", "required_by_choice"})
"""Codes of what has not been written yet; everything else was written and is wrong."""
GAP_CODE = "saknas"
"""The code of a choice that nobody has made."""


def gap(label: str, *, wrong: bool = False) -> str:
    """The mark of a question without an answer, or with one that cannot be read."""
    return f"{WRONG if wrong else LACKS}{label}]"


def is_gap(value: object) -> bool:
    """Whether it is such a mark."""
    return isinstance(value, str) and value.startswith((LACKS, WRONG))


class KnownOrGap(dict[str, Any]):
    """A list of the framework: of what is not in it one gets something that only shows the mark."""

    def __init__(self, known: Mapping[str, Any], model: type[Any], label: str) -> None:
        super().__init__(known)
        self._model, self._label = model, label

    def get(self, key: str, default: Any = None) -> Any:
        """What has that id, or what stands in for it."""
        if key in self or not isinstance(key, str):
            return super().get(key, default)
        return stand_in(self._model, key if is_gap(key) else gap(f"{self._label} {key}", wrong=True))


def stand_in(model: type[Any], mark: str) -> Any:
    """Something of a kind that is not there: its texts are the mark, and it says nothing else."""
    hints = get_type_hints(model)
    given = {one.name: _value(one, hints[one.name], mark) for one in fields(model)}
    return model(**given)


def _value(one: Field[Any], hint: Any, mark: str) -> Any:
    kinds = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    if str in kinds:
        return mark
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, Enum):
            return mark
    if one.default is not MISSING:
        return one.default
    return next(
        (stand_in(kind, mark) for kind in kinds if isinstance(kind, type) and is_dataclass(kind)), None
    )
