"""Write the packet: merge, write beside the target, read it again, and only then give it its name."""

from __future__ import annotations

import gc
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.assemble.font import STAMP_FONT
from service.assemble.merge import Progress, merge
from service.assemble.remember import Remember, at_once
from service.assemble.report import PacketReport
from service.assemble.serialise import PacketFile
from service.assemble.verify import verify
from service.errors import AssemblyError, Problem
from service.model.packet import PacketPlan, PacketSpec

_BLOCK = 1 << 20
_SELDOM = 50_000


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Let Python look for garbage less often: a packet makes hundreds of thousands of objects, and few cycles."""
    usual = gc.get_threshold()
    gc.set_threshold(_SELDOM, usual[1], usual[2])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@_seldom_collected()
def write_packet(
    spec: PacketSpec,
    plan: PacketPlan,
    target: Path,
    progress: Progress,
    stamp_font: Path = STAMP_FONT,
    remember: Remember = at_once,
) -> PacketReport:
    """Write one packet PDF; the target either holds a checked packet afterwards, or what it held before.

    Args:
        spec: what shall be in it.
        plan: the page of every part; what flow printed into the documents came from the same plan.
        target: the file to write.
        progress: called with a Swedish word for what is being done, how much is done, and how much there is.
        stamp_font: a TrueType font.
        remember: keeps what is found in a file by its bytes.

    Raises:
        AssemblyError: with everything in which file, spec and plan disagree.
        ToolMissing: the stamp's font is not installed.
    """
    if [planned.part for planned in plan.parts] != list(spec.parts):
        raise AssemblyError(Problem("plan_differs_from_spec", "Planen gäller andra delar än paketet."))
    if not plan.parts:
        raise AssemblyError(Problem("packet_empty", "Paketet har inga delar."))
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.", suffix=".del") as hidden:
        unchecked = Path(hidden) / target.name  # opened the common way: who may read it, the umask says
        with unchecked.open("wb") as file:
            packet = PacketFile(file)
            merged = merge(packet, spec, plan, stamp_font, progress, remember)
            progress("skriver", 0, 1)
            packet.finish(merged.root, merged.info)
            file.flush()
            os.fsync(file.fileno())
        progress("kontrollerar", 0, 1)
        verified = verify(unchecked, spec, plan, remember)
        if verified.problems:
            raise AssemblyError(*verified.problems)
        report = PacketReport(
            plan.page_count,
            unchecked.stat().st_size,
            _sha256(unchecked),
            merged.extended_pages,
            merged.damaged_parts,
            merged.untagged_parts,
            merged.claims.lacking,
            verified.links,
        )
        unchecked.replace(target)
        _sync_folder(target.parent)
    progress("klart", 1, 1)
    return report


def _sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while block := opened.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
