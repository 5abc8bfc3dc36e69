"""The one place of the page that knows Flask: reads a request, asks who it is, calls the view, writes the answer."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

from flask import Blueprint, Flask, Response, abort, request
from werkzeug.exceptions import HTTPException, NotFound, RequestEntityTooLarge

from service.errors import InputError, Problem, SamladError
from service.flow.chosen import in_force
from service.flow.login import Login, same_secret
from service.flow.refusals import NotAllowed, NotKnown, NotLoggedIn, OldVersion, TooMany, WrongState, require
from service.http.bundle import zip_response
from service.http.download import disposition, file_response
from service.http.session import present_login, present_secret, set_cookie
from service.web import language
from service.web.assets import asset_response
from service.web.going import kept_text, local_path
from service.web.page import Bundle, Data, Give, Go, Made, Page, Picture, Received, Reply, Show, Visit
from service.web.rendering import SAID, Renderer
from service.web.table import BY_NAME, PAGES

LOG = logging.getLogger("samlad.web")
MEGABYTE = 1 << 20
MAX_FIELDS = 20_000
QUIET = "application/json"
"""What a script of ours asks for."""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    # With no-referrer a browser sends the origin "null" with our own forms, and they could not be told from others'.
    "Referrer-Policy": "same-origin",
}
_MENDABLE = (InputError, OldVersion, WrongState, NotAllowed, NotLoggedIn, TooMany)
"""Refusals after which the same form is shown again."""


class Web:
    """The pages of an application."""

    def __init__(self, renderer: Renderer, ring: Callable[[str], None]) -> None:
        self._renderer, self._ring = renderer, ring
        self._service = renderer.service

    def blueprint(self) -> Blueprint:
        """Every page of the table, and the static files."""
        blueprint = Blueprint("web", __name__)
        for page in PAGES:
            rule = re.sub(r"{(\w+)}", r"<\1>", page.path)
            blueprint.add_url_rule(rule, page.name, self._view(page), methods=[page.method])
        blueprint.add_url_rule("/static/<path:name>", "static", self._static)
        blueprint.register_error_handler(SamladError, self.refused)
        return blueprint

    def _static(self, name: str) -> Response:
        asset = self._renderer.asset(name)
        if asset is None:
            abort(404)
        return asset_response(asset)

    def _view(self, page: Page) -> Callable[..., Response]:
        def view(**at: str) -> Response:
            login = present_login(self._service)
            if page.method == "POST" and not _is_own():
                raise NotAllowed(_forged())
            if page.roles is not None and login is None:
                return self._to_login(page)
            _require_access(page, login)
            with self._visit(page, login, at) as visit:
                return self._answer(visit, self._reply(page, visit))

        return view

    def _reply(self, page: Page, visit: Visit) -> Reply:
        try:
            return page.view(visit)
        except _MENDABLE as fault:
            if not page.again or visit.quiet:
                raise
            return self._again(BY_NAME[page.again], visit, fault)

    def _again(self, page: Page, visit: Visit, fault: SamladError) -> Reply:
        """The page of the form anew, with the faults and what was typed."""
        told = Visit(
            visit.service, visit.ring, visit.login, visit.at, visit.query, visit.form, (), visit.address,
            visit.session, visit.folder, fault.problems or (Problem(fault.code, str(fault)),),
        )  # fmt: skip
        reply = page.view(told)
        if isinstance(reply, Show):
            return Show(reply.template, {"problems": told.problems, **reply.context}, fault.http_status)
        return reply

    @contextmanager
    def _visit(self, page: Page, login: Login | None, at: dict[str, str]) -> Iterator[Visit]:
        service = in_force(self._service)
        settings = service.settings
        limit = settings.max_bilaga_mb + 1 if page.upload else settings.max_indata_mb
        request.max_content_length = limit * MEGABYTE
        request.max_form_memory_size = settings.max_indata_mb * MEGABYTE
        request.max_form_parts = MAX_FIELDS
        with service.open_folder() as folder:
            yield Visit(
                service,
                self._ring,
                login,
                at,
                {name: _plain(value) for name, value in request.args.items()},
                _form(),
                tuple(_files(folder)) if page.upload else (),
                request.remote_addr or "",
                present_secret(),
                folder,
                quiet=_is_quiet(),
            )

    def _answer(self, visit: Visit, reply: Reply) -> Response:
        if isinstance(reply, Show):
            typed = {"typed": visit.typed, "ticked": visit.ticked}
            response = self._page(Show(reply.template, {**typed, **reply.context}, reply.status), visit.login)
        elif isinstance(reply, Go):
            response = self._go(reply, quiet=visit.quiet)
        elif isinstance(reply, Data):
            response = self._renderer.json(reply.body, reply.status)
        elif isinstance(reply, Bundle):
            response = zip_response(visit.service, reply.files, reply.told, reply.name)
        elif isinstance(reply, Made):
            response = Response(reply.content, mimetype=reply.kind)
            response.headers["Content-Disposition"] = disposition(reply.name)
        elif isinstance(reply, Picture):
            response = Response(reply.content, mimetype=reply.kind)
            response.headers["Cache-Control"] = "private, max-age=3600"
            response.set_etag(reply.digest)
            response.make_conditional(request)
        else:
            response = _given(self._renderer, reply)
        login = reply.login if isinstance(reply, Go | Show) else None
        if login is not None:
            set_cookie(self._service, response, *login)
        return response

    def _page(self, reply: Show, login: Login | None) -> Response:
        text = self._renderer.page(reply.template, reply.context, login)
        return protected(Response(text, reply.status, mimetype="text/html"), self._renderer)

    def _go(self, reply: Go, *, quiet: bool) -> Response:
        """On by 303, so that a reload does not send the form anew; a script is told where."""
        secure = self._service.settings.sakra_kakor == "ja"
        if quiet:
            response = self._renderer.json({"to": reply.to, "said": reply.told}, 200)
        else:
            # werkzeug's own answer holds a page with a style in it
            response = Response(status=303)
            response.headers["Location"] = quote(reply.to, safe="/?&=#%[].-_~:")
        if reply.told:
            text = quote(f"{reply.kind}:{reply.told}"[:800])
            response.set_cookie(SAID, text, 120, path="/", secure=secure, httponly=True, samesite="Strict")
        if reply.language:
            name, year = language.COOKIE, 365 * 24 * 3600
            response.set_cookie(
                name, reply.language, year, path="/", secure=secure, httponly=True, samesite="Lax"
            )
        return protected(response)

    def _to_login(self, page: Page) -> Response:
        """Log in first, and come back; what was typed in a form goes along."""
        if _is_quiet():
            return self._renderer.json({"logged_in": False, "to": "/logga-in"}, 401)
        if page.method == "GET":
            address = request.full_path.removesuffix("?")
            back = "" if address == "/" else f"?vidare={quote(address, safe='')}"
            return self._go(Go(f"/logga-in{back}"), quiet=False)
        context = {
            "kept": kept_text(_form()),
            "to": local_path(request.full_path.removesuffix("?")),
            "problems": (_ended(),),
        }
        return self._page(Show("login.html", context, 401), None)

    def refused(self, fault: SamladError) -> Response:
        """A refusal as a page: what, why, how to go on."""
        if fault.http_status >= 500:
            LOG.error("%s %s: %s", request.method, request.url_rule, fault.code)
        if _is_quiet():
            return self._renderer.faults(fault)
        return self._page(
            Show("fault.html", {"fault": fault, "problems": fault.problems}, fault.http_status),
            _login_if_possible(self._renderer),
        )

    def http_fault(self, fault: HTTPException) -> Response:
        """What HTTP itself refuses."""
        if isinstance(fault, NotFound):
            problem = Problem("no_such_address", "Sidan finns inte.", "", "Kontrollera adressen.")
        elif isinstance(fault, RequestEntityTooLarge):
            problem = Problem(
                "body_too_large", "Det du skickade är större än gränsen.", "", "Dela upp det och försök igen."
            )
        else:
            problem = Problem(
                "body_missing", "Webbläsarens anrop går inte att läsa.", "", "Gå tillbaka och försök igen."
            )
        return self._fault(fault.code or 500, problem)

    def unexpected(self, fault: Exception) -> Response:
        """What nobody foresaw; the page tells nothing of it, the log does."""
        LOG.error("%s %s: %s", request.method, request.url_rule, type(fault).__name__, exc_info=fault)
        remedy = "Försök igen om en stund. Händer det igen: meddela den som sköter tjänsten."
        problem = Problem("unexpected", "Ett oväntat fel inträffade i Samlad.", "", remedy)
        try:
            return self._fault(500, problem)
        except Exception:  # noqa: BLE001  # what is broken may be what every page needs
            return protected(Response(f"{problem.message} {remedy}", 500, mimetype="text/plain"))

    def _fault(self, status: int, problem: Problem) -> Response:
        if _is_quiet():
            return self._renderer.json({"problems": [{"message": problem.message}]}, status)
        told = NotKnown(problem) if status == 404 else SamladError(problem)
        context = {"fault": told, "problems": (problem,)}
        return self._page(Show("fault.html", context, status), _login_if_possible(self._renderer))


def _login_if_possible(renderer: Renderer) -> Login | None:
    try:
        return present_login(renderer.service)
    except SamladError:  # the database may be what is at fault
        return None


def add_web(app: Flask, renderer: Renderer, ring: Callable[[str], None]) -> Web:
    """Put every page of the table into the application."""
    language.add_languages(app, renderer.service.folder)
    renderer.adopt(app)
    web = Web(renderer, ring)
    app.register_blueprint(web.blueprint())
    return web


def protected(response: Response, renderer: Renderer | None = None) -> Response:
    """The headers of a page; its message has been said now."""
    for name, value in HEADERS.items():
        response.headers[name] = value
    if renderer is not None and request.cookies.get(SAID):
        response.delete_cookie(SAID, path="/")
    response.headers["Vary"] = "Cookie, Accept-Language"
    return response


def _given(renderer: Renderer, reply: Give) -> Response:
    response = file_response(renderer.service, reply.file)
    if reply.shown:
        shown = response.headers["Content-Disposition"].replace("attachment", "inline", 1)
        response.headers["Content-Disposition"] = shown
    return response


def _require_access(page: Page, login: Login | None) -> None:
    if page.roles is None or login is None:
        return  # that the form is our own has been seen
    if not login.person.roles & page.roles:
        for organ in login.person.organs or {""}:
            require(login.person, page.roles, organ, "Den här sidan")
    if page.method == "POST" and not same_secret(login.csrf, request.form.get("csrf", "")):
        sent = request.headers.get("X-CSRF-Token", "")
        if not same_secret(login.csrf, sent):
            raise NotAllowed(_forged())


def _is_own() -> bool:
    """Whether a form comes from a page of ours; another site's gets nothing done, nor kept through a login."""
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin", "")
    return not origin or urlsplit(origin).netloc == request.host


