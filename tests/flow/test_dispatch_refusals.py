"""Nothing that was sent vanishes in silence, and a dispatch follows only what really went out; secrecy that changes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from service.cli.main import main
from service.errors import InputError
from service.flow.follow_up import Scope
from service.flow.public import public_meeting
from service.flow.read import Reader
from service.flow.sent import read_sent
from service.model.choices import Rendition
from service.settings import read_settings
from tests.flow.conftest import FRAMEWORK, TODAY, make_pdf
from tests.flow.dispatches import NAME, Meeting, Send, labels_of, manifest_of, sender, sent_meeting, texts_of

BOTH = tuple(Rendition)
SETTINGS = read_settings({})
SECRET = "Förundersökning om Kvicksilver"  # noqa: S105  # a title


@pytest.fixture(name="office", scope="module")
def _office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the manifests of a first dispatch, in both editions."""
    folder = tmp_path_factory.mktemp("utskick")
    sender(folder)(sent_meeting(folder), "ett", renditions=BOTH)
    return folder


@pytest.fixture(name="send")
def _send(tmp_path: Path) -> Send:
    return sender(tmp_path)


def _refusal(
    folder: Path, meeting: Meeting, *manifests: Path, wanted: tuple[Rendition, ...] = ()
) -> list[Any]:
    """The problems with which a meeting is refused after the office's first dispatch."""
    path = folder / "mote.json"
    path.write_text(json.dumps(meeting, ensure_ascii=False), encoding="utf-8")
    file = Reader(SETTINGS, TODAY, FRAMEWORK).read(path)
    with pytest.raises(InputError) as caught:
        read_sent(manifests, file, wanted or (Rendition.INTERN,), SETTINGS)
    assert all(problem.message.endswith(".") and problem.remedy for problem in caught.value.problems)
    return list(caught.value.problems)


def _delete_document(meeting: Meeting) -> None:
    del meeting["arenden"][1]["handlingar"][1]


def _delete_arende(meeting: Meeting) -> None:
    del meeting["arenden"][3]


def _swap_documents(meeting: Meeting) -> None:
    meeting["arenden"][1]["handlingar"].reverse()


def _put_in_before(meeting: Meeting) -> None:
    new = {"handlingstyp": "bilaga", "titel": "Ny", "fil": "yttrande.pdf"}
    meeting["arenden"][1]["handlingar"].insert(0, new)


def _replace_document(meeting: Meeting) -> None:
    meeting["arenden"][1]["handlingar"][1] |= {"titel": "Något annat", "fil": "yttrande.pdf"}


def _swap_arenden(meeting: Meeting) -> None:
    arenden = meeting["arenden"]
    arenden[2], arenden[3] = arenden[3], arenden[2]
    arenden[2]["ordning"], arenden[3]["ordning"] = "2", "3"


def _replace_arende(meeting: Meeting) -> None:
    meeting["arenden"][3] |= {"rubrik": "Helt annat", "diarienummer": "KS.2026.99"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_delete_document, [("sent_item_missing", "Bilaga 1.2 ”Karta”")]),
        (_delete_arende, [("sent_item_missing", "Ärende 3 ”Redovisning”")]),
        (_swap_documents, [("sent_item_renumbered", "nummer 1.2"), ("sent_item_renumbered", "nummer 1.1")]),
        (_put_in_before, [("sent_item_renumbered", "nummer 1.2"), ("sent_item_renumbered", "nummer 1.3")]),
        (_replace_document, [("sent_item_replaced", "Bilaga 1.2 är nu ”Något annat” med annat innehåll")]),
        (_swap_arenden, [("sent_item_renumbered", "ordning 3"), ("sent_item_renumbered", "ordning 2")]),
        (_replace_arende, [("sent_item_replaced", "ärende 3 är nu ”Helt annat”")]),
    ],
)
@pytest.mark.parametrize("edition", ["", "-publik"])
def test_what_was_sent_may_not_vanish(
    change: Callable[[Meeting], None], expected: list[tuple[str, str]], edition: str, office: Path
) -> None:
    """Each one by its name, from either edition's manifest; the remedy says how it is withdrawn."""
    meeting = sent_meeting(office)
    change(meeting)
    wanted = (Rendition.PUBLIK,) if edition else (Rendition.INTERN,)
    problems = _refusal(office, meeting, office / "ett" / f"{NAME}{edition}.manifest.json", wanted=wanted)
    assert [problem.code for problem in problems] == [code for code, _ in expected]
    for problem, (_, said) in zip(problems, expected, strict=True):
        assert said in problem.message
        assert "utgår" in problem.remedy


def _accepted(office: Path, meeting: Meeting, manifest: Path) -> bool:
    path = office / "mote.json"
    path.write_text(json.dumps(meeting, ensure_ascii=False), encoding="utf-8")
    file = Reader(SETTINGS, TODAY, FRAMEWORK).read(path)
    return read_sent([manifest], file, (Rendition.INTERN,), SETTINGS) is not None


