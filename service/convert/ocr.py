"""Words for scanned pages, by OCRmyPDF and Tesseract: pages without a text get one that is not seen.

Both are optional programs of the operating system. Pages that have words are left alone, and so are the pictures: what
a page shows does not change. Whether that is so is checked by the one who calls.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from service.convert.program import Limits, run
from service.errors import Problem, ToolError, ToolMissing, ToolTimeout
from service.settings import Settings

_OPTIONS = (
    "--skip-text", "--output-type", "pdf", "--optimize", "0", "--fast-web-view", "999999",
    "--jobs", "1", "--quiet",
)  # fmt: skip
_PROBE = Limits(60, 4000)
_MEMORY_TIMES = 2
"""Python, Tesseract and Ghostscript reserve more than they use."""
_TAGS = {
    "swe": "sv", "eng": "en", "fin": "fi", "nor": "no", "dan": "da", "isl": "is", "est": "et", "deu": "de",
    "fra": "fr", "spa": "es", "pol": "pl", "ara": "ar", "fas": "fa", "ukr": "uk", "rus": "ru", "tur": "tr",
}  # fmt: skip
"""Languages as a PDF names them; another one keeps Tesseract's three letters."""


def install_command(language: str) -> str:
    """What an operator types."""
    return f"sudo apt-get install --no-install-recommends ocrmypdf tesseract-ocr-{language.replace('_', '-')}"


def find(settings: Settings) -> Path:
    """The program.

    Raises:
        ToolMissing: it is not installed, or a language is not.
    """
    languages = settings.ocr_sprak.split("+")
    found = shutil.which(settings.ocrmypdf or "ocrmypdf")
    tesseract = shutil.which("tesseract")
    if found is None or tesseract is None:
        missing = "OCRmyPDF" if found is None else "Tesseract"
        raise _missing(f"{missing} finns inte", languages[0])
    with tempfile.TemporaryDirectory(prefix="samlad-ocr-") as folder:
        for language in languages:
            if not _knows(Path(tesseract), language, Path(folder)):
                raise _missing(f"Tesseract kan inte språket ”{language}”", language)
    return Path(found)


def _knows(tesseract: Path, language: str, folder: Path) -> bool:
    ended = run([tesseract, "-l", language, "--print-parameters"], tesseract, folder, _PROBE)
    return ended.code == 0


def version(program: Path) -> str:
    """What it calls itself."""
    with tempfile.TemporaryDirectory(prefix="samlad-ocr-") as folder:
        return run([program, "--version"], program, Path(folder), _PROBE).words


def spoken(settings: Settings) -> str:
    """The language of what is read, as a PDF names it: the first one, where there are several."""
    first = settings.ocr_sprak.split("+")[0]
    return _TAGS.get(first, first.partition("_")[0])


def read_pages(source: Path, target: Path, program: Path, pages: int, settings: Settings) -> None:
    """Write the file anew with words on the pages that had none.

    Args:
        source: a PDF.
        target: the file to write.
        program: what `find` found.
        pages: how many pages the file has; each may take the time of the setting.
        settings: language and limits.

    Raises:
        ToolTimeout, ToolError: it took too long, or came to nothing.
    """
    limits = Limits(settings.ocr_sekunder * max(1, pages), settings.triage_mb * _MEMORY_TIMES)
    with tempfile.TemporaryDirectory(prefix="samlad-ocr-") as name:
        folder = Path(name)
        read, written = folder / "in.pdf", folder / "ut.pdf"
        shutil.copyfile(source, read)
        command: list[str | Path] = [program, *_OPTIONS, "--language", settings.ocr_sprak, read, written]
        try:
            ended = run(command, source, folder, limits)
        except OSError as error:
            raise _failed(source.name, str(error)) from error
        if ended.code is None:
            raise ToolTimeout(
                Problem(
                    "ocr_timeout",
                    f"Textläsningen av ”{source.name}” blev inte klar på {limits.seconds} sekunder.",
                    remedy="Höj inställningen ocr_sekunder, eller bygg utan --ocr.",
                    source=source.name,
                )
            )
        if ended.code != 0 or not written.is_file() or not written.stat().st_size:
            raise _failed(source.name, ended.words)
        shutil.move(written, target)


def _missing(what: str, language: str) -> ToolMissing:
    return ToolMissing(
        Problem(
            "ocr_missing",
            f"Inskannade sidor kan inte läsas: {what}.",
            "--ocr",
            f"Installera det: {install_command(language)}. Eller bygg utan --ocr.",
        )
    )


def _failed(name: str, words: str) -> ToolError:
    return ToolError(
        Problem(
            "ocr_failed",
            f"Textläsningen av ”{name}” gick inte: {words or 'inget svar'}.",
            remedy="Bygg utan --ocr, eller använd ett original som inte är inskannat.",
            source=name,
        )
    )
