"""A server that speaks clamd's protocol (INSTREAM), for tests: it knows one virus, EICAR's test file."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""In two pieces, so that a scanner of this machine does not take the test's own source away."""
STREAM_LIMIT = 20_000


class _Scan(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        """One command, as clamd reads it: `z` means that it and its answer end with a zero byte."""
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        assert command == b"zINSTREAM\0"
        self.wfile.write(self._answer() + b"\0")

    def _answer(self) -> bytes:
        content = b""
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
            if len(content) > STREAM_LIMIT:
                return b"INSTREAM size limit exceeded. ERROR"
        return b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"


@contextmanager
def clamd(folder: Path, kind: str) -> Iterator[str]:
    """The address of a running one: `unix` or `tcp`."""
    path = folder / "clamd.ctl"
    server: socketserver.BaseServer
    if kind == "unix":
        server, address = socketserver.ThreadingUnixStreamServer(str(path), _Scan), str(path)
    else:
        server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Scan)
        address = f"tcp://127.0.0.1:{server.socket.getsockname()[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield address
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
