"""The whole service by HTTP alone: `samlad serve` as a user starts it, and the commands of docs/api.md in order."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pypdf import PdfReader

from service.convert.soffice import SofficeVersion
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "api.md"
BIN = Path(sys.executable).parent


@dataclass
class Served:
    """A service that is running."""

    process: subprocess.Popen[bytes]
    variables: dict[str, str]
    address: str
    folder: Path


def free_port() -> int:
    """A port that nobody uses right now."""
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        port: int = opened.getsockname()[1]
        return port


def wait_for(address: str, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Wait until the service says that it is ready."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        assert process.poll() is None, "the service ended"
        try:
            with urllib.request.urlopen(f"{address}/halsa/redo", timeout=5) as answer:  # noqa: S310 - our own
                assert json.load(answer)["ok"]
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the service did not become ready")


@pytest.fixture(name="served")
def _served(tmp_path: Path, soffice: SofficeVersion) -> Iterator[Served]:
    assert soffice.text
    port = free_port()
    variables = {
        **{name: value for name, value in os.environ.items() if not name.startswith("SAMLAD_")},
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "SAMLAD_DATA": str(tmp_path / "data"),
        "SAMLAD_CACHE": str(tmp_path / "cache"),
        "SAMLAD_PORT": str(port),
        "SAMLAD_SAKRA_KAKOR": "nej",
        "SAMLAD_PROVA_BILAGOR": "nej",
        "SAMLAD_PROCESSER": "1",
        "SAMLAD_KONVERTERARE": "1",
    }
    work = tmp_path / "arbete"
    work.mkdir()
    (work / "samples").symlink_to(ROOT / "samples")
    with (tmp_path / "logg.txt").open("wb") as log:
        process = subprocess.Popen(
            [str(BIN / "samlad"), "serve"], env=variables, cwd=work, stdout=log, stderr=log
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(address, process)
            yield Served(process, variables, address, work)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


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
    log = (served.folder.parent / "logg.txt").read_text(encoding="utf-8")
    assert "vn.handlaggare" not in log, "the log names people"
    verified = subprocess.run(
        [str(BIN / "samlad"), "logg", "verifiera"], env=served.variables, capture_output=True, check=False
    )
    assert verified.returncode == 0, verified.stdout
