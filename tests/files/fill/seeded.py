"""Faults sown into the shipped templates, one in each: what the lint has to find, and where.

Each kind of fault is a function that changes an unpacked template and says which code and which paragraphs are
right. The place is counted here on its own, so that an error in the lint's counting would show.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from service.fill.package import Members, add_content_types, add_relationships, packed, read_package

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
ANYWHERE = frozenset({0})
"""The place of what concerns the whole file."""
Element = Any


def w(name: str) -> str:
    """Qualified name."""
    return f"{{{W}}}{name}"


@dataclass(frozen=True, slots=True)
class Seeded:
    """A template with one fault."""

    template: str
    kind: str
    docx: bytes
    codes: frozenset[str]
    paragraphs: frozenset[int]
    """The paragraphs that are a right answer; 0 for the whole file."""


class Word:
    """An unpacked template while a fault is sown into it."""

    def __init__(self, docx: bytes, dice: random.Random) -> None:
        self.members: Members = read_package(docx)
        self.body: Element = etree.fromstring(self.members[DOCUMENT])
        self.styles: Element = etree.fromstring(self.members[STYLES])
        self.dice = dice

    def number(self, paragraph: Element) -> int:
        """Its place in the text, from 1."""
        return list(self.body.iter(w("p"))).index(paragraph) + 1

    def tags(self, pattern: str) -> list[tuple[Element, re.Match[str]]]:
        """The texts in which the pattern is found."""
        texts = self.body.iter(w("t"))
        return [(text, match) for text in texts if (match := re.search(pattern, text.text or ""))]

    def choose(self, found: list[Any]) -> Any:
        """One of them, or None."""
        return self.dice.choice(found) if found else None

    def paragraph_of(self, text: Element) -> Element:
        """The paragraph of a text."""
        return next(text.iterancestors(w("p")))

    def new_paragraph(self, text: str) -> Element:
        """A paragraph of its own at the end of the text, outside every block."""
        paragraph = etree.fromstring(
            f'<w:p xmlns:w="{W}"><w:r><w:t xml:space="preserve">{_escaped(text)}</w:t></w:r></w:p>'
        )
        list(self.body[0])[-1].addprevious(paragraph)
        return paragraph

    def packed(self) -> bytes:
        """The Word file."""
        self.members[DOCUMENT] = etree.tostring(self.body, encoding="UTF-8", standalone=True)
        self.members[STYLES] = etree.tostring(self.styles, encoding="UTF-8", standalone=True)
        return packed(self.members)


Answer = tuple[set[str], set[int]] | None
Kind = Callable[[Word], Answer]
KINDS: dict[str, Kind] = {}


def _kind(function: Kind) -> Kind:
    KINDS[function.__name__] = function
    return function


def seeded(name: str, docx: bytes, seed: int, rounds: int) -> Iterator[Seeded]:
    """Every kind of fault, `rounds` times each where the template has room for it."""
    for kind, sow in KINDS.items():
        made: set[bytes] = set()
        for turn in range(rounds):
            word = Word(docx, random.Random(f"{seed} {name} {kind} {turn}"))  # noqa: S311  # a fixed corpus
            answer = sow(word)
            if answer is None:
                break
            result = word.packed()
            if result not in made:
                made.add(result)
                yield Seeded(name, kind, result, frozenset(answer[0]), frozenset(answer[1]))


def _replaced(word: Word, pattern: str, change: Callable[[str], str], *codes: str) -> Answer:
    """Change the text that a pattern finds, in one place."""
    chosen = word.choose(word.tags(pattern))
    if chosen is None:
        return None
    text, match = chosen
    old = text.text
    text.text = old[: match.start()] + change(match[0]) + old[match.end() :]
    return (set(codes), {word.number(word.paragraph_of(text))}) if text.text != old else None


def _misspelt(word: Word, name: str) -> str:
    at = word.dice.randrange(1, len(name) - 1)
    return name[:at] + name[at + 1 :] if word.dice.random() < 0.5 else f"{name[:at]}q{name[at:]}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


# --- names


@_kind
def misspelt_field(word: Word) -> Answer:
    """The last part of a name is misspelt."""
    pattern = r"(?<=[{ ])(?:\w+\.)+(\w{4,})(?= *(?:\}\}|\|))"
    return _replaced(
        word,
        pattern,
        lambda old: f"{old.rpartition('.')[0]}.{_misspelt(word, old.rpartition('.')[2])}",
        "template_missing_field",
    )


@_kind
def misspelt_list(word: Word) -> Answer:
    """The list of a loop is misspelt."""
    return _replaced(
        word,
        r"(?<= in )[\w.]{4,}(?= %\})",
        lambda old: _misspelt(word, old[-1:] + old[1:]),
        "template_missing_field",
    )


@_kind
def misspelt_condition(word: Word) -> Answer:
    """The field of a condition is misspelt."""
    return _replaced(word, r"(?<=p if )[a-z_]{4,}(?= %\})", lambda old: f"{old}_q", "template_missing_field")


@_kind
def unknown_top_field(word: Word) -> Answer:
    """A field that never was."""
    paragraph = word.new_paragraph("Telefon: {{ direkttelefonnummer }}")
    return {"template_missing_field"}, {word.number(paragraph)}


@_kind
def field_of_a_text(word: Word) -> Answer:
    """A dot after a plain text."""
    paragraph = word.new_paragraph("{{ kommun.namn.kort }}")
    return {"template_missing_field"}, {word.number(paragraph)}


@_kind
def variable_after_its_loop(word: Word) -> Answer:
    """A loop's name is used where the loop has ended."""
    chosen = word.choose(word.tags(r"\{%(?:p|tr) for (\w+) in "))
    if chosen is None:
        return None
    name = chosen[1][1]
    paragraph = word.new_paragraph(f"Sist: {{{{ {name}.rubrik }}}}")
    return {"template_missing_field"}, {word.number(paragraph)}


