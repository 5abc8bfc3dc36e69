"""Run by LibreOffice's own Python, as a program of its own: one LibreOffice, driven by unoserver's converter.

It speaks JSON lines on stdin and stdout, and reaches LibreOffice by a named pipe in the file system. So no port
is opened that another user of the machine could talk to or another program could take, and LibreOffice can live
without any network at all. When the service dies, however it dies, stdin ends and all of this goes with it.

Standard library, uno and unoserver only; the folder that holds unoserver is on PYTHONPATH.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import hashlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, NoReturn

PROFILE_FOLDER = "profile"
"""The name of the LibreOffice profile inside a work folder."""

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_PDEATHSIG = 1
_EXIT_RESTART = 81  # LibreOffice asks to be started again, once, when it has set up a new profile


def answer(**message: object) -> None:
    """Write one line to the service."""
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def shut_off_network() -> bool:
    """Move this process into an empty network namespace, as the same user; False where that is not allowed."""
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
        return False
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    return True


def can_shut_off_network() -> bool:
    """Try it in a child: where it succeeds by half, as some systems arrange it, the process is nobody afterwards."""
    child = os.fork()
    if child == 0:
        user = os.getuid()
        with contextlib.suppress(OSError):
            os._exit(0 if shut_off_network() and os.getuid() == user else 1)
        os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def become_libreoffice(*, alone: bool) -> None:
    """In the child that becomes LibreOffice: no network, and no life after the driver."""
    if alone:
        shut_off_network()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def remove_pipes(work: Path) -> None:
    """Remove the sockets that a killed LibreOffice leaves in /tmp; their names are LibreOffice's own."""
    profile = (work / PROFILE_FOLDER).as_uri()
    digest = hashlib.md5(profile.encode("utf-16-le"), usedforsecurity=False).digest()
    single = "SingleOfficeIPC_" + "".join(f"{byte:x}" for byte in digest)
    for name in (work.name, single):
        for folder in ("/tmp", "/var/tmp"):  # noqa: S108 - LibreOffice's choice
            Path(folder, f"OSL_PIPE_{os.getuid()}_{name}").unlink(missing_ok=True)


class Office:
    """The LibreOffice process."""

    def __init__(self, program: str, work: Path) -> None:
        self.program = program
        self.work = work
        self.pipe = work.name  # made by mkdtemp, so nobody else has it
        self.profile = (work / PROFILE_FOLDER).as_uri()
        self.alone = can_shut_off_network()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start LibreOffice; it does not wait for it to be ready."""
        command = [
            self.program,
            "--headless",
            "--invisible",
            "--nocrashreport",
            "--nodefault",
            "--nologo",
            "--nofirststartwizard",
            "--nolockcheck",
            "--norestore",
            f"-env:UserInstallation={self.profile}",
            f"--accept=pipe,name={self.pipe};urp;StarOffice.ComponentContext",
        ]
        self.process = subprocess.Popen(  # noqa: S603 - the program comes from the operator's settings
            command,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            stderr=sys.stderr,
            preexec_fn=functools.partial(become_libreoffice, alone=self.alone),  # noqa: PLW1509 - the driver has one idle thread, and there is no other way
        )

    def exit_code(self) -> int | None:
        """How LibreOffice ended; None while it runs."""
        return self.process.poll() if self.process is not None else None

    def last_exit(self, wait: float) -> str:
        """How LibreOffice has ended, in words for the operator; empty when it still runs after so many seconds."""
        if self.process is None:
            return ""
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self.process.wait(wait)
            return f"signal {-code}" if code < 0 else f"exit code {code}"
        return ""

    def end(self) -> NoReturn:
        """Kill LibreOffice, clear up after it and leave."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        remove_pipes(self.work)
        shutil.rmtree(self.work, ignore_errors=True)
        os._exit(0)  # from any thread, and without waiting for a hung one


