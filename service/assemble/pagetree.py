"""The pages of a PDF, walked without recursion, each with what it inherits made its own."""

from __future__ import annotations

from dataclasses import dataclass

from service.assemble.objects import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NumberObject,
    entry,
    entry_list,
    name,
    resolve,
)
from service.assemble.plainfile import Reader

INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
_US_LETTER = (0, 0, 612, 792)
_NODES_PER_PAGE = 8


class TooManyPages(Exception):  # a boundary that was reached, not a mistake
    """The page tree holds more pages than were asked for."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page: its object number in the source (None for a page that is written directly) and its dictionary."""

    number: int | None
    page: DictionaryObject
    sized: bool = True
    """Whether the file says how large it is; if not, it has got the size of US Letter."""


def read_pages(reader: Reader, limit: int) -> list[Leaf]:
    """All pages in order.

    Raises:
        TooManyPages: as soon as the limit is passed, so that a tree of a million pages costs nothing.
        ValueError: the tree turns back on itself or is no tree.
    """
    leaves: list[Leaf] = []
    used: set[int] = set()
    nodes: set[int] = set()
    stack: list[tuple[object, dict[str, object]]] = [(dict.get(reader.root_object, "/Pages"), {})]
    while stack:
        reference, inherited = stack.pop()
        node = resolve(reference)
        if not isinstance(node, DictionaryObject):
            continue
        if "/Kids" in node:
            if id(node) in nodes or len(nodes) > limit * _NODES_PER_PAGE + 1000:
                raise ValueError("the page tree is cyclic")
            nodes.add(id(node))
            handed_down = inherited | {key: dict.get(node, key) for key in INHERITED if key in node}
            stack.extend((kid, handed_down) for kid in reversed(entry_list(node, "/Kids")))
            continue
        if len(leaves) == limit:
            raise TooManyPages
        leaves.append(_leaf(reference, node, inherited, used))
    return leaves


def _leaf(reference: object, node: DictionaryObject, inherited: dict[str, object], used: set[int]) -> Leaf:
    number = reference.idnum if isinstance(reference, IndirectObject) else None
    if number in used:  # the same page twice in the tree: a page of its own, made of the same things
        node, number = DictionaryObject(node), None
    elif number is not None:
        used.add(number)
    for key, value in inherited.items():
        if key not in node:
            dict.__setitem__(node, name(key[1:]), value)
    sized = isinstance(entry(node, "/MediaBox"), list)
    if not sized:
        node[name("MediaBox")] = ArrayObject(NumberObject(edge) for edge in _US_LETTER)
    return Leaf(number, node, sized)
