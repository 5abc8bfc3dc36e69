"""The words of a summons by e-mail: time, place, every matter (KL 5:15), and where the documents are.

They are made from the public meeting, so that nothing withheld can stand in a letter.
"""

from __future__ import annotations

from service.flow.public import public_meeting
from service.model.choices import Kallelseslag
from service.model.framework import Framework
from service.model.kallelse import Kallelse
from service.rules.lag.regel import told

_SAYS = {
    Kallelseslag.KALLELSE: "Du kallas till sammanträde med {organ}.",
    Kallelseslag.TILLAGGSKALLELSE: "Föredragningslistan till sammanträdet med {organ} har kompletterats.",
    Kallelseslag.UPPDATERAD_FOREDRAGNINGSLISTA: "Föredragningslistan till sammanträdet med {organ} har ändrats.",
    Kallelseslag.KOMPLETTERANDE_HANDLINGAR: "Fler handlingar finns till sammanträdet med {organ}.",
}


def subject_of(meeting: Kallelse, framework: Framework, kind: Kallelseslag) -> str:
    """The subject: what it is, whose meeting, and when."""
    return f"{kind.label}: {_organ(meeting, framework)} {told(meeting.sammantrade.datum)}"


def letter_text(meeting: Kallelse, framework: Framework, kind: Kallelseslag, link: str) -> str:
    """The letter's body, the same for everybody."""
    shown = public_meeting(meeting)
    held = shown.sammantrade
    lines = [
        _SAYS[kind].format(organ=_organ(meeting, framework, within=True)),
        "",
        f"Tid: {told(held.datum)} kl. {held.tid_start:%H.%M}",
        f"Plats: {held.plats}",
        f"Ordförande: {held.ordforande}",
        "",
        "Ärenden:",
        *(_line(one.ordning, one.rubrik, urgent=one.bradskande, gone=one.utgar) for one in shown.arenden),
    ]
    if link:
        lines += ["", f"Handlingarna: {link}"]
    contact = held.forhinder_kontakt
    if contact is not None:
        ways = ", ".join(filter(None, [contact.telefon, contact.e_post]))
        lines += ["", f"Meddela förhinder till {contact.namn}{f', {ways}' if ways else ''}."]
    return "\n".join(lines) + "\n"


def _line(ordning: str, rubrik: str, *, urgent: bool, gone: bool) -> str:
    note = " (utgår)" if gone else " (brådskande)" if urgent else ""
    return f"  {ordning}. {rubrik}{note}"


def _organ(meeting: Kallelse, framework: Framework, *, within: bool = False) -> str:
    """The body's name, or how it is written `within` a sentence."""
    organ = framework.find_organ(meeting.sammantrade.organ)
    if organ is None:
        return meeting.sammantrade.organ
    return organ.typ.in_text(organ.namn) if within else organ.namn
