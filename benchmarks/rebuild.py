"""What it costs to build a meeting's packet again when one of its hundred documents has changed.

It is the command that a user runs, `samlad sammanstall`, in a process of its own with a cache of its own: filling,
LibreOffice, the covers' and the contents' rounds, merging and all checks. CPU time is that of the command and of all
programs it has run. Run from the project's folder:

    .venv/bin/python -m benchmarks.rebuild [documents]
"""

from __future__ import annotations

import copy
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
MEETING = SAMPLES / "kallelse" / "kf-2026-12-14" / "mote.json"
_PER_ITEM = 5


class Cost(NamedTuple):
    """What one build used, in seconds."""

    cpu: float
    wall: float


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
    done = subprocess.run(command, check=False, env=surroundings, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stderr)
    return Cost(_children() - cpu, time.perf_counter() - wall)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
