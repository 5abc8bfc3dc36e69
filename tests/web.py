"""A browser without a screen for tests of the pages: logs in, reads forms, posts them with their hidden fields."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from flask import Flask
from werkzeug.test import Client, TestResponse

from service.app import create_app
from tests.service import PASSWORD, Town


@dataclass
class Web:
    """The pages of a town, for one person at a time."""

    town: Town
    rung: list[str] = field(default_factory=list)
    """The jobs that the workers were told of."""

    def __post_init__(self) -> None:
        """Open the application."""
        self.app: Flask = create_app(self.town.service, self.rung.append)
        self.client: Client = self.app.test_client()

    def log_in(self, who: str) -> Web:
        """Log in, in a browser of one's own."""
        self.client = self.app.test_client()
        answer = self.client.post("/logga-in", data={"anvandarnamn": who, "losenord": PASSWORD})
        assert answer.status_code == 303, answer.text
        return self

    def get(self, path: str, **headers: str) -> TestResponse:
        """A page."""
        return self.client.get(path, headers={name.replace("_", "-"): text for name, text in headers.items()})

    def csrf(self) -> str:
        """What a form of this login carries."""
        return hidden(self.get("/konto"), "csrf")

    def post(self, path: str, data: dict[str, Any] | None = None, **headers: str) -> TestResponse:
        """Send a form, as a page of ours would."""
        sent = {"csrf": self.csrf(), **(data or {})}
        return self.client.post(
            path, data=sent, headers={name.replace("_", "-"): text for name, text in headers.items()}
        )


def hidden(answer: TestResponse, name: str) -> str:
    """The value of a hidden field; the last one, as those of the frame come first."""
    found = re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)"', answer.text)
    assert found, f"no hidden field {name}"
    return unescape(found[-1])
