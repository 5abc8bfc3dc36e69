"""A document described for who reads it in by hand: as JSON, and as CITS ERMS (FGS Ärendehantering 2.0)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from service.archive.erms import erms_file
from service.archive.files import Placed
from service.diary.folder import file_name, json_description
from service.flow.arkiv.content import Around, delivered_case, referred
from service.flow.arkiv.terms import program
from service.flow.diarium.shown import case_as_json, document_as_json
from service.flow.service import Service
from service.model.diarium import Diariearende, Diariehandling
from service.model.leverans import Aktor, Leverans, Leveransslag, Overenskommelse, Profil
from service.records.archive import numbers_of, organ_names


def described(service: Service, case: Diariearende, document: Diariehandling) -> dict[str, bytes]:
    """The files that describe a document, by their names."""
    matter = case_as_json(case)
    del matter["handlingar"]
    told = {"arende": matter, "handling": document_as_json(case.number_of(document), document)}
    return {"handling.json": json_description(told), "erms.xml": _erms(service, case, document)}


def _erms(service: Service, case: Diariearende, document: Diariehandling) -> bytes:
    """The matter with this document alone; the diary is who receives it."""
    alone = replace(case, handlingar=(document,))
    with service.records.look() as db:
        around = Around(organ_names(db), numbers_of(db, referred([alone])), {})
    delivered = delivered_case(alone, around)
    myndighet = Aktor(delivered.myndighet)
    terms = Overenskommelse(myndighet, myndighet, Aktor("Diariet"), myndighet, "")
    leverans = Leverans(
        document.id, Profil.FGS_2_0, Leveransslag.NY, document.registrerad, terms, program(), (delivered,)
    )
    placed = [
        Placed(delivered, one, file, "", f"filer/{file_name(file.sha256, PurePath(file.namn).suffix)}")
        for one in delivered.handlingar
        for file in one.filer
    ]
    return erms_file(leverans, delivered, placed)
