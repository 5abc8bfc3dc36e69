"""The public agenda as a small website: from the public meeting alone, with links into the public packet.

Nothing is read here but the meeting as the public edition tells it, and the public edition's own manifest.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from service.clock import STOCKHOLM
from service.errors import InvalidInput, Problem
from service.fill.agenda.calendar import meeting_calendar
from service.fill.agenda.data import SCHEMA, SCHEMA_NAME, agenda_data
from service.fill.agenda.pages import arende_page, index_page
from service.flow.handlingar import NumberedHandling, number_handlingar, require_handlingar
from service.flow.meeting import arende_key
from service.flow.public import HANDLING_WITHHELD, public_meeting, stand_ins
from service.flow.publicera_paket import CHANGED, NEW, Packets, read_packets
from service.flow.publicering_beslut import lift_out, lifted_places, read_decisions
from service.flow.published import Delivery, Staging
from service.flow.read import Reader, ReadFile
from service.model.choices import Publicering, Sammantradesstatus
from service.model.framework import Framework
from service.model.kallelse import Arende, Kallelse
from service.model.packet import PlannedPart
from service.model.publicering import Publiceringsbeslut

Context = dict[str, Any]
_CHANGES = {NEW: ("ny", "nya"), CHANGED: ("ändrad", "ändrade")}
_Places = Mapping[str, tuple[PlannedPart, str]]


def publish_agenda(path: Path, target: Path, reader: Reader, manifests: Sequence[Path] = ()) -> Delivery:
    """Write the agenda as HTML, JSON and iCalendar; with the packets beside it whose manifests are given.

    Args:
        path: the meeting file.
        target: the folder for the pages.
        reader: reads input files.
        manifests: the public edition's manifests, its packet beside each: the latest dispatch's, and when that is a
            supplement those of the dispatches that it follows.

    Raises:
        InputError: the meeting has faults, or a manifest is not a public one of this meeting.
    """
    file = reader.read(path)
    if not isinstance(file.model, Kallelse):
        raise InvalidInput(
            Problem(
                "not_a_meeting",
                f"Filen ”{path.name}” är inte ett sammanträde.",
                "dokumenttyp",
                "Ange mötesfilen, vars dokumenttyp är kallelse.",
                path.name,
            )
        )
    shown = public_meeting(_without_lifted(file, reader))
    packets = read_packets(manifests, shown, reader)
    context = agenda_context(shown, file.framework, packets)
    with Staging(target) as staging:
        pages = {"index.html": index_page(context)}
        pages |= {one["fil"]: arende_page(context, at) for at, one in enumerate(context["arenden"])}
        for name, page in pages.items():
            staging.add(name).write_text(page, encoding="utf-8")
        for name, data in (("foredragningslista.json", agenda_data(context)), (SCHEMA_NAME, SCHEMA)):
            text = json.dumps(data, ensure_ascii=False, indent=1)
            staging.add(name).write_text(text + "\n", encoding="utf-8")
        staging.add("sammantrade.ics").write_bytes(meeting_calendar(context, _settled(file.model)))
        if packets is None:
            return staging.publish(file.notices)
        for source, manifest in zip(packets.files, packets.manifests, strict=True):
            shutil.copyfile(source, staging.add(source.name, pages=manifest.page_count))
        return staging.publish((*file.notices, *packets.notices()))


def agenda_context(meeting: Kallelse, framework: Framework, packets: Packets | None) -> Context:
    """All that the pages say.

    Args:
        meeting: the meeting as the public edition tells it.
        framework: for the names of body and municipality.
        packets: the public edition's packets, for the places in them.
    """
    held, called = meeting.sammantrade, meeting.kallelse
    organ = framework.find_organ(held.organ)
    places, changes = (packets.places(), packets.changes()) if packets else ({}, {})
    files = _files(packets) if packets else []
    numbered = list(number_handlingar(meeting))
    return {
        "kommun": framework.kommun.namn,
        "vard": urlsplit(framework.kommun.webbplats).hostname or "samlad.invalid",
        "organ": organ.namn if organ else held.organ,
        "organ_id": held.organ,
        "slag": called.slag.label,
        "version": called.version,
        "utskicksdag": called.datum,
        "datum": held.datum,
        "tid_start": held.tid_start,
        "tid_slut": held.tid_slut,
        "plats": held.plats,
        "ordforande": held.ordforande,
        "sekreterare": held.sekreterare,
        "webb_tv_url": held.webb_tv_url,
        "installt": held.status is Sammantradesstatus.INSTALLT,
        "paket": files[0] if files else None,
        "tidigare_paket": files[1:],
        "arenden": [
            _arende(one, [n for n in numbered if n.arende is one], places, changes) for one in meeting.arenden
        ],
    }


def _files(packets: Packets) -> list[Context]:
    return [
        {
            "fil": file.name,
            "lank": quote(file.name),
            "sidor": one.page_count,
            "sha256": one.sha256,
            "utskick": one.number,
            "omfattning": one.raw["utskick"]["omfattning"],
        }
        for one, file in zip(packets.manifests, packets.files, strict=True)
    ]


def _arende(
    one: Arende, documents: list[NumberedHandling], places: _Places, changes: Mapping[str, str]
) -> Context:
    rows = [_handling(document, places, changes) for document in documents]
    count = len(rows)
    told = [
        one.diarienummer,
        f"{count} {'handling' if count == 1 else 'handlingar'}" if count else "",
        *(_counted(rows, change, *words) for change, words in _CHANGES.items()),
    ]
    return {
        "fil": f"arende-{one.ordning.lower()}.html",
        "rad": ", ".join(filter(None, told)),
        "ordning": one.ordning,
        "rubrik": one.rubrik,
        "diarienummer": one.diarienummer,
        "arendetyp": one.arendetyp.label,
        "vackt_av": one.vackt_av.label if one.vackt_av else "",
        "tid_fran": one.tid_slot.fran if one.tid_slot else None,
        "tid_till": one.tid_slot.till if one.tid_slot else None,
        "bradskande": one.bradskande,
        "stangda_dorrar": one.stangda_dorrar,
        "utgar": one.utgar,
        "utgar_datum": one.utgar_datum,
        "utgar_orsak": one.utgar_orsak,
        "sammanfattning": one.sammanfattning,
        "arendet": one.arendet,
        "ekonomiska_konsekvenser": one.ekonomiska_konsekvenser,
        "forslag": [{"organ": told.organ, "punkter": list(told.punkter)} for told in one.forslag_till_beslut],
        "beredning": [
            {"organ": step.organ, "datum": step.datum, "paragraf": step.paragraf, "beslut": step.beslut}
            for step in one.beredning
        ],
        "beredningsundantag": one.beredningsundantag,
        "handlingar": rows,
        "andring": changes.get(arende_key(one), ""),
        **_place(places.get(arende_key(one))),
    }


def _counted(rows: list[Context], change: str, one: str, many: str) -> str:
    count = sum(row["andring"] == change for row in rows)
    return f"{count} {one if count == 1 else many}" if count else ""


def _handling(document: NumberedHandling, places: _Places, changes: Mapping[str, str]) -> Context:
    one = document.handling
    own = places.get(document.key)
    first, last = (own[0].page_labels[0], own[0].page_labels[-1]) if own else ("", "")
    return {
        "nummer": document.label,
        "titel": one.titel,
        "handlingstyp": one.handlingstyp.label,
        "datum": one.datum,
        "varfor": _why(document),
        "sidor": first if first == last else f"{first}–{last}",
        "lank": _place(places.get(document.first_key) or own)["lank"],
        "andring": changes.get(document.key, ""),
    }


def _why(document: NumberedHandling) -> str:
    """Why a document is not there to be read, as far as it is said openly."""
    one = document.handling
    ground = f" ({one.sekretess.bestammelse})" if one.sekretess and one.sekretess.bestammelse else ""
    if one.publiceras is Publicering.NEJ:
        return f"{HANDLING_WITHHELD}{ground}."
    if not one.bifogas_kallelsen:
        reason = f": {one.bifogas_inte_orsak}" if one.bifogas_inte_orsak else ""
        return f"Handlingen bifogas inte{reason}".rstrip(".") + "."
    return f"Publiceras maskad{ground}." if ground else ""


def _place(found: tuple[PlannedPart, str] | None) -> dict[str, str]:
    if found is None:
        return {"sida": "", "lank": ""}
    part, packet = found
    return {"sida": part.page_labels[0], "lank": f"{quote(packet)}#page={part.first_page}"}


def _settled(meeting: Kallelse) -> datetime:
    """When the agenda was settled, else noon of the day it went out or is dealt with."""
    settled = meeting.kallelse.faststalld_av_ordforande
    day = meeting.kallelse.datum or meeting.sammantrade.datum
    return settled.tid if settled else datetime.combine(day, time(12), STOCKHOLM)


def _without_lifted(file: ReadFile, reader: Reader) -> Kallelse:
    """The meeting in which what somebody has decided to lift out of the public edition is withheld."""
    model: Kallelse = file.model
    decisions = read_decisions(file.path.parent, reader.settings)
    if not any(one.beslut is Publiceringsbeslut.LYFT_UT for one in decisions.beslut):
        return model
    admitted, _ = require_handlingar(file, reader, stand_ins(model))
    return lift_out(model, lifted_places(model, admitted, decisions))
