"""Long texts, lists and links in the Word file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from docx.document import Document as WordDocument

from service.errors import TemplateError
from tests.files.fill.templates import W, fill, make_template, member, part, texts

pytestmark = pytest.mark.stage

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def _styles(docx: Path) -> list[str]:
    return [p.find(f"{W}pPr/{W}pStyle").get(f"{W}val") for p in part(docx).iter(f"{W}p")]


def _num_ids(docx: Path) -> list[str]:
    return [element.get(f"{W}val") for element in part(docx).iter(f"{W}numId")]


def _links(docx: Path, name: str = "word/document.xml") -> list[tuple[str, str]]:
    folder, _, file = name.rpartition("/")
    relationships = {
        row.get("Id"): (row.get("Target"), row.get("TargetMode"))
        for row in part(docx, f"{folder}/_rels/{file}.rels")
    }
    found = []
    for link in part(docx, name).iter(f"{W}hyperlink"):
        target, mode = relationships[link.get(f"{R}id")]
        assert mode == "External"
        found.append(("".join(link.itertext()), target))
    return found


def test_blocks_get_the_styles_of_their_roles(tmp_path: Path) -> None:
    """Text, bullets and numbers on two levels; in a cell the style that the tag names."""

    def build(document: WordDocument) -> None:
        document.add_paragraph("{{p a|rik }}")
        document.add_table(1, 1).cell(0, 0).text = '{{p b|rik("Tabelltext") }}'

    text = "Text\n\n- p\n  - pp\n\n1. n\n  1. nn"
    docx = fill(make_template(tmp_path / "prov", build), {"a": text, "b": "x\n\ny"}, tmp_path / "ut.docx")
    body = ["Brodtext", "Punktlista", "Punktlista2", "Numreradlista", "Numreradlista2"]
    assert _styles(docx) == [*body, "Tabelltext", "Tabelltext"]


def test_bold_and_italic(tmp_path: Path) -> None:
    """The formatting stands in runs of its own, spaces around it are kept."""
    docx = fill(
        make_template(tmp_path / "prov", "{{p a|rik }}"), {"a": "en **fet *och* x** ."}, tmp_path / "ut.docx"
    )
    runs = [
        (run.findtext(f"{W}t"), run.find(f"{W}rPr/{W}b") is not None, run.find(f"{W}rPr/{W}i") is not None)
        for run in part(docx).iter(f"{W}r")
    ]
    assert runs == [
        ("en ", False, False),
        ("fet ", True, False),
        ("och", True, True),
        (" x", True, False),
        (" .", False, False),
    ]
    assert member(docx).count(b'xml:space="preserve"') == 5


def test_every_numbered_list_begins_anew(tmp_path: Path) -> None:
    """Each list is a w:num of its own with a start, also when the same tag runs in a loop."""
    template = make_template(tmp_path / "prov", "{%p for a in alla %}\n{{p a|rik }}\n{%p endfor %}")
    docx = fill(template, {"alla": ["1. a\n  1. x\n2. b", "1. c\n\nText\n\n7. d"]}, tmp_path / "ut.docx")
    first, inner, again, second, third = _num_ids(docx)
    assert first == inner == again, "the second level restarts with each item of the same list"
    assert len({first, second, third}) == 3
    nums = {num.get(f"{W}numId"): num for num in part(docx, "word/numbering.xml").iter(f"{W}num")}
    starts = [
        nums[number].find(f"{W}lvlOverride/{W}startOverride").get(f"{W}val")
        for number in (first, second, third)
    ]
    assert starts == ["1", "1", "7"]
    assert {nums[number].find(f"{W}abstractNumId").get(f"{W}val") for number in (first, second, third)} == {
        "91"
    }


def test_a_numbered_list_under_a_bullet_is_a_list_of_its_own(tmp_path: Path) -> None:
    """Without a numbered item above it, the second level cannot lean on one."""
    docx = fill(
        make_template(tmp_path / "prov", "{{p a|rik }}"),
        {"a": "- a\n  1. x\n- b\n  1. y"},
        tmp_path / "ut.docx",
    )
    one, two = _num_ids(docx)
    assert one != two


def test_lists_from_lists(tmp_path: Path) -> None:
    """A list of texts becomes bullets or numbers, each item with its own formatting; an empty list nothing."""
    template = make_template(
        tmp_path / "prov",
        "{{p a|punktlista }}\n{{p a|numrerad_lista }}\n{{p a|numrerad_lista }}\n{{p b|punktlista }}",
    )
    docx = fill(template, {"a": ["x & **y**", "1. z"], "b": []}, tmp_path / "ut.docx")
    assert texts(docx) == ["x & y", "1. z"] * 3
    assert _styles(docx) == ["Punktlista"] * 2 + ["Numreradlista"] * 4
    one, _, two, _ = _num_ids(docx)
    assert one != two


def test_links_work_in_body_cell_and_header(tmp_path: Path) -> None:
    """A link's relationship stands in the part that shows it, once per address."""

    def build(document: WordDocument) -> None:
        document.add_paragraph("Se {{r url|lank('hit & dit') }} och {{r text|rik_text }}.")
        document.add_table(1, 1).cell(0, 0).text = '{{p text|rik("Tabelltext") }}'
        document.sections[0].header.paragraphs[0].text = '{{r url|lank("hem") }}'

    docx = fill(
        make_template(tmp_path / "prov", build),
        {"url": "https://samlad.invalid/a12.1", "text": "[**Ale** x](https://ale.se/?a=1&b=2)"},
        tmp_path / "ut.docx",
    )
    ours, ales = "https://samlad.invalid/a12.1", "https://ale.se/?a=1&b=2"
    assert _links(docx) == [("hit & dit", ours), ("Ale", ales), (" x", ales), ("Ale", ales), (" x", ales)]
    assert _links(docx, "word/header1.xml") == [("hem", ours)]
    assert member(docx, "word/_rels/document.xml.rels").count(b"b=2") == 1
    assert {run.get(f"{W}val") for run in part(docx).iter(f"{W}rStyle")} == {"Hyperlank"}


