"""A documents API of the shape that Sundsvall has published: POST /documents with parts, revisions, confidentiality.

There is no matter of its own in it: our matter's title and id stand as metadata on each document, and the
registration number of the document is what the diary answers with.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from service.diary.calls import Caller, Received, lost, refused
from service.diary.port import Answer
from service.model.diarium import Diariearende, Diariefil, Diariehandling

_IDENT = "samladId"
_ARENDE = "samladArende"


@dataclass(frozen=True, slots=True)
class RestDiary:
    """Such an API."""

    caller: Caller
    author: str

    def case(self, case: Diariearende, ident: str, *, unsure: bool) -> Answer:  # noqa: ARG002 - the interface's
        """Nothing is made: the API knows documents alone."""
        return Answer(ident)

    def document(
        self, case: Diariearende, at: Answer, document: Diariehandling, ident: str, *, unsure: bool
    ) -> Answer:
        """Make the document; its files come after, each as a revision."""
        if unsure:
            found = self._found(ident)
            if found:
                return Answer(found, found)
        note = document.sekretess if document.secret else case.sekretess if case.secret else None
        told = {
            "createdBy": self.author,
            "confidentiality": {
                "confidential": note is not None,
                "legalCitation": note.bestammelse if note is not None else None,
            },
            "archive": False,
            "description": document.titel,
            "type": document.handlingstyp.upper(),
            "metadataList": [
                {"key": _IDENT, "value": ident},
                {"key": _ARENDE, "value": at.reference},
                {"key": "arendemening", "value": case.arendemening_offentlig},
                {"key": "riktning", "value": document.riktning.value},
                {"key": "datum", "value": document.datum.isoformat()},
                *({"key": one.roll.value, "value": one.namn} for one in document.parter),
            ],
        }
        body, kind = _parts({"document": (None, "application/json", json.dumps(told).encode())})
        received = self._taken(self.caller.send("POST", "/documents", body, kind))
        number = _number(received)
        return Answer(number, number)

    def file(
        self, at: Answer, file: Diariefil, fetch: Callable[[Diariefil], Path], *, unsure: bool
    ) -> Answer:
        """Put a file to the document."""
        if unsure:
            whole = self._taken(
                self.caller.send("GET", f"/documents/{quote(at.number, safe='')}", query=_SECRET)
            ).json()
            for one in whole.get("documentData") or []:
                if one.get("fileName") == file.namn and one.get("fileSizeInBytes") == file.storlek:
                    return Answer(str(one.get("id", "")))
        content = fetch(file).read_bytes()
        head = json.dumps({"createdBy": self.author}).encode()
        body, kind = _parts(
            {
                "document": (None, "application/json", head),
                "documentFile": (file.namn, file.format or "application/octet-stream", content),
            }
        )
        path = f"/documents/{quote(at.number, safe='')}/files"
        self._taken(self.caller.send("PUT", path, body, kind)).json()
        return Answer(file.namn)

    def finish(self, case: Diariearende, document: Diariehandling, at: Answer) -> None:
        """Nothing: each revision counts by itself."""

    def _found(self, ident: str) -> str:
        """The number of the document that carries our id; empty when there is none."""
        query = {**_SECRET, "query": ident}
        told = self._taken(self.caller.send("GET", "/documents", query=query)).json()
        for one in told.get("documents") or []:
            for pair in one.get("metadataList") or []:
                if pair.get("key") == _IDENT and pair.get("value") == ident:
                    return str(one.get("registrationNumber", ""))
        return ""

    def _taken(self, received: Received) -> Received:
        if received.status >= 400:
            raise refused(_words(received))
        return received


_SECRET: Mapping[str, str] = {"includeConfidential": "true"}


def _number(received: Received) -> str:
    """The registration number: in the body, or at the end of the address of what was made."""
    told = received.json()
    number = told.get("registrationNumber") if isinstance(told, dict) else ""
    number = str(number or received.headers.get("location", "").rstrip("/").rpartition("/")[2])
    if not number:
        raise lost("svarade utan nummer")
    return number


def _words(received: Received) -> str:
    """What a problem document says (RFC 7807)."""
    told: Any = received.json()
    if not isinstance(told, dict):
        return f"svar {received.status}"
    faults = "; ".join(f"{one.get('field')}: {one.get('message')}" for one in told.get("violations") or [])
    return str(faults or told.get("detail") or told.get("title") or f"svar {received.status}")


def _parts(parts: Mapping[str, tuple[str | None, str, bytes]]) -> tuple[bytes, str]:
    """A multipart body (RFC 7578); its boundary follows from the content."""
    mark = hashlib.sha256(b"".join(content for _, _, content in parts.values())).hexdigest()[:32]
    pieces = []
    for name, (file, kind, content) in parts.items():
        told = f'form-data; name="{name}"' + (f'; filename="{_quoted(file)}"' if file is not None else "")
        head = f"--{mark}\r\nContent-Disposition: {told}\r\nContent-Type: {kind}\r\n\r\n"
        pieces += [head.encode(), content, b"\r\n"]
    return b"".join([*pieces, f"--{mark}--\r\n".encode()]), f"multipart/form-data; boundary={mark}"


def _quoted(name: str) -> str:
    return name.replace("\\", "_").replace('"', "%22").replace("\r", " ").replace("\n", " ")
