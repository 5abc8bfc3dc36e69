"""The tables of the register.

A number is drawn in the transaction that makes its row, so it is neither lost nor given twice.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.records.base import Bytes, JsonObject, Table
from service.records.tables import Code, Digest, Id, Line

Subject = String(2000)


class Diarieserie(Table):
    """A series of numbers; who draws one locks its row."""

    __tablename__ = "diarieserie"

    kod: Mapped[str] = mapped_column(Code, primary_key=True)
    myndighet: Mapped[str] = mapped_column(ForeignKey("organ.id"), index=True)
    namn: Mapped[str] = mapped_column(Line)
    monster: Mapped[str] = mapped_column(Line)
    regex: Mapped[str] = mapped_column(Line)
    arsvis: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column()

    lopnummer: Mapped[list[Diarielopnummer]] = relationship(order_by="Diarielopnummer.ar")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it as it is


class Diarielopnummer(Table):
    """How far a series has counted in a year; 0 is the year of a series that counts on."""

    __tablename__ = "diarielopnummer"

    serie: Mapped[str] = mapped_column(ForeignKey("diarieserie.kod"), primary_key=True)
    ar: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    forsta: Mapped[int] = mapped_column(default=1)
    """The first number that this register gave out; those before it were given out by an earlier diary."""
    senaste: Mapped[int] = mapped_column(default=0)


class Hanteringsregel(Table):
    """A row of the informationshanteringsplan."""

    __tablename__ = "hanteringsregel"

    handlingstyp: Mapped[str] = mapped_column(Code, primary_key=True)
    namn: Mapped[str] = mapped_column(Line)
    klassificering: Mapped[str] = mapped_column(Code, default="")
    process: Mapped[str] = mapped_column(Line, default="")
    bevaras_gallras: Mapped[str] = mapped_column(Code)
    gallringsfrist: Mapped[int] = mapped_column(default=0)
    gallringsbeslut: Mapped[str] = mapped_column(Line, default="")


class Diariearende(Table):
    """A registered matter."""

    __tablename__ = "diariearende"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    diarienummer: Mapped[str] = mapped_column(Code, unique=True)
    tillfalligt: Mapped[bool] = mapped_column(default=False)
    serie: Mapped[str] = mapped_column(ForeignKey("diarieserie.kod"))
    myndighet: Mapped[str] = mapped_column(ForeignKey("organ.id"), index=True)
    ar: Mapped[int]
    lopnr: Mapped[int | None]
    """Empty as long as the number is another diary's."""
    arendemening_offentlig: Mapped[str] = mapped_column(Subject)
    arendemening_skyddad: Mapped[str] = mapped_column(Subject, default="")
    klassificering: Mapped[str] = mapped_column(Code, default="")
    process: Mapped[str] = mapped_column(Line, default="")
    ansvarig: Mapped[str] = mapped_column(Line, default="")
    enhet: Mapped[str] = mapped_column(Line, default="")
    status: Mapped[str] = mapped_column(Code)
    orsak: Mapped[str] = mapped_column(Subject, default="")
    oppnat: Mapped[date]
    avslutat: Mapped[date | None]
    skyddat: Mapped[bool] = mapped_column(default=False)
    """Marked as secret: then it is missing for who may not know of it."""
    sekretess: Mapped[JsonObject | None] = mapped_column(JSON(none_as_null=True))
    extern_referens: Mapped[str] = mapped_column(Line, default="")
    registrerat: Mapped[datetime]
    registrerat_av: Mapped[str] = mapped_column(Code)
    andrat: Mapped[datetime]
    senaste_handling: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column()

    handlingar: Mapped[list[Diariehandling]] = relationship(
        order_by="Diariehandling.nr", back_populates="matter"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it as it is
    __table_args__ = (
        UniqueConstraint("serie", "ar", "lopnr"),
        Index("ix_diariearende_oppnat_id", "oppnat", "id"),
    )


class Diariehandling(Table):
    """A registered document."""

    __tablename__ = "diariehandling"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    arende: Mapped[str] = mapped_column(ForeignKey("diariearende.id"))
    nr: Mapped[int]
    riktning: Mapped[str] = mapped_column(Code)
    datum: Mapped[date]
    titel: Mapped[str] = mapped_column(Subject)
    titel_publik: Mapped[str] = mapped_column(Subject, default="")
    handlingstyp: Mapped[str] = mapped_column(Code)
    klassificering: Mapped[str] = mapped_column(Code, default="")
    process: Mapped[str] = mapped_column(Line, default="")
    ansvarig: Mapped[str] = mapped_column(Line, default="")
    enhet: Mapped[str] = mapped_column(Line, default="")
    expedierad: Mapped[date | None]
    beslutsdatum: Mapped[date | None]
    bevaras_gallras: Mapped[str] = mapped_column(Code)
    gallringsfrist: Mapped[int] = mapped_column(default=0)
    gallringsbeslut: Mapped[str] = mapped_column(Line, default="")
    gallrad: Mapped[date | None]
    """The day its files were destroyed; the entry stays."""
    skyddad: Mapped[bool] = mapped_column(default=False)
    sekretess: Mapped[JsonObject | None] = mapped_column(JSON(none_as_null=True))
    status: Mapped[str] = mapped_column(Code, index=True)
    orsak: Mapped[str] = mapped_column(Subject, default="")
    extern_referens: Mapped[str] = mapped_column(Line, default="")
    kalla: Mapped[str | None] = mapped_column(Line, unique=True)
    """What it came from in the service; the same thing is not registered twice."""
    registrerad: Mapped[datetime]
    registrerad_av: Mapped[str] = mapped_column(Code)
    andrad: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    matter: Mapped[Diariearende] = relationship(back_populates="handlingar")
    parter: Mapped[list[Diariepart]] = relationship(order_by="Diariepart.plats", cascade="all, delete-orphan")
    filer: Mapped[list[Diariefil]] = relationship(order_by="Diariefil.plats")
    relationer: Mapped[list[Diarierelation]] = relationship(
        order_by="Diarierelation.plats", foreign_keys="Diarierelation.handling"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it as it is
    __table_args__ = (
        UniqueConstraint("arende", "nr"),
        Index("ix_diariehandling_datum_id", "datum", "id"),
    )


class Diariepart(Table):
    """A sender or receiver of a document."""

    __tablename__ = "diariepart"

    handling: Mapped[str] = mapped_column(ForeignKey("diariehandling.id"), primary_key=True)
    plats: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    roll: Mapped[str] = mapped_column(Code)
    namn: Mapped[str] = mapped_column(Line, index=True)
    organisation: Mapped[bool] = mapped_column(default=True)
    skyddad: Mapped[bool] = mapped_column(default=False)


class Diariefil(Table):
    """A file of a document; it lies in the store under its sha256."""

    __tablename__ = "diariefil"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    handling: Mapped[str] = mapped_column(ForeignKey("diariehandling.id"))
    plats: Mapped[int]
    namn: Mapped[str] = mapped_column(Line)
    variant: Mapped[str] = mapped_column(Code)
    sha256: Mapped[str] = mapped_column(Digest, index=True)
    storlek: Mapped[int] = mapped_column(Bytes)
    format: Mapped[str] = mapped_column(Code, default="")

    __table_args__ = (UniqueConstraint("handling", "plats"),)


class Diarierelation(Table):
    """How one document stands to another."""

    __tablename__ = "diarierelation"

    handling: Mapped[str] = mapped_column(ForeignKey("diariehandling.id"), primary_key=True)
    plats: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    typ: Mapped[str] = mapped_column(Code)
    till: Mapped[str] = mapped_column(ForeignKey("diariehandling.id"), index=True)


class Diarierattelse(Table):
    """A correction; rows are added and never changed."""

    __tablename__ = "diarierattelse"

    objekt: Mapped[str] = mapped_column(Id, primary_key=True)
    """The ärende's or the document's id."""
    nr: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    falt: Mapped[str] = mapped_column(Code)
    varden: Mapped[JsonObject]
    """`fran` and `till`."""
    skyddad: Mapped[bool] = mapped_column(default=False)
    vem: Mapped[str] = mapped_column(Code)
    nar: Mapped[datetime]
    varfor: Mapped[str] = mapped_column(Subject)


class Diarieundantag(Table):
    """Something of the service's own that is not registered, by a registrator's decision (OSL 5:1)."""

    __tablename__ = "diarieundantag"

    kalla: Mapped[str] = mapped_column(Line, primary_key=True)
    grund: Mapped[str] = mapped_column(Code)
    varfor: Mapped[str] = mapped_column(Subject)
    vem: Mapped[str] = mapped_column(Code)
    nar: Mapped[datetime]


class Diariesandning(Table):
    """A document on its way to an outside diary: what is done of it, what is left, and the diary's answer."""

    __tablename__ = "diariesandning"

    handling: Mapped[str] = mapped_column(ForeignKey("diariehandling.id"), primary_key=True)
    diarium: Mapped[str] = mapped_column(Code)
    status: Mapped[str] = mapped_column(Code, index=True)
    lage: Mapped[JsonObject] = mapped_column(default=dict)
    """What the diary has answered so far: its matter, its document, its files."""
    forsok: Mapped[int] = mapped_column(default=0)
    nasta: Mapped[datetime | None]
    """Not before this moment."""
    agare: Mapped[str] = mapped_column(Code, default="")
    """Who sends it just now; only its owner may write its result."""
    hjartslag: Mapped[datetime | None]
    fel: Mapped[JsonObject | None] = mapped_column(JSON(none_as_null=True))
    kvitto: Mapped[JsonObject | None] = mapped_column(JSON(none_as_null=True))
    skapad: Mapped[datetime]
    slutad: Mapped[datetime | None]
