"""A JSON file from a sender, read with suspicion: size, encoding, syntax, doubled keys and nesting.

The result is plain dict, list, str, int, Decimal, bool and None; what the keys mean is for `schema` to say.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from service.errors import InvalidInput, Problem, UnreadableInput
from service.intake.content import Kind, sniff
from service.intake.size import MEGABYTE, check_size
from service.settings import Settings


def read_json(path: Path, settings: Settings) -> dict[str, Any]:
    """Read one JSON object.

    Raises:
        UnreadableInput: the file is missing, empty, too large, not text or not JSON.
        InvalidInput: it is JSON, but has doubled keys or is nested too deep; every such fault at once.
    """
    problem = check_size(path, settings.max_indata_mb * MEGABYTE)
    if problem:
        raise UnreadableInput(problem)
    root, doubled = _parse(_text(path), path.name)
    if not isinstance(root, dict):
        raise UnreadableInput(
            Problem(
                "not_an_object",
                f"Filen ”{path.name}” innehåller inte ett JSON-objekt.",
                remedy="Filen ska börja med { och sluta med }.",
                source=path.name,
            )
        )
    problems = [*_doubled_keys(root, doubled, path.name), *_too_deep(root, settings.max_djup, path.name)]
    if problems:
        raise InvalidInput(*problems)
    return root


def _text(path: Path) -> str:
    raw = path.read_bytes()
    kind = sniff(path)
    if kind is not Kind.OTHER:
        raise UnreadableInput(
            Problem(
                "wrong_file_type",
                f"Filen ”{path.name}” är inte JSON, utan {kind.label}.",
                remedy="Ange en JSON-fil enligt schemat; ”samlad schema” visar hur den ska se ut.",
                source=path.name,
            )
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        raise UnreadableInput(
            Problem(
                "not_utf8",
                f"Filen ”{path.name}” är inte sparad som UTF-8; första felet står på rad {line}.",
                f"rad {line}",
                "Spara filen på nytt med teckenkodningen UTF-8.",
                path.name,
            )
        ) from fault


def _parse(text: str, name: str) -> tuple[Any, dict[int, tuple[str, ...]]]:
    """The parsed file, and for each object with doubled keys (by identity) those keys."""
    doubled: dict[int, tuple[str, ...]] = {}

    def note_doubled(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(pairs)
        if len(result) < len(pairs):
            keys = [key for key, _ in pairs]
            doubled[id(result)] = tuple(key for key in result if keys.count(key) > 1)
        return result

    def refuse_constant(constant: str) -> Any:
        raise UnreadableInput(
            Problem(
                "not_a_number",
                f"Filen ”{name}” innehåller ”{constant}”, som inte är ett tal i JSON.",
                remedy="Skriv ett tal, eller null om värdet saknas.",
                source=name,
            )
        )

    try:
        root = json.loads(
            text, object_pairs_hook=note_doubled, parse_float=Decimal, parse_constant=refuse_constant
        )
    except json.JSONDecodeError as fault:
        raise UnreadableInput(_syntax_problem(fault, name)) from fault
    except RecursionError as fault:
        raise UnreadableInput(_depth_problem(name, "")) from fault
    except ValueError as fault:  # an integer of more digits than Python converts
        raise UnreadableInput(
            Problem(
                "not_a_number",
                f"Filen ”{name}” innehåller ett orimligt långt tal.",
                remedy="Skriv talet med högst några tiotal siffror.",
                source=name,
            )
        ) from fault
    return root, doubled


_SYNTAX = {
    "Expecting ',' delimiter": "det fattas ett kommatecken eller en avslutande parentes",
    "Expecting value": "här ska det stå ett värde",
    "Expecting property name enclosed in double quotes": "här ska det stå ett fältnamn inom citattecken",
    "Expecting ':' delimiter": "det fattas ett kolon efter fältnamnet",
    "Unterminated string starting at": "texten saknar avslutande citattecken",
    "Invalid control character at": "texten innehåller en radbrytning eller ett styrtecken; skriv \\n i stället",
    "Extra data": "det står något mer efter filens slut",
    "Illegal trailing comma before end of object": "det står ett kommatecken för mycket före }",
    "Illegal trailing comma before end of array": "det står ett kommatecken för mycket före ]",
}


def _syntax_problem(fault: json.JSONDecodeError, name: str) -> Problem:
    why = _SYNTAX.get(fault.msg, "texten följer inte JSON:s regler")
    place = f"rad {fault.lineno}, tecken {fault.colno}"
    return Problem(
        "invalid_json",
        f"Filen ”{name}” är inte giltig JSON: {place}: {why}.",
        place,
        "Rätta platsen och försök igen.",
        name,
    )


def _depth_problem(name: str, path: str) -> Problem:
    return Problem(
        "too_deep",
        f"Filen ”{name}” har för många nivåer i varandra.",
        path,
        "Se efter vilka nivåer schemat har; en parentes kan ha hamnat fel.",
        name,
    )


def _walk(value: Any, path: str, depth: int) -> Iterator[tuple[Any, str, int]]:
    """Every object and list with its path and depth, without recursion."""
    stack = [(value, path, depth)]
    while stack:
        node, place, level = stack.pop()
        yield node, place, level
        children: Iterator[tuple[Any, str]]
        if isinstance(node, dict):
            children = ((child, f"{place}.{key}" if place else key) for key, child in node.items())
        else:
            children = ((child, f"{place}[{index}]") for index, child in enumerate(node))
        stack += [(child, spot, level + 1) for child, spot in children if isinstance(child, dict | list)]


def _doubled_keys(root: Any, doubled: dict[int, tuple[str, ...]], name: str) -> list[Problem]:
    if not doubled:
        return []
    return [
        Problem(
            "duplicate_key",
            f"Fältet ”{key}” står mer än en gång på samma ställe.",
            f"{path}.{key}" if path else key,
            "Behåll ett av dem.",
            name,
        )
        for node, path, _ in _walk(root, "", 1)
        for key in doubled.get(id(node), ())
    ]


def _too_deep(root: Any, limit: int, name: str) -> list[Problem]:
    for _, path, depth in _walk(root, "", 1):
        if depth > limit:
            return [_depth_problem(name, path)]
    return []
