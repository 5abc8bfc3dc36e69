"""Where a person goes on to after a login, and what goes along: never to another host, and nothing typed is lost."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

MAX_KEPT = 2_000_000
"""Longest form that goes along through a login, in characters."""


def local_path(address: str) -> str:
    """The address if it lies within the service, and nothing otherwise."""
    parts = urlsplit(address)
    # "//host" and "/\host" lead browsers to another host, and a line break into the header's next line
    if parts.scheme or parts.netloc or not address.startswith("/") or address[1:2] in ("/", "\\"):
        return ""
    return address if address.isprintable() and not address.startswith(("/logga-", "/sprak")) else ""


def kept_text(form: Mapping[str, Sequence[str]]) -> str:
    """What was typed, to be carried through a login; empty when it is too long."""
    pairs = [[name, value] for name, values in form.items() if name != "csrf" for value in values]
    text = json.dumps(pairs, ensure_ascii=False)
    return text if pairs and len(text) <= MAX_KEPT else ""


def kept_fields(text: str) -> list[tuple[str, str]]:
    """What was carried through the login."""
    try:
        pairs = json.loads(text) if text else []
        return [(str(name), str(value)) for name, value in pairs if str(name) != "csrf"]
    except (ValueError, TypeError):
        return []
