"""Which editions a command builds changes no page of them: each alone is the file that it is when both are built."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from service.errors import InvalidInput
from service.flow.follow_up import Scope
from service.flow.published import sha256_of
from service.model.choices import Rendition
from tests.files.pdf import masks
from tests.flow.conftest import make_pdf
from tests.flow.dispatches import NAME, Meeting, Send, change, labels_of, manifest_of, sender, sent_meeting

BOTH = tuple(Rendition)
ALONE = ((Rendition.INTERN,), (Rendition.PUBLIK,))
AT = datetime(2026, 12, 3, 12, 0, tzinfo=UTC)
LONG = "Yttrande från en granne om lokalerna vid torget. " * 9
"""A title that lengthens a list by many lines, and has room on a page that stands for another."""


@dataclass(frozen=True)
class Town:
    """A folder with a meeting, and what builds it."""

    folder: Path
    meeting: Meeting
    send: Send

    def alone(self, target: str, *after: str, **how: Any) -> None:
        """Each edition by a command of its own."""
        for renditions in ALONE:
            self.send(self.meeting, target, *after, renditions=renditions, **how)

    def files(self, target: str) -> dict[str, tuple[list[str], str]]:
        """Every packet: what its pages are called one by one, and its digest."""
        packets = sorted((self.folder / target).glob("*.pdf"))
        return {path.name: (PdfReader(path).page_labels, sha256_of(path)) for path in packets}


def _town(folder: Path) -> Town:
    """Documents that are withheld, masked by a version of their own, masked by decision, and open."""
    meeting = sent_meeting(folder)
    for number in range(6):
        make_pdf(folder / f"hemlig-{number}.pdf", f"Hemligt {number}", "Mer")
    make_pdf(folder / "hel.pdf", "Hel ett", "Hel två", "Hel tre")
    make_pdf(folder / "maskad.pdf", "Maskad ett", "Maskad två")
    masks.replaced(folder / "klagan.pdf")
    meeting["arenden"][2]["handlingar"] += [
        {
            "handlingstyp": "yttrande",
            "titel": f"Hemligt {number}",
            "titel_publik": f"{LONG} {number}",
            "fil": f"hemlig-{number}.pdf",
            "publiceras": "nej",
        }
        for number in range(6)
    ]
    secret = {"markerad": True, "bestammelse": "26 kap. 1 § OSL", "maskad_version": "mask"}
    meeting["arenden"][1]["handlingar"] += [
        {
            "id": "hel",
            "handlingstyp": "yttrande",
            "titel": "Hel",
            "fil": "hel.pdf",
            "publiceras": "maskad",
            "sekretess": secret,
            "relationer": [{"typ": "har_maskad_version", "handling": "mask"}],
        },
        {
            "id": "mask",
            "handlingstyp": "yttrande",
            "titel": "Hel, maskad version",
            "fil": "maskad.pdf",
            "bifogas_kallelsen": False,
            "bifogas_inte_orsak": "Den maskade versionen publiceras.",
            "relationer": [{"typ": "rendition_av", "handling": "hel"}],
        },
        {"handlingstyp": "yttrande", "titel": "Klagan", "fil": "klagan.pdf"},
    ]
    town = Town(folder, meeting, sender(folder))
    _decide(folder, "maskera")
    return town


def _decide(folder: Path, what: str) -> None:
    """One decision about every finding of the document that tells a number."""
    kinds = ("personnummer", "metadata", "namn", "adress", "telefon", "e_post", "olast")
    told = {
        "sha256": sha256_of(folder / "klagan.pdf"),
        "beslut": what,
        "av": "Gunilla Trädgårdh",
        "tid": AT.isoformat(),
    }
    decided = {"beslut": [told | {"slag": kind} for kind in kinds]}
    (folder / "publicering.json").write_text(json.dumps(decided), encoding="utf-8")


def _change(town: Town) -> None:
    """Withheld ones with as many pages as before, a longer masked version, and what `change` changes."""
    for number in range(6):
        make_pdf(town.folder / f"hemlig-{number}.pdf", f"Rättat {number}", "Mer")
    make_pdf(town.folder / "maskad.pdf", "Maskad ett", "Maskad två", "Maskad tre")
    change(town.meeting, town.folder)


@pytest.fixture(name="sent", scope="module")
def _sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the first dispatch, both editions at once, of the town's meeting."""
    town = _town(tmp_path_factory.mktemp("ett"))
    town.send(town.meeting, "ett", renditions=BOTH)
    return town.folder / "ett"


@pytest.fixture(name="town")
def _follow_up(sent: Path, tmp_path: Path) -> Town:
    """The town, after that dispatch."""
    shutil.copytree(sent, tmp_path / "ett")
    return _town(tmp_path)


