"""Look at annexes before anybody builds a packet of them: can they be taken in, how, and who could read them?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from service.errors import BilagaRejected, Notice, Problem
from service.flow.annex import Annex
from service.flow.attach import bring_annex, settle_annexes
from service.flow.handlingar import AdmittedHandling, NumberedHandling
from service.flow.triage import open_triage
from service.flow.wiring import Workshop
from service.intake.gate import Admitted, admit
from service.model.choices import Arendetyp, Handlingstyp
from service.model.kallelse import Arende, Handling


@dataclass(frozen=True, slots=True)
class Examined:
    """One file: why it cannot be taken in, or what it would be in the packet."""

    name: str
    problems: tuple[Problem, ...] = ()
    annex: Annex | None = None
    notices: tuple[Notice, ...] = ()


def examine_files(
    paths: Sequence[Path], day: date, workshop: Workshop
) -> tuple[tuple[Examined, ...], tuple[Notice, ...]]:
    """Every file, as it would be taken into a packet of that day; and what there is to say of all of them.

    Raises:
        ToolError: a program that is needed is missing or fails.
    """
    found: list[Annex | Examined] = []
    with open_triage(workshop.settings) as triage:
        for number, path in enumerate(paths):
            admitted = admit(path, workshop.settings)
            if not isinstance(admitted, Admitted):
                found.append(Examined(path.name, admitted))
                continue
            try:
                found.append(bring_annex(_as_handling(admitted, number), day, triage, workshop))
            except BilagaRejected as fault:
                found.append(Examined(path.name, fault.problems))
        settled, together = settle_annexes([one for one in found if isinstance(one, Annex)], triage, workshop)
    annexes = iter(settled)
    examined = tuple(one if isinstance(one, Examined) else _examined(next(annexes)) for one in found)
    return examined, tuple(notice for notice in together if notice.code != "annexes_mended")


def _as_handling(admitted: Admitted, number: int) -> AdmittedHandling:
    """The file as it would stand in a meeting, alone under a matter of its own."""
    handling = Handling(
        handlingstyp=Handlingstyp.BILAGA, titel=admitted.path.stem, fil=str(admitted.path), forsattsblad=False
    )
    arende = Arende(
        ordning="1", rubrik=admitted.path.stem, arendetyp=Arendetyp.BESLUT, handlingar=(handling,)
    )
    return AdmittedHandling(NumberedHandling(arende, handling, number, f"filer[{number}]"), admitted)


def _examined(annex: Annex) -> Examined:
    return Examined(annex.name, annex=annex, notices=(*annex.one.content.notices, *annex.notices))
