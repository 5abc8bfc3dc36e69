"""Copies of our own documents whose links lead to other files: where a packet is split, their goals are there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pikepdf

from service.model.packet import LINK_BASE


def relink(pdf: Path, target: Path, addresses: Mapping[str, tuple[str, str]]) -> Path:
    """Turn the `samlad.invalid` links to some targets into links to addresses.

    Args:
        pdf: one of our own documents.
        target: where the changed copy is written.
        addresses: for each target its address and what the link does, in words.

    Returns:
        The copy, or the document itself when it has no such link.
    """
    with pikepdf.open(pdf) as document:
        turned = [_turn(link, addresses) for page in document.pages for link in page.obj.get("/Annots", [])]
        if not any(turned):
            return pdf
        document.save(target, deterministic_id=True)
    return target


def _turn(link: Any, addresses: Mapping[str, tuple[str, str]]) -> bool:
    action = link.get("/A", pikepdf.Dictionary()) if link.get("/Subtype") == "/Link" else pikepdf.Dictionary()
    address = str(action.get("/URI", ""))
    goal = addresses.get(unquote(address.removeprefix(LINK_BASE)))
    if not address.startswith(LINK_BASE) or goal is None:
        return False
    action.URI, link.Contents = pikepdf.String(goal[0]), pikepdf.String(goal[1])
    return True
