"""Tags that are not whole, are cut by something, or say what is not allowed."""

from __future__ import annotations

from tests.files.fill.kansli.case import ANSLAG, BILD, DIALOG, EGEN, KALLELSE, NULAGE, Spot, body, fault
from tests.files.fill.kansli.parts import (
    WORDML,
    W,
    control,
    deleted,
    inserted,
    linked,
    moved,
    note_mark,
    notes_part,
    ooxml,
    run,
    simple_field,
    smart_tag,
)
from tests.files.fill.kansli.word import Mall

SAMLAD = "Samlad måluppfyllelse"
AFTER = "{{p maluppfyllelse|rik }}"


# not whole


@fault(NULAGE, "tag_unclosed", "syntax", says="organ.namn")
def a_brace_is_missing_at_the_end(m: Mall) -> Spot:
    return body(m.retype(m.paragraph("{{ organ.namn }}", nth=2), "{{ organ.namn }"))


@fault(KALLELSE, "tag_unclosed", says="sammantrade")
def a_brace_is_missing_at_the_beginning(m: Mall) -> Spot:
    return body(m.retype(m.paragraph("{{ sammantrade.ordforande }}"), "{ sammantrade.ordforande }}"))


@fault(BILD, "tag_unclosed", says="")
def spaces_between_the_braces(m: Mall) -> Spot:
    return body(m.retype(m.paragraph("{{ organ.namn }}"), "{ { organ.namn } }"))


@fault(DIALOG, "tag_unclosed", "syntax", says="plats")
def the_wrong_end(m: Mall) -> Spot:
    return body(m.retype(m.paragraph("{{ plats }}"), "{{ plats %}"))


@fault(ANSLAG, "tag_unclosed", "syntax", says="")
def the_wrong_end_of_a_condition_in_a_line(m: Mall) -> Spot:
    p = m.paragraph("{% if intygar.titel %}…")
    return body(m.swap(p, "{% if intygar.titel %}", "{% if intygar.titel }}"))


@fault(NULAGE, "tag_unclosed", "syntax", says="")
def three_braces(m: Mall) -> Spot:
    return body(m.retype(m.paragraph("{{ handlaggare }}"), "{{{ handlaggare }}}"))


@fault(NULAGE, "tag_unclosed", says="organ.")
def enter_pressed_in_a_tag(m: Mall) -> Spot:
    p = m.after(m.paragraph(AFTER), "Nämnd: {{ organ.")
    m.after(p, "namn }}")
    return body(p, SAMLAD)


@fault(KALLELSE, "tag_unclosed", "syntax", says="plats")
def no_end_in_a_footer(m: Mall) -> Spot:
    part = "word/footer1.xml"
    p = m.paragraph("{{ kallelse.slag…", part)
    return Spot(part, m.swap(p, "{{ kallelse.slag }}", "{{ sammantrade.plats "))


@fault(NULAGE, "syntax", says="")
def a_dash_that_word_made(m: Mall) -> Spot:
    p = m.after(m.paragraph(AFTER), "Perioden {{ mandatperiod.start_datum – mandatperiod.slut_datum }}")
    return body(p, SAMLAD)


@fault(DIALOG, "syntax", "missing_field", says="")
def a_space_of_no_width_pasted_along(m: Mall) -> Spot:
    return body(m.retype(m.paragraph("{{ plats }}"), "{{ pla\u200bts }}"))


@fault(BILD, "syntax", says="")
def a_missing_name_after_the_dot(m: Mall) -> Spot:
    return body(m.retype(m.paragraph("{{ organ.namn }}"), "{{ organ. }}"))


@fault(NULAGE, "syntax", says="datum_lang")
def two_bars(m: Mall) -> Spot:
    return body(m.retype(m.paragraph("{{ datum|datum_lang }}"), "{{ datum||datum_lang }}"))


@fault(NULAGE, "syntax", says="")
def a_quotation_mark_that_does_not_end(m: Mall) -> Spot:
    p = m.retype(m.paragraph('{%p if organ.typ_kod == "bolag" %}'), '{%p if organ.typ_kod == "bolag %}')
    return body(p, "Uppdrag")


# cut by something


@fault(NULAGE, "tracked_change", "tag_split", says="")
def a_name_typed_in_with_tracking_on(m: Mall) -> Spot:
    p = m.put(m.paragraph("{{ organ.namn }}", nth=2), run("{{ organ.") + inserted(run("namn")) + run(" }}"))
    return body(p)


