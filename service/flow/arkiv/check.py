"""Checking a finished package: all of it read back, preservation files judged, an independent validator asked."""

from __future__ import annotations

import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from service.archive import fgs12
from service.archive.eark import EarkReport, validate_package
from service.archive.verify import Read, read_package
from service.assemble.xmp import STANDARDS
from service.convert.rules import told
from service.convert.verdicts import Verdict, judge
from service.errors import Notice, Problem, ToolMissing
from service.records.base import JsonObject
from service.settings import Settings

_AT_ONCE = 20
_BLOCK = 1 << 20
_DATA = ("/data/", f"/{fgs12.CONTENT}/")


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of a package found."""

    read: Read
    judged: Mapping[str, Verdict] | None
    """What veraPDF says of each preservation file, by its name in the package; None when it was not asked."""
    problems: tuple[Problem, ...]
    eark: EarkReport | None = None
    notices: tuple[Notice, ...] = ()

    def report(self) -> JsonObject:
        """The report as it is kept and shown."""
        made: JsonObject = {
            "filer": self.read.files,
            "byte": self.read.bytes,
            "arenden": self.read.matters,
            "bevarandefiler": len(self.read.preservation),
            "prövade_av_verapdf": len(self.judged) if self.judged is not None else None,
            "fel": [f"{one.path}: {one.message}" for one in self.problems],
        }
        if self.eark is not None:
            made["eark_validator"] = {
                "struktur": self.eark.structure,
                "schema": self.eark.schema,
                "fel": len(self.eark.problems),
                "regler_som_inte_gar_att_uppfylla": dict(self.eark.excused),
            }
        return made


def check_package(package: Path, settings: Settings, *, pdfa: bool = False) -> Checked:
    """Read a package to its end, and hold it against itself, its schemas and, where it is there, eark-validator.

    Args:
        package: the ZIP.
        settings: where Java, veraPDF and the validator are.
        pdfa: whether veraPDF shall judge the preservation files.

    Raises:
        ToolMissing, ToolError: what the judgement needs is missing or fails.
    """
    read = read_package(package)
    if read.problems:
        return Checked(read, None, tuple(read.problems))
    judged = judge_preserved(package, read.preservation, settings) if pdfa else None
    problems = list(_not_pdfa(judged or {}))
    notices: list[Notice] = []
    eark = None
    if read.profile_has_validator:
        try:
            eark = ask_validator(package, settings)
        except ToolMissing as fault:
            notices.append(Notice("eark_not_asked", fault.problems[0].message, source=package.name))
        else:
            problems += eark.problems
    return Checked(read, judged, tuple(problems), eark, tuple(notices))


def ask_validator(package: Path, settings: Settings) -> EarkReport:
    """What eark-validator says of a package.

    It looks at structure and METS alone, so the delivered files are laid out empty: their bytes and checksums are read
    by `read_package`. That way a large package needs no room to be unpacked.

    Raises:
        ToolMissing, ToolError: the validator is missing or fails.
    """
    with tempfile.TemporaryDirectory(prefix="samlad-eark-") as folder, zipfile.ZipFile(package) as file:
        root = Path(folder)
        for one in file.infolist():
            target = root / one.filename
            target.parent.mkdir(parents=True, exist_ok=True)
            if any(part in one.filename for part in _DATA):
                target.touch()
            else:
                target.write_bytes(file.read(one))
        return validate_package(next(root.iterdir()), validator_python(settings))


def validator_python(settings: Settings) -> str:
    """The Python that has the validator: the setting's, or the one that `make eark` makes."""
    return settings.eark_python or str(Path(sys.prefix) / "eark" / "bin" / "python")


def verdicts_shown(judged: Mapping[str, Verdict]) -> JsonObject:
    """What veraPDF says of each preservation file: the standards that it keeps to, and the rules that it breaks."""
    return {
        name: {
            "uppfyller": [STANDARDS[profile] for profile in sorted(verdict.valid)],
            "brister": {
                STANDARDS[profile]: list(told(failures)) for profile, failures in verdict.failures.items()
            },
        }
        for name, verdict in judged.items()
    }


def judge_preserved(package: Path, names: Sequence[str], settings: Settings) -> Mapping[str, Verdict]:
    """What veraPDF says of each; the files are unpacked some at a time. Raises ToolMissing, ToolError."""
    judged: dict[str, Verdict] = {}
    with tempfile.TemporaryDirectory(prefix="samlad-pdfa-") as folder, zipfile.ZipFile(package) as file:
        for start in range(0, len(names), _AT_ONCE):
            batch = names[start : start + _AT_ONCE]
            pdfs = [_unpacked(file, name, Path(folder) / f"{nr}.pdf") for nr, name in enumerate(batch)]
            judged.update(zip(batch, judge(pdfs, settings), strict=True))
    return judged


def _not_pdfa(judged: Mapping[str, Verdict]) -> Iterator[Problem]:
    """A problem for each preservation file that is not PDF/A-2b."""
    for name, verdict in judged.items():
        if "2b" not in verdict.valid:
            yield _broken(name, verdict.fault, told(verdict.failures.get("2b", ())))


def _unpacked(file: zipfile.ZipFile, name: str, target: Path) -> Path:
    with file.open(name) as source, target.open("wb") as copy:
        while block := source.read(_BLOCK):
            copy.write(block)
    return target


def _broken(name: str, fault: Problem | None, reasons: Sequence[str]) -> Problem:
    why = fault.message if fault else "; ".join(reasons[:3])
    return Problem(
        "preservation_not_pdfa",
        f"Bevarandefilen {PurePosixPath(name).name} är inte PDF/A-2b: {why}.",
        name,
        "Gör om filen till PDF/A och registrera den som handlingens bevarandefil.",
    )
