"""What the command line says: results on stdout, notes on stderr; for people in Swedish, for programs as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import TextIO

from service.errors import Notice, Problem, SamladError
from service.flow.published import DeliveredFile, Delivery


def show_problems(problems: Iterable[Problem], stream: TextIO) -> None:
    """Every fault with its place, what is wrong and how to go on."""
    for problem in problems:
        print(f"✗ {_place(problem)}", file=stream)
        print(f"  {problem.message}", file=stream)
        if problem.remedy:
            print(f"  → {problem.remedy}", file=stream)
        print(f"  ({problem.code})", file=stream)


def show_notices(notices: Iterable[Notice], stream: TextIO) -> None:
    """What the reader should know though the work is done."""
    for notice in notices:
        print(f"• {_place(notice)}: {notice.message} ({notice.code})", file=stream)


def show_json(answer: Mapping[str, object]) -> None:
    """One JSON object on stdout."""
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def show_delivery(delivery: Delivery, *, as_json: bool) -> int:
    """What a command made, and what there is to know about it; returns the exit code."""
    if as_json:
        show_json(
            {
                "ok": True,
                "files": [_file_as_json(file) for file in delivery.files],
                "notices": [asdict(notice) for notice in delivery.notices],
            }
        )
        return 0
    show_notices(delivery.notices, sys.stderr)
    for file in delivery.files:
        print(f"{file.path}  ({_told(file)})" if file.pages else file.path)
    return 0


def _told(file: DeliveredFile) -> str:
    pages = f"{file.pages} {'sida' if file.pages == 1 else 'sidor'}"
    if file.standards is None:
        return pages
    marked = (
        f"märkt som {' och '.join(file.standards)}" if file.standards else "inte märkt som PDF/A eller PDF/UA"
    )
    return f"{pages}, {marked}"


def _file_as_json(file: DeliveredFile) -> dict[str, object]:
    shown: dict[str, object] = {"fil": str(file.path), "sha256": file.sha256, "sidor": file.pages}
    return shown if file.standards is None else {**shown, "standarder": list(file.standards)}


def fault_as_json(fault: SamladError) -> dict[str, object]:
    """An error as programs get it; the same shape for every kind."""
    return {
        "ok": False,
        "code": fault.code,
        "retryable": fault.retryable,
        "problems": [asdict(problem) for problem in fault.problems],
        "notices": [asdict(notice) for notice in fault.notices],
    }


def _place(found: Problem | Notice) -> str:
    return " · ".join(part for part in (found.source, found.path) if part) or "indata"
