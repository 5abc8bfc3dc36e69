"""What a filter and a comparison are given: the right sort of value, a count of decimals, a style that is there."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import nodes

from service.fill.environment import make_environment
from service.fill.lint.finding import Severity
from service.fill.shape import Shape, Sort, Text

_FILTERS: Mapping[str, Any] = make_environment().filters
_DAYS = frozenset({Sort.DAG, Sort.STUND})
_CLOCKS = frozenset({Sort.KLOCKSLAG, Sort.STUND})
_WANTED: Mapping[str, frozenset[Sort]] = {
    "datum_lang": _DAYS,
    "datum_kort": _DAYS,
    "datum_veckodag": _DAYS,
    "klockslag": _CLOCKS,
    "tidsintervall": _CLOCKS,
    **dict.fromkeys(("tal", "tkr", "mnkr", "procent", "matvarde"), frozenset({Sort.TAL})),
}
_WORDS = {_DAYS: "ett datum", _CLOCKS: "ett klockslag", frozenset({Sort.TAL}): "ett tal"}
_KNOWN_BY_SORT = frozenset({Sort.DAG, Sort.STUND, Sort.KLOCKSLAG, Sort.TAL, Sort.VAL})
_MAX_DECIMALS = 10
COLUMNS = {"upprakning": "falt", "summa": "falt", "decimaler": "falt", "diagram": "kategori"}
"""Filters that read fields of a list's rows, and the argument that names them."""
_TOLD_APART = frozenset({"gt", "gteq", "lt", "lteq"})


def wrong_sort(filter_name: str, shape: Shape | None) -> tuple[str, Severity] | None:
    """What the filter needs, when the field is something else; of free text only that it may be something else."""
    wanted = _WANTED.get(filter_name)
    if wanted is None or not isinstance(shape, Text) or shape.sort in wanted:
        return None
    if shape.sort in _KNOWN_BY_SORT:
        return _WORDS[wanted], Severity.FEL
    if shape.sort is Sort.ORD and wanted in (_DAYS, _CLOCKS):
        return _WORDS[wanted], Severity.VARNING
    return None


def wrong_decimals(node: nodes.Filter) -> str:
    """The count of decimals that is none, as it is written; nothing when it can be used or is a field."""
    count = given_constants(node).get("decimaler")
    if count is None or (isinstance(count, str) and count.isdecimal()):
        return ""
    usable = isinstance(count, int) and not isinstance(count, bool) and 0 <= count <= _MAX_DECIMALS
    return "" if usable else str(count)


def named_styles(node: nodes.Filter) -> Iterator[str]:
    """The styles of the template that a filter is told to write with."""
    for name, value in given_constants(node).items():
        if name.endswith("stil") and isinstance(value, str) and value:
            yield value


def given_constants(node: nodes.Filter) -> dict[str, Any]:
    """The fixed values that a filter is given, by the names of its parameters."""
    function = _FILTERS[node.name]
    skipped = 2 if hasattr(function, "jinja_pass_arg") else 1
    names = list(inspect.signature(function).parameters)[skipped:]
    given = [*zip(names, node.args, strict=False), *((str(pair.key), pair.value) for pair in node.kwargs)]
    return {name: value.value for name, value in given if isinstance(value, nodes.Const)}


def unlike(shape: Shape | None, constant: nodes.Node, operator: str) -> str:
    """Why a field cannot be held against a fixed value: fields are texts, a loop's counters are numbers."""
    if not isinstance(constant, nodes.Const) or not isinstance(shape, Text):
        return ""
    value = constant.value
    counter = shape.sort is Sort.RAKNARE
    if isinstance(value, str) is not counter or isinstance(value, bool) or value is None:
        return ""
    apart = "går inte att jämföra med" if operator in _TOLD_APART else "är aldrig lika med"
    if counter:
        return f"är ett tal och {apart} texten ”{value}”"
    return f"är en text i mallen och {apart} talet {value}"


def named_columns(node: nodes.Filter) -> list[str]:
    """The fields of the rows that a filter is told to read."""
    wanted = {COLUMNS[node.name]} | ({"serier"} if node.name == "diagram" else set())
    found = [argument.value for argument in node.args if isinstance(argument, nodes.Const)]
    found = found[:1] if node.name != "diagram" else []
    columns: list[str] = [str(one) for one in found]
    for pair in node.kwargs:
        if pair.key in wanted and isinstance(pair.value, nodes.Const):
            text = str(pair.value.value)
            columns += [part.partition(":")[0].strip() for part in text.split(",")]
    return [column for column in columns if column]


def can_be_called(node: nodes.Filter) -> bool:
    """Whether the filter takes as many arguments, and those names."""
    function = _FILTERS[node.name]
    context = [None] if hasattr(function, "jinja_pass_arg") else []
    named = {str(pair.key): None for pair in node.kwargs}
    try:
        inspect.signature(function).bind(*context, None, *(None for _ in node.args), **named)
    except TypeError:
        return False
    return True


def usage(name: str) -> str:
    """How the filter is written."""
    function = _FILTERS[name]
    shown = [
        str(parameter.name) + ("" if parameter.default is inspect.Parameter.empty else "=…")
        for parameter in inspect.signature(function).parameters.values()
    ]
    skipped = 2 if hasattr(function, "jinja_pass_arg") else 1
    return f"{name}({', '.join(shown[skipped:])})"
