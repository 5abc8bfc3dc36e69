"""A client of the API for tests: it holds every answer against the OpenAPI document."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from jsonschema import Draft202012Validator
from werkzeug.test import Client, TestResponse

from service.api.openapi import document
from service.api.table import BASE, ROUTES
from service.app import create_app
from service.flow.login import create_token
from tests.service import Town

FORMATS = Draft202012Validator.FORMAT_CHECKER


@dataclass
class Api:
    """The API of a town; each person calls with a token of their own."""

    town: Town
    rung: list[str] = field(default_factory=list)
    """The jobs that the workers were told of."""
    tokens: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open the application."""
        self.app: Flask = create_app(self.town.service, self.rung.append)
        self.client: Client = self.app.test_client()

    def token(self, who: str, scope: str = "skriva") -> str:
        """A person's token."""
        if who + scope not in self.tokens:
            self.tokens[who + scope] = create_token(self.town.service, self.town[who], "prov", scope, 1)[1]
        return self.tokens[who + scope]

    def call(
        self, method: str, path: str, who: str = "", body: Any = None, headers: dict[str, str] | None = None
    ) -> TestResponse:
        """A request, its answer held against the document."""
        sent = dict(headers or {})
        if who:
            sent["Authorization"] = f"Bearer {self.token(who)}"
        answer = self.client.open(
            BASE + path, method=method, headers=sent, json=body if body is not None else None
        )
        hold(method, BASE + path.split("?")[0], answer)
        return answer

    def get(self, path: str, who: str = "", **headers: str) -> TestResponse:
        """GET."""
        return self.call("GET", path, who, None, headers)

    def post(self, path: str, who: str = "", body: Any = None, **headers: str) -> TestResponse:
        """POST; header names with _ for -."""
        return self.call(
            "POST", path, who, body, {name.replace("_", "-"): text for name, text in headers.items()}
        )

    def put(self, path: str, who: str = "", body: Any = None, version: int = 0) -> TestResponse:
        """PUT of a version."""
        return self.call("PUT", path, who, body, {"If-Match": f'"v{version}"'} if version else {})

    def send(self, who: str, name: str, content: bytes, path: str = "/filer") -> TestResponse:
        """A file in a form."""
        from io import BytesIO

        answer = self.client.post(
            BASE + path,
            data={"fil": (BytesIO(content), name)},
            headers={"Authorization": f"Bearer {self.token(who)}"},
        )
        hold("POST", BASE + path, answer)
        return answer


def hold(method: str, path: str, answer: TestResponse) -> None:
    """Fail when the document does not say that such an answer may come."""
    operation = _operation(method, path)
    if operation is None:
        assert answer.mimetype == "application/problem+json", path
        return
    assert str(answer.status_code) in operation["responses"], f"{method} {path}: {answer.status_code}"
    told = operation["responses"][str(answer.status_code)]
    content = told.get("content", {})
    if not content:
        assert answer.data == b"", f"{method} {path} {answer.status_code}: {answer.data[:80]!r}"
        return
    if "*/*" in content:
        return
    assert answer.mimetype in content, f"{method} {path} {answer.status_code}: {answer.mimetype}"
    schema = content[answer.mimetype].get("schema")
    if schema is not None:
        whole = {**schema, "components": document()["components"]}
        Draft202012Validator(whole, format_checker=FORMATS).validate(json.loads(answer.data))


def _operation(method: str, path: str) -> dict[str, Any] | None:
    for route in ROUTES:
        if route.method == method and re.fullmatch(re.sub(r"{\w+}", "[^/]+", BASE + route.path), path):
            found: dict[str, Any] = document()["paths"][BASE + route.path][method.lower()]
            return found
    return None
