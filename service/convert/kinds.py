"""Which documents go which way, by suffix; and what LibreOffice is told for each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from service.errors import BilagaRejected, Problem


class Container(StrEnum):
    """How the bytes of a document are packed; `content.py` checks that it is true."""

    OOXML = "ooxml"
    ODF = "odf"
    RTF = "rtf"
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One kind of document and its way to PDF."""

    name: str
    swedish: str
    """What it is called in a message: `Word-dokument`."""
    container: Container
    main_part: str = ""
    """OOXML: the folder of the main part. ODF: the media type."""
    export_filter: str = ""
    """LibreOffice's export filter; empty for pictures."""


_ODF = "application/vnd.oasis.opendocument."
_WRITER = "writer_pdf_Export"
_CALC = "calc_pdf_Export"
_IMPRESS = "impress_pdf_Export"

KINDS: dict[str, DocumentKind] = {
    ".docx": DocumentKind("docx", "Word-dokument", Container.OOXML, "word/", _WRITER),
    ".odt": DocumentKind("odt", "ODF-textdokument", Container.ODF, _ODF + "text", _WRITER),
    ".rtf": DocumentKind("rtf", "RTF-dokument", Container.RTF, "", _WRITER),
    ".xlsx": DocumentKind("xlsx", "Excel-ark", Container.OOXML, "xl/", _CALC),
    ".ods": DocumentKind("ods", "ODF-kalkylark", Container.ODF, _ODF + "spreadsheet", _CALC),
    ".pptx": DocumentKind("pptx", "PowerPoint-presentation", Container.OOXML, "ppt/", _IMPRESS),
    ".odp": DocumentKind("odp", "ODF-presentation", Container.ODF, _ODF + "presentation", _IMPRESS),
    ".jpg": DocumentKind("image", "bild", Container.IMAGE),
    ".jpeg": DocumentKind("image", "bild", Container.IMAGE),
    ".png": DocumentKind("image", "bild", Container.IMAGE),
    ".tif": DocumentKind("image", "bild", Container.IMAGE),
    ".tiff": DocumentKind("image", "bild", Container.IMAGE),
}
"""Every suffix that can be converted."""


def find_kind(source: Path) -> DocumentKind:
    """The kind of a document by its suffix.

    Raises:
        BilagaRejected: it is a PDF already, or of a kind that cannot be converted.
    """
    suffix = source.suffix.lower()
    if suffix == ".pdf":
        raise BilagaRejected(
            Problem(
                "already_pdf",
                f"”{source.name}” är redan en PDF och behöver inte omvandlas.",
                remedy="Lägg in filen som den är.",
                source=source.name,
            )
        )
    kind = KINDS.get(suffix)
    if kind is None:
        suffixes = ", ".join(s.removeprefix(".") for s in KINDS)
        raise BilagaRejected(
            Problem(
                "unknown_file_type",
                f"”{source.name}” är av en filtyp som inte kan göras om till PDF.",
                remedy=f"Spara dokumentet som pdf, eller som något av {suffixes}, och lägg in det på nytt.",
                source=source.name,
            )
        )
    return kind
