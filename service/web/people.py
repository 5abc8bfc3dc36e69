"""The administrator's people: accounts with their roles, locks, passwords and logins."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from service.errors import InvalidInput
from service.flow.account_access import give_password, shut_out, unlock
from service.flow.accounts import (
    ADMIN,
    Account,
    change_account,
    create_account,
    get_account,
    page_accounts,
    password_problems,
)
from service.flow.credentials import MIN_PASSWORD
from service.flow.frameworks import list_organs
from service.model.people import MAYBE_OF_ONE_ORGAN, OF_ONE_ORGAN, ROLES, Held, Role
from service.web.page import Go, Page, Reply, Show, Visit, pages_of

ADDRESS = "/administration/personer"
WHOLE = tuple(role for role in Role if role not in OF_ONE_ORGAN)
"""Roles that can be held for the whole municipality."""
OF_ORGAN = tuple(role for role in Role if role in OF_ONE_ORGAN | MAYBE_OF_ONE_ORGAN)
"""Roles that can be held for one body."""


@dataclass(frozen=True, slots=True)
class OrganRow:
    """A body, to tick roles for."""

    id: str
    name: str


def _people(visit: Visit) -> Reply:
    page = page_accounts(visit.service, visit.person, visit.span)
    at = visit.service.now()
    locked = {one.person.id for one in page.rows if one.locked_until is not None and one.locked_until > at}
    context = {"accounts": page.rows, "locked": locked, "found": pages_of(page.total, page.start)}
    return Show("people.html", context)


def _new(visit: Visit) -> Reply:
    ticked = visit.ticked("roll") if visit.problems else ()
    elsewhere = visit.service.openid is not None
    return Show("person_new.html", {**_role_choices(visit), "ticked_roles": ticked, "elsewhere": elsewhere})


def _create(visit: Visit) -> Reply:
    password = "".join(visit.form.get("losenord", ("",))[:1])
    made = create_account(
        visit.service, visit.person, visit.typed("anvandarnamn"), visit.typed("namn"), password, _held(visit)
    )
    return Go(f"{ADDRESS}/{made.person.id}", _("Kontot är upplagt."))


def _person(visit: Visit) -> Reply:
    account = get_account(visit.service, visit.person, visit.at["konto"])
    at = visit.service.now()
    returned = bool(visit.problems) and "version" in visit.form
    held = {_code(one) for one in account.person.held}
    context = {
        "account": account,
        "locked": account.locked_until is not None and account.locked_until > at,
        "ticked_roles": visit.ticked("roll") if returned else held,
        "open_account": bool(visit.typed("aktiv")) if returned else account.active,
        "elsewhere": visit.service.openid is not None,
        **_role_choices(visit, account),
    }
    return Show("person.html", context)


def _change(visit: Visit) -> Reply:
    account = visit.at["konto"]
    active = bool(visit.typed("aktiv"))
    change_account(visit.service, visit.person, account, _held(visit), active=active, version=visit.version)
    return Go(f"{ADDRESS}/{account}", _("Kontot är sparat.") if active else _("Kontot är sparat och stängt."))


def _unlock(visit: Visit) -> Reply:
    unlock(visit.service, visit.person, visit.at["konto"])
    return Go(f"{ADDRESS}/{visit.at['konto']}", _("Spärren är borta; personen kan logga in igen."))


def _shut_out(visit: Visit) -> Reply:
    shut_out(visit.service, visit.person, visit.at["konto"])
    told = _("Kontots alla inloggningar är avslutade och dess nycklar återkallade.")
    return Go(f"{ADDRESS}/{visit.at['konto']}", told)


def _give_password(visit: Visit) -> Reply:
    account = get_account(visit.service, visit.person, visit.at["konto"])
    password = "".join(visit.form.get("losenord", ("",))[:1])
    problems = password_problems(password)
    if problems:  # an empty one would take the password away, and that has a button of its own
        raise InvalidInput(*problems)
    give_password(visit.service, visit.person, account.person.id, password)
    return Go(
        f"{ADDRESS}/{account.person.id}",
        _("Kontot har ett nytt lösenord, och dess inloggningar är avslutade."),
    )


def _take_password(visit: Visit) -> Reply:
    give_password(visit.service, visit.person, visit.at["konto"], "")
    return Go(f"{ADDRESS}/{visit.at['konto']}", _("Kontots lösenord är borttaget."))


def _role_choices(visit: Visit, account: Account | None = None) -> dict[str, object]:
    """What can be ticked; a body that has left the framework only while somebody still has a role for it."""
    kept = {one.organ for one in account.person.held} if account is not None else set()
    organs = [OrganRow(one.id, one.namn) for one in list_organs(visit.service) if one.aktiv or one.id in kept]
    return {"organs": organs, "whole": WHOLE, "of_organ": OF_ORGAN, "shortest": MIN_PASSWORD}


def _code(held: Held) -> str:
    return f"{held.role.value}:{held.organ}"


def _held(visit: Visit) -> list[Held]:
    """The ticked roles; what is no role of ours is left out."""
    pairs = (text.partition(":") for text in visit.ticked("roll"))
    return [Held(ROLES[role], organ) for role, _colon, organ in pairs if role in ROLES]


PAGES = (
    Page("GET", ADDRESS, "personer", _people, ADMIN),
    Page("GET", ADDRESS + "/ny", "ny_person", _new, ADMIN),
    Page("POST", ADDRESS + "/ny", "lagg_upp_person", _create, ADMIN, again="ny_person"),
    Page("GET", ADDRESS + "/{konto}", "person", _person, ADMIN),
    Page("POST", ADDRESS + "/{konto}", "andra_person", _change, ADMIN, again="person"),
    Page("POST", ADDRESS + "/{konto}/las-upp", "las_upp_person", _unlock, ADMIN, again="person"),
    Page("POST", ADDRESS + "/{konto}/logga-ut", "logga_ut_person", _shut_out, ADMIN, again="person"),
    Page("POST", ADDRESS + "/{konto}/losenord", "ge_person_losenord", _give_password, ADMIN, again="person"),
    Page("POST", ADDRESS + "/{konto}/ta-bort-losenord", "ta_persons_losenord", _take_password, ADMIN, again="person"),
)  # fmt: skip
