"""The tables. A change here needs a migration in `migrations/versions`; a test compares the two.

`version` is the row's own counter, raised by every change: it is the ETag, and a change of a row that somebody
else has changed meanwhile is refused (`StaleDataError`, told as a conflict by `database.py`).
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from service.records.base import Bytes, JsonObject, Table

Id = String(32)
Digest = String(64)
Code = String(80)
Line = String(300)


class Ramverk(Table):
    """One version of the framework; the one with the highest number is in force."""

    __tablename__ = "ramverk"

    nr: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(Digest)
    skapad: Mapped[datetime]
    skapad_av: Mapped[str] = mapped_column(Code)
    kommentar: Mapped[str] = mapped_column(Line, default="")


class Organ(Table):
    """A body, as the framework in force names it; one that has left the framework stays, but is not active."""

    __tablename__ = "organ"

    id: Mapped[str] = mapped_column(Code, primary_key=True)
    namn: Mapped[str] = mapped_column(Line)
    typ: Mapped[str] = mapped_column(Code)
    aktiv: Mapped[bool] = mapped_column(default=True)


class Mall(Table):
    """A version of a template that the service has built with."""

    __tablename__ = "mall"

    slug: Mapped[str] = mapped_column(Code, primary_key=True)
    sha256: Mapped[str] = mapped_column(Digest, primary_key=True)
    version: Mapped[str] = mapped_column(Code)
    sedd: Mapped[datetime]


class Anvandare(Table):
    """A person with an account."""

    __tablename__ = "anvandare"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    namn: Mapped[str] = mapped_column(Line)
    anvandarnamn: Mapped[str] = mapped_column(Code, unique=True)
    losenord: Mapped[str] = mapped_column(String(300), default="")
    """Argon2 hash; empty for who logs in elsewhere."""
    aktiv: Mapped[bool] = mapped_column(default=True)
    felaktiga: Mapped[int] = mapped_column(default=0)
    sparrad_till: Mapped[datetime | None]
    skapad: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    roller: Mapped[list[Roll]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it as it is


class Roll(Table):
    """A role of a person; organ is empty for a role that holds for the whole municipality."""

    __tablename__ = "roll"

    anvandare: Mapped[str] = mapped_column(ForeignKey("anvandare.id"), primary_key=True)
    roll: Mapped[str] = mapped_column(Code, primary_key=True)
    organ: Mapped[str] = mapped_column(Code, primary_key=True, default="")


class Inloggning(Table):
    """A login that is still open."""

    __tablename__ = "inloggning"

    nyckel: Mapped[str] = mapped_column(Digest, primary_key=True)
    """Sha256 of what the cookie holds."""
    anvandare: Mapped[str] = mapped_column(ForeignKey("anvandare.id"), index=True)
    csrf: Mapped[str] = mapped_column(Digest)
    skapad: Mapped[datetime]
    giltig_till: Mapped[datetime]


class Nyckel(Table):
    """An API token, hashed."""

    __tablename__ = "nyckel"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    anvandare: Mapped[str] = mapped_column(ForeignKey("anvandare.id"), index=True)
    namn: Mapped[str] = mapped_column(Line)
    hemlighet: Mapped[str] = mapped_column(Digest, unique=True)
    """Sha256 of the token; the token has 256 random bits, so a slow hash adds nothing."""
    omfattning: Mapped[str] = mapped_column(Code)
    """`lasa` or `skriva`."""
    skapad: Mapped[datetime]
    giltig_till: Mapped[datetime]
    aterkallad: Mapped[datetime | None]


class Forsok(Table):
    """A failed login, counted by who and from where."""

    __tablename__ = "forsok"

    id: Mapped[int] = mapped_column(primary_key=True)
    kalla: Mapped[str] = mapped_column(Digest, index=True)
    """Sha256 of the address, so that the table holds no personal data."""
    tid: Mapped[datetime]


class Fil(Table):
    """A file in the blob store that something refers to; its bytes lie there under its sha256."""

    __tablename__ = "fil"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    sha256: Mapped[str] = mapped_column(Digest, index=True)
    storlek: Mapped[int] = mapped_column(Bytes)
    namn: Mapped[str] = mapped_column(Line)
    """As the sender called it; shown, never used as a path."""
    skapad: Mapped[datetime]
    skapad_av: Mapped[str] = mapped_column(Code)
    """Username: only who has sent a file may say what it belongs to."""


class Rapport(Table):
    """A report on its way."""

    __tablename__ = "rapport"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    slug: Mapped[str] = mapped_column(Code)
    organ: Mapped[str] = mapped_column(ForeignKey("organ.id"))
    ar: Mapped[int]
    titel: Mapped[str] = mapped_column(Line)
    status: Mapped[str] = mapped_column(Code)
    sekretess: Mapped[bool] = mapped_column(default=False)
    nr: Mapped[int] = mapped_column(default=0)
    """The latest version of its input."""
    inskickad_nr: Mapped[int] = mapped_column(default=0)
    """The version that was last handed in: others than its own body see no later one. 0: never handed in."""
    beslut: Mapped[JsonObject] = mapped_column(default=dict)
    """What the steps have said: the body's decision and so on."""
    skapad: Mapped[datetime]
    andrad: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    indata: Mapped[list[Indata]] = relationship(order_by="Indata.nr")
    steg: Mapped[list[Steg]] = relationship(order_by="Steg.nr")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it as it is
    __table_args__ = (
        Index("ix_rapport_organ_andrad", "organ", "andrad"),
        Index("ix_rapport_andrad_id", "andrad", "id"),
    )


