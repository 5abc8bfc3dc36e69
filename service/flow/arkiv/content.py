"""The register's matters as a delivery has them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

from service.errors import Notice, Problem
from service.flow.diarium.enter import FORMATS
from service.model.diarium import (
    Arendestatus,
    Bevarande,
    Diariearende,
    Diariefil,
    Diariehandling,
    Diarierelationstyp,
    Filvariant,
    Registerstatus,
)
from service.model.leverans import (
    Beslut,
    Gallringsuppgift,
    LevereradFil,
    LevereradHandling,
    LevereratArende,
    Relation,
)
from service.rules.gallring import earliest

REPORT = "rapport:"
"""How a document's source names a report of the service."""
_RELATIONS: Mapping[Diarierelationstyp, str] = {
    Diarierelationstyp.HAR_MASKAD_VERSION: "has_redacted_version",
    Diarierelationstyp.ERSATTER: "replaces",
    Diarierelationstyp.RENDITION_AV: "rendition_version_of",
    Diarierelationstyp.BILAGA_TILL: "part_of",
}
"""The words of CITS ERMS; a kind that it has no word for keeps ours."""
_PRONOM: Mapping[str, str] = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "fmt/412",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "fmt/214",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "fmt/215",
    "image/png": "fmt/13",
}
"""PRONOM's keys where the kind of file alone settles them; a PDF's depends on its version, so it has none here."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a matter's entry needs from elsewhere in the records."""

    organs: Mapping[str, str]
    """What each organ is called."""
    numbers: Mapping[str, str]
    """The whole number of every document that is referred to, by its id."""
    reports: Mapping[str, Mapping[str, Any]]
    """What bodies have decided of reports, by the report's id."""


def delivered_case(case: Diariearende, around: Around) -> LevereratArende:
    """A matter as it is delivered."""
    myndighet = around.organs.get(case.myndighet, case.myndighet)
    secret = case.sekretess if case.secret else None
    return LevereratArende(
        id=case.id,
        diarienummer=case.diarienummer,
        arendemening=case.arendemening_skyddad or case.arendemening_offentlig,
        myndighet=myndighet,
        oppnat=case.oppnat,
        avslutat=case.avslutat,
        arendemening_offentlig=case.arendemening_offentlig if case.arendemening_skyddad else "",
        klassificering=case.klassificering,
        klassificering_namn=case.process,
        handlaggare=case.ansvarig,
        enhet=case.enhet,
        motparter=_counterparts(case),
        sekretess=secret,
        beslut=tuple(_decisions(case, myndighet, around)),
        handlingar=tuple(_document(case, one, around.numbers) for one in case.handlingar),
    )


def _counterparts(case: Diariearende) -> tuple[str, ...]:
    """Organisations outside that have sent or been sent something; people are told at each document."""
    names = (part.namn for one in case.handlingar for part in one.parter if part.organisation)
    return tuple(dict.fromkeys(names))


def _decisions(case: Diariearende, myndighet: str, around: Around) -> Iterator[Beslut]:
    """What bodies have decided: of a report as its steps say, else as a document's day of decision says."""
    for one in case.handlingar:
        if one.status is not Registerstatus.REGISTRERAD:
            continue
        decided = around.reports.get(one.kalla.removeprefix(REPORT))
        if one.kalla.startswith(REPORT) and decided:
            yield from _report_decisions(decided, around.organs)
        elif one.beslutsdatum is not None:
            by = one.avsandare[0].namn if one.avsandare else myndighet
            yield Beslut(by, one.beslutsdatum, "", one.titel)


def _report_decisions(decided: Mapping[str, Any], organs: Mapping[str, str]) -> Iterator[Beslut]:
    for prefix, organ in (("", decided.get("organ", "")), ("ks_", "KS"), ("kf_", "KF")):
        if day := decided.get(f"{prefix}datum"):
            paragraph = str(decided.get(f"{prefix}paragraf", ""))
            yield Beslut(organs.get(organ, organ), date.fromisoformat(day), paragraph)


