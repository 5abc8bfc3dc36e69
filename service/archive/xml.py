"""Writing XML: elements with what has no value left out, moments in UTC, and the same bytes every time."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from lxml import etree

from service.model.leverans import Leverans

Element = Any
"""lxml ships no types."""


def add(parent: Element, tag: str, text: str | None = None, /, **attributes: str | None) -> Element:
    """A child in the parent's namespace; an attribute without a value is left out.

    A prefix of an attribute stands before a double underscore: `xlink__href`.
    """
    namespace = etree.QName(parent).namespace
    child = etree.SubElement(parent, f"{{{namespace}}}{tag}")
    if text is not None:
        child.text = clean(text)
    put(child, attributes)
    return child


def put(element: Element, attributes: Mapping[str, str | None]) -> None:
    """Set attributes; one without a value is left out."""
    for name, value in attributes.items():
        if value is None or value == "":
            continue
        prefix, _, local = name.rpartition("__")
        element.set(f"{{{element.nsmap[prefix]}}}{local}" if prefix else local, clean(value))


def clean(text: str) -> str:
    """The text without what XML 1.0 cannot hold."""
    return "".join(sign for sign in text if sign in "\t\n\r" or (ord(sign) >= 32 and not _unfit(sign)))


def _unfit(sign: str) -> bool:
    return "\ud800" <= sign <= "\udfff" or sign in "\ufffe\uffff"


def serialise(root: Element) -> bytes:
    """The finished document."""
    done: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return done


def moment(at: datetime) -> str:
    """A moment in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def midnight(day: date) -> str:
    """A day where the standard wants a moment; without time zone, for a day has none."""
    return f"{day.isoformat()}T00:00:00"


def xml_id(package: str, name: str) -> str:
    """An id that is the same for the same package and name."""
    return f"ID-{uuid.uuid5(uuid.NAMESPACE_URL, f'{package}/{name}')}"


def title(leverans: Leverans) -> str:
    """What a package is called in words."""
    count = len(leverans.arenden)
    return (
        f"{count} {'ärende' if count == 1 else 'ärenden'} från {leverans.overenskommelse.arkivbildare.namn}"
    )
