"""What stands beside a packet, or came before it: the signed originals, and the look of every annex's pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from service.assemble.bare_pages import bare_pages
from service.assemble.isolation import Triage, WorkFailed
from service.assemble.refusals import list_pages
from service.errors import Problem, UnreadableInput
from service.flow.published import sha256_of
from service.flow.read_manifest import Manifest
from service.flow.triage import open_triage
from service.model.choices import Rendition
from service.model.packet import PartKind, PlannedPart
from service.settings import Settings

_PICTURED = "avbildad"


@dataclass(frozen=True, slots=True)
class PagesSeen:
    """What was held against its original."""

    pages: int
    annexes: tuple[str, ...]
    """Labels of the annexes whose pages were drawn beside their originals'."""
    others: tuple[str, ...]
    """Labels of those that could not be: made of another kind of file, behind a password, or not in the folder."""


def check_signed_originals(packet: Path, manifest: Manifest) -> Iterator[Problem]:
    """Every signed original lies beside the packet, unchanged: its signature holds there and nowhere else."""
    parts = {part["nyckel"]: part for part in manifest.raw["delar"]}
    for planned in manifest.plan.parts:
        told = parts[planned.part.key].get("undertecknat_original")
        if told is None:
            continue
        file = packet.with_name(Path(str(told["fil"])).name)
        if not file.is_file():
            yield Problem(
                "signed_original_missing",
                f"Det undertecknade originalet till {planned.part.label}, ”{file.name}”, ligger inte bredvid paketet.",
                planned.part.key,
                "Lägg tillbaka filen; underskriften gäller bara i den.",
                file.name,
            )
        elif sha256_of(file) != told["sha256"]:
            yield Problem(
                "signed_original_differs",
                f"Det undertecknade originalet till {planned.part.label}, ”{file.name}”, är ändrat eller ett annat.",
                planned.part.key,
                "Hämta filen på nytt; underskriften gäller bara i originalet.",
                file.name,
            )


def look_at_pages(
    packet: Path, manifest: Manifest, folder: Path, settings: Settings
) -> tuple[PagesSeen, list[Problem]]:
    """Draw every page of the annexes that came as PDF beside the page of its original; the stamp is left out.

    Args:
        packet: the packet, whose hash has been found right.
        manifest: what the manifest says of it.
        folder: where the originals lie, at any depth; they are known by their content.
        settings: the limits for drawing.

    Raises:
        UnreadableInput: none of the originals is in the folder.
        ToolError: the process that draws cannot be started.
    """
    found = _by_digest(folder)
    parts = {part["nyckel"]: part for part in manifest.raw["delar"]}
    annexes = [one for one in manifest.plan.parts if one.part.kind is PartKind.BILAGA]
    known = [one for one in annexes if parts[one.part.key].get("sha256") in found]
    if annexes and not known:
        raise UnreadableInput(
            Problem(
                "originals_not_found",
                f"I mappen ”{folder}” finns ingen av paketets bilagor som PDF, så inga sidor kan jämföras.",
                "--sidor",
                "Ange mappen med de filer som paketet byggdes av.",
            )
        )
    originals = {one.first_page: found[parts[one.part.key]["sha256"]] for one in known}
    seen: list[PlannedPart] = []
    problems: list[Problem] = []
    with TemporaryDirectory(prefix="samlad-") as name, open_triage(settings) as triage:
        bare = Path(name) / "sidor.pdf"
        bare_pages(packet, originals, bare)
        for one in known:
            is_picture = manifest.rendition is Rendition.PUBLIK or _PICTURED in _ways(parts[one.part.key])
            try:
                unlike = _unlike(one, originals[one.first_page], bare, triage, is_picture=is_picture)
            except WorkFailed:
                continue
            seen.append(one)
            problems += _told(one, unlike)
    labels = {one.part.key for one in seen}
    others = tuple(one.part.label for one in annexes if one.part.key not in labels)
    pages = sum(one.page_count for one in seen)
    return PagesSeen(pages, tuple(one.part.label for one in seen), others), problems


def _by_digest(folder: Path) -> dict[str, Path]:
    return {sha256_of(path): path for path in sorted(folder.rglob("*")) if path.suffix.lower() == ".pdf"}


def _ways(part: Mapping[str, Any]) -> list[str]:
    return list(part.get("atgarder", ()))


def _unlike(one: PlannedPart, original: Path, bare: Path, triage: Triage, *, is_picture: bool) -> list[int]:
    answer = triage.work(
        "look",
        one.page_count,
        pdf=str(original),
        target=str(bare),
        first=one.first_page,
        count=one.page_count,
        pictures=int(is_picture),
    )
    return [int(page) for page in answer]


def _told(one: PlannedPart, unlike: list[int]) -> Iterator[Problem]:
    if unlike:
        pages = [one.first_page + page - 1 for page in unlike]
        yield Problem(
            "content_differs",
            f"Sidan {list_pages(pages)} ser inte ut som originalets sida {list_pages(unlike)} ({one.part.label}).",
            one.part.key,
            "Bygg om paketet, och jämför sidorna för hand om felet kvarstår.",
        )
