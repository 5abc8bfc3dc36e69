"""Meetings in the service: their ärenden in order, and the documents of each.

Every change of a meeting raises its version, so that two who prepare the same meeting do not undo each other's work.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from string import ascii_uppercase
from typing import Any

from service.errors import InvalidInput, Problem
from service.flow.refusals import WrongState, not_known, require, require_version
from service.flow.search import index_meeting
from service.flow.service import Service
from service.model.choices import Arendetyp
from service.model.lists import Page, Span
from service.model.people import CENTRAL, Person, Role
from service.records.audit import Entry, note
from service.records.base import JsonObject
from service.records.frameworks import find_organ
from service.records.meetings import find_meeting, list_meetings
from service.records.moten import Anslagsrad, anslag_of
from service.records.reports import find_file, find_report
from service.records.tables import Arende, Handling, Sammantrade
from service.schema.cleaning import clean
from service.schema.sections import load_section, section

EDITORS = frozenset({Role.KANSLI, Role.REGISTRATOR})
SLUG = "kallelse"
Raw = Mapping[str, Any]
Place = Sequence[str]


def create_meeting(service: Service, person: Person, raw: Raw) -> JsonObject:
    """A meeting with its summons. Raises NotAllowed, InvalidInput."""
    require(person, EDITORS, "", "Att lägga upp ett sammanträde")
    organ, day = _check_heads(raw)
    at = service.now()
    with service.records.change() as db:
        if find_organ(db, organ) is None:
            raise InvalidInput(
                Problem(
                    "unknown_organ",
                    f"Organet ”{organ}” finns inte i ramverket.",
                    "sammantrade.organ",
                    "Ange ett organ som finns i ramverket.",
                )
            )
        row = Sammantrade(
            id=service.new_id(),
            organ=organ,
            datum=day,
            sammantrade=plain(raw["sammantrade"]),
            kallelse=plain(raw["kallelse"]),
            skapad=at,
            andrad=at,
        )
        db.add(row)
        db.flush()
        index_meeting(db, row)
        note(
            db,
            Entry(person.username, "sammantrade.skapat", "sammantrade", row.id, None, dict(row.sammantrade)),
            at,
        )
        return shown(row)


def change_meeting(service: Service, person: Person, meeting: str, raw: Raw, version: int) -> JsonObject:
    """Change meeting and summons. Raises NotKnown, NotAllowed, OldVersion, InvalidInput."""
    organ, day = _check_heads(raw)

    def change(row: Sammantrade) -> None:
        if organ != row.organ:
            raise InvalidInput(
                Problem(
                    "other_organ",
                    f"Sammanträdet är {row.organ}:s, inte {organ}:s.",
                    "sammantrade.organ",
                    "Lägg upp ett nytt sammanträde för ett annat organ.",
                )
            )
        row.datum = day
        row.sammantrade, row.kallelse = plain(raw["sammantrade"]), plain(raw["kallelse"])

    return _change(service, person, meeting, version, "sammantrade.andrat", change)


def add_arende(service: Service, person: Person, meeting: str, raw: Raw, version: int) -> JsonObject:
    """A new ärende, last; without `ordning` it gets the next letter or number of its kind."""

    def change(row: Sammantrade) -> None:
        facts = plain(raw)
        facts.setdefault("ordning", _next_mark(row, facts))
        _check_arende(facts)
        row.arenden.append(Arende(id=service.new_id(), plats=_last(row.arenden), uppgifter=facts))

    return _change(service, person, meeting, version, "arende.nytt", change)


def change_arende(
    service: Service, person: Person, meeting: str, arende: str, raw: Raw, version: int
) -> JsonObject:
    """Change what an ärende says; its documents stay."""

    def change(row: Sammantrade) -> None:
        found = _arende(row, arende)
        facts = plain(raw)
        facts.setdefault("ordning", found.uppgifter["ordning"])
        _check_arende(facts)
        found.uppgifter = facts

    return _change(service, person, meeting, version, "arende.andrat", change)


def remove_arende(service: Service, person: Person, meeting: str, arende: str, version: int) -> JsonObject:
    """Take an ärende away with its documents; the others keep their numbers."""
    return _change(
        service,
        person,
        meeting,
        version,
        "arende.borttaget",
        lambda row: row.arenden.remove(_arende(row, arende)),
    )


def order_arenden(service: Service, person: Person, meeting: str, order: Place, version: int) -> JsonObject:
    """Put the ärenden in a new order, and letter and number them anew in it."""

    def change(row: Sammantrade) -> None:
        by_id = _in_order(row.arenden, order)
        letters, numbers = iter(ascii_uppercase), iter(range(1, 1000))
        for at, one in enumerate(by_id):
            one.plats = at
            mark = next(letters) if _is_formal(one.uppgifter) else str(next(numbers))
            one.uppgifter = {**one.uppgifter, "ordning": mark}
        row.arenden.sort(key=lambda one: one.plats)

    return _change(service, person, meeting, version, "arenden.ordnade", change)


def add_handling(
    service: Service, person: Person, meeting: str, arende: str, raw: Raw, version: int
) -> JsonObject:
    """A new document of an ärende, last: `fil` names a file that was sent, `rapport` a report."""
    facts = plain(raw)
    file, report = facts.pop("fil", None), facts.pop("rapport", None)
    _check_handling(facts, file, report)
    _require_source(service, person, file, report)

    def change(row: Sammantrade) -> None:
        found = _arende(row, arende)
        found.handlingar.append(
            Handling(
                id=service.new_id(), plats=_last(found.handlingar), uppgifter=facts, fil=file, rapport=report
            )
        )

    return _change(service, person, meeting, version, "handling.ny", change)


def change_handling(
    service: Service, person: Person, meeting: str, place: Place, raw: Raw, version: int
) -> JsonObject:
    """Change what is said of a document; which file or report it is stays. `place`: ärende and handling."""

    def change(row: Sammantrade) -> None:
        found = _handling(_arende(row, place[0]), place[1])
        facts = plain(raw)
        _check_handling(facts, found.fil, found.rapport)
        found.uppgifter = facts

    return _change(service, person, meeting, version, "handling.andrad", change)


def remove_handling(service: Service, person: Person, meeting: str, place: Place, version: int) -> JsonObject:
    """Take a document away. `place`: ärende and handling."""

    def change(row: Sammantrade) -> None:
        arende = _arende(row, place[0])
        arende.handlingar.remove(_handling(arende, place[1]))

    return _change(service, person, meeting, version, "handling.borttagen", change)


def order_handlingar(
    service: Service, person: Person, meeting: str, arende: str, order: Place, version: int
) -> JsonObject:
    """Put the documents of an ärende in a new order."""

    def change(row: Sammantrade) -> None:
        found = _arende(row, arende)
        for at, one in enumerate(_in_order(found.handlingar, order)):
            one.plats = at
        found.handlingar.sort(key=lambda one: one.plats)

    return _change(service, person, meeting, version, "handlingar.ordnade", change)


def get_meeting(service: Service, person: Person, meeting: str) -> JsonObject:
    """A meeting with everything in it. Raises NotKnown."""
    with service.records.look() as db:
        row = find_meeting(db, meeting)
        if row is None or not person.roles & CENTRAL:
            raise not_known("Sammanträdet")
        return shown(row)


def page_meetings(service: Service, person: Person, organ: str, span: Span) -> Page[JsonObject]:
    """A part of the meetings; none for who does not prepare them."""
    if not person.roles & CENTRAL:
        return Page((), 0, span.start)
    with service.records.look() as db:
        page = list_meetings(db, organ, span)
        return Page(tuple(shown(row, whole=False) for row in page.rows), page.total, page.start)


def shown(row: Sammantrade, *, whole: bool = True) -> JsonObject:
    """The meeting as the shells give it."""
    head: JsonObject = {
        "id": row.id,
        "version": row.version,
        "sammantrade": dict(row.sammantrade),
        "kallelse": dict(row.kallelse),
        "andrad": row.andrad.isoformat(),
    }
    if whole:
        head["arenden"] = [_shown_arende(one) for one in row.arenden]
    return head


def plain(raw: Raw) -> JsonObject:
    """The same as plain JSON: what was read with decimals can be kept in a table."""
    copy: JsonObject
    copy, _ = clean(json.loads(json.dumps(raw, default=float)), "")
    return copy


def _shown_arende(row: Arende) -> JsonObject:
    handlingar = [
        {**one.uppgifter, "id": one.id, "fil": one.fil, "rapport": one.rapport} for one in row.handlingar
    ]
    return {**row.uppgifter, "id": row.id, "handlingar": handlingar}


def _change(
    service: Service,
    person: Person,
    meeting: str,
    version: int,
    what: str,
    change: Callable[[Sammantrade], None],
) -> JsonObject:
    at = service.now()
    with service.records.change() as db:
        row = find_meeting(db, meeting)
        if row is None or not person.roles & CENTRAL:
            raise not_known("Sammanträdet")
        require(person, EDITORS, "", "Att ändra ett sammanträde")
        require_version(version, row.version)
        before = shown(row)
        fixed = _announced_places(row, anslag_of(db, row.id))
        change(row)
        _refuse_moved(row, fixed)
        row.andrad = at
        row.version = version + 1  # also when only an ärende has changed
        db.flush()
        index_meeting(db, row)
        after = shown(row)
        note(db, Entry(person.username, what, "sammantrade", row.id, before, after), at)
        return after


def _announced_places(row: Sammantrade, posted: Sequence[Anslagsrad]) -> dict[str, str]:
    """The ärenden that have been announced, and their places."""
    told = {one["ordning"] for anslag in posted for one in anslag.lista}
    places = {one.id: one.uppgifter["ordning"] for one in row.arenden}
    return {ident: place for ident, place in places.items() if place in told}


def _refuse_moved(row: Sammantrade, fixed: Mapping[str, str]) -> None:
    """What has been announced stays where it was: it may be withdrawn, never taken away (KL 5:13, 5:52)."""
    places = {one.id: one.uppgifter["ordning"] for one in row.arenden}
    moved = [place for ident, place in fixed.items() if places.get(ident) != place]
    if moved:
        raise WrongState(
            Problem(
                "matter_announced",
                f"Ärende {moved[0]} är tillkännaget och behåller sin plats på föredragningslistan.",
                "arenden",
                "Skriv utgar: true om det inte ska tas upp; lägg det nya sist.",
            )
        )


def _check_heads(raw: Raw) -> tuple[str, date]:
    problems: list[Problem] = []
    models: dict[str, Any] = {}
    for name in ("sammantrade", "kallelse"):
        try:
            models[name] = load_section(section(SLUG, name), raw[name])
        except InvalidInput as fault:
            problems += [
                Problem(p.code, p.message, f"{name}.{p.path}".rstrip("."), p.remedy) for p in fault.problems
            ]
    if problems:
        raise InvalidInput(*problems)
    return models["sammantrade"].organ, models["sammantrade"].datum


def _check_arende(facts: Raw) -> None:
    if "handlingar" in facts:
        raise InvalidInput(
            Problem(
                "not_used_here",
                "Handlingar läggs till var för sig.",
                "handlingar",
                "Ta bort fältet, och skicka varje handling till ärendets adress för handlingar.",
            )
        )
    load_section(section(SLUG, "arenden"), facts)


def _check_handling(facts: Raw, file: str | None, report: str | None) -> None:
    if bool(file) == bool(report):
        raise InvalidInput(
            Problem(
                "conflicting_values" if file else "missing_value",
                "En handling är antingen en fil eller en rapport.",
                "fil",
                "Ange ”fil” eller ”rapport”, och inte båda.",
            )
        )
    stand_in = {"fil": "handling.pdf"} if file else {"indata": "rapport.json"}
    load_section(section(SLUG, "arenden", "handlingar"), {**facts, **stand_in})


def _require_source(service: Service, person: Person, file: str | None, report: str | None) -> None:
    with service.records.look() as db:
        if file is not None:
            found = find_file(db, file)
            if found is None or found.skapad_av != person.username:
                raise not_known("Filen")
        if report is not None and find_report(db, report, person) is None:
            raise not_known("Rapporten")


def _is_formal(facts: Raw) -> bool:
    return facts.get("arendetyp") == Arendetyp.FORMALIA.value


def _next_mark(row: Sammantrade, facts: Raw) -> str:
    taken = {one.uppgifter["ordning"] for one in row.arenden}
    marks = list(ascii_uppercase) if _is_formal(facts) else [str(nr) for nr in range(1, 1000)]
    return next(mark for mark in marks if mark not in taken)


def _last(rows: Sequence[Arende] | Sequence[Handling]) -> int:
    return max((one.plats for one in rows), default=-1) + 1


def _arende(row: Sammantrade, arende: str) -> Arende:
    for one in row.arenden:
        if one.id == arende:
            return one
    raise not_known("Ärendet")


def _handling(row: Arende, handling: str) -> Handling:
    for one in row.handlingar:
        if one.id == handling:
            return one
    raise not_known("Handlingen")


def _in_order(rows: Sequence[Any], order: Place) -> list[Any]:
    by_id = {one.id: one for one in rows}
    if sorted(by_id) != sorted(order):
        raise InvalidInput(
            Problem(
                "order_incomplete",
                "Ordningen ska nämna varje id en gång, och inga andra.",
                "ordning",
                "Hämta sammanträdet på nytt och ange alla id i den ordning de ska ha.",
            )
        )
    return [by_id[one] for one in order]
