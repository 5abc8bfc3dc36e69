"""Faults in files that LibreOffice has saved: its own XML, in which the places are found anew."""

from __future__ import annotations

from tests.files.fill.kansli import faults_blocks as blocks
from tests.files.fill.kansli import faults_fields as fields
from tests.files.fill.kansli import faults_form as form
from tests.files.fill.kansli import faults_tags as tags
from tests.files.fill.kansli.case import (
    ANSLAG,
    BILD,
    DIALOG,
    EGEN,
    KALLELSE,
    NULAGE,
    WHOLE,
    Sowing,
    Spot,
    body,
    fault,
)
from tests.files.fill.kansli.parts import W
from tests.files.fill.kansli.word import BODY, Mall, own_text

FIELD = "missing_field"


def _at(text: str, heading: str = "", nth: int = 1) -> Sowing:
    """The paragraph of the body that reads like this in the saved file."""
    return lambda m: body(m.paragraph(text, BODY, nth), heading)


def _within(prefix: str, text: str) -> Sowing:
    """The paragraph with this text in whichever header or the like LibreOffice has put it."""

    def found(m: Mall) -> Spot:
        for part in sorted(m.names()):
            if part.startswith(f"word/{prefix}"):
                for one in m.tree(part).iter(f"{W}p"):
                    if text in own_text(one):
                        return Spot(part, one)
        raise LookupError(text)

    return found


def _picture(m: Mall) -> Spot:
    (drawing,) = list(m.tree().iter(f"{W}drawing"))
    return body(next(drawing.iterancestors(f"{W}p")), "Samlad måluppfyllelse")


def _torn(m: Mall) -> Spot:
    opened = m.paragraph("{%p if utvecklingsinsatser %}")
    return body(
        opened, "Planerade utvecklingsinsatser", m.next(m.paragraph("{{ rad.rubrik }}"), "{%p endif %}")
    )


def _end_of_the_others(m: Mall) -> Spot:
    return body(m.next(m.paragraph("{%p for ovrig in kallelse.ovriga %}"), "{%p endif %}"), "Övriga")


@fault(NULAGE, FIELD, says="nam", find=_at("{{ organ.nam }}"))
def saved_with_a_letter_missing(m: Mall) -> Spot:
    return fields.a_letter_is_missing(m)


@fault(KALLELSE, "syntax", says="enfor", find=_at("{%p enfor %}", "Ersättare"))
def saved_with_a_misspelt_endfor(m: Mall) -> Spot:
    return blocks.endfor_misspelt(m)


@fault(EGEN, "block_unclosed", says="framsteg", find=_at("{%p if m.framsteg %}"))
def saved_without_an_endif(m: Mall) -> Spot:
    return blocks.an_endif_is_gone_under_a_heading_of_a_loop(m)


@fault(NULAGE, "tracked_change", "tag_split", find=_at("{{ organ.namn }}", nth=2))
def saved_with_tracking_on(m: Mall) -> Spot:
    return tags.a_name_typed_in_with_tracking_on(m)


@fault(DIALOG, FIELD, says="titeln", find=_at("{{ titeln }}"))
def saved_with_a_text_box(m: Mall) -> Spot:
    return fields.a_field_in_a_text_box(m)


@fault(NULAGE, FIELD, says="startdatum", find=_within("footnotes", "startdatum"))
def saved_with_a_footnote(m: Mall) -> Spot:
    return fields.a_field_in_a_footnote(m)


@fault(KALLELSE, FIELD, says="komun", find=_within("header", "komun"))
def saved_with_a_header(m: Mall) -> Spot:
    return fields.a_field_in_the_first_header(m)


@fault(KALLELSE, "tag_split", says="webb_tv_url", find=_at("{{ sammantrade.webb_tv_url }}"))
def saved_with_half_a_tag_a_link(m: Mall) -> Spot:
    return tags.half_a_tag_is_a_link(m)


@fault(EGEN, "page_size", find=lambda _: WHOLE)
def saved_as_a_booklet(m: Mall) -> Spot:
    return form.a_booklet(m)


@fault(NULAGE, "heading_jump", find=_at("Uppdrag"))
def saved_with_a_level_skipped(m: Mall) -> Spot:
    return form.a_level_is_skipped(m)


@fault(DIALOG, "rich_text_plain", says="beskrivning", find=_at("{{ punkt.beskrivning }}", "Utmaningar"))
def saved_with_long_text_as_plain(m: Mall) -> Spot:
    return fields.long_text_as_plain_in_a_cell(m)


@fault(NULAGE, FIELD, says="omrade", find=_at("{{ omrade.namnet }}", "Verksamhetsområden"))
def saved_with_a_nested_table(m: Mall) -> Spot:
    return fields.a_field_in_a_nested_table(m)


@fault(NULAGE, "not_rendered", says="datum", find=_at("Inga risker har identifierats.", "Risker"))
def saved_with_a_tag_in_a_comment(m: Mall) -> Spot:
    return form.a_tag_in_a_comment(m)


@fault(ANSLAG, "forbidden", says="~", find=_at('{{ organ["na" ~ "mn"] }}'))
def saved_with_a_name_put_together(m: Mall) -> Spot:
    return tags.a_name_put_together(m)


@fault(BILD, "block_torn", find=_torn)
def saved_with_a_block_into_a_table(m: Mall) -> Spot:
    return blocks.a_block_begins_above_a_table_and_ends_in_it(m)


@fault(NULAGE, "alt_text_missing", find=_picture)
def saved_with_a_picture_without_its_text(m: Mall) -> Spot:
    return form.a_picture_without_its_text(m)


@fault(
    KALLELSE,
    "text_lost",
    says="avsnittsbyte",
    find=_end_of_the_others,
)
def saved_kallelse(_: Mall) -> Spot:
    """Nobody changed anything: LibreOffice itself moves the end of the section into the paragraph of the last tag."""
    return WHOLE
