"""Faults in the shared parts of a packet: covers, contents, changes, withheld pages."""

from __future__ import annotations

from tests.files.fill.kansli.case import PARTS, Spot, body, fault
from tests.files.fill.kansli.parts import inserted, run
from tests.files.fill.kansli.word import Mall

ARENDE, BILAGA, INNEHALL, ANDRINGAR, UNDANHALLEN = (
    f"{PARTS}/{name}" for name in ("arende", "bilaga", "innehall", "andringar", "undanhallen")
)


@fault(ARENDE, "missing_field", says="rubrikk")
def a_field_of_a_cover(m: Mall) -> Spot:
    return body(m.retype(m.paragraph("{{ arende.rubrik }}"), "{{ arende.rubrikk }}"))


@fault(ARENDE, "list_printed", says="foredragande")
def a_list_in_a_cover(m: Mall) -> Spot:
    return body(m.swap(m.paragraph("{{ arende.vackt_av }}"), "arende.vackt_av", "arende.foredragande"))


@fault(BILAGA, "missing_field", says="datumet")
def a_field_of_an_annex_cover(m: Mall) -> Spot:
    p = m.paragraph("{{ handling.datum|datum_lang }}")
    return body(m.retype(p, "{{ handling.datumet|datum_lang }}"))


@fault(BILAGA, "tag_form", says="lank")
def a_link_of_an_annex_cover_without_its_r(m: Mall) -> Spot:
    p = m.paragraph('{{r arende.lank|lank("Till ärendet") }}')
    return body(m.retype(p, '{{ arende.lank|lank("Till ärendet") }}'))


@fault(INNEHALL, "missing_field", says="post")
def the_contents_loop_is_called_something_else(m: Mall) -> Spot:
    p = m.retype(m.paragraph("{%tr for post in poster %}"), "{%tr for rad in poster %}")
    return body(m.next(p, '{%tr if post.niva == "1" %}'), "Innehåll")


@fault(ANDRINGAR, "block_unclosed", "block_torn", says="")
def an_endif_is_gone_from_the_list_of_changes(m: Mall) -> Spot:
    opened = m.paragraph("{%p if antal.nya…")
    m.remove(m.next(opened, "{%p endif %}"))
    return body(opened)


@fault(UNDANHALLEN, "tracked_change", says="")
def tracking_in_a_withheld_page(m: Mall) -> Spot:
    p = m.paragraph("Handlingen publiceras inte.")
    return body(m.append(p, inserted(run(" Fråga kansliet."))))


@fault(UNDANHALLEN, "missing_field", says="bestammelsen")
def a_field_of_a_withheld_page(m: Mall) -> Spot:
    p = m.paragraph("{{ handling.sekretess.bestammelse }}")
    return body(m.retype(p, "{{ handling.sekretess.bestammelsen }}"))