def _is_quiet() -> bool:
    return request.headers.get("Accept", "").startswith(QUIET)


def _form() -> dict[str, tuple[str, ...]]:
    return {name: tuple(map(_plain, request.form.getlist(name))) for name in request.form}


def _plain(text: str) -> str:
    """Line ends as everywhere else, and no NUL, which databases cannot hold."""
    return text.replace("\r\n", "\n").replace("\0", "")


def _files(folder: Path) -> Iterator[Received]:
    sent = [(name, file) for name in request.files for file in request.files.getlist(name) if file.filename]
    for number, (name, file) in enumerate(sent):
        called = Path(str(file.filename).replace("\\", "/")).name
        suffix = Path(called).suffix.lower()
        safe = suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ""
        path = folder / f"fil-{number}{safe}"
        file.save(path)
        file.close()
        yield Received(name, called, path)


def _forged() -> Problem:
    return Problem(
        "csrf_missing",
        "Formuläret kom inte från den här inloggningen.",
        "",
        "Gå tillbaka, ladda om sidan och skicka igen. Har du loggat in på nytt i en annan flik räcker det.",
    )


def _ended() -> Problem:
    return Problem(
        "not_logged_in",
        "Inloggningen har gått ut. Det du skrev finns kvar.",
        "",
        "Logga in igen, så kan du spara det.",
    )