@fault(KALLELSE, "tracked_change", "tag_split", says="")
def a_letter_mended_with_tracking_on(m: Mall) -> Spot:
    p = m.paragraph("{{ sammantrade.plats }}…")
    m.put(p, run("{{ sammantrade.") + deleted("plts") + inserted(run("plats")) + run(" }}"))
    return body(p)


@fault(DIALOG, "tracked_change", says="")
def a_sentence_put_in_with_tracking_on(m: Mall) -> Spot:
    p = m.after(m.paragraph("{{p sammanfattning_resultat|rik }}"), "x")
    return body(m.put(p, inserted(run("Dialogen gällde {{ ar }}."))), "Resultatet av dialogen")


@fault(BILD, "tracked_change", says="")
def a_tag_taken_away_with_tracking_on(m: Mall) -> Spot:
    p = m.paragraph("Inga förslag finns i rapporterna.")
    return body(m.put(p, run("Inga förslag finns i rapporterna.") + deleted(" ({{ ar }})")))


@fault(NULAGE, "tracked_change", says="")
def a_sentence_moved_with_tracking_on(m: Mall) -> Spot:
    p = m.paragraph("Inga risker har identifierats.")
    return body(m.append(p, moved("Se även {{ ar }}.", away=False, number=940)), "Risker")


@fault(ANSLAG, "tracked_change", says="")
def tracking_in_a_header(m: Mall) -> Spot:
    part = "word/header2.xml"
    p = m.paragraph("{{ organ.namn }}", part)
    return Spot(part, m.put(p, run("{{ organ.namn }}") + inserted(run(" – utkast"))))


@fault(NULAGE, "tracked_change", says="")
def a_row_put_in_with_tracking_on(m: Mall) -> Spot:
    p = m.paragraph("{{ bilaga.titel }}")
    row = next(p.iterancestors(f"{W}tr"))
    row.insert(
        0, ooxml('<w:trPr><w:ins w:id="950" w:author="Karin Ek" w:date="2026-11-20T09:12:00Z"/></w:trPr>')[0]
    )
    return body(next(row.iter(f"{W}p")), "Bilagor")


@fault(KALLELSE, "tag_split", says="webb_tv_url")
def half_a_tag_is_a_link(m: Mall) -> Spot:
    link = m.relation("hyperlink", "https://www.ale.se/", external=True)
    p = m.paragraph("{{ sammantrade.webb_tv_url }}")
    m.put(p, run("{{ ") + linked(link, run("sammantrade.webb_tv_url", "<w:u w:val='single'/>")) + run(" }}"))
    return body(p)


@fault(ANSLAG, "tag_split", says="url")
def a_link_begins_in_a_tag(m: Mall) -> Spot:
    link = m.relation("hyperlink", "https://www.ale.se/", external=True)
    p = m.paragraph("{{ url }}")
    return body(m.put(p, run("{{ ur") + linked(link, run("l }} på webben"))))


@fault(NULAGE, "tag_split", says="organ")
def half_a_tag_is_a_content_control(m: Mall) -> Spot:
    p = m.put(m.paragraph("{{ organ.namn }}", nth=2), run("{{ organ.") + control(run("namn")) + run(" }}"))
    return body(p)


@fault(DIALOG, "tag_split", says="")
def a_page_number_in_a_tag(m: Mall) -> Spot:
    p = m.put(m.paragraph("{{ plats }}"), run("{{ pla") + simple_field("PAGE", "1") + run("ts }}"))
    return body(p)


@fault(NULAGE, "tag_split", says="")
def a_place_that_an_older_word_marked(m: Mall) -> Spot:
    p = m.paragraph("{{ ar }}")
    return body(m.put(p, smart_tag(run("{{ a")) + run("r }}")))


@fault(EGEN, "tag_split", says="")
def half_a_block_tag_is_a_link(m: Mall) -> Spot:
    link = m.relation("hyperlink", "https://www.ale.se/", external=True)
    p = m.put(m.paragraph("{%p if m.arbete %}"), run("{%p if ") + linked(link, run("m.arbete")) + run(" %}"))
    return body(p, "Framsteg")


# not allowed


def _added(m: Mall, text: str) -> Spot:
    return body(m.after(m.paragraph(AFTER), text), SAMLAD)


@fault(NULAGE, "forbidden", says="__class__")
def the_way_into_python(m: Mall) -> Spot:
    return _added(m, "{{ organ.__class__.__mro__ }}")


