"""The gate for files from outside: right kind, right size, nothing in them that acts or reaches out.

Office files are judged from their ZIP directory first (a bomb is refused before a byte is unpacked), then from
their relations and parts. Nothing is opened by an office program here.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from service.errors import Notice, Problem
from service.intake.content import Kind, sniff
from service.intake.markup import Markup, read_markup
from service.intake.size import MEGABYTE, check_size
from service.settings import Settings

SUFFIXES: dict[str, Kind] = {
    ".pdf": Kind.PDF,
    ".docx": Kind.DOCX,
    ".odt": Kind.ODT,
    ".xlsx": Kind.XLSX,
    ".pptx": Kind.PPTX,
    ".jpg": Kind.JPEG,
    ".jpeg": Kind.JPEG,
    ".png": Kind.PNG,
    ".tif": Kind.TIFF,
    ".tiff": Kind.TIFF,
}
ACCEPTED = "pdf, docx, odt, xlsx, pptx, jpg, png eller tif"
MAX_MEMBERS = 20_000
MAX_RATIO = 200  # real Office files stay under 100; a bomb of zeros is above 1,000

_MACRO_PARTS = re.compile(r"(^|/)(vbaProject\.bin|vbaData\.xml)$|^(Basic|Scripts)/.", re.I)
_EMBEDDED = re.compile(r"^(word|xl|ppt)/(embeddings/.*\.bin|activeX/)", re.I)
_HARMLESS = ("/hyperlink", "/attachedTemplate")


@dataclass(frozen=True, slots=True)
class Admitted:
    """A file that passed the gate."""

    path: Path
    kind: Kind
    notices: tuple[Notice, ...] = ()


def admit(path: Path, settings: Settings, place: str = "") -> Admitted | tuple[Problem, ...]:
    """Let a file in, or say everything that is wrong with it.

    Args:
        path: the file; its name is shown to people, never used as a path elsewhere.
        settings: the limits.
        place: where in the input the file was named, such as `arenden[3].handlingar[0].fil`.
    """
    problem = check_size(path, settings.max_bilaga_mb * MEGABYTE, place)
    if problem:
        return (problem,)
    wanted = SUFFIXES.get(path.suffix.lower())
    if wanted is None:
        return (_problem("unknown_file_type", path, place, f"Filen ”{path.name}” är av ett slag som inte kan tas in.",
                         f"Spara den som {ACCEPTED}."),)  # fmt: skip
    kind = sniff(path)
    if kind is not wanted:
        return (_wrong_kind(path, wanted, kind, place),)
    if kind in (Kind.DOCX, Kind.XLSX, Kind.PPTX, Kind.ODT):
        problems, notices = _look_inside(path, kind, settings, place)
        return tuple(problems) or Admitted(path, kind, tuple(notices))
    return Admitted(path, kind)


def _problem(code: str, path: Path, place: str, message: str, remedy: str) -> Problem:
    return Problem(code, message, place, remedy, path.name)


def _wrong_kind(path: Path, wanted: Kind, kind: Kind, place: str) -> Problem:
    if kind is Kind.CFB:
        return _problem(
            "file_password_protected", path, place,
            f"Filen ”{path.name}” är lösenordsskyddad eller sparad i ett äldre Office-format.",
            f"Öppna den, ta bort lösenordet och spara den som {wanted.value}.",
        )  # fmt: skip
    return _problem(
        "wrong_file_type", path, place,
        f"Filen ”{path.name}” är inte {wanted.label}, utan {kind.label}.",
        "Spara dokumentet på nytt i rätt format; det räcker inte att byta filens namn.",
    )  # fmt: skip


def _look_inside(
    path: Path, kind: Kind, settings: Settings, place: str
) -> tuple[list[Problem], list[Notice]]:
    try:
        with zipfile.ZipFile(path) as archive:
            problem = _bomb(archive, path, settings, place)
            if problem:
                return [problem], []
            found = list(_faults(archive, kind))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        return [_problem("file_broken", path, place, f"Filen ”{path.name}” är skadad och kan inte öppnas.",
                         "Öppna originalet, spara det på nytt och försök igen.")], []  # fmt: skip
    problems = [
        _problem(one.code, path, place, f"Filen ”{path.name}” {one.text}", one.remedy)
        for one in dict.fromkeys(found)
        if one.remedy
    ]
    notices = [
        Notice(one.code, f"Filen ”{path.name}” {one.text}", place, path.name)
        for one in dict.fromkeys(found)
        if not one.remedy
    ]
    return problems, notices


def _bomb(archive: zipfile.ZipFile, path: Path, settings: Settings, place: str) -> Problem | None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    packed = max(1, path.stat().st_size)
    suspicious = unpacked > 50 * MEGABYTE and unpacked / packed > MAX_RATIO
    if len(members) <= MAX_MEMBERS and unpacked <= settings.max_uppackad_mb * MEGABYTE and not suspicious:
        return None
    return _problem(
        "file_unpacks_too_large", path, place,
        f"Filen ”{path.name}” blir orimligt stor när den packas upp.",
        "Spara dokumentet på nytt från Office eller LibreOffice, eller lämna det som PDF.",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """Something inside a file; without a remedy it is harmless and only told."""

    code: str
    text: str
    """The rest of the sentence that begins with the file's name."""
    remedy: str = ""


