"""Pages of finished files as pictures, drawn in triage's process: what brings that down harms nobody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from service.assemble.isolation import WorkFailed
from service.assemble.mask_geometry import Box, Shown
from service.flow.refusals import not_known
from service.flow.service import Service
from service.flow.triage import open_triage
from service.records.blobs import fetch


def nearest_width(widths: Sequence[int], wanted: int) -> int:
    """The width, of those that pictures are drawn in, that is nearest to the wanted one."""
    return min(widths, key=lambda one: abs(one - wanted))


def picture_of_page(service: Service, sha256: str, number: int, width: int, *, draft: bool = False) -> bytes:
    """A page of a PDF of the store as PNG.

    Args:
        service: the service.
        sha256: the file.
        number: the page, from 1.
        width: of the picture, in pixels.
        draft: the picture says that it is of a draft, and what is missing in it stands out.

    Raises:
        NotKnown: there is no such page, or it cannot be drawn.
        ToolError: no process could be started.
    """
    with service.open_folder() as folder:
        target = folder / "sida.png"
        more: dict[str, str | int] = {"target": str(target), "width": width, "draft": int(draft)}
        _ask(service, "page", fetch(service.store, sha256, folder / "sidor.pdf"), number, more)
        return target.read_bytes()


def shown_of_page(service: Service, sha256: str, number: int) -> Shown:
    """Which part of a page of a PDF of the store is seen, and how it is turned.

    Raises:
        NotKnown: there is no such page, or nothing of it is seen.
        ToolError: no process could be started.
    """
    with service.open_folder() as folder:
        told = _ask(service, "shown", fetch(service.store, sha256, folder / "sidor.pdf"), number, {})
    shown = Shown(Box(**told["box"]), told["turned"])
    if min(shown.size) <= 0:
        raise not_known("Sidan")
    return shown


def _ask(service: Service, task: str, pdf: Path, number: int, more: Mapping[str, str | int]) -> Any:
    opened = nullcontext(service.triage) if service.triage is not None else open_triage(service.settings)
    with opened as triage:
        try:
            answer = triage.work(task, 1, pdf=str(pdf), page=number, **more)
        except WorkFailed as fault:
            raise not_known("Sidan") from fault
    if not answer:
        raise not_known("Sidan")
    return answer
