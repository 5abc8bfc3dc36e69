"""What may happen when a reader clicks: going to a place in the packet, and opening a web or mail address.

Everything else that PDF can do (scripts, programs, other files, forms that send themselves) is taken out.
"""

from __future__ import annotations

import re
from typing import Any

from service.assemble.objects import (
    DictionaryObject,
    IndirectObject,
    drop,
    entry,
    make,
    name,
    resolve,
    string_bytes,
    text,
)
from service.assemble.source import Source

DANGEROUS = frozenset(
    {
        "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/ResetForm", "/GoToR", "/GoToE", "/GoToDp",
        "/Rendition", "/Sound", "/Movie", "/Hide", "/Thread", "/SetOCGState", "/RichMediaExecute", "/GoTo3DView",
        "/Trans",
    }
)  # fmt: skip
_DEEDS = frozenset({"/JS", "/F", "/Win", "/Mac", "/Unix", "/Next"})
"""Keys by which an action acts, and which no structure element has."""
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.\-]*):")
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def clean_action(source: Source, value: Any) -> DictionaryObject | None:
    """A harmless action that does the same, or None. What follows it (`/Next`) is never kept."""
    kind = entry(value, "/S")
    if kind == "/GoTo":
        destination = source.destination(dict.get(value, "/D"))
        return make(S=name("GoTo"), D=destination) if destination is not None else None
    address = uri_of(value)
    return make(S=name("URI"), URI=text(address)) if address is not None and is_harmless(address) else None


def uri_of(action: Any) -> str | None:
    """The address of a web link; None when the action is none."""
    if entry(action, "/S") != "/URI":
        return None
    value = entry(action, "/URI")
    return string_bytes(value).decode("latin1") if value is not None else None


def is_harmless(address: str) -> bool:
    """Whether an address leads to the web, a mailbox or a telephone, and not into the reader's own machine."""
    scheme = _SCHEME.match(address)
    if scheme is None:
        return not address.lstrip().startswith(("\\", "//"))
    return scheme[1].lower() in _SCHEMES


def is_dangerous(holder: DictionaryObject) -> bool:
    """Whether a dictionary is an action that must not come along; a structure element has a role under the same key."""
    kind = dict.get(holder, "/S")
    if isinstance(kind, IndirectObject):
        kind = resolve(kind)
    if not isinstance(kind, str) or kind not in DANGEROUS or dict.get(holder, "/Type") == "/Trans":
        return False
    return not isinstance(dict.get(holder, "/P"), IndirectObject) or not _DEEDS.isdisjoint(holder)


def disarm(holder: DictionaryObject) -> None:
    """Empty a dictionary that could do harm wherever it was hidden: the net below `clean_action`."""
    if is_dangerous(holder):
        holder.clear()
    if isinstance(entry(holder, "/EF"), dict):
        drop(holder, "/EF")
    if isinstance(entry(holder, "/AF"), list):
        drop(holder, "/AF")