# --- braces


@_kind
def unclosed_tag(word: Word) -> Answer:
    """The end of a tag is missing."""
    return _replaced(word, r" *\}\}", lambda _: " ", "template_tag_unclosed")


@_kind
def unopened_tag(word: Word) -> Answer:
    """The beginning of a tag is missing."""
    return _replaced(word, r"\{\{(?![pr] )", lambda _: "", "template_tag_unclosed")


@_kind
def mixed_ends(word: Word) -> Answer:
    """It begins as a value and ends as a statement."""
    return _replaced(word, r" \}\}", lambda _: " %}", "template_tag_unclosed")


@_kind
def one_brace_short(word: Word) -> Answer:
    """One brace of two is missing at the end."""
    return _replaced(word, r"\}\}(?!\})", lambda _: "}", "template_tag_unclosed")


@_kind
def gap_in_the_braces(word: Word) -> Answer:
    """A space between the braces."""
    return _replaced(word, r"\{\{(?= )", lambda _: "{ {", "template_tag_unclosed")


@_kind
def single_braces(word: Word) -> Answer:
    """One brace on each side."""
    paragraph = word.new_paragraph("Datum: {kommun.namn}")
    return {"template_tag_unclosed", "template_missing_field"}, {word.number(paragraph)}


# --- blocks


def _pairs(word: Word) -> list[tuple[Element, Element]]:
    """Opening and closing paragraph of every block on lines of its own."""
    stack: list[Element] = []
    pairs = []
    for text, match in word.tags(r"\{%p (for|if|endfor|endif)\b"):
        if match[1].startswith("end"):
            pairs.append((stack.pop(), text))
        else:
            stack.append(text)
    return pairs


@_kind
def missing_end(word: Word) -> Answer:
    """The end of a block is gone."""
    pair = word.choose(_pairs(word))
    if pair is None:
        return None
    end = word.paragraph_of(pair[1])
    _emptied(end)
    return {"template_block_unclosed"}, {word.number(word.paragraph_of(pair[0])), word.number(end)}


@_kind
def missing_beginning(word: Word) -> Answer:
    """The beginning of a block is gone."""
    pair = word.choose(_pairs(word))
    if pair is None:
        return None
    _emptied(word.paragraph_of(pair[0]))
    return {"template_block_unopened"}, {word.number(word.paragraph_of(pair[1]))}


