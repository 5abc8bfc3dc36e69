"""The announcement on the anslagstavla (KL 5:13-14, 8:12; domain 9.4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time

from service.model.choices import Tillkannagivandeslag
from service.model.marks import DIARIENUMMER, ref


@dataclass(frozen=True, slots=True, kw_only=True)
class TillkannagivetSammantrade:
    """The meeting that is announced, or whose protokoll is."""

    datum: date
    tid_start: time | None = None
    plats: str = ""
    webb_tv_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TillkannagivetArende:
    """A matter that will be dealt with."""

    ordning: str
    rubrik: str
    diarienummer: str = field(default="", metadata=DIARIENUMMER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intygande:
    """Who vouches for the announcement."""

    namn: str
    titel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tillkannagivande:
    """The whole document."""

    slag: Tillkannagivandeslag
    organ: str = field(metadata=ref("organ"))
    sammantrade: TillkannagivetSammantrade
    arenden: tuple[TillkannagivetArende, ...] = ()
    paragrafer: str = ""
    """Of the protokoll that was adjusted: `§§ 114–149`."""
    justerat: date | None = None
    publicerat_tid: datetime | None = None
    nedtas_tidigast: date | None = None
    forvaringsplats: str = ""
    intygar: Intygande | None = None
    url: str = ""
    ordforande: str = ""
