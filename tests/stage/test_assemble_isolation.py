"""Triage in processes of its own: what a file does there harms nobody else, and nothing is left behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service.assemble.isolation import Guard, Triage, WorkFailed
from service.assemble.triage import PdfLimits, inspect
from service.errors import BilagaRejected, ToolError
from tests.conftest import end_shared
from tests.files.hostile.trees import exponential_drawing
from tests.files.hostile.weight import much_memory
from tests.files.pdf import makers

LIMITS = PdfLimits(max_bytes=200_000_000, max_pages=20)


@pytest.fixture(autouse=True, scope="module")
def _alone() -> None:
    """Only this module's processes are counted."""
    end_shared()


@pytest.fixture(name="triage")
def _triage() -> Iterator[Triage]:
    with Triage(LIMITS, Guard(seconds=60, megabytes=2000)) as triage:
        yield triage
    assert multiprocessing.active_children() == []


def _workers() -> list[int]:
    return sorted(child.pid or 0 for child in multiprocessing.active_children())


def _refusal(triage: Triage, pdf: Path) -> str:
    """The code with which a file is refused; its message is whole, and no copy is left."""
    copy = pdf.with_suffix(".kopia.pdf")
    copy.write_bytes(b"halv")
    with pytest.raises(BilagaRejected) as caught:
        triage.inspect(pdf, name="Karta.pdf", copy=copy)
    (problem,) = caught.value.problems
    assert problem.message.startswith("Karta.pdf ")
    assert problem.remedy
    assert problem.source == "Karta.pdf"
    assert not copy.exists()
    return problem.code


def _serves(triage: Triage, folder: Path) -> bool:
    pdf = makers.text_pdf(folder / "vanlig.pdf", 2)
    return triage.inspect(pdf, name="vanlig.pdf", copy=folder / "kopia.pdf").page_count == 2


def test_says_the_same_as_within(triage: Triage, tmp_path: Path) -> None:
    """Pages, notices, copies and problems come across unchanged."""
    for make in (makers.signed, makers.encrypted, makers.no_startxref):
        pdf = make(tmp_path / f"{make.__name__}.pdf")
        ours = inspect(pdf, limits=LIMITS, name="å.pdf", copy=tmp_path / "a.pdf")
        theirs = triage.inspect(pdf, name="å.pdf", copy=tmp_path / "b.pdf")
        assert (theirs.page_count, theirs.notices, theirs.signed) == (
            ours.page_count,
            ours.notices,
            ours.signed,
        )
        assert (theirs.pdf == pdf) == (ours.pdf == pdf)
        if ours.pdf != pdf:
            assert (tmp_path / "b.pdf").read_bytes() == (tmp_path / "a.pdf").read_bytes()
    assert _refusal(triage, makers.no_pages(tmp_path / "tom.pdf")) == "annex_no_pages"


def test_one_process_looks_at_many_files(triage: Triage, tmp_path: Path) -> None:
    """An ordinary file costs no start, and neither does one that is refused."""
    assert _serves(triage, tmp_path)
    before = _workers()
    _refusal(triage, makers.half(tmp_path / "halv.pdf"))
    assert _serves(triage, tmp_path)
    assert _workers() == before
    assert len(before) == 1


def test_many_threads(triage: Triage, tmp_path: Path) -> None:
    """Threads share two processes, and each gets the answer about its own file."""
    files = [makers.text_pdf(tmp_path / f"{pages}.pdf", pages) for pages in range(1, 9)]
    with ThreadPoolExecutor(max_workers=4) as pool:
        found = pool.map(
            lambda pdf: triage.inspect(pdf, name=pdf.name, copy=tmp_path / f"k{pdf.name}"), files
        )
    assert [one.page_count for one in found] == list(range(1, 9))
    assert len(_workers()) == 2


