"""The register's rows as the model has them, as far as somebody may know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import String, func, select
from sqlalchemy.orm import Session

from service.model import diarium as model
from service.model.choices import Choice, Omfattning
from service.model.parts import Sekretess
from service.model.people import Person, Role
from service.records.base import JsonObject, Table
from service.records.diarium_tables import (
    Diariearende,
    Diariefil,
    Diariehandling,
    Diariepart,
    Diarierattelse,
)

KEEPERS = frozenset({Role.REGISTRATOR, Role.KANSLI})
"""They know of every matter; others know of the secret ones of their own myndighet alone."""
_BATCH = 200
One = TypeVar("One", bound=Choice)


def may_know(person: Person, myndighet: str) -> bool:
    """Whether the person may know of that myndighet's secret matters."""
    return bool(person.roles & KEEPERS) or myndighet in person.organs


def corrections_of(db: Session, things: Iterable[str]) -> dict[str, tuple[Diarierattelse, ...]]:
    """The corrections of matters and documents, in the order they were made."""
    wanted = sorted(set(things))
    found: dict[str, tuple[Diarierattelse, ...]] = {}
    for at in range(0, len(wanted), _BATCH):
        part = wanted[at : at + _BATCH]
        statement = select(Diarierattelse).where(Diarierattelse.objekt.in_(part))
        for row in db.execute(statement.order_by(Diarierattelse.objekt, Diarierattelse.nr)).scalars():
            found[row.objekt] = (*found.get(row.objekt, ()), row)
    return found


def count_corrections(db: Session, thing: str) -> int:
    """How often a matter or document was corrected."""
    statement = select(func.count()).select_from(Diarierattelse).where(Diarierattelse.objekt == thing)
    return db.execute(statement).scalar_one()


def case_of(db: Session, person: Person, row: Diariearende) -> model.Diariearende:
    """A matter with those of its documents that the person may know of, and every correction."""
    return _case_of(db, row, knows=may_know(person, row.myndighet))


def whole_case(db: Session, row: Diariearende) -> model.Diariearende:
    """A matter with everything in it, for a diary."""
    return _case_of(db, row, knows=True)


def _case_of(db: Session, row: Diariearende, *, knows: bool) -> model.Diariearende:
    documents = [one for one in row.handlingar if knows or not one.skyddad]
    corrections = corrections_of(db, [row.id, *(one.id for one in documents)])
    return model.Diariearende(
        id=row.id,
        diarienummer=row.diarienummer,
        tillfalligt=row.tillfalligt,
        serie=row.serie,
        myndighet=row.myndighet,
        ar=row.ar,
        lopnr=row.lopnr or 0,
        arendemening_offentlig=row.arendemening_offentlig,
        arendemening_skyddad=row.arendemening_skyddad if knows else "",
        klassificering=row.klassificering,
        process=row.process,
        ansvarig=row.ansvarig,
        enhet=row.enhet,
        status=_choice(model.Arendestatus, row.status),
        orsak=row.orsak,
        oppnat=row.oppnat,
        avslutat=row.avslutat,
        sekretess=as_secrecy(row.sekretess),
        extern_referens=row.extern_referens,
        registrerat=row.registrerat,
        registrerat_av=row.registrerat_av,
        handlingar=tuple(as_document(one, corrections.get(one.id, ()), knows=knows) for one in documents),
        rattelser=_as_corrections(corrections.get(row.id, ()), knows=knows),
        version=row.version,
    )


def document_of(db: Session, person: Person, row: Diariehandling) -> model.Diariehandling:
    """A document, as far as the person may know it."""
    knows = may_know(person, row.matter.myndighet)
    return as_document(row, corrections_of(db, [row.id]).get(row.id, ()), knows=knows)


