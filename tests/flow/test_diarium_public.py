"""The public register, what awaits, files, and verification."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from service.flow.diarium.awaiting import except_awaiting, list_awaiting, register_awaiting, suggest
from service.flow.diarium.export import export_text
from service.flow.diarium.find import get_document
from service.flow.diarium.public import all_public, page_public
from service.flow.diarium.verify import verify_register
from service.flow.refusals import NotAllowed, NotKnown
from service.flow.register import create_report
from service.model.diarium import Filvariant, Riktning, Sokning
from service.model.lists import Span
from service.model.registrering import Undantagsgrund
from service.records.database import Conflict
from service.records.moten import Anslagsrad, Utskicksrad
from service.records.tables import Arende, Fil, Handling, Jobb, Rapport, Sammantrade, Steg, Utdata
from tests.register import DAY, SECRET, codes, enter_one, lay_up, open_one, receiver, sender, upload
from tests.service import Town, open_town, report_text, write_json


@pytest.fixture(name="town")
def _town(tmp_path: Path) -> Iterator[Town]:
    with open_town(tmp_path) as town:
        yield town


def _hand_over(town: Town, folder: Path, **changed: Any) -> str:
    """A report that has come as far as to kommunstyrelsen, with its finished documents."""
    report = create_report(
        town.service, town["vn.handlaggare"], write_json(folder, report_text(**changed))
    ).report.id
    word, paper = folder / "rapport.docx", folder / "rapport.pdf"
    word.write_bytes(b"Word")
    paper.write_bytes(b"%PDF-")
    at = town.clock.at
    with town.service.records.change() as db:
        row = db.get(Rapport, report)
        assert row is not None
        row.status, row.inskickad_nr = "overlamnad_ks", 1
        row.beslut = {"datum": "2026-11-12", "paragraf": "98"}
        row.steg.append(
            Steg(nr=1, fran="beslutad_i_namnd", till="overlamnad_ks", indata=1, vem="vn.sekreterare", nar=at)
        )
        job = Jobb(
            id=f"j{report[:20]}", slag="bygg", rapport=report, indata=1, underlag={}, status="klar",
            bestalld_av="vn.handlaggare", skapad=at,
        )  # fmt: skip
        job.utdata = [
            Utdata(
                plats=place,
                namn=path.name,
                sha256=town.service.store.put(path),
                storlek=path.stat().st_size,
                sidor=0,
            )
            for place, path in enumerate((word, paper), start=1)
        ]
        db.add(job)
    return report


def test_a_report_handed_over_awaits_at_both_ends(town: Town, tmp_path: Path) -> None:
    """It goes out from its body and comes in to kommunstyrelsen; neither is overdue on the same day."""
    person = lay_up(town)
    _hand_over(town, tmp_path)
    found = list_awaiting(town.service, person)
    assert [(one.myndighet, one.riktning, one.datum, one.forsenad) for one in found] == [
        ("VN", Riktning.UTGAENDE, DAY, False),
        ("KS", Riktning.INKOMMEN, DAY, False),
    ]
    town.clock.forward(days=2)
    assert [one.forsenad for one in list_awaiting(town.service, person)] == [True, True]


def test_what_awaits_is_registered_as_it_is_suggested(town: Town, tmp_path: Path) -> None:
    """With the report's own number when that is an ärende, its decision's day, and its files in their variants."""
    person = lay_up(town)
    _hand_over(town, tmp_path)
    out, come_in = (one.kalla for one in list_awaiting(town.service, person))
    told = suggest(town.service, person, come_in)
    assert told.arende == ""
    assert told.nytt_arende.serie == "KS"
    made = register_awaiting(town.service, person, come_in)
    assert made.matter.number_of(made.document) == "KS.2026.1-1"
    assert [one.namn for one in made.document.avsandare] == ["Valnämnden"]
    assert [(one.variant, one.namn) for one in made.document.filer] == [
        (Filvariant.PRODUKTION, "rapport.docx"),
        (Filvariant.BEVARANDE, "rapport.pdf"),
    ]
    assert made.document.beslutsdatum is not None
    assert codes(made.notices).count("signed_missing") == 1
    sent = register_awaiting(
        town.service, person, out, changes={"titel": "Nulägesbeskrivning från valnämnden"}
    )
    assert sent.document.titel == "Nulägesbeskrivning från valnämnden"
    assert [one.namn for one in sent.document.mottagare] == ["Kommunstyrelsen"]
    assert sent.document.expedierad == DAY
    assert list_awaiting(town.service, person) == ()
    with pytest.raises(NotKnown):
        register_awaiting(town.service, person, out)


def test_it_goes_into_the_matter_that_has_the_report_s_number(town: Town, tmp_path: Path) -> None:
    """An ärende of that myndighet; a colleague's number in another series is not taken for it."""
    person = lay_up(town)
    with town.service.records.change() as db:
        db.execute(
            text("INSERT INTO diarielopnummer (serie, ar, forsta, senaste) VALUES ('VN', 2026, 900, 899)")
        )
    number = report_text()["diarienummer"]
    open_one(town, person, serie="VN", diarienummer=number)
    _hand_over(town, tmp_path)
    out, come_in = (one.kalla for one in list_awaiting(town.service, person))
    assert suggest(town.service, person, out).arende == number
    assert suggest(town.service, person, come_in).arende == ""


