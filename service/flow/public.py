"""What the public edition says of a meeting: a meeting of its own, in which nothing withheld is left to be told.

Everything that is printed, listed or written into a file comes from that meeting. A withheld document is built anew
from the few things that may be known of it, so that a field that is added to the model tomorrow is not shown by
mistake.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from service.model.choices import Omfattning, Publicering, Relationstyp, Rendition
from service.model.kallelse import Arende, Handling, Kallelse
from service.model.parts import Sekretess

HANDLING_WITHHELD = "Handlingen publiceras inte"
INTERNAL_MARK = "Intern utgåva"
"""On every page of an edition that differs from the public one."""
INTERNAL_WARNING = f"{INTERNAL_MARK} – får inte publiceras"
"""The same on the sheets that are our own and have room for it."""


@dataclass(frozen=True, slots=True)
class PublicDocument:
    """A document as the public edition has it."""

    handling: Handling
    withheld: bool
    """Pages of our own stand in its place."""
    stand_in: str = ""
    """The id of the masked version that stands in its place."""


def public_document(handling: Handling, others: Mapping[str, Handling]) -> PublicDocument:
    """What becomes of a document in the public edition.

    Args:
        handling: the document.
        others: all documents of the meeting that have an id, by that id.
    """
    if not is_public(handling):
        masked = others.get(masked_version(handling))
        if _may_stand_in(handling, masked):
            assert masked is not None  # noqa: S101  # said by the line above
            return PublicDocument(_masked(handling, masked), withheld=False, stand_in=masked.id)
        return PublicDocument(_withheld(handling), withheld=True)
    return PublicDocument(_published(handling), withheld=False)


def is_public(handling: Handling) -> bool:
    """Whether the document itself may stand in the public edition."""
    return handling.publiceras is Publicering.JA and not (handling.sekretess and handling.sekretess.markerad)


def masked_version(handling: Handling) -> str:
    """The id of the document's masked version; empty when it has none."""
    for relation in handling.relationer:
        if relation.typ is Relationstyp.HAR_MASKAD_VERSION:
            return relation.handling
    return handling.sekretess.maskad_version if handling.sekretess else ""


def _may_stand_in(handling: Handling, masked: Handling | None) -> bool:
    secret = handling.sekretess
    wholly_secret = secret is not None and secret.markerad and secret.omfattning is Omfattning.HELA
    wanted = handling.publiceras is Publicering.MASKAD and not wholly_secret
    return wanted and masked is not None and is_public(masked)


def _published(handling: Handling) -> Handling:
    """All that the reader sees of a published document; the officers' notes stay behind."""
    return Handling(
        id=handling.id,
        handlingstyp=handling.handlingstyp,
        titel=handling.titel_publik or handling.titel,
        datum=handling.datum,
        upprattad_av=handling.upprattad_av,
        diarienummer=handling.diarienummer,
        bifogas_kallelsen=handling.bifogas_kallelsen,
        bifogas_inte_orsak=handling.bifogas_inte_orsak,
        utgar_datum=handling.utgar_datum,
        forsattsblad=handling.forsattsblad,
    )


def _masked(handling: Handling, masked: Handling) -> Handling:
    """The masked version with the original's place and kind."""
    return replace(
        _published(masked),
        id="",
        handlingstyp=handling.handlingstyp,
        titel=handling.titel_publik or masked.titel_publik or masked.titel,
        bifogas_kallelsen=handling.bifogas_kallelsen,
        bifogas_inte_orsak="" if handling.bifogas_kallelsen else HANDLING_WITHHELD,
        utgar_datum=handling.utgar_datum,
        sekretess=_ground(handling.sekretess),
        forsattsblad=handling.forsattsblad,
    )


def _withheld(handling: Handling) -> Handling:
    return Handling(
        handlingstyp=handling.handlingstyp,
        titel=handling.titel_publik or handling.handlingstyp.label,
        bifogas_kallelsen=handling.bifogas_kallelsen,
        bifogas_inte_orsak="" if handling.bifogas_kallelsen else HANDLING_WITHHELD,
        utgar_datum=handling.utgar_datum,
        publiceras=Publicering.NEJ,
        sekretess=_ground(handling.sekretess),
        forsattsblad=handling.forsattsblad,
    )


def _ground(secret: Sekretess | None) -> Sekretess | None:
    """What the note of OSL 5:5 says openly: provision, date and authority."""
    if secret is None or not secret.markerad:
        return None
    return Sekretess(
        markerad=True, bestammelse=secret.bestammelse, datum=secret.datum, myndighet=secret.myndighet
    )


def public_meeting(meeting: Kallelse) -> Kallelse:
    """The meeting as the public edition tells it."""
    others = documents_by_id(meeting)

    def shown(arende: Arende) -> Arende:
        handlingar = tuple(public_document(one, others).handling for one in arende.handlingar)
        return replace(arende, handlingar=handlingar)

    return replace(
        meeting,
        kallelse=replace(meeting.kallelse, rendition=Rendition.PUBLIK, utskick=(), tidigare_utskick=()),
        arenden=tuple(shown(arende) for arende in meeting.arenden),
    )


def documents_by_id(meeting: Kallelse) -> dict[str, Handling]:
    """Every document that has an id."""
    return {one.id: one for arende in meeting.arenden for one in arende.handlingar if one.id}


def stand_ins(meeting: Kallelse) -> frozenset[str]:
    """The ids of all masked versions that stand in an attached document's place."""
    others = documents_by_id(meeting)
    return frozenset(
        public_document(one, others).stand_in
        for arende in meeting.arenden
        for one in arende.handlingar
        if one.bifogas_kallelsen and not arende.utgar
    ) - {""}


def looks_different(meeting: Kallelse) -> bool:
    """Whether the two editions can differ in what is printed, and so in the length of a list."""
    others = documents_by_id(meeting)
    return any(
        (found := public_document(one, others)).withheld
        or found.stand_in
        or one.titel_publik not in ("", one.titel)
        for arende in meeting.arenden
        for one in arende.handlingar
    )