class Indata(Table):
    """One version of a report's input."""

    __tablename__ = "indata"

    rapport: Mapped[str] = mapped_column(ForeignKey("rapport.id"), primary_key=True)
    nr: Mapped[int] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(Digest)
    skapad: Mapped[datetime]
    skapad_av: Mapped[str] = mapped_column(Code)
    pagar: Mapped[bool] = mapped_column(default=False)
    """Saved while somebody was typing: what is typed next by the same person may take its place."""


class Steg(Table):
    """One step of a report: who, when, why."""

    __tablename__ = "steg"

    rapport: Mapped[str] = mapped_column(ForeignKey("rapport.id"), primary_key=True)
    nr: Mapped[int] = mapped_column(primary_key=True)
    fran: Mapped[str] = mapped_column(Code)
    till: Mapped[str] = mapped_column(Code)
    indata: Mapped[int]
    vem: Mapped[str] = mapped_column(Code)
    nar: Mapped[datetime]
    varfor: Mapped[str] = mapped_column(String(2000), default="")
    uppgifter: Mapped[JsonObject] = mapped_column(default=dict)


class Sammantrade(Table):
    """A meeting and its summons."""

    __tablename__ = "sammantrade"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    organ: Mapped[str] = mapped_column(ForeignKey("organ.id"))
    datum: Mapped[date] = mapped_column(index=True)
    sammantrade: Mapped[JsonObject]
    kallelse: Mapped[JsonObject]
    skapad: Mapped[datetime]
    andrad: Mapped[datetime]
    version: Mapped[int] = mapped_column()

    arenden: Mapped[list[Arende]] = relationship(order_by="Arende.plats", cascade="all, delete-orphan")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it as it is


class Arende(Table):
    """A matter of a meeting."""

    __tablename__ = "arende"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    sammantrade: Mapped[str] = mapped_column(ForeignKey("sammantrade.id"), index=True)
    plats: Mapped[int]
    uppgifter: Mapped[JsonObject]

    handlingar: Mapped[list[Handling]] = relationship(order_by="Handling.plats", cascade="all, delete-orphan")


class Handling(Table):
    """A document of a matter: a file, or a report."""

    __tablename__ = "handling"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    arende: Mapped[str] = mapped_column(ForeignKey("arende.id"), index=True)
    plats: Mapped[int]
    uppgifter: Mapped[JsonObject]
    fil: Mapped[str | None] = mapped_column(ForeignKey("fil.id"))
    rapport: Mapped[str | None] = mapped_column(ForeignKey("rapport.id"))


