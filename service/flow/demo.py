"""The sample meeting, the whole way: what `make demo` shows."""

from __future__ import annotations

from pathlib import Path

from service.flow.build import build_report
from service.flow.compile_packet import compile_packet
from service.flow.follow_up import FollowUp, Scope
from service.flow.places import SAMPLES
from service.flow.published import Delivery
from service.flow.read import Reader
from service.flow.wiring import Workshop
from service.model.choices import Rendition

MEETING = SAMPLES / "kallelse" / "kf-2026-12-14" / "mote.json"
SECOND_DISPATCH = MEETING.with_name("mote-utskick-2.json")
ANNOUNCEMENT = SAMPLES / "tillkannagivande" / "kf-2026-12-14.json"


def build_demo(target: Path, reader: Reader, workshop: Workshop) -> Delivery:
    """Build the announcement, every report and the packet of the sample meeting, for those inside and for all.

    And then the supplement of six days later, which follows what was just made.
    """
    announced = build_report(reader.read(ANNOUNCEMENT), target, ("docx", "pdf"), workshop)
    compiled = compile_packet(MEETING, target, reader, workshop, tuple(Rendition))
    manifests = tuple(file.path for file in compiled.files if file.path.name.endswith(".manifest.json"))
    follow = FollowUp(manifests, Scope.TILLAGG)
    followed = compile_packet(SECOND_DISPATCH, target, reader, workshop, tuple(Rendition), follow=follow)
    files = (*announced.files, *compiled.files, *followed.files)
    # What was said of the same document the first time is not said again.
    notices = dict.fromkeys((*announced.notices, *compiled.notices, *followed.notices))
    return Delivery(files, tuple(notices))
