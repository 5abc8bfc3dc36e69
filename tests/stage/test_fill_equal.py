"""Our filling against docxtpl's own, byte by byte: nasty values in every kind of tag, escaping on in both."""

from __future__ import annotations

import random
import tracemalloc
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from docx.document import Document as WordDocument
from docxtpl import DocxTemplate
from lxml import etree

from service.fill.compiled import cleaned_source, compile_template
from service.fill.engine import needs_tree
from service.fill.environment import make_environment, make_text_environment
from service.fill.mends import mended
from service.fill.package import packed, parse_xml, read_package
from service.fill.richtext import SESSION
from service.fill.session import Session
from service.fill.soundness import always_sound
from service.fill.template import Template
from tests.files.fill.templates import fill, make_template, member

ROUNDS = 40
NASTY = (
    "& < > \" ' &amp; &#38; &quot;", "</w:t></w:r>", "<!-- x -->", "]]>", "{{ a }}", "{% for x in y %}", "{# a #}", "{",
    "%}", "}}",
    "rad ett\nrad två", "tabb\ttabb", "\n", "slut\n\n", " blank ", "", "åäö ÅÄÖ é", "🏛️ 👩🏽‍🏫", "\u202bשלום\u202c",
    "1\u00a0234", "a\u030a", "-1234.5", "vagn\r\ngöras", "$1 \\1 \\g<0>", "x" * 3000,
)  # fmt: skip
"""Not here, because docxtpl loses text around them and we do not: characters that XML forbids, and `{_{`."""
PARTS = ("word/document.xml", "word/header1.xml", "word/footer1.xml")


def _build(document: WordDocument) -> None:
    """Values, conditions, loops, rows, columns, spans, a header and a footer."""
    for text in (
        "Före {{ a }} mitt {{ b }}{{ a }} efter",
        "{%p for x in rader %}",
        "{{ loop.index }}. {{ x.a }} – {% if x.b %}{{ x.b }}{% else %}inget{% endif %}",
        "{%p if x.a == 'rätt' %}", "Rätt", "{%p elif x.b %}",
        "{{ x.b }} & fast text < >", "{%p else %}", "Annars", "{%p endif %}",
        "{%p endfor %}",
        "{{p lang|rik }}",
        "Slut: {{r lang|rik_text }}",
    ):  # fmt: skip
        document.add_paragraph(text)
    bold = document.add_paragraph().add_run("{{ b }}")
    bold.bold = True
    rows = document.add_table(4, 2)
    for row, text in enumerate(("Rubrik", "{%tr for x in rader %}", "{{ x.a }}", "{%tr endfor %}")):
        rows.cell(row, 0).text = text
    rows.cell(2, 1).text = "{{ x.b }}"
    document.sections[0].header.paragraphs[0].text = "Huvud {{ a }}"
    document.sections[0].footer.paragraphs[0].text = "Fot {{ b }}"


def _build_columns(document: WordDocument) -> None:
    """Tags that make columns and stand inside the markup."""
    table = document.add_table(2, 3)
    for column, text in enumerate(("{%tc for x in rader %}", "{{ x.a }}", "{%tc endfor %}")):
        table.cell(0, column).text = text
    table.cell(1, 0).text = "{% cellbg farg %}{{ b }}"
    document.sections[0].header.paragraphs[0].text = "Huvud {{ a }}"
    document.sections[0].footer.paragraphs[0].text = "Fot {{ b }}"


def _stock(template: Template, context: dict[str, Any], folder: Path) -> dict[str, bytes]:
    """What docxtpl as it comes makes of the same cleaned template, with our filters and its own escaping."""
    compiled = compile_template(template)
    source, target = folder / "rensad.docx", folder / "stock.docx"
    source.write_bytes(packed({**read_package(template.docx), **_sources(template)}))
    session = Session(compiled.styles, compiled.highest_num_id, part=PARTS[0])
    document = DocxTemplate(str(source))
    environment = make_text_environment().overlay()
    document.render({**context, SESSION: session}, jinja_env=environment, autoescape=True)
    document.save(str(target))
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name) for name in PARTS}


def _sources(template: Template) -> dict[str, bytes]:
    """The parts with tags, cleaned as ours are before they are compiled."""
    members = read_package(template.docx)
    return {name: cleaned_source(parse_xml(members[name], name)).encode() for name in PARTS}


