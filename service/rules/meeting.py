"""The meeting file hangs together: order, proposals, who raised what, secrecy and relations of documents.

The deadlines of the law (R-KL01 …) are not here.
"""

from __future__ import annotations

import string
from collections.abc import Iterator

from service.errors import Notice, Problem
from service.model.choices import (
    Arendetyp,
    Handlingstyp,
    Kallelseslag,
    Organtyp,
    Publicering,
    Relationstyp,
    Sammantradestyp,
    Tillkannagivandeslag,
    Vackare,
)
from service.model.framework import Framework
from service.model.kallelse import Arende, Handling, Kallelse
from service.model.tillkannagivande import Tillkannagivande
from service.model.wording import nearest, quoted
from service.rules.finding import Findings

WHOLE_LISTS = frozenset({Kallelseslag.KALLELSE, Kallelseslag.UPPDATERAD_FOREDRAGNINGSLISTA})
"""What holds every matter; the other kinds add to what has been sent, and keep its numbers."""

SATURDAY = 5


def check_meeting(meeting: Kallelse, framework: Framework) -> Findings:
    """Everything in which the meeting file can contradict itself."""
    yield from _check_meeting_itself(meeting, framework)
    yield from _check_order(meeting)
    for index, matter in enumerate(meeting.arenden):
        yield from _check_matter(matter, f"arenden[{index}]")
    yield from _check_relations(meeting)


def check_announcement(announcement: Tillkannagivande) -> Findings:
    """A meeting that is announced has a time and a place (KL 5:13; for a nämnd KL 8:11)."""
    meeting = announcement.sammantrade
    if announcement.slag is Tillkannagivandeslag.JUSTERING:
        return
    for name, label, value in (
        ("tid_start", "Starttid", meeting.tid_start),
        ("plats", "Plats", meeting.plats),
    ):
        if not value:
            yield Problem(
                "missing_value",
                f"{label} saknas; ett sammanträde tillkännages med tid och plats.",
                f"sammantrade.{name}",
                f"Fyll i ”{name}”.",
            )


def _check_meeting_itself(meeting: Kallelse, framework: Framework) -> Findings:
    held = meeting.sammantrade
    organ = framework.find_organ(held.organ)
    if organ is not None and organ.typ is Organtyp.SEKTOR:
        yield Problem(
            "wrong_organ",
            f"{organ.namn} är en sektor och har inga sammanträden.",
            "sammantrade.organ",
            "Ange fullmäktige, styrelsen eller en nämnd.",
        )
    if held.datum.weekday() >= SATURDAY:
        yield Notice(
            "meeting_on_weekend",
            f"Sammanträdet {held.datum} hålls på en {'lördag' if held.datum.weekday() == SATURDAY else 'söndag'}.",
            "sammantrade.datum",
        )
    if held.typ is Sammantradestyp.EXTRA and not held.initierat_av:
        yield Notice(
            "extra_without_initiator",
            "Det framgår inte vem som har begärt det extra sammanträdet (KL 5:12).",
            "sammantrade.initierat_av",
        )


def _check_order(meeting: Kallelse) -> Findings:
    for index, matter in enumerate(meeting.arenden):
        if matter.ordning.isalpha() != (matter.arendetyp is Arendetyp.FORMALIA):
            yield Problem(
                "wrong_order",
                f"Ärendet {quoted(matter.rubrik)} har ordning {quoted(matter.ordning)} och ärendetyp "
                f"”{matter.arendetyp.label}”; formalia har bokstäver och övriga ärenden nummer.",
                f"arenden[{index}].ordning",
                "Rätta ordningen eller ärendetypen.",
            )
    places = [matter.ordning for matter in meeting.arenden]
    if meeting.kallelse.slag in WHOLE_LISTS:
        expected: Iterator[str] = iter(_expected_places(places))
        wrong = [
            (i, place, right)
            for i, (place, right) in enumerate(zip(places, expected, strict=True))
            if place != right
        ]
    else:
        ranked = sorted(places, key=_rank)
        wrong = [
            (i, place, right)
            for i, (place, right) in enumerate(zip(places, ranked, strict=True))
            if place != right
        ]
    if wrong:
        index, place, right = wrong[0]
        yield Problem(
            "wrong_order",
            f"Ärende nummer {index + 1} i listan har ordning {quoted(place)}, men borde ha {quoted(right)}.",
            f"arenden[{index}].ordning",
            "Numrera formalia A, B, C … och därefter ärendena 1, 2, 3 … utan luckor och dubbletter.",
        )


def _expected_places(places: list[str]) -> list[str]:
    letters = sum(place.isalpha() for place in places)
    return [*string.ascii_uppercase[:letters], *(str(nr + 1) for nr in range(len(places) - letters))]


