"""Templates that are unusual and right: what Word and people do that harms nothing."""

from __future__ import annotations

import io
from itertools import count

from lxml import etree
from openpyxl import Workbook

from tests.files.fill.kansli.case import ANSLAG, BILD, DIALOG, EGEN, KALLELSE, NULAGE, right
from tests.files.fill.kansli.faults_form import with_chart
from tests.files.fill.kansli.parts import (
    PIXEL,
    WORDML,
    W,
    bookmarked,
    commented,
    comments_part,
    control,
    field,
    linked,
    note_mark,
    notes_part,
    ooxml,
    paragraph,
    picture,
    run,
    section,
    spelled,
    table,
    text_box,
)
from tests.files.fill.kansli.word import BODY, CORE, STYLES, Mall, own_text

AFTER = "{{p maluppfyllelse|rik }}"
RESULT = "{{p sammanfattning_resultat|rik }}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def _added(m: Mall, text: str, after: str = AFTER) -> etree._Element:
    return m.after(m.paragraph(after), text)


def _every_run_cut(m: Mall, part: str, length: int, *, bold: bool = False) -> None:
    """Every run cut into short ones, each with its own revision mark, as after many sittings in Word."""
    number = count(0x00A10000)
    for one in list(m.tree(part).iter(f"{W}r")):
        text = one.find(f"{W}t")
        if text is None or len(one.findall("*")) > 2 or not text.text:
            continue
        form = one.find(f"{W}rPr")
        pieces = [text.text[at : at + length] for at in range(0, len(text.text), length)]
        for turn, piece in enumerate(pieces):
            new = ooxml(run(piece, ("<w:b/>" if bold and turn % 2 else "")))[0]
            new.set(f"{W}rsidR", f"{next(number):08X}")
            if form is not None and not bold:
                new.replace(new[0], ooxml(etree.tostring(form).decode())[0])
            one.addprevious(new)
            if turn % 3 == 0:
                one.addprevious(ooxml('<w:proofErr w:type="spellStart"/>')[0])
        m.remove(one)


def _retyped_all(m: Mall, change: dict[str, str]) -> None:
    for one in m.tree().iter(f"{W}t"):
        for old, new in change.items():
            one.text = (one.text or "").replace(old, new)
        one.set(XML_SPACE, "preserve")


@right(NULAGE)
def runs_of_three_letters(m: Mall) -> None:
    _every_run_cut(m, BODY, 3)


@right(BILD)
def runs_of_seven_letters_half_of_them_bold(m: Mall) -> None:
    _every_run_cut(m, BODY, 7, bold=True)


@right(KALLELSE)
def cut_runs_in_headers_and_footers(m: Mall) -> None:
    for part in ("word/header1.xml", "word/header2.xml", "word/footer1.xml", "word/footer2.xml"):
        _every_run_cut(m, part, 4)


@right(NULAGE)
def hard_spaces_in_every_tag(m: Mall) -> None:
    _retyped_all(m, {"{{ ": "{{\u00a0", " }}": "\u00a0}}", "{%p if ": "{%p if\u00a0"})


@right(NULAGE)
def swedish_quotation_marks(m: Mall) -> None:
    _retyped_all(m, {'== "bolag"': "== ”bolag”", '!= "bolag"': "!= ”bolag”"})


@right(DIALOG)
def english_quotation_marks(m: Mall) -> None:
    _retyped_all(m, {'typ_kod == "C"': "typ_kod == “C”", 'typ_kod == "A"': "typ_kod == ‘A’"})


@right(ANSLAG)
def no_spaces_in_tags(m: Mall) -> None:
    _retyped_all(m, {"{{ ": "{{", " }}": "}}", " %}": "%}"})


@right(DIALOG)
def many_spaces_in_tags(m: Mall) -> None:
    _retyped_all(m, {"{{ ": "{{   ", " }}": "  }}", " %}": "   %}", "|rik": " | rik"})


@right(NULAGE)
def the_last_place_of_the_cursor_in_a_tag(m: Mall) -> None:
    p = m.paragraph("{{ organ.namn }}", nth=2)
    m.put(p, run("{{ organ.") + bookmarked("") + run("namn }}"))


