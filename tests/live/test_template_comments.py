"""A template with its faults as comments, opened by LibreOffice: each comment is in the paragraph it is about."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from service.fill.lint.check import Ruler, check_template
from service.fill.lint.comments import with_comments
from service.fill.lint.finding import Severity
from service.fill.template import load_template
from service.flow.fields import template_shape
from service.flow.places import TEMPLATES
from tests.files.fill.seeded import KINDS, Word

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
SOWN = ("misspelt_field", "unclosed_tag", "long_text_without_filter", "never_true", "forbidden_expression")


def test_libreoffice_shows_each_comment_at_its_paragraph(tmp_path: Path) -> None:
    """The tag that a comment is about stands in the very paragraph that LibreOffice anchors the comment to."""
    template = load_template(TEMPLATES / "nulagesbeskrivning")
    word = Word(template.docx, random.Random(5))  # noqa: S311  # a fixed example
    for kind in SOWN:
        assert KINDS[kind](word)
    docx = word.packed()
    findings = check_template(docx, Ruler(template_shape(template), template.styles, template.names))
    wanted = [one for one in findings if one.severity is not Severity.UPPLYSNING]
    assert len(wanted) >= len(SOWN)
    path = tmp_path / "granskad.docx"
    path.write_bytes(with_comments(docx, findings))
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}",
            "--headless",
            "--convert-to",
            "fodt",
            "--outdir",
            tmp_path,
            path,
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    shown = _comments(tmp_path / "granskad.fodt")
    assert len(shown) == len(wanted)
    for finding in wanted:
        (paragraph,) = [text for text, comment in shown if _flat(finding.message) in comment]
        assert _flat(finding.tag) in paragraph, finding


def _comments(fodt: Path) -> list[tuple[str, str]]:
    """Each comment with the text of the paragraph that it is anchored to, without the comments' own words."""
    found = []
    for note in etree.parse(str(fodt)).getroot().iter(f"{OFFICE}annotation"):
        owner = next(note.iterancestors(f"{TEXT}p", f"{TEXT}h"))
        comment = _flat("".join(note.itertext()))
        inside = {part for one in owner.iter(f"{OFFICE}annotation") for part in one.iter()}
        pieces = []
        for part in owner.iter():
            if part in inside:
                if part.tag == f"{OFFICE}annotation":
                    pieces.append(part.tail or "")
                continue
            pieces.append(part.text or "")
            if part is not owner:
                pieces.append(part.tail or "")
        found.append((_flat("".join(pieces)), comment))
    return found


def _flat(text: str) -> str:
    """Without spaces: LibreOffice writes runs of them as elements."""
    return re.sub(r"\s+", "", text)
