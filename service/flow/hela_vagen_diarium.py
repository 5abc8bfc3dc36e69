"""The whole way, in the diarium: what a dispatch has made public is registered, and the register is exported."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from service.flow.diarium.awaiting import list_awaiting, register_awaiting
from service.flow.diarium.enter import own_files
from service.flow.diarium.export import write_export
from service.flow.diarium.series import series_of_framework
from service.flow.diarium.verify import verify_register
from service.flow.published import Delivery
from service.flow.uploads import add_file
from service.model.diarium import Filuppgift, Filvariant

if TYPE_CHECKING:
    from service.flow.hela_vagen import Walk

FIRST = 1000
"""The first number of each series here: the sample's own numbers were given out by an earlier diary."""


def lay_up_series(walk: Walk) -> str:
    """A series for each myndighet of the framework."""
    made = series_of_framework(walk.service, walk.registrator, FIRST)
    return f"{len(made)} diarieserier är upplagda, från nummer {FIRST}."


def register_dispatched(walk: Walk) -> str:
    """Announcement, dispatch and files, each registered as it is suggested."""
    waiting = list_awaiting(walk.service, walk.registrator)
    paper = {"filer": own_files(walk.service, walk.registrator, tuple(_announcement(walk)))}
    made = [
        register_awaiting(
            walk.service,
            walk.registrator,
            one.kalla,
            changes=paper if one.kalla.startswith("anslag:") else None,
        )
        for one in waiting
    ]
    numbers = dict.fromkeys(one.matter.diarienummer for one in made)
    matters = "ett ärende" if len(numbers) == 1 else f"{len(numbers)} ärenden"
    return f"{len(made)} handlingar är registrerade i {matters} i diariet."


def _announcement(walk: Walk) -> Iterator[Filuppgift]:
    """What was put up, as PDF to be kept and as Word."""
    for ending, variant in ((".pdf", Filvariant.BEVARANDE), (".docx", Filvariant.PRODUKTION)):
        path = walk.target / f"{walk.announced}{ending}"
        if path.is_file():
            file = add_file(walk.service, walk.registrator, path, path.name)
            yield Filuppgift(fil=file.id, namn=path.name, variant=variant)


def export_register(walk: Walk) -> str:
    """The public register as a file, and the register held against itself."""
    path = walk.target / "offentligt-diarium.csv"
    written = write_export(walk.service, walk.registrator, path, public=True)
    walk.deliveries.append(Delivery((written,), ()))
    wrong = list(verify_register(walk.service, walk.registrator))
    return "Diariet är helt, och det offentliga diariet är skrivet." if not wrong else "Diariet har fel."
