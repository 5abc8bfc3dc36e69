"""The pool with a driver that hangs, crashes or keeps silent: what the document's sender and the operator see."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.convert.pool import OfficePool
from service.convert.process import Job, Unopenable
from service.convert.soffice import probe
from service.convert.wire import open_converter
from service.errors import ToolDown, ToolError, ToolMissing, ToolTimeout
from service.settings import Settings, read_settings
from tests.files.convert import documents

pytestmark = pytest.mark.stage

ROOT = Path(__file__).parents[2]
DOUBLE = ROOT / "tests" / "files" / "convert" / "driver_double.py"
CREATED = datetime(2026, 12, 14, 17, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Bench:
    """A folder with the doubles in it."""

    folder: Path
    settings: Settings

    def plan(self, *words: str) -> None:
        """What each started process does."""
        (self.folder / "plan").write_text(" ".join(words))

    @contextmanager
    def pool_for(self, word: str) -> Iterator[OfficePool]:
        """A pool that soon loses patience with what hangs, and leaves nothing."""
        seconds = 3 if word in ("hang", "silent") else 60
        pool = OfficePool(replace(self.settings, konvertering_sekunder=seconds))
        try:
            yield pool
        finally:
            pool.close()
        assert self.alive() == []

    def job(self) -> Job:
        """A document to convert."""
        return Job(documents.make_odt(self.folder / "a.odt"), "writer_pdf_Export", ())

    @property
    def target(self) -> Path:
        """Where the PDF goes."""
        return self.folder / "a.pdf"

    def starts(self) -> list[list[int]]:
        """The process ids of every start."""
        pids = self.folder / "pids"
        lines = pids.read_text().splitlines() if pids.exists() else []
        return [[int(word) for word in line.split()] for line in lines]

    def converted(self) -> int:
        """How many documents were converted."""
        log = self.folder / "converted"
        return len(log.read_text().splitlines()) if log.exists() else 0

    def alive(self) -> list[int]:
        """Processes that are left."""
        return [pid for start in self.starts() for pid in start if _is_alive(pid)]


def _is_alive(pid: int) -> bool:
    """Whether a process runs; one that is only waiting to be counted out does not."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return False
        except OSError:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Doubles of LibreOffice and its Python."""
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n# {tmp_path}\necho 'LibreOffice 7.4 (double)'\n")
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{DOUBLE}" "$@"\n')
    for script in (program, python):
        script.chmod(0o755)
    (tmp_path / "plan").touch()
    settings = replace(
        read_settings({}),
        soffice=str(program),
        soffice_python=str(python),
        cache=str(tmp_path / "cache"),
        konvertering_sekunder=60,  # a busy machine must not look like a hung process
    )
    return Bench(tmp_path, settings)


@pytest.fixture
def pool(bench: Bench) -> Iterator[OfficePool]:
    """A pool that is closed after the test, with nothing left of it."""
    with bench.pool_for("ok") as opened:
        yield opened


def test_starts_with_the_first_document_and_stays_warm(bench: Bench, pool: OfficePool) -> None:
    """No process before it is needed; the second document uses the first one's."""
    assert bench.starts() == []
    pool.convert(bench.job(), bench.target)
    pool.convert(bench.job(), bench.target)
    assert len(bench.starts()) == 1
    assert bench.converted() == 2


