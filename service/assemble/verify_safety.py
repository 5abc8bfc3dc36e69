"""No action that could harm its reader is left in the finished packet, wherever it hides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from service.assemble.actions import DANGEROUS
from service.assemble.verify_packed import unpack
from service.errors import Problem

_SUSPECT = re.compile(
    b"/S ?(?:"
    + b"|".join(re.escape(word.encode()) for word in sorted(DANGEROUS))
    + rb")\b|/JS[ \t\r\n\f]*(?:[(<\[]|\d+[ \t\r\n\f]+\d+[ \t\r\n\f]+R\b)"
)
"""A script has its text with it: the three letters alone stand in every few megabytes of packed data by chance."""


def check_safety(pdf: Path, packet: pikepdf.Pdf) -> Iterator[Problem]:
    """A quick look at the bytes, and a thorough one only where they look suspect."""
    if not looks_suspect(pdf):
        return
    for found in _dangerous_actions(packet):
        yield Problem(
            "dangerous_action_left", f"Paketet innehåller en otillåten åtgärd ({found[1:]}).", found
        )


def looks_suspect(pdf: Path) -> bool:
    """Whether something in the file's bytes, packed objects unpacked, may be such an action."""
    if _SUSPECT.search(pdf.read_bytes()):
        return True
    return any(_SUSPECT.search(packed.data) for packed in unpack(pdf))


def _dangerous_actions(packet: pikepdf.Pdf) -> Iterator[str]:
    for held in packet.objects:
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
    return isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect
