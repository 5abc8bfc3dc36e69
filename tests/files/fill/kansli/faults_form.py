"""Tags where nothing is filled in, and what is wrong with the pages whatever is filled in."""

from __future__ import annotations

from lxml import etree

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
from tests.files.fill.kansli.parts import (
    BOUND,
    PIXEL,
    WORDML,
    W,
    chart,
    chart_part,
    commented,
    comments_part,
    diagram,
    field,
    linked,
    ooxml,
    picture,
    run,
    section,
)
from tests.files.fill.kansli.word import BODY, CORE, STYLES, Mall

CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
DATA = "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml"
CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
AFTER, SAMLAD = "{{p maluppfyllelse|rik }}", "Samlad måluppfyllelse"


# where nothing is filled in


@fault(NULAGE, "not_rendered", says="datum")
def a_tag_in_a_comment(m: Mall) -> Spot:
    part = "word/comments.xml"
    m.part(part, comments_part("Här ska {{ datum }} stå"), f"{WORDML}.comments+xml", "comments")
    p = m.paragraph("Inga risker har identifierats.")
    m.put(p, commented(run("Inga risker har identifierats.")))
    return body(p, "Risker")


def with_chart(m: Mall, title: str, category: str, about: str) -> etree._Element:
    """A chart with its workbook, as Word puts it in."""
    part = "word/charts/chart1.xml"
    identity = m.part(part, chart_part(title, category), CHART, "chart")
    p = m.after(next(m.tree().iter(f"{W}p")), "x")
    return m.put(p, chart(identity, about))


@fault(BILD, "not_rendered", says="ar")
def a_tag_in_a_charts_title(m: Mall) -> Spot:
    return body(with_chart(m, "Förslag {{ ar }}", "2026", "descr='Stapel över antal förslag'"))


@fault(NULAGE, "not_rendered", says="organ.namn")
def a_tag_in_a_charts_data(m: Mall) -> Spot:
    return body(with_chart(m, "Mål", "{{ organ.namn }}", "descr='Stapel över antal mål'"))


@fault(DIALOG, "not_rendered", says="titel")
def a_tag_in_smart_art(m: Mall) -> Spot:
    xml = (
        f"<dgm:dataModel {BOUND}><dgm:ptLst><dgm:pt modelId='1'><dgm:t><a:bodyPr/><a:p><a:r><a:t>{{{{ titel }}}}</a:t>"
        "</a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"
    )
    identity = m.part("word/diagrams/data1.xml", xml, DATA, "diagramData")
    p = m.after(m.paragraph("Resultatet av dialogen"), "x", "Brodtext")
    return body(m.put(p, diagram(identity, "descr='Dialogens steg'")), "Resultatet av dialogen")


@fault(KALLELSE, "not_rendered", says="kallelse.slag")
def a_tag_in_the_files_title(m: Mall) -> Spot:
    core = m.tree(CORE)
    (title,) = core.findall("{http://purl.org/dc/elements/1.1/}title") or [None]
    if title is None:
        title = core.makeelement("{http://purl.org/dc/elements/1.1/}title")
        core.append(title)
    title.text = "{{ kallelse.slag }}"
    return WHOLE


@fault(NULAGE, "not_rendered", says="organ.kod")
def a_tag_in_a_property_of_ones_own(m: Mall) -> Spot:
    xml = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property '
        'fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="Organ"><vt:lpwstr>{{ organ.kod }}</vt:lpwstr>'
        "</property></Properties>"
    )
    m.part("docProps/custom.xml", xml, CUSTOM, "custom-properties", "")
    return WHOLE


@fault(ANSLAG, "not_rendered", says="url")
def a_tag_in_a_links_address(m: Mall) -> Spot:
    link = m.relation("hyperlink", "https://www.ale.se/{{ url }}", external=True)
    p = m.after(m.last("{%p endif %}"), "x", "Tabelltat")
    return body(m.put(p, linked(link, run("Till handlingarna"))))