def test_what_is_still_the_same_document(office: Path) -> None:
    """Another title for the same file, another file under the same title, another heading of the same case."""
    meeting = sent_meeting(office)
    meeting["arenden"][1]["handlingar"][0]["titel"] = "Nytt namn på skrivelsen"
    meeting["arenden"][1]["handlingar"][1]["fil"] = "yttrande.pdf"
    meeting["arenden"][3]["rubrik"] = "Redovisning av uppdrag"
    assert _accepted(office, meeting, office / "ett" / f"{NAME}.manifest.json")


def _edit(raw: dict[str, Any]) -> None:
    raw["delar"][0]["sidetiketter"][0] = "1a"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_edit, "manifest_edited"),
        (lambda raw: raw["sammantrade"].update(organ="KS"), "manifest_of_other_meeting"),
        (lambda raw: raw["delar"][0]["sidetiketter"].pop(), "manifest_broken"),
        (lambda raw: raw.pop("utskick"), "manifest_broken"),
        (lambda raw: raw.update(format="något annat"), "not_a_manifest"),
    ],
)
def test_a_manifest_that_is_not_the_record(
    change: Callable[[dict[str, Any]], None], code: str, office: Path, tmp_path: Path
) -> None:
    """Changed by hand, of another meeting, or no manifest of ours."""
    raw = manifest_of(office / "ett", NAME)
    change(raw)
    path = tmp_path / f"{NAME}.manifest.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    assert code in [problem.code for problem in _refusal(office, sent_meeting(office), path)]


def test_a_manifest_of_another_day(office: Path) -> None:
    """The same body's next meeting is another one."""
    meeting = sent_meeting(office)
    meeting["sammantrade"]["datum"] = "2027-01-25"
    (problem,) = _refusal(office, meeting, office / "ett" / f"{NAME}.manifest.json")
    assert (problem.code, "2026-12-14" in problem.message) == ("manifest_of_other_meeting", True)


def test_a_manifest_of_another_edition(office: Path, tmp_path: Path) -> None:
    """The other edition's is taken from beside it; alone it is refused. Two of one edition are too many."""
    alone = tmp_path / f"{NAME}-publik.manifest.json"
    shutil.copy(office / "ett" / alone.name, alone)
    meeting = sent_meeting(office)
    (problem,) = _refusal(office, meeting, alone)
    assert problem.code == "edition_not_sent"
    twin = tmp_path / "twin.json"
    shutil.copy(alone, twin)
    (problem,) = _refusal(office, meeting, alone, twin, wanted=(Rendition.PUBLIK,))
    assert problem.code == "manifests_disagree"


def test_the_meeting_file_names_its_dispatches(office: Path) -> None:
    """By path and with a digest; an older one than the last is refused, and so is another than was sent."""
    meeting = sent_meeting(office)
    path = office / "ett" / f"{NAME}.manifest.json"
    snapshot = manifest_of(office / "ett", NAME)["utskick"]["snapshot_sha256"]
    one = {"version": 1, "datum": "2026-12-04", "manifest": f"ett/{path.name}", "snapshot_sha256": snapshot}
    meeting["kallelse"]["tidigare_utskick"] = [one]
    (office / "mote.json").write_text(json.dumps(meeting, ensure_ascii=False), encoding="utf-8")
    file = Reader(SETTINGS, TODAY, FRAMEWORK).read(office / "mote.json")
    sent = read_sent([], file, BOTH, SETTINGS)
    assert sent is not None
    assert (sent.number, str(sent.day), set(sent.manifests)) == (1, "2026-12-04", set(BOTH))
    one["snapshot_sha256"] = "0" * 64
    assert [p.code for p in _refusal(office, meeting)] == ["manifest_edited"]
    meeting["kallelse"]["tidigare_utskick"] = [{"version": 2, "datum": "2026-12-09"}]
    assert [p.code for p in _refusal(office, meeting, path)] == ["manifest_not_latest"]


