"""The start page, the ways in and out, and the choice of language."""

from __future__ import annotations

from flask_babel import gettext as _

from service.errors import InvalidInput, Problem
from service.flow.desk import desk_of
from service.flow.login import log_in, log_out
from service.flow.register import WRITERS
from service.web.going import kept_fields, local_path
from service.web.language import LANGUAGES, mark
from service.web.page import EVERYBODY, Go, Page, Reply, Show, Visit


def _start(visit: Visit) -> Reply:
    """What waits for this person; other areas add theirs to the page."""
    return Show(
        "start.html",
        {"desk": desk_of(visit.service, visit.person), "writes": bool(visit.person.roles & WRITERS)},
    )


def login_page(visit: Visit) -> Reply:
    """The page where one logs in; after that one comes back to where one was."""
    back = local_path(visit.query.get("vidare", "") or visit.typed("vidare"))
    if visit.login is not None:
        return Go(back or "/")
    kept = visit.typed("kvar")
    told = {"back": back, "kept": kept, "to": local_path(visit.typed("till"))}
    told["openid"] = "/api/v1/inloggning/openid" if visit.service.openid is not None else ""
    return Show("login.html", {**told, "username": visit.typed("anvandarnamn")})


def _log_in(visit: Visit) -> Reply:
    username, password = visit.typed("anvandarnamn"), "".join(visit.form.get("losenord", ("",))[:1])
    missing = [
        Problem("missing_value", _("Skriv ditt %(what)s.", what=what), name, "")
        for name, value, what in (
            ("anvandarnamn", username, _("användarnamn")),
            ("losenord", password, _("lösenord")),
        )
        if not value
    ]
    if missing:
        raise InvalidInput(*missing)
    opened = log_in(visit.service, username, password, visit.address)
    seconds = visit.service.settings.session_minuter * 60
    kept = kept_fields(visit.typed("kvar"))
    if kept:
        told = {"fields": kept, "to": local_path(visit.typed("till")), "person": opened.person}
        return Show("go_on.html", {**told, "csrf": opened.csrf}, login=(opened.secret, seconds))
    return Go(local_path(visit.typed("vidare")) or "/", login=(opened.secret, seconds))


def _log_out(visit: Visit) -> Reply:
    if visit.session:
        log_out(visit.service, visit.session)
    return Go("/logga-in", _("Du är utloggad."), login=("", 0))


def _language(visit: Visit) -> Reply:
    wanted = visit.typed("sprak")
    return Go(local_path(visit.typed("vidare")) or "/", language=wanted if wanted in LANGUAGES else "sv")


PAGES = (
    Page("GET", "/", "start", _start, menu=mark("Start")),
    Page("GET", "/logga-in", "inloggning", login_page, None),
    Page("POST", "/logga-in", "logga_in", _log_in, None, again="inloggning"),
    Page("POST", "/logga-ut", "logga_ut", _log_out, EVERYBODY),
    Page("POST", "/sprak", "sprak", _language, None),
)
