"""A document is looked into before LibreOffice sees it, so that a fault gets a clear name.

LibreOffice opens nearly anything: a web page that is called .docx becomes a strange PDF, and half a Word file
becomes half a document without a word. Both must be told to the sender instead.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import IO
from xml.parsers import expat

from service.convert.kinds import Container, DocumentKind
from service.errors import BilagaRejected, Problem, UnreadableInput

_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the old Office container; also wraps every encrypted docx, xlsx and pptx
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_IMAGE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*")
_HEAD = 4096
_CHUNK = 1 << 20
_XML_SUFFIXES = (".xml", ".rels")


def check_content(source: Path, kind: DocumentKind) -> None:
    """Check that the file is readable and what its suffix says.

    Raises:
        UnreadableInput: missing, empty or unreadable.
        BilagaRejected: protected by password, damaged, or another kind of file than it is called.
    """
    head = _read_head(source)
    if head.startswith(_CFB) and kind.container is not Container.IMAGE:
        raise BilagaRejected(_old_or_encrypted(source, kind))
    if kind.container is Container.IMAGE:
        if not head.startswith(_IMAGE_STARTS):
            raise BilagaRejected(_wrong_content(source, kind, head))
    elif kind.container is Container.RTF:
        if not head.startswith(b"{\\rtf"):
            raise BilagaRejected(_wrong_content(source, kind, head))
    elif not head.startswith(b"PK"):
        raise BilagaRejected(_wrong_content(source, kind, head))
    else:
        _check_package(source, kind, head)


def _read_head(source: Path) -> bytes:
    try:
        with source.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise UnreadableInput(
            Problem(
                "file_missing",
                f"”{source.name}” går inte att läsa ({error.strerror}).",
                remedy="Kontrollera att filen finns och att tjänsten har rätt att läsa den.",
                source=source.name,
            )
        ) from error
    if not head:
        raise UnreadableInput(
            Problem(
                "file_empty",
                f"”{source.name}” är tom (0 byte).",
                remedy="Hämta filen på nytt från den som har gjort den, och lägg in den igen.",
                source=source.name,
            )
        )
    return head


def _check_package(source: Path, kind: DocumentKind, head: bytes) -> None:
    try:
        with zipfile.ZipFile(source) as package:
            names = set(package.namelist())
            if not _is_kind(package, names, kind):
                raise BilagaRejected(_wrong_content(source, kind, head))
            if kind.container is Container.ODF and _is_encrypted_odf(package, names):
                raise BilagaRejected(password_protected(source, kind))
            for name in package.namelist():
                with package.open(name) as part:
                    _read_through(part, well_formed=name.endswith(_XML_SUFFIXES))
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        expat.ExpatError,
        NotImplementedError,
        OSError,
    ) as error:
        raise BilagaRejected(damaged_document(source, kind)) from error
    except RuntimeError as error:  # how zipfile tells that a member is encrypted
        raise BilagaRejected(password_protected(source, kind)) from error


def _is_kind(package: zipfile.ZipFile, names: set[str], kind: DocumentKind) -> bool:
    if kind.container is Container.OOXML:
        return "[Content_Types].xml" in names and any(name.startswith(kind.main_part) for name in names)
    media_type = package.read("mimetype").decode("ascii", "replace").strip() if "mimetype" in names else ""
    return media_type.removesuffix("-template") == kind.main_part


def _is_encrypted_odf(package: zipfile.ZipFile, names: set[str]) -> bool:
    manifest = "META-INF/manifest.xml"
    return "encrypted-package" in names or (
        manifest in names and b"encryption-data" in package.read(manifest)
    )


def _read_through(part: IO[bytes], *, well_formed: bool) -> None:
    """Unpack to the end, in pieces: it checks the sum, and for XML that nothing is cut off."""
    parser = expat.ParserCreate() if well_formed else None
    empty = True
    while chunk := part.read(_CHUNK):
        empty = False
        if parser is not None:
            parser.Parse(chunk)
    if parser is not None and not empty:
        parser.Parse(b"", True)


def _old_or_encrypted(source: Path, kind: DocumentKind) -> Problem:
    if _ENCRYPTED in source.read_bytes():
        return password_protected(source, kind)
    return Problem(
        "wrong_file_type",
        f"”{source.name}” är sparad i Offices gamla filformat (som .doc, .xls och .ppt), trots ändelsen.",
        remedy=f"Öppna filen och spara den på nytt som {source.suffix.lower()}, eller som pdf.",
        source=source.name,
    )


def password_protected(source: Path, kind: DocumentKind) -> Problem:
    """The document needs a password to be opened."""
    return Problem(
        "file_password_protected",
        f"”{source.name}” ({kind.swedish}) är skyddad med lösenord och kan inte öppnas.",
        remedy="Öppna dokumentet med lösenordet, ta bort skyddet, spara och lägg in filen på nytt.",
        source=source.name,
    )


def damaged_document(source: Path, kind: DocumentKind) -> Problem:
    """The document is damaged, so that it cannot be opened whole."""
    return Problem(
        "file_broken",
        f"”{source.name}” ({kind.swedish}) är skadad och kan inte öppnas i sin helhet.",
        remedy="Öppna dokumentet i det program där det gjordes, spara det på nytt eller som pdf, och lägg in det.",
        source=source.name,
    )


def _wrong_content(source: Path, kind: DocumentKind, head: bytes) -> Problem:
    return Problem(
        "wrong_file_type",
        f"”{source.name}” har ändelsen {source.suffix.lower()} men är {_guess(head)}, inte {kind.swedish}.",
        remedy="Öppna filen i det program där den gjordes och spara den i rätt format, eller som pdf.",
        source=source.name,
    )


def _guess(head: bytes) -> str:
    """What the bytes look like, in Swedish, with its article."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start:
        return "en webbsida (HTML)"
    for sign, words in (
        (b"%pdf", "en PDF"),
        (b"{\\rtf", "ett RTF-dokument"),
        (b"pk", "en annan sorts Office- eller zip-fil"),
        (b"<?xml", "en XML-fil"),
    ):
        if start.startswith(sign):
            return words
    return "en bild" if head.startswith(_IMAGE_STARTS) else "något annat"
