"""What is asked of the law before a meeting: what has been announced and sent out, and what was remarked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from service.model.choices import Choice, Kallelseslag, Utskickskanal
from service.model.framework import Framework
from service.model.kallelse import Arende, Kallad, Kallelse


class Allvar(Choice):
    """How grave a remark is."""

    HINDER = "hinder", "Hinder"
    VARNING = "varning", "Varning"
    UPPLYSNING = "upplysning", "Upplysning"


class Anslagsslag(Choice):
    """All that the anslagstavla may hold (KL 8:10-11); there is no other kind."""

    SAMMANTRADE = "sammantrade", "Tillkännagivande av fullmäktiges sammanträde"
    BRADSKANDE_ARENDE = "bradskande_arende", "Tillkännagivande av brådskande ärende"
    NAMNDSAMMANTRADE = "namndsammantrade", "Tillkännagivande av styrelsens eller en nämnds sammanträde"
    JUSTERING = "justering", "Tillkännagivande av justerat protokoll"
    PROTOKOLL = "protokoll", "Justerat protokoll"
    DELEGATIONSBESLUT = "delegationsbeslut", "Tillkännagivande av delegationsbeslut"
    OVERKLAGANDE = "overklagande", "Upplysning om hur beslut överklagas"
    BESLUTSUNDERLAG = "beslutsunderlag", "Beslutsunderlag inför sammanträde"
    FORFATTNING = "forfattning", "Kungörelse eller tillkännagivande enligt annan författning"


class Mottagarstatus(Choice):
    """What has become of the summons to one person."""

    VANTAR = "vantar", "Väntar"
    SKICKAS = "skickas", "Skickas"
    SKICKAD = "skickad", "Skickad"
    MOTTAGEN = "mottagen", "Mottagen"
    STUDSADE = "studsade", "Kom inte fram"
    OVISS = "oviss", "Ovisst om den gick iväg"


REACHED = frozenset({Mottagarstatus.SKICKAD, Mottagarstatus.MOTTAGEN})
"""The person counts as called."""


@dataclass(frozen=True, slots=True)
class AnslagetArende:
    """A matter as it was announced."""

    ordning: str
    rubrik: str


@dataclass(frozen=True, slots=True)
class Anslag:
    """What was put up on the anslagstavla."""

    slag: str
    """One of `Anslagsslag`; anything else may not hang there."""
    publicerat: datetime | None
    nedtas_tidigast: date | None = None
    datum: date | None = None
    """The meeting day that it names."""
    tid: str = ""
    """The hour that it names, such as 18:00."""
    plats: str = ""
    arenden: tuple[AnslagetArende, ...] = ()
    offentlig: bool = True
    """Whether what was put up is the public edition."""
    justerat: date | None = None
    """The day the protokoll was adjusted, where it tells of that."""


@dataclass(frozen=True, slots=True)
class Kallelsebesked:
    """What has become of the summons to one person in one utskick."""

    namn: str
    kanal: Utskickskanal
    status: Mottagarstatus
    tid: datetime | None
    slag: Kallelseslag = Kallelseslag.KALLELSE
    utskick: int = 1


@dataclass(frozen=True, slots=True)
class Arbetsordning:
    """What fullmäktige and the bodies have decided for themselves, as far as the checks need it."""

    marginal_dagar: int = 0
    """Days beyond the week that the municipality wants, since the law does not say how the week is counted."""
    kallelse_dagar: int = 7
    """The least number of days before fullmäktige's meeting; 7 by law, more where the arbetsordning says so."""
    namnd_dagar: int = 0
    """The same for styrelsen and the nämnder, by their reglementen; 0 when nothing is set."""
    kanaler: frozenset[Utskickskanal] = frozenset(Utskickskanal)
    """By which ways a summons may be sent."""


@dataclass(frozen=True, slots=True)
class Granskningsunderlag:
    """A meeting, what is recorded of it, and the day on which it is examined."""

    meeting: Kallelse
    """With those who are called."""
    framework: Framework
    dag: date
    anslag: tuple[Anslag, ...] = ()
    besked: tuple[Kallelsebesked, ...] = ()
    """One for each person and utskick."""
    arbetsordning: Arbetsordning = field(default_factory=Arbetsordning)

    @property
    def called(self) -> tuple[Kallad, ...]:
        """Every ledamot and every ersättare."""
        return self.meeting.kallelse.ledamoter + self.meeting.kallelse.ersattare

    @property
    def arenden(self) -> tuple[Arende, ...]:
        """The matters that will be dealt with."""
        return tuple(one for one in self.meeting.arenden if not one.utgar)


@dataclass(frozen=True, slots=True)
class Anmarkning:
    """One remark: which rule, how grave, what, and how to go on."""

    regel: str
    lagrum: str
    allvar: Allvar
    text: str
    atgard: str = ""
    plats: str = ""
    """Place in the meeting file."""


@dataclass(frozen=True, slots=True)
class Frister:
    """The last days of a meeting; None where the law sets none for the body."""

    tillkannagivande: date | None
    kallelse: date | None
    bradskande: date | None
    justering: date


@dataclass(frozen=True, slots=True)
class Granskning:
    """All remarks about a meeting."""

    dag: date
    frister: Frister
    anmarkningar: tuple[Anmarkning, ...]

    @property
    def hinder(self) -> tuple[Anmarkning, ...]:
        """What stops the dispatch."""
        return tuple(one for one in self.anmarkningar if one.allvar is Allvar.HINDER)