def _emptied(paragraph: Element) -> None:
    for text in paragraph.iter(w("t")):
        text.text = ""


@_kind
def crossed_blocks(word: Word) -> Answer:
    """The inner block ends after the outer one."""
    first = word.new_paragraph("{%p for princip in ramverk.tillitsprinciper %}")
    word.new_paragraph("{%p if kommun.namn %}")
    word.new_paragraph("{{ princip.rubrik }}")
    third = word.new_paragraph("{%p endfor %}")
    fourth = word.new_paragraph("{%p endif %}")
    return {"template_block_crossed"}, {word.number(one) for one in (first, third, fourth)}


@_kind
def end_of_another_form(word: Word) -> Answer:
    """Begun on a line of its own, ended in the text."""
    return _replaced(word, r"\{%p (?=end(for|if))", lambda _: "{% ", "template_block_torn")


@_kind
def loop_across_cells(word: Word) -> Answer:
    """A loop begins in the first cell of a row and ends in the last."""
    rows = [
        row
        for row in word.body.iter(w("tr"))
        if len(row.findall(w("tc"))) > 1 and not any("{%" in (t.text or "") for t in row.iter(w("t")))
    ]
    row = word.choose(rows)
    if row is None:
        return None
    cells = row.findall(w("tc"))
    first, last = (cell.find(w("p")) for cell in (cells[0], cells[-1]))
    if first is None or last is None:
        return None
    _add_text(first, "{% if kommun.namn %}")
    _add_text(last, "{% endif %}")
    return {"template_block_torn"}, {word.number(first), word.number(last)}


def _add_text(paragraph: Element, text: str) -> None:
    paragraph.append(
        etree.fromstring(f'<w:r xmlns:w="{W}"><w:t xml:space="preserve">{_escaped(text)}</w:t></w:r>')
    )


@_kind
def gap_before_p(word: Word) -> Answer:
    """A space before the p of {%p."""
    return _replaced(word, r"\{%p (?=for|if)", lambda _: "{% p ", "template_syntax")


@_kind
def misspelt_keyword(word: Word) -> Answer:
    """A statement that is none."""
    return _replaced(
        word,
        r"(?<=\{%p )(?:for|if|endfor|endif)\b",
        lambda old: {"for": "fro", "if": "fi", "endfor": "enfor", "endif": "ednif"}[old],
        "template_syntax",
    )


@_kind
def statement_outside_a_table(word: Word) -> Answer:
    """{%tr in the text."""
    first = word.new_paragraph("{%tr if kommun.namn %}")
    word.new_paragraph("Rad")
    last = word.new_paragraph("{%tr endif %}")
    return {"template_tag_form"}, {word.number(first), word.number(last)}


# --- what Word puts into a tag


@_kind
def tracked_change(word: Word) -> Answer:
    """Half of a tag is a tracked insertion."""
    return _split(word, "ins", {"template_tracked_change"})


@_kind
def tracked_deletion(word: Word) -> Answer:
    """Something inside a tag is marked as deleted."""
    chosen = word.choose(word.tags(r"\{\{ \w+"))
    if chosen is None:
        return None
    run = next(chosen[0].iterancestors(w("r")))
    run.addnext(
        etree.fromstring(
            f'<w:del xmlns:w="{W}" w:id="900" w:author="x"><w:r><w:delText>_gammal</w:delText></w:r></w:del>'
        )
    )
    return {"template_tracked_change"}, {word.number(word.paragraph_of(run))}


@_kind
def link_in_a_tag(word: Word) -> Answer:
    """Half of a tag is a link."""
    return _split(word, "hyperlink", {"template_tag_split"})


@_kind
def content_control_in_a_tag(word: Word) -> Answer:
    """Half of a tag is in a content control."""
    return _split(word, "sdt", {"template_tag_split"})