def _faults(archive: zipfile.ZipFile, kind: Kind) -> Iterator[Found]:
    for member in archive.infolist():
        name = member.filename
        if member.flag_bits & 0x1:
            yield Found(
                "file_password_protected",
                "är lösenordsskyddad.",
                "Ta bort lösenordet och spara filen på nytt.",
            )
        elif _MACRO_PARTS.search(name):
            yield Found(
                "file_has_macros", "innehåller makron.", "Spara den utan makron, eller lämna den som PDF."
            )
        elif _EMBEDDED.search(name):
            yield Found("file_has_embedded_object", "innehåller ett inbäddat objekt som kan köras (OLE eller ActiveX).",
                   "Ersätt objektet med en bild eller tabell, eller lämna dokumentet som PDF.")  # fmt: skip
        elif name.endswith((".xml", ".rels")):
            yield from _markup_faults(read_markup(archive.read(member)), name, kind)


def _markup_faults(markup: Markup, name: str, kind: Kind) -> Iterator[Found]:
    resave = "Spara dokumentet på nytt från Office eller LibreOffice."
    if markup.doctype:
        yield Found(
            "file_has_dtd",
            "innehåller en dokumenttypsdeklaration (DTD), som inte hör hemma i en Office-fil.",
            resave,
        )
    if markup.broken:
        yield Found("file_broken", f"är skadad: delen {name[:80]} går inte att läsa.", resave)
    yield from _relation_faults(markup)
    if kind is Kind.DOCX and markup.foreign_parts:
        yield Found("file_has_external_link", "innehåller ett infogat främmande dokument (altChunk).", resave)
    if kind is Kind.DOCX and (active := markup.active_field()):
        yield Found(
            "file_has_external_link",
            f"innehåller ett fält som hämtar något utifrån ({active}).",
            "Ersätt fältet med dess innehåll, eller lämna dokumentet som PDF.",
        )
    if kind is Kind.ODT and name in ("content.xml", "styles.xml") and markup.links:
        yield Found(
            "file_has_external_link",
            f"hämtar innehåll utifrån ({markup.links[0][:80]}).",
            "Infoga innehållet i dokumentet i stället för att länka till det.",
        )


def _relation_faults(markup: Markup) -> Iterator[Found]:
    for relation, target in markup.external:
        if relation.endswith("/attachedTemplate"):
            yield Found(
                "template_link_ignored", "pekar ut en Word-mall på en annan plats; mallen används inte."
            )
        elif not relation.endswith(_HARMLESS):
            yield Found(
                "file_has_external_link",
                f"hämtar innehåll utifrån ({target[:80]}).",
                "Infoga innehållet i dokumentet i stället för att länka till det.",
            )
