"""The cookie of a login, the same for the API and the pages."""

from __future__ import annotations

from flask import Response, request

from service.flow.login import Login, find_session
from service.flow.refusals import NotLoggedIn
from service.flow.service import Service

COOKIE = "samlad"


def present_secret() -> str:
    """What the cookie of this request holds; empty without one."""
    return request.cookies.get(COOKIE, "")


def present_login(service: Service) -> Login | None:
    """Who holds the cookie of this request; None for nobody, or when the login has ended."""
    secret = present_secret()
    if not secret:
        return None
    try:
        return find_session(service, secret)
    except NotLoggedIn:
        return None


def set_cookie(service: Service, response: Response, secret: str, seconds: int) -> None:
    """Give the browser the secret; an empty one and no seconds end the login."""
    secure = service.settings.sakra_kakor == "ja"
    response.set_cookie(
        COOKIE, secret, max_age=seconds, path="/", secure=secure, httponly=True, samesite="Strict"
    )
