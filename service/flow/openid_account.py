"""Who somebody is here that has logged in at the municipality's own provider.

The account is known by the provider's own name of the person. At the first login it is made; or, when the
administrator has prepared an account of that username without a password, that one is taken. An account with a
password is never taken over. Where the municipality keeps a map of roles, every login sets the roles anew by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from service.errors import Problem, SamladError
from service.flow.accounts import new_row, set_roles, told, username_of
from service.flow.login import Opened, open_session
from service.flow.openid_setup import OpenId
from service.flow.service import Service
from service.identity.rolemap import held_of
from service.model.people import Held
from service.records.audit import Entry, note
from service.records.base import Transaction
from service.records.frameworks import find_organ
from service.records.identity import Identitet, find_identity, has_identity
from service.records.people import as_person, end_logins, find_account, find_by_username
from service.records.tables import Anvandare


class NotWelcome(SamladError):
    """The provider knows the person; this service does not let them in."""

    code: ClassVar[str] = "not_welcome"
    http_status: ClassVar[int] = 403
    exit_code: ClassVar[int] = 2


def log_in_as(service: Service, openid: OpenId, claims: Mapping[str, Any], at: datetime) -> Opened:
    """A login of whom the provider has named.

    Raises:
        NotWelcome: the account is closed, its name is taken by a local account, or the person has no role.
    """
    with service.records.change() as db:
        held = _known(db, held_of(openid.rules, claims)) if openid.mapped else None
        found = _account(db, service, openid, claims, held, at)
        if isinstance(found, Anvandare):
            return open_session(db, service, found, at)
    raise NotWelcome(found)  # after the transaction: what it ended stays ended


def _account(
    db: Transaction,
    service: Service,
    openid: OpenId,
    claims: Mapping[str, Any],
    held: frozenset[Held] | None,
    at: datetime,
) -> Anvandare | Problem:
    issuer, subject = openid.provider.registration.issuer, str(claims["sub"])[:300]
    identity = find_identity(db, issuer, subject)
    row = find_account(db, identity.anvandare) if identity is not None else None
    if row is not None and (not row.aktiv or held == frozenset()):
        end_logins(db, row.id)
        return _no_role() if row.aktiv else _closed()
    if held == frozenset():
        return _no_role()
    if row is None:
        first = _first(db, service, openid, claims, at)
        if isinstance(first, Problem):
            return first
        row = first
        identity = Identitet(utfardare=issuer, amne=subject, anvandare=row.id, skapad=at, senast=at)
        db.add(identity)
    if identity is not None:
        identity.senast = at
    _bring_up_to_date(db, row, str(claims.get("name") or row.namn), held, at)
    return row if row.roller else _not_yet()


def _first(
    db: Transaction, service: Service, openid: OpenId, claims: Mapping[str, Any], at: datetime
) -> Anvandare | Problem:
    """The account at the first login: one that was prepared for it, or a new one."""
    username = username_of(str(claims.get(openid.name_claim) or ""))
    if not username:
        return _no_name(openid.name_claim)
    row = find_by_username(db, username)
    if row is None:
        row = new_row(service.new_id(), username, username, "", (), at)
        db.add(row)
        db.flush()
        entry = Entry("-", "konto.skapat", "anvandare", row.id, None, told(as_person(row), active=True))
        note(db, entry, at)
        return row
    if row.losenord or not row.aktiv or has_identity(db, row.id):
        return _taken(username)
    return row


def _bring_up_to_date(
    db: Transaction, row: Anvandare, name: str, held: frozenset[Held] | None, at: datetime
) -> None:
    before = as_person(row)
    row.namn = " ".join(name.split())[:300]
    if held is not None and held != before.held:
        set_roles(row, sorted(held, key=lambda one: (one.role.value, one.organ)))
        db.flush()
        after = told(as_person(row), active=True)
        note(db, Entry("-", "konto.andrat", "anvandare", row.id, told(before, active=True), after), at)


def _known(db: Transaction, held: frozenset[Held]) -> frozenset[Held]:
    """A role for a body that the framework does not have is none."""
    return frozenset(one for one in held if not one.organ or find_organ(db, one.organ) is not None)


def _no_role() -> Problem:
    return Problem(
        "no_role",
        "Kommunens inloggningstjänst känner dig, men inget av det den säger om dig ger en roll i Samlad.",
        remedy="Be den som sköter kommunens grupper om den grupp som ger rollen.",
    )


def _not_yet() -> Problem:
    return Problem(
        "no_role",
        "Ditt konto finns nu i Samlad, men har ingen roll.",
        remedy="Be administratören om den roll du behöver, och logga in igen.",
    )


def _closed() -> Problem:
    return Problem("account_closed", "Kontot är stängt.", remedy="Fråga administratören.")


def _no_name(claim: str) -> Problem:
    return Problem(
        "invalid_username",
        f"Kommunens inloggningstjänst ger inget användbart användarnamn i kravet ”{claim}”.",
        claim,
        "Be driften att välja ett annat krav med SAMLAD_OPENID_NAMN.",
    )


def _taken(username: str) -> Problem:
    return Problem(
        "already_exists",
        f"Användarnamnet ”{username}” är redan ett lokalt konto, och tas inte över av inloggningstjänsten.",
        remedy="Be administratören att ta bort kontots lokala lösenord; logga sedan in igen.",
    )
