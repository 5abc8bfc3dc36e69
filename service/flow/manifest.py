"""The manifest beside the packet: every declared document, with its pages, or why it is not there."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from service.assemble.report import PacketReport
from service.errors import Notice
from service.flow.editions import Edition
from service.flow.foredragningslista import agenda_of
from service.flow.handlingar import NumberedHandling, is_attached, number_handlingar
from service.flow.published import sha256_of
from service.flow.read_manifest import DIGEST, FORMAT, digest_of
from service.flow.readability import annex_shown
from service.flow.split import Piece
from service.model.choices import Rendition
from service.model.packet import PacketPlan, PacketSpec, PlannedPart


def write_manifest(
    target: Path,
    packet_name: str,
    written: PacketReport,
    spec: PacketSpec,
    plan: PacketPlan,
    edition: Edition,
    notices: Sequence[Notice],
    originals: Mapping[str, str],
    pieces: Sequence[Piece] = (),
    whole: PacketPlan | None = None,
) -> None:
    """Write the manifest as JSON.

    Args:
        target: where to write it.
        packet_name: the packet's file name; the packet lies beside the target.
        written: the finished packet in figures.
        spec: what was to be written.
        plan: where everything stands.
        edition: the edition; its meeting also says what was declared and is not attached.
        notices: everything that the officers should know. The public edition's readers get none of it: a notice
            may quote a file's name or what is inside it.
        originals: the signed files that stand beside the packet, by the part's key.
        pieces: the same packet in several files.
        whole: the plan of the whole packet, when this is a supplement.
    """
    meeting = edition.desk.meeting
    lines = partial(_lines, edition=edition, originals=originals)
    if edition.rendition is Rendition.PUBLIK:
        notices = ()
    all_lines = lines(whole or plan, notices=notices)
    manifest = {
        "format": FORMAT,
        "utgava": edition.rendition.value,
        "sammantrade": {
            "organ": meeting.sammantrade.organ,
            "datum": meeting.sammantrade.datum.isoformat(),
            "diarienummer": meeting.kallelse.diarienummer,
        },
        "utskick": _dispatch(edition, all_lines, is_supplement=whole is not None),
        "paket": {
            "fil": packet_name,
            "sha256": written.sha256,
            "sidor": written.page_count,
            "hogsta_sidnummer": plan.printed_count,
            "bytes": written.size,
            "titel": spec.title,
            "sprak": spec.language,
            "organ": spec.author,
            "datum": meeting.sammantrade.datum.isoformat(),
            "skapad": spec.created.isoformat(),
        },
        "foredragningslista": agenda_of(meeting),
        "delar": lines(plan, notices=notices) if whole else all_lines,
        **({"hela": all_lines} if whole else {}),
        "lankar": [{"sida": page, "till": goals} for page, goals in written.links.items()],
        "delfiler": [_piece(piece) for piece in pieces],
        "ej_bifogade": [_left_out(one) for one in number_handlingar(meeting) if not is_attached(one)],
        "varningar": [_warning(notice) for notice in notices],
        "utokade_sidor": list(written.extended_pages),
        "delar_utan_taggar": list(written.untagged_parts),
        "skadade_delar": list(written.damaged_parts),
        "standarder": list(written.standards),
        "delar_utan_standard": written.unclaimed,
    }
    manifest[DIGEST] = digest_of(manifest)
    target.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _dispatch(edition: Edition, lines: Sequence[Mapping[str, Any]], *, is_supplement: bool) -> dict[str, Any]:
    """Which dispatch of the meeting it is, and which ones went before."""
    meeting, dispatch = edition.desk.meeting, edition.desk.dispatch
    earlier: list[dict[str, Any]] = []
    number = 1
    if dispatch is not None:
        sent = dispatch.sent.manifests[edition.rendition]
        day = dispatch.sent.day.isoformat() if dispatch.sent.day else ""
        told = {
            "nummer": sent.number,
            "datum": day,
            "snapshot_sha256": sent.raw["utskick"]["snapshot_sha256"],
        }
        earlier, number = [*sent.raw["utskick"]["efter"], told], dispatch.number
    kept = {
        "utgava": edition.rendition.value,
        "nummer": number,
        "foredragningslista": agenda_of(meeting),
        "delar": [[one["nyckel"], one["slag"], one["sidetiketter"], one.get("sha256", "")] for one in lines],
    }
    return {
        "nummer": number,
        "slag": meeting.kallelse.slag.value,
        "datum": meeting.kallelse.datum.isoformat() if meeting.kallelse.datum else "",
        "omfattning": "tillagg" if is_supplement else "hela",
        "efter": earlier,
        # The same in the supplement and in the whole packet: either of them is the record of the dispatch.
        "snapshot_sha256": digest_of(kept),
    }


def _lines(
    plan: PacketPlan, *, edition: Edition, originals: Mapping[str, str], notices: Sequence[Notice]
) -> list[dict[str, Any]]:
    """What is said of every part."""
    ready = {one.numbered.key: one for one in edition.ready}
    is_open = edition.rendition is Rendition.PUBLIK
    lines: list[dict[str, Any]] = []
    for planned in plan.parts:
        part = planned.part
        line = {**_part(planned, notices), **edition.told.get(part.key, {})}
        if part.key in originals:
            line["undertecknat_original"] = {"fil": originals[part.key], "sha256": part.source_sha256}
        if found := ready.get(part.key):
            if found.report:
                line["mall"] = found.report.template
                line["gjord_av"] = dict(found.report.made_by)
            if found.annex and not is_open:
                line |= annex_shown(found.annex)
        lines.append(line)
    return lines


def _part(planned: PlannedPart, notices: Sequence[Notice]) -> dict[str, Any]:
    part = planned.part
    shown: dict[str, Any] = {
        "nyckel": part.key,
        "slag": part.kind.value,
        "nummer": part.label,
        "titel": part.title,
        "diarienummer": part.diarienummer,
        "fran": planned.first_page,
        "till": planned.last_page,
        "sidor": planned.page_count,
        "sidetiketter": list(planned.page_labels),
        "pdf_sha256": sha256_of(part.pdf),
        "bokmarke": part.bookmark,
        "under": part.parent or "",
    }
    if part.mark:
        shown["markning"] = part.mark
    if part.source_sha256:
        shown["sha256"] = part.source_sha256
    if part.source_name:
        shown["kallfil"] = part.source_name
        shown["varningar"] = [_warning(n) for n in notices if n.source == part.source_name]
    if part.replaces:
        shown["ersatter"] = {key: list(labels) for key, labels in part.replaces.items()}
    return shown


def _piece(piece: Piece) -> dict[str, Any]:
    return {
        "fil": piece.path.name,
        "sha256": piece.sha256,
        "bytes": piece.size,
        "titel": piece.title,
        "fran": piece.first_page,
        "till": piece.last_page,
        "sidor": piece.page_count,
        "delar": list(piece.keys),
    }


def _left_out(one: NumberedHandling) -> dict[str, str]:
    why = "Ärendet utgår." if one.arende.utgar else one.handling.bifogas_inte_orsak
    return {
        "nummer": one.label,
        "titel": one.handling.titel,
        "diarienummer": one.diarienummer,
        "orsak": why,
    }


def _warning(notice: Notice) -> dict[str, str]:
    return {"kod": notice.code, "text": notice.message, "plats": notice.path, "fil": notice.source}
