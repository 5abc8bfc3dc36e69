"""A second harvest, sown when the lint had been mended after the first: the same sorts of fault in other dress."""

from __future__ import annotations

from tests.files.fill.kansli.case import (
    ANSLAG,
    BILD,
    DIALOG,
    EGEN,
    KALLELSE,
    NULAGE,
    WHOLE,
    Spot,
    body,
    fault,
)
from tests.files.fill.kansli.parts import W, inserted, ooxml, run, section, table
from tests.files.fill.kansli.word import BODY, STYLES, Mall

AFTER, SAMLAD = "{{p maluppfyllelse|rik }}", "Samlad måluppfyllelse"
RESULT = "{{p sammanfattning_resultat|rik }}"


@fault(KALLELSE, "filter_value", says="klockslag")
def a_place_as_a_time(m: Mall) -> Spot:
    return body(
        m.swap(m.paragraph("{{ sammantrade.plats }}…"), "sammantrade.plats", "sammantrade.plats|klockslag")
    )


@fault(KALLELSE, "filter_value", says="klockslag")
def a_day_as_a_time(m: Mall) -> Spot:
    p = m.paragraph("{{ sammantrade.datum|datum_veckodag|versal }}")
    return body(m.retype(p, "{{ sammantrade.datum|klockslag }}"))


@fault(NULAGE, "filter_value", says="datum_kort")
def a_kind_as_a_date(m: Mall) -> Spot:
    return body(m.retype(m.paragraph("{{ status }}"), "{{ status|datum_kort }}"))


@fault(NULAGE, "filter_value", says="tkr")
def a_day_as_money(m: Mall) -> Spot:
    p = m.retype(m.paragraph("{{ kalla.datum|datum_kort }}"), "{{ kalla.datum|tkr }}")
    return body(p, "Källor")


@fault(NULAGE, "filter_value", says="procent")
def more_decimals_than_anyone_wants(m: Mall) -> Spot:
    p = m.after(m.paragraph(AFTER), "{{ ar|procent(decimaler=12) }}")
    return body(p, SAMLAD)


@fault(EGEN, "filter_value", says="tal")
def half_a_decimal(m: Mall) -> Spot:
    return body(m.retype(m.paragraph("{{ r.utfall|tal }}"), "{{ r.utfall|tal(1.5) }}"))


@fault(BILD, "style_missing", says="liten tabell")
def a_style_of_a_matrix_that_is_not_there(m: Mall) -> Spot:
    p = m.paragraph("{{p matris|matris(…")
    return body(
        m.swap(p, 'stil="Tabelltext liten"', 'stil="liten tabell"'), "Måluppfyllelse per nämnd och bolag"
    )


@fault(EGEN, "style_missing", says="Brödtext 2")
def a_style_by_its_name_that_is_not_there(m: Mall) -> Spot:
    return body(
        m.retype(m.paragraph("{{p kortfattat|rik }}"), '{{p kortfattat|rik("Brödtext 2") }}'),
        "Det viktigaste",
    )


@fault(KALLELSE, "tracked_change", says="")
def a_row_taken_away_with_tracking_on(m: Mall) -> Spot:
    p = m.paragraph("Ordförande")
    row = next(p.iterancestors(f"{W}tr"))
    shape = row.find(f"{W}trPr")
    mark = '<w:del w:id="951" w:author="Karin Ek" w:date="2026-11-20T09:12:00Z"/>'
    if shape is None:
        row.insert(0, ooxml(f"<w:trPr>{mark}</w:trPr>")[0])
    else:
        shape.append(ooxml(mark)[0])
    return body(p)


@fault(DIALOG, "tracked_change", says="")
def enter_pressed_with_tracking_on(m: Mall) -> Spot:
    p = m.paragraph("Inga nya uppdrag föreslås.")
    shape = p.find(f"{W}pPr")
    assert shape is not None
    shape.append(ooxml('<w:rPr><w:ins w:id="952" w:author="K E" w:date="2026-11-20T09:12:00Z"/></w:rPr>')[0])
    return body(p, "Förslag till nya uppdrag")


@fault(ANSLAG, "tracked_change", says="")
def a_sentence_in_a_footer_with_tracking_on(m: Mall) -> Spot:
    part = "word/footer1.xml"
    p = m.paragraph("Tillkännagivande, …", part)
    return Spot(part, m.append(p, inserted(run(" (utkast)"))))


@fault(NULAGE, "never_true", says="4")
def a_grade_held_against_a_number(m: Mall) -> Spot:
    p = m.paragraph("{% if risk.sannolikhet %}…")
    return body(m.swap(p, "{% if risk.sannolikhet %}", "{% if risk.sannolikhet == 4 %}"), "Risker")


@fault(DIALOG, "never_true", says="1")
def a_count_held_against_a_number(m: Mall) -> Spot:
    p = m.paragraph('{%p if ks_forslag_till_kf|antal == "1" %}')
    return body(
        m.retype(p, "{%p if ks_forslag_till_kf|antal == 1 %}"),
        "Kommunstyrelsens förslag till kommunfullmäktige",
    )


