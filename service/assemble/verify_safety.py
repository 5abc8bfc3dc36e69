"""No action that could harm its reader is left in the finished packet, wherever it hides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pikepdf

from service.assemble.actions import DANGEROUS
from service.assemble.verify_packed import PackedObjects
from service.errors import Problem

_SUSPECT = re.compile(
    b"/S ?(?:"
    + b"|".join(re.escape(word.encode()) for word in sorted(DANGEROUS))
    + rb")\b|/JS[ \t\r\n\f]*(?:[(<\[]|\d+[ \t\r\n\f]+\d+[ \t\r\n\f]+R\b)"
)
"""A script has its text with it: the three letters alone stand in every few megabytes of packed data by chance."""
_RENEWED = re.compile(rb"\d\s+[1-9]\d*\s+obj\b")
"""An object of a later generation, as neither we nor qpdf write them."""


def check_safety(packed: PackedObjects, packet: pikepdf.Pdf) -> Iterator[Problem]:
    """A quick look at the bytes, and a thorough one only where they look suspect.

    What looks so is mostly chance, in a picture or a font of some megabytes. Then the objects that are not packed are
    looked into: the packed ones were seen as they are, and have nothing of the kind.
    """
    everywhere = any(looks_suspect(stream.data) for stream in packed.streams)
    if not everywhere and not looks_suspect(packed.data):
        return
    everywhere |= _RENEWED.search(packed.data) is not None
    for found in _dangerous_actions(packet.objects if everywhere else _unpacked(packed, packet)):
        yield Problem(
            "dangerous_action_left", f"Paketet innehåller en otillåten åtgärd ({found[1:]}).", found
        )


def looks_suspect(data: bytes) -> bool:
    """Whether something in a file's bytes may be such an action."""
    return _SUSPECT.search(data) is not None


def _unpacked(packed: PackedObjects, packet: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for number in range(1, int(packet.trailer.Size)):
        if number not in packed:
            yield packet.get_object(number, 0)


def _dangerous_actions(objects: Iterable[pikepdf.Object]) -> Iterator[str]:
    for held in objects:
        stack = [held]
        while stack:
            value = stack.pop()
            if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
                kind = value.get("/S")
                if str(kind) in DANGEROUS and not isinstance(value.get("/P"), pikepdf.Dictionary):
                    yield str(kind)
                stack.extend(inner for _, inner in value.items() if _is_direct(inner))
            elif isinstance(value, pikepdf.Array):
                stack.extend(inner for inner in value if _is_direct(inner))


def _is_direct(value: object) -> bool:
    return (
        isinstance(value, pikepdf.Object)
        and not value.is_indirect
        and isinstance(value, pikepdf.Dictionary | pikepdf.Array)
    )
