"""The parts of a packet in their order: kallelse, contents, and per ärende its cover sheet and its documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from service.flow.annex import Annex
from service.flow.build import Report
from service.flow.handlingar import NumberedHandling
from service.flow.meeting import arende_key, arende_title, has_cover
from service.model.kallelse import Arende, Kallelse
from service.model.packet import Anchor, Part, PartKind


@dataclass(frozen=True, slots=True)
class ReadyHandling:
    """A document of the packet as PDF."""

    numbered: NumberedHandling
    kind: PartKind
    pdf: Path
    pages: int
    source_name: str = ""
    source_sha256: str = ""
    report: Report | None = None
    """What our own template made, when it is a report of ours."""
    signed_original: Path | None = None
    """The file as it came, when it carries a signature that holds in it alone."""
    annex: Annex | None = None
    """What is known of it, when it is an annex."""
    anchors: tuple[Anchor, ...] = ()
    """The places in other parts that its links lead to."""


def order_parts(
    meeting: Kallelse, ready: Sequence[ReadyHandling], covers: Mapping[str, Path], sheets: Mapping[str, Path]
) -> tuple[Part, ...]:
    """All parts of the packet.

    Args:
        meeting: the meeting.
        ready: its attached documents.
        covers: the cover sheets of the documents, by key.
        sheets: what prints page numbers: `kallelse`, `innehall` and the cover sheets of the ärenden.
    """
    number = meeting.kallelse.diarienummer
    parts = [
        Part("kallelse", PartKind.KALLELSE, meeting.kallelse.slag.label, meeting.kallelse.slag.label,
             sheets["kallelse"], number),
        Part("innehall", PartKind.INNEHALL, "Innehåll", "Innehåll", sheets["innehall"], number),
    ]  # fmt: skip
    for arende in meeting.arenden:
        if has_cover(arende):
            parts.append(_arende_part(arende, sheets))
        for one in ready:
            if one.numbered.arende is arende:
                parts += _handling_parts(one, covers)
    return tuple(parts)


def _arende_part(arende: Arende, sheets: Mapping[str, Path]) -> Part:
    key = arende_key(arende)
    label = f"Ärende {arende.ordning}"
    return Part(
        key, PartKind.FORSATTSBLAD_ARENDE, arende_title(arende), label, sheets[key], arende.diarienummer
    )


def _handling_parts(one: ReadyHandling, covers: Mapping[str, Path]) -> list[Part]:
    numbered = one.numbered
    title = numbered.title
    under = arende_key(numbered.arende)
    parts = []
    if numbered.cover_key in covers:
        parts.append(
            Part(numbered.cover_key, PartKind.FORSATTSBLAD_BILAGA, title, numbered.label,
                 covers[numbered.cover_key], numbered.diarienummer, parent=under)
        )  # fmt: skip
        under = numbered.cover_key
    parts.append(
        Part(
            numbered.key,
            one.kind,
            title,
            numbered.label,
            one.pdf,
            numbered.diarienummer,
            parent=under,
            bookmark=numbered.cover_key not in covers,
            source_name=one.source_name,
            source_sha256=one.source_sha256,
            conforms=frozenset(one.annex.verdict.valid) if one.annex else frozenset(),
        )
    )
    return parts
