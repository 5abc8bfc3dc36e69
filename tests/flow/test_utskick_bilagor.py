"""What goes with a letter: a link, the public edition, or the internal one; never a secret to who may not have it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from service.errors import InvalidInput
from service.flow.jobs import get_job, run_job
from service.flow.orders import order_packet
from service.flow.preparation import (
    add_arende,
    add_handling,
    change_handling,
    change_meeting,
    get_meeting,
)
from service.flow.refusals import WrongState
from service.flow.uploads import add_file
from service.flow.utskick.post import order_letters
from service.flow.utskick.utskick import begin_dispatch
from service.flow.wiring import Workshop
from service.records.blobs import fetch
from service.records.tables import Utdata
from service.settings import read_settings
from tests.dispatches import CALLED, URGENT, heads, record_meeting
from tests.flow.conftest import make_pdf
from tests.flow.plain_converter import PlainConverter
from tests.flow.secrets import find_told
from tests.mailserver import Mailbox, mail_server
from tests.service import Town, open_town

SECRET = "Kråkbärsris"  # noqa: S105  # a word to look for, no password
ADDRESS = next(iter(CALLED.values()))


@contextmanager
def opened(folder: Path, content: str, **more: str) -> Iterator[tuple[Town, Mailbox]]:
    """A service that sends so, and its mail server."""
    with mail_server() as running:
        settings = {
            "smtp_server": "127.0.0.1",
            "smtp_port": str(running.port),
            "smtp_tls": "nej",
            "smtp_fran": "kansli@ale.example",
            "utskick_innehall": content,
            **more,
        }
        with open_town(folder, **settings) as town:
            town.clock.at = datetime(2026, 12, 3, 8, 0, tzinfo=UTC)
            yield town, running.mailbox


def with_handling(town: Town, folder: Path, **facts: Any) -> tuple[str, str]:
    """The meeting with one document in its second matter; the ids of both."""
    meeting = record_meeting(town)
    held = get_meeting(town.service, town["kansli"], meeting)
    pdf = make_pdf(folder / "handling.pdf", f"Hemligt om {SECRET}")
    file = add_file(town.service, town["kansli"], pdf, f"{SECRET}.pdf").id
    said = {"handlingstyp": "bilaga", "titel": f"Avtal {SECRET}", "fil": file, **facts}
    made = add_handling(
        town.service, town["kansli"], meeting, held["arenden"][1]["id"], said, held["version"]
    )
    return meeting, made["arenden"][1]["handlingar"][0]["id"]


def packet(town: Town, bench: Workshop, meeting: str, *editions: str) -> str:
    """The packet, built; the job's id."""
    job = order_packet(town.service, town["kansli"], meeting, editions)
    assert run_job(town.service, bench, job, "a") is None
    done = get_job(town.service, town["kansli"], job)
    assert done["status"] == "klar", done["fel"]
    return job


def sent(town: Town, bench: Workshop, meeting: str, **said: Any) -> None:
    """A dispatch whose letters are sent."""
    utskick = begin_dispatch(town.service, town["kansli"], meeting, said)
    run_job(town.service, bench, order_letters(town.service, town["kansli"], meeting, utskick["id"]), "a")


@pytest.fixture(name="bench")
def _bench(converter: PlainConverter, tmp_path: Path) -> Workshop:
    return Workshop(read_settings({"SAMLAD_PROVA_BILAGOR": "nej"}), converter, lambda *_: None, tmp_path)


WITHHELD = {"publiceras": "nej", "titel_publik": "Avtal"}


def test_the_public_edition_tells_nothing_withheld(tmp_path: Path, bench: Workshop) -> None:
    """It is the very file of the store; the withheld title and file name stand nowhere in the letter."""
    with opened(tmp_path, "publik") as (town, mailbox):
        meeting, _ = with_handling(town, tmp_path, **WITHHELD)
        job = packet(town, bench, meeting, "intern", "publik")
        sent(town, bench, meeting, paket=job)
        (letter,) = mailbox.to(ADDRESS)
        (file,) = letter.iter_attachments()
        assert (file.get_filename(), file.get_content_type()) == (
            "kf-2026-12-14-publik.pdf",
            "application/pdf",
        )
        made = {one["namn"]: one["sha256"] for one in get_job(town.service, town["kansli"], job)["filer"]}
        kept = fetch(town.service.store, made["kf-2026-12-14-publik.pdf"], tmp_path / "kvar.pdf")
        content: bytes = file.get_content()
        assert content == kept.read_bytes()
        whole = tmp_path / "brev.txt"
        whole.write_bytes(letter.as_bytes())
        assert find_told(kept, (SECRET,)) == find_told(whole, (SECRET,)) == set()


def test_the_internal_edition_goes_to_who_is_called(tmp_path: Path, bench: Workshop) -> None:
    """With what is not published in it, as long as nothing is marked as secret."""
    with opened(tmp_path, "intern") as (town, mailbox):
        meeting, _ = with_handling(town, tmp_path, **WITHHELD)
        sent(town, bench, meeting, paket=packet(town, bench, meeting, "intern"))
        names = [one.get_filename() for letter in mailbox.letters for one in letter.iter_attachments()]
        assert names == ["kf-2026-12-14.pdf"] * 4


