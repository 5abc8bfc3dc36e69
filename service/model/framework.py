"""The whole framework, and the questions one asks it about a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import TypeVar

from service.model.choices import Ledamotsroll
from service.model.ramverk import (
    Bokslut,
    Budget,
    Kommun,
    Ledamot,
    Mandatperiod,
    Omvarldsanalys,
    Omvarldsdag,
    Omvarldsfaktor,
    Organ,
    Organmal,
    Processar,
    Riktningsmal,
    Styrdokument,
    Styrmodell,
    Tillitsprincip,
    Uppdrag,
    Vardegrund,
    Versioned,
    Vision,
)

Entity = TypeVar("Entity", bound=Versioned)

SEATS = (
    Ledamotsroll.ORDFORANDE,
    Ledamotsroll.FORSTE_VICE_ORDFORANDE,
    Ledamotsroll.ANDRE_VICE_ORDFORANDE,
    Ledamotsroll.LEDAMOT,
    Ledamotsroll.ERSATTARE,
)
"""The roles that are called to a meeting (KL 5:15), in the order of a list of names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """The governance model's framework, as read from `ramverk` files."""

    kommun: Kommun
    styrmodell: Styrmodell
    mandatperioder: tuple[Mandatperiod, ...]
    organ: tuple[Organ, ...]
    ledamoter: tuple[Ledamot, ...] = ()
    visioner: tuple[Vision, ...] = ()
    vardegrunder: tuple[Vardegrund, ...] = ()
    riktningsmal: tuple[Riktningsmal, ...] = ()
    omvarldsfaktorer: tuple[Omvarldsfaktor, ...] = ()
    styrdokument: tuple[Styrdokument, ...] = ()
    budgetar: tuple[Budget, ...] = ()
    uppdrag: tuple[Uppdrag, ...] = ()
    bokslut: tuple[Bokslut, ...] = ()
    organmal: tuple[Organmal, ...] = ()
    omvarldsanalyser: tuple[Omvarldsanalys, ...] = ()
    omvarldsdagar: tuple[Omvarldsdag, ...] = ()
    tillitsprinciper: tuple[Tillitsprincip, ...] = ()
    processar: tuple[Processar, ...] = ()

    def lists(self) -> Mapping[str, Mapping[str, Versioned]]:
        """Every list by its name, every entity by its id, in their order; of doubles the first one counts."""
        lists: dict[str, Mapping[str, Versioned]] = {}
        for field in fields(self):
            entities = getattr(self, field.name)
            if isinstance(entities, tuple):
                by_id: dict[str, Versioned] = {}
                for entity in entities:
                    by_id.setdefault(entity.id, entity)
                lists[field.name] = by_id
        return lists

    def find_organ(self, organ: str) -> Organ | None:
        """The body with that id, or None."""
        return next((found for found in self.organ if found.id == organ), None)

    def active_riktningsmal(self, on: date) -> tuple[Riktningsmal, ...]:
        """The riktningsmål in force that day, by number."""
        return tuple(sorted(_in_force(self.riktningsmal, on), key=lambda mal: mal.nr))

    def active_omvarldsfaktorer(self, on: date) -> tuple[Omvarldsfaktor, ...]:
        """The omvärldsfaktorer and trends in force that day, by number."""
        return tuple(sorted(_in_force(self.omvarldsfaktorer, on), key=lambda faktor: faktor.nr))

    def vision(self, on: date) -> Vision | None:
        """The vision in force that day."""
        return _latest(self.visioner, on)

    def vardegrund(self, on: date) -> Vardegrund | None:
        """The värdegrund in force that day."""
        return _latest(self.vardegrunder, on)

    def mandatperiod(self, on: date) -> Mandatperiod | None:
        """The mandatperiod that day falls in."""
        return next((p for p in self.mandatperioder if p.start_datum <= on <= p.slut_datum), None)

    def members(self, organ: str, on: date) -> tuple[Ledamot, ...]:
        """Those who are called to the body's meetings that day: presidium, ledamöter, ersättare."""
        found = [m for m in _in_force(self.ledamoter, on) if m.organ == organ and m.roll in SEATS]
        return tuple(sorted(found, key=lambda m: SEATS.index(m.roll)))

    def styrdokument_of(self, organ: str, on: date) -> tuple[Styrdokument, ...]:
        """The body's own governing documents in force that day."""
        return tuple(d for d in _in_force(self.styrdokument, on) if d.organ == organ)


def _in_force(entities: Iterable[Entity], on: date) -> Iterable[Entity]:
    return (entity for entity in entities if entity.in_force(on))


def _latest(entities: Iterable[Entity], on: date) -> Entity | None:
    return max(_in_force(entities, on), key=lambda entity: entity.giltig_fran, default=None)
