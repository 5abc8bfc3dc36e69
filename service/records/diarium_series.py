"""Series of numbers, and the informationshanteringsplan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from service.model import diarium as model
from service.records.diarium_tables import Diariearende, Diarielopnummer, Diarieserie, Hanteringsregel


def series_of(db: Session) -> tuple[Diarieserie, ...]:
    """All series."""
    return tuple(db.execute(select(Diarieserie).order_by(Diarieserie.kod)).scalars())


def find_series(db: Session, kod: str) -> Diarieserie | None:
    """One series."""
    return db.get(Diarieserie, kod)


def lock_series(db: Session, kod: str) -> Diarieserie | None:
    """One series, kept for this transaction alone: who else wants a number of it waits."""
    return db.execute(
        select(Diarieserie).where(Diarieserie.kod == kod).with_for_update()
    ).scalar_one_or_none()


def known_count(db: Session, series: Diarieserie, year: int) -> Diarielopnummer | None:
    """How far a locked series has counted in a year; None when it has not counted there."""
    return db.get(Diarielopnummer, (series.kod, year if series.arsvis else 0), populate_existing=True)


def count_of(db: Session, series: Diarieserie, year: int) -> Diarielopnummer:
    """How far a locked series has counted in a year; begun, after what an earlier diary gave out, when it has not."""
    row = known_count(db, series, year)
    if row is None:
        mine = [Diariearende.serie == series.kod, *([Diariearende.ar == year] if series.arsvis else [])]
        last = db.execute(select(func.max(Diariearende.lopnr)).where(*mine)).scalar_one() or 0
        row = Diarielopnummer(
            serie=series.kod, ar=year if series.arsvis else 0, forsta=last + 1, senaste=last
        )
        db.add(row)
    return row


def draw(db: Session, series: Diarieserie, year: int) -> int:
    """The next number of a locked series."""
    row = count_of(db, series, year)
    row.senaste += 1
    db.flush()
    return row.senaste


def as_series(row: Diarieserie) -> model.Diarieserie:
    """The series as the model has it."""
    return model.Diarieserie(
        kod=row.kod,
        myndighet=row.myndighet,
        namn=row.namn,
        monster=row.monster,
        regex=row.regex,
        arsvis=row.arsvis,
        version=row.version,
    )


def plan_of(db: Session) -> tuple[model.Hanteringsregel, ...]:
    """The rows of the plan."""
    rows = db.execute(select(Hanteringsregel).order_by(Hanteringsregel.handlingstyp)).scalars()
    return tuple(_as_rule(row) for row in rows)


def find_rule(db: Session, handlingstyp: str) -> model.Hanteringsregel | None:
    """What the plan says of a kind of document."""
    row = db.get(Hanteringsregel, handlingstyp)
    return _as_rule(row) if row is not None else None


def _as_rule(row: Hanteringsregel) -> model.Hanteringsregel:
    return model.Hanteringsregel(
        handlingstyp=row.handlingstyp,
        namn=row.namn,
        klassificering=row.klassificering,
        process=row.process,
        bevaras_gallras=next(one for one in model.Bevarande if one.value == row.bevaras_gallras),
        gallringsfrist=row.gallringsfrist,
        gallringsbeslut=row.gallringsbeslut,
    )


def replace_plan(db: Session, rules: Iterable[model.Hanteringsregel]) -> None:
    """Put a new plan in the place of the one before."""
    db.execute(delete(Hanteringsregel))
    rows = [{**asdict(one), "bevaras_gallras": one.bevaras_gallras.value} for one in rules]
    if rows:
        db.execute(insert(Hanteringsregel), rows)
    db.expire_all()