@pytest.mark.parametrize("word", ["hang", "crash", "failed", "nothing", "babble", "unopenable", "dead"])
def test_failing_process_is_replaced_and_the_document_tried_again(bench: Bench, word: str) -> None:
    """Whatever befalls the first process, the second one does the work and the first is gone with its children."""
    bench.plan(word, "ok")
    with bench.pool_for(word) as pool:
        pool.convert(bench.job(), bench.target)
        first, second = bench.starts()
        assert not any(_is_alive(pid) for pid in first)
        assert Path(f"/proc/{second[0]}").exists()
    assert bench.target.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("word", "kind", "code"),
    [
        ("hang", ToolTimeout, "conversion_timeout"),
        ("silent", ToolDown, "soffice_down"),
        ("crash", ToolError, "conversion_failed"),
        ("failed", ToolError, "conversion_failed"),
        ("nothing", ToolError, "conversion_failed"),
        ("dead", ToolDown, "soffice_down"),
    ],
)
def test_two_failures_are_told(bench: Bench, word: str, kind: type[ToolError], code: str) -> None:
    """After exactly two tries the operator is told, with the document's name unless none was opened.

    The pool goes on with the next.
    """
    bench.plan(word, word, "ok")
    with bench.pool_for(word) as pool:
        with pytest.raises(kind) as caught:
            pool.convert(bench.job(), bench.target)
        assert len(bench.starts()) == 2
        assert bench.alive() == []
        pool.convert(bench.job(), bench.target)
        assert bench.target.exists()
    (problem,) = caught.value.problems
    assert type(caught.value) is kind
    assert (problem.code, problem.source) == (code, "" if kind is ToolDown else "a.odt")
    assert problem.source in problem.message
    assert problem.remedy


def test_a_document_is_blamed_only_by_a_fresh_process(bench: Bench, pool: OfficePool) -> None:
    """A document counts as impossible to open when two processes say so."""
    bench.plan("unopenable", "unopenable")
    with pytest.raises(Unopenable):
        pool.convert(bench.job(), bench.target)
    assert len(bench.starts()) == 2


def test_last_words_reach_the_operator(bench: Bench, pool: OfficePool) -> None:
    """What the dying process wrote stands in the message."""
    bench.plan("crash", "crash")
    with pytest.raises(ToolError, match="Unspecified Application Error"):
        pool.convert(bench.job(), bench.target)


def test_missing_uno_is_told_with_the_command(bench: Bench, pool: OfficePool) -> None:
    """A Python without uno is not tried twice; the remedy installs it."""
    bench.plan("nouno")
    with pytest.raises(ToolMissing) as caught:
        pool.convert(bench.job(), bench.target)
    assert caught.value.problems[0].code == "uno_missing"
    assert "apt-get install" in caught.value.problems[0].remedy
    assert len(bench.starts()) == 1


def test_process_is_changed_after_its_share(bench: Bench) -> None:
    """After so many documents as the setting says, the next one gets a fresh process."""
    pool = OfficePool(replace(bench.settings, konverteringar_per_process=2))
    try:
        for _ in range(5):
            pool.convert(bench.job(), bench.target)
        assert len(bench.starts()) == 3
    finally:
        pool.close()
    assert bench.alive() == []


def test_two_documents_at_the_same_time(bench: Bench, pool: OfficePool) -> None:
    """Two processes are at work at once: each waits for the other before it answers."""
    bench.plan("meet", "meet")
    job = bench.job()
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda name: pool.convert(job, bench.folder / name), ["1.pdf", "2.pdf"]))
    assert len(bench.starts()) == 2


def test_never_more_processes_than_allowed(bench: Bench) -> None:
    """Six threads, one process."""
    pool = OfficePool(replace(bench.settings, konverterare=1))
    job = bench.job()
    try:
        with ThreadPoolExecutor(6) as threads:
            list(threads.map(lambda n: pool.convert(job, bench.folder / f"{n}.pdf"), range(6)))
    finally:
        pool.close()
    assert len(bench.starts()) == 1


def test_close_ends_a_busy_process(bench: Bench) -> None:
    """Closing does not wait for a hung document, and its thread gets an error instead of a second try."""
    bench.plan("hang", "ok")
    pool = OfficePool(replace(bench.settings, konvertering_sekunder=60))
    with ThreadPoolExecutor(1) as threads:
        work = threads.submit(pool.convert, bench.job(), bench.target)
        while not bench.starts():
            time.sleep(0.01)
        time.sleep(0.2)
        pool.close()
        with pytest.raises(ToolError):
            work.result(10)
    assert bench.alive() == []
    assert len(bench.starts()) == 1


