"""Look at a bilaga before the packet is planned: can it be taken in, and what must its owner know?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from typing import NoReturn, TypeVar

import pikepdf
from pypdf import PdfReader, PdfWriter
from pypdf.generic import StreamObject

from service.assemble.bombs import has_bomb, is_unpacking_limit, most_pixels
from service.assemble.content_kind import describe_content, is_pdf
from service.assemble.findings import find_notices
from service.assemble.objects import READ_ERRORS, entry, open_reader, resolve
from service.assemble.pagetree import Leaf, TooManyPages, read_pages
from service.assemble.refusals import (
    MOST_NESTED,
    NESTED_TOO_DEEP,
    UNPACKS_TOO_LARGE,
    Refusal,
    cannot_be_drawn,
    judge_document,
    list_pages,
)
from service.assemble.rehearsal import Drawn, deepest_nesting, draw_pages, read_contents, rehearse
from service.assemble.table import ObjectTable
from service.errors import BilagaRejected, Notice, Problem

T = TypeVar("T")
_MEGABYTE = 1_000_000
SECONDS_PER_PAGE = 3
"""Time that each page adds to other work with a bilaga: some of it draws the page twice, or in print quality."""
_MANY_PACKED = 20_000
"""So many objects in object streams are unpacked first: pypdf reads a whole stream for each of its objects."""
_REPAIR_ERRORS = (pikepdf.PdfError, pikepdf.DataDecodingError, RuntimeError, ValueError, OSError)


@dataclass(frozen=True, slots=True)
class PdfLimits:
    """How large a bilaga, and a picture in it, may be."""

    max_bytes: int
    max_pages: int
    max_pixels: int = 200_000_000


@dataclass(frozen=True, slots=True)
class InspectedPdf:
    """A bilaga that can be taken into the packet."""

    pdf: Path
    """The file to take in: the one that was given, or a copy of it that is repaired or freed of its encryption."""
    page_count: int
    notices: tuple[Notice, ...]

    @property
    def signed(self) -> bool:
        """Whether it carries a signature, which holds in the original alone."""
        return any(notice.code == "annex_signed" for notice in self.notices)


def inspect(
    pdf: Path,
    *,
    limits: PdfLimits,
    name: str,
    copy: Path,
    password: str = "",
    on_counted: Callable[[int], None] = lambda _pages: None,
) -> InspectedPdf:
    """Find out whether a PDF can be taken into a packet.

    What it does with the file can hang, or bring the whole process down; the service calls it by `isolation.py`.

    Args:
        pdf: the file.
        limits: what is accepted.
        name: what its owner calls it; stands in every message.
        copy: where a repaired or decrypted copy may be written; its folder exists.
        password: opens the file, when it is locked; stands in no message.
        on_counted: called as soon as the number of pages is known.

    Raises:
        BilagaRejected: with all that is wrong with the file.
    """
    problems = list(_check_outside(pdf, limits, name))
    if problems:
        raise BilagaRejected(*problems)
    return _Inspection(pdf, limits, name, copy, password).run(on_counted)


def normalise(pdf: Path, target: Path, password: str = "") -> int:
    """Write the PDF anew, repaired and without encryption; returns its number of pages.

    Raises:
        ValueError: it is beyond repair, or pages were lost on the way.
        pikepdf.PasswordError: it cannot be opened with that password.
    """
    try:
        with pikepdf.open(pdf, password=password) as broken:
            pages = len(broken.pages)
            if pages == 0:
                raise ValueError("no pages")
            # A page that leaves and comes back makes qpdf write the page tree anew, without what is no page. It has to
            # leave first: a page that is put in while it is there becomes a copy, which no link and no tag leads to.
            first = broken.pages[0].obj
            del broken.pages[0]
            broken.pages.insert(0, pikepdf.Page(first))
            broken.save(
                target,
                encryption=False,
                deterministic_id=True,
                object_stream_mode=pikepdf.ObjectStreamMode.disable,
            )
        with pikepdf.open(target) as repaired:
            kept = len(repaired.pages)
    except pikepdf.PasswordError:
        raise
    except _REPAIR_ERRORS as error:
        raise ValueError("beyond repair") from error
    if kept != pages or pages == 0:
        raise ValueError(f"{pages} pages became {kept}")
    return kept


def _check_outside(pdf: Path, limits: PdfLimits, name: str) -> list[Problem]:
    """What can be said without reading the PDF's structure."""
    problems: list[Problem] = []
    size = pdf.stat().st_size
    if size == 0:
        return [Problem("file_empty", f"Filen {name} är tom.", remedy="Skicka filen på nytt.", source=name)]
    if size > limits.max_bytes:
        problems.append(
            Problem(
                "file_too_large",
                f"{name} är {ceil(size / _MEGABYTE)} MB. En bilaga får vara högst {limits.max_bytes // _MEGABYTE} MB.",
                remedy="Spara filen med mindre bilder, eller dela den i flera bilagor.",
                source=name,
            )
        )
    if not is_pdf(pdf):
        kind = describe_content(pdf)
        problems.append(
            Problem(
                "wrong_file_type",
                f"{name} är inte en PDF utan {kind}.",
                remedy="Ge filen rätt filändelse, eller spara den som PDF i det program där den gjordes.",
                source=name,
            )
        )
    return problems


