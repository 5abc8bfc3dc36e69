"""What lets an account in: its open logins, its lock, and the password that the administrator gives or takes away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from service.errors import InvalidInput
from service.flow.accounts import ADMIN, Account, as_account, password_problems
from service.flow.credentials import hash_password, hash_secret
from service.flow.refusals import not_known, require
from service.flow.service import Service
from service.model.people import Person
from service.records.audit import Entry, note
from service.records.people import end_logins, find_account, logins_of, withdraw_tokens

SHORT = 32
"""So many signs of a login's key name it; the key itself is a hash, and its secret is in the browser alone."""


@dataclass(frozen=True, slots=True)
class OpenLogin:
    """A login that is open."""

    id: str
    began: datetime
    until: datetime
    this: bool
    """Whether it is the one that asks."""


def list_logins(service: Service, person: Person, secret: str) -> tuple[OpenLogin, ...]:
    """The person's own open logins, the newest first; `secret` is the cookie's of who asks."""
    ours = hash_secret(secret) if secret else ""
    with service.records.look() as db:
        return tuple(
            OpenLogin(row.nyckel[:SHORT], row.skapad, row.giltig_till, row.nyckel == ours)
            for row in logins_of(db, person.id, service.now())
        )


def end_login(service: Service, person: Person, login: str) -> None:
    """Close one of the person's own logins. Raises NotKnown."""
    at = service.now()
    with service.records.change() as db:
        row = next((one for one in logins_of(db, person.id, at) if one.nyckel[:SHORT] == login), None)
        if row is None:
            raise not_known("Inloggningen")
        db.delete(row)
        note(db, Entry(person.username, "inloggning.avslutad", "anvandare", person.id), at)


def shut_out(service: Service, person: Person, account: str) -> None:
    """End every login of an account and withdraw its tokens; it may log in anew. Raises NotAllowed, NotKnown."""
    require(person, ADMIN, "", "Att avsluta någons inloggningar")
    at = service.now()
    with service.records.change() as db:
        row = find_account(db, account)
        if row is None:
            raise not_known("Kontot")
        end_logins(db, row.id)
        withdraw_tokens(db, row.id, at)
        note(db, Entry(person.username, "konto.utloggat", "anvandare", row.id), at)


def unlock(service: Service, person: Person, account: str) -> Account:
    """Let an account try again that has failed too often. Raises NotAllowed, NotKnown."""
    require(person, ADMIN, "", "Att låsa upp konton")
    at = service.now()
    with service.records.change() as db:
        row = find_account(db, account)
        if row is None:
            raise not_known("Kontot")
        row.felaktiga, row.sparrad_till = 0, None
        note(db, Entry(person.username, "konto.upplast", "anvandare", row.id), at)
        db.flush()
        return as_account(row)


def give_password(service: Service, person: Person, account: str, password: str) -> None:
    """Give an account a new password, or take it away when empty; its logins end.

    Raises:
        NotAllowed: the person is no administrator.
        NotKnown: no such account.
        InvalidInput: the password cannot be used.
    """
    require(person, ADMIN, "", "Att byta någons lösenord")
    problems = password_problems(password) if password else []
    if problems:
        raise InvalidInput(*problems)
    at = service.now()
    with service.records.change() as db:
        row = find_account(db, account)
        if row is None:
            raise not_known("Kontot")
        row.losenord = hash_password(password) if password else ""
        row.felaktiga, row.sparrad_till = 0, None
        end_logins(db, row.id)
        what = "losenord.givet" if password else "losenord.borttaget"
        note(db, Entry(person.username, what, "anvandare", row.id), at)
