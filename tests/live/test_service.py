"""The whole service by HTTP alone: `samlad serve` as a user starts it, and the commands of docs/api.md in order."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pypdf import PdfReader

from service.convert.soffice import SofficeVersion
from tests.conftest import ROOT
from tests.live.running import BIN, ask, free_port, running, variables_of

PAGE = ROOT / "docs" / "api.md"


@dataclass
class Served:
    """A service that is running."""

    variables: dict[str, str]
    folder: Path
    """Where a user of it stands."""


@pytest.fixture(name="served")
def _served(tmp_path: Path, soffice: SofficeVersion) -> Iterator[Served]:
    assert soffice.text
    variables = variables_of(tmp_path, free_port(), processer="1")
    work = tmp_path / "arbete"
    work.mkdir()
    (work / "samples").symlink_to(ROOT / "samples")
    with running(variables, tmp_path):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SAMLAD_")}
        yield Served({**kept, "PATH": f"{BIN}:{os.environ['PATH']}", **variables}, work)


@pytest.mark.skipif(
    os.environ.get("CI") != "true" and not (shutil.which("curl") and shutil.which("jq")),
    reason="curl and jq are not installed",
)
def test_the_documented_way(served: Served) -> None:
    """Account, framework, people; form, draft, faults, correction, build, hand in; meeting, packet."""
    blocks = re.findall(r"```bash\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) >= 7
    script = "set -euo pipefail\n" + "\n".join(blocks)
    done = subprocess.run(
        ["bash", "-c", script],
        env=served.variables,
        cwd=served.folder,
        capture_output=True,
        timeout=400,
        check=False,
    )
    told = done.stdout.decode()
    assert done.returncode == 0, told + done.stderr.decode()
    assert "maluppfyllelse: " in told
    assert "inskickad" in told
    assert '"status": "klar"' in told
    assert "kf-2026-12-14-publik.pdf" in told
    text = "".join(page.extract_text() for page in PdfReader(served.folder / "paket.pdf").pages)
    assert "Valnämnden" in text
    assert "Utskrift" in text
    _name_people(int(served.variables["SAMLAD_PORT"]))
    log = (served.folder.parent / "logg.txt").read_text(encoding="utf-8")
    assert log.count("\n") > 20
    # The command's own greeting says where it listens; every other line is the log.
    log = "\n".join(line for line in log.splitlines() if not line.startswith("Samlad svarar på "))
    for name in (
        "vn.handlaggare",
        "kansli",
        "admin",
        "kerstin",
        "andersson",
        "lång fras",
        "127.0.0.1",
        "vn-2026",
    ):
        assert name not in log.casefold(), "the log names people or documents"
    verified = subprocess.run(
        [str(BIN / "samlad"), "logg", "verifiera"], env=served.variables, capture_output=True, check=False
    )
    assert verified.returncode == 0, verified.stdout


def _name_people(port: int) -> None:
    """Requests that carry names: a wrong password, a right one, files named after people, addresses that are not."""
    wrong = {"anvandarnamn": "kerstin.andersson", "losenord": "lång fras av Kerstin"}
    assert ask(port, "POST", "/api/v1/inloggning", body=wrong).status == 401
    right = {"anvandarnamn": "admin", "losenord": "en lång fras som ingen gissar"}
    heard = ask(port, "POST", "/api/v1/inloggning", body=right)
    assert heard.status in (200, 201)
    sent = {
        "Cookie": heard.headers["Set-Cookie"].split(";")[0],
        "X-CSRF-Token": heard.body["csrf"],
        "Content-Type": "application/pdf",
    }
    path = "/api/v1/filer?namn=Kerstin%20Andersson.pdf"
    assert ask(port, "POST", path, body=b"%PDF-1.7 trasig", headers=sent).status in (403, 422)
    assert ask(port, "GET", "/api/v1/rapporter/kerstin.andersson", headers=sent).status in (403, 404)
    assert ask(port, "GET", "/kerstin.andersson").status == 404
