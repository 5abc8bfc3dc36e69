"""Logging in: passwords with limits, sessions that end, tokens that can do less than their owner."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from service.errors import InvalidInput, Problem
from service.flow.credentials import hash_password, hash_secret, is_outdated, is_password, new_secret
from service.flow.refusals import NotLoggedIn, TooMany, not_known
from service.flow.service import Service
from service.model.people import Person
from service.records.audit import Entry, note
from service.records.base import Transaction
from service.records.people import (
    as_person,
    count_attempts,
    find_account,
    find_by_username,
    find_login,
    find_token,
    forget_old,
    tokens_of,
)
from service.records.tables import Anvandare, Forsok, Inloggning, Nyckel

ATTEMPT_WINDOW = timedelta(minutes=15)
ATTEMPTS_PER_ADDRESS = 100
"""A whole office may sit behind one address."""
MAX_TOKEN_DAYS = 366
READ, WRITE = "lasa", "skriva"
TOKEN_PREFIX = "samlad_"  # noqa: S105 - a mark by which leaked tokens are found, no secret


@dataclass(frozen=True, slots=True)
class Login:
    """Somebody who is logged in, and how."""

    person: Person
    may_write: bool
    csrf: str = ""
    """What a browser must send along with every change; empty for a token, which no browser sends by itself."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A new login: what the cookie shall hold."""

    secret: str
    csrf: str
    person: Person
    until: datetime


@dataclass(frozen=True, slots=True)
class Token:
    """A token without its secret."""

    id: str
    name: str
    scope: str
    created: datetime
    until: datetime
    withdrawn: datetime | None


def log_in(service: Service, username: str, password: str, address: str) -> Opened:
    """Open a login.

    Raises:
        NotLoggedIn: name or password is wrong; which one is not said.
        TooMany: too many failures from that address, or for that account.
    """
    at = service.now()
    source = hash_secret(f"adress {address}")
    with service.records.look() as db:
        if count_attempts(db, source, at - ATTEMPT_WINDOW) >= ATTEMPTS_PER_ADDRESS:
            raise _too_many()
        account = find_by_username(db, username)
        kept = account.losenord if account is not None and account.aktiv else ""
        locked = account is not None and account.sparrad_till is not None and account.sparrad_till > at
    right = is_password(password, kept)  # asked in every case: the time it takes tells nothing
    if locked:
        raise _too_many()
    if not right:
        _note_failure(service, username, source, at)
        raise NotLoggedIn(
            Problem(
                "wrong_login",
                "Användarnamnet eller lösenordet är fel.",
                remedy="Kontrollera och försök igen.",
            )
        )
    with service.records.change() as db:
        account = find_by_username(db, username)
        if account is None:
            raise _nobody()
        account.felaktiga, account.sparrad_till = 0, None
        if is_outdated(account.losenord):
            account.losenord = hash_password(password)
        return open_session(db, service, account, at)


def open_session(db: Transaction, service: Service, account: Anvandare, at: datetime) -> Opened:
    """A login of somebody who has shown who they are."""
    secret, csrf = new_secret(), new_secret()
    until = at + timedelta(minutes=service.settings.session_minuter)
    forget_old(db, at, at - ATTEMPT_WINDOW)
    db.add(
        Inloggning(nyckel=hash_secret(secret), anvandare=account.id, csrf=csrf, skapad=at, giltig_till=until)
    )
    note(db, Entry(account.anvandarnamn, "inloggning", "anvandare", account.id), at)
    return Opened(secret, csrf, as_person(account), until)


def _note_failure(service: Service, username: str, source: str, at: datetime) -> None:
    with service.records.change() as db:
        db.add(Forsok(kalla=source, tid=at))
        account = find_by_username(db, username)
        if account is None:
            return
        account.felaktiga += 1
        if account.felaktiga >= service.settings.inloggningsforsok:
            account.felaktiga = 0
            account.sparrad_till = at + timedelta(minutes=service.settings.sparrtid_minuter)
            note(db, Entry("-", "konto.sparrat", "anvandare", account.id), at)


