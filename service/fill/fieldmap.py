"""A template's own names for our fields: the table [namn] of mall.toml.

    [namn]
    "nämnd" = "organ.namn"
    "mål" = "per_riktningsmal"
    "mål[].rubrik" = "per_riktningsmal[].riktningsmal.rubrik"

A municipality that brings a template with its own tags fills in this table; nothing in the program changes. The
names are added beside ours, so both can be used in one template.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from service.errors import TemplateError
from service.fill.faults import template_fault
from service.fill.shape import Group, Rows, Shape

Names = Mapping[str, str]
_OWN = re.compile(r"(?:[^\W\d]\w*\[\]\.)*[^\W\d]\w*")


def add_own_names(context: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """The context with the template's own names beside ours.

    Raises:
        TemplateError: a name leads to a field that is not there.
    """
    made = dict(context)
    for own in _in_order(names):
        _add(made, own, names[own], names)
    return made


def _add(made: dict[str, Any], own: str, target: str, names: Names) -> None:
    owner, _, name = own.rpartition("[].")
    if not owner:
        made[name] = _copied(_walk(made, target, own))
        return
    path = _relative(own, target, names)
    for row in _rows(made, owner):
        row[name] = _copied(_walk(row, path, own))


def _rows(context: Mapping[str, Any], owner: str) -> list[dict[str, Any]]:
    """The rows to which a list's own name leads; they are copies, made when the name was added."""
    rows: list[Any] = [context]
    for step in owner.split("[]."):
        rows = [item for row in rows for item in row.get(step, ())]
    return rows


def _copied(value: Any) -> Any:
    """A list gets rows of its own, since names are added to them; the framework's shared rows stay as they are."""
    return (
        [dict(item) if isinstance(item, dict) else item for item in value] if type(value) is list else value
    )


def _walk(value: Any, path: str, own: str) -> Any:
    for step in path.split("."):
        if type(value) is dict and step in value:
            value = value[step]
        elif value == "":  # an optional group that was not given
            return ""
        else:
            raise _leads_nowhere(own, path)
    return value


def own_names_shape(shape: Group, names: Names) -> Group:
    """The tree of fields with the template's own names beside ours.

    Raises:
        TemplateError: a name leads to a field that is not there.
    """
    for own in _in_order(names):
        shape = _named(shape, own.split("[]."), _relative(own, names[own], names), own)
    return shape


def _named(shape: Group, steps: list[str], path: str, own: str) -> Group:
    first, *rest = steps
    if not rest:
        return Group({**shape.fields, first: _shape_at(shape, path, own)}, shape.foreign)
    rows = shape.fields.get(first)
    if not isinstance(rows, Rows) or not isinstance(rows.item, Group):
        raise _leads_nowhere(own, first)
    return Group({**shape.fields, first: Rows(_named(rows.item, rest, path, own))}, shape.foreign)


def _shape_at(shape: Shape, path: str, own: str) -> Shape:
    for step in path.split("."):
        if not isinstance(shape, Group) or step not in shape.fields:
            raise _leads_nowhere(own, path)
        shape = shape.fields[step]
    return shape


def our_path(path: str, names: Names) -> str:
    """The path by our names of what a template calls by its own."""
    for own in sorted(names, key=len, reverse=True):
        if path == own or path.startswith((f"{own}.", f"{own}[]")):
            return names[own] + path[len(own) :]
    return path


def check_names(table: object) -> str:
    """What is wrong with the table [namn]; empty when nothing is."""
    if not isinstance(table, dict):
        return 'ska [namn] vara en tabell: eget namn = "fält".'
    for own, target in table.items():
        if not isinstance(target, str) or not _OWN.fullmatch(own):
            return f"är raden ”{own}” under [namn] inte ett namn och ett fält."
        owner = own.rpartition("[].")[0]
        if owner and (owner not in table or not target.startswith(f"{table[owner]}[].")):
            return f"ska ”{own}” under [namn] följa listans egen rad: ”{owner}” leder till en annan lista."
    return ""


def _in_order(names: Names) -> list[str]:
    """Lists before what stands in their rows."""
    return sorted(names, key=lambda own: (own.count("[]"), own))


def _relative(own: str, target: str, names: Names) -> str:
    owner = own.rpartition("[].")[0]
    return target.removeprefix(f"{names[owner]}[].") if owner else target


def _leads_nowhere(own: str, path: str) -> TemplateError:
    return template_fault(
        "template_manifest_invalid",
        f"Namnet ”{own}” under [namn] leder till ”{path}”, som inte finns.",
        "namn",
    )