def _values(dice: random.Random) -> dict[str, Any]:
    def some() -> str:
        return " ".join(dice.choices(NASTY, k=dice.randint(1, 3)))

    rows = [
        {"a": dice.choice([some(), "rätt"]), "b": dice.choice([some(), ""])}
        for _ in range(dice.randint(1, 4))
    ]
    long = "\n\n".join(some().replace("\n", " ").strip() or "x" for _ in range(dice.randint(1, 3)))
    return {
        "a": some(),
        "b": some(),
        "lang": long,
        "rader": rows,
        "farg": dice.choice(["FF0000", '"><x a="']),
    }


@pytest.mark.parametrize(("build", "rounds"), [(_build, ROUNDS), (_build_columns, ROUNDS // 3)])
def test_parts_are_those_of_docxtpl_byte_by_byte(tmp_path: Path, build: Any, rounds: int) -> None:
    """Body, header and footer equal docxtpl's for every mixture of nasty values; a fixed seed."""
    template = make_template(tmp_path / "prov", build)
    dice = random.Random(20261214)  # noqa: S311  # a fixed series
    for turn in range(rounds):
        context = _values(dice)
        ours = fill(template, context, tmp_path / "var.docx")
        theirs = _stock(template, context, tmp_path)
        for name in PARTS:
            wanted = mended(theirs[name])
            assert member(ours, name) == wanted, f"round {turn}, {name}"


def test_threads_do_not_disturb_one_another(tmp_path: Path) -> None:
    """Six threads fill one template with different data; each gets what it gets alone, byte for byte."""
    template = make_template(tmp_path / "prov", _build)
    dice = random.Random(7)  # noqa: S311  # a fixed series
    contexts = [_values(dice) for _ in range(24)]
    alone = [fill(template, context, tmp_path / "ensam.docx").read_bytes() for context in contexts]

    def work(number: int) -> bytes:
        return fill(template, contexts[number], tmp_path / f"{number}.docx").read_bytes()

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(work, range(len(contexts)))) == alone


def test_memory_above_the_template_is_small(tmp_path: Path) -> None:
    """Filling a long report asks for no more than two megabytes at a time above what is kept of the template."""
    template = make_template(tmp_path / "prov", _build)
    rows = [{"a": f"Rad {number}: " + "text " * 12, "b": "mer text " * 8} for number in range(250)]
    context = {"a": "A", "b": "B", "lang": "Ett stycke.", "rader": rows}
    fill(template, context, tmp_path / "ut.docx")
    tracemalloc.start()
    try:
        fill(template, context, tmp_path / "ut.docx")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(member(tmp_path / "ut.docx")) > 150_000
    assert peak < 2_000_000, f"{peak:,} bytes"


@pytest.mark.parametrize(
    ("source", "sound"),
    [
        ("<a><b>{{ x }}</b></a>", True),
        ("<a>{% for x in y %}<b>{{ x }}</b>{% endfor %}</a>", True),
        ("<a>{% for x in y %}<b>{% endfor %}</b></a>", False),
        ("<a>{% if x %}<b>{% else %}<c/>{% endif %}</b></a>", False),
        ("<a>{% if x %}<b/>{% elif y %}</b><b>{% endif %}</a>", False),
        ("<a>{{ x }}", False),
        ("<a></b>", False),
    ],
)
def test_soundness_is_proved_only_where_it_holds(source: str, sound: bool) -> None:
    """A block that tears an element apart is never taken for sound."""
    assert always_sound(make_environment().parse(source)) is sound


def test_tables_that_may_change_are_read_as_trees() -> None:
    """Column tags, tags inside markup and rows that do not fill their grid; a plain table is finished as text."""
    head = '<w:x xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    grid = "<w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
    row = "<w:tr><w:tc/><w:tc/></w:tr>"
    for inside, tree in (
        (f"<w:tbl>{grid}{row}</w:tbl>", False),
        (f"<w:tbl>{grid}<w:tr><w:tc/></w:tr></w:tbl>", True),
        (f"<w:tbl>{grid}{row}</w:tbl><w:t>{{%tc for x in y %}}</w:t>", True),
        (f"<w:tbl>{grid}{row}</w:tbl><w:t>{{%</w:t><w:t>tc for x in y %}}</w:t>", True),
        (f"<w:tbl>{grid}{row}</w:tbl><w:t>{{#tc x #}}</w:t>", True),
        ('<w:t w:x="{{ y }}"/>', True),
        ("<w:t>{{ y }}</w:t>", False),
    ):
        source = f"{head}{inside}</w:x>"
        etree.fromstring(source)
        assert needs_tree(source) is tree, inside