@right(KALLELSE)
def a_bookmark_around_a_tag(m: Mall) -> None:
    m.put(
        m.paragraph("{{ sammantrade.ordforande }}"), bookmarked(run("{{ sammantrade.ordforande }}"), "ordf")
    )


@right(NULAGE)
def a_remark_on_a_tag(m: Mall) -> None:
    m.part("word/comments.xml", comments_part("Är det rätt namn?"), f"{WORDML}.comments+xml", "comments")
    m.put(m.paragraph("{{ organ.namn }}", nth=2), commented(run("{{ organ.namn }}")))


@right(BILD)
def a_remark_within_a_tag(m: Mall) -> None:
    m.part("word/comments.xml", comments_part("Heter det så?"), f"{WORDML}.comments+xml", "comments")
    m.put(m.paragraph("{{ organ.namn }}"), run("{{ organ") + commented(run(".namn")) + run(" }}"))


@right(NULAGE)
def a_broad_section_of_a4(m: Mall) -> None:
    p = m.insert_after(m.paragraph(AFTER), section(11906, 16838))
    m.insert_after(p, section(16838, 11906, turned=True))


@right(DIALOG)
def a_size_that_a_printer_rounded(m: Mall) -> None:
    for one in m.tree().iter(f"{W}pgSz"):
        one.set(f"{W}w", "11907")
        one.set(f"{W}h", "16840")
        one.set(f"{W}code", "9")


def _image(m: Mall, owner: str = BODY) -> str:
    return m.part("word/media/vapen.png", PIXEL, "image/png", "image", owner, declare=False)


@right(NULAGE)
def a_picture_with_its_text(m: Mall) -> None:
    m.put(_added(m, "x"), picture(_image(m), "descr='Kommunens vapen'"))


@right(DIALOG)
def a_picture_that_is_decoration(m: Mall) -> None:
    mark = (
        "descr=''|<a:extLst><a:ext uri='{C183D7F6-B498-43B3-948B-1728B52AA6E4}'>"
        "<adec:decorative xmlns:adec='http://schemas.microsoft.com/office/drawing/2017/decorative' val='1'/>"
        "</a:ext></a:extLst>"
    )
    m.put(_added(m, "x", RESULT), picture(_image(m), mark))


@right(KALLELSE)
def a_coat_of_arms_with_its_text_in_a_header(m: Mall) -> None:
    part = "word/header1.xml"
    m.append(
        m.paragraph("{{ ramverk…", part), picture(_image(m, part), "descr='Kommunens vapen'", anchored=True)
    )


@right(DIALOG)
def a_text_box_with_a_tag(m: Mall) -> None:
    m.append(m.paragraph("Resultatet av dialogen"), text_box("{{ titel }}"))


@right(BILD)
def a_text_box_of_a_new_word_alone(m: Mall) -> None:
    m.append(m.paragraph("Alla förslag"), text_box("Antal: {{ forslagssumma.antal }}", fallback=False))


def _note(m: Mall, kind: str, host: str, text: str) -> None:
    m.part(f"word/{kind}.xml", notes_part(kind, text), f"{WORDML}.{kind}+xml", kind)
    m.append(m.paragraph(host), note_mark(kind.removesuffix("s")))


@right(NULAGE)
def a_footnote_with_a_tag(m: Mall) -> None:
    _note(
        m,
        "footnotes",
        "Samlad måluppfyllelse",
        "Gäller {{ mandatperiod.start_datum|datum_lang }} och framåt.",
    )


@right(KALLELSE)
def an_endnote_with_a_tag(m: Mall) -> None:
    _note(m, "endnotes", "Ledamöter", "{% if sammantrade.plats %}Lokal: {{ sammantrade.plats }}{% endif %}")


@right(NULAGE)
def a_content_control_around_a_paragraph(m: Mall) -> None:
    m.insert_after(m.paragraph(AFTER), control(paragraph("Nämnd: {{ organ.namn }}", "Brodtext")))


@right(DIALOG)
def a_content_control_around_a_whole_tag(m: Mall) -> None:
    m.put(m.paragraph("{{ plats }}"), run("Lokal: ") + control(run("{{ plats }}")) + run("."))


@right(ANSLAG)
def a_link_around_a_whole_tag(m: Mall) -> None:
    link = m.relation("hyperlink", "https://www.ale.se/anslagstavla", external=True)
    m.put(m.paragraph("{{ url }}"), linked(link, run("{{ url }}")))


