"""References from one document into others: the page of every heading that is quoted, and the link that leads there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from service.model.packet import LINK_BASE, Anchor

Heading = tuple[int, str, int]
"""Level, title and page, as `assemble/headings.py` gives them."""

NBSP = "\u00a0"
_SIGNS = frozenset({"dokument", "avsnitt", "amne", "text", "kort", "lank"})
"""By these fields a reference is known in a template's context."""


def place_references(
    context: Mapping[str, Any], headings: Mapping[str, Sequence[Heading]], parts: Mapping[str, str]
) -> tuple[Anchor, ...]:
    """Write into every reference of a context what it says, and where it leads.

    Args:
        context: what a template sees; its references are changed.
        headings: the headings of the documents that are referred to, by the documents' ids.
        parts: the keys of those that stand in the same packet, by their ids; the references lead to them.

    Returns:
        The places in the packet that the references lead to.
    """
    anchors: dict[str, Anchor] = {}
    for reference in _references(context):
        found = _find(reference, headings.get(reference["dokument"], ()))
        reference["text"] = _full(reference, found)
        reference["kort"] = _short(reference, found)
        key = parts.get(reference["dokument"])
        if key is None:
            continue
        reference["lank"] = LINK_BASE + key
        if found is not None:
            at, (_, title, _) = found
            name = f"{key}.rubrik{at + 1}"
            anchors[name] = Anchor(name, key, title)
            reference["lank"] = LINK_BASE + name
    return tuple(anchors.values())


def _references(value: Any) -> Iterator[dict[str, str]]:
    if isinstance(value, dict):
        if value.keys() >= _SIGNS:
            yield value
            return
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _references(item)


def _find(reference: Mapping[str, str], headings: Sequence[Heading]) -> tuple[int, Heading] | None:
    """The heading itself, with or without a number before it; else the first one that ends with the subject."""
    for wanted in filter(None, (reference["avsnitt"], reference["amne"])):
        ending = " ".join(wanted.split()).casefold()
        for at, heading in enumerate(headings):
            title = heading[1].casefold()
            if title == ending or title.endswith(f" {ending}"):
                return at, heading
    return None


def _full(reference: Mapping[str, str], found: tuple[int, Heading] | None) -> str:
    number = f" ({reference['diarienummer']})" if reference["diarienummer"] else ""
    document = f"{reference['titel']}{number}"
    if found is None:
        return f"{document}, avsnittet ”{reference['avsnitt']}”"
    _, title, page = found[1]
    section = f"avsnitt {title}" if _section_number(title) else f"avsnittet ”{title}”"
    return f"{document}, {section}, sidan{NBSP}{page}"


def _short(reference: Mapping[str, str], found: tuple[int, Heading] | None) -> str:
    if found is None:
        return reference["diarienummer"] or reference["titel"]
    _, title, page = found[1]
    number = _section_number(title)
    return f"avsnitt{NBSP}{number}, sidan{NBSP}{page}" if number else f"sidan{NBSP}{page}"


def _section_number(title: str) -> str:
    """The number before a heading, such as `3.2.1`; empty when it has none."""
    first = title.partition(" ")[0]
    return first if first.replace(".", "").isdigit() else ""