@fault(KALLELSE, "not_rendered", says="webb_tv_url")
def a_tag_in_a_fields_code(m: Mall) -> Spot:
    p = m.paragraph("Hålls vid sammanträdet")
    return body(m.append(p, field('HYPERLINK "{{ sammantrade.webb_tv_url }}"', "webb-tv")))


# the pages


def _size(m: Mall, width: int, height: int) -> None:
    for one in m.tree().iter(f"{W}pgSz"):
        one.set(f"{W}w", str(width))
        one.set(f"{W}h", str(height))


@fault(NULAGE, "page_size")
def american_letter(m: Mall) -> Spot:
    _size(m, 12240, 15840)
    return WHOLE


@fault(EGEN, "page_size")
def a_booklet(m: Mall) -> Spot:
    _size(m, 8391, 11906)
    return WHOLE


@fault(DIALOG, "page_size")
def a_broad_section_of_a3(m: Mall) -> Spot:
    p = m.insert_after(m.paragraph("{{p sammanfattning_resultat|rik }}"), section(23811, 16838, turned=True))
    return body(p)


@fault(BILD, "page_size")
def a_section_of_letter_pasted_in(m: Mall) -> Spot:
    p = m.insert_after(
        m.paragraph("Samlad måluppfyllelse och utrymme för riktningsförändring"), section(12240, 15840)
    )
    return body(p)


def _without_language(m: Mall) -> None:
    for one in list(m.tree(STYLES).iter(f"{W}lang")):
        m.remove(one)


@fault(NULAGE, "language_missing")
def no_language(m: Mall) -> Spot:
    _without_language(m)
    return WHOLE


@fault(KALLELSE, "language_missing")
def the_language_of_an_english_word(m: Mall) -> Spot:
    for one in m.tree(STYLES).iter(f"{W}lang"):
        one.set(f"{W}val", "en-US")
    return WHOLE


@fault(EGEN, "language_missing")
def a_template_made_in_norway(m: Mall) -> Spot:
    langs = list(m.tree(STYLES).iter(f"{W}lang"))
    for one in langs:
        one.set(f"{W}val", "nb-NO")
    return WHOLE


@fault(NULAGE, "heading_jump", says="")
def a_level_is_skipped(m: Mall) -> Spot:
    p = m.style(m.paragraph("Uppdrag"), "Rubrik3")
    return body(p)


@fault(DIALOG, "heading_jump", says="")
def a_level_is_skipped_late(m: Mall) -> Spot:
    p = m.style(m.paragraph("Teman"), "Rubrik4")
    return body(p)


@fault(EGEN, "heading_jump", says="")
def a_level_by_hand(m: Mall) -> Spot:
    p = m.paragraph("{{ steg.rubrik }}")
    m.style(p, "BodyText")
    p.find(f"{W}pPr").append(ooxml('<w:outlineLvl w:val="3"/>')[0])
    return body(p)


@fault(BILD, "heading_jump", says="")
def a_level_that_an_if_takes_away(m: Mall) -> Spot:
    # without "Alla förslag", which stands only when there are proposals, the next heading has no level 2 above it
    p = m.before(m.paragraph("Planerade utvecklingsinsatser"), "Om beloppen", "Rubrik3")
    return body(p)


def _image(m: Mall, owner: str = BODY) -> str:
    return m.part("word/media/vapen.png", PIXEL, "image/png", "image", owner, declare=False)


@fault(NULAGE, "alt_text_missing")
def a_picture_without_its_text(m: Mall) -> Spot:
    p = m.after(m.paragraph(AFTER), "x")
    return body(m.put(p, picture(_image(m), "")), SAMLAD)


@fault(KALLELSE, "alt_text_missing")
def a_coat_of_arms_in_a_header(m: Mall) -> Spot:
    part = "word/header1.xml"
    p = m.paragraph("{{ ramverk…", part)
    return Spot(part, m.append(p, picture(_image(m, part), "descr=''", anchored=True)))


