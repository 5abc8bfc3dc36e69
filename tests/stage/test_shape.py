"""The shape of the code: every module has its room, rooms import downwards, a library has one home."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

CODES = {path.stem for path in (ROOT / "service").glob("codes_*.py")}
"""The parts of `codes.py`, one for each part of the business."""
GROUND = {"model", "errors", "settings", "clock", "codes", "logs"}
STAGES = {
    "intake",
    "schema",
    "rules",
    "fill",
    "convert",
    "assemble",
    "archive",
    "seal",
    "records",
    "diary",
    "identity",
    "post",
}
ALLOWED: dict[str, set[str]] = {
    "model": {"model"},
    "errors": set(),
    "codes": CODES,
    **{name: set() for name in CODES},
    "clock": set(),
    "logs": set(),
    "settings": {"errors", "settings"},
    **{stage: GROUND | {stage} for stage in STAGES},
    "flow": GROUND | STAGES | {"flow"},
    "cli": GROUND | {"flow", "cli", "app", "work"},
    "work": GROUND | {"flow", "work"},
    "http": GROUND | {"flow", "http"},
    "api": GROUND | {"schema", "flow", "http", "api"},
    "web": GROUND | {"schema", "flow", "http", "web"},
    "app": GROUND | {"flow", "api", "web", "work", "app"},
}
"""Which rooms of `service` a room may import."""

HOMES = {
    "marshmallow": {"schema"},
    "docxtpl": {"fill"},
    "docx": {"fill"},
    "jinja2": {"fill", "web"},  # a Word document and a page of HTML are both written by template
    "markupsafe": {"fill"},
    "babel": {"fill", "web"},  # figures on the paper, and the page's catalogue
    "lxml": {"fill", "intake", "archive"},  # a form's XML is written in one room and read in the other
    "pypdf": {"assemble"},
    "pikepdf": {"assemble"},
    "pypdfium2": {"assemble"},
    "fontTools": {"assemble"},
    "subprocess": {
        "convert",
        "archive",
        "seal",
    },  # the validator of packages and the judge of signatures, apart
    "pyhanko": {"seal"},
    "pyhanko_certvalidator": {"seal"},
    "multiprocessing": {"assemble", "work"},
    "eark_validator": {"archive"},
    "unoserver": {"convert"},
    "img2pdf": {"convert"},
    "PIL": {"convert", "assemble"},
    "openpyxl": {"fill", "intake"},  # a workbook is written in one room and read in the other
    "tqdm": {"cli"},
    "argparse": {"cli", "schema"},
    "flask": {"app", "http", "api", "web"},
    "flask_babel": {"web"},
    "werkzeug": {"app", "http", "api", "web"},
    "gunicorn": {"app"},
    "prometheus_client": {"app", "api"},
    "sqlalchemy": {"records"},
    "alembic": {"records"},
    "obstore": {"records"},
    "argon2": {"flow"},
    "huey": {"work"},
    "holidays": {"rules"},
    "icalendar": {"fill"},
    "smtplib": {"post"},
    "email": {"post"},
    "authlib": {"identity"},
    "joserfc": {"identity"},
    "requests": {"identity"},
}


def _modules() -> list[Path]:
    return sorted((ROOT / "service").rglob("*.py"))


def _room(path: Path) -> str:
    first = path.relative_to(ROOT / "service").parts[0]
    return first.removesuffix(".py")


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute here"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", _modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_has_a_room_and_imports_downwards(path: Path) -> None:
    """A module stands in a known room and imports only from the rooms below it."""
    room = _room(path)
    if room == "__init__":
        return
    assert room in ALLOWED, f"{path.relative_to(ROOT)} stands in no room"
    for name in _imports(path):
        parts = name.split(".")
        if parts[0] == "service" and len(parts) > 1:
            assert parts[1] in ALLOWED[room], f"{room} may not import {name}"
        homes = HOMES.get(parts[0])
        assert homes is None or room in homes, f"{parts[0]} has its home in {homes}, not in {room}"


def test_model_imports_the_standard_library_only() -> None:
    """The model can be understood without knowing any library."""
    for path in (ROOT / "service" / "model").glob("*.py"):
        for name in _imports(path):
            top = name.split(".")[0]
            assert top == "service" or top in sys.stdlib_module_names, f"{path.name} imports {name}"


def test_the_command_line_does_not_load_the_service() -> None:
    """Who fills a report on the command line pays neither for a web server nor for a database."""
    heavy = {"flask", "werkzeug", "sqlalchemy", "obstore", "huey", "argon2", "authlib", "requests"}
    script = f"import sys, service.cli.main; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_no_module_is_longer_than_400_lines() -> None:
    """A module that grows past 400 lines wants to be two."""
    long = [path.name for path in _modules() if len(path.read_text(encoding="utf-8").splitlines()) > 400]
    assert long == []


def test_no_drawer_for_odds_and_ends() -> None:
    """No module is called utils, helpers, common or misc."""
    names = {path.stem for path in _modules()}
    assert not names & {"util", "utils", "helper", "helpers", "common", "misc", "manager"}
