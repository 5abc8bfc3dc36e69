"""The lint against templates as a kansli would make them: a corpus written by somebody who had not seen the lint.

What was found when it was first looked at is in docs/beslut; here every case has to be found, at its place.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest
from lxml import etree

from service.convert.fonts import font_families
from service.errors import TemplateError
from service.fill.compiled import compile_members
from service.fill.lint.check import Ruler, check_template
from service.fill.lint.comments import with_comments
from service.fill.lint.finding import Finding, Severity
from service.fill.package import read_package
from service.fill.template import load_template
from service.flow.build import report_context
from service.flow.fields import template_shape
from service.flow.places import TEMPLATES
from service.flow.read import Reader
from service.flow.template import inspect_template
from service.settings import Settings, read_settings
from tests.conftest import ROOT
from tests.files.fill.kansli import FAULTS, RIGHTS
from tests.files.fill.kansli.case import (
    PARTS,
    SAVED,
    Counted,
    Fault,
    Right,
    counted,
    description_of,
    original,
    slug_of,
)
from tests.files.fill.kansli.parts import W
from tests.files.fill.kansli.word import BODY, STYLES, Mall
from tests.files.fill.templates import fill
from tests.flow.conftest import TODAY

KINDS = frozenset(
    f"template_{kind}"
    for kind in (
        "missing_field",
        "unknown_filter",
        "filter_value",
        "list_printed",
        "not_a_list",
        "rich_text_plain",
        "tag_form",
        "never_true",
        "syntax",
        "forbidden",
        "tag_unclosed",
        "tag_split",
        "tracked_change",
        "block_unclosed",
        "block_unopened",
        "block_crossed",
        "block_torn",
        "text_lost",
        "not_rendered",
        "style_missing",
        "page_size",
        "language_missing",
        "heading_jump",
        "alt_text_missing",
        "font_missing",
        "field_unused",
    )
)


def looked_through(template: str, docx: bytes, folder: Path) -> tuple[Finding, ...]:
    """What is found in a template, the same way as `samlad mall granska` goes."""
    if template.startswith(PARTS):  # a shared part has no document type, and so no command
        known = load_template(TEMPLATES / template)
        ruler = Ruler(template_shape(known), known.styles, known.names, font_families())
        return tuple(check_template(docx, ruler))
    path = folder / "mall.docx"
    path.write_bytes(docx)
    return inspect_template(path, slug_of(template), read_settings(), description_of(template)).findings


def sown(fault: Fault, saved: Path) -> tuple[bytes, Counted]:
    """The template with its fault, and where it is."""
    if fault.find is not None:
        path = saved / f"{fault.name}.docx"
        mall = Mall(path)
        return path.read_bytes(), counted(mall, fault.find(mall))
    mall = Mall(original(fault.template))
    spot = fault.sow(mall)
    return mall.packed(), counted(mall, spot)


def changed(right: Right, saved: Path) -> bytes:
    """The right template."""
    if right.saved:
        return (saved / f"{right.name}.docx").read_bytes()
    mall = Mall(original(right.template))
    right.change(mall)
    return mall.packed()


def tells(fault: Fault, finding: Finding) -> bool:
    """Whether a finding is about the fault, under a true name."""
    quiet = finding.severity is Severity.UPPLYSNING and finding.code != "template_field_unused"
    words = f"{finding.message} {finding.remedy} {finding.tag}".lower()
    return not quiet and finding.code in fault.codes and fault.says.lower() in words


def at(place: Counted, finding: Finding) -> bool:
    """Whether a finding is at the place: part, paragraph, heading, table, row and column."""
    found = finding.place
    return (
        found.part == place.part
        and found.paragraph in place.numbers
        and place.heading in {"", found.heading}
        and (found.table, found.row, found.column) in place.cells
    )


def loud(findings: Collection[Finding]) -> list[Finding]:
    """Faults and warnings."""
    return [one for one in findings if one.severity is not Severity.UPPLYSNING]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_found_at_its_place(fault: Fault, tmp_path: Path) -> None:
    """What the person did is told under a true name, at the paragraph, and Word's comment is at that paragraph."""
    docx, place = sown(fault, SAVED)
    told = [one for one in looked_through(fault.template, docx, tmp_path) if tells(fault, one)]
    assert told
    assert [one for one in told if at(place, one)], [str(one.place) for one in told]
    if place.part == BODY:
        assert _commented(docx, told) & place.numbers


