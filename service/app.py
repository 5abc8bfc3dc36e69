"""The application: the API over an opened service, with the headers that every answer carries."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, redirect, request
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response as AnyResponse

from service.api.http import Shell, add_api
from service.flow.service import Service

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
HSTS = "max-age=31536000; includeSubDomains"


def create_app(service: Service, ring: Callable[[str], None]) -> Flask:
    """The WSGI application.

    Args:
        service: the opened service.
        ring: tells the workers that a job waits.
    """
    app = Flask("samlad", static_folder=None)
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # Flask's own provider has it
    proxies = service.settings.proxyer
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    add_api(app, Shell(service, ring))
    secure = service.settings.sakra_kakor == "ja"

    @app.get("/")
    def front() -> AnyResponse:
        return redirect("/api/v1/dokumentation", 303)

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if secure and request.is_secure:
            response.headers["Strict-Transport-Security"] = HSTS
        response.headers.pop("Server", None)
        return response

    return app
