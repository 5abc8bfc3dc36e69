"""The real LibreOffice as a process: shut in, reproducible, and gone when it should be."""

from __future__ import annotations

import http.server
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from service.convert import driver, process
from service.convert.normalise import normalise
from service.convert.pool import OfficePool
from service.convert.port import Converter
from service.convert.process import Job
from service.convert.profile import PROFILE, write_profile
from service.convert.soffice import EXPORT_OPTIONS, find_tools
from service.convert.wire import open_converter
from service.errors import ToolDown, ToolError
from service.settings import Settings
from tests.files.convert import documents

pytestmark = pytest.mark.live

CREATED = datetime(2026, 12, 14, 17, 0, tzinfo=UTC)
ROOT = Path(__file__).parents[2]


def _processes_with(words: str) -> list[int]:
    """Living processes whose command line holds these words."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if words in command and state != "Z":
            found.append(int(folder.name))
    return found


def _wait_until(condition: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


class _Counter(http.server.BaseHTTPRequestHandler):
    seen: list[str]

    def _count(self) -> None:
        self.seen.append(self.path)
        self.send_error(404)

    do_GET = do_HEAD = do_OPTIONS = do_PROPFIND = _count  # noqa: N815 - the names are the library's

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing."""


@pytest.fixture
def web() -> Iterator[tuple[str, list[str]]]:
    """A web server on this machine, and the list of what was asked of it."""
    _Counter.seen = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Counter) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", _Counter.seen
        server.shutdown()
        thread.join()


LINKED: list[tuple[str, str, Callable[[Path, str], Path]]] = [
    ("a.docx", "writer_pdf_Export", documents.make_docx_with_external_picture),
    ("a.odt", "writer_pdf_Export", documents.make_odt),
    ("a.ods", "calc_pdf_Export", documents.make_ods_with_links),
    ("a.xlsx", "calc_pdf_Export", documents.make_xlsx_with_links),
]


@pytest.mark.parametrize("isolated", [True, False])
def test_no_document_reaches_the_network(
    live_settings: Settings,
    tmp_path: Path,
    web: tuple[str, list[str]],
    monkeypatch: pytest.MonkeyPatch,
    *,
    isolated: bool,
) -> None:
    """No request is made, cut off from the network or (where that is not allowed) by the profile alone."""
    url, seen = web
    if not isolated:
        _patch_driver(monkeypatch, tmp_path, "self.alone = can_shut_off_network()", "self.alone = False")
    _convert_linked(live_settings, tmp_path, url)
    assert seen == []


