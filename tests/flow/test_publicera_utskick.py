"""The agenda for everybody after a later dispatch: what is new is marked, and every link leads to the right file."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator
from pypdf import PdfReader

from service.cli.main import main
from service.errors import InputError
from service.fill.agenda.data import SCHEMA
from service.flow.publicera import publish_agenda
from service.flow.read import Reader
from service.model.choices import Rendition
from service.settings import read_settings
from tests.flow.conftest import FRAMEWORK, TODAY
from tests.flow.dispatches import NAME, change, sender, sent_meeting

FIRST = Path("ett") / f"{NAME}-publik.manifest.json"
WHOLE = Path("två") / f"{NAME}-utskick-2-publik.manifest.json"
SUPPLEMENT = Path("två") / f"{NAME}-utskick-2-tillagg-publik.manifest.json"
LATER = Path("tre") / f"{NAME}-utskick-3-tillagg-publik.manifest.json"


@pytest.fixture(name="sent", scope="module")
def _sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A meeting that was sent out three times; `mote-2.json` and `mote-3.json` are its files."""
    folder = tmp_path_factory.mktemp("utlagt")
    send = sender(folder)
    meeting = sent_meeting(folder)
    send(meeting, "ett", renditions=(Rendition.PUBLIK,))
    change(meeting, folder)
    send(meeting, "två", f"ett/{NAME}-publik", renditions=(Rendition.PUBLIK,))
    (folder / "mote-2.json").write_bytes((folder / "mote.json").read_bytes())
    meeting["kallelse"] |= {"version": 3, "datum": "2026-12-10"}
    meeting["arenden"].append({"ordning": "5", "rubrik": "Ännu senare", "arendetyp": "information"})
    send(meeting, "tre", f"två/{NAME}-utskick-2-publik", renditions=(Rendition.PUBLIK,))
    (folder / "mote-3.json").write_bytes((folder / "mote.json").read_bytes())
    return folder


def publish(sent: Path, target: Path, *manifests: Path, number: int = 2) -> list[str]:
    """The pages; the codes of what is said about them."""
    reader = Reader(read_settings({"SAMLAD_PROVA_BILAGOR": "nej"}), TODAY, FRAMEWORK)
    made = publish_agenda(sent / f"mote-{number}.json", target, reader, [sent / one for one in manifests])
    return [one.code for one in made.notices if one.path == "--manifest"]


def linked(target: Path) -> dict[str, str]:
    """Where each ärende and handling leads, after the words there have been found to be its own."""
    data = json.loads((target / "foredragningslista.json").read_text(encoding="utf-8"))
    Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(data)
    found: dict[str, str] = {}
    for arende in data["arenden"]:
        for number, title, link in (
            (arende["ordning"], arende["rubrik"], arende["lank"]),
            *((one["nummer"], one["titel"], one["lank"]) for one in arende["handlingar"]),
        ):
            if link:
                name, _, page = unquote(link).partition("#page=")
                words = PdfReader(target / name).pages[int(page) - 1].extract_text()
                assert title in " ".join(words.split()), (number, link)
                found[number] = name
    return found


def changes(target: Path) -> dict[str, str]:
    """What is marked as new or changed."""
    data = json.loads((target / "foredragningslista.json").read_text(encoding="utf-8"))
    told = {one["ordning"]: one["andring"] for one in data["arenden"]}
    told |= {one["nummer"]: one["andring"] for arende in data["arenden"] for one in arende["handlingar"]}
    return {number: said for number, said in told.items() if said}


CHANGED = {"3": "andrad", "4": "ny", "Bilaga 1.1": "andrad", "Bilaga 1.3": "ny", "Bilaga 3.1": "andrad"}


