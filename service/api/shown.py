"""What the flow gives, as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from service.errors import Notice, Problem
from service.flow.account_access import OpenLogin
from service.flow.accounts import Account
from service.flow.frameworks import FrameworkVersion
from service.flow.login import Token
from service.flow.register import Report, Saved
from service.flow.uploads import Upload
from service.model.people import Person

Json = dict[str, Any]


def problems(found: Iterable[Problem]) -> list[Json]:
    """Faults."""
    return [asdict(one) for one in found]


def notices(found: Iterable[Notice]) -> list[Json]:
    """Notices."""
    return [asdict(one) for one in found]


def person(one: Person) -> Json:
    """A person with roles."""
    held = sorted((held.role.value, held.organ) for held in one.held)
    roles = [{"roll": role, "organ": organ} for role, organ in held]
    return {"id": one.id, "anvandarnamn": one.username, "namn": one.name, "roller": roles}


def account(one: Account) -> Json:
    """An account."""
    return {
        "person": person(one.person),
        "aktiv": one.active,
        "version": one.version,
        "lokalt_losenord": one.local,
        "sparrat_till": one.locked_until.isoformat() if one.locked_until else None,
    }


def login(one: OpenLogin) -> Json:
    """An open login."""
    return {
        "id": one.id,
        "skapad": one.began.isoformat(),
        "giltig_till": one.until.isoformat(),
        "denna": one.this,
    }


def token(one: Token) -> Json:
    """A token, without its secret."""
    return {
        "id": one.id,
        "namn": one.name,
        "omfattning": one.scope,
        "skapad": one.created.isoformat(),
        "giltig_till": one.until.isoformat(),
        "aterkallad": one.withdrawn.isoformat() if one.withdrawn else None,
    }


def framework(one: FrameworkVersion) -> Json:
    """A version of the framework."""
    return {
        "nr": one.nr,
        "sha256": one.sha256,
        "skapad": one.created.isoformat(),
        "skapad_av": one.created_by,
        "kommentar": one.comment,
    }


def report(one: Report) -> Json:
    """A report."""
    return {
        "id": one.id,
        "dokumenttyp": one.slug,
        "organ": one.organ,
        "ar": one.ar,
        "titel": one.title,
        "status": one.status,
        "indata": one.nr,
        "version": one.version,
        "beslut": dict(one.decision),
        "steg": [dict(step) for step in one.steps],
        "andrad": one.changed,
    }


def saved(one: Saved) -> Json:
    """A report with what is wrong with it."""
    return {
        "rapport": report(one.report),
        "problems": problems(one.problems),
        "notices": notices(one.notices),
    }


def upload(one: Upload) -> Json:
    """A file that was let in."""
    return {
        "id": one.id,
        "namn": one.name,
        "sha256": one.sha256,
        "storlek": one.size,
        "notices": notices(one.notices),
    }