@right(NULAGE)
def a_table_in_a_cell(m: Mall) -> None:
    cell = m.paragraph('{{p omrade.beskrivning|rik("Tabelltext") }}')
    m.insert_after(cell, table(("Område", "{{ omrade.namn }}"))).addnext(ooxml("<w:p/>")[0])


@right(BILD)
def a_loop_in_a_table_in_a_cell(m: Mall) -> None:
    cell = m.paragraph("{{ organ.namn }}")
    rows = table(("{%tr for rad in underlag %}",), ("{{ rad.organ.namn }}",), ("{%tr endfor %}",))
    m.insert_after(cell, rows).addnext(ooxml("<w:p/>")[0])


@right(EGEN)
def a_loop_in_a_line(m: Mall) -> None:
    _added(
        m,
        "Mål: {% for m in mål %}{{ m.namn }}{% if not loop.last %}, {% endif %}{% endfor %}.",
        "{{p helheten|rik }}",
    )


@right(EGEN)
def our_names_and_theirs_side_by_side(m: Mall) -> None:
    _added(m, "{{ nämnd }} {{ organ.kod }}, {{ år }} ({{ ar }})", "{{p helheten|rik }}")


@right(NULAGE)
def if_elif_else_in_paragraphs(m: Mall) -> None:
    p = _added(m, '{%p if organ.typ_kod == "bolag" %}')
    for text in (
        "Bolag",
        '{%p elif organ.typ_kod == "namnd" %}',
        "Nämnd",
        "{%p else %}",
        "Annat",
        "{%p endif %}",
    ):
        p = m.after(p, text)


@right(NULAGE)
def a_loop_in_a_loop_with_both_counters(m: Mall) -> None:
    p = _added(m, "{%p for mal in per_riktningsmal %}")
    for text in (
        "Mål {{ loop.index }}: {{ mal.riktningsmal.rubrik }}",
        "{%p for rad in mal.resultat %}",
        "{{ loop.index }}. {{ rad.indikator }}{% if loop.first %} (först){% endif %}",
        "{%p endfor %}",
        "{%p endfor %}",
    ):
        p = m.after(p, text)


@right(KALLELSE)
def a_loop_with_a_condition_of_its_own(m: Mall) -> None:
    p = m.paragraph("{%p for ovrig in kallelse.ovriga %}")
    m.retype(p, "{%p for ovrig in kallelse.ovriga if ovrig.titel %}")


@right(NULAGE)
def one_of_several_codes(m: Mall) -> None:
    p = _added(m, '{%p if organ.typ_kod == "bolag" or organ.typ_kod == "namnd" and not beslut %}')
    m.after(m.after(p, "Utkast"), "{%p endif %}")


@right(NULAGE)
def a_number_compared(m: Mall) -> None:
    p = m.paragraph("{% if risk.sannolikhet %}…")
    m.swap(p, "{% if risk.sannolikhet %}", '{% if risk.sannolikhet and risk.sannolikhet != "1" %}')


@right(DIALOG)
def braces_in_prose(m: Mall) -> None:
    _added(m, "Mängden {A, B} är 50 % av {C}; skriv % och # som vanligt, och { eller } för sig.", RESULT)


@right(BILD)
def a_sentence_in_english(m: Mall) -> None:
    p = m.paragraph("Inga förslag finns i rapporterna.")
    m.append(p, run(" No proposals were made.", '<w:lang w:val="en-GB"/>'))


@right(DIALOG)
def bullets_in_the_fonts_of_word(m: Mall) -> None:
    for font in ("Symbol", "Wingdings", "Courier New"):
        for level in list(m.tree("word/numbering.xml").iter(f"{W}lvl"))[:3]:
            form = level.find(f"{W}rPr")
            if form is None:
                level.append(
                    ooxml(f"<w:rPr><w:rFonts w:ascii='{font}' w:hAnsi='{font}' w:hint='default'/></w:rPr>")[0]
                )


