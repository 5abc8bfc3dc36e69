"""What a packet costs: ours, with tags, stamps, bookmarks and all checks, against pikepdf merely concatenating.

The parts are tagged reports of the sample meeting and a list of contents whose rows are links. Once they are as
LibreOffice exports them, once as `repair.py` hands them to the merge: pikepdf opens its own handwriting several times
as fast. "Foreign" is the same packet as if every other part were somebody else's, whose pages are drawn to find a
white place for the stamp; "again" is the packet when its parts were in one before, as when one of many has changed.
"With many links" has the reading of all bodies' reports five times among the parts, which is long and leads to itself.

Both sides in turns in one run, each run in a process of its own: CPU time is the process's, system time too, from
after the imports to the end; peak memory is the whole process's, interpreter and libraries included. Run from the
project's folder:

    .venv/bin/python -m benchmarks.packet [rounds]
"""

from __future__ import annotations

import hashlib
import json
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pikepdf

ROOT = Path(__file__).parent.parent
_PAGES, _MANY_PAGES = 1000, 5000


class Cost(NamedTuple):
    """What one run used."""

    cpu: float
    wall: float
    peak: float
    """Megabytes."""
    size: int
    phases: dict[str, float]


def main() -> None:
    """Measure, and print the tables; in a process of its own, do one run."""
    if len(sys.argv) > 2:
        _run(sys.argv[1], Path(sys.argv[2]))
        return
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print(_versions())
    from benchmarks import subject  # the measured processes have no use for it, and memory is measured there

    with tempfile.TemporaryDirectory() as name:
        subjects = subject.write(
            Path(name), {"exported": _PAGES, "mended": _PAGES, "linked": _PAGES, "mended-many": _MANY_PAGES}
        )
        _print_table("as LibreOffice exports them", subjects["exported"], rounds)
        small = _print_table("as they are mended", subjects["mended"], rounds)
        _print_table("as they are mended, with many links", subjects["linked"], rounds)
        large = _print_table("as they are mended", subjects["mended-many"], 1)
    print(f"\nLinear: {_MANY_PAGES} pages cost {large.cpu / small.cpu:.2f} times the CPU of {_PAGES}.")


def _print_table(what: str, parts: Path, rounds: int) -> Cost:
    """Measure all sides on the files of a folder; returns our median cost."""
    files = sorted(parts.glob("*.pdf"))
    inputs = sum(file.stat().st_size for file in files)
    costs: dict[str, list[Cost]] = {side: [] for side in _SIDES}
    _measured("Samlad, again", parts)  # what is kept of the parts is there from now on
    for _ in range(rounds):
        for side in _SIDES:
            costs[side].append(_measured(side, parts))
    medians = {side: _median(found) for side, found in costs.items()}
    pages = sum(map(_count, files))
    print(f"\n{pages} pages in {len(files)} files {what}, {inputs / 1e6:.1f} MB; median of {rounds}")
    print(f"{'':<17}{'CPU s':>8}{'wall s':>8}{'/ pikepdf':>11}{'peak MB':>9}{'MB':>7}{'/ input':>9}")
    for side, cost in medians.items():
        ratio = cost.cpu / medians["pikepdf"].cpu
        print(
            f"{side:<17}{cost.cpu:>8.2f}{cost.wall:>8.2f}{ratio:>11.2f}{cost.peak:>9.0f}"
            f"{cost.size / 1e6:>7.1f}{cost.size / inputs:>9.2f}"
        )
    ours = medians["Samlad"]
    print("CPU by phase: " + ", ".join(f"{phase} {cpu:.2f}" for phase, cpu in ours.phases.items()))
    return ours


def _median(costs: Sequence[Cost]) -> Cost:
    middle = {key: statistics.median(getattr(cost, key) for cost in costs) for key in ("cpu", "wall", "peak")}
    phases = {phase: statistics.median(cost.phases[phase] for cost in costs) for phase in costs[0].phases}
    return Cost(**middle, size=costs[0].size, phases=phases)


def _measured(side: str, parts: Path) -> Cost:
    """One run, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.packet", side, str(parts)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    return Cost(**json.loads(done.stdout))


def _run(side: str, parts: Path) -> None:
    files = sorted(parts.glob("*.pdf"))
    target = parts / f"{side}.packet"
    run = _SIDES[side](files, target)
    cpu, wall = _cpu(), time.perf_counter()
    phases = run()
    used, waited = _cpu() - cpu, time.perf_counter() - wall
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(json.dumps(Cost(used, waited, peak, target.stat().st_size, phases)._asdict()))


def _concatenate(files: Sequence[Path], target: Path) -> Callable[[], dict[str, float]]:
    def run() -> dict[str, float]:
        with pikepdf.new() as packet:
            for file in files:
                with pikepdf.open(file) as part:
                    packet.pages.extend(part.pages)
            packet.save(target)
        return {}

    return run


def _assemble(
    files: Sequence[Path], target: Path, *, foreign: bool = False, again: bool = False
) -> Callable[[], dict[str, float]]:
    from service.assemble.headings import page_count
    from service.assemble.packet import write_packet
    from service.assemble.plan import plan_packet
    from service.assemble.remember import at_once
    from service.model.packet import PacketSpec, Part, PartKind

    kinds = [PartKind.RAPPORT, PartKind.BILAGA if foreign else PartKind.RAPPORT]
    contents = Part("innehall", PartKind.INNEHALL, "Innehåll", "", files[0], "")
    reports = (
        Part(f"a{at}", kinds[at % 2], f"Del {at}", f"Bilaga {at}", file, "KS.2026.123")
        for at, file in enumerate(files[1:], start=1)
    )
    parts = (contents, *reports)
    spec = PacketSpec("Mätning", "Samlad", "", (), datetime(2026, 12, 1, tzinfo=UTC), parts)

    def run() -> dict[str, float]:
        began: list[tuple[str, float]] = [("läser sidantal", _cpu())]

        def progress(phase: str, _done: int, _all: int) -> None:
            if began[-1][0] != phase:
                began.append((phase, _cpu()))

        plan = plan_packet(parts, {part.key: page_count(part.pdf) for part in parts})
        write_packet(
            spec, plan, target, progress, remember=partial(_remember, target.parent) if again else at_once
        )
        return {phase: began[at + 1][1] - start for at, (phase, start) in enumerate(began[:-1])}

    return run


def _remember(folder: Path, what: str, file: Path, make: Callable[[Path], bytes]) -> bytes:
    key = hashlib.sha256(what.encode() + file.read_bytes()).hexdigest()
    kept = folder / f"{key}.kept"
    if not kept.exists():
        kept.write_bytes(make(file))
    return kept.read_bytes()


_SIDES: dict[str, Callable[[Sequence[Path], Path], Callable[[], dict[str, float]]]] = {
    "pikepdf": _concatenate,
    "Samlad": _assemble,
    "Samlad, foreign": partial(_assemble, foreign=True),
    "Samlad, again": partial(_assemble, again=True),
}


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _count(pdf: Path) -> int:
    with pikepdf.open(pdf) as opened:
        return len(opened.pages)


def _versions() -> str:
    import pypdf

    return (
        f"Python {platform.python_version()}, pypdf {pypdf.__version__}, pikepdf {pikepdf.__version__} on libqpdf "
        f"{pikepdf.__libqpdf_version__}"
    )


if __name__ == "__main__":
    main()
