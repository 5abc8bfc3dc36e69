"""The packets that the public agenda leads into: one, or a supplement with the dispatches that it follows.

A supplement holds only what is new; the rest is still where it was sent out, so each link leads to the latest packet
that has the part. That holds because what has been sent out keeps its pages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from service.errors import InvalidInput, Notice, Problem
from service.flow.compare import compare
from service.flow.foredragningslista import agenda_of
from service.flow.published import sha256_of
from service.flow.read import Reader
from service.flow.read_manifest import Manifest, read_manifest
from service.model.choices import Rendition
from service.model.kallelse import Kallelse
from service.model.packet import PartKind, PlannedPart

MANIFEST, PACKET = ".manifest.json", ".pdf"
NEW, CHANGED = "ny", "andrad"
_WHOLE = "hela"
_LINKED = frozenset({PartKind.FORSATTSBLAD_ARENDE, PartKind.RAPPORT, PartKind.BILAGA, PartKind.UNDANHALLEN})


@dataclass(frozen=True, slots=True)
class Packets:
    """The packets beside the pages, the latest first."""

    manifests: tuple[Manifest, ...]
    files: tuple[Path, ...]
    """Where each lies now."""

    def places(self) -> Mapping[str, tuple[PlannedPart, str]]:
        """Each part of the meeting as it is now: where it stands, and in which file."""
        found: dict[str, tuple[PlannedPart, str]] = {}
        for held, file in zip(self.manifests, self.files, strict=True):
            own = {one.part.key: one for one in held.plan.parts}
            for planned in self.manifests[0].whole:
                key = planned.part.key
                if key in own and key not in found and own[key].page_labels == planned.page_labels:
                    found[key] = (own[key], file.name)
        return found

    def changes(self) -> Mapping[str, str]:
        """What is new or changed since the dispatch before, by its part's key."""
        latest = self.manifests[0]
        before = next((one for one in self.manifests if one.number == latest.number - 1), None)
        if before is None:
            return {}
        found = compare(before, latest)
        changed = {pair.after.key: CHANGED for pair in found.changed if pair.after.kind != "kallelse"}
        return changed | {one.key: NEW for one in found.new}

    def notices(self) -> tuple[Notice, ...]:
        """That something is not in any of them."""
        places = self.places()
        missing = [
            one for one in self.manifests[0].whole if one.part.kind in _LINKED and one.part.key not in places
        ]
        if not missing:
            return ()
        text = (
            f"{missing[0].part.title} och allt annat som inte står i de angivna paketen får ingen länk. "
            "Ange också manifesten för de utskick som tillägget följer, med ett --manifest till för varje."
        )
        return (Notice("pages_without_link", text, "--manifest"),)


def read_packets(paths: Sequence[Path], meeting: Kallelse, reader: Reader) -> Packets | None:
    """The packets of those manifests.

    Args:
        paths: the manifests; each packet lies beside its own.
        meeting: the meeting as the public edition tells it.
        reader: reads input files.

    Raises:
        InputError: a manifest is not the public one of a packet beside it, the latest is not of this meeting as it
            is now, or one of the others is no dispatch that it follows.
    """
    if not paths:
        return None
    held = [(_public(path, reader), _packet_file(path)) for path in paths]
    held.sort(key=lambda one: (one[0].number, _is_whole(one[0])), reverse=True)
    packets = Packets(tuple(one for one, _ in held), tuple(file for _, file in held))
    _require_current(packets.manifests[0], meeting)
    _require_chain(packets.manifests)
    return packets


def _is_whole(manifest: Manifest) -> bool:
    return bool(manifest.raw["utskick"]["omfattning"] == _WHOLE)


def _public(path: Path, reader: Reader) -> Manifest:
    """A public manifest whose packet lies beside it."""
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
    return manifest


def _require_current(latest: Manifest, meeting: Kallelse) -> None:
    if latest.raw["foredragningslista"] != agenda_of(meeting):
        raise InvalidInput(
            Problem(
                "packet_outdated",
                f"Föredragningslistan i ”{latest.name}” är inte mötesfilens; länkarna skulle leda fel.",
                "--manifest",
                "Sammanställ paketet på nytt, eller ange manifestet för det senaste utskicket.",
            )
        )


def _require_chain(manifests: Sequence[Manifest]) -> None:
    """Each is of the dispatch that the one before it follows next, or of the same one."""
    for later, earlier in pairwise(manifests):
        own = earlier.raw["utskick"]["snapshot_sha256"]
        steps = [*later.raw["utskick"]["efter"][-1:], later.raw["utskick"]]
        if own not in [one["snapshot_sha256"] for one in steps]:
            raise InvalidInput(
                Problem(
                    "manifest_not_followed",
                    f"”{later.name}” är inte nästa utskick efter ”{earlier.name}”.",
                    "--manifest",
                    "Ange varje utskick från det första hela paketet till det senaste, i offentlig utgåva.",
                )
            )


def _packet_file(manifest: Path) -> Path:
    return manifest.with_name(manifest.name.removesuffix(MANIFEST) + PACKET)