def _document(case: Diariearende, one: Diariehandling, numbers: Mapping[str, str]) -> LevereradHandling:
    return LevereradHandling(
        id=one.id,
        lopnummer=one.nr,
        beteckning=case.number_of(one),
        titel=one.titel,
        handlingstyp=one.handlingstyp,
        riktning=one.riktning,
        datum=one.datum,
        registrerad=one.registrerad,
        titel_publik=one.titel_publik,
        expedierad=one.expedierad,
        beslutad=one.beslutsdatum,
        avsandare=tuple(part.namn for part in one.avsandare),
        mottagare=tuple(part.namn for part in one.mottagare),
        handlaggare=one.ansvarig,
        klassificering=one.klassificering,
        makulerad=one.status is Registerstatus.MAKULERAD,
        sekretess=one.sekretess if one.secret else None,
        gallring=_disposal(case, one),
        gallrad=one.gallrad,
        relationer=tuple(
            Relation(
                _RELATIONS.get(relation.typ, relation.typ.value), numbers.get(relation.till, relation.till)
            )
            for relation in one.relationer
        ),
        filer=tuple(_file(fil, one) for fil in one.filer),
    )


def _disposal(case: Diariearende, one: Diariehandling) -> Gallringsuppgift | None:
    if one.bevaras_gallras is not Bevarande.GALLRAS or not one.gallringsbeslut or case.avslutat is None:
        return None
    period = f"{one.gallringsfrist} år"
    return Gallringsuppgift(one.gallringsbeslut, earliest(case.avslutat, one.gallringsfrist), period)


def _file(fil: Diariefil, one: Diariehandling) -> LevereradFil:
    mime = fil.format or FORMATS.get(PurePath(fil.namn).suffix.lower(), "application/octet-stream")
    return LevereradFil(
        fil.id,
        fil.namn,
        fil.variant,
        fil.sha256,
        fil.storlek,
        mime,
        one.registrerad,
        _PRONOM.get(mime, ""),
    )


def refusals(case: Diariearende, *, trial: bool) -> Iterator[Problem]:
    """Why a matter cannot be delivered as it is."""
    number = case.diarienummer
    if case.tillfalligt:
        yield Problem(
            "case_number_missing",
            f"Ärendet {number} har bara ett tillfälligt nummer.",
            number,
            "Vänta tills diariet har svarat, och leverera sedan.",
        )
    if case.status is Arendestatus.MAKULERAT:
        yield Problem(
            "case_cancelled", f"Ärendet {number} är makulerat.", number, "Ta bort det ur leveransen."
        )
    elif case.status is not Arendestatus.AVSLUTAT and not trial:
        yield Problem(
            "case_open",
            f"Ärendet {number} är inte avslutat.",
            number,
            "Avsluta det först. Bara en provleverans tar med ärenden som pågår.",
        )
    for one in case.handlingar:
        if one.status is Registerstatus.SKICKAD:
            yield Problem(
                "document_not_registered",
                f"Handling {one.nr} i {number} är på väg till diariet och har inte registrerats än.",
                case.number_of(one),
                "Vänta tills diariet har svarat, och leverera sedan.",
            )


def remarks(case: Diariearende) -> Iterator[Notice]:
    """What who receives the delivery will ask about."""
    for one in case.handlingar:
        if one.status is not Registerstatus.REGISTRERAD or one.gallrad:
            continue
        if not one.filer:
            yield Notice(
                "document_without_file",
                f"Handling {one.nr} har ingen fil; bara uppgifterna om den levereras.",
                source=case.number_of(one),
            )
        elif not any(fil.variant is Filvariant.BEVARANDE for fil in one.filer):
            yield Notice(
                "no_preservation_copy",
                f"Handling {one.nr} har ingen fil i bevarandeformat (PDF/A).",
                source=case.number_of(one),
            )


def referred(cases: Sequence[Diariearende]) -> frozenset[str]:
    """The ids of all documents that are referred to."""
    return frozenset(r.till for case in cases for one in case.handlingar for r in one.relationer)