def test_a_secret_is_never_mailed(tmp_path: Path, bench: Workshop) -> None:
    """Marked in the meeting: the internal edition stays in the house, and nobody gets a letter."""
    with opened(tmp_path, "intern") as (town, mailbox):
        secret = {"markerad": True, "bestammelse": "25 kap. 1 § OSL"}
        meeting, _ = with_handling(town, tmp_path, **WITHHELD, sekretess=secret)
        with pytest.raises(InvalidInput) as fault:
            sent(town, bench, meeting, paket=packet(town, bench, meeting, "intern"))
        assert fault.value.problems[0].code == "secret_not_mailed"
        assert mailbox.letters == []


def test_a_packet_that_is_missing_or_old(tmp_path: Path, bench: Workshop) -> None:
    """Said before anybody is written to."""
    with opened(tmp_path, "publik") as (town, mailbox):
        meeting, _ = with_handling(town, tmp_path)
        utskick = begin_dispatch(town.service, town["kansli"], meeting, {})
        with pytest.raises(InvalidInput) as fault:
            order_letters(town.service, town["kansli"], meeting, utskick["id"])
        assert fault.value.problems[0].code == "not_built"
        assert mailbox.letters == []
    (tmp_path / "b").mkdir()
    with opened(tmp_path / "b", "publik") as (town, mailbox):
        meeting, handling = with_handling(town, tmp_path)
        job = packet(town, bench, meeting, "publik")
        town.clock.forward(minutes=5)
        held = get_meeting(town.service, town["kansli"], meeting)
        place = (held["arenden"][1]["id"], handling)
        said = {"handlingstyp": "bilaga", "titel": "Annat"}
        change_handling(town.service, town["kansli"], meeting, place, said, held["version"])
        with pytest.raises(InvalidInput) as fault:
            sent(town, bench, meeting, paket=job)
        assert fault.value.problems[0].code == "not_built"
        assert mailbox.letters == []


def test_a_later_packet_keeps_what_was_sent(tmp_path: Path, bench: Workshop) -> None:
    """Ordered after the first one: its manifest follows that, the late matter is told, and what was sent stays."""
    with opened(tmp_path, "lank") as (town, _):
        meeting, _ = with_handling(town, tmp_path)
        first = packet(town, bench, meeting, "intern", "publik")
        version = get_meeting(town.service, town["kansli"], meeting)["version"]
        changed = add_arende(town.service, town["kansli"], meeting, URGENT, version)
        late = heads(slag="tillaggskallelse", version=2, datum="2026-12-10")
        change_meeting(town.service, town["kansli"], meeting, late, changed["version"])
        job = order_packet(town.service, town["kansli"], meeting, ["intern", "publik"], after=first)
        assert run_job(town.service, bench, job, "a") is None
        done = get_job(town.service, town["kansli"], job)
        assert done["status"] == "klar", done["fel"]
        made = {one["namn"]: one["sha256"] for one in done["filer"]}
        assert "kf-2026-12-14-utskick-2-tillagg-publik.pdf" in made
        told = fetch(town.service.store, made["kf-2026-12-14-utskick-2.manifest.json"], tmp_path / "m.json")
        manifest = json.loads(told.read_text(encoding="utf-8"))
        assert manifest["utskick"]["nummer"] == 2
        assert [one["ordning"] for one in manifest["foredragningslista"]] == ["A", "1", "2", "3"]
        with pytest.raises(InvalidInput) as fault:
            order_packet(town.service, town["kansli"], meeting, ["intern"], after="finns-inte")
        assert fault.value.problems[0].path == "efter"


def test_an_edition_that_is_too_large(tmp_path: Path, bench: Workshop) -> None:
    """A letter of more than a megabyte, where that is the limit."""
    with opened(tmp_path, "publik", utskick_max_mb="1") as (town, mailbox):
        meeting, _ = with_handling(town, tmp_path)
        job = packet(town, bench, meeting, "publik")
        with town.service.records.change() as db:
            db.execute(update(Utdata).values(storlek=1_048_577))
        with pytest.raises(InvalidInput) as fault:
            sent(town, bench, meeting, paket=job)
        assert fault.value.problems[0].code == "mail_too_large"
        assert mailbox.letters == []


def test_a_link_needs_an_address(tmp_path: Path) -> None:
    """A kallelse that leads nowhere is not sent."""
    with opened(tmp_path, "lank") as (town, mailbox):
        meeting = record_meeting(town)
        utskick = begin_dispatch(town.service, town["kansli"], meeting, {})
        with pytest.raises(WrongState) as fault:
            order_letters(town.service, town["kansli"], meeting, utskick["id"])
        assert fault.value.problems[0].path == "SAMLAD_UTSKICK_LANK"
        assert mailbox.letters == []
