"""What a form lets people choose from the framework: every entity with its id, its name and what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from service.model.choices import Organtyp, Styrdokumenttyp
from service.model.form import CHOICE_SHOWN, Option
from service.model.framework import Framework
from service.model.ramverk import (
    Mandatperiod,
    Omvarldsanalys,
    Omvarldsdag,
    Omvarldsfaktor,
    Organ,
    Organmal,
    Riktningsmal,
    Styrdokument,
    Tillitsprincip,
    Uppdrag,
    Versioned,
)

GROUNDS = (Styrdokumenttyp.REGLEMENTE, Styrdokumenttyp.BOLAGSORDNING, Styrdokumenttyp.AGARDIREKTIV)
"""The documents that give a body its task (S:67-71)."""


def options_of(framework: Framework) -> dict[str, tuple[Option, ...]]:
    """Everything that can be chosen, whoever fills in the form and when: what a reader needs."""
    return {name: tuple(_option(one) for one in by_id.values()) for name, by_id in framework.lists().items()}


def options_for(framework: Framework, organ: Organ, on: date) -> dict[str, tuple[Option, ...]]:
    """What a body can choose on a day: what is in force, and of its own things only its own."""
    lists = framework.lists()
    chosen: dict[str, list[Versioned]] = {
        name: [one for one in by_id.values() if one.in_force(on)] for name, by_id in lists.items()
    }
    chosen["riktningsmal"] = list(framework.active_riktningsmal(on))
    chosen["omvarldsfaktorer"] = list(framework.active_omvarldsfaktorer(on))
    chosen["omvarldsanalyser"] = list(framework.omvarldsanalyser)
    chosen["organmal"] = [one for one in framework.organmal if one.organ == organ.id and one.in_force(on)]
    chosen["uppdrag"] = [one for one in framework.uppdrag if organ.id in one.till_organ and one.in_force(on)]
    chosen["styrdokument"] = [
        *(one for one in framework.styrdokument_of(organ.id, on) if one.typ in GROUNDS),
        *(one for one in framework.styrdokument_of(organ.id, on) if one.typ not in GROUNDS),
    ]
    if organ.typ is Organtyp.SEKTOR:
        chosen["organmal"] = chosen["uppdrag"] = []
    return {name: tuple(_option(one) for one in entities) for name, entities in chosen.items()}


def _option(entity: Versioned) -> Option:
    name, text = _WORDS.get(type(entity), _plain)(entity)
    label = f"{entity.id} – {' '.join(name.split())}" if name else entity.id
    return Option(entity.id, label if len(label) <= CHOICE_SHOWN else label[: CHOICE_SHOWN - 1] + "…", text)


def _plain(entity: Any) -> tuple[str, str]:
    return str(getattr(entity, "rubrik", "") or getattr(entity, "titel", "")), ""


def _mal(mal: Riktningsmal) -> tuple[str, str]:
    lines = [mal.text, f"Följs upp genom: {mal.foljs_upp_genom.label.lower()}."]
    lines += [
        f"Indikator: {one.namn}{f' ({one.enhet})' if one.enhet else ''}"
        + (f", målvärde {str(one.malvarde).replace('.', ',')}." if one.malvarde is not None else ".")
        for one in mal.indikatorer
    ]
    return mal.rubrik, "\n\n".join(lines)


def _uppdrag(uppdrag: Uppdrag) -> tuple[str, str]:
    kind = "Särskild satsning" if uppdrag.sarskild_satsning else "Uppdrag"
    facts = [
        f"{kind}, {uppdrag.period}" if uppdrag.period else kind,
        f"{uppdrag.medel_tkr} tkr" if uppdrag.medel_tkr is not None else "",
        uppdrag.beslutad_i,
        f"återrapporteras: {uppdrag.aterrapportering}" if uppdrag.aterrapportering else "",
    ]
    return uppdrag.text, "\n\n".join([uppdrag.text, "; ".join(filter(None, facts)).rstrip(".") + "."])


def _organmal(mal: Organmal) -> tuple[str, str]:
    indicators = [f"Indikator: {one.namn}." for one in mal.indikatorer]
    return mal.text, "\n\n".join([f"{mal.text} ({mal.period})", *indicators])


def _styrdokument(one: Styrdokument) -> tuple[str, str]:
    return one.titel, one.text


def _analys(one: Omvarldsanalys) -> tuple[str, str]:
    return f"Omvärldsanalys {one.ar}, version {one.version}", ""


def _dag(one: Omvarldsdag) -> tuple[str, str]:
    return f"Omvärldsdagen {one.datum.isoformat()}", ""


def _period(one: Mandatperiod) -> tuple[str, str]:
    return f"{one.start_datum.isoformat()} till {one.slut_datum.isoformat()}", ""


def _organ(one: Organ) -> tuple[str, str]:
    return one.namn, ""


def _faktor(one: Omvarldsfaktor) -> tuple[str, str]:
    return one.rubrik, one.beskrivning


def _princip(one: Tillitsprincip) -> tuple[str, str]:
    return one.rubrik, one.text


_WORDS: Mapping[type[Versioned], Callable[[Any], tuple[str, str]]] = {
    Riktningsmal: _mal,
    Uppdrag: _uppdrag,
    Organmal: _organmal,
    Styrdokument: _styrdokument,
    Omvarldsanalys: _analys,
    Omvarldsdag: _dag,
    Mandatperiod: _period,
    Organ: _organ,
    Omvarldsfaktor: _faktor,
    Tillitsprincip: _princip,
}
"""Name and text of each kind of entity."""
