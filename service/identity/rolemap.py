"""Which claims of the provider give which roles here: a file that the municipality writes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.errors import ConfigError, Problem
from service.model.people import ROLES, Held, refusal_of_held


@dataclass(frozen=True, slots=True)
class Rule:
    """Who has this value in that claim holds the role."""

    claim: str
    value: str
    held: Held


def read_role_map(path: Path) -> tuple[Rule, ...]:
    """The rules.

    Raises:
        ConfigError: with everything that is wrong with the file.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise ConfigError(_wrong(path, "", f"går inte att läsa: {fault}")) from fault
    rows = raw.get("regel", [])
    problems = [_wrong(path, name, "finns inte") for name in raw if name != "regel"]
    rules: list[Rule] = []
    if not isinstance(rows, list) or not rows:
        problems.append(_wrong(path, "regel", "saknas; filen ska ha minst en [[regel]]"))
        rows = []
    for number, row in enumerate(rows, start=1):
        why = _fault(row)
        if why:
            problems.append(_wrong(path, f"regel {number}", why))
        else:
            rules.append(Rule(row["krav"], row["varde"], Held(ROLES[row["roll"]], row.get("organ", ""))))
    if problems:
        raise ConfigError(*problems)
    return tuple(rules)


def held_of(rules: tuple[Rule, ...], claims: Mapping[str, Any]) -> frozenset[Held]:
    """The roles that the claims give."""
    return frozenset(rule.held for rule in rules if rule.value in _values(claims, rule.claim))


def _values(claims: Mapping[str, Any], name: str) -> frozenset[str]:
    """The values of a claim; `realm_access.roles` also finds a claim within a claim."""
    found: Any = claims.get(name)
    if found is None:
        found = claims
        for part in name.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    many = found if isinstance(found, list) else [found]
    return frozenset(one for one in many if isinstance(one, str))


def _fault(row: object) -> str:
    if not isinstance(row, Mapping):
        return "ska vara en tabell"
    unknown = set(row) - {"krav", "varde", "roll", "organ"}
    if unknown:
        return f"har okända fält: {', '.join(sorted(unknown))}"
    for name in ("krav", "varde", "roll"):
        if not isinstance(row.get(name), str) or not row[name]:
            return f"saknar ”{name}” som text"
    if not isinstance(row.get("organ", ""), str):
        return "har ett organ som inte är text"
    if row["roll"] not in ROLES:
        return f"har rollen ”{row['roll']}”, som inte finns; välj bland {', '.join(sorted(ROLES))}"
    refused = refusal_of_held(Held(ROLES[row["roll"]], row.get("organ", "")))
    return refused[1] if refused else ""


def _wrong(path: Path, where: str, why: str) -> Problem:
    return Problem(
        "invalid_role_map",
        f"Filen {path.name} med roller: {where} {why}.".replace(":  ", ": "),
        "SAMLAD_OPENID_ROLLER",
        "Rätta filen; hur den skrivs står i docs/drift.md.",
    )
