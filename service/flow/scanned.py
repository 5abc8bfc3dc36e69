"""Scanned annexes get words, when that is wanted: by OCRmyPDF, believed only when every page looks as before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import service.assemble
from service.assemble.answers import likeness_of
from service.assemble.isolation import Triage, WorkFailed
from service.assemble.refusals import list_pages
from service.convert import ocr
from service.convert.normalise import SRGB
from service.errors import BilagaRejected, ToolError
from service.flow.annex import Annex
from service.flow.document import key_for, make_once
from service.flow.paging import in_parallel
from service.flow.published import sha256_of
from service.flow.readability import describe_file
from service.flow.wiring import Workshop


def read_scanned(annexes: Sequence[Annex], triage: Triage, workshop: Workshop) -> list[Annex]:
    """The annexes, those with pages without text having one now; unchanged when that is not wanted.

    Raises:
        ToolMissing: it is wanted, and OCRmyPDF, Tesseract or the language is not installed.
    """
    wanted = [annex for annex in annexes if annex.access is not None and annex.access.textless]
    if workshop.settings.ocr != "ja" or not wanted:
        return list(annexes)
    program = ocr.find(workshop.settings)
    read = partial(_read, program, ocr.version(program), triage, workshop)
    done = in_parallel("Läser inskannat", wanted, read, workshop, lambda annex: annex.one.numbered.label)
    by_key = {annex.one.numbered.path: annex for annex in done}
    return [by_key.get(annex.one.numbered.path, annex) for annex in annexes]


def _read(program: Path, version: str, triage: Triage, workshop: Workshop, annex: Annex) -> Annex:
    made_of = repr(
        ("ocr", version, workshop.settings.ocr_sprak, annex.identity, sha256_of(annex.pdf))
    ).encode()
    kept = workshop.settings.cache_folder() / "bilagor" / f"{key_for(made_of, service.assemble)}.pdf"
    pages = annex.inspected.page_count
    try:
        copy = make_once(kept, partial(_make, annex, program, triage, workshop))
        answer = triage.work("compare", pages, pdf=str(annex.pdf), target=str(copy), pictures=0)
        beside = workshop.folder / f"{annex.one.numbered.key}-ocr.pdf"
        inspected = triage.inspect(copy, name=annex.name, copy=beside)
    except ToolError as fault:
        return annex.told("annex_not_read", f"{annex.name} fick ingen text. {fault.problems[0].message}")
    except (WorkFailed, BilagaRejected):
        return annex.told(
            "annex_not_read", f"{annex.name} fick ingen text: resultatet gick inte att använda."
        )
    likeness = likeness_of(answer)
    access = describe_file(inspected.pdf, pages, triage, workshop)
    if not likeness.looks_same or access is None:
        return annex.told(
            "annex_not_read",
            f"{annex.name} fick ingen text: sidorna såg inte likadana ut efteråt, så originalet används.",
        )
    read = sorted(set(annex.access.textless if annex.access else ()) - set(access.textless))
    if not read:
        return annex.told("annex_not_read", f"{annex.name} fick ingen text: inga ord hittades på sidorna.")
    changed = replace(
        annex,
        inspected=replace(inspected, notices=annex.inspected.notices),
        access=access,
        ways=(*annex.ways, "ocr"),
        read=tuple(read),
    )
    return changed.without(["annex_no_text"]).told(
        "annex_read",
        f"{annex.name} har fått text på sidan {list_pages(read)} genom maskinläsning ({workshop.settings.ocr_sprak}). "
        "Läsningen kan vara fel; bilden är originalets och gäller.",
    )


def _make(annex: Annex, program: Path, triage: Triage, workshop: Workshop, target: Path) -> None:
    """Read the words, and write the file in our own way, which is the same every time."""
    with TemporaryDirectory(dir=workshop.folder) as folder:
        read = Path(folder) / "ut.pdf"
        ocr.read_pages(annex.pdf, read, program, annex.inspected.page_count, workshop.settings)
        identity = asdict(annex.identity) | {"created": annex.identity.created.isoformat()}
        triage.work(
            "mend_read",
            annex.inspected.page_count,
            pdf=str(read),
            target=str(target),
            profile=str(SRGB),
            read=" ".join(map(str, annex.access.textless if annex.access else ())),
            spoken=ocr.spoken(workshop.settings),
            **identity,
        )