def _second_opinion(pdf: Path, leaves: Sequence[Leaf]) -> None:
    """The packet is checked with another library than made it; both must see the same pages with the same content.

    Raises:
        ValueError: they don't.
    """
    try:
        with pikepdf.open(pdf) as opened:
            seen = [_content_streams(page) for page in opened.pages]
    except _REPAIR_ERRORS as error:
        raise ValueError("read by one library only") from error
    if seen != [_count_streams(leaf) for leaf in leaves]:
        raise ValueError("two libraries read two different files")


def _count_streams(leaf: Leaf) -> int:
    held = entry(leaf.page, "/Contents")
    parts = list.__iter__(held) if isinstance(held, list) else [held]
    return sum(isinstance(resolve(part), StreamObject) for part in parts)


def _content_streams(page: pikepdf.Page) -> int:
    held = page.obj.get("/Contents")
    if not isinstance(held, pikepdf.Array | pikepdf.Stream | None):
        raise ValueError("content that is none")
    parts = list(held) if isinstance(held, pikepdf.Array) else [held]
    return sum(isinstance(part, pikepdf.Stream) for part in parts)


@dataclass(frozen=True, slots=True)
class _Trial:
    """How a file took it to be handled as the merge will handle it."""

    lost: int = 0
    """Objects that cannot be read."""
    unread: int = 0
    """Pages whose content cannot be unpacked."""
    drawn: Drawn = field(default_factory=Drawn)

    @property
    def passed(self) -> bool:
        """Whether there is nothing that mending might mend."""
        return not self.lost and not self.drawn.failed


