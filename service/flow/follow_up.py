"""How a dispatch is followed up: what is wanted, what the files are called, and what there is to say about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from service.errors import InvalidInput, Notice, Problem
from service.flow.changes import NEW, Change
from service.flow.dispatch import Dispatch
from service.flow.editions import Edition
from service.flow.meeting import places_of
from service.flow.parts import ReadyHandling
from service.model.choices import Arendetyp, Kallelseslag, Rendition
from service.model.kallelse import Arende, Kallelse
from service.model.packet import PacketPlan


class Scope(StrEnum):
    """Which files are written when a dispatch is followed up."""

    TILLAGG = "tillagg"
    HELA = "hela"
    BADA = "bada"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """How a dispatch that has gone out is to be followed up."""

    manifests: tuple[Path, ...] = ()
    """Its manifests, one for each edition; when none is given, those that the meeting file names."""
    scope: Scope = Scope.BADA
    late_last: bool = False
    """New documents lie at the end of the packet with numbers of their own; else at their place, with letters."""
    asked: bool = False
    """Somebody asked for a follow-up, so there has to be a dispatch to follow."""

    def refuse_without_sent(self) -> None:
        """Stop when there is nothing to follow up.

        Raises:
            InvalidInput: somebody asked for it.
        """
        if self.asked:
            raise InvalidInput(
                Problem(
                    "no_earlier_dispatch",
                    "Det finns inget tidigare utskick att följa upp.",
                    "--efter",
                    "Ange manifestet från förra utskicket med --efter, eller i mötesfilens kallelse.tidigare_utskick.",
                )
            )


@dataclass(frozen=True, slots=True)
class PacketFile:
    """A file that is to be written."""

    edition: Edition
    plan: PacketPlan
    whole: PacketPlan | None = None
    """The plan of the whole packet, when this is a supplement."""

    @property
    def ready(self) -> list[ReadyHandling]:
        """The documents that are in it."""
        keys = {planned.part.key for planned in self.plan.parts}
        return [one for one in self.edition.ready if one.numbered.key in keys]

    @property
    def stem(self) -> str:
        """The name of its files: `kf-2026-12-14`, `kf-2026-12-14-utskick-2-tillagg-publik`."""
        dispatch = self.edition.desk.dispatch
        marks = [f"-utskick-{dispatch.number}"] if dispatch else []
        marks += ["-tillagg"] if self.whole else []
        marks += ["-publik"] if self._is_open else []
        return packet_stem(self.edition) + "".join(marks)

    @property
    def title(self) -> str:
        """What it is called: the kallelse's title, which dispatch, and that it is the supplement or is open to all."""
        dispatch = self.edition.desk.dispatch
        more = [f"utskick {dispatch.number}"] if dispatch else []
        more += ["tillägg"] if self.whole else []
        more += ["offentlig utgåva"] if self._is_open else []
        return ", ".join([self.edition.desk.properties.title, *more])

    @property
    def _is_open(self) -> bool:
        return self.edition.rendition is Rendition.PUBLIK


def packet_stem(edition: Edition) -> str:
    """What the names of all files of a meeting begin with: `kf-2026-12-14`."""
    meeting = edition.desk.meeting.sammantrade
    organ = edition.desk.file.framework.find_organ(meeting.organ)
    code = organ.kod if organ else meeting.organ
    return f"{code.lower()}-{meeting.datum.isoformat()}"


def unnamed_dispatch(meeting: Kallelse) -> tuple[Notice, ...]:
    """A meeting file that says it is a later dispatch, where nobody has said which one it follows."""
    if meeting.kallelse.version == 1 and not meeting.kallelse.tidigare_utskick:
        return ()
    return (
        Notice(
            "dispatch_not_followed",
            "Enligt mötesfilen har sammanträdets handlingar skickats ut förut, men inget manifest är angivet. Sidorna "
            "numreras från 1, utan hänsyn till vad som är utsänt.",
            "kallelse.version",
        ),
    )


def dispatch_notices(edition: Edition, plan: PacketPlan) -> Iterator[Notice]:
    """What the officers should think of before a dispatch that follows another goes out."""
    dispatch, meeting = edition.desk.dispatch, edition.desk.meeting
    if dispatch is None:
        return
    changes = edition.changes(places_of(plan))
    if edition.rendition is Rendition.PUBLIK:
        yield from _taken_back(changes, dispatch)
        return
    if (meeting.kallelse.version, meeting.kallelse.slag is Kallelseslag.KALLELSE) != (dispatch.number, False):
        yield Notice(
            "dispatch_not_named",
            f"Detta är utskick {dispatch.number}, men mötesfilen säger ”{meeting.kallelse.slag.label}”, version "
            f"{meeting.kallelse.version}.",
            "kallelse.slag",
        )
    new = {change.item.key for change in changes if change.what == NEW}
    for index, arende in enumerate(meeting.arenden):
        if f"a{arende.ordning}" in new and _needs_urgency(arende):
            yield Notice(
                "late_matter_not_urgent",
                f"Ärende {arende.ordning} är nytt sedan kallelsen skickades ut. Ett ärende som tillkännages senare än "
                "en vecka före sammanträdet är brådskande (KL 5:14).",
                f"arenden[{index}].bradskande",
            )


def _needs_urgency(arende: Arende) -> bool:
    return arende.arendetyp is Arendetyp.BESLUT and not arende.bradskande


def _taken_back(changes: list[Change], dispatch: Dispatch) -> Iterator[Notice]:
    """What has been published cannot be taken back by a later dispatch; somebody has to take it down."""
    for change in changes:
        if change.newly_withheld:
            yield Notice(
                "withheld_after_dispatch",
                f"{change.item.number} är nu undanhållen, men var publicerad i utskick {dispatch.sent.number}. Ta ned "
                "de filer som redan är publicerade.",
                source=change.item.number,
            )
