"""Blocks that do not end, cross, or begin and end where the pages cannot be cut."""

from __future__ import annotations

from tests.files.fill.kansli.case import ANSLAG, BILD, DIALOG, EGEN, KALLELSE, NULAGE, Spot, body, fault
from tests.files.fill.kansli.parts import WORDML, W, note_mark, notes_part, ooxml, paragraph, table
from tests.files.fill.kansli.word import Mall

END_FOR, END_IF = "{%p endfor %}", "{%p endif %}"


@fault(NULAGE, "block_unclosed", says="trend")
def an_endfor_is_gone(m: Mall) -> Spot:
    opened = m.paragraph("{%p for trend in omvarldsanalys.analys.megatrender %}")
    m.remove(m.next(opened, END_FOR))
    return body(opened, "Globala megatrender")


@fault(NULAGE, "block_unclosed", says="lag")
def an_endfor_row_is_gone(m: Mall) -> Spot:
    opened = m.paragraph("{%tr for lag in verksamhetsbeskrivning.grund_lagstiftning %}")
    m.remove(next(m.next(opened, "{%tr endfor %}").iterancestors(f"{W}tr")))
    return body(opened, "Lagstiftning")


@fault(KALLELSE, "block_unclosed", says="telefon")
def an_endif_is_gone_in_a_line(m: Mall) -> Spot:
    p = m.paragraph("{{ sammantrade.forhinder_kontakt.namn }}…")
    return body(
        m.swap(
            p,
            "{{ sammantrade.forhinder_kontakt.telefon }}{% endif %}",
            "{{ sammantrade.forhinder_kontakt.telefon }}",
        )
    )


@fault(EGEN, "block_unclosed", says="framsteg")
def an_endif_is_gone_under_a_heading_of_a_loop(m: Mall) -> Spot:
    opened = m.paragraph("{%p if m.framsteg %}")
    m.remove(m.next(opened, END_IF))
    return body(opened)


@fault(DIALOG, "block_unclosed", says="diarienummer")
def an_endif_is_gone_in_a_header(m: Mall) -> Spot:
    part = "word/header2.xml"
    p = m.paragraph("{{ typ }}…", part)
    return Spot(part, m.swap(p, "{% endif %}", ""))


@fault(NULAGE, "block_unclosed", says="diarienummer")
def an_endif_is_gone_in_a_footnote(m: Mall) -> Spot:
    part = "word/footnotes.xml"
    m.part(
        part,
        notes_part("footnotes", "{% if diarienummer %}Se ärendet."),
        f"{WORDML}.footnotes+xml",
        "footnotes",
    )
    m.append(m.paragraph("Samlad måluppfyllelse"), note_mark("footnote"))
    return Spot(part, list(m.tree(part).iter(f"{W}p"))[-1])


@fault(ANSLAG, "block_unopened", says="endif")
def an_endif_too_many(m: Mall) -> Spot:
    return body(m.after(m.last(END_IF), END_IF), "Ärenden")


@fault(DIALOG, "block_unopened", says="endfor")
def an_endfor_too_many_in_a_table(m: Mall) -> Spot:
    row = next(m.paragraph("{{ person.namn }}").iterancestors(f"{W}tr"))
    row.addprevious(
        ooxml(
            f"<w:tr><w:tc><w:tcPr><w:gridSpan w:val='3'/></w:tcPr>{paragraph('{%tr endfor %}')}</w:tc></w:tr>"
        )[0]
    )
    # the loop ends early, so the endfor that was there is the one too many
    return body(m.next(m.paragraph("{{ person.namn }}"), "{%tr endfor %}"), "Deltagare")


@fault(NULAGE, "block_unopened", "syntax", says="else")
def an_else_without_its_if(m: Mall) -> Spot:
    p = m.after(m.paragraph("{{p utrymme_for_riktningsforandring|rik }}"), "{%p else %}")
    return body(p, "Utrymme för riktningsförändring")


@fault(BILD, "block_crossed", "block_unopened", says="")
def a_loop_ends_inside_an_if(m: Mall) -> Spot:
    inner = m.next(m.paragraph("{%tr for steg in dialog.nasta_steg %}"), END_IF)
    m.retype(inner, END_FOR)
    m.retype(m.next(inner, END_FOR), END_IF)
    return body(inner, "Nästa steg", m.next(inner, END_IF))


