"""Many files as one ZIP, written while it is sent: no copy of them is made, whatever their size."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence

from flask import Response

from service.flow.jobs import OutputFile
from service.flow.service import Service
from service.http.download import disposition

_LARGE = 2 << 30


class _Outlet(io.RawIOBase):
    """Where the ZIP is written: what lies in it is taken out at once."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: object) -> int:
        """Hold it until it is taken."""
        block = bytes(data)  # type: ignore[call-overload]  # zipfile gives bytes
        self._held += block
        return len(block)

    def take(self) -> bytes:
        """What has been written since the last time."""
        taken = bytes(self._held)
        self._held.clear()
        return taken


def zip_response(
    service: Service, files: Sequence[OutputFile], told: Mapping[str, str], name: str
) -> Response:
    """The files under their names, with texts of ours beside them; what is missing is said before it begins."""
    for one in files:
        service.store.size(one.sha256)
    response = Response(_written(service, files, told), mimetype="application/zip")
    response.headers["Content-Disposition"] = disposition(name)
    return response


def _written(service: Service, files: Sequence[OutputFile], told: Mapping[str, str]) -> Iterator[bytes]:
    outlet = _Outlet()
    # Documents and pictures are packed already; packing them again would cost time and save nothing.
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_STORED) as archive:
        for one in files:
            with archive.open(zipfile.ZipInfo(one.name), "w", force_zip64=one.size >= _LARGE) as entry:
                for block in service.store.read(one.sha256):
                    entry.write(block)
                    yield outlet.take()
        for name, text in told.items():
            archive.writestr(zipfile.ZipInfo(name), text.encode("utf-8"))
    yield outlet.take()
