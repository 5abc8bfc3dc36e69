"""The `samlad.invalid` links of our own documents become links inside the packet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.assemble.annotations import InnerLink
from service.assemble.geometry import Sheet
from service.assemble.objects import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NullObject,
    NumberObject,
    drop,
    make,
    name,
    text,
)
from service.assemble.outline import Bookmark, heading_height
from service.assemble.raw import Raw
from service.assemble.serialise import with_entries
from service.errors import AssemblyError, Problem
from service.model.packet import Anchor, PacketPlan

_ABOVE_HEADING = 12.0


@dataclass(frozen=True, slots=True)
class Goal:
    """A place that links may lead to."""

    page: int
    """Counted from 1 in the packet."""
    description: str
    height: float | None = None
    """How high on the page, in its coordinates; None for its upper edge."""


def find_goals(
    plan: PacketPlan, anchors: Sequence[Anchor], headings: Mapping[str, Sequence[Bookmark]], first_object: int
) -> dict[str, Goal]:
    """All places that links may lead to: every part by its key, every anchor by its name.

    Args:
        plan: the parts' pages.
        anchors: the named places.
        headings: each part's own bookmarks.
        first_object: object number of the packet's first page; the pages are numbered in a row.

    Raises:
        AssemblyError: with every anchor whose heading its part does not have.
    """
    goals = {
        p.part.key: Goal(p.first_page, f"{p.part.label}, sida {p.label_of(p.first_page)}") for p in plan.parts
    }
    labels = plan.page_labels
    problems: list[Problem] = []
    for anchor in anchors:
        destination = _find_heading(headings.get(anchor.part, ()), anchor.heading)
        if destination is None:
            problems.append(
                Problem(
                    "anchor_not_found",
                    f"Rubriken ”{anchor.heading}” finns inte i delen ”{anchor.part}”.",
                    anchor.name,
                )
            )
            continue
        page = destination[0].idnum - first_object + 1
        goals[anchor.name] = Goal(
            page, f"{anchor.heading}, sida {labels[page - 1]}", heading_height(destination)
        )
    if problems:
        raise AssemblyError(*problems)
    return goals


def _find_heading(bookmarks: Sequence[Bookmark], heading: str) -> ArrayObject | None:
    wanted = " ".join(heading.split()).casefold()
    for top in bookmarks:
        for _, bookmark in top.walk():
            if bookmark.destination is not None and bookmark.title.casefold() == wanted:
                return bookmark.destination
    return None


def set_links(
    links: Sequence[InnerLink],
    goals: Mapping[str, Goal],
    pages: Sequence[IndirectObject],
    sheets: Sequence[Sheet],
) -> None:
    """Give every link its destination, without a visible border and with a text for those who don't see it.

    Raises:
        AssemblyError: with every link that leads to nothing.
    """
    problems: list[Problem] = []
    for link in links:
        goal = goals.get(link.target)
        if goal is None:
            problems.append(
                Problem(
                    "link_target_unknown",
                    f"En länk på sidan {link.page} leder till ”{link.target}”, som inte finns i paketet.",
                    link.target,
                )
            )
            continue
        destination = destination_to(pages[goal.page - 1], sheets[goal.page - 1], goal.height)
        _set_link(link.annotation, destination, goal.description)
    if problems:
        raise AssemblyError(*problems)


def clear_link(annotation: DictionaryObject) -> None:
    """Take out of a link what it gets from the packet."""
    drop(annotation, "/A", "/BS", "/Dest", "/C", "/Border", "/Contents")


def _set_link(annotation: DictionaryObject | Raw, destination: ArrayObject, description: str) -> None:
    entries = make(
        A=make(S=name("GoTo"), D=destination),
        Border=ArrayObject(NumberObject(0) for _ in range(3)),
        Contents=text(f"Gå till {description}"),
    )
    if isinstance(annotation, Raw):  # one that is cleared
        annotation.head = with_entries(annotation.head, entries)
    else:
        clear_link(annotation)
        dict.update(annotation, entries)


def destination_to(place: IndirectObject, sheet: Sheet, height: float | None = None) -> ArrayObject:
    """A destination at the upper edge of what is seen of a page, or at a height; the reader's zoom stays."""
    left, top = sheet.point(0, sheet.height)
    if height is not None and sheet.rotation == 0:
        top = min(top, height + _ABOVE_HEADING)
    return ArrayObject([place, name("XYZ"), FloatObject(left), FloatObject(top), NullObject()])
