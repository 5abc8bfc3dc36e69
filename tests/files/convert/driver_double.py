"""A driver without a LibreOffice: it keeps the contract of `service/convert/driver.py`, and fails as it is told.

Run in place of LibreOffice's Python: `double -s -B driver.py program work`. What it does stands in a folder, given
on the first line of the program's file: `plan` holds one word per start. It notes its process ids in `pids`.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

PDF = b"%PDF-1.6\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def answer(**message: object) -> None:
    """Write one line to the service."""
    print(json.dumps(message), flush=True)  # noqa: T201 - that is its voice


def hang() -> NoReturn:
    """Do nothing, with a child that has to be killed too."""
    while True:
        time.sleep(60)


def meet(folder: Path) -> None:
    """Wait until a second process is at work as well."""
    (folder / f"met-{os.getpid()}").touch()
    deadline = time.monotonic() + 20
    while len(list(folder.glob("met-*"))) < 2:
        if time.monotonic() > deadline:
            sys.exit("nobody else came")
        time.sleep(0.01)


def convert(folder: Path, word: str, request: dict[str, Any]) -> None:
    """Make one conversion as the plan says."""
    if word == "hang":
        hang()
    if word == "crash":
        sys.exit("Unspecified Application Error")
    if word in ("unopenable", "failed"):
        answer(result=word, detail="impl_store")
        return
    if word == "babble":
        sys.stdout.write("this is not JSON\n")
        sys.stdout.flush()
        return
    if word == "meet":
        meet(folder)
    with (folder / "converted").open("a") as log:
        log.write(Path(request["source"]).name + "\n")
    if word != "nothing":
        Path(request["target"]).write_bytes(PDF)
    answer(result="ok")


def take_number(folder: Path) -> int:
    """Which start this is, counted from 0; two that start at once get different numbers."""
    for number in itertools.count():
        with contextlib.suppress(FileExistsError):
            (folder / f"start-{number}").touch(exist_ok=False)
            break
    return number


def main() -> None:
    """Start as the plan says, then answer."""
    program = Path(sys.argv[4])
    folder = Path(program.read_text().splitlines()[1].removeprefix("# "))
    words = (folder / "plan").read_text().split()
    number = take_number(folder)
    word = words[number] if number < len(words) else "ok"
    child = subprocess.Popen(
        ["/bin/sleep", "600"], stdin=subprocess.DEVNULL, stdout=sys.stderr
    )  # stands for LibreOffice
    with (folder / "pids").open("a") as log:
        log.write(f"{os.getpid()} {child.pid}\n")
    if word == "silent":
        hang()
    if word == "nouno":
        answer(ready=False, missing="uno", detail="No module named 'uno'")
        return
    if word == "dead":
        sys.exit("cannot open display")
    answer(ready=True)
    for line in sys.stdin:
        convert(folder, word, json.loads(line))


main()
