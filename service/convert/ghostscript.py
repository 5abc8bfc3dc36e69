"""Ghostscript writes a PDF anew: fonts are embedded, and colours are brought to RGB.

It is called as a program and nothing else (it is under the AGPL), and only where it is installed. It keeps words, links
and bookmarks, and loses the tags; so it is for files without them. What came out is judged by others.
"""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

from service.convert.program import Limits, run
from service.errors import Problem, ToolError, ToolTimeout
from service.settings import Settings

INSTALL = "sudo apt-get install --no-install-recommends ghostscript"
_OPTIONS = (
    "-dSAFER", "-dBATCH", "-dNOPAUSE", "-dQUIET",
    "-sDEVICE=pdfwrite", "-dCompatibilityLevel=1.7", "-dPDFA=2", "-dPDFACompatibilityPolicy=1",
    "-sColorConversionStrategy=RGB", "-dEmbedAllFonts=true", "-dSubsetFonts=true", "-dAutoRotatePages=/None",
    "-dDownsampleColorImages=false", "-dDownsampleGrayImages=false", "-dDownsampleMonoImages=false",
    "-dAutoFilterColorImages=false", "-dColorImageFilter=/FlateEncode",
    "-dAutoFilterGrayImages=false", "-dGrayImageFilter=/FlateEncode",
)  # fmt: skip
"""Pictures that were JPEG are passed through as they are; others are packed without loss."""


def find(settings: Settings) -> Path | None:
    """The program; None when it is not installed."""
    found = shutil.which(settings.ghostscript or "gs")
    return Path(found) if found else None


@cache
def version(program: Path) -> str:
    """What it calls itself, such as `10.00.0`; asked once.

    Raises:
        ToolError: it does not answer.
    """
    with tempfile.TemporaryDirectory(prefix="samlad-gs-") as folder:
        try:
            ended = run([program, "--version"], program, Path(folder), Limits(20, 2000))
        except OSError as error:
            raise _failed("", str(error)) from error
    if ended.code != 0:
        raise _failed("", ended.words)
    return ended.words


def rewrite(source: Path, target: Path, program: Path, settings: Settings) -> None:
    """Write the file anew.

    Raises:
        ToolTimeout, ToolError: it took too long, or came to nothing.
    """
    limits = Limits(settings.omgorning_sekunder, settings.triage_mb)
    with tempfile.TemporaryDirectory(prefix="samlad-gs-") as name:
        folder = Path(name)
        read, written = folder / "in.pdf", folder / "ut.pdf"
        shutil.copyfile(source, read)
        try:
            ended = run([program, *_OPTIONS, f"-sOutputFile={written}", read], source, folder, limits)
        except OSError as error:
            raise _failed(source.name, str(error)) from error
        if ended.code is None:
            raise ToolTimeout(
                Problem(
                    "ghostscript_timeout",
                    f"Ghostscript blev inte klart med ”{source.name}” på {limits.seconds} sekunder.",
                    remedy="Höj inställningen omgorning_sekunder, eller låt bilagan vara som den är.",
                    source=source.name,
                )
            )
        if ended.code != 0 or not written.is_file() or not written.stat().st_size:
            raise _failed(source.name, ended.words)
        shutil.move(written, target)


def _failed(name: str, words: str) -> ToolError:
    return ToolError(
        Problem(
            "ghostscript_failed",
            f"Ghostscript kunde inte göra om {f'”{name}”' if name else 'något'}: {words or 'inget svar'}.",
            remedy=f"Låt bilagan vara som den är, eller installera om: {INSTALL}",
            source=name,
        )
    )