@fault(NULAGE, "block_crossed", "block_unopened", says="")
def an_if_and_a_loop_cross_in_a_line(m: Mall) -> Spot:
    p = m.paragraph("Riktningsmål: {% for namn in forflyttning…")
    m.swap(
        p,
        "{% if not loop.last %} · {% endif %}{% endfor %}",
        "{% if not loop.last %} · {% endfor %}{% endif %}",
    )
    return body(p, "Motiv")


@fault(KALLELSE, "block_torn", "tag_form", "block_crossed", says="")
def a_loop_of_paragraphs_ended_as_text(m: Mall) -> Spot:
    opened = m.paragraph("{%p for ovrig in kallelse.ovriga %}")
    return body(m.retype(m.next(opened, END_FOR), "{% endfor %}"), "Övriga", opened)


@fault(NULAGE, "block_torn", "tag_form", "block_crossed", says="")
def a_loop_begun_as_text_and_ended_as_a_paragraph(m: Mall) -> Spot:
    p = m.retype(m.paragraph("{%p for eget in egna_mal %}"), "{% for eget in egna_mal %}")
    return body(p, other=m.next(p, END_FOR))


@fault(DIALOG, "block_torn", "tag_form", says="")
def a_loop_of_rows_ended_as_a_paragraph(m: Mall) -> Spot:
    opened = m.paragraph("{%tr for steg in nasta_steg %}")
    return body(m.retype(m.next(opened, "{%tr endfor %}"), END_FOR), "Nästa steg", opened)


@fault(EGEN, "tag_form", says="tr")
def a_row_tag_outside_a_table(m: Mall) -> Spot:
    opened = m.paragraph("{%p for del in delar %}")
    m.retype(m.next(opened, END_FOR), "{%tr endfor %}")
    return body(m.retype(opened, "{%tr for del in delar %}"), "Vår verksamhet")


@fault(NULAGE, "text_lost", "tag_form", says="")
def two_paragraph_tags_in_one_paragraph(m: Mall) -> Spot:
    p = m.paragraph("{%p if rad.kommentar %}")
    m.remove(m.next(p, END_IF))
    m.remove(m.next(p, "{{ rad.kommentar }}"))
    return body(m.retype(p, "{%p if rad.kommentar %}{{ rad.kommentar }}{%p endif %}"), "Resultat")


@fault(NULAGE, "text_lost", says="Bolaget")
def text_beside_a_paragraph_tag(m: Mall) -> Spot:
    p = m.retype(
        m.paragraph('{%p if organ.typ_kod == "bolag" %}'),
        '{%p if organ.typ_kod == "bolag" %}Bolaget styrs så här:',
    )
    return body(p, "Uppdrag")


@fault(KALLELSE, "text_lost", says="Telefon")
def text_in_the_row_of_a_row_tag(m: Mall) -> Spot:
    p = m.paragraph("{%tr if sammantrade.sekreterare %}")
    row = next(p.iterancestors(f"{W}tr"))
    other = list(row.iter(f"{W}tc"))
    if len(other) > 1:
        cell = next(other[1].iter(f"{W}p"))
        m.retype(cell, "Telefon 0303-70 30 00")
        return body(p)
    p.addnext(ooxml(paragraph("Telefon 0303-70 30 00"))[0])
    return body(p)


@fault(NULAGE, "block_torn", says="")
def a_loop_over_the_cells_of_a_row(m: Mall) -> Spot:
    t = m.insert_after(
        m.paragraph("{{p maluppfyllelse|rik }}"),
        table(
            (
                "{% for mal in per_riktningsmal %}{{ mal.riktningsmal.nr }}",
                "{{ mal.maluppfyllelse }}{% endfor %}",
            )
        ),
    )
    t.addnext(ooxml("<w:p/>")[0])
    first, last = t.iter(f"{W}p")
    return body(first, "Samlad måluppfyllelse", last)