def _split(word: Word, holder: str, codes: set[str]) -> Answer:
    chosen = word.choose(word.tags(r"\{\{ [\w.]{4,}"))
    if chosen is None:
        return None
    text, match = chosen
    run = next(text.iterancestors(w("r")))
    middle = match.start() + 5
    rest = text.text[middle:]
    text.text = text.text[:middle]
    second = f'<w:r><w:t xml:space="preserve">{_escaped(rest)}</w:t></w:r>'
    inner = f"<w:sdtContent>{second}</w:sdtContent>" if holder == "sdt" else second
    marks = (
        ' w:id="901" w:author="x"' if holder == "ins" else ' w:anchor="x"' if holder == "hyperlink" else ""
    )
    run.addnext(etree.fromstring(f'<w:{holder} xmlns:w="{W}"{marks}>{inner}</w:{holder}>'))
    return codes, {word.number(word.paragraph_of(run))}


# --- lists, long texts, forms


@_kind
def list_as_text(word: Word) -> Answer:
    """A list is printed."""
    chosen = word.choose(word.tags(r"\{%p for \w+ in ([a-z_]+) %\}"))
    if chosen is None:
        return None
    paragraph = word.new_paragraph(f"{{{{ {chosen[1][1]} }}}}")
    return {"template_list_printed"}, {word.number(paragraph)}


@_kind
def group_as_text(word: Word) -> Answer:
    """A group of fields is printed."""
    paragraph = word.new_paragraph("Kommun: {{ kommun }}")
    return {"template_list_printed"}, {word.number(paragraph)}


@_kind
def loop_over_a_text(word: Word) -> Answer:
    """A loop over something that is no list."""
    first = word.new_paragraph("{%p for x in kommun.namn %}")
    word.new_paragraph("{%p endfor %}")
    return {"template_not_a_list"}, {word.number(first)}


@_kind
def long_text_without_filter(word: Word) -> Answer:
    """Formatted text printed as it is."""
    return _replaced(
        word,
        r"\{\{p [\w.]+\|rik \}\}",
        lambda old: old.replace("{{p", "{{").replace("|rik", ""),
        "template_rich_text_plain",
    )


@_kind
def long_text_without_p(word: Word) -> Answer:
    """The filter that writes paragraphs, in a tag for values."""
    return _replaced(word, r"\{\{p (?=[\w.]+\|)", lambda _: "{{ ", "template_tag_form")


@_kind
def plain_text_as_paragraphs(word: Word) -> Answer:
    """A plain value in a tag for paragraphs."""
    paragraph = word.new_paragraph("{{p kommun.namn }}")
    return {"template_tag_form"}, {word.number(paragraph)}


@_kind
def text_beside_a_p_tag(word: Word) -> Answer:
    """Text that would vanish with the tag's paragraph."""
    chosen = word.choose(word.tags(r"\{%p (?:for|if)"))
    if chosen is None:
        return None
    paragraph = word.paragraph_of(chosen[0])
    _add_text(paragraph, " och den här texten")
    return {"template_text_lost"}, {word.number(paragraph)}


@_kind
def two_p_tags(word: Word) -> Answer:
    """Two {%p in one paragraph."""
    paragraph = word.new_paragraph("{%p if kommun.namn %}{%p endif %}")
    return {"template_text_lost"}, {word.number(paragraph)}


@_kind
def text_beside_a_row_tag(word: Word) -> Answer:
    """Text that would vanish with the tag's row."""
    chosen = word.choose(word.tags(r"\{%tr (?:for|if)"))
    if chosen is None:
        return None
    row = next(chosen[0].iterancestors(w("tr")))
    last = list(row.iter(w("p")))[-1]
    _add_text(last, "Summa")
    return {"template_text_lost"}, {word.number(last), word.number(word.paragraph_of(chosen[0]))}


# --- filters and expressions


@_kind
def unknown_filter(word: Word) -> Answer:
    """A filter that is not there."""
    paragraph = word.new_paragraph("{{ kommun.namn|versaler }}")
    return {"template_unknown_filter"}, {word.number(paragraph)}


@_kind
def filter_for_lists_on_a_text(word: Word) -> Answer:
    """A list's filter on a text."""
    paragraph = word.new_paragraph("{{ kommun.namn|upprakning }}")
    return {"template_filter_value"}, {word.number(paragraph)}


