"""What a package holds, file by file, before any of it is written: pure arithmetic over the delivery."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files as resources
from itertools import groupby

from service.archive import fgs12
from service.archive.erms import erms_file
from service.archive.files import REPRESENTATIONS, Entry, Placed, folder_names, kept, place, written
from service.archive.mets import Contents, package_mets, representation_mets
from service.archive.names import XML_MIME
from service.archive.packageinfo import additional_package_info, description
from service.archive.premis import files_premis, package_premis
from service.model.leverans import Leverans, Profil

SCHEMAS: Mapping[Profil, tuple[str, ...]] = {
    Profil.FGS_2_0: (
        "DILCISExtensionMETS.xsd",
        "DILCISExtensionSIPMETS.xsd",
        "ERMS.xsd",
        "erms.sch",
        "mets.xsd",
        "premis.xsd",
        "xlink.xsd",
    ),
    Profil.FGS_1_2: ("CSPackageMETS.xsd", "ERMS.xsd", "erms.sch", "premis.xsd", "xlink.xsd"),
}
"""The schemas that a package carries; where they come from stands in `schemas/README.md`."""
METS_NAME = "METS.xml"


@dataclass(frozen=True, slots=True)
class Package:
    """A package that is ready to be written."""

    name: str
    """Its folder, and the stem of its file."""
    entries: tuple[Entry, ...]
    """METS first, then by path."""
    placed: tuple[Placed, ...] = field(repr=False)

    @property
    def digest(self) -> str:
        """What tells this package from every other: all its paths with size and sha256."""
        told = [self.name, *([one.path, one.size, one.sha256] for one in self.entries)]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def plan_package(leverans: Leverans) -> Package:
    """Everything that goes into the package of a delivery."""
    return _PLANS[leverans.profil](leverans)


def schema(name: str) -> bytes:
    """A schema's own bytes."""
    return (resources("service.archive") / "schemas" / name).read_bytes()


def _plan_fgs20(leverans: Leverans) -> Package:
    placed = place(leverans.arenden, lambda name: f"representations/{name}/data")
    at = leverans.skapad
    erms = _erms(leverans, placed, "metadata/descriptive")
    schemas = _schemas(leverans, "schemas")
    documentation = (
        written("documentation/additionalPackageInfo.xml", additional_package_info(leverans), XML_MIME, at),
        written("documentation/om-leveransen.txt", description(leverans, placed), "text/plain", at),
    )
    used = [
        name
        for name in dict.fromkeys(REPRESENTATIONS.values())
        if any(p.representation == name for p in placed)
    ]
    below: list[Entry] = []
    pointers: dict[str, Entry] = {}
    for name in used:
        own = [one for one in placed if one.representation == name]
        folder = f"representations/{name}"
        premis = written(
            f"{folder}/metadata/preservation/premis.xml", files_premis(leverans, own, placed), XML_MIME, at
        )
        data = [kept(one) for one in own]
        mets = representation_mets(leverans, name, Contents(preservation=(premis,), data=data))
        pointers[name] = written(f"{folder}/{METS_NAME}", mets, XML_MIME, at)
        below += [pointers[name], premis, *data]
    premis = written("metadata/preservation/premis.xml", package_premis(leverans, used), XML_MIME, at)
    contents = Contents(erms, (premis,), documentation, schemas, (), pointers)
    first = written(METS_NAME, package_mets(leverans, contents), XML_MIME, at)
    return _package(leverans, first, [*erms, premis, *documentation, *schemas, *below], placed)


def _plan_fgs12(leverans: Leverans) -> Package:
    placed = place(leverans.arenden, lambda name: f"{fgs12.CONTENT}/{name}")
    at = leverans.skapad
    erms = _erms(leverans, placed, fgs12.METADATA)
    premis = written(f"{fgs12.METADATA}/premis.xml", files_premis(leverans, placed, placed), XML_MIME, at)
    told = written(
        f"{fgs12.SYSTEM_FOLDER}/om-leveransen.txt", description(leverans, placed), "text/plain", at
    )
    others = [premis, told, *_schemas(leverans, fgs12.SYSTEM_FOLDER), *map(kept, placed)]
    mets = written(fgs12.NAME, fgs12.sip_file(leverans, erms, others), XML_MIME, at)
    return _package(leverans, mets, [*erms, *others], placed)


_PLANS: Mapping[Profil, Callable[[Leverans], Package]] = {
    Profil.FGS_2_0: _plan_fgs20,
    Profil.FGS_1_2: _plan_fgs12,
}


def _package(leverans: Leverans, mets: Entry, others: Sequence[Entry], placed: tuple[Placed, ...]) -> Package:
    return Package(leverans.id, (mets, *sorted(others, key=lambda one: one.path)), placed)


def _erms(leverans: Leverans, placed: Sequence[Placed], folder: str) -> tuple[Entry, ...]:
    folders = folder_names(leverans.arenden)
    grouped = {key: list(ones) for key, ones in groupby(placed, key=lambda one: one.arende.id)}
    return tuple(
        written(
            f"{folder}/erms-{folders[arende.id]}.xml",
            erms_file(leverans, arende, grouped.get(arende.id, ())),
            XML_MIME,
            leverans.skapad,
        )
        for arende in leverans.arenden
    )


def _schemas(leverans: Leverans, folder: str) -> tuple[Entry, ...]:
    return tuple(
        written(f"{folder}/{name}", schema(name), XML_MIME, leverans.skapad)
        for name in SCHEMAS[leverans.profil]
    )
