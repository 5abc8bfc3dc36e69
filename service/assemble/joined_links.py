"""Links that LibreOffice tags in pieces: a row of the contents becomes one link, not two that lead to one place."""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf

from service.assemble.tags import Element, held_by


def join_links(document: pikepdf.Pdf, walked: Sequence[Element]) -> None:
    """Let neighbouring link elements of the same annotation be one element."""
    rows = pikepdf.NumberTree(document.Root.StructTreeRoot.ParentTree)
    for parent, _ in walked:
        held = held_by(parent)
        kept: list[pikepdf.Object] = []
        for kid in held:
            if kept and _annotation(kid) is not None and _annotation(kid) == _annotation(kept[-1]):
                _join(kept[-1], kid, rows)
            else:
                kept.append(kid)
        if len(kept) < len(held):
            parent.K = pikepdf.Array(kept)


def _annotation(element: pikepdf.Object) -> tuple[int, int] | None:
    """Which annotation a link element is of; None for everything else."""
    if not isinstance(element, pikepdf.Dictionary) or element.get("/S") != pikepdf.Name.Link:
        return None
    for kid in held_by(element):
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == pikepdf.Name.OBJR:
            return kid.Obj.objgen
    return None


def _join(first: pikepdf.Object, second: pikepdf.Object, rows: pikepdf.NumberTree) -> None:
    """Move the second link's content into the first; the annotation belongs to the first from now on."""
    objects = [kid for kid in held_by(first) if _is_object(kid)]
    words = [kid for element in (first, second) for kid in held_by(element) if not _is_object(kid)]
    first.K = pikepdf.Array([*words, *objects])
    for key in {_content_key(second), *(int(kid.Obj.StructParent) for kid in objects)}:
        _rename(rows, key, second, first)


def _is_object(kid: pikepdf.Object) -> bool:
    return isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == pikepdf.Name.OBJR


def _content_key(element: pikepdf.Object) -> int:
    return int(element.Pg.StructParents)


def _rename(rows: pikepdf.NumberTree, key: int, old: pikepdf.Object, new: pikepdf.Object) -> None:
    row = rows[key]
    if isinstance(row, pikepdf.Array):
        for at, element in enumerate(row.as_list()):
            if isinstance(element, pikepdf.Dictionary) and element.objgen == old.objgen:
                row[at] = new
    elif row.objgen == old.objgen:
        rows[key] = new