@_kind
def filter_without_its_arguments(word: Word) -> Answer:
    """A link without a text."""
    paragraph = word.new_paragraph("{{r kommun.webbplats|lank }}")
    return {"template_filter_value"}, {word.number(paragraph)}


@_kind
def never_true(word: Word) -> Answer:
    """A choice is compared with what it never is."""
    return _replaced(word, r'(?<=_kod == ")\w+(?=")', lambda old: f"{old}x", "template_never_true")


@_kind
def forbidden_expression(word: Word) -> Answer:
    """What a template may not do."""
    expressions = (
        "{{ kommun.namn.upper() }}",
        "{{ 'a' * 1000000000 }}",
        "{{ kommun.__class__ }}",
        "{{ kommun.namn ~ 'x' }}",
        "{% set x = 1 %}",
        "{% include 'x' %}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ [].append(1) }}",
        "{{ kommun.namn[1:3] }}",
    )
    paragraph = word.new_paragraph(word.dice.choice(expressions))
    return {"template_forbidden", "template_missing_field"}, {word.number(paragraph)}


@_kind
def broken_expression(word: Word) -> Answer:
    """What cannot be read."""
    expressions = (
        "{{ kommun.namn| }}",
        "{{ }}",
        "{%p if %}",
        "{{ kommun namn }}",
        '{{ kommun.namn|lank("x }}',
    )
    paragraph = word.new_paragraph(word.dice.choice(expressions))
    return {"template_syntax"}, {word.number(paragraph)}


# --- where nothing is filled in


@_kind
def tag_in_a_comment(word: Word) -> Answer:
    """A tag in a Word comment."""
    paragraph = word.choose([p for p in word.body.iter(w("p")) if p.find(w("r")) is not None])
    paragraph.append(etree.fromstring(f'<w:r xmlns:w="{W}"><w:commentReference w:id="7"/></w:r>'))
    word.members["word/comments.xml"] = (
        f'<w:comments xmlns:w="{W}"><w:comment w:id="7" w:author="x"><w:p><w:r>'
        "<w:t>{{ kommun.namn }}</w:t></w:r></w:p></w:comment></w:comments>"
    ).encode()
    _related(word, "word/comments.xml", "comments")
    return {"template_not_rendered"}, {word.number(paragraph)}


@_kind
def tag_in_a_chart(word: Word) -> Answer:
    """A tag as a chart's title."""
    name = "word/charts/chart9.xml"
    chart = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    word.members[name] = (
        f'<c:chartSpace xmlns:c="{chart}" xmlns:a="{A}"><c:chart><a:t>{{{{ titel }}}}</a:t></c:chart></c:chartSpace>'
    ).encode()
    identifier = _related(word, name, "chart")
    paragraph = word.new_paragraph("")
    paragraph.append(
        _drawing(chart, f'<c:chart xmlns:c="{chart}" xmlns:r="{R}" r:id="{identifier}"/>', "Diagram")
    )
    return {"template_not_rendered"}, {word.number(paragraph)}


@_kind
def tag_as_an_address(word: Word) -> Answer:
    """A link whose address is a tag."""
    identifier = "rIdSeeded"
    add_relationships(
        word.members, DOCUMENT, [(identifier, f"{R}/hyperlink", "%7b%7b kommun.webbplats %7d%7d", True)]
    )
    paragraph = word.new_paragraph("")
    paragraph.append(
        etree.fromstring(
            f'<w:hyperlink xmlns:w="{W}" xmlns:r="{R}" r:id="{identifier}"><w:r><w:t>Läs mer</w:t></w:r></w:hyperlink>'
        )
    )
    return {"template_not_rendered"}, {word.number(paragraph)}


@_kind
def tag_in_the_properties(word: Word) -> Answer:
    """A tag as the file's title."""
    old = word.members["docProps/core.xml"].decode()
    word.members["docProps/core.xml"] = re.sub(
        "<dc:title>.*?</dc:title>", "<dc:title>{{ titel }}</dc:title>", old
    ).encode()
    return {"template_not_rendered"}, set(ANYWHERE)


