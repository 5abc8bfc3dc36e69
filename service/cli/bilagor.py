"""`samlad granska-bilaga`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from service.cli.annex_options import add_ocr, add_passwords, with_ocr
from service.cli.answer import show_json
from service.cli.progress import ShownProgress
from service.clock import today
from service.errors import InputError
from service.flow.annex import Annex
from service.flow.conformance import standards_shown
from service.flow.examine import Examined, examine_files
from service.flow.passwords import read_passwords
from service.flow.readability import annex_shown, remarks_of
from service.flow.wiring import open_workshop
from service.settings import read_settings

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Adder = Callable[[Commands, str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]

_MOST_REASONS = 5
_REMARKED = frozenset({"annex_untagged", "annex_no_text", "annex_hard_to_read"})
"""Notices that the remarks say better."""
_WAYS = {
    "ocr": "sidor utan text läses in",
    "lagad": "kompletteras till PDF/A, utan att något som syns ändras",
    "omgjord": "görs om till PDF/A av Ghostscript",
    "avbildad": "avbildas: sidorna blir bilder med osynlig text",
    "taggad": "det som läses in får taggar",
}


def add_examination(commands: Commands, add_command: Adder) -> None:
    """Add the command to the command line."""
    does = "granska bilagor: går de att ta in, är de PDF/A och PDF/UA, och går de att läsa med skärmläsare"
    command = add_command(commands, "granska-bilaga", does, examine_command)
    command.add_argument(
        "filer", type=Path, nargs="+", metavar="FIL", help="pdf, docx, odt, xlsx, pptx eller bild"
    )
    add_passwords(command)
    add_ocr(command)


def examine_command(arguments: argparse.Namespace) -> int:
    """`samlad granska-bilaga`: everything about some files; nothing is written."""
    settings = with_ocr(read_settings(), arguments)
    passwords = read_passwords(arguments.losenord_fil, settings)
    with (
        ShownProgress(quiet=arguments.json) as progress,
        open_workshop(settings, progress, passwords) as workshop,
    ):
        examined, together = examine_files(arguments.filer, today(), workshop)
    refused = any(one.problems for one in examined)
    if arguments.json:
        files = [_as_json(one) for one in examined]
        show_json({"ok": not refused, "files": files, "notices": [asdict(notice) for notice in together]})
    else:
        for one in examined:
            print(*_text(one), "", sep="\n")
        print(*(notice.message for notice in together), sep="\n", end="\n" if together else "")
    return InputError.exit_code if refused else 0


def _as_json(one: Examined) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "fil": one.name,
        "ok": not one.problems,
        "problems": [asdict(problem) for problem in one.problems],
        "notices": [asdict(notice) for notice in one.notices],
    }
    return shown | (annex_shown(one.annex) if one.annex else {})


def _text(one: Examined) -> Iterator[str]:
    if one.annex is None:
        yield f"{one.name}: kan inte tas in"
        for problem in one.problems:
            yield f"  {problem.message}"
            yield f"    {problem.remedy}"
        return
    pages = one.annex.inspected.page_count
    yield f"{one.name}: kan tas in, {pages} {'sida' if pages == 1 else 'sidor'}"
    yield from (f"  I paketet: {_WAYS[way]}" for way in one.annex.ways)
    yield from _standards(one.annex)
    yield from _counts(one.annex)
    for remark in remarks_of(one.annex.access):
        yield f"  - {remark.what}"
        yield f"    {remark.remedy}"
    said = [
        notice.message
        for notice in one.notices
        if notice.code not in _REMARKED and not _is_verdict(notice.code)
    ]
    if said:
        yield "  Att veta:"
        yield from (f"  - {message}" for message in said)


def _is_verdict(code: str) -> bool:
    return code in ("annex_without_pdfa", "annex_without_pdfua")


def _standards(annex: Annex) -> Iterator[str]:
    for name, verdict in standards_shown(annex.verdict).items():
        if verdict["uppfylls"]:
            yield f"  {name}: ja"
            continue
        reasons = list(dict.fromkeys(one["text"] for one in verdict["brister"]))
        more = f" och {len(reasons) - _MOST_REASONS} till" if len(reasons) > _MOST_REASONS else ""
        yield f"  {name}: nej; {'; '.join(reasons[:_MOST_REASONS])}{more}"
    if not annex.archival:
        yield from (f"  Prövat: {attempt}" for attempt in annex.tried)


def _counts(annex: Annex) -> Iterator[str]:
    access = annex.access
    if access is None:
        yield "  Tillgänglighet: filen går inte att läsa så noga"
        return
    title = f"titel ”{access.title}”" if access.title else "ingen titel"
    language = f"språk {access.language}" if access.language else "inget språk"
    yield f"  Taggar: {'ja' if access.tagged else 'nej'}; {language}; {title}"
    if access.tagged:
        yield (
            f"  Rubriker {access.headings}, listor {access.lists}, tabeller {access.tables}, bilder {access.figures}, "
            f"länkar {access.links}, formulärfält {access.fields}, bokmärken {access.bookmarks}"
        )
