"""Which LibreOffice there is, and what it is told: its version, surroundings and export options."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from service.errors import Problem, ToolDown, ToolMissing
from service.settings import Settings

INSTALL = (
    "sudo apt-get install --no-install-recommends libreoffice-writer-nogui libreoffice-calc-nogui "
    "libreoffice-impress-nogui python3-uno fonts-crosextra-carlito fonts-crosextra-caladea fonts-liberation"
)
"""What an operator types to get all that this stage needs."""

DEFAULT_PYTHON = "/usr/bin/python3"
_PROBE_SECONDS = 30

EXPORT_OPTIONS: tuple[str, ...] = (
    "UseTaggedPDF=true",
    "SelectPdfVersion=2",  # PDF/A-2b
    "PDFUACompliance=true",
    "ExportBookmarks=true",
    "ExportFormFields=false",  # a handling is a record of what it said, not a form to fill in
    "ExportHiddenSlides=false",
    "ExportLinksRelativeFsys=true",  # or a relative link would tell the path of the work folder
    "EmbedStandardFonts=true",
    # Pictures stay as they are: a JPEG byte for byte, all else without loss, and the same picture once in the file.
    "ReduceImageResolution=false",
    "UseLosslessCompression=true",
)


def export_options(export_filter: str) -> tuple[str, ...]:
    """All options of an export.

    A spreadsheet's notes are those of `driver.mark_cells`: they tell the mending where the cells stand, and are taken
    away by it together with the author's own.
    """
    return (*EXPORT_OPTIONS, f"ExportNotes={'true' if export_filter == 'calc_pdf_Export' else 'false'}")


@dataclass(frozen=True, slots=True)
class SofficeVersion:
    """The LibreOffice that was found."""

    text: str
    """What it says itself, such as `LibreOffice 7.4.7.2 40(Build:2)`."""
    program: Path


@dataclass(frozen=True, slots=True)
class OfficeTools:
    """Paths of all that one LibreOffice process needs."""

    program: Path
    python: Path
    unoserver: Path
    """The folder of the package `unoserver`."""


def find_soffice(settings: Settings) -> Path:
    """The LibreOffice program.

    Raises:
        ToolMissing: there is none.
    """
    found = shutil.which(settings.soffice or "soffice")
    if found is None:
        where = f"”{settings.soffice}” (inställningen soffice)" if settings.soffice else "soffice"
        raise ToolMissing(
            Problem(
                "soffice_missing",
                f"LibreOffice saknas: hittar inte {where}.",
                remedy=f"Installera det: {INSTALL}",
            )
        )
    return Path(found)


def find_tools(settings: Settings) -> OfficeTools:
    """Everything that one LibreOffice process needs.

    Raises:
        ToolMissing: LibreOffice, its Python or unoserver is not there.
    """
    program = find_soffice(settings)
    # The start script stays in between as a parent of its own; the program itself is killed more surely.
    binary = program.resolve().with_name("soffice.bin")
    wanted = settings.soffice_python or DEFAULT_PYTHON
    python = shutil.which(wanted)
    if python is None:
        raise ToolMissing(
            Problem(
                "uno_missing",
                f"Hittar inte ”{wanted}”, den Python som ska ha LibreOffice-modulen uno.",
                remedy=f"Rätta inställningen soffice_python, eller installera: {INSTALL}",
            )
        )
    spec = importlib.util.find_spec("unoserver")
    if spec is None or spec.origin is None:
        raise ToolMissing(
            Problem(
                "unoserver_missing",
                "Python-paketet unoserver saknas, så LibreOffice kan inte styras.",
                remedy="Installera tjänstens paket på nytt: pip install -r requirements.txt",
            )
        )
    return OfficeTools(binary if binary.exists() else program, Path(python), Path(spec.origin).parent)


def uno_missing(tools: OfficeTools, module: str) -> ToolMissing:
    """The error when the driver's Python lacks a module."""
    return ToolMissing(
        Problem(
            "uno_missing",
            f"”{tools.python}” saknar modulen ”{module}”, så LibreOffice kan inte styras.",
            remedy=f"Installera den: {INSTALL}",
        )
    )


def probe(settings: Settings) -> SofficeVersion:
    """Ask LibreOffice for its version; nothing is converted and no profile is touched.

    Raises:
        ToolMissing, ToolDown: it is not there, or does not answer.
    """
    program = find_soffice(settings)
    remedy = f"Pröva ”{program} --version” i en terminal; installera annars om: {INSTALL}"
    try:
        done = subprocess.run(  # noqa: S603 - the operator's own program
            [program, "--version"],
            capture_output=True,
            text=True,
            timeout=_PROBE_SECONDS,
            check=True,
            stdin=subprocess.DEVNULL,
            env=surroundings(Path("/nonexistent")),
        )
    except subprocess.TimeoutExpired as error:
        raise ToolDown(
            Problem("soffice_silent", f"”{program}” svarar inte på frågan om sin version.", remedy=remedy)
        ) from error
    except (OSError, subprocess.CalledProcessError) as error:
        raise ToolDown(
            Problem("soffice_broken", f"”{program}” går inte att köra: {error}.", remedy=remedy)
        ) from error
    return SofficeVersion(done.stdout.strip(), program)


def surroundings(home: Path, python_path: Path | None = None) -> dict[str, str]:
    """The whole environment of a LibreOffice process: nothing is inherited, so nothing of the caller can matter."""
    variables = {
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "PATH": os.defpath,
        "SAL_USE_VCLPLUGIN": "svp",  # draws in memory; no display is looked for
        "TMPDIR": str(home),
        "TZ": "UTC",
    }
    if python_path is not None:
        variables["PYTHONPATH"] = str(python_path)
    return variables