@fault(DIALOG, "alt_text_missing")
def a_picture_in_a_cell(m: Mall) -> Spot:
    return body(m.append(m.paragraph("{{ steg.vem }}"), picture(_image(m), "title=''")), "Nästa steg")


@fault(BILD, "alt_text_missing")
def a_chart_without_its_text(m: Mall) -> Spot:
    p = with_chart(m, "Förslag", "2026", "")
    return body(p)


@fault(ANSLAG, "alt_text_missing")
def a_picture_in_the_old_form(m: Mall) -> Spot:
    p = m.paragraph("Ärenden")
    old = (
        "<w:r><w:pict><v:shape id='b1' style='width:20pt;height:20pt'>"
        f"<v:imagedata r:id='{_image(m)}' o:title=''/></v:shape></w:pict></w:r>"
    )
    return body(m.append(p, old))


@fault(NULAGE, "font_missing", says="Comic Sans MS")
def a_font_for_the_whole_template(m: Mall) -> Spot:
    for one in next(m.tree(STYLES).iter(f"{W}docDefaults")).iter(f"{W}rFonts"):
        for name in ("ascii", "hAnsi"):
            one.set(f"{W}{name}", "Comic Sans MS")
    return WHOLE


@fault(KALLELSE, "font_missing", says="Gill Sans MT")
def a_font_for_one_line(m: Mall) -> Spot:
    p = m.put(
        m.paragraph("Hålls vid sammanträdet"),
        run("Hålls vid sammanträdet", "<w:rFonts w:ascii='Gill Sans MT' w:hAnsi='Gill Sans MT'/>"),
    )
    return body(p)


@fault(EGEN, "font_missing", says="Aptos")
def the_font_of_the_theme_of_a_new_word(m: Mall) -> Spot:
    drawing = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    theme = m.tree("word/theme/theme1.xml")
    for kind in ("majorFont", "minorFont"):
        next(theme.iter(f"{drawing}{kind}")).find(f"{drawing}latin").set("typeface", "Aptos")
    for one in next(m.tree(STYLES).iter(f"{W}docDefaults")).iter(f"{W}rFonts"):
        one.attrib.clear()
        one.set(f"{W}asciiTheme", "minorHAnsi")
        one.set(f"{W}hAnsiTheme", "minorHAnsi")
    return WHOLE


@fault(DIALOG, "font_missing", says="Futura")
def a_font_in_a_style_in_use(m: Mall) -> Spot:
    style = m.style_named("Rubrik1")
    form = style.find(f"{W}rPr")
    assert form is not None
    for one in form.findall(f"{W}rFonts"):
        form.remove(one)
    form.insert(0, ooxml("<w:rFonts w:ascii='Futura' w:hAnsi='Futura'/>")[0])
    return WHOLE


@fault(BILD, "font_missing", says="Bahnschrift")
def a_font_in_a_footer(m: Mall) -> Spot:
    part = "word/footer2.xml"
    p = m.paragraph("Nulägesbild…", part)
    m.put(p, run("Nulägesbild {{ ar }}", "<w:rFonts w:ascii='Bahnschrift' w:hAnsi='Bahnschrift'/>"))
    return Spot(part, p)


@fault(DIALOG, "style_missing", says="")
def the_style_for_lists_is_gone(m: Mall) -> Spot:
    m.remove(m.style_named("Punktlista"))
    return WHOLE


@fault(NULAGE, "field_unused", says="maluppfyllelse")
def a_field_is_no_longer_shown(m: Mall) -> Spot:
    m.remove(m.paragraph(AFTER))
    m.remove(m.paragraph(SAMLAD))
    return WHOLE


@fault(KALLELSE, "field_unused", says="sammantrade.plats")
def a_field_of_a_group_is_no_longer_shown(m: Mall) -> Spot:
    m.remove(next(m.paragraph("Plats").iterancestors(f"{W}tr")))
    return WHOLE