def _related(word: Word, name: str, kind: str) -> str:
    types = {"comments": "wordprocessingml.comments", "chart": "drawingml.chart", "image": "image"}
    if kind != "image":
        add_content_types(
            word.members, {name: f"application/vnd.openxmlformats-officedocument.{types[kind]}+xml"}
        )
    add_relationships(
        word.members, DOCUMENT, [("rIdSeeded", f"{R}/{kind}", name.removeprefix("word/"), False)]
    )
    return "rIdSeeded"


def _drawing(uri: str, content: str, name: str) -> Element:
    return etree.fromstring(
        f'<w:r xmlns:w="{W}"><w:drawing><wp:inline xmlns:wp="{WP}"><wp:extent cx="9" cy="9"/>'
        f'<wp:docPr id="77" name="{name}"{"" if name == "Bild" else " descr=" + chr(34) + "x" + chr(34)}/>'
        f'<a:graphic xmlns:a="{A}"><a:graphicData uri="{uri}">{content}</a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


# --- the paper


@_kind
def letter_paper(word: Word) -> Answer:
    """American paper."""
    size = word.choose(list(word.body.iter(w("pgSz"))))
    size.set(w("w"), "12240")
    size.set(w("h"), "15840")
    owner = next(size.iterancestors(w("p")), None)
    return {"template_page_size"}, {word.number(owner)} if owner is not None else set(ANYWHERE)


@_kind
def no_language(word: Word) -> Answer:
    """The template does not say that it is in Swedish."""
    for lang in list(word.styles.iter(w("lang"))):
        if word.dice.random() < 0.5:
            lang.set(w("val"), "en-US")
        else:
            lang.getparent().remove(lang)
    return {"template_language_missing"}, set(ANYWHERE)


@_kind
def heading_level_skipped(word: Word) -> Answer:
    """A heading two levels down."""
    paragraph = word.new_paragraph("En rubrik")
    word.new_paragraph("Före").addprevious(paragraph)
    for position, style in enumerate(("Rubrik1", "Rubrik4")):
        chosen = paragraph if position else word.new_paragraph("Ett")
        if not position:
            paragraph.addprevious(chosen)
        chosen.insert(0, etree.fromstring(f'<w:pPr xmlns:w="{W}"><w:pStyle w:val="{style}"/></w:pPr>'))
    return {"template_heading_jump"}, {word.number(paragraph)}


@_kind
def picture_without_words(word: Word) -> Answer:
    """A picture without alternative text."""
    word.members["word/media/seeded.png"] = b"\x89PNG\r\n\x1a\n"
    identifier = _related(word, "word/media/seeded.png", "image")
    uri = "http://schemas.openxmlformats.org/drawingml/2006/picture"
    paragraph = word.new_paragraph("")
    paragraph.append(_drawing(uri, f'<a:blip xmlns:r="{R}" r:embed="{identifier}"/>', "Bild"))
    return {"template_alt_text_missing"}, {word.number(paragraph)}


@_kind
def foreign_font(word: Word) -> Answer:
    """A run in a font that nobody has."""
    run = word.choose(list(word.body.iter(w("r"))))
    run.insert(0, etree.fromstring(f'<w:rPr xmlns:w="{W}"><w:rFonts w:ascii="Ale Grotesk"/></w:rPr>'))
    return {"template_font_missing"}, {word.number(word.paragraph_of(run))}


@_kind
def foreign_font_in_a_style(word: Word) -> Answer:
    """The standard text in a font that nobody has."""
    for fonts in word.styles.iter(w("rFonts")):
        for key in ("ascii", "hAnsi"):
            fonts.set(w(key), "Ale Grotesk")
    return {"template_font_missing"}, set(ANYWHERE)


@_kind
def missing_style(word: Word) -> Answer:
    """A style is gone that a filter writes."""
    if not word.tags(r"\|rik\b"):
        return None
    for style in list(word.styles.iter(w("style"))):
        if style.get(w("styleId")) == "Punktlista":
            style.getparent().remove(style)
    return {"template_style_missing"}, set(ANYWHERE)
