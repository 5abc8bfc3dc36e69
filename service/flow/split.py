"""The packet once more in several files, none larger than a mailbox takes: *del 1*, *del 2* and so on.

Every del is written from its parts as the packet was, with the packet's own page numbers. A link to what lies in
another del leads to that file, as long as the files lie beside one another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from service.assemble.headings import outline_headings
from service.assemble.merge import Progress
from service.assemble.packet import write_packet
from service.assemble.relink import relink
from service.errors import Notice
from service.flow.compare import FILLER_MARK
from service.flow.meeting import WITHDRAWN_MARK
from service.model.packet import OWN_KINDS, Anchor, PacketPlan, PacketSpec, PartKind, PlannedPart

MEGABYTE = 1_000_000
"""As mail programs count."""

Unit = tuple[PlannedPart, ...]
"""What is not torn apart: a document with its cover sheet, and the pages that fill it up."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A finished del; its pages are the packet's."""

    path: Path
    sha256: str
    size: int
    first_page: int
    last_page: int
    keys: tuple[str, ...]
    """Of the parts in it."""
    title: str

    @property
    def page_count(self) -> int:
        """Pages in the file."""
        return self.last_page - self.first_page + 1


def piece_name(stem: str, number: int) -> str:
    """`kf-2026-12-14-del-1.pdf`."""
    return f"{stem}-del-{number}.pdf"


def write_pieces(
    spec: PacketSpec, plan: PacketPlan, packet: Path, limit: float, folder: Path, progress: Progress
) -> tuple[tuple[Piece, ...], tuple[Notice, ...]]:
    """Write the packet in pieces of at most so many bytes.

    Args:
        spec: the whole packet.
        plan: the whole packet's.
        packet: the whole packet, finished.
        limit: bytes.
        folder: where the pieces are written, and what is needed on the way.
        progress: as `write_packet` has it.

    Raises:
        AssemblyError: as said there.
    """
    size = packet.stat().st_size
    if size <= limit:
        return (), (_not_split(packet.name, size),)
    groups = _group(units_of(plan), limit, size)
    while True:
        pieces = _Pieces(spec, plan, packet.stem, groups, folder).write(progress)
        split = [
            half
            for group, piece in zip(groups, pieces, strict=True)
            for half in (_halves(group) if piece.size > limit else [group])
        ]
        if len(split) == len(groups):
            return tuple(pieces), _too_large(pieces, plan, limit)
        groups = split


def units_of(plan: PacketPlan) -> list[Unit]:
    """The parts in what belongs together."""
    units: list[list[PlannedPart]] = []
    for planned in plan.parts:
        unit = [one.part for one in units[-1]] if units else []
        covered = bool(unit) and unit[-1].kind is PartKind.FORSATTSBLAD_BILAGA
        fills = planned.part.key.endswith((FILLER_MARK, WITHDRAWN_MARK))
        if (covered or fills) and planned.part.parent in [part.key for part in unit]:
            units[-1].append(planned)
        else:
            units.append([planned])
    return [tuple(unit) for unit in units]


def _group(units: Sequence[Unit], limit: float, size: int) -> list[list[Unit]]:
    """Units in files that are likely to fit, by the share of the packet that each of them has."""
    weights = [sum(planned.part.pdf.stat().st_size for planned in unit) for unit in units]
    share = size / max(sum(weights), 1)
    groups: list[list[Unit]] = []
    filled = limit
    for unit, weight in zip(units, weights, strict=True):
        if not groups or filled + weight * share > limit:
            groups.append([])
            filled = 0
        groups[-1].append(unit)
        filled += weight * share
    return groups


def _halves(group: list[Unit]) -> list[list[Unit]]:
    middle = len(group) // 2
    return [group[:middle], group[middle:]] if middle else [group]


def _not_split(name: str, size: int) -> Notice:
    return Notice(
        "packet_not_split", f"Paketet är {-(-size // MEGABYTE)} MB och behöver inte delas.", source=name
    )


def _too_large(pieces: Sequence[Piece], plan: PacketPlan, limit: float) -> tuple[Notice, ...]:
    labels = {planned.part.key: planned.part.label for planned in plan.parts}
    return tuple(
        Notice(
            "part_larger_than_piece",
            f"{labels[piece.keys[-1]]} är ensam större än gränsen och har fått en egen del "
            f"({-(-piece.size // MEGABYTE)} MB).",
            source=piece.path.name,
        )
        for piece in pieces
        if piece.size > limit
    )


class _Pieces:
    """One attempt: which parts lie in which file is settled."""

    def __init__(
        self, spec: PacketSpec, plan: PacketPlan, stem: str, groups: Sequence[Sequence[Unit]], folder: Path
    ) -> None:
        self._spec, self._plan, self._stem, self._folder = spec, plan, stem, folder
        self._parts = [[planned for unit in group for planned in unit] for group in groups]
        self._goals = self._find_goals()

    def write(self, progress: Progress) -> list[Piece]:
        return [self._write_one(at, parts, progress) for at, parts in enumerate(self._parts)]

    def _find_goals(self) -> dict[str, tuple[int, int, str]]:
        """For each target of a link its file, its page in that file, and what it is called."""
        goals: dict[str, tuple[int, int, str]] = {}
        for at, parts in enumerate(self._parts):
            first = parts[0].first_page
            for planned in parts:
                words = f"{planned.part.label}, sida {planned.label_of(planned.first_page)}"
                goals[planned.part.key] = (at, planned.first_page - first + 1, words)
                for anchor in self._spec.anchors:
                    if anchor.part == planned.part.key:
                        page = planned.first_page + _page_of(anchor, planned) - 1
                        label = planned.label_of(page)
                        goals[anchor.name] = (at, page - first + 1, f"{anchor.heading}, sida {label}")
        return goals

    def _write_one(self, at: int, parts: Sequence[PlannedPart], progress: Progress) -> Piece:
        before = parts[0].first_page - 1
        elsewhere = {
            target: (
                f"{piece_name(self._stem, file + 1)}#page={page}",
                f"Gå till {words}, i del {file + 1}",
            )
            for target, (file, page, words) in self._goals.items()
            if file != at
        }
        own = tuple(self._turn_links(one, elsewhere, at, before) for one in parts)
        keys = tuple(planned.part.key for planned in own)
        plan = PacketPlan(own, self._plan.printed_count)
        title = f"{self._spec.title}, del {at + 1} av {len(self._parts)}"
        anchors = tuple(anchor for anchor in self._spec.anchors if anchor.part in keys)
        spec = replace(
            self._spec,
            title=title,
            parts=tuple(one.part for one in own),
            anchors=anchors,
        )
        path = self._folder / piece_name(self._stem, at + 1)
        report = write_packet(spec, plan, path, progress)
        return Piece(path, report.sha256, report.size, before + 1, parts[-1].last_page, keys, title)

    def _turn_links(
        self, planned: PlannedPart, elsewhere: Mapping[str, tuple[str, str]], at: int, before: int
    ) -> PlannedPart:
        part = planned.part
        if part.kind in OWN_KINDS:
            copy = self._folder / f"{self._stem}.{part.key}.{at}.pdf"
            part = replace(part, pdf=relink(part.pdf, copy, elsewhere))
        return PlannedPart(part, planned.first_page - before, planned.page_count, planned.page_labels)


def _page_of(anchor: Anchor, planned: PlannedPart) -> int:
    """The page of its part on which an anchor's heading stands, from 1."""
    wanted = anchor.heading.casefold()
    pages = (page for _, title, page in outline_headings(planned.part.pdf) if title.casefold() == wanted)
    return next(pages, 1)
