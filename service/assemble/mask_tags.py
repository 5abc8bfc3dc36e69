"""The tags of what was cut out: no text of theirs stands for it any more, and the field has a tag in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, String

from service.assemble.mask_content import Mark
from service.assemble.mask_fonts import UnsafeMask

PARTLY = "Delvis maskerat innehåll"
"""What stands in the place of a text that told of a picture of which a part is gone."""
_HOPS = 200
_ONE_THING = frozenset({"/Figure", "/Formula", "/Link", "/Annot", "/Form", "/Reference"})
"""Elements that are read as one thing: a field stands beside them."""


class Tags:
    """A document's structure tree, as far as masks touch it."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self._document = document
        self._root = document.Root.StructTreeRoot
        if "/ParentTree" not in self._root:
            self._root.ParentTree = document.make_indirect(Dictionary(Nums=Array()))
        self._tree = NumberTree(self._root.ParentTree)

    def add_field(self, page: pikepdf.Page, marks: Sequence[Mark], told: str) -> int:
        """Give a field its tag; returns the number that its marked content must have.

        Args:
            page: where it stands.
            marks: the marked content of which it takes a part.
            told: what those are told who do not see it.
        """
        row = self.row(page)
        number = len(row)
        element = self._document.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Span, Pg=page.obj, K=number, Alt=String(told))
        )
        row.append(element)
        for mark in marks:
            for one in self._chain(mark):
                _silence(one)
        self._place(element, page, marks)
        return number

    def replace_page(
        self, page: pikepdf.Page, element: pikepdf.Object, row: Sequence[pikepdf.Object]
    ) -> None:
        """Put an element in the place of all that the tree says of a page's content; links keep their place.

        Args:
            page: the page, whose content is another one now.
            element: what is to stand there.
            row: the elements of the page's new marked content, by its numbers.

        Raises:
            UnsafeMask: the tree is not built as trees are, or a drawing on the page has tags of its own.
        """
        owner = self._body()
        kids = _kids(owner)
        touched = [self._forget(kid, page, 0) if isinstance(kid, Dictionary) else False for kid in kids]
        at = touched.index(True) if True in touched else len(kids)
        element.P = owner
        kept = [kid for kid in kids[at:] if not _is_bare(kid)]
        owner.K = Array([*kids[:at], element, *kept])
        self.row(page)  # a page without one gets its number
        self._tree[int(page.obj.StructParents)] = self._document.make_indirect(Array(row))

    def _body(self) -> pikepdf.Object:
        """The element that holds all others: the document, or the root where there are several."""
        tops = _kids(self._root)
        if len(tops) == 1 and isinstance(tops[0], Dictionary) and tops[0].get("/S") == Name.Document:
            return tops[0]
        return self._root

    def _forget(self, element: pikepdf.Object, page: pikepdf.Page, depth: int) -> bool:
        """Take a page's content out of an element and those below it; whether there was any."""
        if depth > _HOPS:
            raise UnsafeMask("taggarna är ordnade i för många nivåer")
        kept, touched = [], False
        for kid in _kids(element):
            if _is_content(kid):
                if _page_of(kid, element) != page.obj.objgen:
                    kept.append(kid)
                    continue
                if isinstance(kid, Dictionary) and "/Stm" in kid:
                    raise UnsafeMask("en ritning på sidan har egna taggar")
                touched = True
            elif isinstance(kid, Dictionary) and "/Obj" not in kid:
                touched |= self._forget(kid, page, depth + 1)
                if not _is_bare(kid):
                    kept.append(kid)
            else:
                kept.append(kid)
        if touched:
            _silence(element)
            element.K = Array(kept)
        return touched

    def forget_annotation(self, annotation: pikepdf.Object) -> None:
        """Take an annotation's place in the tree away."""
        key = annotation.get("/StructParent")
        held = self._tree.get(int(key)) if key is not None else None
        if key is None or not isinstance(held, Dictionary):
            return
        del self._tree[int(key)]
        kids = [kid for kid in _kids(held) if not _is_about(kid, annotation)]
        held.K = Array(kids)
        if not any(isinstance(kid, Dictionary) and "/Obj" in kid for kid in kids):
            held.S = Name.Span  # a link without a link would be none
        for one in self._upwards(held):
            _silence(one)

    def row(self, page: pikepdf.Page) -> Any:
        """The page's row in the parent tree; a new one when it has none."""
        key = page.obj.get("/StructParents")
        held = self._tree.get(int(key)) if key is not None else None
        if isinstance(held, Array):
            return held
        number = max([int(one) for one in self._tree], default=-1) + 1
        number = max(number, int(self._root.get("/ParentTreeNextKey", 0)))
        row = self._document.make_indirect(Array())
        self._tree[number] = row
        page.obj.StructParents = number
        self._root.ParentTreeNextKey = number + 1
        return row

    def _element(self, mark: Mark) -> Any:
        held = self._tree.get(mark[0]) if mark[0] >= 0 else None
        if not isinstance(held, Array) or not 0 <= mark[1] < len(held):
            return None
        element = held[mark[1]]
        return element if isinstance(element, Dictionary) else None

    def _chain(self, mark: Mark) -> Iterator[pikepdf.Object]:
        element = self._element(mark)
        if element is not None:
            yield from self._upwards(element)

    def _upwards(self, element: Any) -> Iterator[pikepdf.Object]:
        for _ in range(_HOPS):
            if not isinstance(element, Dictionary) or element.get("/Type") == Name.StructTreeRoot:
                return
            yield element
            element = element.get("/P")

    def _place(self, element: pikepdf.Object, page: pikepdf.Page, marks: Sequence[Mark]) -> None:
        """Hang the field behind what it takes a part of; at the end of the document where that has no tag."""
        for mark in marks:
            owner = self._element(mark)
            if owner is None:
                continue
            after: Any = mark[1]
            while str(owner.get("/S")) in _ONE_THING and isinstance(owner.get("/P"), Dictionary):
                after, owner = owner, owner.P
            _insert(owner, element, after, page)
            return
        top = next((kid for kid in _kids(self._root) if isinstance(kid, Dictionary)), None)
        if top is None:
            top = self._document.make_indirect(
                Dictionary(Type=Name.StructElem, S=Name.Document, P=self._root)
            )
            self._root.K = Array([top])
        paragraph = self._document.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.P, P=top, K=Array([element]))
        )
        element.P = paragraph
        top.K = Array([*_kids(top), paragraph])