def as_document(
    row: Diariehandling, corrections: Iterable[Diarierattelse], *, knows: bool
) -> model.Diariehandling:
    """A document; for who may not know what is protected, with its public title and without protected names."""
    hidden = not knows and bool(row.titel_publik)
    return model.Diariehandling(
        id=row.id,
        arende=row.arende,
        nr=row.nr,
        riktning=_choice(model.Riktning, row.riktning),
        datum=row.datum,
        titel=row.titel_publik if hidden else row.titel,
        titel_publik=row.titel_publik,
        handlingstyp=row.handlingstyp,
        klassificering=row.klassificering,
        process=row.process,
        ansvarig=row.ansvarig,
        enhet=row.enhet,
        expedierad=row.expedierad,
        beslutsdatum=row.beslutsdatum,
        bevaras_gallras=_choice(model.Bevarande, row.bevaras_gallras),
        gallringsfrist=row.gallringsfrist,
        gallringsbeslut=row.gallringsbeslut,
        gallrad=row.gallrad,
        sekretess=as_secrecy(row.sekretess),
        status=_choice(model.Registerstatus, row.status),
        orsak=row.orsak,
        extern_referens=row.extern_referens,
        kalla=row.kalla or "",
        registrerad=row.registrerad,
        registrerad_av=row.registrerad_av,
        parter=tuple(_as_part(one) for one in row.parter if knows or not one.skyddad),
        filer=tuple(_as_file(one) for one in row.filer if knows or _is_open(row, one)),
        relationer=tuple(
            model.Diarierelation(typ=_choice(model.Diarierelationstyp, one.typ), till=one.till)
            for one in row.relationer
        ),
        rattelser=_as_corrections(corrections, knows=knows),
        version=row.version,
    )


def _is_open(row: Diariehandling, file: Diariefil) -> bool:
    """Whether everybody may read a file: where something is kept apart, only what was made to be public."""
    kept_apart = bool(row.titel_publik) or any(one.skyddad for one in row.parter)
    kept_apart = kept_apart or any(one.variant == model.Filvariant.PUBLIK.value for one in row.filer)
    return not kept_apart or file.variant == model.Filvariant.PUBLIK.value


def overlong(row: Table) -> tuple[tuple[str, int], ...]:
    """The texts of a row that have no room in the register, and how much room there is."""
    found = []
    for column in row.__table__.columns:
        limit = column.type.length if isinstance(column.type, String) else None
        value = getattr(row, column.key)
        if limit is not None and isinstance(value, str) and len(value) > limit:
            found.append((column.key, limit))
    return tuple(found)


def _as_part(row: Diariepart) -> model.Part:
    return model.Part(
        roll=_choice(model.Partsroll, row.roll),
        namn=row.namn,
        organisation=row.organisation,
        skyddad=row.skyddad,
    )


def _as_file(row: Diariefil) -> model.Diariefil:
    return model.Diariefil(
        id=row.id,
        namn=row.namn,
        variant=_choice(model.Filvariant, row.variant),
        sha256=row.sha256,
        storlek=row.storlek,
        format=row.format,
    )


def _as_corrections(rows: Iterable[Diarierattelse], *, knows: bool) -> tuple[model.Rattelse, ...]:
    return tuple(
        model.Rattelse(
            falt=row.falt,
            fran=row.varden["fran"],
            till=row.varden["till"],
            vem=row.vem,
            nar=row.nar,
            varfor=row.varfor,
            skyddad=row.skyddad,
        )
        for row in rows
        if knows or not row.skyddad
    )


def as_secrecy(kept: JsonObject | None) -> Sekretess | None:
    """A secrecy note out of the database."""
    if kept is None:
        return None
    made: dict[str, Any] = dict(kept)
    for name in ("datum", "omprovas_datum"):
        made[name] = date.fromisoformat(made[name]) if made.get(name) else None
    made["omfattning"] = _choice(Omfattning, made["omfattning"]) if made.get("omfattning") else None
    known = {one.name for one in fields(Sekretess)}
    return Sekretess(**{name: value for name, value in made.items() if name in known})


def kept_secrecy(secrecy: Sekretess | None) -> JsonObject | None:
    """A secrecy note as the database keeps it."""
    if secrecy is None:
        return None
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(secrecy).items()
        if value not in (None, "")
    }


def _choice(kind: type[One], code: str) -> One:
    """The choice with that code."""
    return next(one for one in kind if one.value == code)
