"""HTTP: the one place of the API that knows Flask. It reads a request, asks who it is, and calls the route."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import HTTPException, NotFound, RequestEntityTooLarge

from service.api.openapi import document
from service.api.page import STYLE, page
from service.api.route import Answer, Call, Param, Route
from service.api.table import BASE, ROUTES
from service.errors import InvalidInput, Problem, SamladError, UnreadableInput
from service.flow import repeats
from service.flow.chosen import in_force
from service.flow.login import Login, find_bearer, same_secret
from service.flow.refusals import NotAllowed, NotLoggedIn, require
from service.flow.service import Service
from service.flow.uploads import read_body
from service.http.download import file_response, stream_response
from service.http.session import present_login, present_secret, set_cookie
from service.schema.sections import load_request

JOURNEY_COOKIE = "samlad_inloggning"
LOG = logging.getLogger("samlad.api")
MEGABYTE = 1 << 20
_ETAG = re.compile(r'(?:W/)?"v(\d{1,9})"')


class VersionNeeded(SamladError):
    """The change does not say which version it rests on."""

    code: ClassVar[str] = "version_needed"
    http_status: ClassVar[int] = 428


@dataclass(frozen=True, slots=True)
class Shell:
    """What every request needs."""

    service: Service
    ring: Callable[[str], None]


def add_api(app: Flask, shell: Shell) -> None:
    """Put every route of the table into the application."""
    api = Blueprint("api", __name__, url_prefix=BASE)
    for route in ROUTES:
        rule = re.sub(r"{(\w+)}", r"<\1>", route.path)
        api.add_url_rule(rule, f"{route.method}_{route.name}", _view(shell, route), methods=[route.method])
    api.add_url_rule("/openapi.json", "openapi", lambda: _json(document()))
    api.add_url_rule("/dokumentation", "page", lambda: Response(page(), mimetype="text/html"))
    api.add_url_rule("/dokumentation.css", "style", lambda: Response(STYLE, mimetype="text/css"))
    api.register_error_handler(SamladError, refused)
    app.register_blueprint(api)


def _view(shell: Shell, route: Route) -> Callable[..., Response]:
    def view(**at: str) -> Response:
        login = _who(shell.service)
        _require_access(route, login)
        query = _query(route)
        version = _version() if route.versioned else 0
        with _body(shell.service, route) as (body, path, filename):
            call = Call(
                in_force(shell.service),
                shell.ring,
                login,
                at,
                query,
                body,
                path,
                filename or str(query.get("namn", "")),
                version,
                request.remote_addr or "",
                present_secret(),
                request.cookies.get(JOURNEY_COOKIE, ""),
            )
            key = request.headers.get("Idempotency-Key", "") if route.creates else ""
            return _repeated(shell, route, call, key) if key else _answer(shell, route, route.run(call))

    return view


def _who(service: Service) -> Login | None:
    """Who calls: by token, or else by cookie."""
    header = request.headers.get("Authorization", "")
    if header:
        scheme, _, token = header.partition(" ")
        if scheme.casefold() != "bearer" or not token.strip():
            raise NotLoggedIn(_not_logged_in())
        return find_bearer(service, token.strip())
    return present_login(service)


def _require_access(route: Route, login: Login | None) -> None:
    if route.roles is None:
        return
    if login is None:
        raise NotLoggedIn(_not_logged_in())
    if not login.person.roles & route.roles:
        for organ in login.person.organs or {""}:
            require(login.person, route.roles, organ, "Det här")
    if request.method == "GET":
        return
    if not login.may_write:
        raise NotAllowed(
            Problem("read_only_key", "Nyckeln får bara läsa.", remedy="Använd en nyckel som får skriva.")
        )
    if login.csrf and not same_secret(login.csrf, request.headers.get("X-CSRF-Token", "")):
        raise NotAllowed(
            Problem(
                "csrf_missing",
                "Anropet saknar huvudet X-CSRF-Token, eller så är det inte inloggningens.",
                "X-CSRF-Token",
                "Skicka värdet ”csrf” från inloggningens svar.",
            )
        )


def _not_logged_in() -> Problem:
    return Problem(
        "not_logged_in", "Du är inte inloggad, eller så har inloggningen gått ut.", remedy="Logga in igen."
    )


def _query(route: Route) -> dict[str, Any]:
    known = {param.name: param for param in route.query}
    problems = [
        Problem(
            "unknown_parameter",
            f"Parametern ”{name[:80]}” finns inte här.",
            name[:80],
            f"Här kan anges: {', '.join(known) or 'inga parametrar'}.",
        )
        for name in request.args
        if name not in known and not route.foreign
    ]
    values: dict[str, Any] = {}
    for name, param in known.items():
        try:
            values[name] = _value(param, request.args.get(name))
        except InvalidInput as fault:
            problems += fault.problems
    if problems:
        raise InvalidInput(*problems)
    return values


def _value(param: Param, text: str | None) -> int | str:
    if text is None or text == "":
        return param.default
    if isinstance(param.default, int):
        if (
            text.isascii()
            and text.isdecimal()
            and len(text) < 10
            and param.lowest <= int(text) <= param.highest
        ):
            return int(text)
        expected = f"ett heltal från {param.lowest} till {param.highest}"
        raise InvalidInput(
            Problem(
                "out_of_range",
                f"Parametern {param.name} ska vara {expected}.",
                param.name,
                f"Ange {expected}.",
            )
        )
    if "\0" in text or (param.choices and text not in param.choices):
        allowed = ", ".join(param.choices) or "text"
        raise InvalidInput(
            Problem(
                "unknown_choice",
                f"Parametern {param.name} har ett värde som inte finns.",
                param.name,
                f"Välj bland: {allowed}.",
            )
        )
    return text


def _version() -> int:
    found = _ETAG.fullmatch(request.headers.get("If-Match", "").strip())
    if found is None:
        raise VersionNeeded(
            Problem(
                "version_needed",
                "Anropet säger inte vilken version det ändrar.",
                "If-Match",
                "Hämta det du vill ändra och skicka dess ETag i huvudet If-Match.",
            )
        )
    return int(found[1])


@contextmanager
def _body(service: Service, route: Route) -> Iterator[tuple[Mapping[str, Any], Path, str]]:
    """The body: as a mapping, and as a file where the route wants it whole."""
    with service.open_folder() as folder:
        if route.upload:
            path, name = _upload(service, folder)
            yield {}, path, name
            return
        path = folder / "anrop.json"
        takes = route.takes is not None or route.raw or route.document
        if not takes or (route.optional and not request.content_length and not request.is_json):
            yield {}, path, ""
            return
        if request.mimetype != "application/json":
            raise UnreadableInput(
                Problem(
                    "body_missing",
                    "Anropet ska innehålla JSON.",
                    "Content-Type",
                    "Skicka Content-Type: application/json.",
                )
            )
        _receive(path, service.settings.max_indata_mb)
        if route.document:
            yield {}, path, ""
            return
        raw = read_body(service, path)
        yield (load_request(route.takes, raw) if route.takes is not None else raw), path, ""


def _receive(path: Path, limit_mb: int) -> None:
    """Write the body to a file, no more than the limit."""
    request.max_content_length = limit_mb * MEGABYTE
    with path.open("wb") as file:
        while block := request.stream.read(MEGABYTE):
            file.write(block)


def _upload(service: Service, folder: Path) -> tuple[Path, str]:
    """A file from a form, or the body itself; kept under a name of our own with the suffix that it claims."""
    limit = service.settings.max_bilaga_mb
    request.max_content_length = (limit + 1) * MEGABYTE
    if request.mimetype == "multipart/form-data":
        sent = request.files.get("fil")
        if sent is None or not sent.filename:
            raise UnreadableInput(
                Problem(
                    "body_missing", "Formuläret innehåller ingen fil.", "fil", "Skicka filen i fältet ”fil”."
                )
            )
        name = Path(sent.filename.replace("\\", "/")).name
        path = folder / f"fil{_suffix(name)}"
        sent.save(path)
        sent.close()
        return path, name
    name = Path(request.args.get("namn", "").replace("\\", "/")).name
    path = folder / f"fil{_suffix(name)}"
    _receive(path, limit)
    return path, name


def _suffix(name: str) -> str:
    suffix = Path(name).suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ""


def _repeated(shell: Shell, route: Route, call: Call, key: str) -> Response:
    """The same key and request give the same answer, and are carried out once."""
    who = call.person.username
    digest = hashlib.sha256(f"{route.method} {request.full_path}\n".encode())
    if call.path.exists():
        digest.update(call.path.read_bytes())
    rung: list[str] = []

    def carry_out() -> dict[str, Any]:
        answer = route.run(replace(call, ring=rung.append))
        return {"body": answer.body, "version": answer.version, "location": answer.location}

    kept = repeats.once(shell.service, who, key[:200], digest.hexdigest(), carry_out)
    for job in rung:  # not before: until now nobody else could see the job
        shell.ring(job)
    return _answer(shell, route, Answer(kept["body"], kept["version"], kept["location"]))


def _answer(shell: Shell, route: Route, answer: Answer) -> Response:
    response = _response(shell, route, answer)
    response.headers.update({"Cache-Control": f"public, max-age={answer.kept}"} if answer.kept else {})
    return response


def _response(shell: Shell, route: Route, answer: Answer) -> Response:
    if answer.file is not None:
        return file_response(shell.service, answer.file)
    if answer.events is not None:
        response = Response(answer.events, mimetype="text/event-stream")
        response.headers["X-Accel-Buffering"] = "no"
        return response
    if answer.stream is not None:
        return stream_response(*answer.stream)
    response = _plain(route, answer)
    if answer.version:
        response.set_etag(f"v{answer.version}")
        if request.method == "GET":
            response.make_conditional(request)
    if answer.location:
        response.headers["Location"] = BASE + answer.location
    if answer.login is not None:
        set_cookie(shell.service, response, *answer.login)
    if answer.journey is not None:
        secure = shell.service.settings.sakra_kakor == "ja"
        # Lax: the provider sends the browser back to us, and this cookie must come along.
        secret, seconds = answer.journey
        path = f"{BASE}/inloggning"
        response.set_cookie(
            JOURNEY_COOKIE, secret, max_age=seconds, path=path, secure=secure, httponly=True, samesite="Lax"
        )
    return response


def _plain(route: Route, answer: Answer) -> Response:
    if answer.leads_to:
        response = Response(status=303)
        response.headers["Location"] = answer.leads_to
        return response
    if answer.page:
        return Response(answer.page, mimetype="text/html")
    return Response(status=204) if route.status == 204 else _json(answer.body, route.status)


def _json(body: Any, status: int = 200) -> Response:
    # A lone surrogate, which JSON can hold and UTF-8 cannot, is written as the escape that JSON has for it.
    text = json.dumps(body, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return Response(text, status, mimetype="application/json")


def refused(fault: SamladError) -> Response:
    """A refusal as application/problem+json (RFC 9457)."""
    problems = [asdict(problem) for problem in fault.problems]
    first = fault.problems[0] if fault.problems else Problem(fault.code, "Det gick inte.")
    body = {
        "type": f"urn:samlad:fel:{fault.code}",
        "title": type(fault).__name__,
        "status": fault.http_status,
        "code": fault.code,
        "detail": first.message,
        "retryable": fault.retryable,
        "problems": problems,
    }
    response = _json(body, fault.http_status)
    response.mimetype = "application/problem+json"
    if fault.http_status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if fault.http_status in (429, 503):
        response.headers["Retry-After"] = "900" if fault.http_status == 429 else "10"
    if fault.http_status >= 500:
        LOG.error("%s %s: %s", request.method, request.url_rule, fault.code)
    return response


class _Plain(SamladError):
    """A fault that HTTP itself found."""


def http_fault(fault: HTTPException) -> Response:
    """What HTTP itself refuses: an unknown address, a method, a body that is too large."""
    status = fault.code or 500
    if isinstance(fault, NotFound):
        code, text = "no_such_address", "Adressen finns inte."
    elif isinstance(fault, RequestEntityTooLarge):
        code, text = "body_too_large", "Innehållet är större än gränsen."
    elif status == 405:
        code, text = "method_not_allowed", "Metoden går inte att använda på den adressen."
    else:
        code, text = "body_missing", "Anropet går inte att läsa."
    response = _told(status, code, text)
    if status == 405 and fault.response is None:
        allowed = getattr(fault, "valid_methods", None)
        if allowed:
            response.headers["Allow"] = ", ".join(sorted(allowed))
    return response


def unexpected(fault: Exception) -> Response:
    """What nobody foresaw; the answer tells nothing of it, the log does."""
    LOG.error("%s %s: %s", request.method, request.url_rule, type(fault).__name__, exc_info=fault)
    return _told(500, "unexpected", "Ett oväntat fel inträffade i Samlad. Meddela den som sköter tjänsten.")


def _told(status: int, code: str, text: str) -> Response:
    fault = _Plain(Problem(code, text, remedy="Se dokumentationen på /api/v1/dokumentation."))
    response = refused(fault)
    body = response.get_json() | {"status": status, "code": code, "type": f"urn:samlad:fel:{code}"}
    response.set_data(json.dumps(body))
    response.status_code = status
    return response