def test_interpreter_exit_leaves_nothing(bench: Bench) -> None:
    """A program that forgets to close its pool leaves no process."""
    script = (
        "import sys; from pathlib import Path; from dataclasses import replace\n"
        "from service.convert.pool import OfficePool; from service.convert.process import Job\n"
        "from service.settings import read_settings\n"
        "s = replace(read_settings({}), soffice=sys.argv[1], soffice_python=sys.argv[2])\n"
        "OfficePool(s).convert(Job(Path(sys.argv[3]), '', ()), Path(sys.argv[4]))\n"
    )
    settings = bench.settings
    arguments = [settings.soffice, settings.soffice_python, str(bench.job().source), str(bench.target)]
    subprocess.run([sys.executable, "-c", script, *arguments], cwd=ROOT, check=True)
    assert len(bench.starts()) == 1
    assert bench.alive() == []


def test_second_request_never_touches_libreoffice(bench: Bench) -> None:
    """The same document and moment come from the cache; another moment or content do not."""
    source = bench.job().source
    other = documents.make_odt(bench.folder / "b.odt", "https://samlad.invalid")
    with open_converter(bench.settings) as converter:
        first = converter.convert(source, created=CREATED)
        assert converter.convert(source, created=CREATED) == first
        assert bench.converted() == 1
        converter.convert(source, created=CREATED.replace(year=2027))
        converter.convert(other, created=CREATED)
    assert bench.converted() == 3
    with open_converter(bench.settings) as converter:
        assert converter.convert(source, created=CREATED) == first
    assert bench.converted() == 3
    assert bench.alive() == []


def test_same_document_from_many_threads_is_made_once(bench: Bench) -> None:
    """Eight threads ask for the same PDF; one conversion answers all."""
    source = bench.job().source
    with open_converter(bench.settings) as converter, ThreadPoolExecutor(8) as threads:
        pdfs = set(threads.map(lambda _: converter.convert(source, created=CREATED), range(8)))
    assert len(pdfs) == 1
    assert bench.converted() == 1


def test_missing_libreoffice_is_told_with_the_command(bench: Bench) -> None:
    """No LibreOffice: a Swedish message with the command that installs it."""
    settings = replace(bench.settings, soffice=str(bench.folder / "finns-inte"))
    with open_converter(settings) as converter, pytest.raises(ToolMissing) as caught:
        converter.convert(bench.job().source, created=CREATED)
    (problem,) = caught.value.problems
    assert problem.code == "soffice_missing"
    assert "sudo apt-get install --no-install-recommends libreoffice-writer-nogui" in problem.remedy


def test_missing_python_is_told(bench: Bench) -> None:
    """A setting that names no program is told with its name."""
    settings = replace(bench.settings, soffice_python="/finns/inte")
    with open_converter(settings) as converter, pytest.raises(ToolMissing, match="/finns/inte"):
        converter.convert(bench.job().source, created=CREATED)


def test_pictures_need_no_libreoffice(bench: Bench) -> None:
    """A picture is converted where there is no LibreOffice at all."""
    picture = bench.folder / "a.png"
    documents.make_picture().save(picture)
    with open_converter(replace(bench.settings, soffice="/finns/inte")) as converter:
        assert converter.convert(picture, created=CREATED).read_bytes().startswith(b"%PDF")


def test_probe_reads_the_version_and_tells_a_broken_program(bench: Bench) -> None:
    """The version is what LibreOffice says; a program that fails is told of."""
    assert probe(bench.settings).text == "LibreOffice 7.4 (double)"
    broken = bench.folder / "trasig"
    broken.write_text("#!/bin/sh\nexit 3\n")
    broken.chmod(0o755)
    with pytest.raises(ToolError) as caught:
        probe(replace(bench.settings, soffice=str(broken)))
    assert caught.value.problems[0].code == "soffice_broken"