def test_a_supplement_with_what_it_follows(sent: Path, tmp_path: Path) -> None:
    """What is new or changed leads into the supplement, the rest into the first packet; in any order of giving."""
    assert publish(sent, tmp_path, FIRST, SUPPLEMENT) == []
    found = linked(tmp_path)
    late, first = (
        SUPPLEMENT.name.replace(".manifest.json", ".pdf"),
        FIRST.name.replace(".manifest.json", ".pdf"),
    )
    assert {number for number, name in found.items() if name == late} >= set(CHANGED)
    assert found["Bilaga 1.2"] == first
    assert "Bilaga 2.1" not in found  # withdrawn: its page in the first packet holds no longer
    assert changes(tmp_path) == CHANGED
    index = (tmp_path / "index.html").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "Tilläggskallelse, utskick 2, 9 december 2026" in index
    assert index.index("Tillägg till handlingarna, utskick 2") < index.index(
        "Kallelse och handlingar, utskick 1"
    )
    assert (
        index.count('<span class="mark">nytt</span>') == index.count('<span class="mark">ändrat</span>') == 1
    )
    assert "3 handlingar, 1 ny, 1 ändrad" in index
    page = (tmp_path / "arende-1.html").read_text(encoding="utf-8")
    assert page.count('<span class="mark">ny</span>') == page.count('<span class="mark">ändrad</span>') == 1


def test_the_whole_packet_suffices(sent: Path, tmp_path: Path) -> None:
    """All links lead into it; with the dispatch before beside it the changes are marked, and nothing else differs."""
    assert publish(sent, tmp_path / "ensam", WHOLE) == []
    alone = linked(tmp_path / "ensam")
    assert set(alone.values()) == {f"{NAME}-utskick-2-publik.pdf"}
    assert changes(tmp_path / "ensam") == {}
    assert publish(sent, tmp_path / "båda", WHOLE, FIRST) == []
    assert linked(tmp_path / "båda") == alone
    assert changes(tmp_path / "båda") == CHANGED


def test_a_supplement_alone_says_what_is_missing(sent: Path, tmp_path: Path) -> None:
    """Its own parts are linked, and a notice tells of the others."""
    assert publish(sent, tmp_path, SUPPLEMENT) == ["pages_without_link"]
    assert "Bilaga 1.2" not in linked(tmp_path)


def test_three_dispatches(sent: Path, tmp_path: Path) -> None:
    """Each part is found where it was sent out last; a gap between them is refused."""
    assert publish(sent, tmp_path / "ut", LATER, SUPPLEMENT, FIRST, number=3) == []
    found = linked(tmp_path / "ut")
    numbers = [
        found[one].removeprefix(NAME).removesuffix("-publik.pdf") for one in ("5", "Bilaga 1.3", "Bilaga 1.2")
    ]
    assert numbers == ["-utskick-3-tillagg", "-utskick-2-tillagg", ""]
    assert changes(tmp_path / "ut") == {"5": "ny"}
    with pytest.raises(InputError) as fault:
        publish(sent, tmp_path / "gap", LATER, FIRST, number=3)
    assert fault.value.problems[0].code == "manifest_not_followed"
    with pytest.raises(InputError) as fault:
        publish(sent, tmp_path / "gap", SUPPLEMENT, FIRST, number=3)
    assert fault.value.problems[0].code == "packet_outdated"
    assert not (tmp_path / "gap").exists()


def test_the_pages_are_published_again(sent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Into the same folder, on the command line: the later pages, beside both packets."""
    monkeypatch.setenv("SAMLAD_RAMVERK", str(FRAMEWORK))
    publish(sent, tmp_path / "igen", FIRST, SUPPLEMENT)
    given = [word for one in (FIRST, SUPPLEMENT) for word in ("--manifest", str(sent / one))]
    assert main(["publicera", str(sent / "mote-2.json"), *given, "--ut", str(tmp_path / "igen")]) == 0
    assert len(list((tmp_path / "igen").glob("*.pdf"))) == 2
    assert "Bilaga 1.3" in linked(tmp_path / "igen")
