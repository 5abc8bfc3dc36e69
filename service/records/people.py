"""Accounts, logins and tokens."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from service.model.lists import Page, Span
from service.model.people import ROLES, Held, Person, Role
from service.records.pages import page_of
from service.records.tables import Anvandare, Forsok, Inloggning, Nyckel, Roll


def as_person(row: Anvandare) -> Person:
    """The person as rights are asked of."""
    held = frozenset(Held(ROLES[one.roll], one.organ) for one in row.roller)
    return Person(row.id, row.anvandarnamn, row.namn, held)


def find_by_username(db: Session, username: str) -> Anvandare | None:
    """The account with that username, in whatever case it is written."""
    return db.execute(
        select(Anvandare).where(Anvandare.anvandarnamn == username.strip().casefold())
    ).scalar_one_or_none()


def find_account(db: Session, account: str) -> Anvandare | None:
    """The account with that id."""
    return db.get(Anvandare, account)


def list_accounts(db: Session, span: Span) -> Page[Anvandare]:
    """The accounts by username."""
    return page_of(db, select(Anvandare).order_by(Anvandare.anvandarnamn), span)


def count_accounts(db: Session) -> int:
    """How many accounts there are."""
    return db.execute(select(func.count()).select_from(Anvandare)).scalar_one()


def find_login(db: Session, hashed: str, at: datetime) -> Inloggning | None:
    """The open login with that key, unless it has run out."""
    login = db.get(Inloggning, hashed)
    return login if login is not None and login.giltig_till > at else None


def administrators(db: Session) -> frozenset[str]:
    """The ids of the open accounts that may let others in."""
    statement = select(Anvandare.id).join(Roll, Roll.anvandare == Anvandare.id)
    found = statement.where(Anvandare.aktiv.is_(True), Roll.roll == Role.ADMINISTRATOR.value)
    return frozenset(db.execute(found).scalars())


def logins_of(db: Session, account: str, at: datetime) -> tuple[Inloggning, ...]:
    """The open logins of an account, the newest first."""
    statement = select(Inloggning).where(Inloggning.anvandare == account, Inloggning.giltig_till > at)
    return tuple(db.execute(statement.order_by(Inloggning.skapad.desc(), Inloggning.nyckel)).scalars())


def withdraw_tokens(db: Session, account: str, at: datetime) -> None:
    """Make every token of an account worthless."""
    statement = update(Nyckel).where(Nyckel.anvandare == account, Nyckel.aterkallad.is_(None))
    db.execute(statement.values(aterkallad=at).execution_options(synchronize_session=False))


def end_logins(db: Session, account: str) -> None:
    """Close every login of an account."""
    db.execute(delete(Inloggning).where(Inloggning.anvandare == account))


def forget_old(db: Session, at: datetime, attempts_before: datetime) -> None:
    """Throw away logins that have run out, and attempts that no longer count."""
    db.execute(delete(Inloggning).where(Inloggning.giltig_till <= at))
    db.execute(delete(Forsok).where(Forsok.tid < attempts_before))


def count_attempts(db: Session, source: str, since: datetime) -> int:
    """How many logins have failed from there since then."""
    statement = select(func.count()).select_from(Forsok).where(Forsok.kalla == source, Forsok.tid >= since)
    return db.execute(statement).scalar_one()


def find_token(db: Session, hashed: str, at: datetime) -> Nyckel | None:
    """The token, unless it has run out or was withdrawn."""
    statement = select(Nyckel).where(
        Nyckel.hemlighet == hashed, Nyckel.giltig_till > at, Nyckel.aterkallad.is_(None)
    )
    return db.execute(statement).scalar_one_or_none()


def tokens_of(db: Session, account: str) -> tuple[Nyckel, ...]:
    """A person's tokens, the newest first."""
    statement = select(Nyckel).where(Nyckel.anvandare == account).order_by(Nyckel.skapad.desc(), Nyckel.id)
    return tuple(db.execute(statement).scalars())
