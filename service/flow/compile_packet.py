"""The packet of a meeting: read → let in → make → cover sheets → page numbers → merge → manifest, for each edition."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path

from service.assemble.packet import write_packet
from service.errors import InvalidInput, Notice, Problem
from service.flow.attach import Attached, attach_handlingar
from service.flow.build import stage_report
from service.flow.editions import Edition, lay_out_edition, settle_editions
from service.flow.handlingar import is_attached, require_handlingar
from service.flow.manifest import write_manifest
from service.flow.public import looks_different, public_meeting, stand_ins
from service.flow.published import Delivery, Staging
from service.flow.read import Reader
from service.flow.sheets import FOREDRAGNINGSLISTA, Desk, lay_out
from service.flow.split import MEGABYTE, Piece, write_pieces
from service.flow.standards import standard_notices
from service.flow.wiring import Workshop
from service.flow.withheld import publish_handlingar, renumber
from service.model.choices import Rendition
from service.model.packet import Anchor, PacketPlan, PacketSpec

INTERN_ONLY = (Rendition.INTERN,)


def compile_packet(
    path: Path,
    target: Path,
    reader: Reader,
    workshop: Workshop,
    renditions: Sequence[Rendition] = INTERN_ONLY,
    piece_mb: float = 0,
) -> Delivery:
    """Put a meeting's packet together and write it with its manifest and its reports.

    Args:
        path: the meeting file.
        target: the folder for what is made.
        reader: reads input files.
        workshop: settings, converter, progress.
        renditions: the editions that are wanted; whichever they are, their pages have the same numbers.
        piece_mb: how large a file may be into which the packet is also split; 0 when it is not split.

    Raises:
        InputError: with every fault of the meeting file, its reports and its annexes.
        TemplateError, ToolError, AssemblyError: as said in their classes. Nothing is written then.
    """
    desk = lay_out(reader.read(path), workshop)
    public = Rendition.PUBLIK in renditions
    admitted, notices = require_handlingar(desk.file, reader, stand_ins(desk.meeting) if public else ())
    attached = attach_handlingar(desk.meeting, admitted, workshop)
    notices = (*desk.file.notices, *notices, *attached.notices)
    editions = _editions(desk, attached, workshop, public=public)
    paged = settle_editions(editions)
    _refuse_too_long(paged[0].plan, workshop.settings.max_sidor_paket)
    with Staging(target) as staging:
        wanted = [
            (edition, one.plan)
            for edition, one in zip(editions, paged, strict=True)
            if edition.rendition in renditions
        ]
        _stage_reports([edition for edition, _ in wanted], staging)
        told = [_stage_packet(edition, plan, notices, staging, piece_mb) for edition, plan in wanted]
        return staging.publish((*notices, *chain.from_iterable(told)))


def _editions(desk: Desk, attached: Attached, workshop: Workshop, *, public: bool) -> list[Edition]:
    """The internal edition first; the public one too when it is wanted, or can decide a page's number.

    Who sends out the internal edition today can publish the other one tomorrow, under the same numbers.
    """
    ready = [one for one in attached.ready if is_attached(one.numbered)]
    editions = [lay_out_edition(Rendition.INTERN, desk, ready)]
    if public or looks_different(desk.meeting):
        file = replace(desk.file, model=public_meeting(desk.file.model))
        open_desk = lay_out(file, workshop)
        shown = (
            publish_handlingar(attached.ready, desk.meeting, open_desk)
            if public
            else renumber(ready, open_desk)
        )
        editions.append(lay_out_edition(Rendition.PUBLIK, open_desk, shown))
    return editions


def _stage_reports(editions: Sequence[Edition], staging: Staging) -> None:
    """The reports of the editions that are wanted, each once: what is withheld from them is not among them."""
    reports = (one.report for edition in editions for one in edition.ready if one.report is not None)
    for report in dict.fromkeys(reports):
        stage_report(report, ("docx", "pdf"), staging)


def _stage_packet(
    edition: Edition, plan: PacketPlan, notices: Sequence[Notice], staging: Staging, piece_mb: float
) -> tuple[Notice, ...]:
    """Stage one edition with its manifest; returns what there is to say about the packet itself."""
    workshop = edition.desk.workshop
    stem = packet_stem(edition)
    spec = packet_spec(edition, plan)
    packet = staging.add(f"{stem}.pdf", pages=plan.page_count)
    written = write_packet(spec, plan, packet, partial(_progress, workshop))
    told = standard_notices(written, plan, packet.name)
    pieces, more = _stage_pieces(spec, plan, packet, piece_mb, workshop, staging)
    told = (*told, *more)
    originals = _stage_originals(edition, stem, staging)
    manifest = staging.add(f"{stem}.manifest.json")
    write_manifest(manifest, packet.name, written, spec, plan, edition, (*notices, *told), originals, pieces)
    return told


def _stage_pieces(
    spec: PacketSpec, plan: PacketPlan, packet: Path, piece_mb: float, workshop: Workshop, staging: Staging
) -> tuple[tuple[Piece, ...], tuple[Notice, ...]]:
    """The same packet in several files, when that is wanted."""
    if not piece_mb:
        return (), ()
    progress = partial(_progress, workshop)
    pieces, told = write_pieces(spec, plan, packet, piece_mb * MEGABYTE, workshop.folder, progress)
    for piece in pieces:
        shutil.move(piece.path, staging.add(piece.path.name, pages=piece.page_count))
    return pieces, told


def _stage_originals(edition: Edition, stem: str, staging: Staging) -> dict[str, str]:
    """The signed files as they came, beside the internal edition; returns their names by the part's key.

    The public edition has none: nobody has looked at what else such a file holds.
    """
    names: dict[str, str] = {}
    for one in edition.ready:
        if one.signed_original is not None and edition.rendition is Rendition.INTERN:
            name = f"{stem}.bilaga-{one.numbered.number}.undertecknad.pdf"
            shutil.copyfile(one.signed_original, staging.add(name))
            names[one.numbered.key] = name
    return names


def packet_spec(edition: Edition, plan: PacketPlan) -> PacketSpec:
    """What the finished file says about itself, and the parts in it."""
    properties = edition.desk.properties
    open_to_all = edition.rendition is Rendition.PUBLIK
    return PacketSpec(
        title=f"{properties.title}, offentlig utgåva" if open_to_all else properties.title,
        author=properties.author,
        subject=properties.subject,
        keywords=tuple(filter(None, [properties.keywords])),
        created=properties.created,
        parts=tuple(planned.part for planned in plan.parts),
        anchors=(Anchor(FOREDRAGNINGSLISTA, "kallelse", "Föredragningslista"),),
    )


def packet_stem(edition: Edition) -> str:
    """Name of the packet's files: `kf-2026-12-14`, and `kf-2026-12-14-publik` for the public edition."""
    meeting = edition.desk.meeting.sammantrade
    organ = edition.desk.file.framework.find_organ(meeting.organ)
    code = organ.kod if organ else meeting.organ
    stem = f"{code.lower()}-{meeting.datum.isoformat()}"
    return f"{stem}-publik" if edition.rendition is Rendition.PUBLIK else stem


def _progress(workshop: Workshop, phase: str, done: int, total: int) -> None:
    workshop.progress(phase.capitalize(), done, total, "")


def _refuse_too_long(plan: PacketPlan, limit: int) -> None:
    if plan.page_count > limit:
        raise InvalidInput(
            Problem(
                "packet_too_long",
                f"Paketet får {plan.page_count} sidor; gränsen är {limit}.",
                remedy="Dela sammanträdets handlingar, eller be driften höja gränsen.",
            )
        )
