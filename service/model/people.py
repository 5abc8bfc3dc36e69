"""Who may do what: roles, and a person as the service knows them."""

from __future__ import annotations

from dataclasses import dataclass

from service.model.choices import Choice


class Role(Choice):
    """The roles; the first two are held for one body each."""

    HANDLAGGARE = "handlaggare", "Handläggare"
    NAMNDSEKRETERARE = "namndsekreterare", "Nämndsekreterare"
    KANSLI = "kansli", "Kansli"
    REGISTRATOR = "registrator", "Registrator"
    GRANSKARE = "granskare", "Granskare"
    LASARE = "lasare", "Läsare"
    ADMINISTRATOR = "administrator", "Administratör"


ROLES = {role.value: role for role in Role}
OF_ONE_ORGAN = frozenset({Role.HANDLAGGARE, Role.NAMNDSEKRETERARE})
MAYBE_OF_ONE_ORGAN = frozenset({Role.LASARE})
"""A reader of one body is its member or deputy, and reads also the internal edition of that body's released packets."""
CENTRAL = frozenset({Role.KANSLI, Role.REGISTRATOR, Role.GRANSKARE})
"""Who prepares fullmäktige's business: they see what a body has handed in."""


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody has; organ is empty for a role of the whole municipality."""

    role: Role
    organ: str = ""


def refusal_of_held(held: Held) -> tuple[str, str] | None:
    """Code and words of why a role cannot be held so; None when it can."""
    if held.role not in OF_ONE_ORGAN | MAYBE_OF_ONE_ORGAN and held.organ:
        return "not_used_here", f"Rollen {held.role.label.lower()} gäller hela kommunen, inte ett organ."
    if held.role in OF_ONE_ORGAN and not held.organ:
        return "missing_value", f"Rollen {held.role.label.lower()} gäller för ett organ, som saknas."
    return None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is logged in."""

    id: str
    username: str
    name: str
    held: frozenset[Held]

    @property
    def roles(self) -> frozenset[Role]:
        """The roles, whatever body they are held for."""
        return frozenset(one.role for one in self.held)

    @property
    def organs(self) -> frozenset[str]:
        """The bodies the person works for."""
        return frozenset(one.organ for one in self.held if one.role in OF_ONE_ORGAN)

    @property
    def member_of(self) -> frozenset[str]:
        """The bodies whose internal editions the person reads."""
        return frozenset(one.organ for one in self.held if one.role in MAYBE_OF_ONE_ORGAN and one.organ)

    def has(self, roles: frozenset[Role], organ: str) -> bool:
        """Whether the person has one of the roles, for that body where the role is held for one."""
        return any(
            one.role in roles and (one.role not in OF_ONE_ORGAN or one.organ == organ) for one in self.held
        )