def connect(office: Office) -> Any:
    """Wait until LibreOffice answers, and return its component context."""
    import uno  # type: ignore[import-not-found]  # LibreOffice's own module, outside of our environment
    from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]  # LibreOffice's own module

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    restarts = 0
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={office.pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            code = office.exit_code()
            if code == _EXIT_RESTART and restarts < 2:
                restarts += 1
                office.start()
            elif code is not None:
                message = f"LibreOffice stopped with exit code {code}"
                raise ChildProcessError(message) from None
            time.sleep(0.03)


class HiddenDesktop:
    """LibreOffice's desktop, on which documents are opened without a window and without being acted on.

    unoserver shows its documents; with no screen, a window's blinking cursor now and then takes LibreOffice down.
    """

    def __init__(self, desktop: Any) -> None:
        self._desktop = desktop

    def loadComponentFromURL(self, url: str, _frame: str, flags: int, properties: tuple[Any, ...]) -> Any:  # noqa: N802
        """Open a document; the name is LibreOffice's."""
        from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]  # LibreOffice's own module

        more = (
            PropertyValue(Name="Hidden", Value=True),
            PropertyValue(Name="MacroExecutionMode", Value=0),  # never
            PropertyValue(Name="UpdateDocMode", Value=0),  # no links
        )
        return self._desktop.loadComponentFromURL(url, "_blank", flags, properties + more)


def make_converter(context: Any) -> Any:
    """Make unoserver's converter on a context that is already connected (its own constructor knows only TCP)."""
    from unoserver.converter import UnoConverter

    class PipeConverter(UnoConverter):  # type: ignore[misc]  # unoserver ships no types
        def __init__(self) -> None:
            self.context = context
            self.service = context.ServiceManager
            create = self.service.createInstanceWithContext
            self.desktop = HiddenDesktop(create("com.sun.star.frame.Desktop", context))
            self.filter_service = create("com.sun.star.document.FilterFactory", context)
            self.type_service = create("com.sun.star.document.TypeDetection", context)
            self.temp_dir = None
            self._export_filters = None
            self._import_filters = None

    return PipeConverter()


def convert(office: Office, converter: Any, request: dict[str, Any]) -> bool:
    """Make one conversion and answer how it went; False when LibreOffice is gone."""
    try:
        converter.convert(
            inpath=request["source"],
            outpath=request["target"],
            filtername=request["filter"],
            filter_options=request["options"],
            update_index=True,
        )
    except Exception as error:  # noqa: BLE001 - whatever UNO raises is the answer, and the loop goes on
        if is_gone(office, converter):
            return False
        detail = f"{type(error).__name__}: {error}"
        answer(result="failed" if "impl_store" in detail else "unopenable", detail=detail)
    else:
        answer(result="ok")
    return True


def is_gone(office: Office, converter: Any) -> bool:
    """Whether LibreOffice crashed; the exception cannot tell, UNO hides it behind others while it clears up."""
    if office.last_exit(wait=0.3):
        return True
    try:
        converter.service.createInstanceWithContext("com.sun.star.frame.Desktop", converter.context)
    except Exception:  # noqa: BLE001 - any at all means that it does not answer
        return True
    return False


def read_requests(office: Office, requests: queue.SimpleQueue[dict[str, Any]]) -> None:
    """Read stdin until it ends; its end is the end of everything, also in the middle of a conversion."""
    for line in sys.stdin:
        requests.put(json.loads(line))
    office.end()


def main() -> None:
    """Start LibreOffice, then answer requests until stdin ends or LibreOffice does."""
    program, work = sys.argv[1:]
    office = Office(program, Path(work))
    requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    try:
        office.start()
        threading.Thread(target=read_requests, args=(office, requests), daemon=True).start()
        converter = make_converter(connect(office))
    except ImportError as error:
        answer(ready=False, missing=error.name or str(error), detail=str(error))
        office.end()
    except OSError as error:
        answer(ready=False, missing="", detail=str(error))
        office.end()
    answer(ready=True)
    while convert(office, converter, requests.get()):
        pass
    answer(result="gone", detail=f"LibreOffice: {office.last_exit(wait=2) or 'no answer'}")
    office.end()


if __name__ == "__main__":
    main()
