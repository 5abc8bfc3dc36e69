"""Public 360 by its SIF interface: CreateCase, CreateDocument, CreateFile as JSON-RPC over POST.

The key goes in the address, as the interface wants it; so the address is never logged. Our own id stands in `Notes`,
where a person sees it too.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.diary.calls import Caller, lost, refused
from service.diary.port import Answer, doubtful
from service.model.diarium import Diariearende, Diariefil, Diariehandling, Riktning

_PATH = "/Biz/v2/api/call/SI.Data.RPC/SI.Data.RPC"
_CATEGORIES: Mapping[Riktning, str] = {
    Riktning.INKOMMEN: "110",
    Riktning.UTGAENDE: "111",
    Riktning.UPPRATTAD: "60005",
}
"""The codes that the interface's public clients use for in, out and internal."""
_REGISTERED = "J"
_ROLES = {"avsandare": "5", "mottagare": "6"}


@dataclass(frozen=True, slots=True)
class SifDiary:
    """A Public 360."""

    caller: Caller
    key: str

    def case(self, case: Diariearende, ident: str, *, unsure: bool) -> Answer:
        """Make the matter; `UnofficialTitle` is what everybody may see."""
        title = case.arendemening_skyddad or case.arendemening_offentlig
        if unsure:
            found = self._search("CaseService/GetCases", {"Title": title}, "Cases", ident)
            if found is not None:
                return _answer(found, "CaseNumber")
        told = self._call(
            "CaseService/CreateCase",
            {
                "Title": title,
                "UnofficialTitle": case.arendemening_offentlig,
                "Notes": ident,
                "ResponsibleEnterpriseNumber": "",
            },
        )
        return _answer(told, "CaseNumber")

    def document(
        self, case: Diariearende, at: Answer, document: Diariehandling, ident: str, *, unsure: bool
    ) -> Answer:
        """Make the document; its files come after."""
        if unsure:
            found = self._search(
                "DocumentService/GetDocuments", {"CaseNumber": at.number}, "Documents", ident, document.titel
            )
            if found is not None:
                return _answer(found, "DocumentNumber")
        told = self._call(
            "DocumentService/CreateDocument",
            {
                "Title": document.titel,
                "UnofficialTitle": document.titel_publik
                or ("" if document.secret or case.secret else document.titel),
                "CaseNumber": at.number,
                "Category": _CATEGORIES[document.riktning],
                "Status": _REGISTERED,
                "DocumentDate": document.datum.isoformat(),
                "Notes": ident,
                "Paragraph": document.sekretess.bestammelse if document.sekretess and document.secret else "",
                "Contacts": [
                    {"Role": _ROLES[one.roll.value], "ExternalId": "", "Name": one.namn}
                    for one in document.parter
                ],
            },
        )
        return _answer(told, "DocumentNumber")

    def file(
        self, at: Answer, file: Diariefil, fetch: Callable[[Diariefil], Path], *, unsure: bool
    ) -> Answer:
        """Put a file to the document, as base64."""
        title = f"{file.namn} ({file.sha256[:12]})"
        if unsure:
            parameter = {"DocumentNumber": at.number, "IncludeFiles": True}
            told = self._call("DocumentService/GetDocuments", parameter)
            for one in (
                kept for document in told.get("Documents", []) for kept in document.get("Files") or []
            ):
                if one.get("Title") == title:
                    return Answer(str(one.get("Recno", "")))
        data = base64.b64encode(fetch(file).read_bytes()).decode()
        form = Path(file.namn).suffix.lstrip(".").upper()
        told = self._call(
            "FileService/CreateFile",
            {"Title": title, "Format": form, "Base64Data": data, "DocumentNumber": at.number},
        )
        return Answer(str(told.get("Recno", "")))

    def finish(self, case: Diariearende, document: Diariehandling, at: Answer) -> None:
        """Nothing: the document was registered when it was made."""

    def _search(
        self, call: str, wanted: Mapping[str, Any], listed: str, ident: str, title: str = ""
    ) -> Mapping[str, Any] | None:
        """What carries our id. Raises DiaryDoubtful: something of the same title does not say whose it is."""
        told = self._call(call, wanted)
        found: list[Mapping[str, Any]] = told.get(listed) or []
        for one in found:
            if one.get("Notes") == ident:
                return one
        same = title or wanted.get("Title")
        if any("Notes" not in one and one.get("Title") == same for one in found):
            raise doubtful(f"”{same}”")
        return None

    def _call(self, name: str, parameter: Mapping[str, Any]) -> Mapping[str, Any]:
        sent = json.dumps({"parameter": {key: value for key, value in parameter.items() if value != ""}})
        received = self.caller.send("POST", f"{_PATH}/{name}", sent.encode(), query={"authkey": self.key})
        told = received.json()
        if received.status >= 400 or not isinstance(told, dict) or not told.get("Successful"):
            words = told.get("ErrorMessage") if isinstance(told, dict) else ""
            raise refused(str(words or f"svar {received.status}"))
        return told


def _answer(told: Mapping[str, Any], name: str) -> Answer:
    """What was made. Raises DiaryUnclear: the answer does not say what number it got."""
    number = str(told.get(name) or "")
    if not number:
        raise lost("svarade utan nummer")
    return Answer(str(told.get("Recno", "")), number)
