"""Names that are wrong: fields, filters, values that are never the case, and lists and long texts shown as text."""

from __future__ import annotations

from tests.files.fill.kansli.case import ANSLAG, BILD, DIALOG, EGEN, KALLELSE, NULAGE, Spot, body, fault
from tests.files.fill.kansli.parts import (
    WORDML,
    W,
    control,
    field,
    note_mark,
    notes_part,
    ooxml,
    paragraph,
    run,
    spelled,
    table,
    text_box,
)
from tests.files.fill.kansli.word import Mall

FIELD = "missing_field"


@fault(NULAGE, FIELD, says="nam")
def a_letter_is_missing(m: Mall) -> Spot:
    return body(m.retype(m.paragraph("{{ organ.namn }}"), "{{ organ.nam }}"))


@fault(NULAGE, FIELD, says="paragrafen")
def a_letter_too_many_in_a_cell(m: Mall) -> Spot:
    p = m.paragraph("{{ beslut.organ }} {{ beslut…")
    return body(m.swap(p, "beslut.paragraf|", "beslut.paragrafen|"))


@fault(KALLELSE, FIELD, says="komun")
def a_field_in_the_first_header(m: Mall) -> Spot:
    part = "word/header1.xml"
    p = m.paragraph("{{ ramverk…", part)
    return Spot(part, m.swap(p, "ramverk.kommun.namn", "ramverk.komun.namn"))


@fault(KALLELSE, FIELD, says="datm")
def a_field_in_the_footer(m: Mall) -> Spot:
    part = "word/footer2.xml"
    p = m.paragraph("{{ kallelse.slag…", part)
    return Spot(part, m.swap(p, "sammantrade.datum", "sammantrade.datm"))


def _footnote(m: Mall, p: str, text: str, kind: str = "footnotes") -> Spot:
    part = f"word/{kind}.xml"
    m.part(part, notes_part(kind, text), f"{WORDML}.{kind}+xml", kind)
    m.append(m.paragraph(p), note_mark(kind.removesuffix("s")))
    return Spot(part, list(m.tree(part).iter(f"{W}p"))[-1])


@fault(NULAGE, FIELD, says="startdatum")
def a_field_in_a_footnote(m: Mall) -> Spot:
    return _footnote(m, "Samlad måluppfyllelse", "Räknat från {{ mandatperiod.startdatum|datum_lang }}.")


@fault(BILD, FIELD, says="forra_ret")
def a_field_in_an_endnote(m: Mall) -> Spot:
    return _footnote(m, "Alla förslag", "Jämfört med {{ forra_ret }}.", "endnotes")


@fault(DIALOG, FIELD, says="titeln")
def a_field_in_a_text_box(m: Mall) -> Spot:
    host = m.append(m.paragraph("Resultatet av dialogen"), text_box("{{ titeln }}"))
    return body(next(one for one in host.iter(f"{W}p") if one is not host))


@fault(KALLELSE, FIELD, says="ordforanden")
def a_field_in_a_text_box_of_a_header(m: Mall) -> Spot:
    part = "word/header2.xml"
    host = m.append(m.paragraph("{{ ramverk…", part), text_box("{{ sammantrade.ordforanden }}"))
    return Spot(part, next(one for one in host.iter(f"{W}p") if one is not host))


@fault(NULAGE, FIELD, says="handlagare")
def a_field_in_a_content_control_of_a_block(m: Mall) -> Spot:
    block = m.insert_after(
        m.paragraph("{{p maluppfyllelse|rik }}"),
        control(paragraph("Handläggare: {{ handlagare }}", "Brodtext")),
    )
    return body(next(block.iter(f"{W}p")), "Samlad måluppfyllelse")


@fault(DIALOG, FIELD, says="plaats")
def a_field_in_a_content_control_of_a_line(m: Mall) -> Spot:
    p = m.put(m.paragraph("{{ plats }}"), run("Lokal: ") + control(run("{{ plaats }}")))
    return body(p)


@fault(NULAGE, FIELD, says="nyckeltl")
def the_loop_is_called_something_else(m: Mall) -> Spot:
    p = m.retype(m.paragraph("{{ nyckeltal.namn }}"), "{{ nyckeltl.namn }}")
    return body(p, "Nyckeltal")


@fault(NULAGE, FIELD, says="mal")
def a_loops_name_after_its_end(m: Mall) -> Spot:
    p = m.after(m.last("{{p maluppfyllelse|rik }}"), "Senast bedömt: {{ mal.maluppfyllelse }}")
    return body(p, "Samlad måluppfyllelse")


