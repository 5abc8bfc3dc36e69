"""The table of codes is complete and has nothing to spare."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from service.codes import CODES, MEANINGS

ROOT = Path(__file__).parent.parent.parent
TREES = {
    path: ast.parse(path.read_text(encoding="utf-8"))
    for folder in ("service", "schemas")
    for path in (ROOT / folder).rglob("*.py")
    if not path.name.startswith("codes")
}


def _takers() -> dict[str, int]:
    """Every function and class that is given a code, with the place of that argument."""
    takers: dict[str, int] = {}
    for tree in TREES.values():
        for node in ast.walk(tree):
            names: list[str] = []
            if isinstance(node, ast.FunctionDef):
                names = [
                    a.arg for a in (*node.args.posonlyargs, *node.args.args) if a.arg not in {"self", "cls"}
                ]
            elif isinstance(node, ast.ClassDef):
                fields = [one for one in node.body if isinstance(one, ast.AnnAssign)]
                names = [
                    one.target.id
                    for one in fields
                    if isinstance(one.target, ast.Name) and "ClassVar" not in ast.dump(one.annotation)
                ]
            if "code" in names and isinstance(node, ast.FunctionDef | ast.ClassDef):
                takers[node.name] = names.index("code")
    return takers


def _used() -> Iterator[tuple[str, str]]:
    """Every code that is written out in a call, with the file it stands in."""
    takers = _takers()
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name not in takers:
                continue
            given = [k.value for k in node.keywords if k.arg == "code"] or node.args[
                takers[name] : takers[name] + 1
            ]
            for value in given:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.value, str(path.relative_to(ROOT))


def test_every_used_code_is_listed() -> None:
    """A fault without an entry in the table would be unknown to those who read `docs/fel.md`."""
    missing = {(code, path) for code, path in _used() if code not in MEANINGS}
    assert missing == set()


def test_every_listed_code_is_used() -> None:
    """A code that nobody uses any more leaves the table."""
    written = {
        node.value
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert sorted(set(MEANINGS) - written) == []


def test_a_code_stands_once() -> None:
    """No code has two meanings."""
    codes = [code for section in CODES.values() for code in section]
    assert sorted(codes) == sorted(set(codes))
