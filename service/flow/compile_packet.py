"""The packet of a meeting: read → let in → make → cover sheets → page numbers → merge → manifest."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from service.assemble.headings import page_count
from service.assemble.packet import write_packet
from service.errors import InvalidInput, Problem
from service.flow.attach import attach_handlingar
from service.flow.build import stage_report
from service.flow.handlingar import require_handlingar
from service.flow.manifest import write_manifest
from service.flow.paging import settle_pages
from service.flow.parts import order_parts
from service.flow.published import Delivery, Staging
from service.flow.read import Reader
from service.flow.sheets import FOREDRAGNINGSLISTA, Desk, lay_out, make_covers, sheets_of
from service.flow.wiring import Workshop
from service.model.packet import Anchor, PacketPlan, PacketSpec


def compile_packet(path: Path, target: Path, reader: Reader, workshop: Workshop) -> Delivery:
    """Put a meeting's packet together and write it with its manifest and its reports.

    Raises:
        InputError: with every fault of the meeting file, its reports and its annexes.
        TemplateError, ToolError, AssemblyError: as said in their classes. Nothing is written then.
    """
    desk = lay_out(reader.read(path), workshop)
    admitted, notices = require_handlingar(desk.file, reader)
    attached = attach_handlingar(desk.meeting, admitted, workshop)
    notices = (*desk.file.notices, *notices, *attached.notices)
    ready = attached.ready
    covers = make_covers(desk, ready)
    counts = {one.admitted.numbered.key: one.pages for one in ready}
    counts |= {key: page_count(pdf) for key, pdf in covers.items()}
    paged = settle_pages(sheets_of(desk), partial(order_parts, desk.meeting, ready, covers), counts, workshop)
    _refuse_too_long(paged.plan, workshop.settings.max_sidor_paket)
    spec = packet_spec(desk, paged.plan)
    with Staging(target) as staging:
        for report in attached.reports:
            stage_report(report, ("docx", "pdf"), staging)
        packet = staging.add(f"{packet_stem(desk)}.pdf", pages=paged.plan.page_count)
        written = write_packet(spec, paged.plan, packet, partial(_progress, workshop))
        manifest = staging.add(f"{packet_stem(desk)}.manifest.json")
        templates = {one.admitted.numbered.key: one.template for one in ready if one.template}
        write_manifest(manifest, packet.name, written, spec, paged.plan, desk.meeting, notices, templates)
        return staging.publish(notices)


def packet_spec(desk: Desk, plan: PacketPlan) -> PacketSpec:
    """What the finished file says about itself, and the parts in it."""
    return PacketSpec(
        title=desk.properties.title,
        author=desk.properties.author,
        subject=desk.properties.subject,
        keywords=tuple(filter(None, [desk.properties.keywords])),
        created=desk.properties.created,
        parts=tuple(planned.part for planned in plan.parts),
        anchors=(Anchor(FOREDRAGNINGSLISTA, "kallelse", "Föredragningslista"),),
    )


def packet_stem(desk: Desk) -> str:
    """Name of the packet's files: `kf-2026-12-14`."""
    meeting = desk.meeting.sammantrade
    organ = desk.file.framework.find_organ(meeting.organ)
    code = organ.kod if organ else meeting.organ
    return f"{code.lower()}-{meeting.datum.isoformat()}"


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
