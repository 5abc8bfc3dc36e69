"""What the meeting's own templates see: the kallelse, the cover sheets and the contents, with numbers and links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from service.assemble.labels import SPAN
from service.flow.handlingar import NumberedHandling, is_attached, number_arende
from service.model.choices import Arendetyp, Ledamotsroll
from service.model.framework import Framework
from service.model.kallelse import Arende, Kallad, Kallelse
from service.model.packet import LINK_BASE, PacketPlan
from service.model.ramverk import Ledamot

Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part of the packet stands."""

    page: int
    """Its first page, counted from 1 in the file."""
    labels: tuple[str, ...]
    """What its pages are called."""
    reachable: bool = True
    """Whether it is in the file itself, so that a link can lead to it."""


Places = Mapping[str, Place]
"""By the part's key; empty as long as nothing is known."""

WITHDRAWN_MARK = ".utgar"
"""Ends the key of a page that stands for what was sent out and is no longer there."""


def places_of(plan: PacketPlan) -> dict[str, Place]:
    """Where each part of a plan stands."""
    return {one.part.key: Place(one.first_page, one.page_labels) for one in plan.parts}


def call_members(meeting: Kallelse, framework: Framework) -> Kallelse:
    """The meeting with those who are called: the ones it names itself, or the framework's members of the body."""
    called = meeting.kallelse
    if called.ledamoter or called.ersattare:
        return meeting
    members = framework.members(meeting.sammantrade.organ, meeting.sammantrade.datum)
    return replace(
        meeting,
        kallelse=replace(
            called,
            ledamoter=tuple(_called(m) for m in members if m.roll is not Ledamotsroll.ERSATTARE),
            ersattare=tuple(_called(m) for m in members if m.roll is Ledamotsroll.ERSATTARE),
        ),
    )


def _called(member: Ledamot) -> Kallad:
    return Kallad(
        namn=member.namn,
        parti=member.parti,
        roll=member.roll,
        titel=member.titel,
        valkrets=member.valkrets,
        inkallelseordning=member.inkallelseordning,
        e_post=member.e_post,
    )


def arende_key(arende: Arende) -> str:
    """The key of an ärende's cover sheet in the packet."""
    return f"a{arende.ordning}"


def has_cover(arende: Arende) -> bool:
    """Formalia that consist of their heading alone, and what is withdrawn, get no sheet of their own."""
    if arende.utgar:
        return False
    says_something = (
        arende.handlingar or arende.forslag_till_beslut or arende.sammanfattning or arende.arendet
    )
    return arende.arendetyp is not Arendetyp.FORMALIA or bool(says_something)


def place_arenden(context: Context, meeting: Kallelse, places: Places) -> None:
    """Write number, page and link into every ärende and document of a kallelse's context."""
    for at, shown in enumerate(context["arenden"]):
        place_arende(shown, meeting, at, places)


def place_arende(shown: Context, meeting: Kallelse, at: int, places: Places) -> None:
    """Write them into one ärende, which stands at a place of the agenda, from 0."""
    arende = meeting.arenden[at]
    shown.update(_where(arende_key(arende), places))
    for document, one in zip(shown["handlingar"], number_arende(arende, at), strict=True):
        document.update(_shown_handling(one, places))


def _shown_handling(one: NumberedHandling, places: Places) -> dict[str, str]:
    own = places.get(one.key)
    where = _where(one.first_key if is_attached(one) else one.key, places)
    return {
        **where,
        "bilagenummer": one.label,
        "diarienummer": one.diarienummer,
        "sidor": str(len(own.labels)) if own else "",
    }


def _where(key: str, places: Places) -> dict[str, str]:
    """The page of a part, or of what stands for it when it is withdrawn."""
    for found in (key, f"{key}{WITHDRAWN_MARK}"):
        if place := places.get(found):
            first = place.labels[0].split(SPAN)[0]
            return {"sida": first, "lank": LINK_BASE + found if place.reachable else ""}
    return {"sida": "", "lank": ""}


def contents_rows(meeting: Kallelse, places: Places) -> list[dict[str, str]]:
    """The rows of the packet's contents: the kallelse, every ärende, every document, and what is withdrawn."""
    rows = [_row("Kallelse", "1", "kallelse", places)]
    for at, arende in enumerate(meeting.arenden):
        if has_cover(arende):
            rows.append(_row(arende_title(arende), "1", arende_key(arende), places))
        elif arende_key(arende) + WITHDRAWN_MARK in places:
            rows.append(_row(withdrawn_title(arende_title(arende)), "1", arende_key(arende), places))
        for one in number_arende(arende, at):
            if is_attached(one):
                rows.append(_row(one.title, "2", one.first_key, places))
            elif one.key + WITHDRAWN_MARK in places:
                rows.append(_row(withdrawn_title(one.title), "2", one.key, places))
    return rows


def _row(text: str, level: str, key: str, places: Places) -> dict[str, str]:
    return {"text": text, "niva": level, **_where(key, places)}


def withdrawn_title(title: str) -> str:
    """How bookmarks and contents call what is withdrawn."""
    return f"{title} (utgår)"


def arende_title(arende: Arende) -> str:
    """How bookmarks and contents call an ärende."""
    return f"{arende.ordning}. {arende.rubrik}"
