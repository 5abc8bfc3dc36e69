"""What is refused of a dispatch, and what the refused person can do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from service.errors import InvalidInput, Problem
from service.flow.granskning import as_problem
from service.flow.refusals import WrongState
from service.flow.utskick.mote import RecordedMeeting, agenda, digest
from service.model.choices import Kallelseslag
from service.model.granskning import Anmarkning, Mottagarstatus
from service.model.motesgang import Motestillstand
from service.records.moten import Utskicksrad

SETTABLE = frozenset(
    {Mottagarstatus.SKICKAD, Mottagarstatus.MOTTAGEN, Mottagarstatus.STUDSADE, Mottagarstatus.VANTAR}
)
"""What a person may say of a summons; the others are the program's own."""


def require_turn(before: tuple[Utskicksrad, ...], state: Motestillstand) -> None:
    """The dispatch before is finished, and the meeting not held. Raises WrongState."""
    if state is Motestillstand.GENOMFORD:
        raise WrongState(
            Problem(
                "meeting_held",
                "Sammanträdet är genomfört; inget mer skickas ut.",
                remedy="Inget behöver göras.",
            )
        )
    if before and before[-1].utsant is None:
        raise WrongState(
            Problem(
                "dispatch_open",
                f"Utskick {before[-1].nr} är inte markerat som utsänt.",
                remedy="Slutför det först; nästa utskick bygger på det.",
            )
        )


def require_first(kind: Kallelseslag, before: tuple[Utskicksrad, ...]) -> None:
    """What goes out first is the kallelse itself. Raises InvalidInput."""
    if not before and kind is not Kallelseslag.KALLELSE:
        raise InvalidInput(
            Problem(
                "wrong_dispatch",
                f"Det första utskicket är en kallelse, inte {kind.label.lower()}.",
                "slag",
                "Skriv kallelse.",
            )
        )


def require_sendable(row: Utskicksrad, held: RecordedMeeting) -> None:
    """Something was sent, it says what the meeting says now, and it is not marked yet. Raises WrongState."""
    if row.utsant is not None:
        raise WrongState(
            Problem(
                "already_sent",
                f"Utskick {row.nr} är redan markerat som utsänt.",
                remedy="Börja på nästa utskick.",
            )
        )
    if not any(one.tid for one in row.mottagare):
        raise WrongState(
            Problem(
                "nothing_sent",
                f"Inget i utskick {row.nr} har skickats.",
                "mottagare",
                "Skicka breven, eller anteckna hur kallelsen har nått var och en.",
            )
        )
    if digest(agenda(held.model)) != row.sha256:
        raise WrongState(
            Problem(
                "agenda_changed",
                f"Föredragningslistan har ändrats sedan utskick {row.nr} påbörjades; det som gick ut säger annat.",
                "arenden",
                "Återställ listan och markera utskicket; gör sedan nästa utskick med ändringarna.",
            )
        )


def concerns(one: Anmarkning, row: Utskicksrad) -> bool:
    """What is wrong with the first summons was decided on when that was marked; it does not stop the later ones."""
    return row.nr == 1 or one.regel not in {"R-KL01", "R-KL02"}


def stopped(hinder: Sequence[Anmarkning]) -> list[Problem]:
    """Every hinder, and how somebody may decide otherwise."""
    problems = [as_problem(one) for one in hinder]
    why = "Ska det markeras ändå: skriv varför, med minst tio tecken. Det noteras i loggen med ditt namn och hindren."
    return [*problems, Problem("law_hinder", "Utskicket har hinder och är inte markerat.", "skal", why)]


def refuse_impossible(status: Mottagarstatus, when: datetime, at: datetime) -> None:
    """What cannot have happened, or is not for a person to say. Raises InvalidInput."""
    if status not in SETTABLE:
        raise InvalidInput(
            Problem(
                "unknown_choice",
                "Den statusen sätts bara av Samlad självt.",
                "status",
                f"Välj bland: {', '.join(sorted(one.value for one in SETTABLE))}.",
            )
        )
    if when > at:
        raise InvalidInput(
            Problem(
                "not_yet",
                "Tidpunkten ligger i framtiden; det som antecknas ska ha skett.",
                "tid",
                "Anteckna när det är skickat.",
            )
        )


def unknown_receiver(path: str) -> Problem:
    """Somebody is named who is not in the dispatch."""
    return Problem(
        "not_known", "Mottagaren finns inte i utskicket.", path, "Hämta utskicket och ange id därifrån."
    )


def being_sent(name: str) -> Problem:
    """A worker has the letter in its hands."""
    return Problem("still_working", f"Ett brev till {name} skickas just nu.", "mottagare", "Vänta en stund.")
