"""Routes for logging in at the municipality's own provider (OpenID Connect)."""

from __future__ import annotations

from html import escape

from service.api.route import Answer, Call, Param, Route
from service.flow.openid import PATIENCE, begin_login, finish_login, logout_address


def _begin(call: Call) -> Answer:
    started = begin_login(call.service, call.query["till"])
    return Answer(leads_to=started.address, journey=(started.secret, int(PATIENCE.total_seconds())))


def _finish(call: Call) -> Answer:
    said = {name: call.query[name] for name in ("state", "code", "error", "iss")}
    opened, where = finish_login(call.service, call.journey, said)
    seconds = call.service.settings.session_minuter * 60
    return Answer(page=_onwards(where), login=(opened.secret, seconds), journey=("", 0))


def _onwards(where: str) -> str:
    """A page of our own that leads on: a strict cookie does not follow a browser that another site has sent."""
    place = escape(where)
    return (
        '<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Inloggad – Samlad</title>'
        f'<meta http-equiv="refresh" content="0;url={place}"></head>'
        f'<body><p>Du är inloggad. <a href="{place}">Fortsätt</a></p></body></html>'
    )


def _log_out(call: Call) -> Answer:
    return Answer(leads_to=logout_address(call.service))


_TEXT = "Utfärdarens svar."
ROUTES = (
    Route("GET", "/inloggning/openid", "borja_openid",
          "Logga in hos kommunens inloggningstjänst; webbläsaren skickas dit", _begin, None, status=303,
          query=(Param("till", "Vart webbläsaren går efteråt, på den här webbplatsen.", "/"),)),
    Route("GET", "/inloggning/openid/svar", "svar_openid", "Hit skickar inloggningstjänsten webbläsaren tillbaka; "
          "svaret sätter en kaka", _finish, None, "sida", foreign=True,
          query=tuple(Param(name, _TEXT) for name in ("state", "code", "error", "iss"))),
    Route("GET", "/inloggning/openid/utloggning", "logga_ut_openid",
          "Logga ut också hos inloggningstjänsten; avsluta först inloggningen här", _log_out, None, status=303),
)  # fmt: skip
