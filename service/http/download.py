"""Files on their way out: streamed, in parts when that is asked for, with their names in any alphabet."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from flask import Response, request
from werkzeug.datastructures import ContentRange
from werkzeug.http import parse_range_header, unquote_etag

from service.errors import Problem, SamladError
from service.flow.jobs import OutputFile
from service.flow.service import Service

KINDS = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".json": "application/json",
    ".csv": "text/csv",
}


class RangeNotPossible(SamladError):
    """The file has no such part (RFC 9110, 15.5.17)."""

    code = "range_not_possible"
    http_status = 416


def file_response(service: Service, file: OutputFile) -> Response:
    """The file, or the one part of it that is asked for."""
    store = service.store
    size = store.size(file.sha256)
    start, end = _part(file, size)
    whole = (start, end) == (0, size)
    response = Response(
        b"" if request.method == "HEAD" else store.read(file.sha256, start, end),
        200 if whole else 206,
        mimetype=KINDS.get(Path(file.name).suffix.lower(), "application/octet-stream"),
    )
    response.set_etag(file.sha256)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Disposition"] = disposition(file.name)
    response.headers["Content-Length"] = str(end - start)
    if not whole:
        response.headers["Content-Range"] = str(ContentRange("bytes", start, end, size))
    elif request.if_none_match.contains_weak(file.sha256):
        return _unchanged(file)
    return response


def stream_response(text: Iterator[str], name: str) -> Response:
    """A file that is written while it is sent."""
    response = Response(text, mimetype=KINDS.get(Path(name).suffix.lower(), "text/plain"))
    response.headers["Content-Disposition"] = disposition(name)
    return response


def _unchanged(file: OutputFile) -> Response:
    response = Response(status=304)
    response.set_etag(file.sha256)
    return response


def _part(file: OutputFile, size: int) -> tuple[int, int]:
    wanted = parse_range_header(request.headers.get("Range"))
    condition = request.headers.get("If-Range", "")
    if wanted is None or len(wanted.ranges) != 1 or wanted.units != "bytes":
        return 0, size
    if condition and unquote_etag(condition)[0] != file.sha256:
        return 0, size
    found = wanted.range_for_length(size)
    if found is None or found[0] is None or found[1] is None:
        raise RangeNotPossible(
            Problem(
                "range_not_possible",
                f"Filen har {size} byte; den begärda delen finns inte.",
                "Range",
                "Hämta hela filen, eller en del av den.",
            )
        )
    return found[0], found[1]


def disposition(name: str) -> str:
    """Saved under its name, å ä ö too (RFC 6266, RFC 8187); old readers get the nearest ASCII name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = "".join(sign if sign.isalnum() or sign in "._- " else "_" for sign in plain) or "fil"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
