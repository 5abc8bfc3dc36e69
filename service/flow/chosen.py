"""The settings that an administrator may change while the service runs: read, checked, kept, and in force at once.

They lie over those of the operator (environment), row for row. Only what is safe is here: no secret, no path, no limit
that protects the service, no check that protects a person. Every request and every job begins with `in_force`, so that
a change holds in all processes from the next one on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from service.convert.logo import write_logo
from service.errors import BilagaRejected, InvalidInput, Problem
from service.flow.accounts import ADMIN
from service.flow.refusals import require, require_version
from service.flow.service import Service
from service.flow.uploads import scan_file
from service.intake.gate import admit
from service.model.colour import LEAST, WHITE, contrast, readable_pair
from service.model.people import Person
from service.records.audit import Entry, note
from service.records.base import JsonObject
from service.records.blobs import fetch
from service.records.chosen import Installningar, last_choice
from service.settings import SETTINGS, Setting
from service.settings.setting import read_value

LOGO = "logotyp"
_ADDRESS = r"[^\s<>\"@,;]+@[^\s<>\"@,;]+\.[^\s<>\"@,;]+|"
_LINK = r"https?://[^\s<>\"@]+|"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a setting may be when it is changed here, beyond what its own row says."""

    subject: str
    most: int = 0
    """The highest number, or the longest text."""
    shape: str = ""
    example: str = ""
    parts: tuple[str, ...] = ()
    """A list of these, with commas between them."""


RULES: Mapping[str, Rule] = {
    "kommun": Rule("utseende", 80),
    "farg": Rule("utseende"),
    "kontakt": Rule("utseende", 200),
    "sidfot": Rule("utseende", 300),
    "marginal_dagar": Rule("lagen"),
    "kallelse_dagar": Rule("lagen", 60),
    "namnd_dagar": Rule("lagen", 60),
    "kallelse_kanaler": Rule("lagen", parts=("e_post", "brev", "system", "bud")),
    "smtp_fran": Rule("utskick", 200, _ADDRESS, "kansli@kommun.se"),
    "utskick_innehall": Rule("utskick"),
    "utskick_lank": Rule("utskick", 300, _LINK, "https://kommun.se/moten/{mote}"),
    "utskick_max_mb": Rule("utskick", 100),
    "del_storlek_mb": Rule("utskick", 1000),
    "arkivkontakt": Rule("arkiv", 120),
    "arkivkontakt_epost": Rule("arkiv", 200, _ADDRESS, "arkiv@kommun.se"),
    "arkivkontakt_telefon": Rule("arkiv", 40, r"[0-9+() -]*", "0303-70 30 00"),
}
"""What can be changed, in the order of the page."""
_ROWS = {one.name: one for one in SETTINGS}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen, and when; version 1 is that nothing ever was."""

    version: int = 1
    values: Mapping[str, int | str] = field(default_factory=dict)
    logo: str = ""
    """The digest of its content."""
    at: datetime | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Changeable:
    """A setting that may be changed."""

    setting: Setting
    rule: Rule
    value: int | str
    """In force."""
    ground: int | str
    """As the operator has set it."""
    chosen: bool


def chosen_of(service: Service) -> Chosen:
    """What is chosen now. Raises RecordsUnavailable."""
    with service.records.look() as db:
        return _chosen(last_choice(db))


def in_force(service: Service) -> Service:
    """The service with the settings that hold now. Raises RecordsUnavailable."""
    return with_chosen(service, chosen_of(service))


def with_chosen(service: Service, chosen: Chosen) -> Service:
    """The service with what was chosen over the operator's settings."""
    ground = service.ground or service.settings
    values: dict[str, Any] = {name: value for name, value in chosen.values.items() if name in RULES}
    return replace(service, settings=replace(ground, **values), ground=ground)


def changeable(service: Service, person: Person) -> tuple[Chosen, tuple[Changeable, ...]]:
    """Every setting that may be changed. Raises NotAllowed."""
    require(person, ADMIN, "", "Att se inställningarna")
    chosen, grounds = chosen_of(service), service.ground or service.settings
    rows = []
    for name, rule in RULES.items():
        ground = getattr(grounds, name)
        value = chosen.values.get(name, ground)
        rows.append(Changeable(_ROWS[name], rule, value, ground, name in chosen.values))
    return chosen, tuple(rows)


def change_settings(service: Service, person: Person, wanted: Mapping[str, Any], version: int) -> Chosen:
    """Choose values; None goes back to what the operator has set, and so does what is equal to it.

    Raises:
        NotAllowed: the person is no administrator.
        InvalidInput: with every value that cannot be used, at the name of its setting.
        OldVersion: somebody else has changed them meanwhile.
    """
    require(person, ADMIN, "", "Att ändra inställningarna")
    grounds = service.ground or service.settings
    problems: list[Problem] = []
    read = {name: _read(name, value, problems) for name, value in wanted.items()}
    if problems:
        raise InvalidInput(*problems)

    def change(before: Chosen) -> Chosen:
        kept = {name: value for name, value in before.values.items() if name not in read}
        fresh = {
            name: value
            for name, value in read.items()
            if value is not None and value != getattr(grounds, name)
        }
        return replace(before, values={**kept, **fresh})

    return _keep(service, person, version, change)


