"""Files that people send: looked at at once, in a process of its own and by clamd; hostile ones are told, not kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from service.flow.log import verify_log
from service.records.tables import Fil, Logg
from tests.api import Api
from tests.clamd import EICAR, STREAM_LIMIT, clamd
from tests.flow.conftest import make_pdf
from tests.service import Town, open_town


def _kept(town: Town) -> int:
    with town.service.records.look() as db:
        return db.query(Fil).count()


def test_warnings_are_told_at_once(tmp_path: Path) -> None:
    """A PDF with a script in it is taken in, and its sender hears what will become of it in the packet."""
    canvas = Canvas(str(tmp_path / "s.pdf"), pagesize=(595, 842))
    canvas.drawString(72, 700, "Med skript")
    canvas.acroForm.textfield(name="falt", x=72, y=600)
    canvas.showPage()
    canvas.save()
    with open_town(tmp_path) as town:
        sent = Api(town).send("kansli", "skript.pdf", (tmp_path / "s.pdf").read_bytes())
    assert sent.status_code == 201
    told = sent.get_json()["notices"]
    assert told, "a form field is always told"
    assert {one["source"] for one in told} == {"skript.pdf"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7\nskrap", "file_broken"),
        (b"%PDF-1.7\n" + b"\0" * 5000, "file_broken"),
    ],
)
def test_a_broken_pdf_is_refused_at_once(tmp_path: Path, content: bytes, code: str) -> None:
    """422 with what is wrong, and nothing is kept."""
    with open_town(tmp_path) as town:
        answer = Api(town).send("kansli", "trasig.pdf", content)
        assert (answer.status_code, answer.get_json()["problems"][0]["code"]) == (422, code)
        assert _kept(town) == 0


@pytest.mark.parametrize("kind", ["unix", "tcp"])
def test_a_virus_is_refused(tmp_path: Path, kind: str) -> None:
    """By either socket; who sent it stands in the log, and the file is nowhere."""
    with clamd(tmp_path, kind) as address, open_town(tmp_path, clamd=address) as town:
        api = Api(town)
        assert (
            api.send("kansli", "ren.pdf", make_pdf(tmp_path / "r.pdf", "Ren").read_bytes()).status_code == 201
        )
        for path in ("/mallar/nulagesbeskrivning/granska", "/blanketter"):
            answer = api.send("kansli", "fil.docx", EICAR, path)
            assert (answer.status_code, answer.get_json()["problems"][0]["code"]) == (422, "virus_found")
        answer = api.send("vn.handlaggare", "fil.png", b"\x89PNG\r\n\x1a\n" + EICAR)
        assert (answer.status_code, answer.get_json()["problems"][0]["code"]) == (422, "virus_found")
        assert "Eicar-Test-Signature" in answer.text
        assert _kept(town) == 1
        with town.service.records.look() as db:
            noted = db.query(Logg).filter_by(handelse="fil.virus").order_by(Logg.nr)
            assert [one.vem for one in noted] == ["kansli", "kansli", "vn.handlaggare"]
        assert verify_log(town.service).broken_at is None


def test_a_scanner_that_is_away(tmp_path: Path) -> None:
    """503 by default, and nothing is kept; where the setting lets it in, its sender hears that nobody looked."""
    paper = make_pdf(tmp_path / "r.pdf", "Ren").read_bytes()
    with open_town(tmp_path, clamd=str(tmp_path / "finns-inte.ctl")) as town:
        answer = Api(town).send("kansli", "ren.pdf", paper)
        assert (answer.status_code, answer.get_json()["code"]) == (503, "scanner_unavailable")
        assert int(answer.headers["Retry-After"]) > 0
        assert _kept(town) == 0
    (tmp_path / "b").mkdir()
    with open_town(tmp_path / "b", clamd="tcp://127.0.0.1:9", clamd_borta="slapp_in") as town:
        answer = Api(town).send("kansli", "ren.pdf", paper)
        assert answer.status_code == 201
        assert "not_scanned" in [one["code"] for one in answer.get_json()["notices"]]


def test_a_file_that_the_scanner_cannot_judge(tmp_path: Path) -> None:
    """Larger than its own limit: it hangs up on us, and we say that it could not judge."""
    with clamd(tmp_path, "unix") as address, open_town(tmp_path, clamd=address) as town:
        answer = Api(town).send("kansli", "stor.png", b"\x89PNG\r\n\x1a\n" + bytes(STREAM_LIMIT * 20))
        assert (answer.status_code, answer.get_json()["code"]) == (503, "scanner_unavailable")
        assert "size limit" in answer.text