def test_the_check_knows_what_was_sent(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`samlad kontrollera` tells of it too, when the meeting file names its dispatches."""
    meeting = sent_meeting(office)
    _delete_document(meeting)
    one = {"version": 1, "datum": "2026-12-04", "manifest": f"ett/{NAME}.manifest.json"}
    meeting["kallelse"]["tidigare_utskick"] = [one]
    (office / "mote.json").write_text(json.dumps(meeting, ensure_ascii=False), encoding="utf-8")
    assert main(["kontrollera", str(office / "mote.json"), "--ramverk", str(FRAMEWORK)]) == 2
    assert "(sent_item_missing)" in capsys.readouterr().out


def test_there_has_to_be_something_to_follow(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who asks for a supplement without an earlier dispatch is told so, by exit code 2."""
    (office / "mote.json").write_text(json.dumps(sent_meeting(office)), encoding="utf-8")
    command = [
        "sammanstall",
        str(office / "mote.json"),
        "--ut",
        str(office / "ut"),
        "--ramverk",
        str(FRAMEWORK),
    ]
    assert main([*command, "--omfattning", "tillagg", "--json"]) == 2
    assert [one["code"] for one in json.loads(capsys.readouterr().out)["problems"]] == ["no_earlier_dispatch"]
    assert not (office / "ut").exists()


def test_an_unnamed_dispatch_is_told(send: Send, tmp_path: Path) -> None:
    """A file that says version 2 without naming the first is built from page 1, with a notice; a follow-up is named."""
    meeting = sent_meeting(tmp_path)
    meeting["kallelse"]["version"] = 2
    told = [notice.code for notice in send(meeting, "ett").notices]
    assert "dispatch_not_followed" in told
    meeting["kallelse"]["version"] = 1
    meeting["arenden"].append(
        {
            "ordning": "4",
            "rubrik": "Sent",
            "diarienummer": "KS.2026.12",
            "arendetyp": "beslut",
            "forslag_till_beslut": [{"organ": "Presidiet", "punkter": ["Fullmäktige beslutar så."]}],
        }
    )
    told = [notice.code for notice in send(meeting, "två", f"ett/{NAME}", scope=Scope.TILLAGG).notices]
    assert {"dispatch_not_named", "late_matter_not_urgent"} <= set(told)


def test_secrecy_that_changes_between_dispatches(send: Send, tmp_path: Path) -> None:
    """What is withheld since is not named in the open list, not even by the title it had; the other way is told."""
    meeting = sent_meeting(tmp_path)
    make_pdf(tmp_path / "hemlig.pdf", SECRET)
    first, second = meeting["arenden"][1]["handlingar"]
    first |= {"titel": SECRET, "id": "f1"}
    second |= {"publiceras": "nej"}
    send(meeting, "ett", renditions=BOTH)
    first |= {
        "publiceras": "nej",
        "fil": "hemlig.pdf",
        "sekretess": {
            "markerad": True,
            "bestammelse": "18 kap. 1 § OSL",
            "datum": "2026-12-08",
            "myndighet": "Kommunstyrelsen",
        },
    }
    second |= {"publiceras": "ja"}
    delivery = send(meeting, "två", f"ett/{NAME}", renditions=BOTH)
    assert "withheld_after_dispatch" in [notice.code for notice in delivery.notices]
    for name in (f"{NAME}-utskick-2-publik", f"{NAME}-utskick-2-tillagg-publik"):
        packet = tmp_path / "två" / f"{name}.pdf"
        text = " ".join(" ".join(texts_of(packet)).split())
        assert "Undanhålls nu." in text
        assert "Publiceras nu." in text
        assert "18 kap. 1 § OSL" in text
        manifest = (tmp_path / "två" / f"{name}.manifest.json").read_text(encoding="utf-8")
        outline = str(PdfReader(packet).outline)
        assert not any("Kvicksilver" in told for told in (text, manifest, outline))
        assert main(["verifiera", str(packet)]) == 0
    before, after = (
        labels_of(manifest_of(tmp_path / folder, f"{NAME}{mark}"))
        for folder, mark in (("ett", "-publik"), ("två", "-utskick-2-publik"))
    )
    assert after["a1.1"] + after.get("a1.1.utgar", []) == [before["a1.1"][0], before["a1.1"][1]]
    internal = " ".join(texts_of(tmp_path / "två" / f"{NAME}-utskick-2.pdf")[0].split())
    assert f"Bilaga 1.1 – {SECRET} Nytt innehåll." in internal


def test_the_open_meeting_does_not_tell_of_manifests(office: Path) -> None:
    """Where the internal manifests lie is the office's own business."""
    meeting = sent_meeting(office)
    meeting["kallelse"]["tidigare_utskick"] = [
        {"version": 1, "datum": "2026-12-04", "manifest": "hemlig/väg.json"}
    ]
    (office / "mote.json").write_text(json.dumps(meeting, ensure_ascii=False), encoding="utf-8")
    model = Reader(SETTINGS, TODAY, FRAMEWORK).read(office / "mote.json").model
    assert public_meeting(model).kallelse.tidigare_utskick == ()


def test_pieces_of_a_dispatch(send: Send, tmp_path: Path) -> None:
    """Both files are split, each piece with the labels of the whole, and each verifies."""
    meeting = sent_meeting(tmp_path)
    send(meeting, "ett")
    for name in ("skrivelse", "karta"):
        make_pdf(tmp_path / f"{name}.pdf", *(f"{name} {page}" for page in range(4)))
    limit = 0.016
    delivery = send(meeting, "två", f"ett/{NAME}", piece_mb=limit)
    pieces = [file.path for file in delivery.files if "-del-" in file.path.name]
    assert {path.name.split("-del-")[0] for path in pieces} == {
        f"{NAME}-utskick-2",
        f"{NAME}-utskick-2-tillagg",
    }
    for name in (f"{NAME}-utskick-2", f"{NAME}-utskick-2-tillagg"):
        manifest = manifest_of(tmp_path / "två", name)
        whole = [label for labels in labels_of(manifest).values() for label in labels]
        own = [tmp_path / "två" / piece["fil"] for piece in manifest["delfiler"]]
        assert [label for path in own for label in PdfReader(path).page_labels] == whole
    assert [main(["verifiera", str(path)]) for path in pieces] == [0] * len(pieces)