@pytest.mark.parametrize("late_last", [False, True])
def test_each_edition_is_the_same_alone(town: Town, late_last: bool) -> None:
    """Over two dispatches more, the later after what was built by separate commands."""
    _change(town)
    town.send(town.meeting, "två", f"ett/{NAME}", renditions=BOTH, late_last=late_last)
    town.alone("två-ensamma", f"ett/{NAME}", f"ett/{NAME}-publik", late_last=late_last)
    assert town.files("två-ensamma") == town.files("två")
    town.meeting["arenden"][2]["handlingar"][2]["publiceras"] = "ja"
    town.meeting["arenden"][3] |= {"utgar": True, "utgar_orsak": "Bereds vidare."}
    town.meeting["kallelse"] |= {"slag": "uppdaterad_foredragningslista", "version": 3}
    third = {"late_last": late_last, "scope": Scope.HELA}
    second = f"två-ensamma/{NAME}-utskick-2"
    town.send(town.meeting, "tre", f"{second}-tillagg", renditions=BOTH, **third)
    town.alone("tre-ensamma", f"{second}-publik", second, **third)
    assert town.files("tre-ensamma") == town.files("tre")
    for folder, name in (("två", f"{NAME}-utskick-2"), ("tre", f"{NAME}-utskick-3")):
        files = town.files(folder)
        assert files[f"{name}.pdf"][0] == files[f"{name}-publik.pdf"][0]


def test_whichever_way_the_dispatch_before_is_named(town: Town) -> None:
    """By one edition's manifest or the other's, or by the meeting file; the first dispatch is no other alone."""
    town.alone("ett-ensamma")
    assert town.files("ett-ensamma") == town.files("ett")
    _change(town)
    town.send(town.meeting, "två", f"ett/{NAME}", renditions=BOTH, scope=Scope.HELA)
    town.send(town.meeting, "alla", f"ett/{NAME}-publik", scope=Scope.HELA)
    town.send(town.meeting, "alla", f"ett/{NAME}-publik", scope=Scope.HELA, renditions=(Rendition.PUBLIK,))
    assert town.files("alla") == town.files("två")
    named = {"manifest": f"ett/{NAME}.manifest.json", "manifest_publik": f"ett/{NAME}-publik.manifest.json"}
    town.meeting["kallelse"]["tidigare_utskick"] = [{"version": 1, "datum": "2026-12-03", **named}]
    town.send(town.meeting, "möte", scope=Scope.HELA)
    name = f"{NAME}-utskick-2.pdf"
    assert town.files("möte")[name] == town.files("två")[name]


def test_what_only_the_open_list_tells(tmp_path: Path) -> None:
    """Documents that are published since, and one that is masked: the internal list leaves room for their rows."""
    town = _town(tmp_path)
    first, second = town.meeting["arenden"][1:3]
    first["handlingar"][-1]["titel"] = LONG * 4
    for one in second["handlingar"][2:]:
        one["titel"] = one.pop("titel_publik")
    first["handlingar"][2:4] = []
    _decide(tmp_path, "publicera")
    town.send(town.meeting, "ett", renditions=BOTH)
    _decide(tmp_path, "maskera")
    for one in second["handlingar"][2:]:
        one["publiceras"] = "ja"
    town.send(town.meeting, "två", f"ett/{NAME}", renditions=BOTH)
    town.alone("två-ensamma", f"ett/{NAME}")
    assert town.files("två-ensamma") == town.files("två")
    internal, public = (
        labels_of(manifest_of(tmp_path / "två", f"{NAME}-utskick-2{mark}")) for mark in ("", "-publik")
    )
    assert len(internal["andringar"]) < len(public["andringar"])


def test_what_hinders_the_public_edition_hinders_no_other(town: Town) -> None:
    """Findings that nobody has decided about, a masked version that is too long, or none at all."""
    name = f"{NAME}-utskick-2.pdf"
    (town.folder / "publicering.json").unlink()
    with pytest.raises(InvalidInput, match="ingen har tagit ställning"):
        town.send(town.meeting, "två", f"ett/{NAME}", renditions=BOTH)
    town.send(town.meeting, "två", f"ett/{NAME}")
    _decide(town.folder, "maskera")
    make_pdf(town.folder / "maskad.pdf", *(f"Maskad {page}" for page in range(5)))
    with pytest.raises(InvalidInput, match="har 5 sidor"):
        town.send(town.meeting, "tre", f"ett/{NAME}", renditions=BOTH)
    town.send(town.meeting, "tre", f"ett/{NAME}")
    (town.folder / "maskad.pdf").unlink()
    town.send(town.meeting, "fyra", f"ett/{NAME}")
    assert town.files("två")[name] == town.files("tre")[name] == town.files("fyra")[name]
