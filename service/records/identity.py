"""Who an account is at an OpenID provider, and logins there that have begun and not yet come back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.records.base import Table
from service.records.tables import Digest, Line


class Identitet(Table):
    """An account's name at a provider: never given to anybody else there (OpenID Connect Core 1.0, 5.7)."""

    __tablename__ = "identitet"

    utfardare: Mapped[str] = mapped_column(Line, primary_key=True)
    amne: Mapped[str] = mapped_column(Line, primary_key=True)
    """The provider's own name of the person, its claim `sub`."""
    anvandare: Mapped[str] = mapped_column(ForeignKey("anvandare.id"), index=True)
    skapad: Mapped[datetime]
    senast: Mapped[datetime]


class PaborjadInloggning(Table):
    """A login that has gone to the provider; it comes back once, in the same browser, or never."""

    __tablename__ = "paborjad_inloggning"

    nyckel: Mapped[str] = mapped_column(Digest, primary_key=True)
    """Sha256 of the state that the provider sends back."""
    kaka: Mapped[str] = mapped_column(Digest)
    """Sha256 of what the browser's cookie holds."""
    nonce: Mapped[str] = mapped_column(Digest)
    verifierare: Mapped[str] = mapped_column(Line)
    vart: Mapped[str] = mapped_column(Line)
    """Where the browser goes afterwards, on our own site."""
    giltig_till: Mapped[datetime] = mapped_column(index=True)


def find_identity(db: Session, issuer: str, subject: str) -> Identitet | None:
    """Who that is here."""
    return db.get(Identitet, (issuer, subject))


def has_identity(db: Session, account: str) -> bool:
    """Whether the account is somebody at a provider."""
    statement = select(func.count()).select_from(Identitet).where(Identitet.anvandare == account)
    return db.execute(statement).scalar_one() > 0


def take_begun(db: Session, key: str, at: datetime) -> PaborjadInloggning | None:
    """The login that has begun, which is gone after this; None when there is none, or it has run out."""
    row = db.get(PaborjadInloggning, key)
    if row is None:
        return None
    gone = db.execute(
        delete(PaborjadInloggning)
        .where(PaborjadInloggning.nyckel == key)
        .returning(PaborjadInloggning.nyckel)
        .execution_options(synchronize_session=False)
    ).first()
    db.expunge(row)
    return row if gone is not None and row.giltig_till > at else None


def forget_begun(db: Session, at: datetime) -> int:
    """Throw away logins that never came back; how many are left."""
    db.execute(delete(PaborjadInloggning).where(PaborjadInloggning.giltig_till <= at))
    return db.execute(select(func.count()).select_from(PaborjadInloggning)).scalar_one()
