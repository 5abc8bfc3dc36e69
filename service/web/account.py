"""One's own account: the password, the open logins, and keys for programs."""

from __future__ import annotations

from flask_babel import gettext as _

from service.errors import InvalidInput, Problem
from service.flow.account_access import end_login, list_logins
from service.flow.accounts import change_password
from service.flow.credentials import MIN_PASSWORD
from service.flow.login import MAX_TOKEN_DAYS, READ, WRITE, create_token, list_tokens, withdraw_token
from service.web.language import mark
from service.web.page import Go, Page, Reply, Show, Visit

SCOPES = {READ: mark("Läsa"), WRITE: mark("Läsa och skriva")}


def _account(visit: Visit) -> Reply:
    tokens = list_tokens(visit.service, visit.person)
    at = visit.service.now()
    context = {
        "shortest": MIN_PASSWORD,
        "logins": list_logins(visit.service, visit.person, visit.session),
        "tokens": tokens,
        "useless": {one.id for one in tokens if one.withdrawn is not None or one.until <= at},
        "scopes": SCOPES,
        "longest": MAX_TOKEN_DAYS,
    }
    return Show("account.html", context)


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


def _end_login(visit: Visit) -> Reply:
    end_login(visit.service, visit.person, visit.at["inloggning"])
    return Go("/konto", _("Inloggningen är avslutad."))


def _create_token(visit: Visit) -> Reply:
    days = visit.typed("dagar")
    lasts = int(days) if days.isascii() and days.isdecimal() and len(days) < 6 else 0
    made, secret = create_token(
        visit.service, visit.person, visit.typed("namn"), visit.typed("omfattning"), lasts
    )
    # Shown in the answer itself: a secret goes into no address, no cookie and no record.
    return Show("key.html", {"token": made, "secret": secret, "scopes": SCOPES})


def _withdraw(visit: Visit) -> Reply:
    withdraw_token(visit.service, visit.person, visit.at["nyckel"])
    return Go("/konto", _("Nyckeln är återkallad och går inte längre att använda."))


PAGES = (
    Page("GET", "/konto", "konto", _account),
    Page("POST", "/konto/losenord", "byt_losenord_sida", _change, again="konto"),
    Page("POST", "/konto/inloggningar/{inloggning}/avsluta", "avsluta_min_inloggning", _end_login),
    Page("POST", "/konto/nycklar", "ny_nyckel", _create_token, again="konto"),
    Page("POST", "/konto/nycklar/{nyckel}/aterkalla", "aterkalla_min_nyckel", _withdraw),
)
