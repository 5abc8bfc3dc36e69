"""The index of what can be searched, made anew from the records and the files: after an upgrade, or a loss."""

from __future__ import annotations

from pathlib import Path

from service.flow.releases import index_again
from service.flow.search import index_file, index_meeting, index_report, words_of_file
from service.flow.service import Service
from service.records.blobs import fetch
from service.records.meetings import find_meeting
from service.records.releases import Utgivning
from service.records.reports import find_input
from service.records.search import forget_all_words, idents_of
from service.records.tables import Fil, Rapport, Sammantrade


def index_everything(service: Service) -> int:
    """Index everything; how many things were read."""
    with service.records.change() as db:
        forget_all_words(db)
        kinds = (Rapport, Sammantrade, Fil, Utgivning)
        reports, meetings, files, releases = (idents_of(db, kind) for kind in kinds)
    for report in reports:
        _report(service, report)
    for meeting in meetings:
        with service.records.change() as db:
            row = find_meeting(db, meeting)
            if row is not None:
                index_meeting(db, row)
    for file in files:
        _file(service, file)
    for release in releases:
        index_again(service, release)
    return len(reports) + len(meetings) + len(files) + len(releases)


def _report(service: Service, ident: str) -> None:
    with service.open_folder() as folder, service.records.change() as db:
        row = db.get(Rapport, ident)
        if row is None:
            return
        for nr, handed_in in ((row.nr, False), (row.inskickad_nr, True)):
            version = find_input(db, row.id, nr)
            if version is not None:
                path = fetch(service.store, version.sha256, folder / f"{nr}-{handed_in}.json")
                index_report(db, row, path, handed_in=handed_in)


def _file(service: Service, ident: str) -> None:
    with service.open_folder() as folder:
        with service.records.look() as db:
            row = db.get(Fil, ident)
            name, sha256 = (row.namn, row.sha256) if row is not None else ("", "")
        if not sha256:
            return
        path = fetch(service.store, sha256, folder / f"fil{Path(name).suffix.lower()[:8]}")
        words = words_of_file(service.triage, path)
        with service.records.change() as db:
            row = db.get(Fil, ident)
            if row is not None:
                index_file(db, row, words)
