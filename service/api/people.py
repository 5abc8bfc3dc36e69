"""Routes for logging in, tokens and accounts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.api import shown
from service.api.route import PAGING, Answer, Call, Route, page_answer
from service.flow.account_access import end_login, give_password, list_logins, shut_out, unlock
from service.flow.accounts import (
    ADMIN,
    change_account,
    change_password,
    create_account,
    get_account,
    page_accounts,
)
from service.flow.login import create_token, list_tokens, log_in, log_out, withdraw_token
from service.model.people import Held
from service.schema.requests import (
    AccountChangeRequest,
    AccountRequest,
    LoginRequest,
    NewPasswordRequest,
    PasswordRequest,
    TokenRequest,
)


def _log_in(call: Call) -> Answer:
    opened = log_in(call.service, call.body["anvandarnamn"], call.body["losenord"], call.address)
    body = {
        "person": shown.person(opened.person),
        "csrf": opened.csrf,
        "giltig_till": opened.until.isoformat(),
    }
    return Answer(body, login=(opened.secret, call.service.settings.session_minuter * 60))


def _log_out(call: Call) -> Answer:
    if call.session:
        log_out(call.service, call.session)
    return Answer(login=("", 0))


def _me(call: Call) -> Answer:
    login = call.login
    may_write, csrf = (login.may_write, login.csrf) if login is not None else (False, "")
    return Answer({"person": shown.person(call.person), "far_skriva": may_write, "csrf": csrf})


def _change_password(call: Call) -> Answer:
    change_password(call.service, call.person, call.body["nuvarande"], call.body["nytt"])
    return Answer(login=("", 0))


def _tokens(call: Call) -> Answer:
    return Answer({"poster": [shown.token(one) for one in list_tokens(call.service, call.person)]})


def _create_token(call: Call) -> Answer:
    body = call.body
    made, secret = create_token(
        call.service, call.person, body["namn"], body["omfattning"].value, body["dagar"]
    )
    return Answer({"nyckel": shown.token(made), "hemlighet": secret}, location=f"/nycklar/{made.id}")


def _withdraw_token(call: Call) -> Answer:
    withdraw_token(call.service, call.person, call.at["nyckel"])
    return Answer()


def _accounts(call: Call) -> Answer:
    page = page_accounts(call.service, call.person, call.span)
    return page_answer(page, [shown.account(one) for one in page.rows])


def _create_account(call: Call) -> Answer:
    body = call.body
    made = create_account(
        call.service, call.person, body["anvandarnamn"], body["namn"], body.get("losenord", ""), _held(body)
    )
    return Answer(shown.account(made), made.version, f"/anvandare/{made.person.id}")


def _account(call: Call) -> Answer:
    found = get_account(call.service, call.person, call.at["anvandare"])
    return Answer(shown.account(found), found.version)


def _change_account(call: Call) -> Answer:
    changed = change_account(
        call.service,
        call.person,
        call.at["anvandare"],
        _held(call.body),
        active=call.body["aktiv"],
        version=call.version,
    )
    return Answer(shown.account(changed), changed.version)


def _logins(call: Call) -> Answer:
    found = list_logins(call.service, call.person, call.session)
    return Answer({"poster": [shown.login(one) for one in found]})


def _end_login(call: Call) -> Answer:
    end_login(call.service, call.person, call.at["inloggning"])
    return Answer()


def _shut_out(call: Call) -> Answer:
    shut_out(call.service, call.person, call.at["anvandare"])
    return Answer()


def _unlock(call: Call) -> Answer:
    found = unlock(call.service, call.person, call.at["anvandare"])
    return Answer(shown.account(found), found.version)


def _give_password(call: Call) -> Answer:
    give_password(call.service, call.person, call.at["anvandare"], call.body["nytt"])
    return Answer()


def _take_password(call: Call) -> Answer:
    give_password(call.service, call.person, call.at["anvandare"], "")
    return Answer()


def _held(body: Mapping[str, Any]) -> list[Held]:
    return [Held(one["roll"], one.get("organ", "")) for one in body["roller"]]


ROUTES = (
    Route("POST", "/inloggning", "logga_in", "Logga in; svaret sätter en kaka", _log_in, None, "Inloggad",
          takes=LoginRequest),
    Route("DELETE", "/inloggning", "logga_ut", "Logga ut", _log_out, status=204),
    Route("GET", "/jag", "jag", "Vem jag är, och vilka roller jag har", _me, answers="Jag"),
    Route("PUT", "/jag/losenord", "byt_losenord", "Byt lösenord; alla inloggningar avslutas", _change_password,
          status=204, takes=PasswordRequest),
    Route("GET", "/inloggningar", "lista_inloggningar", "Mina öppna inloggningar", _logins, answers="Inloggningar"),
    Route("DELETE", "/inloggningar/{inloggning}", "avsluta_inloggning", "Avsluta en av mina inloggningar", _end_login,
          status=204),
    Route("GET", "/nycklar", "lista_nycklar", "Mina API-nycklar", _tokens, answers="Nycklar"),
    Route("POST", "/nycklar", "skapa_nyckel", "Skapa en API-nyckel; hemligheten visas bara nu", _create_token,
          answers="NyNyckel", status=201, takes=TokenRequest),
    Route("DELETE", "/nycklar/{nyckel}", "aterkalla_nyckel", "Återkalla en av mina nycklar", _withdraw_token,
          status=204),
    Route("GET", "/anvandare", "lista_anvandare", "Konton", _accounts, ADMIN, "Konton", query=PAGING),
    Route("POST", "/anvandare", "skapa_anvandare", "Lägg upp ett konto", _create_account, ADMIN, "Konto", 201,
          AccountRequest, creates=True),
    Route("GET", "/anvandare/{anvandare}", "hamta_anvandare", "Ett konto", _account, ADMIN, "Konto"),
    Route("PUT", "/anvandare/{anvandare}", "andra_anvandare", "Ändra roller, eller stäng ett konto",
          _change_account, ADMIN, "Konto", takes=AccountChangeRequest, versioned=True),
    Route("POST", "/anvandare/{anvandare}/las_upp", "las_upp_anvandare",
          "Lås upp ett konto som spärrats av misslyckade inloggningar", _unlock, ADMIN, "Konto"),
    Route("DELETE", "/anvandare/{anvandare}/inloggningar", "logga_ut_anvandare",
          "Avsluta kontots alla inloggningar och återkalla dess nycklar", _shut_out, ADMIN, status=204),
    Route("PUT", "/anvandare/{anvandare}/losenord", "ge_losenord", "Ge kontot ett nytt lösenord", _give_password, ADMIN,
          status=204, takes=NewPasswordRequest),
    Route("DELETE", "/anvandare/{anvandare}/losenord", "ta_bort_losenord",
          "Ta bort kontots lösenord; det loggar in hos kommunens inloggningstjänst", _take_password, ADMIN, status=204),
)  # fmt: skip
