"""Looking through a finished packet, page by page: its editions, where each part begins, and pictures of pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.flow.drawing import nearest_width, picture_of_page
from service.flow.jobs import get_job, job_file
from service.flow.refusals import not_known
from service.flow.service import Service
from service.model.people import Person
from service.records.blobs import fetch

WIDTHS = (640, 1100, 1800)
"""How wide a page's picture may be, in pixels."""


@dataclass(frozen=True, slots=True)
class PacketPart:
    """A part of a packet, for who wants to go there."""

    number: str
    title: str
    page: int
    """Its first page, counted in the file from 1."""
    label: str
    """What is printed on that page."""
    inner: bool
    """It belongs to the part before it."""


@dataclass(frozen=True, slots=True)
class PacketEdition:
    """One edition of a packet."""

    name: str
    """`intern` or `publik`."""
    file: str
    pages: int
    standards: tuple[str, ...]
    supplement: bool
    parts: tuple[PacketPart, ...]


def editions_of(service: Service, person: Person, meeting: str, job: str) -> tuple[PacketEdition, ...]:
    """The editions that a job has made, the internal one first.

    Raises:
        NotKnown: no such packet of that meeting, or the person may not see it.
    """
    found = _packet(service, person, meeting, job)
    manifests = sorted(one["namn"] for one in found["filer"] if one["namn"].endswith(".manifest.json"))
    editions = (_edition(_read_manifest(service, person, job, name)) for name in manifests)
    return tuple(sorted(editions, key=lambda one: (one.supplement, one.name)))


def packet_picture(
    service: Service, person: Person, meeting: str, job: str, file: str, number: int, width: int
) -> tuple[bytes, str]:
    """A page of a packet as PNG, and a name for just that picture. Raises NotKnown."""
    found = _packet(service, person, meeting, job)
    if Path(file).suffix != ".pdf" or number < 1:
        raise not_known("Sidan")
    made = job_file(service, person, found["id"], file)
    wide = nearest_width(WIDTHS, width)
    picture = picture_of_page(service, made.sha256, number, wide)
    return picture, f"{made.sha256}-{number}-{wide}"


def _packet(service: Service, person: Person, meeting: str, job: str) -> Mapping[str, Any]:
    found = get_job(service, person, job)
    if found["sammantrade"] != meeting:
        raise not_known("Paketet")
    return found


def _read_manifest(service: Service, person: Person, job: str, name: str) -> Mapping[str, Any]:
    made = job_file(service, person, job, name)
    with service.open_folder() as folder:
        text = fetch(service.store, made.sha256, folder / "manifest.json").read_text(encoding="utf-8")
    read: Mapping[str, Any] = json.loads(text)
    return read


def _edition(manifest: Mapping[str, Any]) -> PacketEdition:
    parts: list[PacketPart] = []
    page = 1
    for one in manifest["delar"]:
        if one["bokmarke"] and one["sidetiketter"]:
            parts.append(
                PacketPart(one["nummer"], one["titel"], page, one["sidetiketter"][0], bool(one["under"]))
            )
        page += one["sidor"]
    packet = manifest["paket"]
    supplement = manifest["utskick"]["omfattning"] == "tillagg"
    return PacketEdition(
        manifest["utgava"],
        packet["fil"],
        packet["sidor"],
        tuple(manifest["standarder"]),
        supplement,
        tuple(parts),
    )
