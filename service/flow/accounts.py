"""Accounts: made, changed and closed by the administrator; a first one from the command line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.errors import InvalidInput, Problem
from service.flow.credentials import MAX_PASSWORD, MIN_PASSWORD, hash_password, is_password
from service.flow.refusals import NotLoggedIn, not_known, require, require_version
from service.flow.service import Service
from service.model.lists import Page, Span
from service.model.people import OF_ONE_ORGAN, Held, Person, Role
from service.records.audit import Entry, note
from service.records.base import JsonObject
from service.records.database import Conflict
from service.records.frameworks import find_organ
from service.records.people import (
    as_person,
    count_accounts,
    end_logins,
    find_account,
    find_by_username,
    list_accounts,
)
from service.records.tables import Anvandare, Roll

ADMIN = frozenset({Role.ADMINISTRATOR})
_USERNAME = re.compile(r"[a-z0-9åäö._@-]{2,80}")


@dataclass(frozen=True, slots=True)
class Account:
    """An account as the administrator sees it."""

    person: Person
    active: bool
    version: int


def first_account(service: Service, username: str, name: str, password: str) -> Account:
    """The administrator of a service that has no account yet.

    Raises:
        Conflict: there are accounts already.
        InvalidInput: name or password cannot be used.
    """
    with service.records.look() as db:
        if count_accounts(db):
            raise Conflict(
                Problem(
                    "already_set_up",
                    "Tjänsten har redan konton.",
                    remedy="Logga in som administratör och lägg upp fler därifrån.",
                )
            )
    return _create(service, "-", username, name, password, [Held(Role.ADMINISTRATOR)])


def create_account(
    service: Service, person: Person, username: str, name: str, password: str, held: Sequence[Held]
) -> Account:
    """A new account. Raises NotAllowed, InvalidInput, Conflict."""
    require(person, ADMIN, "", "Att lägga upp konton")
    return _create(service, person.username, username, name, password, held)


def change_account(
    service: Service, person: Person, account: str, held: Sequence[Held], *, active: bool, version: int
) -> Account:
    """Change roles, or close an account; its logins end. Raises NotAllowed, NotKnown, OldVersion, InvalidInput."""
    require(person, ADMIN, "", "Att ändra konton")
    at = service.now()
    with service.records.change() as db:
        row = find_account(db, account)
        if row is None:
            raise not_known("Kontot")
        require_version(version, row.version)
        _require_roles(service, held)
        before = _shown(as_person(row), active=row.aktiv)
        row.roller = [Roll(roll=one.role.value, organ=one.organ) for one in dict.fromkeys(held)]
        row.aktiv = active
        row.version = row.version + 1  # the roles stand in another table: the row must still count as changed
        if not active:
            end_logins(db, row.id)
        db.flush()
        after = as_person(row)
        entry = Entry(
            person.username, "konto.andrat", "anvandare", row.id, before, _shown(after, active=active)
        )
        note(db, entry, at)
        return Account(after, row.aktiv, row.version)


def change_password(service: Service, person: Person, old: str, new: str) -> None:
    """Change one's own password; every login ends.

    Raises:
        NotLoggedIn: the old password is wrong.
        InvalidInput: the new one cannot be used.
    """
    problems = _password_problems(new)
    if problems:
        raise InvalidInput(*problems)
    at = service.now()
    with service.records.look() as db:
        row = find_account(db, person.id)
        kept = row.losenord if row is not None else ""
    if not is_password(old, kept):
        raise NotLoggedIn(
            Problem(
                "wrong_login", "Det nuvarande lösenordet är fel.", "losenord", "Kontrollera och försök igen."
            )
        )
    with service.records.change() as db:
        row = find_account(db, person.id)
        if row is None:
            raise not_known("Kontot")
        row.losenord = hash_password(new)
        end_logins(db, row.id)
        note(db, Entry(person.username, "losenord.bytt", "anvandare", row.id), at)


def page_accounts(service: Service, person: Person, span: Span) -> Page[Account]:
    """A part of the accounts. Raises NotAllowed."""
    require(person, ADMIN, "", "Att se konton")
    with service.records.look() as db:
        page = list_accounts(db, span)
        rows = tuple(Account(as_person(row), row.aktiv, row.version) for row in page.rows)
        return Page(rows, page.total, page.start)


def get_account(service: Service, person: Person, account: str) -> Account:
    """One account. Raises NotAllowed, NotKnown."""
    require(person, ADMIN, "", "Att se konton")
    with service.records.look() as db:
        row = find_account(db, account)
        if row is None:
            raise not_known("Kontot")
        return Account(as_person(row), row.aktiv, row.version)


def _create(
    service: Service, by: str, username: str, name: str, password: str, held: Sequence[Held]
) -> Account:
    username = username.strip().casefold()
    problems = _password_problems(password)
    if not _USERNAME.fullmatch(username):
        problems.append(
            Problem(
                "invalid_username",
                "Användarnamnet har otillåtna tecken, eller är för kort eller långt.",
                "anvandarnamn",
                "Använd små bokstäver, siffror, punkt, bindestreck och @; minst två tecken.",
            )
        )
    if problems:
        raise InvalidInput(*problems)
    _require_roles(service, held)
    at = service.now()
    row = Anvandare(
        id=service.new_id(),
        anvandarnamn=username,
        namn=name,
        losenord=hash_password(password),
        aktiv=True,
        felaktiga=0,
        skapad=at,
        roller=[Roll(roll=one.role.value, organ=one.organ) for one in dict.fromkeys(held)],
    )
    with service.records.change() as db:
        if find_by_username(db, username) is not None:
            raise Conflict(
                Problem(
                    "already_exists",
                    f"Användarnamnet ”{username}” är upptaget.",
                    "anvandarnamn",
                    "Välj ett annat.",
                )
            )
        db.add(row)
        db.flush()
        person = as_person(row)
        note(db, Entry(by, "konto.skapat", "anvandare", row.id, None, _shown(person, active=True)), at)
        return Account(person, row.aktiv, row.version)


def _require_roles(service: Service, held: Sequence[Held]) -> None:
    problems: list[Problem] = []
    with service.records.look() as db:
        for index, one in enumerate(held):
            path = f"roller[{index}].organ"
            if one.role not in OF_ONE_ORGAN and one.organ:
                message = f"Rollen {one.role.label.lower()} gäller hela kommunen, inte ett organ."
                problems.append(Problem("not_used_here", message, path, "Ta bort organet."))
            elif one.role in OF_ONE_ORGAN and not one.organ:
                message = f"Rollen {one.role.label.lower()} gäller för ett organ, som saknas."
                problems.append(Problem("missing_value", message, path, "Ange organets beteckning."))
            elif one.organ and find_organ(db, one.organ) is None:
                message = f"Organet ”{one.organ}” finns inte i ramverket."
                problems.append(
                    Problem("unknown_organ", message, path, "Ange ett organ som finns i ramverket.")
                )
    if problems:
        raise InvalidInput(*problems)


def _password_problems(password: str) -> list[Problem]:
    if MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        return []
    return [
        Problem(
            "weak_password",
            f"Lösenordet ska ha {MIN_PASSWORD} till {MAX_PASSWORD} tecken.",
            "losenord",
            "Välj en längre fras, till exempel fyra ord som inte hör ihop.",
        )
    ]


def _shown(person: Person, *, active: bool) -> JsonObject:
    held = sorted(f"{one.role.value}:{one.organ}".rstrip(":") for one in person.held)
    return {"roller": held, "aktiv": active}
