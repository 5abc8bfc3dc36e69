"""Links that LibreOffice draws but does not tag, as in spreadsheets: each gets an element of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name

from service.assemble.tags import held_by, walk


def tag_loose_links(document: pikepdf.Pdf) -> None:
    """Tag every link that no element refers to, after what the tags hold of its page.

    Where in the text the link stands is not known: a reader comes to it when the page has been read.
    """
    loose = [(page, list(_loose(page))) for page in document.pages]
    if not any(links for _, links in loose):
        return
    root = document.Root.StructTreeRoot
    rows = pikepdf.NumberTree(root.ParentTree)
    key = max([int(root.get("/ParentTreeNextKey", 0)), *(int(held) + 1 for held in rows)])
    tops = held_by(root)
    parent = tops[0] if len(tops) == 1 and tops[0].get("/S") == Name.Document else root
    held = held_by(parent)
    last = _last_places(held)
    added: dict[int, list[pikepdf.Object]] = {}
    place = -1
    for page, links in loose:
        place = max(place, last.get(page.obj.objgen, place))
        for annotation in links:
            reference = Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page.obj)
            element = Dictionary(
                Type=Name.StructElem, S=Name.Link, P=parent, Pg=page.obj, K=Array([reference])
            )
            rows[key] = document.make_indirect(element)
            annotation.StructParent = key
            added.setdefault(place, []).append(rows[key])
            key += 1
    root.ParentTreeNextKey = key
    parent.K = Array(
        [*added.get(-1, []), *(one for at, kid in enumerate(held) for one in (kid, *added.get(at, [])))]
    )


def _loose(page: pikepdf.Page) -> Iterator[pikepdf.Object]:
    for annotation in page.obj.get("/Annots", Array()).as_list():
        if annotation.get("/Subtype") == Name.Link and "/StructParent" not in annotation:
            yield annotation


def _last_places(held: list[pikepdf.Object]) -> dict[tuple[int, int], int]:
    """For each page, by its object, the last of the elements that has something on it."""
    return {
        below.Pg.objgen: at
        for at, kid in enumerate(held)
        if isinstance(kid, Dictionary)
        for below in walk(kid)
        if "/Pg" in below
    }