@fault(DIALOG, "block_torn", says="")
def a_loop_over_rows_without_tr(m: Mall) -> Spot:
    opened = m.paragraph("{%tr for steg in nasta_steg %}")
    closed = m.retype(m.next(opened, "{%tr endfor %}"), "{% endfor %}")
    return body(m.retype(opened, "{% for steg in nasta_steg %}"), "Nästa steg", closed)


@fault(BILD, "block_torn", says="")
def a_block_begins_above_a_table_and_ends_in_it(m: Mall) -> Spot:
    opened = m.paragraph("{%p if utvecklingsinsatser %}")
    m.remove(m.next(opened, END_IF))
    cell = m.paragraph("{{ rad.rubrik }}")
    return body(opened, "Planerade utvecklingsinsatser", m.after(cell, END_IF))


@fault(ANSLAG, "block_torn", says="")
def an_if_from_one_paragraph_to_the_next(m: Mall) -> Spot:
    p = m.before(m.last(END_IF), "{% if url %}Handlingarna finns på webbplatsen.", "Tabelltat")
    return body(p, other=m.after(p, "Adress: {{ url }}{% endif %}"))


@fault(ANSLAG, "block_unclosed", says="ordforande")
def a_block_from_a_header_to_the_body(m: Mall) -> Spot:
    part = "word/header2.xml"
    p = m.paragraph("{{ organ.namn }}…", part)
    m.swap(p, "{{ organ.namn }}", "{% if ordforande %}{{ organ.namn }}")
    m.before(m.last(END_IF), "{% endif %}", "Tabelltat")
    return Spot(part, p)


@fault(NULAGE, "syntax", says="end for")
def endfor_in_two_words(m: Mall) -> Spot:
    p = m.next(m.paragraph("{%p for trend in…"), END_FOR)
    return body(m.retype(p, "{%p end for %}"))


@fault(KALLELSE, "syntax", says="enfor")
def endfor_misspelt(m: Mall) -> Spot:
    p = m.next(m.paragraph("{%p for ersattare in…"), END_FOR)
    return body(m.retype(p, "{%p enfor %}"), "Ersättare")


@fault(NULAGE, "syntax", says="=")
def one_equals_sign(m: Mall) -> Spot:
    p = m.retype(m.paragraph('{%p if organ.typ_kod != "bolag" %}'), '{%p if organ.typ_kod = "namnd" %}')
    return body(p, "Bolagsordning och ägardirektiv")


@fault(EGEN, "syntax", says="mål")
def a_loop_in_swedish(m: Mall) -> Spot:
    p = m.retype(m.paragraph("{%tr for m in mål %}"), "{%tr för m i mål %}")
    return body(p, "Så långt har vi kommit")


@fault(BILD, "syntax", "block_unopened", says="elif")
def an_elif_after_the_else(m: Mall) -> Spot:
    p = m.paragraph("{% if mal.forr %}…")
    m.swap(p, "{% endif %}", "{% elif mal.nu %}Ny{% endif %}")
    return body(p, "Egen bedömning av måluppfyllelsen")


@fault(NULAGE, "not_a_list", says="namn")
def a_loop_over_a_text(m: Mall) -> Spot:
    p = m.retype(m.paragraph("{%p for avsnitt in…"), "{%p for avsnitt in organ.namn %}")
    return body(p, "Kommungemensam omvärldsanalys")


@fault(KALLELSE, "not_a_list", says="organ")
def a_loop_over_a_group(m: Mall) -> Spot:
    p = m.retype(m.paragraph("{%p for ledamot in…"), "{%p for ledamot in sammantrade.organ %}")
    return body(p, "Ledamöter")


@fault(NULAGE, "syntax", "tag_form", says="p if")
def a_space_before_the_p(m: Mall) -> Spot:
    p = m.retype(m.paragraph("{%p if sammanfattning %}"), "{% p if sammanfattning %}")
    return body(p)


@fault(DIALOG, "syntax", "tag_form", says="p resultat")
def a_space_before_the_p_of_long_text(m: Mall) -> Spot:
    return body(m.retype(m.paragraph("{{p resultat|rik }}"), "{{ p resultat|rik }}"), "Resultat")


@fault(NULAGE, "syntax", "tag_form", says="P if")
def a_big_p(m: Mall) -> Spot:
    return body(m.retype(m.paragraph("{%p if bilagor %}"), "{%P if bilagor %}"))