class _Inspection:
    """One file's inspection; `_pdf` becomes the copy once one had to be made."""

    def __init__(self, pdf: Path, limits: PdfLimits, name: str, copy: Path, password: str) -> None:
        self._pdf, self._limits, self._name, self._copy = pdf, limits, name, copy
        self._original, self._password = pdf, password
        self._notices: list[Notice] = []

    def run(self, on_counted: Callable[[int], None]) -> InspectedPdf:
        reader, leaves = self._open()
        on_counted(len(leaves))
        trial = self._try_out(reader, leaves)
        if not trial.passed and self._pdf != self._copy:
            self._mend()
            trial = self._try_out(*self._read(self._open_as_it_is))
        if trial.drawn.failed:
            self._raise_any([cannot_be_drawn(trial.drawn.failed)])
        if trial.lost or trial.unread:
            self._note("annex_damaged", "är delvis oläslig; jämför sidorna i paketet med originalet")
        if trial.drawn.pictures:
            where = list_pages(trial.drawn.pictures)
            self._note("annex_picture_unseen", f"har bilder som inte går att visa (sidan {where})")
        reader, leaves = self._read(self._open_as_it_is)
        notices = self._read(lambda: find_notices(self._pdf, reader, leaves, self._name, self._original))
        return InspectedPdf(self._pdf, len(leaves), (*self._notices, *notices))

    def _try_out(self, reader: PdfReader, leaves: Sequence[Leaf]) -> _Trial:
        """Do with the file what the merge will do, after a look at whether that is wise."""
        self._raise_any(self._read(lambda: list(judge_document(self._pdf, reader, leaves))))
        pages = len(leaves)
        try:
            rehearsed = rehearse(self._pdf, pages)
        except READ_ERRORS:
            if self._pdf == self._copy:
                self._reject_broken()
            return _Trial(lost=1)
        self._raise_any(self._check_weight(rehearsed.table))
        unread = read_contents(rehearsed.table, pages)
        return _Trial(rehearsed.lost, unread, draw_pages(self._pdf, pages))

    def _raise_any(self, refusals: list[Refusal]) -> None:
        if refusals:
            raise BilagaRejected(
                *(self._problem(one.code, f"{self._name} {one.what}.", one.remedy) for one in refusals)
            )

    def _open(self) -> tuple[PdfReader, list[Leaf]]:
        try:
            return self._open_as_it_is()
        except READ_ERRORS as error:
            if is_unpacking_limit(error):  # mending would unpack it without a limit
                self._raise_any([UNPACKS_TOO_LARGE])
            self._mend()
            return self._read(self._open_as_it_is)

    def _open_as_it_is(self) -> tuple[PdfReader, list[Leaf]]:
        reader = open_reader(self._pdf)
        if reader.is_encrypted:
            self._decrypt(reader)
            reader = open_reader(self._pdf)
        if len(reader.xref_objStm) > _MANY_PACKED and self._pdf != self._copy:
            normalise(self._pdf, self._copy)
            self._pdf = self._copy
            reader = open_reader(self._pdf)
        try:
            leaves = read_pages(reader, self._limits.max_pages)
        except TooManyPages:
            self._reject(
                "too_many_pages",
                f"{self._name} har fler än {self._limits.max_pages} sidor.",
                "Dela filen i flera bilagor.",
            )
        _second_opinion(self._pdf, leaves)
        return reader, leaves

    def _decrypt(self, reader: PdfReader) -> None:
        locked = not reader.decrypt("")
        if locked and not (self._password and reader.decrypt(self._password)):
            self._reject_password()
        try:
            normalise(self._pdf, self._copy, self._password if locked else "")
        except (ValueError, pikepdf.PasswordError):
            self._reject_password()
        self._pdf = self._copy
        if locked:
            self._note("annex_unlocked", "var låst med lösenord; låset följer inte med i paketet")
        else:
            self._note(
                "annex_restricted",
                "var skyddad mot ändring eller utskrift; skyddet följer inte med i paketet",
            )

    def _mend(self) -> None:
        try:
            normalise(self._pdf, self._copy, self._password)
        except pikepdf.PasswordError:
            self._reject_password()
        except ValueError:
            self._read(self._write_anew)
        self._pdf = self._copy
        self._note("annex_repaired", "var trasig och har lagats; jämför sidorna i paketet med originalet")

    def _write_anew(self) -> None:
        """The other way round: a file that only pypdf can read, in pypdf's handwriting."""
        writer = PdfWriter(clone_from=open_reader(self._pdf))
        with self._copy.open("wb") as file:
            writer.write(file)

    def _read(self, action: Callable[[], T]) -> T:
        try:
            return action()
        except READ_ERRORS:
            self._reject_broken()

    def _check_weight(self, table: ObjectTable) -> list[Refusal]:
        refusals: list[Refusal] = []
        if has_bomb(table.objects):
            refusals.append(UNPACKS_TOO_LARGE)
        pixels = most_pixels(table.objects)
        if pixels > self._limits.max_pixels:
            refusals.append(
                Refusal(
                    "image_too_large",
                    f"har en bild med {pixels // 1_000_000} miljoner bildpunkter."
                    f" Högst {self._limits.max_pixels // 1_000_000} miljoner går att ta emot",
                    "Spara filen med lägre upplösning.",
                )
            )
        if deepest_nesting(table.objects, MOST_NESTED) > MOST_NESTED:
            refusals.append(NESTED_TOO_DEEP)
        return refusals

    def _note(self, code: str, what: str) -> None:
        self._notices.append(Notice(code, f"{self._name} {what}.", source=self._name))

    def _problem(self, code: str, message: str, remedy: str) -> Problem:
        return Problem(code, message, remedy=remedy, source=self._name)

    def _reject(self, code: str, message: str, remedy: str) -> NoReturn:
        raise BilagaRejected(self._problem(code, message, remedy))

    def _reject_password(self) -> NoReturn:
        if self._password:
            self._reject(
                "file_password_wrong",
                f"{self._name} är låst, och lösenordet i lösenordsfilen öppnar den inte.",
                "Rätta lösenordet, eller be avsändaren om en kopia utan lösenord.",
            )
        self._reject(
            "file_password_protected",
            f"{self._name} är skyddad med lösenord och kan inte öppnas.",
            "Be avsändaren om en kopia utan lösenord, eller ange lösenordet i en lösenordsfil (--losenord-fil).",
        )

    def _reject_broken(self) -> NoReturn:
        self._reject(
            "file_broken",
            f"{self._name} är så skadad att den inte går att läsa eller laga.",
            "Skicka filen på nytt, eller skriv ut originalet till PDF igen.",
        )