def _insert(owner: pikepdf.Object, element: pikepdf.Object, after: Any, page: pikepdf.Page) -> None:
    kids = _kids(owner)
    at = next((at for at, kid in enumerate(kids) if _is_it(kid, after, page)), len(kids) - 1)
    element.P = owner
    owner.K = Array([*kids[: at + 1], element, *kids[at + 1 :]])


def _is_it(kid: Any, wanted: Any, page: pikepdf.Page) -> bool:
    if isinstance(wanted, int):
        if isinstance(kid, Dictionary):
            of_page = kid.get("/Pg", page.obj)
            return "/MCID" in kid and int(kid.MCID) == wanted and of_page.objgen == page.obj.objgen
        return isinstance(kid, int) and kid == wanted
    return isinstance(kid, Dictionary) and kid.objgen == wanted.objgen


def _is_about(kid: Any, annotation: pikepdf.Object) -> bool:
    held = kid.get("/Obj") if isinstance(kid, Dictionary) else None
    return isinstance(held, Dictionary) and held.objgen == annotation.objgen


def _kids(element: pikepdf.Object) -> list[Any]:
    held = element.get("/K")
    if held is None:
        return []
    return list(held.as_list()) if isinstance(held, Array) else [held]


def _is_content(kid: Any) -> bool:
    """Whether a kid is marked content: a number, or a number of a page or stream."""
    return isinstance(kid, int) or (isinstance(kid, Dictionary) and "/MCID" in kid)


def _page_of(kid: Any, element: pikepdf.Object) -> tuple[int, int] | None:
    held = kid.get("/Pg") if isinstance(kid, Dictionary) else None
    held = held if isinstance(held, Dictionary) else element.get("/Pg")
    return held.objgen if isinstance(held, Dictionary) else None


def _is_bare(kid: Any) -> bool:
    """Whether an element has nothing left in it."""
    return isinstance(kid, Dictionary) and kid.get("/K") is not None and not _kids(kid)


def _silence(element: pikepdf.Object) -> None:
    """Take the texts away that an element has beside what it shows."""
    for key in ("/ActualText", "/E", "/T"):
        if key in element:
            del element[key]
    if "/Alt" in element:
        element.Alt = String(PARTLY)