@right(KALLELSE)
def the_usual_fonts_of_an_office(m: Mall) -> None:
    fonts = ("Calibri", "Cambria", "Arial", "Times New Roman", "Courier New")
    m.put(
        m.paragraph("Hålls vid sammanträdet"),
        "".join(
            run("Hålls vid sammanträdet", f"<w:rFonts w:ascii='{one}' w:hAnsi='{one}'/>") for one in fonts
        ),
    )


@right(BILD)
def a_font_in_a_style_that_nobody_uses(m: Mall) -> None:
    new = ooxml(
        "<w:style w:type='paragraph' w:customStyle='1' w:styleId='Inbjudan'><w:name w:val='Inbjudan'/>"
        "<w:basedOn w:val='Normal'/><w:rPr><w:rFonts w:ascii='Edwardian Script ITC' w:hAnsi='Edwardian Script ITC'/>"
        "</w:rPr></w:style>"
    )[0]
    m.tree(STYLES).append(new)


@right(EGEN)
def the_font_of_the_theme_that_is_installed(m: Mall) -> None:
    theme = m.tree("word/theme/theme1.xml")
    drawing = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    for one in theme.iter(f"{drawing}latin"):
        one.set("typeface", "Arial")


@right(NULAGE)
def the_language_in_the_style_of_the_text(m: Mall) -> None:
    for one in list(m.tree(STYLES).iter(f"{W}lang")):
        m.remove(one)
    normal = m.style_named("Normal")
    normal.append(ooxml('<w:rPr><w:lang w:val="sv-SE"/></w:rPr>')[0])


@right(DIALOG)
def the_swedish_of_finland(m: Mall) -> None:
    for one in m.tree(STYLES).iter(f"{W}lang"):
        one.set(f"{W}val", "sv-FI")


@right(ANSLAG)
def no_headers_at_all(m: Mall) -> None:
    for end in m.tree().iter(f"{W}sectPr"):
        for one in [*end.findall(f"{W}headerReference"), *end.findall(f"{W}footerReference")]:
            end.remove(one)


@right(EGEN)
def a_table_in_a_header(m: Mall) -> None:
    part = "word/header1.xml"
    p = m.paragraph("{{ kommunen }}…", part)
    p.addprevious(ooxml(table(("{{ kommunen }}", "{{ nämnd }}", "dnr {{ diarienr }}"), style="Header"))[0])


@right(KALLELSE)
def merged_cells(m: Mall) -> None:
    p = m.paragraph("Allmänhetens frågestund")
    cell = next(p.iterancestors(f"{W}tc"))
    row = cell.getparent()
    assert row is not None
    other = [one for one in row.findall(f"{W}tc") if one is not cell]
    for one in other:
        row.remove(one)
    shape = cell.find(f"{W}tcPr")
    assert shape is not None
    for old in shape.findall(f"{W}gridSpan"):
        shape.remove(old)
    shape.insert(1, ooxml(f'<w:gridSpan w:val="{len(other) + 1}"/>')[0])
    m.retype(p, "{{ sammantrade.organ.namn }} håller frågestund")


@right(NULAGE)
def cells_merged_downwards(m: Mall) -> None:
    rows = table(("Nämnd", "{{ organ.namn }}"), ("Kod", "{{ organ.kod }}"))
    t = m.insert_after(m.paragraph(AFTER), rows)
    t.addnext(ooxml("<w:p/>")[0])
    for turn, row in enumerate(t.findall(f"{W}tr")):
        shape = row.find(f"{W}tc/{W}tcPr")
        assert shape is not None
        shape.append(ooxml("<w:vMerge/>" if turn else '<w:vMerge w:val="restart"/>')[0])


@right(BILD)
def a_chart_with_its_text(m: Mall) -> None:
    with_chart(m, "Antal förslag", "2026", "descr='Stapel över antal förslag'")


@right(NULAGE)
def a_cross_reference_to_a_heading(m: Mall) -> None:
    m.put(m.paragraph("Samlad måluppfyllelse"), bookmarked(run("Samlad måluppfyllelse"), "_Ref10", 60))
    m.put(
        _added(m, "x"),
        run("Se ") + field("REF _Ref10 \\h", "Samlad måluppfyllelse") + run(" för {{ organ.namn }}."),
    )


