"""Accounts: made, changed and closed by the administrator; a first one from the command line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from service.errors import InvalidInput, Problem
from service.flow.credentials import MAX_PASSWORD, MIN_PASSWORD, hash_password, is_password
from service.flow.refusals import NotLoggedIn, WrongState, not_known, require, require_version
from service.flow.service import Service
from service.model.lists import Page, Span
from service.model.people import Held, Person, Role, refusal_of_held
from service.records.audit import Entry, note
from service.records.base import JsonObject, Transaction
from service.records.database import Conflict
from service.records.frameworks import find_organ
from service.records.people import (
    administrators,
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
    local: bool
    """Whether it has a password here."""
    locked_until: datetime | None
    """Set after too many failed logins."""


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
        before = told(as_person(row), active=row.aktiv)
        _require_administrator(db, row, held, active=active)
        set_roles(row, held)
        row.aktiv = active
        if not active:
            end_logins(db, row.id)
        db.flush()
        after = as_person(row)
        entry = Entry(
            person.username, "konto.andrat", "anvandare", row.id, before, told(after, active=active)
        )
        note(db, entry, at)
        return as_account(row)


def change_password(service: Service, person: Person, old: str, new: str) -> None:
    """Change one's own password; every login ends.

    Raises:
        NotLoggedIn: the old password is wrong.
        InvalidInput: the new one cannot be used.
    """
    problems = password_problems(new)
    if problems:
        raise InvalidInput(*(replace(one, path="nytt") for one in problems))
    at = service.now()
    with service.records.look() as db:
        row = find_account(db, person.id)
        kept = row.losenord if row is not None else ""
    if not is_password(old, kept):
        raise NotLoggedIn(
            Problem(
                "wrong_login", "Det nuvarande lösenordet är fel.", "nuvarande", "Kontrollera och försök igen."
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
        rows = tuple(as_account(row) for row in page.rows)
        return Page(rows, page.total, page.start)


def get_account(service: Service, person: Person, account: str) -> Account:
    """One account. Raises NotAllowed, NotKnown."""
    require(person, ADMIN, "", "Att se konton")
    with service.records.look() as db:
        row = find_account(db, account)
        if row is None:
            raise not_known("Kontot")
        return as_account(row)


def _create(
    service: Service, by: str, username: str, name: str, password: str, held: Sequence[Held]
) -> Account:
    username = username_of(username)
    without = not password and service.openid is not None  # who logs in elsewhere needs none
    problems = [] if without else password_problems(password)
    if not name.strip():
        problems.append(
            Problem("missing_value", "Personens namn saknas.", "namn", "Skriv för- och efternamn.")
        )
    if not username:
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
    row = new_row(
        service.new_id(), username, name.strip()[:300], hash_password(password) if password else "", held, at
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
        note(db, Entry(by, "konto.skapat", "anvandare", row.id, None, told(person, active=True)), at)
        return as_account(row)


def as_account(row: Anvandare) -> Account:
    """The account as the administrator sees it."""
    return Account(as_person(row), row.aktiv, row.version, bool(row.losenord), row.sparrad_till)


def new_row(ident: str, username: str, name: str, kept: str, held: Sequence[Held], at: datetime) -> Anvandare:
    """An account that is not in the records yet; `kept` is the password's hash."""
    return Anvandare(
        id=ident,
        anvandarnamn=username,
        namn=name,
        losenord=kept,
        aktiv=True,
        felaktiga=0,
        skapad=at,
        roller=[Roll(roll=one.role.value, organ=one.organ) for one in dict.fromkeys(held)],
    )


def set_roles(row: Anvandare, held: Sequence[Held]) -> None:
    """Give the account just these roles."""
    kept = {(one.roll, one.organ): one for one in row.roller}
    wanted = [(one.role.value, one.organ) for one in dict.fromkeys(held)]
    row.roller = [kept.get(one) or Roll(roll=one[0], organ=one[1]) for one in wanted]
    row.version = row.version + 1  # the roles stand in another table: the row must still count as changed


def username_of(text: str) -> str:
    """The username as it is kept; empty when it cannot be one."""
    username = text.strip().casefold()
    return username if _USERNAME.fullmatch(username) else ""


def _require_administrator(db: Transaction, row: Anvandare, held: Sequence[Held], *, active: bool) -> None:
    """Somebody must be left who can let others in."""
    stays = active and any(one.role is Role.ADMINISTRATOR for one in held)
    if not stays and administrators(db) <= {row.id}:
        raise WrongState(
            Problem(
                "last_administrator",
                "Kontot är den enda administratören; utan den kan ingen lägga upp eller öppna konton.",
                remedy="Ge ett annat konto rollen administratör först.",
            )
        )


def _require_roles(service: Service, held: Sequence[Held]) -> None:
    problems: list[Problem] = []
    remedies = {"not_used_here": "Ta bort organet.", "missing_value": "Ange organets beteckning."}
    with service.records.look() as db:
        for index, one in enumerate(held):
            path = f"roller[{index}].organ"
            refused = refusal_of_held(one)
            if refused is not None:
                problems.append(Problem(*refused, path, remedies[refused[0]]))
            elif one.organ and find_organ(db, one.organ) is None:
                message = f"Organet ”{one.organ}” finns inte i ramverket."
                problems.append(
                    Problem("unknown_organ", message, path, "Ange ett organ som finns i ramverket.")
                )
    if problems:
        raise InvalidInput(*problems)


def password_problems(password: str) -> list[Problem]:
    """What speaks against a password."""
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


def told(person: Person, *, active: bool) -> JsonObject:
    """An account as the log tells it."""
    held = sorted(f"{one.role.value}:{one.organ}".rstrip(":") for one in person.held)
    return {"roller": held, "aktiv": active}
