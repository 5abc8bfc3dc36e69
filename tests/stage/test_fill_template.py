"""Reading a template's folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.errors import TemplateError
from service.fill.template import load_template
from tests.files.fill.templates import TOML, make_template, word_document

pytestmark = pytest.mark.stage


def test_a_template_is_what_its_folder_says(tmp_path: Path) -> None:
    """Slug from the folder, the rest from mall.toml, and a digest over both files."""
    folder = tmp_path / "_delar" / "arende"
    first = make_template(folder, "a", TOML + '[stilar]\nbrodtext = "Tabelltext"\n[falt]\ntitel = "Rubrik"\n')
    assert (first.slug, first.title, first.version) == ("_delar/arende", "Prov", "1.2")
    assert first.styles["brodtext"] == "Tabelltext"
    assert first.styles["punktlista"] == "Punktlista"
    assert load_template(folder) is first
    (folder / "mall.toml").write_text(TOML, encoding="utf-8")
    second = load_template(folder)
    assert second.sha256 != first.sha256
    assert second.styles["brodtext"] == "Brodtext"


@pytest.mark.parametrize("name", ["mall.docx", "mall.toml"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    """The message says which file of which template is missing."""
    make_template(tmp_path / "prov")
    (tmp_path / "prov" / name).unlink()
    with pytest.raises(TemplateError) as caught:
        load_template(tmp_path / "prov")
    problem = caught.value.problems[0]
    assert (problem.code, problem.source) == ("template_missing", f"prov/{name}")
    assert f"prov/{name}" in problem.message


@pytest.mark.parametrize(
    ("toml", "paths"),
    [
        ("titel = ", [""]),
        ("", ["titel", "version", "agare", "giltig_fran", "andringslogg"]),
        (TOML.replace("2026-01-01", '"snart"').replace('"1.2"', "1.2"), ["version", "giltig_fran"]),
        (TOML + '[stilar]\nbrodtxt = "Brodtext"\n', ["stilar"]),
        (TOML + 'stilar = "Brodtext"\n', ["stilar"]),
    ],
)
def test_every_fault_of_the_description_is_told_at_once(tmp_path: Path, toml: str, paths: list[str]) -> None:
    """All missing and wrong lines of mall.toml come in one error."""
    with pytest.raises(TemplateError) as caught:
        make_template(tmp_path / "prov", "a", toml)
    assert {problem.code for problem in caught.value.problems} == {"template_manifest_invalid"}
    assert [problem.path for problem in caught.value.problems] == paths


def test_a_file_that_is_no_word_file(tmp_path: Path) -> None:
    """A renamed PDF is told as such, not as a stack trace."""
    make_template(tmp_path / "prov")
    (tmp_path / "prov" / "mall.docx").write_bytes(b"%PDF-1.7")
    with pytest.raises(TemplateError) as caught:
        load_template(tmp_path / "prov")
    assert caught.value.problems[0].code == "template_broken"
    assert caught.value.problems[0].source == "prov/mall.docx"


def test_a_word_file_with_a_dtd_is_refused(tmp_path: Path) -> None:
    """No entity is expanded: a DTD has no business in a Word file."""
    import zipfile

    make_template(tmp_path / "prov")
    docx = tmp_path / "prov" / "mall.docx"
    word_document().save(str(docx))
    with zipfile.ZipFile(docx) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["word/styles.xml"] = b'<!DOCTYPE x [<!ENTITY a "aa">]>' + members["word/styles.xml"]
    with zipfile.ZipFile(docx, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(TemplateError) as caught:
        load_template(tmp_path / "prov")
    assert "DTD" in caught.value.problems[0].message