def test_too_slow(tmp_path: Path) -> None:
    """A file that never ends is given up; the next one is served by a fresh process."""
    pdf = tmp_path / "trog.pdf"
    pdf.write_bytes(exponential_drawing())
    with Triage(LIMITS, Guard(seconds=2, megabytes=2000)) as triage:
        assert _refusal(triage, pdf) == "annex_too_slow"
        assert _workers() == []
        assert _serves(triage, tmp_path)
    assert _workers() == []


def test_too_much_memory(tmp_path: Path) -> None:
    """The limit holds for the process, not for the service."""
    pdf = tmp_path / "stor.pdf"
    pdf.write_bytes(much_memory())
    with Triage(LIMITS, Guard(seconds=60, megabytes=300)) as triage:
        assert _refusal(triage, pdf) == "annex_needs_memory"
        assert _serves(triage, tmp_path)


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        (signal.SIGSEGV, "annex_crashes"),
        (signal.SIGKILL, "annex_crashes"),
        (signal.SIGXCPU, "annex_too_slow"),
    ],
)
def test_process_that_dies(triage: Triage, tmp_path: Path, ending: signal.Signals, code: str) -> None:
    """A crash in a native library, or the kernel's end to it, refuses that file alone."""
    assert _serves(triage, tmp_path)
    (worker,) = _workers()
    pdf = tmp_path / "trog.pdf"
    pdf.write_bytes(exponential_drawing())
    killer = threading.Timer(1, os.kill, (worker, ending))
    killer.start()
    assert _refusal(triage, pdf) == code
    killer.join()
    assert worker not in _workers()
    assert _serves(triage, tmp_path)


def test_process_that_died_idle(triage: Triage, tmp_path: Path) -> None:
    """Who dies between two files is replaced; the next file does not notice."""
    assert _serves(triage, tmp_path)
    (worker,) = _workers()
    os.kill(worker, signal.SIGKILL)
    while worker in _workers():
        time.sleep(0.01)
    assert _serves(triage, tmp_path)


def test_cannot_start(tmp_path: Path) -> None:
    """Too little memory even to begin is the operator's fault, not the file's."""
    pdf = makers.text_pdf(tmp_path / "vanlig.pdf", 1)
    with Triage(LIMITS, Guard(seconds=5, megabytes=1)) as triage:
        with pytest.raises(ToolError) as caught:
            triage.inspect(pdf, name="vanlig.pdf", copy=tmp_path / "kopia.pdf")
        assert [problem.code for problem in caught.value.problems] == ["triage_not_started"]
    assert _workers() == []


def test_work_that_cannot_be_done_harms_nobody(triage: Triage, tmp_path: Path) -> None:
    """A file that is no PDF fails its task by name, leaves no copy, and the same process serves the next one."""
    assert _serves(triage, tmp_path)
    before = _workers()
    wrong = tmp_path / "fel.pdf"
    wrong.write_bytes(b"inte en pdf")
    target = tmp_path / "kopia-fel.pdf"
    with pytest.raises(WorkFailed) as caught:
        triage.work(
            "mend",
            1,
            pdf=str(wrong),
            target=str(target),
            title="",
            language="sv-SE",
            created="2026-12-01T00:00:00+00:00",
            profile=str(wrong),
        )
    assert caught.value.why == "PdfError"
    assert not target.exists()
    good = makers.text_pdf(tmp_path / "bra.pdf", 2)
    assert triage.work("describe", 2, pdf=str(good))["pages"] == 2
    assert _workers() == before


def test_work_that_hangs_is_ended(tmp_path: Path) -> None:
    """The process is replaced, and the next file is served."""
    slow = tmp_path / "langsam.pdf"
    slow.write_bytes(exponential_drawing())
    with Triage(LIMITS, Guard(seconds=2, megabytes=2000)) as triage:
        with pytest.raises(WorkFailed) as caught:
            triage.work("look", 0, pdf=str(slow), target=str(slow), first=1, count=1, pictures=0)
        assert caught.value.why == "time"
        assert _serves(triage, tmp_path)
    assert multiprocessing.active_children() == []
