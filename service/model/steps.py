"""A report's way from draft to archive: who may take which step, and what must be known by then (domain 2.2, 9.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.model.choices import Organtyp, Rapportstatus
from service.model.people import Role

UTKAST = Rapportstatus.UTKAST.value
ATERLAMNAD = "aterlamnad"
"""Handed back with a reason; the body works on it as on a draft, and the others keep seeing what was handed in."""
OPEN = frozenset({UTKAST, ATERLAMNAD})
"""The states in which the input may be changed."""

HANDED_OVER = frozenset(
    {Rapportstatus.OVERLAMNAD_KS.value, Rapportstatus.BEHANDLAD_KF.value, Rapportstatus.ARKIVERAD.value}
)
"""From here on the report has left its body and is a public document (TF 2:10)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step."""

    name: str
    label: str
    fran: frozenset[str]
    till: str
    roles: frozenset[Role]
    """Who may take it; a role held for one body counts for that body alone."""
    needs: Mapping[str, str]
    """What must be said with the step: field and its Swedish name."""
    needs_of_bolag: Mapping[str, str]
    """What a bolag's report needs beside that: it reaches KF by way of KS (KL 6:1, 6:9)."""


_BODY = frozenset({Role.HANDLAGGARE, Role.NAMNDSEKRETERARE})
_DECISION = {
    "datum": "Beslutsdatum",
    "paragraf": "Protokollets paragraf",
    "protokollsutdrag": "Protokollsutdraget (en fil)",
}

STEPS: tuple[Step, ...] = (
    Step("skicka_in", "Skicka in", OPEN, Rapportstatus.INSKICKAD.value, _BODY, {}, {}),
    Step("granska", "Granska", frozenset({Rapportstatus.INSKICKAD.value}), Rapportstatus.GRANSKAD.value,
         frozenset({Role.GRANSKARE, Role.KANSLI}), {}, {}),
    Step("besluta", "Besluta i nämnd", frozenset({Rapportstatus.GRANSKAD.value}),
         Rapportstatus.BESLUTAD_I_NAMND.value, frozenset({Role.NAMNDSEKRETERARE}), _DECISION, {}),
    Step("overlamna", "Överlämna till kommunstyrelsen", frozenset({Rapportstatus.BESLUTAD_I_NAMND.value}),
         Rapportstatus.OVERLAMNAD_KS.value, frozenset({Role.NAMNDSEKRETERARE, Role.REGISTRATOR}), {}, {}),
    Step("behandla", "Behandla i kommunfullmäktige", frozenset({Rapportstatus.OVERLAMNAD_KS.value}),
         Rapportstatus.BEHANDLAD_KF.value, frozenset({Role.KANSLI}),
         {"kf_datum": "Fullmäktiges datum", "kf_paragraf": "Fullmäktiges paragraf"},
         {"ks_datum": "Kommunstyrelsens datum", "ks_paragraf": "Kommunstyrelsens paragraf"}),
    Step("arkivera", "Arkivera", frozenset({Rapportstatus.BEHANDLAD_KF.value}),
         Rapportstatus.ARKIVERAD.value, frozenset({Role.REGISTRATOR}), {}, {}),
    Step("aterlamna", "Återlämna",
         frozenset({Rapportstatus.INSKICKAD.value, Rapportstatus.GRANSKAD.value,
                    Rapportstatus.BESLUTAD_I_NAMND.value, Rapportstatus.OVERLAMNAD_KS.value}),
         ATERLAMNAD, frozenset({Role.GRANSKARE, Role.KANSLI, Role.REGISTRATOR}), {"varfor": "Skälet"}, {}),
)  # fmt: skip
BY_NAME = {step.name: step for step in STEPS}
STATES: tuple[str, ...] = (*(one.value for one in Rapportstatus), ATERLAMNAD)


def needed(step: Step, organtyp: str) -> Mapping[str, str]:
    """What must be said when a report of such a body takes the step."""
    return {**step.needs, **step.needs_of_bolag} if organtyp == Organtyp.BOLAG.value else step.needs