@pytest.mark.parametrize("right", RIGHTS, ids=lambda right: right.name)
def test_no_alarm_on_a_right_template(right: Right, tmp_path: Path) -> None:
    """Neither a fault nor a warning is told of what Word and people do that harms nothing."""
    assert loud(looked_through(right.template, changed(right, SAVED), tmp_path)) == []


def test_no_comment_stands_in_a_text_box(tmp_path: Path) -> None:
    """Word has none there; the comment is at the paragraph that the box hangs in."""
    fault = next(one for one in FAULTS if one.name == "a_field_in_a_text_box")
    docx, _ = sown(fault, SAVED)
    commented = Mall.of(with_comments(docx, looked_through(fault.template, docx, tmp_path)))
    (mark,) = commented.tree().iter(f"{W}commentRangeStart")
    assert not list(mark.iterancestors(f"{W}txbxContent"))
    assert "Resultatet av dialogen" in "".join(_paragraph(mark).itertext())


def test_the_corpus_has_every_kind_over_every_template() -> None:
    """So many cases, of all kinds of fault, in all templates, at all kinds of place."""
    assert len(FAULTS) >= 60
    assert len(RIGHTS) >= 40
    assert {code for fault in FAULTS for code in fault.codes} >= KINDS
    shipped = {path.parent.name for path in TEMPLATES.glob("*/mall.docx")} | {"egen"}
    assert shipped <= {fault.template for fault in FAULTS}
    assert shipped <= {right.template for right in RIGHTS}
    names = [*(fault.name for fault in FAULTS), *(right.name for right in RIGHTS)]
    assert len(set(names)) == len(names)


def _commented(docx: bytes, findings: Collection[Finding]) -> set[int]:
    """The numbers of the paragraphs in which the findings' comments begin."""
    with_them = Mall.of(with_comments(docx, loud(findings)))
    marks = with_them.tree().iter(f"{W}commentRangeStart")
    paragraphs = list(with_them.tree().iter(f"{W}p"))
    return {paragraphs.index(_paragraph(mark)) + 1 for mark in marks}


def _paragraph(mark: etree._Element) -> etree._Element:
    return next(mark.iterancestors(f"{W}p"))


def test_a_template_that_libreoffice_saved_is_filled(settings: Settings, tmp_path: Path) -> None:
    """LibreOffice gives Word's own styles other ids; long texts, lists and links are written in them all the same."""
    file = Reader(settings, TODAY).read(ROOT / "samples" / "nulagesbeskrivning" / "un-2026.json")
    path = SAVED / "saved_nulagesbeskrivning.docx"
    template = inspect_template(path, file.slug, settings).template
    filled = fill(template, report_context(file, template), tmp_path / "ifylld.docx")
    used = {one.get(f"{W}val") for one in Mall(filled).tree().iter(f"{W}pStyle", f"{W}rStyle")}
    assert {"TextBody", "ListBullet", "ListNumber", "InternetLink"} <= used
    assert {one.get(f"{W}styleId") for one in Mall(filled).tree(STYLES).iter(f"{W}style")} >= used


def test_a_wrong_form_is_refused_before_anything_is_filled() -> None:
    """Long text in a tag without its p would give a file that Word cannot open; so the template is not used at all."""
    fault = next(one for one in FAULTS if one.name == "long_text_without_its_p")
    docx, _ = sown(fault, SAVED)
    template = load_template(TEMPLATES / fault.template)
    with pytest.raises(TemplateError) as refused:
        compile_members(read_package(docx), template.styles, "mall.docx")
    (problem,) = refused.value.problems
    assert problem.code == "template_tag_form"
    assert "under rubriken ”Förhållningssätt”" in problem.path
