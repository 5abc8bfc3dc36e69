"""The kansli's templates: looked through before they are taken in, and what differs between their versions."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from service.convert.fonts import font_families
from service.errors import InvalidInput, Notice, Problem, TemplateError
from service.fill.changes import TemplateChanges, compare_templates
from service.fill.lint.check import Ruler, check_template
from service.fill.lint.comments import with_comments
from service.fill.lint.finding import Finding, Severity
from service.fill.package import detach_template, packed, read_package
from service.fill.template import DOCX_NAME, TOML_NAME, Template, parse_template
from service.fill.versions import add_version, describe_version, version_named
from service.flow.fields import template_shape
from service.flow.template_version import template_named, template_store, template_versions
from service.intake.gate import Admitted
from service.intake.template_gate import admit_template
from service.settings import Settings

__all__ = [
    "Finding",
    "Inspection",
    "Severity",
    "Template",
    "TemplateChanges",
    "add_template",
    "annotated",
    "inspect_template",
    "template_changes",
    "template_named",
    "template_versions",
]
"""What the shells see; they do not reach into the stages themselves."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found in a template."""

    template: Template
    """As it would be filled: its Word file cleaned of what is harmless but does not belong in it."""
    findings: tuple[Finding, ...]
    notices: tuple[Notice, ...]

    @property
    def faulty(self) -> bool:
        """Whether it cannot be taken in as it is."""
        return any(one.severity is Severity.FEL for one in self.findings)


def inspect_template(
    path: Path, slug: str, settings: Settings, description: Path | None = None
) -> Inspection:
    """Look a Word template through.

    Args:
        path: the Word file.
        slug: the document type that it is for.
        settings: limits, and where the versions are.
        description: its own mall.toml; else that of the newest version holds.

    Raises:
        InvalidInput: the gate refuses the file.
        UnknownDoctype: there is no such document type.
        TemplateError: it is no Word file, or its mall.toml is wrong.
    """
    newest = template_versions(slug, settings)[-1]
    admitted = admit_template(path, settings)
    if not isinstance(admitted, Admitted):
        raise InvalidInput(*admitted)
    docx = _cleaned(path.read_bytes(), admitted.notices)
    template = parse_template(slug, docx, _undated(newest, description), path)
    return Inspection(template, tuple(check_template(docx, _ruler(template))), admitted.notices)


def annotated(inspection: Inspection) -> bytes:
    """The Word file with every fault and warning as a comment at its place."""
    return with_comments(inspection.template.docx, inspection.findings)


def add_template(
    inspection: Inspection, version: str, valid_from: date, change: str, settings: Settings
) -> Template:
    """Take an inspected template in as a new version.

    Raises:
        TemplateError: it has faults, or number or date do not follow the older versions.
    """
    if inspection.faulty:
        raise TemplateError(*(_as_problem(one, inspection) for one in inspection.findings if _is_fault(one)))
    template = inspection.template
    versions = template_versions(template.slug, settings)
    changes = (*versions[-1].changes, f"{version}: {change}")
    toml = describe_version(template.toml, template.docx, version, valid_from, changes)
    new = parse_template(template.slug, template.docx, toml, template.path)
    folder = add_version(versions, template_store(settings), template.docx, toml, new)
    return parse_template(template.slug, template.docx, toml, folder / DOCX_NAME)


def template_changes(slug: str, before: str, after: str, settings: Settings) -> TemplateChanges:
    """What differs between two versions, each named by its number or by the path of a Word file.

    Raises:
        InvalidInput: the gate refuses a file.
        TemplateError: a version is not there.
    """
    versions = template_versions(slug, settings)
    old, new = (_version_or_file(one, slug, versions, settings) for one in (before, after))
    return compare_templates(old, new, template_shape(new))


def _version_or_file(named: str, slug: str, versions: Sequence[Template], settings: Settings) -> Template:
    if named.lower().endswith(".docx"):
        return inspect_template(Path(named), slug, settings).template
    return version_named(versions, named)


def _as_problem(finding: Finding, inspection: Inspection) -> Problem:
    """A finding as every other fault is told."""
    return Problem(
        finding.code, finding.message, str(finding.place), finding.remedy, inspection.template.path.name
    )


def _is_fault(finding: Finding) -> bool:
    return finding.severity is Severity.FEL


def _ruler(template: Template) -> Ruler:
    return Ruler(template_shape(template), template.styles, template.names, font_families())


def _undated(newest: Template, description: Path | None) -> bytes:
    """The mall.toml that the new file is read with: without the sha256 of another file."""
    source = newest.path.with_name(TOML_NAME) if description is None else description
    try:
        text = source.read_text(encoding="utf-8")
        described = tomllib.loads(text)
    except OSError as fault:
        problem = Problem(
            "template_missing",
            f"Mallens beskrivning går inte att läsa: {fault.strerror}.",
            remedy="Kontrollera sökvägen.",
            source=source.name,
        )
        raise TemplateError(problem) from fault
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return source.read_bytes()  # parse_template says what is wrong with it
    if "sha256" not in described:
        return text.encode()
    return "".join(
        line for line in text.splitlines(keepends=True) if not line.startswith("sha256 = ")
    ).encode()


def _cleaned(docx: bytes, notices: Sequence[Notice]) -> bytes:
    """The Word file without its pointer at a template on somebody's computer."""
    if not any(notice.code == "template_link_ignored" for notice in notices):
        return docx
    members = read_package(docx)
    detach_template(members)
    return packed(members)
