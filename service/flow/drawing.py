"""Pages of finished files as pictures, drawn in triage's process: what brings that down harms nobody else."""

from __future__ import annotations

from contextlib import nullcontext

from service.assemble.isolation import WorkFailed
from service.flow.refusals import not_known
from service.flow.service import Service
from service.flow.triage import open_triage
from service.records.blobs import fetch


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
    opened = nullcontext(service.triage) if service.triage is not None else open_triage(service.settings)
    with service.open_folder() as folder, opened as triage:
        pdf, target = fetch(service.store, sha256, folder / "sidor.pdf"), folder / "sida.png"
        request: dict[str, str | int] = {
            "pdf": str(pdf),
            "target": str(target),
            "page": number,
            "width": width,
            "draft": int(draft),
        }
        try:
            drawn = triage.work("page", 1, **request)
        except WorkFailed as fault:
            raise not_known("Sidan") from fault
        if not drawn:
            raise not_known("Sidan")
        return target.read_bytes()
