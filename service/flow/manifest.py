"""The manifest beside the packet: every declared document, with its pages, or why it is not there."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from service.assemble.report import PacketReport
from service.assemble.verify_alone import inner_links
from service.errors import Notice
from service.flow.editions import Edition
from service.flow.handlingar import NumberedHandling, is_attached, number_handlingar
from service.flow.published import sha256_of
from service.flow.readability import annex_shown
from service.flow.split import Piece
from service.model.choices import Rendition
from service.model.packet import PacketPlan, PacketSpec, PlannedPart

FORMAT = "samlad-manifest 1"


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
    """
    meeting = edition.desk.meeting
    versions = {one.numbered.key: one.report.template for one in edition.ready if one.report}
    identities = {one.numbered.key: one.numbered.handling.id for one in edition.ready}
    judged = {one.numbered.key: annex_shown(one.annex) for one in edition.ready if one.annex}
    if edition.rendition is Rendition.PUBLIK:
        notices, identities, judged = (), {}, {}
    links = inner_links(target.parent / packet_name).items()
    manifest = {
        "format": FORMAT,
        "utgava": edition.rendition.value,
        "paket": {
            "fil": packet_name,
            "sha256": written.sha256,
            "sidor": written.page_count,
            "bytes": written.size,
            "titel": spec.title,
            "sprak": spec.language,
            "organ": spec.author,
            "datum": meeting.sammantrade.datum.isoformat(),
            "skapad": spec.created.isoformat(),
        },
        "delar": [_part(planned, notices, versions, originals, identities, judged) for planned in plan.parts],
        "lankar": [{"sida": page, "till": goals} for page, goals in links],
        "delfiler": [_piece(piece) for piece in pieces],
        "ej_bifogade": [_left_out(one) for one in number_handlingar(meeting) if not is_attached(one)],
        "varningar": [_warning(notice) for notice in notices],
        "utokade_sidor": list(written.extended_pages),
        "delar_utan_taggar": list(written.untagged_parts),
        "skadade_delar": list(written.damaged_parts),
        "standarder": list(written.standards),
        "delar_utan_standard": written.unclaimed,
    }
    target.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _part(
    planned: PlannedPart,
    notices: Sequence[Notice],
    versions: Mapping[str, str],
    originals: Mapping[str, str],
    identities: Mapping[str, str],
    judged: Mapping[str, dict[str, Any]],
) -> dict[str, Any]:
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
        "pdf_sha256": sha256_of(part.pdf),
        "bokmarke": part.bookmark,
        "under": part.parent or "",
    }
    if part.source_sha256:
        shown["sha256"] = part.source_sha256
    if part.source_name:
        shown["kallfil"] = part.source_name
        shown["varningar"] = [_warning(n) for n in notices if n.source == part.source_name]
    if part.key in originals:
        shown["undertecknat_original"] = {"fil": originals[part.key], "sha256": part.source_sha256}
    if identities.get(part.key):
        shown["id"] = identities[part.key]
    if part.key in versions:
        shown["mall"] = versions[part.key]
    shown |= judged.get(part.key, {})
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
