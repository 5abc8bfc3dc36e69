"""The client of an OpenID provider: authorization code with PKCE, by discovery (OpenID Connect Core 1.0, RFC 7636).

The home of Authlib. A token is believed only when it is signed by a key of the provider with an asymmetric algorithm,
is meant for us, has not run out, and carries the nonce of just this login.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urlsplit

import requests
from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from service.errors import Problem, SamladError, ToolError

KEPT = timedelta(hours=1)
"""How long what the provider says of itself is believed without asking again."""
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Only algorithms in which we hold no key of our own: `none` and HS256 are no proof."""
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_LOCAL = ("127.0.0.1", "::1", "localhost")
_METHODS = ("client_secret_post", "client_secret_basic")
"""In the body by choice: how the signs of a secret are written in a header, the two sides may disagree on."""


class ProviderUnavailable(ToolError):
    """The provider does not answer, or says something that is no answer."""

    code: ClassVar[str] = "openid_unavailable"


class ProviderRefused(SamladError):
    """The provider, or its token, does not let this login through."""

    code: ClassVar[str] = "openid_refused"
    http_status: ClassVar[int] = 401
    exit_code: ClassVar[int] = 2


@dataclass(frozen=True, slots=True)
class Registration:
    """How the provider knows us."""

    issuer: str
    client: str
    secret: str
    """Empty for a client without one; PKCE is used in either case."""
    redirect: str
    scope: str
    leeway: int
    """Seconds by which its clock may differ from ours."""
    timeout: int


@dataclass(frozen=True, slots=True)
class Journey:
    """A login that has begun: where the browser goes, and what must come back."""

    address: str
    state: str
    nonce: str
    verifier: str


