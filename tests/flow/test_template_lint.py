"""The lint of templates against a sown corpus: what it finds, where, and that it is silent on good templates."""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from service.errors import InvalidInput, TemplateError
from service.fill.compiled import compile_members
from service.fill.lint.check import Ruler, check_template
from service.fill.lint.comments import with_comments
from service.fill.lint.finding import Finding, Severity
from service.fill.package import packed, read_package
from service.fill.shape import Group, Rows, Shape, Text
from service.fill.template import Template, load_template
from service.flow.build import report_context
from service.flow.fields import template_shape
from service.flow.places import TEMPLATES
from service.flow.read import Reader
from service.flow.template import inspect_template
from service.settings import Settings
from tests.conftest import ROOT
from tests.files.fill.attacks import attached_template, attack_files
from tests.files.fill.seeded import KINDS, Seeded, W, Word, seeded
from tests.flow.conftest import TODAY

SHIPPED = sorted(path.parent for path in TEMPLATES.rglob("mall.docx") if "_bygg" not in path.parts)
REPORTS = ("nulagesbeskrivning", "dialogsammanfattning", "kallelse", "tillkannagivande")
FONTS = frozenset({"Carlito"})


def _ruler(template: Template) -> Ruler:
    return Ruler(template_shape(template), template.styles, template.names, FONTS)


def _check(docx: bytes, template: Template) -> list[Finding]:
    return check_template(docx, _ruler(template))


def _one(kind: str, slug: str = "tillkannagivande", seed: int = 1) -> tuple[Template, Seeded]:
    template = load_template(TEMPLATES / slug)
    return template, next(one for one in seeded(slug, template.docx, seed, 1) if one.kind == kind)


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_false_alarm_on_a_shipped_template(folder: Path) -> None:
    """Neither a fault nor a warning is told of a template that works."""
    template = load_template(folder, folder.parents[1].name if folder.parent.name == "versioner" else "")
    loud = [one for one in _check(template.docx, template) if one.severity is not Severity.UPPLYSNING]
    assert loud == []


def test_sown_faults_are_found_at_their_places(capsys: pytest.CaptureFixture[str]) -> None:
    """At least 95 % of the sown faults are found and 90 % at the right place; the shares are printed."""
    found: Counter[str] = Counter()
    missed: list[tuple[str, str]] = []
    for slug in REPORTS:
        template = load_template(TEMPLATES / slug)
        ruler = _ruler(template)
        for one in seeded(slug, template.docx, 20261214, 1):
            hits = [finding for finding in check_template(one.docx, ruler) if finding.code in one.codes]
            placed = any(hit.place.paragraph in one.paragraphs for hit in hits)
            found.update(sown=1, found=bool(hits), placed=placed)
            missed += [] if placed else [(slug, one.kind)]
    with capsys.disabled():
        sys.stderr.write(
            f"\nlint: {found['sown']} sown faults of {len(KINDS)} kinds in {len(REPORTS)} templates, "
            f"found {found['found'] / found['sown']:.1%}, at the right place {found['placed'] / found['sown']:.1%}; "
            f"not placed: {missed}\n"
        )
    assert len(KINDS) >= 45
    assert found["sown"] >= 180
    assert found["found"] >= 0.95 * found["sown"]
    assert found["placed"] >= 0.90 * found["sown"]


def test_what_cannot_be_filled_is_always_told() -> None:
    """Every sown template that the filling refuses has a fault in the lint: granska never says yes to it."""
    template = load_template(TEMPLATES / "tillkannagivande")
    refused = 0
    for one in seeded("tillkannagivande", template.docx, 5, 1):
        try:
            compile_members(read_package(one.docx), template.styles, "prov")
        except TemplateError:
            refused += 1
            assert any(f.severity is Severity.FEL for f in _check(one.docx, template)), one.kind
    assert refused > 15


def test_a_finding_says_where_and_how_to_go_on() -> None:
    """Paragraph, heading, table, row and column; the nearest right name as remedy."""
    template = load_template(TEMPLATES / "nulagesbeskrivning")
    docx = template.docx
    members = read_package(docx)
    members["word/document.xml"] = members["word/document.xml"].replace(
        b"{{ rad.indikator }}", b"{{ rad.indikatorn }}"
    )
    (finding,) = [one for one in _check(packed(members), template) if one.severity is Severity.FEL]
    assert finding.code == "template_missing_field"
    assert finding.remedy == "Menades ”indikator”?"
    assert (finding.place.row, finding.place.column) == (3, 1)
    assert finding.place.table > 1
    assert finding.place.heading == "Resultat"
    assert "under rubriken ”Resultat”, tabell" in str(finding.place)


def test_all_faults_of_a_template_are_told_at_once() -> None:
    """Several faults in one file do not hide one another."""
    template = load_template(TEMPLATES / "nulagesbeskrivning")
    word = Word(template.docx, random.Random(3))  # noqa: S311  # a fixed example
    kinds = (
        "misspelt_field",
        "link_in_a_tag",
        "never_true",
        "letter_paper",
        "picture_without_words",
        "two_p_tags",
    )
    expected = {code for kind in kinds for code in (KINDS[kind](word) or (set(), set()))[0]}
    found = {one.code for one in _check(word.packed(), template) if one.severity is not Severity.UPPLYSNING}
    assert found == expected