def find_session(service: Service, secret: str) -> Login:
    """Who holds the cookie. Raises NotLoggedIn."""
    with service.records.look() as db:
        login = find_login(db, hash_secret(secret), service.now())
        account = find_account(db, login.anvandare) if login is not None else None
        if login is None or account is None or not account.aktiv:
            raise _nobody()
        return Login(as_person(account), may_write=True, csrf=login.csrf)


def log_out(service: Service, secret: str) -> None:
    """Close the login; nothing happens when it is closed already."""
    with service.records.change() as db:
        login = find_login(db, hash_secret(secret), service.now())
        if login is not None:
            db.delete(login)


def find_bearer(service: Service, token: str) -> Login:
    """Who holds the token. Raises NotLoggedIn."""
    with service.records.look() as db:
        row = find_token(db, hash_secret(token), service.now())
        account = find_account(db, row.anvandare) if row is not None else None
        if row is None or account is None or not account.aktiv:
            raise _nobody()
        return Login(as_person(account), may_write=row.omfattning == WRITE)


def same_secret(one: str, other: str) -> bool:
    """Whether two secrets are the same, in a time that tells nothing of where they differ."""
    return secrets.compare_digest(one.encode(), other.encode())


def create_token(service: Service, person: Person, name: str, scope: str, days: int) -> tuple[Token, str]:
    """A new token and its secret, which is shown this once.

    Raises:
        InvalidInput: it has no name, or would last too long.
    """
    if not name.strip():
        raise InvalidInput(
            Problem("missing_value", "Nyckelns namn saknas.", "namn", "Skriv vad nyckeln ska användas till.")
        )
    if scope not in (READ, WRITE):
        raise InvalidInput(
            Problem(
                "unknown_choice", f"”{scope}” är ingen omfattning.", "omfattning", "Välj lasa eller skriva."
            )
        )
    if not 1 <= days <= MAX_TOKEN_DAYS:
        raise InvalidInput(
            Problem(
                "out_of_range",
                f"En nyckel gäller i 1 till {MAX_TOKEN_DAYS} dagar.",
                "dagar",
                "Ange ett antal dagar inom gränserna.",
            )
        )
    at = service.now()
    secret = TOKEN_PREFIX + new_secret()
    row = Nyckel(
        id=service.new_id(),
        anvandare=person.id,
        namn=name.strip()[:300],
        hemlighet=hash_secret(secret),
        omfattning=scope,
        skapad=at,
        giltig_till=at + timedelta(days=days),
    )
    with service.records.change() as db:
        db.add(row)
        note(db, Entry(person.username, "nyckel.skapad", "nyckel", row.id, None, {"omfattning": scope}), at)
    return _told(row), secret


def list_tokens(service: Service, person: Person) -> tuple[Token, ...]:
    """The person's own tokens."""
    with service.records.look() as db:
        return tuple(_told(row) for row in tokens_of(db, person.id))


def withdraw_token(service: Service, person: Person, token: str) -> None:
    """Make one of the person's own tokens worthless at once. Raises NotKnown."""
    at = service.now()
    with service.records.change() as db:
        row = db.get(Nyckel, token)
        if row is None or row.anvandare != person.id:
            raise not_known("Nyckeln")
        if row.aterkallad is None:
            row.aterkallad = at
            note(db, Entry(person.username, "nyckel.aterkallad", "nyckel", row.id), at)


def _told(row: Nyckel) -> Token:
    return Token(row.id, row.namn, row.omfattning, row.skapad, row.giltig_till, row.aterkallad)


def _nobody() -> NotLoggedIn:
    return NotLoggedIn(
        Problem(
            "not_logged_in",
            "Du är inte inloggad, eller så har inloggningen gått ut.",
            remedy="Logga in igen.",
        )
    )


def _too_many() -> TooMany:
    return TooMany(
        Problem(
            "too_many_logins",
            "För många misslyckade inloggningar. Kontot eller platsen är spärrad en stund.",
            remedy="Vänta en kvart och försök igen, eller be administratören om hjälp.",
        )
    )
