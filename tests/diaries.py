"""Diaries for tests: servers that behave as the real ones are documented to, and that fail when they are told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

KEY = "en-hemlig-nyckel"
RPC = "/Biz/v2/api/call/SI.Data.RPC/SI.Data.RPC/"


@dataclass
class Diary:
    """What such a server holds, and what it is to do wrong: one fault for each coming call, by its name."""

    faults: dict[str, list[str]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    cases: list[dict[str, Any]] = field(default_factory=list)
    documents: list[dict[str, Any]] = field(default_factory=list)
    address: str = ""
    released: threading.Event = field(default_factory=threading.Event)
    tells_notes: bool = True
    """Whether its lists tell the notes; without them nobody can see whose something is."""

    def fault(self, call: str) -> str:
        """The next fault of a call; empty when it goes well."""
        left = self.faults.get(call, [])
        return left.pop(0) if left else ""


class _Handler(BaseHTTPRequestHandler):
    diary: Diary

    def log_message(self, *_: Any) -> None:
        """Nothing."""

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _answer(self, status: int, told: Any, headers: dict[str, str] | None = None, short: int = 0) -> None:
        content = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        for name, text in (headers or {}).items():
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(content) + short))
        self.end_headers()
        self.wfile.write(content)

    def _fails(self, fault: str) -> bool:
        """A fault that comes before anything is done."""
        if fault == "silent":
            self.diary.released.wait(30)
            self.close_connection = True
        elif fault in {"401", "403", "500", "502", "503"}:
            self._answer(int(fault), {"title": "Fel"})
        elif fault == "302":
            self._answer(302, {}, {"Location": "http://127.0.0.1:1/annanstans"})
        else:
            return False
        return True

    def _loses(self, fault: str) -> bool:
        """A fault that comes when all is done: the answer does not come, or not whole."""
        if fault == "lost":
            self.close_connection = True
            return True
        if fault == "half":
            self._answer(200, {"Successful": True}, short=100)
            self.close_connection = True
            return True
        if fault == "html":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<html>proxy</html>")
            self.close_connection = True
            return True
        return False


class SifHandler(_Handler):
    """Public 360's SIF: JSON-RPC over POST, answers with `Successful` and `ErrorMessage`."""

    def do_POST(self) -> None:
        """A call."""
        address = urlsplit(self.path)
        name = address.path.removeprefix(RPC)
        sent = json.loads(self._body())["parameter"]
        self.diary.calls.append(name)
        fault = self.diary.fault(name)
        if self._fails(fault):
            return
        if parse_qs(address.query).get("authkey") != [KEY]:
            self._answer(401, {})
            return
        if fault == "refuse":
            self._answer(200, {"Successful": False, "ErrorMessage": "Responsible person is missing"})
            return
        told = getattr(self, f"_{name.rpartition('/')[2].lower()}")(sent)
        if not self._loses(fault):
            self._answer(200, {"Successful": True, "ErrorMessage": None, "ErrorDetails": None, **told})

    def _createcase(self, sent: dict[str, Any]) -> dict[str, Any]:
        recno = 200001 + len(self.diary.cases)
        made = {"Recno": recno, "CaseNumber": f"26/{101 + len(self.diary.cases):05}", **sent}
        self.diary.cases.append(made)
        return {"Recno": recno, "CaseNumber": made["CaseNumber"]}

    def _createdocument(self, sent: dict[str, Any]) -> dict[str, Any]:
        recno = 300001 + len(self.diary.documents)
        nr = 1 + sum(one["CaseNumber"] == sent["CaseNumber"] for one in self.diary.documents)
        made = {"Recno": recno, "DocumentNumber": f"{sent['CaseNumber']}-{nr}", "Files": [], **sent}
        self.diary.documents.append(made)
        return {"Recno": recno, "DocumentNumber": made["DocumentNumber"]}

    def _createfile(self, sent: dict[str, Any]) -> dict[str, Any]:
        document = next(
            one for one in self.diary.documents if one["DocumentNumber"] == sent["DocumentNumber"]
        )
        document["Files"].append({"Recno": 400001, **sent})
        return {"Recno": 400001}

    def _getcases(self, sent: dict[str, Any]) -> dict[str, Any]:
        return {"Cases": [self._shown(one) for one in self.diary.cases if one["Title"] == sent["Title"]]}

    def _getdocuments(self, sent: dict[str, Any]) -> dict[str, Any]:
        found = [
            one
            for one in self.diary.documents
            if one["CaseNumber"] == sent.get("CaseNumber")
            or one["DocumentNumber"] == sent.get("DocumentNumber")
        ]
        return {"Documents": [self._shown(one) for one in found]}

    def _shown(self, one: dict[str, Any]) -> dict[str, Any]:
        return one if self.diary.tells_notes else {key: value for key, value in one.items() if key != "Notes"}