class Jobb(Table):
    """Work that a worker does."""

    __tablename__ = "jobb"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    slag: Mapped[str] = mapped_column(Code)
    rapport: Mapped[str | None] = mapped_column(ForeignKey("rapport.id"), index=True)
    sammantrade: Mapped[str | None] = mapped_column(ForeignKey("sammantrade.id"), index=True)
    indata: Mapped[int] = mapped_column(default=0)
    """The version of the report's input that is built."""
    underlag: Mapped[JsonObject]
    """All that the work is made from: content digests and choices."""
    enda: Mapped[str | None] = mapped_column(Digest, unique=True)
    """Digest of the underlag while the job waits, runs or is done: the same work is never ordered twice."""
    status: Mapped[str] = mapped_column(Code, index=True)
    fas: Mapped[str] = mapped_column(Code, default="")
    gjort: Mapped[int] = mapped_column(default=0)
    antal: Mapped[int] = mapped_column(default=0)
    del_: Mapped[str] = mapped_column("del", Line, default="")
    forsok: Mapped[int] = mapped_column(default=0)
    agare: Mapped[str] = mapped_column(Code, default="")
    """The worker that has it; only its owner may write its result."""
    hjartslag: Mapped[datetime | None]
    nasta: Mapped[datetime | None]
    """Not before this moment, after a failure that may pass."""
    avbryt: Mapped[bool] = mapped_column(default=False)
    fel: Mapped[JsonObject | None]
    notiser: Mapped[list[JsonObject]] = mapped_column(default=list)
    bestalld_av: Mapped[str] = mapped_column(Code)
    skapad: Mapped[datetime]
    startad: Mapped[datetime | None]
    slutad: Mapped[datetime | None]

    utdata: Mapped[list[Utdata]] = relationship(order_by="Utdata.plats")


class Utdata(Table):
    """A file that a job made."""

    __tablename__ = "utdata"

    jobb: Mapped[str] = mapped_column(ForeignKey("jobb.id"), primary_key=True)
    plats: Mapped[int] = mapped_column(primary_key=True)
    namn: Mapped[str] = mapped_column(Line)
    sha256: Mapped[str] = mapped_column(Digest)
    storlek: Mapped[int] = mapped_column(Bytes)
    sidor: Mapped[int]

    __table_args__ = (UniqueConstraint("jobb", "namn"),)


class Upprepning(Table):
    """The answer to a request that carried an Idempotency-Key."""

    __tablename__ = "upprepning"

    vem: Mapped[str] = mapped_column(Code, primary_key=True)
    nyckel: Mapped[str] = mapped_column(String(200), primary_key=True)
    begaran: Mapped[str] = mapped_column(Digest)
    """Digest of method, path and body: the same key with another request is refused."""
    svar: Mapped[JsonObject | None]
    """Empty while the first request is still at work."""
    tid: Mapped[datetime]


class Logg(Table):
    """The log of who did what; rows are added, and a trigger refuses everything else."""

    __tablename__ = "logg"

    nr: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tid: Mapped[datetime]
    vem: Mapped[str] = mapped_column(Code)
    handelse: Mapped[str] = mapped_column(Code)
    slag: Mapped[str] = mapped_column(Code)
    objekt: Mapped[str] = mapped_column(Code, index=True)
    fore: Mapped[JsonObject | None]
    efter: Mapped[JsonObject | None]
    forra: Mapped[str] = mapped_column(Digest)
    hash: Mapped[str] = mapped_column(Digest)


class Logghuvud(Table):
    """The end of the log; its one row is locked by whoever adds to it."""

    __tablename__ = "logghuvud"

    id: Mapped[int] = mapped_column(primary_key=True)
    nr: Mapped[int]
    hash: Mapped[str] = mapped_column(Digest)
