"""A real OpenID provider for tests: Authlib's own server, on a port of this machine, signing RS256 with published keys.

It can be told to go wrong in the ways of a broken or hostile provider; each fault is one line of `FAULTS`.
"""

from __future__ import annotations

import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import requests
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6749.models import ClientMixin
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode
from authlib.oidc.core.models import AuthorizationCodeMixin
from flask import Flask, Response, jsonify, request
from joserfc.jwk import KeySet, OctKey, RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "samlad-prov", "hemlig/+&=% nyckel~"
HOUR = 3600


@dataclass
class _Client(ClientMixin):  # type: ignore[misc]  # Authlib ships no types
    redirect: str

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return self.redirect

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.redirect

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return bool(endpoint) and method in {"client_secret_basic", "client_secret_post"}

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class _Code(AuthorizationCodeMixin):  # type: ignore[misc]  # Authlib ships no types
    code: str
    redirect: str
    scope: str
    nonce: str
    user: _User
    code_challenge: str
    code_challenge_method: str

    def get_redirect_uri(self) -> str:
        return self.redirect

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(time.time())

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


@dataclass(frozen=True)
class _User:
    claims: dict[str, Any]


@dataclass
class TestProvider:
    """The provider, and what it shall say next."""

    __test__ = False
    address: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    """Who logs in."""
    fault: str = ""
    """One of those below; empty: all is well."""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, auto_kid=True))
    codes: dict[str, _Code] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)

    def answer(self, address: str) -> str:
        """What a browser does with our address: log in there, and bring back the address that it is sent to."""
        answered = requests.get(address, allow_redirects=False, timeout=10)
        assert answered.status_code == 302, answered.text
        return answered.headers["Location"]

    def new_key(self) -> None:
        """Change the signing key, as providers do."""
        self.key = RSAKey.generate_key(2048, auto_kid=True)


def _grant(provider: TestProvider) -> type[AuthorizationCodeGrant]:
    class Grant(AuthorizationCodeGrant):  # type: ignore[misc]  # Authlib ships no types
        TOKEN_ENDPOINT_AUTH_METHODS: ClassVar[list[str]] = ["client_secret_basic", "client_secret_post"]

        def save_authorization_code(self, code: str, request: Any) -> None:
            asked = request.payload.data
            provider.codes[code] = _Code(
                code,
                asked["redirect_uri"],
                request.payload.scope,
                asked.get("nonce", ""),
                request.user,
                asked.get("code_challenge", ""),
                asked.get("code_challenge_method", ""),
            )

        def query_authorization_code(self, code: str, client: Any) -> _Code | None:
            return provider.codes.get(code) if client is not None else None

        def delete_authorization_code(self, authorization_code: _Code) -> None:
            del provider.codes[authorization_code.code]

        def authenticate_user(self, authorization_code: _Code) -> _User:
            return authorization_code.user

    return Grant


class _OpenId(OpenIDCode):  # type: ignore[misc]  # Authlib ships no types
    def __init__(self, provider: TestProvider) -> None:
        super().__init__(require_nonce=True)
        self.provider = provider

    def exists_nonce(self, nonce: str, _request: Any) -> bool:
        return any(one.nonce == nonce for one in self.provider.codes.values())

    def get_client_algorithm(self, _client: Any) -> str:
        return "HS256" if self.provider.fault == "symmetric" else "RS256"

    def resolve_client_private_key(self, _client: Any) -> Any:
        key = self.provider.key
        if self.provider.fault == "symmetric":  # signed with what somebody else may hold too
            return OctKey.import_key(SECRET)
        if self.provider.fault == "foreign key":
            return RSAKey.generate_key(2048, {"kid": str(key.kid)})
        return key

    def encode_id_token(self, token: Any, request: Any) -> str:
        signed: str = super().encode_id_token(token, request)
        if self.provider.fault != "unsigned":
            return signed
        header = urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
        return f"{header}.{signed.split('.')[1]}."

    def get_encode_header(self, client: Any) -> dict[str, Any]:
        return {"alg": self.get_client_algorithm(client), "kid": self.provider.key.kid}

    def get_client_claims(self, client: Any) -> dict[str, Any]:
        now = int(time.time())
        wrong: dict[str, dict[str, Any]] = {
            "other audience": {"aud": ["en annan klient"]},
            "other issuer": {"iss": "https://annan.example"},
            "expired": {"iat": now - HOUR, "exp": now - HOUR // 2},
            "from the future": {"iat": now + HOUR, "nbf": now + HOUR, "exp": now + 2 * HOUR},
            "slow clock": {"iat": now - 50, "exp": now - 40},
        }
        right = {"iss": self.provider.address, "aud": [client.get_client_id()], "iat": now, "exp": now + HOUR}
        return right | wrong.get(self.provider.fault, {})

    def get_authorization_code_claims(self, authorization_code: Any) -> dict[str, Any]:
        claims: dict[str, Any] = super().get_authorization_code_claims(authorization_code)
        if self.provider.fault == "other nonce":
            claims["nonce"] = "en annan inloggnings"
        if self.provider.fault == "no nonce":
            del claims["nonce"]
        return claims

    def generate_user_info(self, user: _User, scope: str) -> dict[str, Any]:
        return user.claims if "openid" in scope else {}


def _application(provider: TestProvider, redirect: str) -> Flask:
    app = Flask("utfardare", static_folder=None)
    client = _Client(redirect)
    server = AuthorizationServer(
        app,
        query_client=lambda ident: client if ident == CLIENT else None,
        save_token=lambda *_token: None,
    )
    server.register_grant(_grant(provider), [_OpenId(provider), CodeChallenge(required=True)])

    @app.get("/.well-known/openid-configuration")
    def discovery() -> Response:
        provider.requests.append("discovery")
        base = provider.address
        answer = jsonify(
            issuer="https://annan.example" if provider.fault == "wrong discovery" else base,
            authorization_endpoint=f"{base}/authorize",
            token_endpoint=f"{base}/token",
            jwks_uri=f"{base}/keys",
            end_session_endpoint=f"{base}/logout",
            response_types_supported=["code"],
            id_token_signing_alg_values_supported=["RS256", "HS256", "none"],
            token_endpoint_auth_methods_supported=["client_secret_post", "client_secret_basic"],
        )
        if provider.fault == "down":
            answer.status_code = 502
        return answer

    @app.get("/keys")
    def keys() -> Response:
        provider.requests.append("keys")
        return jsonify(KeySet([provider.key]).as_dict(private=False))

    @app.get("/authorize")
    def authorize() -> Any:
        user = None if provider.fault == "denied" else _User(provider.claims)
        grant = server.get_consent_grant(end_user=user)
        return server.create_authorization_response(grant=grant, grant_user=user)

    @app.post("/token")
    def token() -> Any:
        provider.requests.append("token")
        if provider.fault == "code spent":
            provider.codes.pop(request.form["code"])
        if provider.fault == "hangs":
            time.sleep(3)
        answer = server.create_token_response()
        if provider.fault == "no token":
            return jsonify(access_token="x", token_type="Bearer", expires_in=60)  # noqa: S106 - a test's own
        return answer

    return app


@contextmanager
def open_provider(redirect: str) -> Iterator[TestProvider]:
    """A provider that knows us under that address; it listens until this ends."""
    provider = TestProvider()
    server = make_server("127.0.0.1", 0, _application(provider, redirect), threaded=True)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def query_of(address: str) -> dict[str, str]:
    """The parameters of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
