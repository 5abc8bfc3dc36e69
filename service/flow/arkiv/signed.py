"""Seals on what is delivered, and what is known of the signatures in it: who, when, and whether they hold."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from service.errors import Notice, ToolMissing
from service.flow.arkiv.seals import REVOCATIONS, seal_stored
from service.flow.refusals import not_known
from service.flow.service import Service
from service.model.diarium import Filvariant
from service.model.leverans import Leverans, LevereradFil, Underskrift
from service.records.archive import find_delivery
from service.records.base import JsonObject
from service.records.blobs import fetch
from service.records.inventory import referred_blobs
from service.seal.signatures import signatures_of

REASON = "Levererad till e-arkivet"
_PDF = "application/pdf"
_SEALED = frozenset({Filvariant.BEVARANDE, Filvariant.PUBLIK})


def with_seals(service: Service, leverans: Leverans) -> Leverans:
    """The delivery with its PDF files sealed; what has been signed already keeps its own signatures alone.

    The sealed copies are kept until the package is whole, so that a try that goes on makes the same package.

    Raises:
        ToolMissing, ConfigError, ToolError: as `seal_stored`.
    """
    wanted = {fil.sha256 for _, _, fil in leverans.filer() if _is_sealable(fil)}
    with service.records.look() as db:
        row = find_delivery(db, leverans.id)
        kept: dict[str, JsonObject] = dict(row.forseglade) if row is not None else {}
    fresh = seal_stored(service, sorted(wanted - kept.keys()), REASON)
    if fresh:
        kept |= fresh
        with service.records.change() as db:
            row = find_delivery(db, leverans.id)
            if row is None:
                raise not_known("Leveransen")
            row.forseglade = kept
    return _with_files(leverans, lambda fil: _sealed(fil, kept))


def let_seals_go(service: Service, delivery: str) -> None:
    """The package has them; nothing else in the service needs them."""
    at = service.now()
    with service.records.change() as db:
        row = find_delivery(db, delivery)
        if row is None or not row.forseglade:
            return
        gone = {one["sha256"] for one in row.forseglade.values()}
        row.forseglade = {}
        db.flush()
        gone -= referred_blobs(db)
    for sha256 in gone:
        service.store.destroy(sha256, at)


def _is_sealable(fil: LevereradFil) -> bool:
    return fil.mime == _PDF and fil.variant in _SEALED


def _sealed(fil: LevereradFil, kept: Mapping[str, JsonObject]) -> LevereradFil:
    made = kept.get(fil.sha256) if _is_sealable(fil) else None
    if made is None:
        return fil
    return replace(fil, sha256=made["sha256"], storlek=made["storlek"], oforseglad=fil.sha256)


def with_signatures(service: Service, leverans: Leverans) -> tuple[Leverans, tuple[Notice, ...]]:
    """The delivery with the signatures of its signed originals; a notice when nobody can judge them."""
    if not any(_is_signed(fil) for _, _, fil in leverans.filer()):
        return leverans, ()
    try:
        return _with_files(leverans, lambda fil: _judged(service, leverans, fil)), ()
    except ToolMissing as fault:
        return leverans, (Notice("signatures_not_judged", fault.problems[0].message),)


def _is_signed(fil: LevereradFil) -> bool:
    return fil.mime == _PDF and bool(fil.variant is Filvariant.SIGNERAD or fil.oforseglad)


def _with_files(leverans: Leverans, change: Callable[[LevereradFil], LevereradFil]) -> Leverans:
    return replace(
        leverans,
        arenden=tuple(
            replace(
                arende,
                handlingar=tuple(
                    replace(one, filer=tuple(change(fil) for fil in one.filer)) for one in arende.handlingar
                ),
            )
            for arende in leverans.arenden
        ),
    )


def _judged(service: Service, leverans: Leverans, fil: LevereradFil) -> LevereradFil:
    """The file with its signatures.

    They are noted as judged when the delivery began, so that a try that goes on makes the same package.
    """
    if not _is_signed(fil):
        return fil
    with tempfile.TemporaryDirectory(prefix="samlad-underskrift-") as folder:
        path = fetch(service.store, fil.sha256, Path(folder) / "fil.pdf")
        found = signatures_of(path, service.settings.sigill_betrodda) or ()
    told = tuple(
        Underskrift(one.who, one.at, one.holds, leverans.skapad, one.stamped, REVOCATIONS[one.revocation])
        for one in found
    )
    return replace(fil, underskrifter=told)