@fault(BILD, FIELD, says="index")
def a_counter_outside_a_loop(m: Mall) -> Spot:
    p = m.after(m.paragraph("Antal förslag:…"), "Rad {{ loop.index }}")
    return body(p, "Alla förslag")


@fault(KALLELSE, FIELD, "syntax", says="ärende")
def the_letters_of_swedish(m: Mall) -> Spot:
    p = m.retype(m.paragraph("{{ arende.diarienummer }}"), "{{ ärende.diarienummer }}")
    return body(p, "Föredragningslista")


@fault(BILD, FIELD, says="Organ")
def word_has_made_the_first_letter_big(m: Mall) -> Spot:
    return body(m.retype(m.paragraph("{{ organ.namn }}"), "{{ Organ.namn }}"))


@fault(NULAGE, FIELD, says="indx")
def the_counter_is_misspelt(m: Mall) -> Spot:
    return body(m.retype(m.paragraph("{{ loop.index }}"), "{{ loop.indx }}"), "Egna mål")


@fault(NULAGE, FIELD, says="rubrik")
def a_group_in_the_middle_is_left_out(m: Mall) -> Spot:
    p = m.retype(
        m.paragraph("{{ mal.riktningsmal.nr }}. {{ mal.riktningsmal.rubrik }}"),
        "{{ mal.riktningsmal.nr }}. {{ mal.rubrik }}",
    )
    return body(p, "Måluppfyllelse i korthet")


@fault(DIALOG, FIELD, says="namn")
def a_dot_after_a_text(m: Mall) -> Spot:
    return body(m.retype(m.paragraph("{{ typ }}"), "{{ typ.namn }}"))


@fault(NULAGE, FIELD, "list_printed", "not_a_list", says="maluppfyllelse")
def a_dot_into_a_list(m: Mall) -> Spot:
    p = m.after(m.paragraph("{{p maluppfyllelse|rik }}"), "{{ per_riktningsmal.maluppfyllelse }}")
    return body(p, "Samlad måluppfyllelse")


@fault(NULAGE, FIELD, says="malupfyllelse")
def the_first_of_a_list_with_a_misspelt_field(m: Mall) -> Spot:
    p = m.after(m.paragraph("{{p maluppfyllelse|rik }}"), "{{ per_riktningsmal[0].malupfyllelse }}")
    return body(p, "Samlad måluppfyllelse")


@fault(EGEN, FIELD, says="namm")
def one_of_our_own_names_misspelt(m: Mall) -> Spot:
    p = m.paragraph("{{ m.nummer }}. {{ m.namn }}", nth=2)
    return body(m.swap(p, "m.namn", "m.namm"))


@fault(EGEN, FIELD, "not_a_list", says="vägen_fram")
def a_list_of_our_own_misspelt(m: Mall) -> Spot:
    p = m.retype(m.paragraph("{%p for steg in vägen_framåt %}"), "{%p for steg in vägen_fram %}")
    return body(p, "Vad vi vill ändra")


@fault(ANSLAG, FIELD, "forbidden", "syntax", "list_printed", says="organ")
def a_comma_for_a_dot(m: Mall) -> Spot:
    return body(m.retype(m.paragraph("{{ organ.namn }}"), "{{ organ,namn }}"))


@fault(ANSLAG, "syntax", says="organ namn")
def a_space_for_a_dot(m: Mall) -> Spot:
    return body(m.retype(m.paragraph("{{ organ.namn }}"), "{{ organ namn }}"))


@fault(KALLELSE, FIELD, "forbidden", "syntax", says="tid-start")
def a_hyphen_for_an_underscore(m: Mall) -> Spot:
    p = m.paragraph("{{ sammantrade.tid_start|…")
    return body(m.swap(p, "sammantrade.tid_start", "sammantrade.tid-start"))


@fault(NULAGE, FIELD, says="sannolikheten")
def a_field_in_a_condition_of_a_line(m: Mall) -> Spot:
    p = m.paragraph("{% if risk.sannolikhet %}…")
    return body(m.swap(p, "{% if risk.sannolikhet %}", "{% if risk.sannolikheten %}"), "Risker")


@fault(NULAGE, FIELD, "not_a_list", says="resultatet")
def a_list_in_a_loop_misspelt(m: Mall) -> Spot:
    p = m.retype(m.paragraph("{%tr for rad in mal.resultat %}"), "{%tr for rad in mal.resultatet %}")
    return body(p, "Resultat")


@fault(BILD, FIELD, says="kapitell")
def a_loop_in_a_loop_over_the_wrong_name(m: Mall) -> Spot:
    p = m.retype(
        m.paragraph("{%p for forflyttning in kapitel.forflyttningar %}"),
        "{%p for forflyttning in kapitell.forflyttningar %}",
    )
    return body(p)


