"""Check an input file and everything that it names, without writing anything."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from service.errors import InputError, Notice, Problem
from service.flow.attach import inspect_annex
from service.flow.handlingar import admit_handlingar
from service.flow.passwords import Passwords
from service.flow.public import stand_ins
from service.flow.quoting import withheld_quotes
from service.flow.read import Reader, ReadFile
from service.flow.sent import read_sent
from service.flow.triage import open_triage
from service.intake.content import Kind
from service.model.kallelse import Kallelse


@dataclass(frozen=True, slots=True)
class Checked:
    """A file with everything that was found in it."""

    name: str
    problems: tuple[Problem, ...]
    notices: tuple[Notice, ...]


def check_file(path: Path, reader: Reader, passwords: Passwords | None = None) -> Checked:
    """Every fault of a file; of a meeting also those of its reports and annexes."""
    passwords = passwords or Passwords()
    try:
        file = reader.read(path)
    except InputError as fault:
        return Checked(path.name, fault.problems, fault.notices)
    if not isinstance(file.model, Kallelse):
        return Checked(path.name, (), file.notices)
    admitted, problems, notices = admit_handlingar(file, reader, stand_ins(file.model))
    found = [*problems, *withheld_quotes(admitted), *_objections_of_sent(file, reader)]
    spare = passwords.spare(one.numbered.handling.fil for one in admitted)
    told = [*file.notices, *notices, *spare]
    with tempfile.TemporaryDirectory(prefix="samlad-") as folder, open_triage(reader.settings) as triage:
        for one in admitted:
            if isinstance(one.content, ReadFile) or one.content.kind is not Kind.PDF:
                continue
            try:
                told += inspect_annex(one, one.source, triage, Path(folder), passwords).notices
            except InputError as fault:
                found += fault.problems
    return Checked(path.name, tuple(found), tuple(told))


def _objections_of_sent(file: ReadFile, reader: Reader) -> tuple[Problem, ...]:
    """Everything in which a meeting breaks with what it says was sent out before."""
    try:
        read_sent((), file, (), reader.settings)
    except InputError as fault:
        return fault.problems
    return ()
