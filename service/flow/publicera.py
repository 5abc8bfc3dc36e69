"""The public agenda as a small website: from the public meeting alone, with links into the public packet.

Nothing is read here but the meeting as the public edition tells it, and the public edition's own manifest.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from service.clock import STOCKHOLM
from service.errors import InvalidInput, Problem
from service.fill.agenda.calendar import meeting_calendar
from service.fill.agenda.data import SCHEMA, SCHEMA_NAME, agenda_data
from service.fill.agenda.pages import arende_page, index_page
from service.flow.foredragningslista import agenda_of
from service.flow.handlingar import NumberedHandling, number_handlingar, require_handlingar
from service.flow.meeting import arende_key
from service.flow.public import HANDLING_WITHHELD, public_meeting, stand_ins
from service.flow.publicering_beslut import lift_out, lifted_places, read_decisions
from service.flow.published import Delivery, Staging, sha256_of
from service.flow.read import Reader, ReadFile
from service.flow.read_manifest import Manifest, read_manifest
from service.model.choices import Publicering, Rendition, Sammantradesstatus
from service.model.framework import Framework
from service.model.kallelse import Arende, Kallelse
from service.model.packet import PlannedPart
from service.model.publicering import Publiceringsbeslut

MANIFEST, PACKET = ".manifest.json", ".pdf"
Context = dict[str, Any]


def publish_agenda(path: Path, target: Path, reader: Reader, manifest: Path | None = None) -> Delivery:
    """Write the agenda as HTML, JSON and iCalendar; with the packet beside it when its manifest is given.

    Args:
        path: the meeting file.
        target: the folder for the pages.
        reader: reads input files.
        manifest: the public edition's manifest; its packet lies beside it.

    Raises:
        InputError: the meeting has faults, or the manifest is not the public one of this meeting.
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
    packet = _packet(manifest, shown, reader) if manifest else None
    context = agenda_context(shown, file.framework, packet)
    with Staging(target) as staging:
        pages = {"index.html": index_page(context)}
        pages |= {one["fil"]: arende_page(context, at) for at, one in enumerate(context["arenden"])}
        for name, page in pages.items():
            staging.add(name).write_text(page, encoding="utf-8")
        for name, data in (("foredragningslista.json", agenda_data(context)), (SCHEMA_NAME, SCHEMA)):
            text = json.dumps(data, ensure_ascii=False, indent=1)
            staging.add(name).write_text(text + "\n", encoding="utf-8")
        staging.add("sammantrade.ics").write_bytes(meeting_calendar(context, _settled(file.model)))
        if packet is not None and manifest is not None:
            source = _packet_file(manifest)
            shutil.copyfile(source, staging.add(source.name, pages=packet.page_count))
        return staging.publish(file.notices)


def agenda_context(meeting: Kallelse, framework: Framework, packet: Manifest | None) -> Context:
    """All that the pages say.

    Args:
        meeting: the meeting as the public edition tells it.
        framework: for the names of body and municipality.
        packet: the public edition's manifest, for the places in its PDF.
    """
    held, called = meeting.sammantrade, meeting.kallelse
    organ = framework.find_organ(held.organ)
    places = {one.part.key: one for one in packet.plan.parts} if packet else {}
    name = f"{packet.name.removesuffix(MANIFEST)}{PACKET}" if packet else ""
    numbered = list(number_handlingar(meeting))
    return {
        "kommun": framework.kommun.namn,
        "vard": urlsplit(framework.kommun.webbplats).hostname or "samlad.invalid",
        "organ": organ.namn if organ else held.organ,
        "organ_id": held.organ,
        "slag": called.slag.label,
        "version": called.version,
        "datum": held.datum,
        "tid_start": held.tid_start,
        "tid_slut": held.tid_slut,
        "plats": held.plats,
        "ordforande": held.ordforande,
        "sekreterare": held.sekreterare,
        "webb_tv_url": held.webb_tv_url,
        "installt": held.status is Sammantradesstatus.INSTALLT,
        "paket": {"fil": name, "lank": quote(name), "sidor": packet.page_count, "sha256": packet.sha256}
        if packet
        else None,
        "arenden": [
            _arende(one, [n for n in numbered if n.arende is one], places, name) for one in meeting.arenden
        ],
    }


def _arende(
    one: Arende, documents: list[NumberedHandling], places: Mapping[str, PlannedPart], packet: str
) -> Context:
    rows = [_handling(document, places, packet) for document in documents]
    count = len(rows)
    told = [
        one.diarienummer,
        f"{count} {'handling' if count == 1 else 'handlingar'}" if count else "",
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
        **_place(places.get(arende_key(one)), packet),
    }


def _handling(document: NumberedHandling, places: Mapping[str, PlannedPart], packet: str) -> Context:
    one = document.handling
    own = places.get(document.key)
    first, last = (own.page_labels[0], own.page_labels[-1]) if own else ("", "")
    return {
        "nummer": document.label,
        "titel": one.titel,
        "handlingstyp": one.handlingstyp.label,
        "datum": one.datum,
        "varfor": _why(document),
        "sidor": first if first == last else f"{first}–{last}",
        "lank": _place(places.get(document.first_key) or own, packet)["lank"],
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


def _place(part: PlannedPart | None, packet: str) -> dict[str, str]:
    if part is None:
        return {"sida": "", "lank": ""}
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


def _packet(path: Path, meeting: Kallelse, reader: Reader) -> Manifest:
    """The public edition's manifest, when it is that of this meeting and of the packet beside it."""
    manifest = read_manifest(path, reader.settings)
    if manifest.rendition is not Rendition.PUBLIK:
        raise InvalidInput(
            Problem(
                "not_public",
                f"Manifestet ”{path.name}” är den interna utgåvans.",
                "--manifest",
                "Ange den offentliga utgåvans manifest; dess namn slutar på -publik.manifest.json.",
            )
        )
    source = _packet_file(path)
    if not source.is_file() or sha256_of(source) != manifest.sha256 or not manifest.intact:
        raise InvalidInput(
            Problem(
                "packet_differs",
                f"Paketet ”{source.name}” saknas bredvid manifestet, eller är inte det som manifestet gäller.",
                "--manifest",
                "Lägg paketet och manifestet som de skrevs i samma mapp.",
            )
        )
    if manifest.raw["foredragningslista"] != agenda_of(meeting):
        raise InvalidInput(
            Problem(
                "packet_outdated",
                f"Föredragningslistan i ”{path.name}” är inte mötesfilens; länkarna skulle leda fel.",
                "--manifest",
                "Sammanställ paketet på nytt, eller ange manifestet för det senaste utskicket.",
            )
        )
    return manifest


def _packet_file(manifest: Path) -> Path:
    return manifest.with_name(manifest.name.removesuffix(MANIFEST) + PACKET)