@fault(NULAGE, FIELD, says="omrade")
def a_field_in_a_nested_table(m: Mall) -> Spot:
    cell = m.paragraph('{{p omrade.beskrivning|rik("Tabelltext") }}')
    nested = m.insert_after(cell, table(("Område", "{{ omrade.namnet }}")))
    nested.addnext(ooxml("<w:p/>")[0])
    return body(list(nested.iter(f"{W}p"))[1], "Verksamhetsområden")


# filters


@fault(NULAGE, "unknown_filter", says="datumlang")
def a_filter_without_its_underscore(m: Mall) -> Spot:
    return body(m.retype(m.paragraph("{{ datum|datum_lang }}"), "{{ datum|datumlang }}"))


@fault(KALLELSE, "unknown_filter", "syntax", says="datum_långt")
def a_filter_in_true_swedish(m: Mall) -> Spot:
    p = m.paragraph("{{ sammantrade.organ.namn }}, {{ samm…")
    return body(m.swap(p, "|datum_lang", "|datum_långt"))


@fault(BILD, "unknown_filter", "forbidden", says="upper")
def a_filter_of_the_language_itself(m: Mall) -> Spot:
    return body(m.retype(m.paragraph("{{ organ.namn }}"), "{{ organ.namn|upper }}"))


@fault(NULAGE, "filter_value", says="datum_lang")
def a_name_as_a_date(m: Mall) -> Spot:
    return body(m.retype(m.paragraph("{{ organ.namn }}", nth=2), "{{ organ.namn|datum_lang }}"))


@fault(DIALOG, "filter_value", says="tal")
def decimals_in_a_word(m: Mall) -> Spot:
    p = m.retype(m.paragraph("{{ justering.belopp_tkr|tal(0) }}"), '{{ justering.belopp_tkr|tal("noll") }}')
    return body(p, "Förslag till justerade förutsättningar")


@fault(NULAGE, "filter_value", FIELD, says="belopp")
def a_sum_of_a_column_that_is_not_there(m: Mall) -> Spot:
    p = m.paragraph('{{ forslag_justerade_forutsattningar|summa("belopp_tkr")|tal(0) }}')
    return body(m.swap(p, "belopp_tkr", "belopp"), "Förslag till justerade förutsättningar")


@fault(NULAGE, "filter_value", FIELD, says="indikatorn")
def a_chart_of_a_column_that_is_not_there(m: Mall) -> Spot:
    p = m.paragraph("{{p mal.resultat|diagram(…", nth=1)
    return body(m.swap(p, 'kategori="indikator"', 'kategori="indikatorn"'), "Resultat")


@fault(NULAGE, "style_missing", says="Tabeltext")
def a_style_that_is_not_there(m: Mall) -> Spot:
    p = m.paragraph('{{p risk.beskrivning|rik("Tabelltext") }}')
    return body(m.swap(p, "Tabelltext", "Tabeltext"), "Risker")


# shown as text


@fault(NULAGE, "list_printed", says="per_riktningsmal")
def a_list_as_text(m: Mall) -> Spot:
    p = m.after(m.paragraph("{{p maluppfyllelse|rik }}"), "Målen är {{ per_riktningsmal }}.")
    return body(p, "Samlad måluppfyllelse")


@fault(NULAGE, "list_printed", says="forfattare")
def a_list_of_names_as_text(m: Mall) -> Spot:
    return body(m.retype(m.paragraph("{{ forfattare|upprakning }}"), "{{ forfattare }}"))


@fault(ANSLAG, "list_printed", says="organ")
def a_group_as_text_in_a_header(m: Mall) -> Spot:
    part = "word/header2.xml"
    p = m.paragraph("{{ organ.namn }}", part)
    return Spot(part, m.swap(p, "organ.namn", "organ"))


@fault(KALLELSE, "list_printed", says="kontakt")
def a_group_as_text_in_a_cell(m: Mall) -> Spot:
    p = m.paragraph("{{ sammantrade.forhinder_kontakt.namn }}…")
    return body(m.swap(p, "{{ sammantrade.forhinder_kontakt.namn }}", "{{ sammantrade.forhinder_kontakt }}"))


@fault(DIALOG, "list_printed", "tag_form", says="slutsatser")
def a_list_without_its_list_filter(m: Mall) -> Spot:
    p = m.retype(m.paragraph("{{p slutsatser|punktlista }}"), "{{p slutsatser }}")
    return body(p, "Slutsatser")