def test_a_secret_report_keeps_its_mark(town: Town, tmp_path: Path) -> None:
    """Provision, day and authority come along; who may not know finds nothing."""
    person = lay_up(town)
    note = {
        "markerad": True,
        "bestammelse": "25 kap. 1 § OSL",
        "datum": "2026-11-12",
        "myndighet": "Vårdnämnden",
        "omfattning": "hela",
    }
    _hand_over(town, tmp_path, sekretess=note)
    come_in = list_awaiting(town.service, person)[1].kalla
    made = register_awaiting(town.service, person, come_in)
    assert made.document.sekretess is not None
    assert made.document.sekretess.bestammelse == "25 kap. 1 § OSL"
    with pytest.raises(NotKnown):
        get_document(town.service, town["lasare"], made.document.id)


def test_what_need_not_be_registered(town: Town, tmp_path: Path) -> None:
    """By a decision with its ground; then it does not await any more."""
    person = lay_up(town)
    _hand_over(town, tmp_path)
    first = list_awaiting(town.service, person)[0].kalla
    ground = Undantagsgrund.REGISTRERAD_ANNORSTADES
    with pytest.raises(NotAllowed):
        except_awaiting(town.service, town["kansli"], first, ground, "Finns i vårt eget diarium")
    except_awaiting(town.service, person, first, ground, "Finns i nämndens eget diarium")
    assert [one.myndighet for one in list_awaiting(town.service, person)] == ["KS"]
    with pytest.raises(NotKnown):
        except_awaiting(town.service, person, "rapport:finns-inte:1:KS", ground, "Nej")


def _entries(town: Town) -> Any:
    person = lay_up(town)
    case = open_one(
        town, person, arendemening_offentlig="Skolskjuts", arendemening_skyddad="Gullregnets skolskjuts"
    )
    enter_one(town, person, case.id, titel="Yttrande om skolskjuts")
    protected = sender("Anna Bergström", organisation=False, skyddad=True)
    enter_one(
        town,
        person,
        case.id,
        titel="Klagomål från Bergström",
        titel_publik="Klagomål",
        avsandare=(protected,),
    )
    enter_one(town, person, case.id, titel="Utredning om Gullregnet", sekretess=SECRET)
    secret = open_one(town, person, arendemening_offentlig="Ett ärende", sekretess=SECRET)
    enter_one(
        town, person, secret.id, titel="Gullregnets beslut", avsandare=(sender("Gullregnets förskola"),)
    )
    return person


def test_the_public_register_has_every_document(town: Town) -> None:
    """Day and number of each; what must be kept apart is left out, and it says so."""
    _entries(town)
    rows = {one.beteckning: one for one in all_public(town.service, Sokning())}
    assert sorted(rows) == ["KS.2026.1-1", "KS.2026.1-2", "KS.2026.1-3", "KS.2026.2-1"]
    assert all(one.datum == DAY for one in rows.values())
    assert rows["KS.2026.1-1"].avsandare == ("Vårdnämnden",)
    assert (rows["KS.2026.1-2"].titel, rows["KS.2026.1-2"].avsandare) == ("Klagomål", ())
    assert rows["KS.2026.1-2"].utelamnat == ("titel", "avsandare", "arendemening")
    assert (rows["KS.2026.1-3"].titel, rows["KS.2026.2-1"].titel) == ("", "")
    told = str(rows)
    for word in ("Gullregn", "Bergström"):
        assert word not in told


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Gullregn", 0),
        ("Bergström", 0),
        ("klagomål", 1),
        ("skolskjuts", 3),
        ("KS.2026.2-1", 1),
        ("Vårdn", 1),
        ("", 4),
    ],
)
def test_it_is_searched_in_what_is_public_alone(town: Town, asked: str, expected: int) -> None:
    """A hit on a hidden word would tell that it is there."""
    _entries(town)
    assert page_public(town.service, Sokning(text=asked), Span()).total == expected