def test_comments_stand_at_the_paragraphs_of_their_findings() -> None:
    """Each comment's mark is in the paragraph that the finding names, and a second round replaces the first."""
    template, one = _one("misspelt_field", "nulagesbeskrivning")
    findings = _check(one.docx, template)
    loud = [finding for finding in findings if finding.severity is not Severity.UPPLYSNING]
    annotated = with_comments(one.docx, findings)
    assert _marked(annotated) == [finding.place.paragraph for finding in loud]
    assert [f for f in _check(annotated, template) if f in loud] == loud
    assert with_comments(annotated, _check(annotated, template)) == annotated


def test_comments_of_the_kansli_stay_and_are_not_printed() -> None:
    """A note that somebody wrote is kept beside ours, and reaches no finished document."""
    template, one = _one("tag_in_a_comment")
    annotated = with_comments(one.docx, _check(one.docx, template))
    comments = etree.fromstring(read_package(annotated)["word/comments.xml"])
    assert [comment.get(f"{{{W}}}author") for comment in comments] == ["x", "Samlad"]
    compiled = compile_members(read_package(annotated), template.styles, "prov")
    assert not [name for name in compiled.members if "comments" in name]
    assert all(b"comments.xml" not in content for content in compiled.members.values())


def _marked(docx: bytes) -> list[int]:
    body = etree.fromstring(read_package(docx)["word/document.xml"])
    return [
        number
        for number, paragraph in enumerate(body.iter(f"{{{W}}}p"), 1)
        for _ in paragraph.iter(f"{{{W}}}commentReference")
    ]


def test_every_attack_file_is_refused(tmp_path: Path, settings: Settings) -> None:
    """Nothing that acts, reaches out or explodes comes in, and each is told by its own code."""
    template = load_template(TEMPLATES / "tillkannagivande")
    for name, code, content in attack_files(template.docx):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(content)
        with pytest.raises(InvalidInput) as refused:
            inspect_template(path, template.slug, settings)
        assert code in {problem.code for problem in refused.value.problems}, name


def test_an_attached_template_is_removed_with_a_notice(tmp_path: Path, settings: Settings) -> None:
    """It names a path on somebody's computer: harmless, but not for every document that is made."""
    template = load_template(TEMPLATES / "tillkannagivande")
    path = tmp_path / "mall.docx"
    path.write_bytes(attached_template(template.docx))
    found = inspect_template(path, template.slug, settings)
    assert [notice.code for notice in found.notices] == ["template_link_ignored"]
    assert all(b"attachedTemplate" not in content for content in read_package(found.template.docx).values())


@pytest.mark.parametrize(
    "sample",
    [
        "nulagesbeskrivning/un-2026.json",
        "kallelse/kf-2026-12-14/mote.json",
        "tillkannagivande/kf-2026-12-14.json",
    ],
)
def test_the_tree_of_fields_is_what_templates_get(sample: str, settings: Settings) -> None:
    """What the lint believes of the fields is held against a real context, in both directions."""
    file = Reader(settings, TODAY).read(ROOT / "samples" / sample)
    template = load_template(TEMPLATES / file.slug)
    shape = template_shape(template)
    assert _differences(report_context(file, template), shape, "") == []


def _differences(value: Any, shape: Shape, path: str) -> list[str]:
    if isinstance(shape, Group):
        if value == "":
            return []
        if not isinstance(value, Mapping):
            return [f"{path} is no group"]
        odd = [f"{path}.{name}" for name in value.keys() ^ shape.fields.keys()]
        both = value.keys() & shape.fields.keys()
        return odd + [
            d for name in both for d in _differences(value[name], shape.fields[name], f"{path}.{name}")
        ]
    if isinstance(shape, Rows):
        if not isinstance(value, list):
            return [f"{path} is no list"]
        return [d for item in value for d in _differences(item, shape.item, f"{path}[]")]
    assert isinstance(shape, Text)
    if not isinstance(value, str):
        return [f"{path} is no text"]
    return [f"{path} says {value}"] if shape.choices and value and value not in shape.choices else []


def test_fonts_with_a_stand_in_are_no_warning() -> None:
    """Calibri becomes Carlito, which is as wide; an unknown font without a stand-in is warned of."""
    template = load_template(TEMPLATES / "tillkannagivande")
    members = read_package(template.docx)
    members["word/styles.xml"] = members["word/styles.xml"].replace(b"Carlito", b"Calibri")
    docx = packed(members)
    assert {f.severity for f in _check(docx, template) if f.code == "template_font_missing"} == {
        Severity.UPPLYSNING
    }
    bare = replace(_ruler(template), fonts=frozenset({"DejaVu Sans"}))
    assert {f.severity for f in check_template(docx, bare) if f.code == "template_font_missing"} == {
        Severity.VARNING
    }
