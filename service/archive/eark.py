"""The independent validator `eark-validator`, in an environment of its own, and which of its verdicts count.

It pins a version of lxml that the service cannot have; so it is another Python that runs it (`SAMLAD_EARK_PYTHON`).
Five of its rules cannot be kept, by any package, as E-ARK SIP 2.1.0 itself is written; see `docs/arkiv.md`.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.errors import Problem, ToolError, ToolMissing, ToolTimeout

CANNOT_BE_KEPT: Mapping[str, str] = {
    "CSIP63": "regeln motsäger sig själv: den godtar bara OTHER, fast CSIP62 kräver ett värde",
    "SIP14": "regeln söker NOTETYPE utan sin namnrymd",
}
"""Rules that no right package keeps, and why."""
OF_THE_PROGRAM = frozenset({"CSIP12", "CSIP13", "CSIP16"})
"""Rules that count for the program alone: SIP 2.1.0 wants creators that are organisations and people too."""
_RUNNER = Path(__file__).with_name("eark_runner.py")
_SECONDS = 600
_AGENT = re.compile(r"\*\[local-name\(\)='agent'[^\]]*\](?:\[(\d+)\])?")


@dataclass(frozen=True, slots=True)
class EarkReport:
    """What the validator says."""

    structure: str
    schema: str
    problems: tuple[Problem, ...]
    """What is wrong with the package."""
    excused: Mapping[str, int]
    """Rules that cannot be kept, and how often they were broken."""
    raw: Mapping[str, Any]


def validate_package(folder: Path, python: str) -> EarkReport:
    """Ask the validator about an unpacked package.

    Raises:
        ToolMissing: there is no such Python, or no validator in it.
        ToolError, ToolTimeout: the validator fails.
    """
    return judge(_run(folder, python), folder.name)


def judge(raw: Mapping[str, Any], name: str) -> EarkReport:
    """Sort the validator's messages into those that count and those that cannot be helped."""
    metadata = raw.get("metadata") or {}
    structure, schema = raw["structure"], metadata.get("schema_results") or {}
    problems: list[Problem] = []
    excused: dict[str, int] = {}
    messages = [
        *structure["messages"],
        *schema.get("messages", ()),
        *(metadata.get("schematron_results") or {}).get("messages", ()),
    ]
    for message in messages:
        if message["severity"] != "Error":
            continue
        rule = message["rule_id"] or ""
        if rule in CANNOT_BE_KEPT or (rule in OF_THE_PROGRAM and not _about_the_program(message["location"])):
            excused[rule] = excused.get(rule, 0) + 1
        else:
            problems.append(
                Problem("eark_rule_broken", f"{rule}: {message['message']}", message["location"], source=name)
            )
    if structure["status"] != "WellFormed" and not problems:
        problems.append(Problem("eark_rule_broken", f"Strukturen är {structure['status']}.", source=name))
    return EarkReport(structure["status"], schema.get("status", ""), tuple(problems), excused, raw)


def _about_the_program(location: str) -> bool:
    """Whether a message is about the first agent, which is the program; we always write it first."""
    found = _AGENT.search(location)
    return found is None or (found[1] or "1") == "1"


def _run(folder: Path, python: str) -> Mapping[str, Any]:
    command: Sequence[str] = (python, "-I", str(_RUNNER), str(folder))
    try:
        process = subprocess.Popen(  # noqa: S603 - the operator's own program
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={"LC_ALL": "C.UTF-8", "PATH": os.defpath, "TZ": "UTC"},
            start_new_session=True,
        )
    except OSError as error:
        raise _missing(python) from error
    try:
        output, words = process.communicate(timeout=_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise ToolTimeout(
            Problem("eark_failed", f"eark-validator blev inte klar på {_SECONDS} sekunder.")
        ) from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    last = (words.decode("utf-8", "replace").strip().splitlines() or [""])[-1]
    if "No module named 'eark_validator'" in last:
        raise _missing(python)
    try:
        answer: Mapping[str, Any] = json.loads(output)
    except ValueError as error:
        raise ToolError(Problem("eark_failed", f"eark-validator svarade inte: {last}")) from error
    return answer


def _missing(python: str) -> ToolMissing:
    return ToolMissing(
        Problem(
            "eark_missing",
            f"eark-validator saknas: ”{python}” är ingen Python som har den.",
            remedy="Kör make eark, eller ange en Python som har eark-validator 1.1.3 i inställningen eark_python.",
        )
    )