@right(DIALOG)
def a_part_that_anyone_may_edit(m: Mall) -> None:
    p = m.paragraph("{{ plats }}")
    m.put(p, '<w:permStart w:id="7" w:edGrp="everyone"/>' + run("{{ plats }}") + '<w:permEnd w:id="7"/>')


@right(NULAGE)
def soft_hyphens_and_tabs_in_the_text(m: Mall) -> None:
    m.put(
        _added(m, "x"),
        run("Nämnd\t{{ organ.namn }}\n")
        + run("mål")
        + "<w:r><w:softHyphen/></w:r>"
        + run("uppfyllelse {{ ar }}"),
    )


@right(DIALOG)
def a_tag_after_a_footnote_mark(m: Mall) -> None:
    _note(m, "footnotes", "Resultatet av dialogen", "Enligt {{ titel }}, {{ ar }}.")
    m.append(m.paragraph("Resultatet av dialogen"), run(" {{ ar }}"))


@right(KALLELSE)
def a_title_in_the_files_properties(m: Mall) -> None:
    name = "{http://purl.org/dc/elements/1.1/}title"
    core = m.tree(CORE)
    title = core.find(name)
    if title is None:
        title = core.makeelement(name)
        core.append(title)
    title.text = "Mall för kallelse {kommunfullmäktige}"


@right(ANSLAG)
def fields_that_every_template_has(m: Mall) -> None:
    p = m.last("{%p endif %}")
    m.after(p, "{{ mall.titel }} {{ mall.version }}, {{ kommun.namn }}", "Tabelltat")


@right(NULAGE)
def spelling_marks_in_every_tag(m: Mall) -> None:
    for one in [p for p in m.tree().iter(f"{W}p") if own_text(p).startswith(("{{p", "{%p"))]:
        text = own_text(one)
        m.put(one, run(text[:3]) + spelled(run(text[3:9])) + run(text[9:]))


@right(EGEN)
def a_link_to_another_heading(m: Mall) -> None:
    m.put(m.paragraph("Omvärlden"), bookmarked(run("Omvärlden"), "_Toc1", 61))
    p = _added(m, "x", "{{p helheten|rik }}")
    m.put(
        p, f'<w:hyperlink w:anchor="_Toc1" w:history="1">{run("Se {{ nämnd }} och omvärlden")}</w:hyperlink>'
    )


@right(NULAGE)
def the_third_of_a_tag_in_another_colour(m: Mall) -> None:
    p = m.paragraph("Uppdraget framgår av reglementet.")
    m.put(
        p,
        run("Uppdraget för {{ or")
        + run("gan.", "<w:color w:val='FF0000'/>")
        + run("namn }} framgår av reglementet."),
    )


@right(NULAGE)
def a_line_break_and_a_tab_in_tags(m: Mall) -> None:
    m.put(_added(m, "x"), run("{{ organ.\nnamn }} {{ organ.kod\t}}"))


@right(NULAGE)
def narrow_hard_spaces_in_a_tag(m: Mall) -> None:
    _added(m, "{{\u202forgan.namn\u202f}}")


@right(DIALOG)
def a_remark_of_the_template_language(m: Mall) -> None:
    _added(m, "Titel {# visas inte i dokumentet #}: {{ titel }}", RESULT)


@right(NULAGE)
def a_dash_where_there_is_nothing(m: Mall) -> None:
    _added(m, '{{ handlaggare or "–" }}')


@right(NULAGE)
def one_of_a_list_of_codes(m: Mall) -> None:
    _added(m, '{% if organ.typ_kod in ["bolag", "namnd"] %}Nämnd eller bolag{% endif %}')


@right(NULAGE)
def a_tag_in_a_pictures_text(m: Mall) -> None:
    m.put(_added(m, "x"), picture(_image(m), "descr='Vapen för {{ organ.namn }}'"))


@right(NULAGE)
def a_watermark_with_the_status(m: Mall) -> None:
    shape = (
        "<w:r><w:pict><v:shape id='PowerPlusWaterMarkObject1' type='#_x0000_t136' alt='Vattenstämpel' "
        "style='position:absolute;width:200pt;height:50pt'><v:textpath style='font-family:&quot;Calibri&quot;' "
        "string='{{ status }}'/></v:shape></w:pict></w:r>"
    )
    m.append(m.paragraph("{{ ramverk…", "word/header1.xml"), shape)


