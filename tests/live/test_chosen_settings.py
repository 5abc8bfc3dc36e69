"""Changed settings hold in every process of a running service from the next request on."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.live.running import BIN, ask, free_port, own_settings, running, variables_of

PASSWORD = "fyra ord i en lång rad"  # noqa: S105 - a test's own
REQUESTS = 12
"""Enough that each of the processes answers some of them."""


def test_all_processes_and_the_command_line_hear_of_it(tmp_path: Path) -> None:
    """Three processes answer; none of them was started anew."""
    port = free_port()
    variables = variables_of(tmp_path, port, processer="3")
    with running(variables, tmp_path, "--utan-arbetare"):
        made = subprocess.run(
            [BIN / "samlad", "konto", "admin"],
            input=PASSWORD.encode(),
            env={"PATH": str(BIN), **own_settings(variables)},
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert made.returncode == 0, made.stderr.decode()
        body = {"anvandarnamn": "admin", "losenord": PASSWORD}
        login = ask(port, "POST", "/api/v1/inloggning", body=body)
        cookie = login.headers["Set-Cookie"].partition(";")[0]
        sent = {"Cookie": cookie, "X-CSRF-Token": login.body["csrf"], "If-Match": '"v1"'}
        place = "/api/v1/installningar/sidfot"
        assert ask(port, "PUT", place, body={"varde": "Ny fot"}, headers=sent).status == 200
        pages = [ask(port, "GET", "/logga-in").content.decode() for _ in range(REQUESTS)]
        assert all("Ny fot" in page for page in pages)
