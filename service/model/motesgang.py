"""How far a meeting has come in the service: announced, sent out, supplemented, held."""

from __future__ import annotations

from service.model.choices import Choice


class Motestillstand(Choice):
    """The states, in their order; a meeting never goes back."""

    UNDER_BEREDNING = "under_beredning", "Under beredning"
    TILLKANNAGIVEN = "tillkannagiven", "Tillkännagiven"
    UTSAND = "utsand", "Utsänd"
    KOMPLETTERAD = "kompletterad", "Kompletterad"
    GENOMFORD = "genomford", "Genomförd"


TILLSTAND = {one.value: one for one in Motestillstand}
_ORDER = tuple(Motestillstand)


def is_later(one: Motestillstand, than: Motestillstand) -> bool:
    """Whether a state comes after another."""
    return _ORDER.index(one) > _ORDER.index(than)


class Brevinnehall(Choice):
    """What a summons by e-mail carries."""

    LANK = "lank", "Länk till handlingarna"
    PUBLIK = "publik", "Den offentliga utgåvan"
    INTERN = "intern", "Den interna utgåvan"


class Studsutfall(Choice):
    """What a delivery status message has led to."""

    STUDSADE = "studsade", "Kom inte fram"
    FORDROJD = "fordrojd", "Fördröjt"
    FRAMME = "framme", "Framme"
    OFORANDRAD = "oforandrad", "Inget ändrat"