def test_a_link_without_an_address_is_text(tmp_path: Path) -> None:
    """The words stay when the page is not known yet."""
    docx = fill(
        make_template(tmp_path / "prov", "{{r url|lank(t) }}"),
        {"url": "", "t": "Bilaga"},
        tmp_path / "ut.docx",
    )
    assert texts(docx) == ["Bilaga"]
    assert not list(part(docx).iter(f"{W}hyperlink"))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "ale.se"])
def test_an_address_that_is_none_is_refused(tmp_path: Path, url: str) -> None:
    """Only web and mail addresses become links."""
    template = make_template(tmp_path / "prov", "{{r url|lank('x') }}")
    with pytest.raises(TemplateError) as caught:
        fill(template, {"url": url}, tmp_path / "ut.docx")
    assert caught.value.problems[0].code == "template_filter_value"


def test_a_style_without_numbering_is_told(tmp_path: Path) -> None:
    """A list whose style has no numbers would come out as plain text."""
    from tests.files.fill.templates import TOML

    toml = TOML + '[stilar]\nnumrerad_lista = "Brodtext"\n'
    template = make_template(tmp_path / "prov", "{{p a|rik }}", toml)
    with pytest.raises(TemplateError) as caught:
        fill(template, {"a": "1. x"}, tmp_path / "ut.docx")
    assert caught.value.problems[0].code == "template_style_missing"
    assert "saknar numrering" in caught.value.problems[0].message


@pytest.mark.parametrize("value", [["a"], {"a": "b"}])
def test_rich_text_of_a_list_is_told(tmp_path: Path, value: Any) -> None:
    """A tag with the wrong filter is an error, not Python's own way of writing a list."""
    with pytest.raises(TemplateError):
        fill(make_template(tmp_path / "prov", "{{p a|rik }}"), {"a": value}, tmp_path / "ut.docx")