def test_the_same_documents_do_reach_it_without_our_care(
    live_settings: Settings, tmp_path: Path, web: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counter-test: with a profile of LibreOffice's own, requests arrive; so the test above can fail."""
    url, seen = web
    monkeypatch.setattr("service.convert.profile.PROFILE", ())
    _patch_driver(monkeypatch, tmp_path, "self.alone = can_shut_off_network()", "self.alone = False")
    _convert_linked(live_settings, tmp_path, url)
    assert seen


def test_no_document_reads_the_files_of_others(live_settings: Settings, tmp_path: Path) -> None:
    """A picture elsewhere on the machine, that a document links to, is not in its PDF."""
    assert _pictures_from_elsewhere(live_settings, tmp_path) == 0


@pytest.mark.parametrize("care", ["the kernel", "the profile"])
def test_each_guard_alone_keeps_files_away(
    live_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, care: str
) -> None:
    """The kernel's (Landlock), and where it has none LibreOffice's own."""
    if care == "the kernel":
        monkeypatch.setattr("service.convert.profile.PROFILE", ())
    else:
        _patch_driver(monkeypatch, tmp_path, "    shut_off_files()\n", "")
    assert _pictures_from_elsewhere(live_settings, tmp_path) == 0


def test_the_same_document_does_read_it_without_our_care(
    live_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counter-test: with neither, the picture is in the PDF."""
    monkeypatch.setattr("service.convert.profile.PROFILE", ())
    _patch_driver(monkeypatch, tmp_path, "    shut_off_files()\n", "")
    assert _pictures_from_elsewhere(live_settings, tmp_path) == 1


def _pictures_from_elsewhere(settings: Settings, folder: Path) -> int:
    """How many pictures the PDF has of a document that links to one outside of the work folder."""
    secret = folder / "hemlig.png"
    documents.make_picture().save(secret)
    source = documents.make_docx_with_external_picture(folder / "lank.docx", secret.as_uri())
    pool = OfficePool(settings)
    try:
        pool.convert(Job(source, "writer_pdf_Export", EXPORT_OPTIONS), folder / "lank.pdf")
    finally:
        pool.close()
    return sum(len(page.images) for page in PdfReader(folder / "lank.pdf").pages)


def _patch_driver(monkeypatch: pytest.MonkeyPatch, folder: Path, old: str, new: str) -> None:
    text = Path(driver.__file__).read_text("utf-8")
    assert old in text
    changed = folder / "driver.py"
    changed.write_text(text.replace(old, new), "utf-8")
    monkeypatch.setattr(process, "_DRIVER", changed)


def _convert_linked(settings: Settings, folder: Path, url: str) -> None:
    pool = OfficePool(settings)
    try:
        for name, export_filter, make in LINKED:
            pool.convert(Job(make(folder / name, url), export_filter, EXPORT_OPTIONS), folder / f"{name}.pdf")
    finally:
        pool.close()


def test_half_a_network_namespace_is_not_used(
    live_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system lets a user begin a namespace but not map himself into it, conversion goes on without one."""
    _patch_driver(monkeypatch, tmp_path, "/proc/self/uid_map", "/proc/self/finns-inte")
    pool = OfficePool(live_settings)
    try:
        pool.convert(Job(documents.make_odt(tmp_path / "a.odt"), "writer_pdf_Export", ()), tmp_path / "a.pdf")
    finally:
        pool.close()
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")


def test_network_is_shut_off_where_allowed(soffice: object) -> None:
    """On a machine that lets users have namespaces, LibreOffice sees no network device but a dead loopback."""
    assert soffice
    allowed = subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode == 0
    if not allowed:
        pytest.skip("this machine allows no user namespaces")
    script = (
        "from service.convert.driver import shut_off_network\n"
        "assert shut_off_network()\n"
        "import os, pathlib; print(os.getuid(), pathlib.Path('/proc/net/dev').read_text().count(':'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [str(os.getuid()), "1"]


_CONVERT = """
import sys
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from service.convert.wire import open_converter
from service.settings import read_settings
created = datetime(2026, 12, 14, 18, 0, tzinfo=timezone(timedelta(hours=1)))
with open_converter(replace(read_settings({}), cache=sys.argv[1])) as converter:
    for name in sys.argv[2:]:
        print(converter.convert(Path(name), created=created))
"""


def test_same_document_gives_same_bytes_anywhere(converter: Converter, tmp_path: Path) -> None:
    """Another moment, process, folder, home, language and time zone, the same bytes."""
    sources = [
        documents.make_docx(tmp_path / "a.docx"),
        documents.make_xlsx(tmp_path / "a.xlsx"),
        documents.make_pptx(tmp_path / "a.pptx"),
        documents.make_odt(tmp_path / "a.odt"),
    ]
    here = [converter.convert(source, created=CREATED).read_bytes() for source in sources]
    time.sleep(1.1)  # LibreOffice counts in seconds
    other = tmp_path / "annan mapp"
    other.mkdir()
    environment = {
        "PATH": os.defpath,
        "TZ": "Asia/Tokyo",
        "LANG": "C",
        "HOME": str(other),
        "TMPDIR": str(other),
    }
    command: list[str | Path] = [sys.executable, "-c", _CONVERT, tmp_path / "annan cache", *sources]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    there = [Path(line).read_bytes() for line in done.stdout.splitlines()]
    assert there == here


def test_several_at_once_and_nothing_left(live_settings: Settings, tmp_path: Path) -> None:
    """Eight threads share two processes; after the block no process, work folder or socket is left."""
    settings = replace(live_settings, cache=str(tmp_path / "cache"), konverterare=2)
    sources = [documents.make_docx(tmp_path / f"{number}.docx", pages=number) for number in range(1, 9)]
    with open_converter(settings) as opened, ThreadPoolExecutor(8) as threads:
        pdfs = list(threads.map(lambda source: opened.convert(source, created=CREATED), sources))
        folders = _work_folders(os.getpid())
        assert 1 <= len(folders) - 1 <= 3  # two of this pool, and perhaps the shared one's
    assert len({pdf.name for pdf in pdfs}) == 8
    mine = [folder for folder in folders if not _processes_with(str(folder))]
    assert len(mine) == 2
    assert not any(folder.exists() for folder in mine)
    assert not any(list(Path("/tmp").glob(f"OSL_PIPE_*{folder.name}")) for folder in mine)  # noqa: S108


def _work_folders(parent: int) -> list[Path]:
    """The work folders of the drivers that this process started."""
    folders = []
    for pid in _processes_with("service/convert/driver.py"):
        stat = Path(f"/proc/{pid}/stat").read_text()
        if int(stat.rpartition(")")[2].split()[1]) == parent:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            folders.append(Path(command[-2].decode()))
    return folders


def test_no_drawing_is_tried_at_the_start(
    live_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreOffice takes itself for no new version, and tries no screen; the document comes out the same."""
    source = documents.make_docx(tmp_path / "a.docx", pages=2)
    tried, made = [], []
    for profile in (PROFILE, tuple(row for row in PROFILE if row[1] != "ooSetupLastVersion")):
        monkeypatch.setattr("service.convert.profile.PROFILE", profile)
        office = process.OfficeProcess(find_tools(live_settings), 60)
        try:
            office.convert(Job(source, "writer_pdf_Export", EXPORT_OPTIONS), tmp_path / "ut.pdf")
            tried.append((office._work / "profile" / "user" / "GraphicsRenderTests.log").exists())
        finally:
            office.close()
        made.append(normalise((tmp_path / "ut.pdf").read_bytes(), CREATED))
    assert tried == [False, True]
    assert made[0] == made[1]


def test_killed_libreoffice_is_replaced(live_settings: Settings, tmp_path: Path) -> None:
    """LibreOffice is killed between two documents; the second one is converted all the same."""
    pool = OfficePool(replace(live_settings, konverterare=1))
    job = Job(documents.make_odt(tmp_path / "a.odt"), "writer_pdf_Export", EXPORT_OPTIONS)
    try:
        pool.convert(job, tmp_path / "1.pdf")
        (office,) = pool._all
        for pid in _processes_with(f"-env:UserInstallation=file://{office._work}/"):
            os.kill(pid, signal.SIGKILL)
        pool.convert(job, tmp_path / "2.pdf")
    finally:
        pool.close()
    assert (tmp_path / "2.pdf").read_bytes().startswith(b"%PDF")


def test_libreoffice_that_crashes_in_a_document(live_settings: Settings, tmp_path: Path) -> None:
    """LibreOffice is killed while it works, each time: the operator is told by which signal, and nothing is left."""
    pool = OfficePool(replace(live_settings, konverterare=1))
    source = documents.make_docx(tmp_path / "stor.docx", pages=60)
    stop = threading.Event()

    def shoot() -> None:
        while not stop.wait(0.05):
            for office in list(pool._all):
                if (office._work / f"job-{office.done}").exists():
                    for pid in _processes_with(f"-env:UserInstallation=file://{office._work}/"):
                        os.kill(pid, signal.SIGKILL)

    thread = threading.Thread(target=shoot)
    thread.start()
    try:
        with pytest.raises(ToolError) as caught:
            pool.convert(Job(source, "writer_pdf_Export", EXPORT_OPTIONS), tmp_path / "a.pdf")
        folders = [office._work for office in pool._all]
    finally:
        stop.set()
        thread.join()
        pool.close()
    assert caught.value.problems[0].code == "conversion_failed"
    assert "signal 9" in caught.value.problems[0].message
    assert folders == []


@pytest.mark.parametrize("ending", ["sys.exit()", "os.kill(os.getpid(), signal.SIGKILL)", "os._exit(3)"])
def test_no_process_outlives_the_service(soffice: object, tmp_path: Path, ending: str) -> None:
    """The service ends without closing its pool, in order or by force: LibreOffice and its folder go with it."""
    assert soffice
    source = documents.make_odt(tmp_path / "a.odt")
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from service.convert.pool import OfficePool\n"
        "from service.convert.process import Job\n"
        "from service.settings import read_settings\n"
        "pool = OfficePool(read_settings({}))\n"
        f"pool.convert(Job(Path({str(source)!r}), 'writer_pdf_Export', ()), Path({str(tmp_path / 'a.pdf')!r}))\n"
        "(office,) = pool._all\n"
        "print(office._work, flush=True)\n"
        f"{ending}\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    work = Path(done.stdout.strip())
    assert work.name.startswith("samlad-"), done.stderr
    assert _wait_until(lambda: not _processes_with(str(work)))
    assert _wait_until(lambda: not work.exists())


def test_libreoffice_that_never_answers(live_settings: Settings, tmp_path: Path) -> None:
    """A LibreOffice that starts and never opens its pipe is killed within the time limit, twice, and told of."""
    fake = tmp_path / "soffice"
    fake.write_text("#!/bin/sh\nexec sleep 600\n")
    fake.chmod(0o755)
    pool = OfficePool(replace(live_settings, soffice=str(fake), konvertering_sekunder=1))
    try:
        with pytest.raises(ToolDown) as caught:
            pool.convert(
                Job(documents.make_odt(tmp_path / "a.odt"), "writer_pdf_Export", ()), tmp_path / "a.pdf"
            )
    finally:
        pool.close()
    assert caught.value.problems[0].code == "soffice_down"
    assert not _processes_with(str(fake))


def test_libreoffice_that_dies_at_once(live_settings: Settings, tmp_path: Path) -> None:
    """A LibreOffice that cannot start is told of, with what it said."""
    fake = tmp_path / "soffice"
    fake.write_text("#!/bin/sh\nexit 77\n")
    fake.chmod(0o755)
    pool = OfficePool(replace(live_settings, soffice=str(fake)))
    try:
        with pytest.raises(ToolDown) as caught:
            pool.convert(
                Job(documents.make_odt(tmp_path / "a.odt"), "writer_pdf_Export", ()), tmp_path / "a.pdf"
            )
    finally:
        pool.close()
    assert caught.value.problems[0].code == "soffice_down"
    assert "77" in caught.value.problems[0].message


def test_libreoffice_is_started_once(
    live_settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes the profile as its own, and does not ask to be started again as it does with one that names no build."""
    told = tmp_path / "starter"
    line = "remove_pipes(self.work)  # one that ended by itself may not take away its own"
    note = f"with open({str(told)!r}, 'a') as told: told.write('x')"
    _patch_driver(monkeypatch, tmp_path, line, f"{line}\n        {note}")
    process.OfficeProcess(find_tools(live_settings), 60).close()
    assert told.read_text() == "x"


@pytest.mark.parametrize(
    ("content", "build"), [(None, None), ("[Version]\nVendor=x\n", None), ("buildid=4(B)\n", "4(B)")]
)
def test_a_libreoffice_that_names_no_build(tmp_path: Path, content: str | None, build: str | None) -> None:
    """Its profile says nothing of it, and it starts twice as it always did."""
    if content is not None:
        (tmp_path / "versionrc").write_text(content, encoding="utf-8")
    write_profile(tmp_path / "profil", tmp_path / "soffice.bin")
    kept = tmp_path / "profil" / "user" / "extensions" / "buildid"
    assert (kept.read_text(encoding="utf-8") if kept.exists() else None) == build