def _rank(place: str) -> tuple[bool, int, str]:
    return (not place.isalpha(), 0 if place.isalpha() else int(place), place)


def _check_matter(matter: Arende, path: str) -> Findings:
    if matter.vackt_av is Vackare.BOLAGSSTYRELSE:
        yield Notice(
            "bolag_raises_matter",
            f"Ärende {matter.ordning} är väckt av en bolagsstyrelse. Det kräver att fullmäktige har beslutat det för "
            "särskilda fall (KL 5:22); annars går ärendet genom kommunstyrelsen.",
            f"{path}.vackt_av",
        )
    if matter.arendetyp is Arendetyp.BESLUT and not matter.utgar and not matter.forslag_till_beslut:
        yield Problem(
            "missing_proposal",
            f"Beslutsärende {matter.ordning} {quoted(matter.rubrik)} saknar förslag till beslut (KL 5:28).",
            f"{path}.forslag_till_beslut",
            "Fyll i vem som föreslår och en hel mening per beslutspunkt, eller ändra ärendetypen.",
        )
    if (matter.utgar_datum or matter.utgar_orsak) and not matter.utgar:
        yield _withdrawn_halfway(
            f"Ärende {matter.ordning} {quoted(matter.rubrik)}", f"{path}.utgar", "utgar: true"
        )
    kinds = {document.handlingstyp for document in matter.handlingar}
    if Handlingstyp.NULAGESBESKRIVNING in kinds and Handlingstyp.PROTOKOLLSUTDRAG not in kinds:
        yield Notice(
            "missing_protokollsutdrag",
            f"Ärende {matter.ordning} har en nulägesbeskrivning men inget protokollsutdrag med nämndens beslut "
            "(KL 6:38).",
            f"{path}.handlingar",
        )
    for index, document in enumerate(matter.handlingar):
        yield from _check_publication(document, f"{path}.handlingar[{index}]")


def _withdrawn_halfway(named: str, path: str, how: str) -> Problem:
    return Problem(
        "withdrawn_halfway",
        f"{named} har uppgifter om att det utgår, men utgår inte.",
        path,
        f"Skriv {how}, eller ta bort uppgifterna.",
    )


def _check_publication(document: Handling, path: str) -> Findings:
    if document.utgar_datum and document.bifogas_kallelsen:
        named = f"Handlingen {quoted(document.titel)}"
        yield _withdrawn_halfway(named, f"{path}.bifogas_kallelsen", "bifogas_kallelsen: false och varför")
    secret = document.sekretess is not None and document.sekretess.markerad
    if secret and document.publiceras is Publicering.JA:
        yield Problem(
            "secret_published",
            f"Handlingen {quoted(document.titel)} är sekretessmarkerad men ska publiceras.",
            f"{path}.publiceras",
            "Skriv maskad eller nej, eller ta bort sekretessmarkeringen om den inte längre gäller.",
        )
    masked = document.sekretess is not None and document.sekretess.maskad_version
    related = any(one.typ is Relationstyp.HAR_MASKAD_VERSION for one in document.relationer)
    if document.publiceras is Publicering.MASKAD and not masked and not related:
        yield Notice(
            "missing_masked_version",
            f"Handlingen {quoted(document.titel)} ska publiceras maskad, men ingen maskad version är angiven.",
            f"{path}.publiceras",
        )


def _check_relations(meeting: Kallelse) -> Findings:
    known: set[str] = set()
    for path, document in _documents(meeting):
        if document.id and document.id in known:
            yield Problem(
                "duplicate_id",
                f"Flera handlingar har beteckningen {quoted(document.id)}.",
                f"{path}.id",
                "Ge varje handling en egen beteckning.",
            )
        known.add(document.id)
    known.discard("")
    for path, document in _documents(meeting):
        for index, relation in enumerate(document.relationer):
            if relation.handling not in known or relation.handling == document.id:
                guess = nearest(relation.handling, known)
                yield Problem(
                    "unknown_handling",
                    f"Handlingen {quoted(document.titel)} pekar på {quoted(relation.handling)}, "
                    "som inte är någon annan handling i mötesfilen.",
                    f"{path}.relationer[{index}].handling",
                    (f"Menade du ”{guess}”? " if guess else "") + "Ange id för den andra handlingen.",
                )


def _documents(meeting: Kallelse) -> Iterator[tuple[str, Handling]]:
    for index, matter in enumerate(meeting.arenden):
        for place, document in enumerate(matter.handlingar):
            yield f"arenden[{index}].handlingar[{place}]", document