@pytest.mark.parametrize("form", ["csv", "json"])
@pytest.mark.parametrize("who", ["lasare", "sn.handlaggare"])
def test_an_export_holds_no_secret(town: Town, form: str, who: str) -> None:
    """Neither the public one nor that of who may not know."""
    _entries(town)
    for public in (True, False):
        told = "".join(export_text(town.service, town[who], form, public=public))
        assert "Gullregn" not in told
        assert "Bergström" not in told
        assert "skolskjuts" in told
    assert "Gullregn" in "".join(export_text(town.service, town["registrator"], form))


def test_a_spreadsheet_runs_nothing_that_came_in(town: Town) -> None:
    """A title that looks like a formula stays a text; separators and line ends stay in their cell."""
    person = lay_up(town)
    case = open_one(town, person)
    enter_one(
        town,
        person,
        case.id,
        titel='=HYPERLINK("http://ond.example";"Klicka här")',
        avsandare=(sender("+46; AB"),),
    )
    told = "".join(export_text(town.service, person, "csv", public=True))
    assert told.startswith("\ufeff")
    head, row = csv.reader(io.StringIO(told.removeprefix("\ufeff")), delimiter=";")
    cells = dict(zip(head, row, strict=True))
    assert cells["titel"].startswith("'=")
    assert cells["avsandare"] == "'+46; AB"
    assert json.loads("".join(export_text(town.service, person, "json", public=True)))[0]["titel"].startswith(
        "="
    )


def test_an_empty_register(town: Town) -> None:
    """Is an empty list."""
    lay_up(town)
    assert json.loads("".join(export_text(town.service, town["lasare"], "json"))) == []


def test_only_the_public_version_where_names_are_kept_apart(town: Town, tmp_path: Path) -> None:
    """The original with the name in it is not for everybody."""
    person = lay_up(town)
    case = open_one(town, person)
    files = []
    for name, variant in (("original.png", Filvariant.PRODUKTION), ("publik.png", Filvariant.PUBLIK)):
        path = tmp_path / name
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + name.encode())
        files.append(upload(town.service, person, path, variant))
    hidden = sender("Anna Bergström", organisation=False, skyddad=True)
    made = enter_one(town, person, case.id, filer=tuple(files), avsandare=(hidden,)).document
    assert [one.namn for one in get_document(town.service, town["lasare"], made.id).filer] == ["publik.png"]
    assert len(get_document(town.service, town["kansli"], made.id).filer) == 2


def test_a_whole_register_is_verified(town: Town, tmp_path: Path) -> None:
    """Nothing is found; then each thing that somebody could do to it behind its back."""
    person = _entries(town)
    path = tmp_path / "bild.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    case = open_one(town, person)
    made = enter_one(
        town, person, case.id, riktning=Riktning.UTGAENDE, avsandare=(), mottagare=(receiver("Länsstyrelsen"),),
        filer=(upload(town.service, person, path),),
    ).document  # fmt: skip
    assert list(verify_register(town.service, person)) == []
    kept = town.service.settings.data_folder() / "filer" / made.filer[0].sha256[:2] / made.filer[0].sha256
    kept.chmod(0o644)
    kept.write_bytes(b"annat")
    assert codes(list(verify_register(town.service, person))) == ["file_changed"]
    kept.unlink()
    assert codes(list(verify_register(town.service, person))) == ["file_lost"]
    for change, code in (
        ("DELETE FROM diariepart WHERE namn = 'Länsstyrelsen'", "facts_missing"),
        ("UPDATE diariehandling SET nr = 9 WHERE nr = 3", "number_gap"),
        ("UPDATE diariearende SET diarienummer = 'fel' WHERE lopnr = 2", "number_unreadable"),
        ("UPDATE diariearende SET lopnr = 77 WHERE lopnr = 2", "number_gap"),
    ):  # fmt: skip
        with town.service.records.change() as db:
            db.execute(text(change))
        assert code in codes(list(verify_register(town.service, person))), change


def test_a_number_cannot_stand_twice(town: Town) -> None:
    """The database itself refuses it."""
    _entries(town)
    with pytest.raises(Conflict), town.service.records.change() as db:
        db.execute(text("UPDATE diariearende SET lopnr = 1 WHERE lopnr = 2"))


