"""One's own account: the password."""

from __future__ import annotations

from flask_babel import gettext as _

from service.errors import InvalidInput, Problem
from service.flow.accounts import change_password
from service.flow.credentials import MIN_PASSWORD
from service.web.page import Go, Page, Reply, Show, Visit


def _account(visit: Visit) -> Reply:
    return Show("account.html", {"shortest": MIN_PASSWORD})


def _change(visit: Visit) -> Reply:
    present, new, again = (
        "".join(visit.form.get(name, ("",))[:1]) for name in ("nuvarande", "nytt", "nytt_igen")
    )
    if new != again:
        raise InvalidInput(
            Problem("passwords_differ", _("Du har skrivit två olika nya lösenord."), "nytt_igen", "")
        )
    change_password(visit.service, visit.person, present, new)
    return Go("/logga-in", _("Lösenordet är bytt. Logga in med det nya."), login=("", 0))


PAGES = (
    Page("GET", "/konto", "konto", _account),
    Page("POST", "/konto/losenord", "byt_losenord_sida", _change, again="konto"),
)