class Provider:
    """The provider; shared by all threads of a process."""

    def __init__(self, registration: Registration) -> None:
        self.registration = registration
        self._lock = threading.Lock()
        self._told: dict[str, Any] = {}
        self._keys: Any = None
        self._asked: datetime | None = None

    def begin(self, at: datetime) -> Journey:
        """A new login. Raises ProviderUnavailable."""
        told = self._metadata(at)
        state, nonce, verifier = generate_token(43), generate_token(43), generate_token(64)
        with self._session() as session:
            address, _ = session.create_authorization_url(
                told["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
            )
        return Journey(address, state, nonce, verifier)

    def finish(self, at: datetime, code: str, nonce: str, verifier: str) -> Mapping[str, Any]:
        """The claims of who has logged in.

        Raises:
            ProviderUnavailable: the provider does not answer.
            ProviderRefused: it does not take the code, or its token is not to be believed.
        """
        told = self._metadata(at)
        with self._session(told) as session:
            try:
                answer = session.fetch_token(
                    told["token_endpoint"], grant_type="authorization_code", code=code, code_verifier=verifier
                )
            except OAuthError as fault:
                raise ProviderRefused(_refused(f"den svarade ”{str(fault.error)[:80]}”")) from fault
            except (requests.RequestException, ValueError) as fault:
                raise ProviderUnavailable(_unavailable()) from fault
        return self._believed(at, answer, nonce)

    def check_issuer(self, said: str) -> None:
        """An answer that names another issuer is not ours (RFC 9207). Raises ProviderRefused."""
        if said and said != self.registration.issuer:
            raise ProviderRefused(_refused("svaret kom från en annan utfärdare"))

    def logout_address(self, at: datetime, back: str) -> str:
        """Where a browser ends its login at the provider too; empty when there is no such place."""
        end = self._metadata(at).get("end_session_endpoint")
        if not isinstance(end, str):
            return ""
        given = {"client_id": self.registration.client, "post_logout_redirect_uri": back}
        return str(requests.Request("GET", end, params=given).prepare().url)

    def _session(self, told: Mapping[str, Any] | None = None) -> Any:
        ours = self.registration
        method = "none"
        if ours.secret:
            known = (told or {}).get("token_endpoint_auth_methods_supported") or ()
            method = next((one for one in _METHODS if one in known), _METHODS[-1])
        return OAuth2Session(
            ours.client,
            ours.secret or None,
            token_endpoint_auth_method=method,
            scope=ours.scope,
            redirect_uri=ours.redirect,
            code_challenge_method="S256",
            default_timeout=ours.timeout,
        )

    def _metadata(self, at: datetime) -> Mapping[str, Any]:
        with self._lock:
            if self._asked is None or not self._asked <= at < self._asked + KEPT:
                told = self._fetch(self.registration.issuer.rstrip("/") + "/.well-known/openid-configuration")
                _require_sound(told, self.registration.issuer)
                self._told, self._keys, self._asked = told, None, at
            return self._told

    def _key_set(self, told: Mapping[str, Any], *, again: bool) -> Any:
        with self._lock:
            if self._keys is None or again:
                try:
                    self._keys = KeySet.import_key_set(self._fetch(told["jwks_uri"]))  # type: ignore[arg-type]
                except (JoseError, ValueError, KeyError, TypeError) as fault:
                    raise ProviderUnavailable(_unavailable()) from fault
            return self._keys

    def _fetch(self, address: str) -> dict[str, Any]:
        try:
            answer = requests.get(address, timeout=self.registration.timeout)
            answer.raise_for_status()
            told = answer.json()
        except (requests.RequestException, ValueError) as fault:
            raise ProviderUnavailable(_unavailable()) from fault
        if not isinstance(told, dict):
            raise ProviderUnavailable(_unavailable())
        return told

    def _believed(self, at: datetime, answer: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        ours, told = self.registration, self._metadata(at)
        options: Any = {
            "iss": {"essential": True, "value": ours.issuer},
            "aud": {"essential": True, "value": ours.client},
        }
        params = {"nonce": nonce, "client_id": ours.client, "access_token": answer.get("access_token")}
        try:
            token = self._opened(str(answer.get("id_token") or ""), told)
            claims = CodeIDToken(token.claims, token.header, options, params)
            claims.validate(now=int(at.timestamp()), leeway=ours.leeway)
        except (JoseError, ValueError, TypeError, KeyError) as fault:
            why = getattr(fault, "error", "") or type(fault).__name__
            raise ProviderRefused(_refused(f"dess intyg går inte att lita på ({why})")) from fault
        return dict(claims)

    def _opened(self, token: str, told: Mapping[str, Any]) -> Any:
        known = told.get("id_token_signing_alg_values_supported") or ["RS256"]
        registry = JWSRegistry(
            algorithms=[one for one in ALGORITHMS if one in known], strict_check_header=False
        )
        try:
            return jwt.decode(token, self._key_set(told, again=False), registry=registry)
        except InvalidKeyIdError:  # the provider has changed its keys
            return jwt.decode(token, self._key_set(told, again=True), registry=registry)


def is_safe_address(address: str) -> bool:
    """https, or this machine."""
    parts = urlsplit(address)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL)
    )


def _require_sound(told: Mapping[str, Any], issuer: str) -> None:
    """What discovery says must be of the issuer that was asked (OpenID Connect Discovery 1.0, 4.3)."""
    if told.get("issuer") != issuer:
        raise ProviderUnavailable(_unavailable("Den säger sig vara en annan utfärdare än den inställda."))
    for name in _ENDPOINTS:
        address = told.get(name)
        if not isinstance(address, str) or not is_safe_address(address):
            raise ProviderUnavailable(_unavailable(f"Uppgiften {name} saknas eller använder inte https."))


def _unavailable(why: str = "") -> Problem:
    return Problem(
        "openid_unavailable",
        " ".join(["Kommunens inloggningstjänst svarar inte som den ska just nu.", why]).strip(),
        remedy="Försök igen om en stund; dröjer det, meddela driften. Lokala konton kan logga in som vanligt.",
    )


def _refused(why: str) -> Problem:
    return Problem(
        "openid_refused",
        f"Inloggningen hos kommunens inloggningstjänst gick inte att godta: {why}.",
        remedy="Börja om inloggningen; händer det igen, meddela driften.",
    )
