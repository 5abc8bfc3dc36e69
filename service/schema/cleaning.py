"""The washing of texts before anything else looks at them: what XML forbids is taken out, and told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from service.errors import Notice

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAKS = re.compile("\r\n?")


def clean(raw: Any, source: str) -> tuple[Any, tuple[Notice, ...]]:
    """The same input with clean texts, and a notice for every text that lost a character.

    Word cannot hold control characters, lone surrogates or U+FFFE/U+FFFF. Line breaks are unified, silently.
    """
    notices: list[Notice] = []
    return _clean(raw, "", source, notices), tuple(notices)


def _clean(value: Any, path: str, source: str, notices: list[Notice]) -> Any:
    if isinstance(value, str):
        return _clean_text(value, path, source, notices)
    if isinstance(value, Mapping):
        return {
            key: _clean(child, f"{path}.{key}" if path else str(key), source, notices)
            for key, child in value.items()
        }
    if isinstance(value, list | tuple):
        return [_clean(child, f"{path}[{index}]", source, notices) for index, child in enumerate(value)]
    return value


def _clean_text(text: str, path: str, source: str, notices: list[Notice]) -> str:
    text = _LINE_BREAKS.sub("\n", text)
    found = _FORBIDDEN.findall(text)
    if not found:
        return text
    codes = ", ".join(sorted({f"U+{ord(char):04X}" for char in found}))
    count = "Ett tecken" if len(found) == 1 else f"{len(found)} tecken"
    notices.append(
        Notice(
            "character_removed", f"{count} som inte kan stå i ett dokument togs bort ({codes}).", path, source
        )
    )
    return _FORBIDDEN.sub("", text)