@fault(BILD, "never_true", says="1")
def a_counter_held_against_a_text(m: Mall) -> Spot:
    p = m.retype(m.paragraph("{{ loop.index }}"), '{% if loop.index == "1" %}Första{% endif %}')
    return body(p, "Alla förslag")


@fault(NULAGE, "never_true", says="udda")
def an_odd_year(m: Mall) -> Spot:
    return body(m.after(m.paragraph(AFTER), "{% if ar is odd %}Delårsbokslut{% endif %}"), SAMLAD)


@fault(KALLELSE, "text_lost", "tag_form", "syntax", says="tc")
def a_column_tag_beside_a_name(m: Mall) -> Spot:
    p = m.retype(m.paragraph("Föredragande"), "{%tc if arenden %} Föredragande")
    m.retype(m.paragraph("Tid"), "Tid")
    return body(p, "Föredragningslista")


@fault(NULAGE, "syntax", "block_unopened", says="else")
def two_elses(m: Mall) -> Spot:
    p = m.paragraph("{% if givet.uppdrag.sarskild_satsning %}…")
    return body(m.swap(p, "{% else %}Nej", "{% else %}Nej{% else %}Vet ej"), "Uppdrag från kommunfullmäktige")


@fault(EGEN, "syntax", "block_unopened", says="elif")
def an_elif_of_its_own_paragraph_after_the_else(m: Mall) -> Spot:
    p = m.paragraph("{%p if m.framsteg %}")
    at = m.next(p, "{%p endif %}")
    m.before(at, "{%p else %}")
    return body(m.before(at, "{%p elif m.arbete %}"), "Framsteg")


@fault(KALLELSE, "heading_jump", says="")
def a_deep_level_by_hand_in_a_cell(m: Mall) -> Spot:
    p = m.paragraph("Hålls vid sammanträdet")
    shape = p.find(f"{W}pPr")
    assert shape is not None
    shape.append(ooxml('<w:outlineLvl w:val="4"/>')[0])
    return body(p)


@fault(EGEN, "heading_jump", says="")
def a_level_that_an_empty_list_takes_away(m: Mall) -> Spot:
    p = m.before(m.paragraph("Mål för mål"), "Så går vi vidare", "Heading3")
    return body(p)


@fault(DIALOG, "heading_jump", says="")
def a_level_of_another_branch(m: Mall) -> Spot:
    p = m.after(m.paragraph(RESULT), "{%p if plats %}")
    p = m.after(p, "På plats", "Rubrik2")
    for text in ("{%p else %}", "På distans", "{%p endif %}"):
        p = m.after(p, text, "Brodtext")
    return body(m.after(p, "Teknik", "Rubrik3"))


@fault(ANSLAG, "language_missing")
def the_style_of_the_text_is_english(m: Mall) -> Spot:
    m.style_named("Normal").append(ooxml('<w:rPr><w:lang w:val="en-GB"/></w:rPr>')[0])
    return WHOLE


@fault(BILD, "tag_form", "rich_text_plain", says="rik")
def long_text_without_its_p_in_a_cell(m: Mall) -> Spot:
    p = m.paragraph('{{p rad.motivering|rik("Tabelltext") }}')
    return body(m.retype(p, '{{ rad.motivering|rik("Tabelltext") }}'))


@fault(KALLELSE, "tag_form", says="{{r")
def a_plain_field_with_an_r(m: Mall) -> Spot:
    p = m.paragraph("{{ sammantrade.organ.namn }}")
    return body(m.retype(p, "{{r sammantrade.organ.namn }}"))


@fault(NULAGE, "page_size")
def a_broad_section_of_letter(m: Mall) -> Spot:
    return body(m.insert_after(m.paragraph(AFTER), section(15840, 12240, turned=True)))


@fault(NULAGE, "missing_field", says="malvardet")
def a_second_column_of_a_chart_that_is_not_there(m: Mall) -> Spot:
    p = m.paragraph("{{p mal.resultat|diagram(…")
    return body(m.swap(p, "malvarde:Målvärde", "malvardet:Målvärde"), "Resultat")


@fault(DIALOG, "missing_field", says="beskrivningen")
def a_field_in_a_table_in_a_table(m: Mall) -> Spot:
    cell = m.paragraph('{{p punkt.beskrivning|rik("Tabelltext") }}')
    inner = table(("Mer", "{{ punkt.beskrivningen }}"))
    outer = m.insert_after(cell, table(("Se", inner + "<w:p/>")))
    outer.addnext(ooxml("<w:p/>")[0])
    return body(m.paragraph("{{ punkt.beskrivningen }}"), "Utmaningar")


@fault(NULAGE, "font_missing", says="Papyrus")
def a_font_in_a_style_of_a_table(m: Mall) -> Spot:
    for one in m.tree(STYLES).iter(f"{W}style"):
        if one.get(f"{W}styleId") == "Tabelltext":
            form = one.find(f"{W}rPr")
            if form is None:
                one.append(ooxml("<w:rPr/>")[0])
                form = one.find(f"{W}rPr")
            assert form is not None
            form.insert(0, ooxml("<w:rFonts w:ascii='Papyrus' w:hAnsi='Papyrus'/>")[0])
    assert BODY
    return WHOLE
