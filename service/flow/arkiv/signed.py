"""What is known of the signatures in what is delivered: who, when, and whether they hold."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from service.errors import Notice, ToolMissing
from service.flow.service import Service
from service.model.diarium import Filvariant
from service.model.leverans import Leverans, LevereradFil, LevereradHandling, LevereratArende, Underskrift
from service.records.blobs import fetch
from service.seal.signatures import signatures_of

_PDF = "application/pdf"


def with_signatures(service: Service, leverans: Leverans) -> tuple[Leverans, tuple[Notice, ...]]:
    """The delivery with the signatures of its signed originals; a notice when nobody can judge them."""
    if not any(_is_signed(fil) for _, _, fil in leverans.filer()):
        return leverans, ()
    try:
        arenden = tuple(_case(service, leverans, one) for one in leverans.arenden)
    except ToolMissing as fault:
        return leverans, (Notice("signatures_not_judged", fault.problems[0].message),)
    return replace(leverans, arenden=arenden), ()


def _is_signed(fil: LevereradFil) -> bool:
    return fil.variant is Filvariant.SIGNERAD and fil.mime == _PDF


def _case(service: Service, leverans: Leverans, arende: LevereratArende) -> LevereratArende:
    return replace(arende, handlingar=tuple(_document(service, leverans, one) for one in arende.handlingar))


def _document(service: Service, leverans: Leverans, handling: LevereradHandling) -> LevereradHandling:
    files = tuple(_judged(service, leverans, fil) if _is_signed(fil) else fil for fil in handling.filer)
    return replace(handling, filer=files)


def _judged(service: Service, leverans: Leverans, fil: LevereradFil) -> LevereradFil:
    """The file with its signatures.

    They are noted as judged when the delivery began, so that a try that goes on makes the same package.
    """
    with tempfile.TemporaryDirectory(prefix="samlad-underskrift-") as folder:
        path = fetch(service.store, fil.sha256, Path(folder) / "fil.pdf")
        found = signatures_of(path, service.settings.sigill_betrodda) or ()
    told = tuple(Underskrift(one.who, one.at, one.intact and one.trusted, leverans.skapad) for one in found)
    return replace(fil, underskrifter=told)
