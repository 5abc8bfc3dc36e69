"""Word forms as Word, other editors and people leave them: read without loss, or told at their place."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.forms import (
    changed,
    form_notices,
    form_reader,
    make,
    model_of,
    sample,
    told,
    with_part,
    without_controls,
)

REPORT = sample("nulagesbeskrivning/vn-2026")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture(name="form", scope="module")
def _form(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("word") / "vn.docx"
    return make(target, "nulagesbeskrivning", "VN", answers=REPORT)


@pytest.fixture(name="wanted", scope="module")
def _wanted() -> Any:
    return model_of(REPORT)


def _replaced(old: str, new: str, count: int = 1) -> Callable[[str], str]:
    return lambda xml: xml.replace(old, new, count)


def _split_runs(xml: str) -> str:
    """Every longer run cut in three, with the marks of the spell checker between."""
    cut = '</w:t></w:r><w:proofErr w:type="spellStart"/><w:r>{0}<w:t xml:space="preserve">'
    return re.sub(
        r'<w:r>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t xml:space="preserve">([^<]{9,})</w:t></w:r>',
        lambda m: (
            f'<w:r>{m[1] or ""}<w:t xml:space="preserve">{m[2][:3]}{cut.format(m[1] or "")}{m[2][3:7]}'
            f"{cut.format(m[1] or '')}{m[2][7:]}</w:t></w:r>"
        ),
        xml,
    )


def _without_help(xml: str) -> str:
    return re.sub(r'<w:p><w:pPr><w:pStyle w:val="Blanketthjalp"/></w:pPr>.*?</w:p>', "", xml)


def _plain_styles(xml: str) -> str:
    """Every paragraph in the body style, headings too, but lists kept."""
    return re.sub(r'<w:pStyle w:val="(Rubrik|Blankett|Tabell|Brod)[^"]*"/>', "", xml)


def _reversed_goals(xml: str) -> str:
    """The blocks of the riktningsmål in the opposite order."""
    start = xml.index(">Per riktningsmål<")
    start = xml.index("</w:p>", xml.index("Varje gällande riktningsmål", start)) + len("</w:p>")
    end = xml.rindex("<w:p>", 0, xml.index(">Per omvärldsfaktor<"))
    head = '<w:p><w:pPr><w:pStyle w:val="Blankettmellanrum"/></w:pPr></w:p><w:p><w:pPr><w:pStyle w:val="Rubrik3"/>'
    blocks = xml[start:end].split(head)
    return xml[:start] + blocks[0] + head + head.join(reversed(blocks[1:])) + xml[end:]


def _quotes_and_blanks(xml: str) -> str:
    """Labels as an autocorrecting editor leaves them."""
    return xml.replace(">Hur man relaterar<", ">Hur\u00a0man relaterar:<").replace(
        ">Möjliga förflyttningar<", ">Möjliga\u00a0förflyttningar <"
    )


@pytest.mark.parametrize(
    "change",
    [
        without_controls,
        _split_runs,
        _without_help,
        _plain_styles,
        _quotes_and_blanks,
        lambda xml: without_controls(_plain_styles(_without_help(_split_runs(xml)))),
        lambda xml: re.sub(r"<w:bookmark(Start|End)[^>]*/>", "", xml),
        lambda xml: without_controls(re.sub(r"<w:bookmark(Start|End)[^>]*/>", "", xml)),
    ],
    ids=["controls", "runs", "help", "styles", "quotes", "all", "bookmarks", "controls-bookmarks"],
)
def test_what_editors_take_away_does_not_matter(
    change: Callable[[str], str], form: Path, wanted: Any, tmp_path: Path
) -> None:
    """Controls, bookmarks, help texts and styles may be gone, runs may be split: the answers are the same."""
    path = changed(form, tmp_path / "form.docx", change)
    assert model_of(path) == wanted
    assert form_notices(path) == ()


def test_blocks_in_another_order(form: Path, wanted: Any, tmp_path: Path) -> None:
    """The riktningsmål come in the order of the document; nothing else changes."""
    found = model_of(changed(form, tmp_path / "form.docx", _reversed_goals))
    goals = found.pop("per_riktningsmal")
    expected = dict(wanted)
    assert goals == list(reversed(expected.pop("per_riktningsmal")))
    assert found == expected


def test_a_block_copied_by_hand_is_a_new_entry(form: Path, wanted: Any, tmp_path: Path) -> None:
    """A table that was copied with all of its controls, and changed, is one entry more."""

    def copy(xml: str) -> str:
        start = xml.index(">Möjliga förflyttningar<")
        first = xml.index("<w:tbl>", start)
        end = xml.index("</w:tbl>", first) + len("</w:tbl>")
        block = xml[first:end]
        title = wanted["mojliga_forflyttningar"][0]["rubrik"]
        return xml[:end] + "<w:p/>" + block.replace(title, "En till") + xml[end:]

    found = model_of(changed(form, tmp_path / "form.docx", copy))["mojliga_forflyttningar"]
    before = wanted["mojliga_forflyttningar"]
    assert [one["rubrik"] for one in found] == [
        before[0]["rubrik"],
        "En till",
        *(b["rubrik"] for b in before[1:]),
    ]
    assert found[1] == {**before[0], "rubrik": "En till"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("delvis uppnått ", "delvis"),
        ("DELVIS", "delvis"),
        ("”Delvis uppnått”", "delvis"),
        ("Ej\u00a0uppnått.", "ej"),
    ],
)
def test_an_overtyped_choice(written: str, meant: str, form: Path, tmp_path: Path) -> None:
    """A choice typed by hand is understood by its label or code, with blanks, case and quotes set aside."""
    path = changed(form, tmp_path / "form.docx", _in_answer("Måluppfyllelse", written))
    assert model_of(path)["per_riktningsmal"][0]["maluppfyllelse"] == meant


def _in_answer(label: str, text: str) -> Callable[[str], str]:
    """Type over the short answer of the first question with that label."""

    def change(xml: str) -> str:
        start = xml.index(f'<w:alias w:val="{label}"/>')
        return xml[:start] + re.sub(
            r"(<w:t[^>]*>)[^<]*(</w:t>)", lambda m: f"{m[1]}{text}{m[2]}", xml[start:], count=1
        )

    return change


@pytest.mark.parametrize("written", ["28 okt 2026", "28 oktober 2026", "28/10 2026", "28.10.2026", "20261028",
                                     "onsdagen den 28\u00a0oktober 2026", "2026-10-28 ",
                                     "2026–10–28", "28\u201110\u20112026"])  # fmt: skip
def test_a_day_written_by_hand(written: str, form: Path, wanted: Any, tmp_path: Path) -> None:
    """The usual Swedish ways to write a day are understood."""
    assert model_of(changed(form, tmp_path / "form.docx", _in_answer("Datum", written))) == wanted


def test_tracked_changes_by_word(form: Path, wanted: Any, tmp_path: Path) -> None:
    """Insertions count, deletions do not, a deleted paragraph mark joins; one notice per field."""

    def track(xml: str) -> str:
        mark = 'w:id="9" w:author="A" w:date="2026-11-01T09:00:00Z"'
        old = "Vid valet till kommunfullmäktige 2026 var de 25 460."
        new = (
            f"</w:t></w:r><w:del {mark}><w:r><w:delText>Gammal text.</w:delText></w:r></w:del><w:ins {mark}><w:r>"
            f'<w:t xml:space="preserve">{old}</w:t></w:r></w:ins><w:r><w:t xml:space="preserve">'
        )
        return xml.replace(old, new, 1)

    path = changed(form, tmp_path / "form.docx", track)
    assert model_of(path) == wanted
    assert [(one.code, one.path) for one in form_notices(path)] == [
        ("tracked_changes_accepted", "Del 1. Verksamhetsbeskrivning › För vem")
    ]


def test_a_deleted_paragraph_mark_joins(form: Path, tmp_path: Path) -> None:
    """Two paragraphs whose border is deleted are one; a deleted row is gone."""
    deleted = '<w:pPr><w:rPr><w:del w:id="9" w:author="A" w:date="2026-11-01T09:00:00Z"/></w:rPr></w:pPr>'
    content = f"<w:p>{deleted}<w:r><w:t>Ett </w:t></w:r></w:p><w:p><w:r><w:t>stycke.</w:t></w:r></w:p>"
    path = changed(form, tmp_path / "form.docx", _in_long_answer("Sammanfattning", content))
    given = form_reader().given(path)
    assert given.raw["sammanfattning"] == "Ett stycke."
    assert [one.code for one in given.notices] == ["tracked_changes_accepted"]


def test_a_deleted_row_is_told(form: Path, tmp_path: Path) -> None:
    """A row whose deletion is tracked counts as deleted, and that is told."""

    def delete(xml: str) -> str:
        end = xml.index(">Handläggare<")
        start = xml.rindex("<w:tr>", 0, end)
        mark = '<w:trPr><w:del w:id="9" w:author="A" w:date="2026-11-01T09:00:00Z"/></w:trPr>'
        return xml[:start] + xml[start:].replace("<w:tr>", f"<w:tr>{mark}", 1)

    given = form_reader().given(changed(form, tmp_path / "form.docx", delete))
    assert "handlaggare" not in given.raw
    assert [(one.code, one.path) for one in given.notices] == [
        ("tracked_changes_accepted", "under rubriken ”Om dokumentet”")
    ]


def test_hidden_struck_and_small_text(form: Path, tmp_path: Path) -> None:
    """Hidden text is not published by mistake, struck text is told, and small figures stay small."""
    runs = [
        ("", "CO"),
        ('<w:vertAlign w:val="subscript"/>', "2"), ("", " per m"),
        ('<w:vertAlign w:val="superscript"/>', "2"),
        ("<w:vanish/>", " hemligt"), ("<w:strike/>", " struket"), ('<w:strike w:val="0"/>', " kvar"),
    ]  # fmt: skip
    content = "".join(
        f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>' for look, text in runs
    )
    path = changed(form, tmp_path / "form.docx", _in_long_answer("Sammanfattning", f"<w:p>{content}</w:p>"))
    given = form_reader().given(path)
    assert given.raw["sammanfattning"] == "CO₂ per m² struket kvar"
    assert [one.code for one in given.notices] == ["form_hidden_text_not_read", "form_strike_not_kept"]


def test_a_remark_in_a_list_names_the_entry(form: Path, tmp_path: Path) -> None:
    """Every goal has the same questions, so the place says which goal it is, and both are told."""
    look = "<w:strike/>"

    def strike(xml: str) -> str:
        asked = '<w:alias w:val="Måluppfyllelse"/>'
        first, *others = xml.split(asked)
        struck = [
            re.sub(r"<w:r>(<w:rPr>)?", rf"<w:r><w:rPr>{look}</w:rPr>", one, count=1) for one in others[:2]
        ]
        return asked.join([first, *struck, *others[2:]])

    places = [
        one.path.split(" › ")[2:] for one in form_notices(changed(form, tmp_path / "form.docx", strike))
    ]
    assert places == [
        ["R1 – Ett Ale där barn och unga lyckas", "Måluppfyllelse"],
        ["R2 – Ett tryggt och sammanhållet Ale", "Måluppfyllelse"],
    ]


def test_formatted_text_from_word(form: Path, tmp_path: Path) -> None:
    """Bold and italic by style or property, links by field, lists by numbering, line breaks as paragraphs."""
    content = (
        '<w:p><w:r><w:rPr><w:rStyle w:val="Stark"/></w:rPr><w:t>Fet </w:t></w:r><w:r><w:rPr><w:i/><w:b w:val="0"/>'
        '</w:rPr><w:t>kursiv</w:t></w:r><w:r><w:t xml:space="preserve"> 2*3 [x]</w:t><w:br/><w:t>ny rad</w:t></w:r>'
        '</w:p><w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://ale.se/a" '
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>länk</w:t></w:r><w:r>'
        '<w:fldChar w:fldCharType="end"/></w:r></w:p>'
        '<w:p><w:pPr><w:pStyle w:val="Punktlista"/></w:pPr><w:r><w:t>ett</w:t></w:r></w:p>'
        '<w:p><w:pPr><w:pStyle w:val="Punktlista2"/></w:pPr><w:r><w:t>under</w:t></w:r></w:p>'
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr></w:pPr>'
        "<w:r><w:t>först</w:t></w:r></w:p>"
        "<w:p><w:r><w:t># ingen rubrik</w:t></w:r></w:p>"
    )
    path = changed(form, tmp_path / "form.docx", _in_long_answer("Sammanfattning", content))
    assert form_reader().given(path).raw["sammanfattning"] == (
        "**Fet** *kursiv* 2\\*3 \\[x\\]\n\nny rad\n\n[länk](https://ale.se/a)\n\n- ett\n  - under\n1. först\n\n"
        "\\# ingen rubrik"
    )
    assert told(path) == ()


def _in_long_answer(label: str, content: str) -> Callable[[str], str]:
    """Put content in place of the answer to the first long question with that label."""

    def change(xml: str) -> str:
        asked = xml.index(f">{label}</w:t>", xml.index('"Blankettfraga"', xml.index(f">{label}</w:t>")))
        start = xml.index("</w:tcPr>", xml.index("<w:tr>", asked)) + len("</w:tcPr>")
        return xml[:start] + content + xml[xml.index("</w:tc>", start) :]

    return change


PICTURE = "<w:p><w:r><w:drawing/></w:r></w:p>"
TABLE = (
    "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:tcPr/><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    "<w:p/>"
)
FOOTNOTE = '<w:p><w:r><w:t>text</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'


@pytest.mark.parametrize("content", [PICTURE, TABLE, FOOTNOTE], ids=["picture", "table", "footnote"])
def test_what_cannot_come_along_is_refused(content: str, form: Path, tmp_path: Path) -> None:
    """A picture, table or footnote in an answer is a fault at that answer."""
    path = changed(form, tmp_path / "form.docx", _in_long_answer("Sammanfattning", content))
    assert [(one.code, one.path) for one in told(path)] == [("form_content_not_supported", "Sammanfattning")]


def test_deep_lists_and_comments_are_told(form: Path, tmp_path: Path) -> None:
    """A third level becomes the second, comments stay in the margin: two notices."""
    content = (
        '<w:p><w:pPr><w:pStyle w:val="Punktlista"/></w:pPr><w:r><w:t>ett</w:t></w:r></w:p>'
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="2"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>djup</w:t></w:r></w:p>'
    )
    numbering = _replaced(
        "</w:numbering>",
        '<w:abstractNum w:abstractNumId="77"><w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="77"/></w:num></w:numbering>',
    )
    listed = changed(form, tmp_path / "a.docx", _in_long_answer("Sammanfattning", content))
    listed = changed(listed, tmp_path / "b.docx", numbering, "word/numbering.xml")
    path = with_part(listed, tmp_path / "c.docx", {"word/comments.xml": f"<w:comments {W}/>"})
    given = form_reader().given(path)
    assert given.raw["sammanfattning"] == "- ett\n  - djup"
    assert {(one.code, one.path) for one in given.notices} == {
        ("form_list_flattened", "Sammanfattning"),
        ("form_comments_not_read", ""),
    }


def test_a_misspelt_label_is_guessed_and_told(form: Path, wanted: Any, tmp_path: Path) -> None:
    """A small slip in a label is read as the label it was, with a notice."""
    path = changed(form, tmp_path / "form.docx", _replaced(">Handläggare<", ">Handläggaren<"))
    assert model_of(path) == wanted
    (notice,) = form_notices(path)
    assert (notice.code, notice.path) == ("form_label_guessed", "Om dokumentet › Handläggare")


def test_an_unknown_question_is_a_fault(form: Path, tmp_path: Path) -> None:
    """An answer beside a question that the form has not is not lost."""
    strip = without_controls
    path = changed(
        form, tmp_path / "form.docx", lambda xml: strip(xml).replace(">Handläggare<", ">Telefon till växeln<")
    )
    (fault,) = told(path)
    assert fault.code == "form_field_unknown"
    assert "”Hugo Älmevik, valsamordnare”" in fault.message
    assert fault.path == "under rubriken ”Om dokumentet”"


def test_two_answers_to_one_question(form: Path, tmp_path: Path) -> None:
    """The same question with two different answers is a fault, not a matter of luck."""

    def double(xml: str) -> str:
        start = xml.rindex("<w:tr>", 0, xml.index(">Handläggare<"))
        end = xml.index("</w:tr>", start) + len("</w:tr>")
        return xml[:end] + xml[start:end].replace("Hugo", "Hilda") + xml[end:]

    (fault,) = told(changed(form, tmp_path / "form.docx", double))
    assert (fault.code, fault.path) == ("form_field_twice", "Om dokumentet › Handläggare")
    assert "Hugo" in fault.message
    assert "Hilda" in fault.message


def test_a_foreign_table_is_a_fault(form: Path, tmp_path: Path) -> None:
    """A table that somebody put between the questions is told with its first words and its heading."""
    path = changed(form, tmp_path / "form.docx", lambda xml: _after(xml, ">Verksamhetsområden<", TABLE))
    faults = told(path)
    assert [(one.code, one.path) for one in faults] == [
        ("form_table_unknown", "under rubriken ”Verksamhetsområden”")
    ]


def _after(xml: str, text: str, content: str) -> str:
    place = xml.index("</w:p>", xml.index(text)) + len("</w:p>")
    return xml[:place] + content + xml[place:]


def test_ticks_by_hand(form: Path, wanted: Any, tmp_path: Path) -> None:
    """An x instead of a ticked box counts; an empty box does not."""
    path = changed(
        form, tmp_path / "form.docx", lambda xml: without_controls(xml).replace("☒", "x").replace("☐", "[ ]")
    )
    assert model_of(path) == wanted


def test_placeholders_left_standing(form: Path, wanted: Any, tmp_path: Path) -> None:
    """A placeholder that became ordinary text is no answer, and is taken off where somebody wrote after it."""
    path = changed(
        form,
        tmp_path / "form.docx",
        lambda xml: without_controls(xml).replace(">Hugo Älmevik", ">[Skriv här] Hugo Älmevik"),
    )
    assert model_of(path) == wanted


def test_a_form_without_its_marks_is_known_by_its_front_page(form: Path, wanted: Any, tmp_path: Path) -> None:
    """Where an editor has dropped the keywords, the front page says what form it is."""
    path = changed(
        form, tmp_path / "form.docx", lambda xml: re.sub(r"<cp:keywords>.*?</cp:keywords>", "", xml),
        "docProps/core.xml",
    )  # fmt: skip
    assert model_of(path) == wanted


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<w:gridSpan w:val="2"/>', '<w:gridSpan w:val="é"/>'),
        ('<w:gridSpan w:val="2"/>', '<w:gridSpan w:val="999999999"/>'),
        ('<w:ilvl w:val="0"/>', '<w:ilvl w:val="x"/>'),
        ("<w:tblGrid>", "<w:p/><w:tblGrid>"),
    ],
)
def test_nonsense_in_the_markup_is_survived(old: str, new: str, form: Path, tmp_path: Path) -> None:
    """Attributes that say nothing cost at most their own cell: the form is read, or its faults are told."""
    path = changed(form, tmp_path / "form.docx", lambda xml: xml.replace(old, new))
    assert form_reader().given(path).raw["organ"] == "VN"


def test_another_word_file_is_no_form() -> None:
    """A Word file of another kind is refused with the way on."""
    letter = sample("kallelse/kf-2026-12-14/handlingar/omvarldsdag-2026-filmlista").with_suffix(".docx")
    (fault,) = told(letter)
    assert fault.code == "form_not_recognised"
    assert "samlad formular" in fault.remedy


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("file_has_macros", {"word/vbaProject.bin": "x"}),
        ("file_has_dtd", {"word/footnotes.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
        ("file_has_embedded_object", {"word/embeddings/a.bin": "x"}),
        (
            "file_has_external_link",
            {"word/_rels/footer9.xml.rels": '<Relationships><Relationship Id="a" TargetMode="External" '
             'Type="http://x/image" Target="http://192.0.2.1/a.png"/></Relationships>'},
        ),
        ("file_unpacks_too_large", {"word/media/a.xml": " " * 60_000_000}),
    ],
)  # fmt: skip
def test_hostile_forms_are_refused_at_the_gate(
    code: str, parts: dict[str, str], form: Path, tmp_path: Path
) -> None:
    """Nothing of a file is read before the gate has let it in."""
    path = with_part(form, tmp_path / "form.docx", parts)
    assert {one.code for one in told(path)} == {code}


def _in_first_row(list_label: str, content: str) -> Callable[[str], str]:
    """Put content into the first cell of the first row of the first list with that label."""

    def change(xml: str) -> str:
        body = xml.index("<w15:repeatingSectionItem", xml.index(f'<w:alias w:val="{list_label}"/>'))
        start = xml.index("</w:tcPr>", body) + len("</w:tcPr>")
        return xml[:start] + content + xml[xml.index("</w:tc>", start) :]

    return change


def test_none_and_some_at_once(form: Path, tmp_path: Path) -> None:
    """The word inga above filled rows is a contradiction, not a way to lose them."""

    def say_none(xml: str) -> str:
        start = xml.index("<w:tr>", xml.index('<w:alias w:val="Möjligheter"/>'))
        row = xml[start : xml.index("</w:tr>", start) + len("</w:tr>")]
        cells = re.sub(r"(</w:tcPr>).*?(</w:tc>)", r"\1<w:p/>\2", row)
        none = cells.replace("<w:p/>", "<w:p><w:r><w:t>Inga</w:t></w:r></w:p>", 1)
        return xml[:start] + none + xml[start:]

    faults = told(changed(form, tmp_path / "form.docx", say_none))
    assert {(one.code, one.message) for one in faults} == {
        ("form_field_twice", "Det står både ordet ”inga” och ifyllda rader.")
    }
    assert all("Möjligheter" in one.path for one in faults)


def test_a_table_in_a_row_of_a_list(form: Path, tmp_path: Path) -> None:
    """A table within a cell of a list is refused where it stands."""
    path = changed(form, tmp_path / "form.docx", _in_first_row("Lagstiftning", TABLE))
    assert "form_content_not_supported" in {one.code for one in told(path)}


def test_a_list_whose_question_is_gone(form: Path, tmp_path: Path) -> None:
    """Rows under a question that nobody knows are a fault: they would otherwise be lost with it."""
    path = changed(
        form,
        tmp_path / "form.docx",
        lambda xml: without_controls(xml).replace(">Resultat<", ">Våra siffror<", 2),
    )
    assert "form_content_not_supported" in {one.code for one in told(path)}