def _meet(town: Town, folder: Path) -> None:
    """A meeting that was announced and sent out; a handling of it is secret, another one has come since."""
    at = town.clock.at
    with town.service.records.change() as db:
        row = Sammantrade(
            id="m1", organ="KF", datum=date(2026, 12, 14), sammantrade={}, kallelse={}, skapad=at, andrad=at
        )
        matter = Arende(id="a1", plats=1, uppgifter={"rubrik": "Riktningsmål", "diarienummer": "KF.2026.1"})
        for name, when, secret in (("yttrande", at, True), ("sent", at + timedelta(days=1), False)):
            path = folder / f"{name}.pdf"
            path.write_bytes(b"%PDF-1.7 " + name.encode())
            file = Fil(id=name, sha256=town.service.store.put(path), storlek=path.stat().st_size, namn=path.name,
                       skapad=when, skapad_av="kansli")  # fmt: skip
            told: dict[str, Any] = {"titel": f"Handling {name}", "handlingstyp": "yttrande"}
            if secret:
                told["sekretess"] = {"markerad": True, "bestammelse": "25 kap. 1 § OSL", "datum": "2026-11-20",
                                     "myndighet": "KS"}  # fmt: skip
            db.add(file)
            db.flush()
            matter.handlingar.append(Handling(id=f"h{name}", plats=1, uppgifter=told, fil=name))
        row.arenden.append(matter)
        db.add(row)
        db.flush()
        job = Jobb(id="p1", slag="sammanstall", sammantrade="m1", underlag={}, status="klar", bestalld_av="kansli",
                   skapad=at)  # fmt: skip
        for place, name in enumerate(("kf.pdf", "kf-publik.pdf", "kf.manifest.json"), start=1):
            (folder / name).write_bytes(name.encode())
            sha256 = town.service.store.put(folder / name)
            job.utdata.append(Utdata(plats=place, namn=name, sha256=sha256, storlek=len(name), sidor=1))
        db.add(job)
        db.flush()
        db.add(Anslagsrad(id="n1", sammantrade="m1", slag="sammantrade", publicerat=at, uppgifter={}, lista=[],
                          sha256="0" * 64, noterat=at, noterat_av="kansli"))  # fmt: skip
        db.add(Utskicksrad(id="u1", sammantrade="m1", nr=1, slag="kallelse", lista=[], sha256="0" * 64, paket="p1",
                           innehall="lank", skapat=at, skapat_av="kansli", utsant=at, utsant_av="kansli"))  # fmt: skip


def test_a_meeting_that_was_sent_out_awaits(town: Town, tmp_path: Path) -> None:
    """Announcement, summons with both editions, and the files that went along; not what has come since."""
    person = lay_up(town)
    _meet(town, tmp_path)
    assert [one.kalla for one in list_awaiting(town.service, person)] == [
        "anslag:n1",
        "utskick:u1",
        "handling:hyttrande",
    ]
    put_up = register_awaiting(town.service, person, "anslag:n1")
    assert put_up.matter.diarienummer == "KF.2026.1"
    sent = register_awaiting(town.service, person, "utskick:u1")
    assert sent.matter.number_of(sent.document) == "KF.2026.1-2"
    assert [(one.namn, one.variant) for one in sent.document.filer] == [
        ("kf.pdf", Filvariant.BEVARANDE),
        ("kf-publik.pdf", Filvariant.PUBLIK),
    ]
    assert sent.document.sekretess is not None
    assert sent.document.expedierad == DAY
    paper = register_awaiting(town.service, person, "handling:hyttrande")
    assert paper.matter.number_of(paper.document) == "KF.2026.1-3"
    with pytest.raises(NotKnown):
        get_document(town.service, town["lasare"], paper.document.id)
    assert list_awaiting(town.service, person) == ()
    titles = [one.titel for one in all_public(town.service, Sokning())]
    assert "Kallelse med handlingar till sammanträde med kommunfullmäktige den 2026-12-14" in titles


def test_who_may_not_know_gets_the_public_edition_alone(town: Town, tmp_path: Path) -> None:
    """Where a document has a public version, the whole one is not for everybody, marked or not."""
    person = lay_up(town)
    files = []
    for name, variant in (("hela.png", Filvariant.BEVARANDE), ("publik.png", Filvariant.PUBLIK)):
        path = tmp_path / name
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + name.encode())
        files.append(upload(town.service, person, path, variant))
    made = enter_one(town, person, open_one(town, person).id, filer=tuple(files)).document
    assert [one.namn for one in get_document(town.service, town["lasare"], made.id).filer] == ["publik.png"]