@fault(BILD, "list_printed", says="parter")
def a_list_in_a_sentence_of_a_loop(m: Mall) -> Spot:
    p = m.paragraph("Slag: {{ dialog.typ }}…")
    return body(m.swap(p, '{{ dialog.parter|upprakning("namn") }}', "{{ dialog.parter }}"))


@fault(NULAGE, "rich_text_plain", says="sammanfattning")
def long_text_as_plain(m: Mall) -> Spot:
    p = m.retype(m.paragraph("{{p sammanfattning|rik }}"), "{{ sammanfattning }}")
    return body(p, "Sammanfattning")


@fault(NULAGE, "tag_form", "rich_text_plain", says="rik")
def long_text_without_its_p(m: Mall) -> Spot:
    p = m.retype(m.paragraph("{{p faktor.forhallningssatt|rik }}"), "{{ faktor.forhallningssatt|rik }}")
    return body(p, "Förhållningssätt")


@fault(EGEN, "rich_text_plain", "tag_form", says="kortfattat")
def long_text_under_our_own_name(m: Mall) -> Spot:
    p = m.retype(m.paragraph("{{p kortfattat|rik }}"), "{{ kortfattat }}")
    return body(p, "Det viktigaste")


@fault(DIALOG, "rich_text_plain", says="beskrivning")
def long_text_as_plain_in_a_cell(m: Mall) -> Spot:
    p = m.retype(m.paragraph('{{p punkt.beskrivning|rik("Tabelltext") }}'), "{{ punkt.beskrivning }}")
    return body(p, "Utmaningar")


@fault(NULAGE, "text_lost", says="Sammanfattningsvis")
def a_sentence_beside_long_text(m: Mall) -> Spot:
    p = m.retype(
        m.paragraph("{{p utrymme_for_r…"), "Sammanfattningsvis: {{p utrymme_for_riktningsforandring|rik }}"
    )
    return body(p, "Utrymme för riktningsförändring")


@fault(KALLELSE, "tag_form", says="lank")
def a_link_without_its_r(m: Mall) -> Spot:
    p = m.retype(m.paragraph("{{r arende.lank|lank(arende.sida) }}"), "{{ arende.lank|lank(arende.sida) }}")
    return body(p, "Föredragningslista")


@fault(NULAGE, "tag_form", "filter_value", says="{{p")
def a_plain_field_with_a_p(m: Mall) -> Spot:
    p = m.retype(m.paragraph("{{ eget.utfall }}"), "{{p eget.utfall }}")
    return body(p, "Egna mål")


@fault(DIALOG, "tag_form", says="punktlista")
def a_bullet_list_without_its_p(m: Mall) -> Spot:
    p = m.retype(m.paragraph("{{p innehall_teman|punktlista }}"), "{{ innehall_teman|punktlista }}")
    return body(p, "Teman")


@fault(DIALOG, "filter_value", says="rik")
def a_list_through_the_filter_for_long_text(m: Mall) -> Spot:
    p = m.retype(m.paragraph("{{p innehall_teman|punktlista }}"), "{{p innehall_teman|rik }}")
    return body(p, "Teman")


# never the case


@fault(NULAGE, "never_true", says="namd")
def a_kind_of_body_misspelt(m: Mall) -> Spot:
    p = m.retype(m.paragraph('{%p if organ.typ_kod == "bolag" %}'), '{%p if organ.typ_kod == "namd" %}')
    return body(p, "Uppdrag")


@fault(DIALOG, "never_true", says="c")
def a_small_letter_for_a_big(m: Mall) -> Spot:
    p = m.retype(m.paragraph('{%p if typ_kod == "C" %}'), '{%p if typ_kod == "c" %}')
    return body(p)


@fault(KALLELSE, "never_true", says="Extra")
def the_word_for_the_code(m: Mall) -> Spot:
    p = m.retype(
        m.paragraph('{%tr if sammantrade.typ_kod == "extra" %}'), '{%tr if sammantrade.typ_kod == "Extra" %}'
    )
    return body(p)


@fault(ANSLAG, FIELD, says="sammantrde")
def spelling_marks_and_a_bold_half(m: Mall) -> Spot:
    p = m.paragraph("{{ sammantrade.plats }}")
    m.put(p, run("{{ ") + spelled(run("samman") + run("trde", "<w:b/>")) + run(".plats }}"))
    return body(p)


@fault(NULAGE, FIELD, "tag_split", "not_rendered", says="organ")
def a_field_in_a_fields_result(m: Mall) -> Spot:
    p = m.after(m.paragraph("{{p maluppfyllelse|rik }}"), "x")
    return body(m.put(p, field("QUOTE", "{{ organ.nanm }}")), "Samlad måluppfyllelse")