@right(DIALOG)
def a_hidden_tag(m: Mall) -> None:
    m.put(_added(m, "x", RESULT), run("Arbetsnamn: {{ titel }}", "<w:vanish/>"))


@right(BILD)
def a_chart_with_its_workbook(m: Mall) -> None:
    with_chart(m, "Antal förslag", "2026", "descr='Stapel över antal förslag'")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    book = "word/embeddings/Microsoft_Excel_Worksheet.xlsx"
    m.part(book, _workbook(), kind, "package", "word/charts/chart1.xml", declare=False)


def _workbook() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


@right(NULAGE, saved=True)
def saved_nulagesbeskrivning(_: Mall) -> None:
    """Saved by LibreOffice without a change, as the next four."""


@right(ANSLAG, saved=True)
def saved_tillkannagivande(_: Mall) -> None:
    """See above."""


@right(DIALOG, saved=True)
def saved_dialogsammanfattning(_: Mall) -> None:
    """See above."""


@right(BILD, saved=True)
def saved_nulagesbild(_: Mall) -> None:
    """See above."""


@right(EGEN, saved=True)
def saved_egen(_: Mall) -> None:
    """See above."""


# sown again, when the lint had been mended


@right(DIALOG)
def a_level_under_the_same_condition(m: Mall) -> None:
    p = _added(m, "{%p if plats %}", RESULT)
    for text, style in (
        ("På plats", "Rubrik2"),
        ("{%p endif %}", "Brodtext"),
        ("{%p if plats %}", "Brodtext"),
        ("Lokalen", "Rubrik3"),
        ("{%p endif %}", "Brodtext"),
    ):
        p = m.after(p, text, style)


@right(DIALOG)
def a_level_in_each_branch(m: Mall) -> None:
    p = _added(m, "{%p if plats %}", RESULT)
    for text, style in (
        ("På plats", "Rubrik2"),
        ("{%p else %}", "Brodtext"),
        ("På distans", "Rubrik2"),
        ("{%p endif %}", "Brodtext"),
        ("Teknik", "Rubrik3"),
    ):
        p = m.after(p, text, style)


@right(NULAGE)
def body_text_by_hand(m: Mall) -> None:
    p = m.paragraph("Uppdraget framgår av reglementet.")
    shape = p.find(f"{W}pPr")
    assert shape is not None
    shape.append(ooxml('<w:outlineLvl w:val="9"/>')[0])


@right(BILD)
def a_counter_held_against_a_number(m: Mall) -> None:
    m.retype(m.paragraph("{{ loop.index }}"), "{{ loop.index }}{% if loop.index == 1 %} (först){% endif %}")


@right(BILD)
def every_other_row(m: Mall) -> None:
    m.retype(m.paragraph("{{ loop.index }}"), "{{ loop.index }}{% if loop.index is odd %}.{% endif %}")


@right(NULAGE)
def decimals_from_a_field(m: Mall) -> None:
    p = m.paragraph("{{ matning.period }}…")
    m.swap(p, 'nyckeltal.varden|decimaler(falt="varde")', '"1"')


@right(KALLELSE)
def a_time_of_a_moment(m: Mall) -> None:
    p = m.paragraph("Föredragningslistan är fastställd…")
    m.swap(p, "tid|datum_lang }}", "tid|datum_lang }} {{ kallelse.faststalld_av_ordforande.tid|klockslag }}")


@right(NULAGE)
def a_style_by_its_name(m: Mall) -> None:
    m.retype(m.paragraph("{{p sammanfattning|rik }}"), '{{p sammanfattning|rik("Body Text") }}')


@right(DIALOG)
def an_amount_in_every_way(m: Mall) -> None:
    p = m.paragraph("{{ justering.belopp_tkr|tal(0) }}")
    m.retype(p, "{{ justering.belopp_tkr|tkr }} {{ justering.belopp_tkr|mnkr(decimaler=2) }}")


@right(ANSLAG)
def two_languages_of_which_the_text_is_swedish(m: Mall) -> None:
    for one in m.tree(STYLES).iter(f"{W}lang"):
        one.set(f"{W}val", "en-US")
    m.style_named("Normal").append(ooxml('<w:rPr><w:lang w:val="sv-SE"/></w:rPr>')[0])
