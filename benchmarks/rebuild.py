"""What it costs to build a meeting's packet again when one of its hundred documents has changed.

It is the command that a user runs, `samlad sammanstall`, in a process of its own with a cache of its own: filling,
LibreOffice, the covers' and the contents' rounds, merging and all checks. CPU time is that of the command and of all
programs it has run, whole and by phase: a phase begins when the command says so, and the first one, in which nothing
is said, loads the program and reads the input. Run from the project's folder:

    .venv/bin/python -m benchmarks.rebuild [documents]
"""

from __future__ import annotations

import copy
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple, TextIO, cast

import pikepdf

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
MEETING = SAMPLES / "kallelse" / "kf-2026-12-14" / "mote.json"
_PER_ITEM = 5
_BEFORE = "Läser"
_PHASE = re.compile(r"[^:]+: \d+ av \d+\n")


class Cost(NamedTuple):
    """What one build used, in seconds."""

    cpu: float
    wall: float
    phases: dict[str, float]
    """CPU by phase, as the command names them, in their order."""


def main() -> None:
    """Build, change one document, build again; and once more with nothing changed."""
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reports = _write_meeting(folder, documents)
        costs = {"first": _build(folder)}
        _change(reports[documents // 2])
        costs["one changed"] = _build(folder)
        costs["nothing changed"] = _build(folder)
        (packet,) = (folder / "ut").glob("kf-*.pdf")
        with pikepdf.open(packet) as opened:
            pages = len(opened.pages)
    print(f"{documents} documents, {pages} pages")
    print(f"{'':<18}{'CPU s':>8}{'wall s':>8}{'/ first':>9}")
    for build, cost in costs.items():
        print(f"{build:<18}{cost.cpu:>8.1f}{cost.wall:>8.1f}{cost.cpu / costs['first'].cpu:>9.3f}")
    print("\nCPU s by phase" + "".join(f"{build:>18}" for build in costs))
    for phase in costs["first"].phases:
        print(f"{phase:<14}" + "".join(f"{cost.phases.get(phase, 0):>18.2f}" for cost in costs.values()))


def _write_meeting(folder: Path, documents: int) -> list[Path]:
    """The sample meeting with nothing but reports, each with words of its own."""
    shutil.copytree(SAMPLES / "ramverk", folder / "ramverk")
    (folder / "rapporter").mkdir()
    (folder / "mote").mkdir()
    samples = sorted((SAMPLES / "dialogsammanfattning").glob("*.json"))
    reports = [_write_report(folder, samples[at % len(samples)], at) for at in range(documents)]
    meeting = json.loads(MEETING.read_text(encoding="utf-8"))
    item = next(one for one in meeting["arenden"] if one["arendetyp"] == "redovisning")
    meeting["ramverk"] = "../ramverk/ale.json"
    meeting["arenden"] = [
        _item(item, number, reports[first : first + _PER_ITEM])
        for number, first in enumerate(range(0, documents, _PER_ITEM), start=1)
    ]
    (folder / "mote" / "mote.json").write_text(json.dumps(meeting, ensure_ascii=False), encoding="utf-8")
    return reports


def _write_report(folder: Path, sample: Path, at: int) -> Path:
    report: dict[str, Any] = json.loads(sample.read_text(encoding="utf-8"))
    report |= {"id": f"{report['id']}-{at}", "titel": f"{report['titel']} ({at + 1})"}
    path = folder / "rapporter" / f"rapport-{at:03}.json"
    path.write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    return path


def _item(pattern: dict[str, Any], number: int, reports: list[Path]) -> dict[str, Any]:
    item = copy.deepcopy(pattern)
    return item | {
        "ordning": str(number),
        "rubrik": f"{item['rubrik']} ({number})",
        "handlingar": [
            {
                "handlingstyp": "dialogsammanfattning",
                "titel": f"Tillitsdialog {report.stem}",
                "indata": f"../rapporter/{report.name}",
                "publiceras": "ja",
            }
            for report in reports
        ],
    }


def _change(report: Path) -> None:
    held = json.loads(report.read_text(encoding="utf-8"))
    held["sammanfattning_resultat"] += " En mening har kommit till."
    report.write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")


def _build(folder: Path) -> Cost:
    """One build by the installed command."""
    program = Path(sys.executable).with_name("samlad")
    command: list[str | Path] = [program, "sammanstall", folder / "mote" / "mote.json", "--ut", folder / "ut"]
    surroundings = {**os.environ, "SAMLAD_CACHE": str(folder / "cache")}
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once
    cpu, wall = _children(), time.perf_counter()
    begun: dict[str, float] = {_BEFORE: 0.0}
    with subprocess.Popen(
        command, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as build:
        said = []
        for line in cast(TextIO, build.stderr):
            said.append(line)
            phase = line.partition(":")[0]
            if _PHASE.fullmatch(line) and phase not in begun:
                begun[phase] = _used_by(build.pid)
    if build.returncode:
        sys.exit("".join(said))
    used = _children() - cpu
    ends = [*list(begun.values())[1:], used]
    phases = {phase: end - start for (phase, start), end in zip(begun.items(), ends, strict=True)}
    return Cost(used, time.perf_counter() - wall, phases)


def _used_by(root: int) -> float:
    """CPU of a running process, of all below it, and of those that have ended there; in seconds."""
    known: dict[int, tuple[int, int]] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = place.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        known[int(place.parent.name)] = int(fields[1]), sum(map(int, fields[11:15]))
    family = {root}
    while more := {pid for pid, (parent, _) in known.items() if parent in family} - family:
        family |= more
    return sum(known[pid][1] for pid in family if pid in known) / os.sysconf("SC_CLK_TCK")


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