def set_logo(service: Service, person: Person, path: Path, version: int) -> Chosen:
    """Take in a logo: through the gate, and drawn anew.

    Raises:
        NotAllowed: the person is no administrator.
        BilagaRejected: it is no picture of ours, is damaged, or too large.
        ScannerUnavailable: the scanner for viruses does not answer.
        OldVersion: somebody else has changed the settings meanwhile.
    """
    require(person, ADMIN, "", "Att ändra inställningarna")
    result = admit(path, service.settings, LOGO)
    if isinstance(result, tuple):
        raise BilagaRejected(*result)
    scan_file(service, person, path)
    with service.open_folder() as folder:
        drawn = folder / "logotyp.png"
        write_logo(path, drawn)
        sha256 = service.store.put(drawn)
    return _keep(service, person, version, lambda before: replace(before, logo=sha256))


def remove_logo(service: Service, person: Person, version: int) -> Chosen:
    """Go back to the operator's logo, or none. Raises NotAllowed, OldVersion."""
    require(person, ADMIN, "", "Att ändra inställningarna")
    return _keep(service, person, version, lambda before: replace(before, logo=""))


def logo_content(service: Service, sha256: str) -> bytes:
    """The bytes of a logo that was taken in."""
    with service.open_folder() as folder:
        return fetch(service.store, sha256, folder / "logotyp.png").read_bytes()


def _keep(service: Service, person: Person, version: int, change: Callable[[Chosen], Chosen]) -> Chosen:
    """Keep a change as a row of its own, with who and what in the log; what changes nothing is no change."""
    at = service.now()
    with service.records.change() as db:
        before = _chosen(last_choice(db))
        require_version(version, before.version)
        after = change(before)
        if (after.values, after.logo) == (before.values, before.logo):
            return before
        row = Installningar(
            nr=before.version,
            varden=dict(after.values),
            logotyp=after.logo,
            skapad=at,
            skapad_av=person.username,
        )
        db.add(row)
        told = _told(before, after), _told(after, before)
        note(db, Entry(person.username, "installningar.andrade", "installningar", str(row.nr), *told), at)
        return _chosen(row)


def _told(one: Chosen, other: Chosen) -> JsonObject:
    """What stands in the one and not, or otherwise, in the other; the operator's choice is told as none."""
    names = sorted({*one.values, *other.values})
    differs = [name for name in names if one.values.get(name) != other.values.get(name)]
    told: JsonObject = {name: one.values.get(name) for name in differs}
    return told | ({LOGO: one.logo or None} if one.logo != other.logo else {})


def _chosen(row: Installningar | None) -> Chosen:
    if row is None:
        return Chosen()
    return Chosen(row.nr + 1, dict(row.varden), row.logotyp, row.skapad, row.skapad_av)


def _read(name: str, value: Any, problems: list[Problem]) -> int | str | None:
    """A value as it was typed; None goes back to the operator's."""
    rule = RULES.get(name)
    if rule is None:
        problems.append(_not_changeable(name))
        return None
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        problems.append(Problem("not_text", "Här ska det stå text eller ett heltal.", name))
        return None
    text = " ".join(str(value).split())
    row = _ROWS[name]
    if isinstance(row.default, int):
        row = replace(row, maximum=row.maximum or rule.most)
    found: list[Problem] = []
    read = read_value(row, text, found) if text or isinstance(row.default, int) else ""
    problems += [_not_taken(row, name) for _ in found]
    if not found and isinstance(read, str):
        problems += _faults_of_text(name, read, rule)
    return read


def _faults_of_text(name: str, text: str, rule: Rule) -> Iterator[Problem]:
    if rule.most and len(text) > rule.most:
        told = f"Texten har {len(text)} tecken; högst {rule.most} får plats."
        yield Problem("too_long", told, name, "Korta den.")
    if rule.shape and not re.fullmatch(rule.shape, text):
        yield Problem("invalid_setting", "Värdet har fel form.", name, f"Skriv som {rule.example}.")
    unknown = [one for one in text.split(",") if rule.parts and text and one.strip() not in rule.parts]
    if unknown:
        told = f"”{unknown[0].strip()}” finns inte att välja."
        yield Problem("unknown_choice", told, name, f"Välj bland: {', '.join(rule.parts)}.")
    if name == "farg" and contrast(text, WHITE) < LEAST:
        yield _too_light(text)


def _too_light(colour: str) -> Problem:
    ratio = f"{contrast(colour, WHITE):.1f}".replace(".", ",")
    return Problem(
        "colour_too_light",
        f"Vit text på färgen {colour} går inte att läsa: kontrasten är {ratio} till 1, och ska vara minst 4,5.",
        "farg",
        f"Välj en mörkare färg. {readable_pair(colour)[0]} har samma ton och går att läsa.",
    )


def _not_taken(row: Setting, name: str) -> Problem:
    if isinstance(row.default, int):
        allowed = f"ett heltal från {row.minimum} till {row.maximum}"
    else:
        allowed = " eller ".join(row.choices) or f"som {row.example or row.default}"
    return Problem("invalid_setting", f"Värdet ska vara {allowed}.", name, f"Skriv {allowed}.")


def _not_changeable(name: str) -> Problem:
    return Problem(
        "unknown_key",
        f"Inställningen ”{name[:80]}” finns inte, eller ändras bara av den som sköter driften.",
        name[:80],
        f"Här kan ändras: {', '.join(RULES)}.",
    )
