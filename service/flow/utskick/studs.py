"""Bounces: what another server says became of a letter, noted in the log of its dispatch for that person alone.

Two things must agree, since anybody can write such a message: our own Message-ID and the address that we wrote to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from service.errors import InvalidInput, Problem
from service.flow.refusals import WrongState
from service.flow.service import Service
from service.flow.uploads import scan_file
from service.flow.utskick.mote import db_meeting, require_dispatcher
from service.flow.utskick.nekat import being_sent
from service.flow.utskick.utskick import known_utskick, state_of_receiver
from service.intake.size import MEGABYTE, check_size
from service.model.choices import Utskickskanal
from service.model.granskning import Mottagarstatus
from service.model.motesgang import Studsutfall
from service.model.people import Person
from service.post.bounce import Action, Bounce, Fate, read_bounce
from service.records.audit import Entry, note
from service.records.base import JsonObject, Transaction
from service.records.moten import Mottagare, find_receiver

SKEW = timedelta(minutes=15)
"""So much may two servers' clocks differ before a bounce is taken for one of an earlier letter."""
LENGTH = 300
_SENT = frozenset({Mottagarstatus.SKICKAD.value, Mottagarstatus.OVISS.value})
_GRAVEST = tuple(Action)


@dataclass(frozen=True, slots=True)
class _Match:
    """A message that is about a letter of ours."""

    name: str
    bounce: Bounce
    fate: Fate
    receiver: Mottagare


def note_bounces(
    service: Service,
    person: Person,
    files: Sequence[tuple[str, Path]],
    meeting: str = "",
    utskick: str = "",
) -> tuple[JsonObject, ...]:
    """Note what delivery status messages say of letters; all of them, or when one cannot be placed none.

    Args:
        service: the service.
        person: who has got the messages.
        files: what each is called, and where it lies.
        meeting: only of this meeting …
        utskick: … and this dispatch of it; otherwise the Message-ID says which.

    Raises:
        NotKnown, NotAllowed: as always.
        InvalidInput: with every file that is no such message, or is about no letter of ours.
        WrongState: a letter to one of them is being sent just now.
    """
    require_dispatcher(person, "Att anteckna studsar")
    read = [_read(service, person, name, path) for name, path in files]
    at = service.now()
    with service.records.change() as db:
        if meeting:
            db_meeting(db, person, meeting)
            known_utskick(db, meeting, utskick)
        found = [one if isinstance(one, Problem) else _match(db, *one, utskick) for one in read]
        problems = [one for one in found if isinstance(one, Problem)]
        if problems:
            raise InvalidInput(*problems)
        return tuple(_noted(db, person, one, at) for one in found if isinstance(one, _Match))


def _read(service: Service, person: Person, name: str, path: Path) -> tuple[str, Bounce] | Problem:
    name = name[:LENGTH]
    if problem := check_size(path, service.settings.studs_max_mb * MEGABYTE, "fil"):
        return replace(problem, source=name)
    scan_file(service, person, path)
    found = read_bounce(path, name)
    return found if isinstance(found, Problem) else (name, found)


def _match(db: Transaction, name: str, bounce: Bounce, utskick: str) -> _Match | Problem:
    """The person whom the letter went to. Both the letter's own name and the address must be ours."""
    ours = [
        receiver
        for of_utskick, ident in bounce.idents
        if utskick in ("", of_utskick) and (receiver := find_receiver(db, of_utskick, ident))
    ]
    for receiver in ours:
        fates = [one for one in bounce.fates if receiver.e_post.lower() in one.addresses]
        if fates:
            fate = min(fates, key=lambda one: _GRAVEST.index(one.action))
            return _Match(name, bounce, fate, receiver)
    return _other_address(name, bounce, ours[0]) if ours else _unknown(name)


def _unknown(name: str) -> Problem:
    return Problem(
        "bounce_unknown",
        "Leveransbeskedet gäller inget av breven: det nämner inte Message-ID för något som Samlad har skickat här.",
        "fil",
        "Kontrollera att det hör till det här utskicket. Saknar det brevets huvud: anteckna studsen för hand.",
        name,
    )


def _other_address(name: str, bounce: Bounce, receiver: Mottagare) -> Problem:
    said = ", ".join(sorted({address for fate in bounce.fates for address in fate.addresses})[:3])
    return Problem(
        "bounce_other_address",
        f"Leveransbeskedet gäller {said[:LENGTH] or 'ingen adress'}, inte adressen till {receiver.namn}.",
        "fil",
        f"Brevet kan ha vidarebefordrats. Fråga {receiver.namn} om det har kommit fram, och anteckna svaret för hand.",
        name,
    )


def _noted(db: Transaction, person: Person, match: _Match, at: datetime) -> JsonObject:
    one, fate = match.receiver, match.fate
    if one.status == Mottagarstatus.SKICKAS.value:
        raise WrongState(being_sent(one.namn))
    when = min(match.bounce.at or at, at)
    outcome, told = _outcome(one, fate, when)
    before = state_of_receiver(one)
    if outcome is Studsutfall.STUDSADE:
        one.status, one.tid = Mottagarstatus.STUDSADE.value, when
    if outcome in {Studsutfall.STUDSADE, Studsutfall.FORDROJD}:
        one.besked = told[:LENGTH]
    if outcome is not Studsutfall.OFORANDRAD:
        after = state_of_receiver(one) | {"leveransbesked": told[:LENGTH]}
        note(db, Entry(person.username, f"studs.{outcome.value}", "mottagare", one.id, before, after), at)
    return {
        "fil": match.name,
        "utskick": one.utskick,
        "mottagare": one.id,
        "namn": one.namn,
        "utfall": outcome.value,
        "kod": fate.status,
        "tid": when.isoformat(),
        "text": told,
    }


def _outcome(one: Mottagare, fate: Fate, when: datetime) -> tuple[Studsutfall, str]:
    """What the message changes, and the words for it; what somebody has noted since is never written over."""
    said = f" Servern: {fate.told}" if fate.told else ""
    code = f" ({fate.status})" if fate.status else ""
    if fate.action not in {Action.FAILED, Action.DELAYED}:
        return Studsutfall.FRAMME, f"Mottagarens server har tagit emot brevet{code}.{said}"
    if why := _settled(one, when):
        return Studsutfall.OFORANDRAD, why
    if fate.action is Action.DELAYED:
        return Studsutfall.FORDROJD, f"Fördröjt{code}: {fate.reason}; servern försöker igen.{said}"
    return Studsutfall.STUDSADE, f"Studsade{code}: {fate.reason}.{said}"


def _settled(one: Mottagare, when: datetime) -> str:
    """Why the message says nothing new; empty when it does."""
    if one.status == Mottagarstatus.STUDSADE.value:
        return "Studsen är redan antecknad."
    if one.status == Mottagarstatus.VANTAR.value:
        return "Ett nytt brev väntar på att skickas; studsen gäller det förra."
    if one.status not in _SENT or one.kanal != Utskickskanal.E_POST.value:
        return "Det är antecknat att personen har nåtts på annat sätt."
    if one.tid is not None and when < one.tid - SKEW:
        return "Studsen är äldre än det senaste brevet."
    return ""
