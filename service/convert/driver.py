"""Run by LibreOffice's own Python, as a program of its own: one LibreOffice, driven by unoserver's converter.

It speaks JSON lines on stdin and stdout, and reaches LibreOffice by a named pipe in the file system. So no port
is opened that another user of the machine could talk to or another program could take, and LibreOffice can live
without any network at all. When the service dies, however it dies, stdin ends and all of this goes with it.

Standard library, uno, unoserver and our own `landlock` only; the folder that holds the last two is on PYTHONPATH.
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
from collections.abc import Callable
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


def become_libreoffice(shut_off_files: Callable[[], object], *, alone: bool) -> None:
    """In the child that becomes LibreOffice: no network, no other files than its own, no life after the driver."""
    if alone:
        shut_off_network()
    shut_off_files()
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
        from landlock import shut_off_files  # type: ignore[import-not-found]  # our own, put on PYTHONPATH

        self.guard = functools.partial(shut_off_files, program, work)
        self.alone = can_shut_off_network()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start LibreOffice; it does not wait for it to be ready."""
        remove_pipes(self.work)  # one that ended by itself may not take away its own
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
            preexec_fn=functools.partial(become_libreoffice, self.guard, alone=self.alone),  # noqa: PLW1509 - the driver has one idle thread, and there is no other way
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
        if url.lower().endswith(SPREADSHEETS):  # notes are written in it, on a copy that nobody else has
            properties = tuple(one for one in properties if one.Name != "ReadOnly")
        document = self._desktop.loadComponentFromURL(url, "_blank", flags, properties + more)
        if document is not None and document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
            try:
                mark_cells(document)
            except Exception:  # noqa: BLE001 - whatever UNO raises, the document is worth more than its tables
                remove_notes(document)
        return document


SPREADSHEETS = (".xlsx", ".ods")
CELL_NOTE = "samlad:cell"
"""How the notes begin that tell the mending where the cells stand on the page."""
_MOST_CELLS = 3_000  # each costs some milliseconds, and a document has its time limit
_CONTENT = 1 | 2 | 4 | 16  # values, dates, texts and formulas
_BOLD = 150.0
_HEADING_ROWS = 12  # where a row in bold may be the head of a table


def mark_cells(document: Any) -> None:
    """Note in every cell where it stands, as LibreOffice 7.4 tags no tables in spreadsheets.

    The notes come into the PDF as annotations at the cells' upper right corners; `service.assemble` reads them,
    makes tables of what stands between them, and takes them away. A document that is protected, prints its own
    notes or has too many cells gets none, and comes out without tables.
    """
    sheets = [document.Sheets.getByIndex(number) for number in range(document.Sheets.Count)]
    cells = [list(content_cells(sheet)) for sheet in sheets]
    if sum(map(len, cells)) > _MOST_CELLS or not can_be_marked(document, sheets):
        return
    remove_notes(document)
    heads = declared_heads(document, sheets)
    for number, sheet in enumerate(sheets):
        rows = sorted({row for row, _ in cells[number]})
        heights = {row: sheet.Rows.getByIndex(row).Height for row in rows}
        heads |= {(number, row) for row in bold_heads(sheet, rows)}
        block = block_numbers(sheet, rows)
        for row, column in cells[number]:
            head = "head" if (number, row) in heads else "body"
            words = f"{CELL_NOTE} {number} {block[row]} {row} {column} {head} {heights[row]}"
            sheet.Annotations.insertNew(cell_address(number, row, column), words)


def remove_notes(document: Any) -> None:
    """Take all notes out of a spreadsheet."""
    for number in range(document.Sheets.Count):
        notes = document.Sheets.getByIndex(number).Annotations
        for at in reversed(range(notes.Count)):
            notes.removeByIndex(at)


def can_be_marked(document: Any, sheets: list[Any]) -> bool:
    """Whether notes can be written in all sheets, and change nothing of how they look."""
    styles = document.StyleFamilies.getByName("PageStyles")
    return not any(
        sheet.isProtected() or styles.getByName(sheet.PageStyle).PrintAnnotations for sheet in sheets
    )


def content_cells(sheet: Any) -> Any:
    """Row and column of every cell with content, not many more than can be marked."""
    count = 0
    for area in sheet.queryContentCells(_CONTENT).RangeAddresses:
        for row in range(area.StartRow, area.EndRow + 1):
            for column in range(area.StartColumn, area.EndColumn + 1):
                yield row, column
                count += 1
                if count > _MOST_CELLS:
                    return


def block_numbers(sheet: Any, rows: list[int]) -> dict[int, int]:
    """Which rows belong together: those without an empty row between them that is seen."""
    blocks, block = {}, 0
    for above, row in zip([-1, *rows[:-1]], rows, strict=True):
        between = range(above + 1, min(row, above + 1 + _HEADING_ROWS))
        block += any(sheet.Rows.getByIndex(empty).IsVisible for empty in between)
        blocks[row] = block
    return blocks


def bold_heads(sheet: Any, rows: list[int]) -> Any:
    """Rows in bold above rows that are not, among the first ones of a sheet: what else looks like a head?"""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    width = cursor.RangeAddress.EndColumn
    weights = [
        sheet.getCellRangeByPosition(0, row, width, row).queryContentCells(_CONTENT).CharWeight
        for row in rows[: _HEADING_ROWS + 1]
    ]
    for row, weight, below in zip(rows, weights, weights[1:], strict=False):
        if weight == _BOLD and below != _BOLD:
            yield row


def declared_heads(document: Any, sheets: list[Any]) -> set[tuple[int, int]]:
    """Sheet and row of what is declared to be the head of a table: repeated rows, and first rows of data ranges."""
    found = set()
    for number, sheet in enumerate(sheets):
        if sheet.PrintTitleRows:
            titles = sheet.TitleRows
            found |= {(number, row) for row in range(titles.StartRow, titles.EndRow + 1)}
    ranges = document.DatabaseRanges
    for name in ranges.ElementNames:
        held = ranges.getByName(name)
        if held.ContainsHeader:
            found.add((held.DataArea.Sheet, held.DataArea.StartRow))
    return found


def cell_address(sheet: int, row: int, column: int) -> Any:
    """A cell's place, as LibreOffice writes it."""
    from com.sun.star.table import CellAddress  # type: ignore[import-not-found]  # LibreOffice's own module

    return CellAddress(sheet, column, row)


def make_converter(context: Any) -> Any:
    """Make unoserver's converter on a context that is already connected (its own constructor knows only TCP)."""
    from unoserver.converter import UnoConverter, prop2dict

    class PipeConverter(UnoConverter):  # type: ignore[misc]  # unoserver ships no types
        wanted = ""
        """The export filter of the next conversion."""

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

        def get_available_export_filters(self) -> list[dict[str, Any]]:
            """The one that is wanted: to list all of them is hundreds of questions to LibreOffice."""
            known = self.filter_service.hasByName(self.wanted)
            return [prop2dict(self.filter_service.getByName(self.wanted))] if known else []

    return PipeConverter()


def convert(office: Office, converter: Any, request: dict[str, Any]) -> bool:
    """Make one conversion and answer how it went; False when LibreOffice is gone."""
    converter.wanted = request["filter"]
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
