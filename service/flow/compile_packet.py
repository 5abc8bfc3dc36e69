"""The packet of a meeting: read → let in → make → cover sheets → page numbers → merge → manifest, for each edition."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path

from service.assemble.packet import write_packet
from service.errors import InputError, InvalidInput, Notice, Problem
from service.flow.attach import Attached, attach_handlingar, sha256_of_input
from service.flow.build import stage_report
from service.flow.dispatch import Dispatch
from service.flow.document import open_memory
from service.flow.editions import Edition, lay_out_edition, settle_editions
from service.flow.follow_up import FollowUp, PacketFile, Scope, dispatch_notices, unnamed_dispatch
from service.flow.handlingar import (
    AdmittedHandling,
    is_attached,
    number_handlingar,
    require_handlingar,
)
from service.flow.manifest import write_manifest
from service.flow.public import looks_different, public_meeting, stand_ins
from service.flow.publicering import count_released, release
from service.flow.publicering_beslut import lift_out, lifted_places, read_decisions
from service.flow.published import Delivery, Staging
from service.flow.quoting import refuse_withheld_quotes
from service.flow.read import Reader, ReadFile
from service.flow.sent import read_sent
from service.flow.sheets import FOREDRAGNINGSLISTA, Desk, lay_out
from service.flow.split import MEGABYTE, Piece, write_pieces
from service.flow.standards import standard_notices
from service.flow.supplement import lay_out_supplement
from service.flow.wiring import Workshop
from service.flow.withheld import count_handlingar, publish_handlingar
from service.model.choices import Rendition
from service.model.packet import Anchor, PacketPlan, PacketSpec
from service.model.publicering import Beslutslista

INTERN_ONLY = (Rendition.INTERN,)


def compile_packet(
    path: Path,
    target: Path,
    reader: Reader,
    workshop: Workshop,
    renditions: Sequence[Rendition] = INTERN_ONLY,
    piece_mb: float = 0,
    follow: FollowUp | None = None,
) -> Delivery:
    """Put a meeting's packet together and write it with its manifest and its reports.

    Args:
        path: the meeting file.
        target: the folder for what is made.
        reader: reads input files.
        workshop: settings, converter, progress.
        renditions: the editions that are wanted; whichever they are, their pages have the same numbers.
        piece_mb: how large a file may be into which the packet is also split; 0 when it is not split.
        follow: how to follow up a dispatch that has gone out; the meeting file alone may name one, too.

    Raises:
        InputError: with every fault of the meeting file, its reports and its annexes.
        TemplateError, ToolError, AssemblyError: as said in their classes. Nothing is written then.
    """
    desk, told = _open_desk(reader.read(path), renditions, workshop, follow or FollowUp())
    public = Rendition.PUBLIK in renditions
    decisions = read_decisions(path.parent, workshop.settings)
    desk, attached = _bring_documents(desk, reader, decisions, public=public)
    editions, released = _editions(desk, attached, decisions, public=public)
    notices = (*desk.file.notices, *told, *attached.notices, *released)
    paged = settle_editions(editions)
    _refuse_too_long(paged[0].plan, workshop.settings.max_sidor_paket)
    with Staging(target) as staging:
        wanted = [
            (edition, one.plan)
            for edition, one in zip(editions, paged, strict=True)
            if edition.rendition in renditions
        ]
        files = [file for edition, plan in wanted for file in _files(edition, plan, follow or FollowUp())]
        _stage_reports(files, staging)
        more = [_stage_packet(file, notices, staging, piece_mb) for file in files]
        changed = [notice for edition, plan in wanted for notice in dispatch_notices(edition, plan)]
        return staging.publish((*notices, *changed, *chain.from_iterable(more)))


def _open_desk(
    file: ReadFile, renditions: Sequence[Rendition], workshop: Workshop, follow: FollowUp
) -> tuple[Desk, tuple[Notice, ...]]:
    """Begin on a meeting; with what was sent out before, when something was."""
    desk = lay_out(file, workshop)
    sent = read_sent(follow.manifests, file, renditions, workshop.settings)
    if sent is None:
        follow.refuse_without_sent()
        return desk, unnamed_dispatch(desk.meeting)
    return replace(desk, dispatch=Dispatch(sent, late_last=follow.late_last)), ()


def _bring_documents(
    desk: Desk, reader: Reader, decisions: Beslutslista, *, public: bool
) -> tuple[Desk, Attached]:
    """The documents as PDF, and the desk as the decisions about publication leave it.

    Those that stand in for others are brought for the internal edition alone too, for they decide how many pages
    the public one has; but no fault of theirs hinders it.
    """
    masked = stand_ins(desk.meeting)
    try:
        return _bring(desk, reader, decisions, masked)
    except InputError:
        if public or not masked:
            raise
    return _bring(desk, reader, decisions, frozenset())


def _bring(
    desk: Desk, reader: Reader, decisions: Beslutslista, also: frozenset[str]
) -> tuple[Desk, Attached]:
    admitted, notices = require_handlingar(desk.file, reader, also)
    desk, admitted = _settle_desk(desk, admitted, decisions)
    refuse_withheld_quotes(admitted)
    attached = attach_handlingar(desk.meeting, admitted, desk.workshop)
    return desk, replace(attached, notices=(*notices, *attached.notices))


def _settle_desk(
    desk: Desk, admitted: Sequence[AdmittedHandling], decisions: Beslutslista
) -> tuple[Desk, tuple[AdmittedHandling, ...]]:
    """The desk as decisions about publication leave it: without what is lifted out of the public edition."""
    places = lifted_places(desk.meeting, admitted, decisions)
    masks = any(decisions.masked(sha256_of_input(one)) for one in admitted)
    if not places:
        return replace(desk, masks=masks), tuple(admitted)
    file = replace(desk.file, model=lift_out(desk.file.model, places))
    desk = replace(desk, file=file, meeting=lift_out(desk.meeting, places), masks=masks)
    again = {one.path: one for one in number_handlingar(desk.meeting)}
    return desk, tuple(replace(one, numbered=again[one.numbered.path]) for one in admitted)


def _files(edition: Edition, plan: PacketPlan, follow: FollowUp) -> list[PacketFile]:
    """The files to be written of one edition: the whole packet, the supplement to it, or both."""
    whole = PacketFile(edition, plan)
    if edition.desk.dispatch is None:
        return [whole]
    supplement = PacketFile(edition, lay_out_supplement(edition, plan), whole=plan)
    return {Scope.HELA: [whole], Scope.TILLAGG: [supplement], Scope.BADA: [whole, supplement]}[follow.scope]


def _editions(
    desk: Desk, attached: Attached, decisions: Beslutslista, *, public: bool
) -> tuple[list[Edition], tuple[Notice, ...]]:
    """The internal edition first; the public one too when it is wanted, or can decide a page's number.

    Who sends out the internal edition today can publish the other one tomorrow, under the same numbers. The public
    one is there only when it is released; what there is to say of that comes along.
    """
    ready = [one for one in attached.ready if is_attached(one.numbered)]
    editions = [lay_out_edition(Rendition.INTERN, desk, ready)]
    followed = desk.dispatch is not None and Rendition.PUBLIK in desk.dispatch.sent.manifests
    if not (public or followed or looks_different(desk.meeting)):
        return editions, ()
    file = replace(desk.file, model=public_meeting(desk.file.model))
    open_desk = lay_out(file, desk.workshop, desk.dispatch)
    told: tuple[Notice, ...] = ()
    if public:
        published = publish_handlingar(attached.ready, desk.meeting, open_desk)
        released = release(published, open_desk, decisions)
        shown, told = released.ready, released.notices
    else:
        shown = count_handlingar(attached.ready, desk.meeting, open_desk)
        shown = count_released(shown, open_desk, decisions) if followed else shown
    editions.append(lay_out_edition(Rendition.PUBLIK, open_desk, shown))
    return editions, told


def _stage_reports(files: Sequence[PacketFile], staging: Staging) -> None:
    """The reports of the files that are wanted, each once: what is withheld from them is not among them."""
    reports = (one.report for file in files for one in file.ready if one.report is not None)
    for report in dict.fromkeys(reports):
        stage_report(report, ("docx", "pdf", "xlsx"), staging)


def _stage_packet(
    file: PacketFile, notices: Sequence[Notice], staging: Staging, piece_mb: float
) -> tuple[Notice, ...]:
    """Stage one file with its manifest; returns what there is to say about the packet itself."""
    workshop = file.edition.desk.workshop
    spec = packet_spec(file)
    packet = staging.add(f"{file.stem}.pdf", pages=file.plan.page_count)
    written = write_packet(
        spec, file.plan, packet, partial(_progress, workshop), remember=open_memory(workshop)
    )
    staging.mark(packet, written.standards)
    told = standard_notices(written, file.plan, packet.name)
    pieces, more = _stage_pieces(spec, file.plan, packet, piece_mb, workshop, staging)
    told = (*told, *more)
    originals = _stage_originals(file, staging)
    manifest = staging.add(f"{file.stem}.manifest.json")
    write_manifest(
        manifest,
        packet.name,
        written,
        spec,
        file.plan,
        file.edition,
        (*notices, *told),
        originals,
        pieces,
        file.whole,
    )
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


def _stage_originals(file: PacketFile, staging: Staging) -> dict[str, str]:
    """The signed files as they came, beside the internal edition; returns their names by the part's key.

    The public edition has none: nobody has looked at what else such a file holds.
    """
    names: dict[str, str] = {}
    for one in file.ready:
        if one.signed_original is not None and file.edition.rendition is Rendition.INTERN:
            name = f"{file.stem}.bilaga-{one.numbered.number}.undertecknad.pdf"
            staging.add_copy(one.signed_original, name)
            names[one.numbered.key] = name
    return names


def packet_spec(file: PacketFile) -> PacketSpec:
    """What the finished file says about itself, and the parts in it."""
    properties = file.edition.desk.properties
    return PacketSpec(
        title=file.title,
        author=properties.author,
        subject=properties.subject,
        keywords=tuple(filter(None, [properties.keywords])),
        created=properties.created,
        parts=tuple(planned.part for planned in file.plan.parts),
        anchors=(Anchor(FOREDRAGNINGSLISTA, "kallelse", "Föredragningslista"), *_quoted_places(file)),
    )


def _quoted_places(file: PacketFile) -> Iterator[Anchor]:
    """The headings that documents of the file quote, as far as they stand in it."""
    keys = {planned.part.key for planned in file.plan.parts}
    anchors = dict.fromkeys(anchor for one in file.ready for anchor in one.anchors)
    return (anchor for anchor in anchors if anchor.part in keys)


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