@fault(KALLELSE, "forbidden", says="__init__")
def the_way_into_python_in_a_header(m: Mall) -> Spot:
    part = "word/header2.xml"
    p = m.paragraph("{{ ramverk…", part)
    return Spot(part, m.swap(p, "{{ ramverk.kommun.namn }}", "{{ cycler.__init__.__globals__ }}"))


@fault(NULAGE, "forbidden", "missing_field", says="lipsum")
def a_call_in_a_footnote(m: Mall) -> Spot:
    part = "word/footnotes.xml"
    m.part(part, notes_part("footnotes", "{{ lipsum() }}"), f"{WORDML}.footnotes+xml", "footnotes")
    m.append(m.paragraph(SAMLAD), note_mark("footnote"))
    return Spot(part, list(m.tree(part).iter(f"{W}p"))[-1])


@fault(BILD, "forbidden", says="range")
def a_long_row_of_numbers(m: Mall) -> Spot:
    p = m.retype(m.paragraph("{%p for rad in ej_aterges %}"), "{%p for rad in range(100000000) %}")
    return body(p, "Underlag och förslag i tal")


@fault(NULAGE, "forbidden", "syntax", says="import")
def an_import(m: Mall) -> Spot:
    return _added(m, '{% import "os" as os %}')


@fault(NULAGE, "forbidden", says="include")
def an_include(m: Mall) -> Spot:
    return _added(m, '{% include "sidfot.docx" %}')


@fault(NULAGE, "forbidden", "unknown_filter", says="attr")
def the_filter_for_attributes(m: Mall) -> Spot:
    return _added(m, '{{ organ|attr("namn") }}')


@fault(NULAGE, "forbidden", "unknown_filter", says="safe")
def the_filter_that_trusts(m: Mall) -> Spot:
    return _added(m, "{{ organ.namn|safe }}")


@fault(NULAGE, "forbidden", says="set")
def a_variable_of_its_own(m: Mall) -> Spot:
    return _added(m, "{% set nästa = ar %}")


@fault(NULAGE, "forbidden", says="macro")
def a_macro(m: Mall) -> Spot:
    return _added(m, "{% macro rubrik(x) %}{{ x }}{% endmacro %}")


@fault(DIALOG, "forbidden", says="ar + 1")
def next_year_by_sum(m: Mall) -> Spot:
    return body(m.after(m.paragraph("{{p sammanfattning_resultat|rik }}"), "Inför {{ ar + 1 }}"))


@fault(KALLELSE, "forbidden", says="upper")
def a_method_of_a_text(m: Mall) -> Spot:
    p = m.retype(m.paragraph("{{ sammantrade.organ.namn }}"), "{{ sammantrade.organ.namn.upper() }}")
    return body(p)


@fault(ANSLAG, "forbidden", says="~")
def a_name_put_together(m: Mall) -> Spot:
    return body(m.retype(m.paragraph("{{ organ.namn }}"), '{{ organ["na" ~ "mn"] }}'))


@fault(NULAGE, "forbidden", says="10")
def a_power(m: Mall) -> Spot:
    return _added(m, '{{ "a" * 10 ** 9 }}')


@fault(NULAGE, "forbidden", "syntax", says="if")
def a_choice_within_a_tag(m: Mall) -> Spot:
    return _added(m, '{{ "Ja" if beslut else "Nej" }}')


@fault(NULAGE, "forbidden", "never_true", "filter_value", "syntax", says="2025")
def a_year_held_against_a_number(m: Mall) -> Spot:
    return _added(m, "{% if ar > 2025 %}Ny mandatperiod{% endif %}")


@fault(NULAGE, "syntax", says="")
def quotation_marks_of_a_novel(m: Mall) -> Spot:
    p = m.retype(m.paragraph('{%p if organ.typ_kod == "bolag" %}'), "{%p if organ.typ_kod == »bolag» %}")
    return body(p, "Uppdrag")


@fault(NULAGE, "forbidden", "syntax", "not_rendered", says="raw")
def a_piece_that_is_not_to_be_filled(m: Mall) -> Spot:
    return _added(m, "{% raw %}{{ organ.namn }}{% endraw %}")


@fault(DIALOG, "tag_form", "syntax", "text_lost", says="tc")
def a_tag_for_columns(m: Mall) -> Spot:
    p = m.retype(m.paragraph("{{ person.namn }}"), "{%tc for x in deltagare %}{{ x.namn }}{%tc endfor %}")
    return body(p, "Deltagare")