class RestHandler(_Handler):
    """A documents API of Sundsvall's shape: problem documents (RFC 7807), revisions, confidential ones hidden."""

    def _open(self, name: str) -> bool:
        self.diary.calls.append(name)
        self.fault = self.diary.fault(name)
        if self._fails(self.fault):
            return False
        if self.headers.get("Authorization") != f"Bearer {KEY}":
            self._answer(401, {"title": "Unauthorized", "status": 401})
            return False
        return True

    def _parts(self) -> dict[str, Any]:
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        whole = BytesParser(policy=HTTP).parsebytes(head + self._body())
        return {
            str(part.get_param("name", header="content-disposition")): part for part in whole.iter_parts()
        }

    def do_POST(self) -> None:
        """A new document."""
        parts = self._parts()
        if not self._open("POST /documents"):
            return
        told = json.loads(parts["document"].get_payload(decode=True))
        if self.fault == "refuse":
            faults = [{"field": "type", "message": "must be a valid document type"}]
            self._answer(400, {"title": "Constraint Violation", "status": 400, "violations": faults})
            return
        number = f"2026-1440-{len(self.diary.documents) + 1}"
        self.diary.documents.append({**told, "registrationNumber": number, "revision": 1, "documentData": []})
        if not self._loses(self.fault):
            self._answer(201, {}, {"Location": f"/documents/{number}"})

    def do_PUT(self) -> None:
        """A file for a document."""
        parts = self._parts()
        if not self._open("PUT /files"):
            return
        number = unquote(self.path.split("/")[2])
        document = next(one for one in self.diary.documents if one["registrationNumber"] == number)
        sent = parts["documentFile"]
        content = sent.get_payload(decode=True)
        kept = {
            "id": "f",
            "fileName": sent.get_filename(),
            "fileSizeInBytes": len(content),
            "content": content.decode("latin-1"),
        }
        document["documentData"].append(kept)
        document["revision"] += 1
        if not self._loses(self.fault):
            self._answer(200, {})

    def do_GET(self) -> None:
        """One document, or those that a word finds; a confidential one only for who asks for it."""
        if not self._open("GET"):
            return
        address = urlsplit(self.path)
        asked = parse_qs(address.query)
        secret = asked.get("includeConfidential") == ["true"]
        there = [one for one in self.diary.documents if secret or not one["confidentiality"]["confidential"]]
        if address.path == "/documents":
            found = [one for one in there if asked["query"][0] in json.dumps(one["metadataList"])]
            self._answer(200, {"documents": found})
            return
        one = next(
            (one for one in there if one["registrationNumber"] == unquote(address.path.split("/")[2])), None
        )
        self._answer(200, one) if one else self._answer(404, {"title": "Not Found", "status": 404})


@contextmanager
def diary_server(handler: type[_Handler]) -> Iterator[Diary]:
    """Such a server, on a port of its own."""
    diary = Diary()
    made = type("Handler", (handler,), {"diary": diary})
    server = ThreadingHTTPServer(("127.0.0.1", 0), made)
    server.daemon_threads = True
    diary.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield diary
    finally:
        diary.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
