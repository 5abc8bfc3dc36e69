"""The tables of deliveries to the e-archive, and of what was destroyed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.records.base import JsonObject, Table
from service.records.tables import Code, Digest, Line


class Leverans(Table):
    """A delivery, from its beginning to its receipt."""

    __tablename__ = "leverans"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    """A UUID; it names the package."""
    profil: Mapped[str] = mapped_column(Code)
    slag: Mapped[str] = mapped_column(Code)
    status: Mapped[str] = mapped_column(Code, index=True)
    arkivbildare: Mapped[str] = mapped_column(Line)
    overenskommelse: Mapped[JsonObject] = mapped_column(default=dict)
    """Who delivers what to whom, as the settings said it then."""
    underlag: Mapped[str] = mapped_column(Digest, index=True)
    """Digest of matters, profile and kind: a delivery that was broken off is found again by it."""
    skapad: Mapped[datetime] = mapped_column(index=True)
    skapad_av: Mapped[str] = mapped_column(Code)
    forseglade: Mapped[JsonObject] = mapped_column(default=dict)
    """Of each file that was sealed for the delivery, by its digest: digest and size of the sealed one."""
    paket: Mapped[str] = mapped_column(Line, default="")
    """The package's file name; empty until it is whole."""
    paket_sha256: Mapped[str] = mapped_column(String(64), default="")
    paket_storlek: Mapped[int] = mapped_column(BigInteger, default=0)
    rapport: Mapped[JsonObject | None] = mapped_column(JSON(none_as_null=True))
    """What the check said before the package was released."""
    kvittens: Mapped[JsonObject | None] = mapped_column(JSON(none_as_null=True))
    version: Mapped[int] = mapped_column()

    arenden: Mapped[list[Leveransarende]] = relationship(
        order_by="Leveransarende.plats", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it as it is


class Leveransarende(Table):
    """A matter of a delivery."""

    __tablename__ = "leveransarende"

    leverans: Mapped[str] = mapped_column(ForeignKey("leverans.id"), primary_key=True)
    plats: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    arende: Mapped[str] = mapped_column(ForeignKey("diariearende.id"), index=True)
    diarienummer: Mapped[str] = mapped_column(Code)


class Gallring(Table):
    """That a document's files were destroyed: which, when, by whom and by which decision."""

    __tablename__ = "gallring"

    handling: Mapped[str] = mapped_column(ForeignKey("diariehandling.id"), primary_key=True)
    datum: Mapped[date]
    tid: Mapped[datetime]
    vem: Mapped[str] = mapped_column(Code)
    beslut: Mapped[str] = mapped_column(Line)
    tidigast: Mapped[date]
    filer: Mapped[list[JsonObject]]
    """Name, variant, size and sha256 of each file that was there."""
    kvar: Mapped[list[str]] = mapped_column(JSON, default=list)
    """The sha256 of files that are still to be destroyed."""
