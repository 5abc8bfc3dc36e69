"""The pages that stand in for others: for a withheld document, and where an edition would have fewer pages."""

from __future__ import annotations

from templates._bygg.paper import Paper

_AGENDA = '{{r lank_foredragningslista|lank("Till föredragningslistan") }}'


def build_undanhallen() -> Paper:
    """Write the pages that stand in a withheld document's place, as many as the document has."""
    paper = Paper("Undanhållen handling", title_size=36)
    paper.frame(
        municipality="kommun.namn",
        name="{{ handling.bilagenummer }}",
        second="{{ sammantrade.organ.namn }}",
        number="arende.diarienummer",
        footer="{{ handling.bilagenummer }}, {{ sammantrade.organ.namn }} {{ sammantrade.datum|datum_kort }}",
    )
    with paper.block("for sida in sidor"):
        # One heading for the whole: a screen reader should not meet the same heading on every page.
        paper.tag("if loop.first")
        paper.heading(1, "{{ handling.bilagenummer }} – {{ handling.titel }}")
        paper.tag("else")
        again = paper.text("{{ handling.bilagenummer }} – {{ handling.titel }}", "Överrubrik")
        again.paragraph_format.page_break_before = True
        paper.tag("endif")
        paper.tag("if maskad")
        paper.text(
            "Handlingen publiceras i maskad version. Den är kortare än originalet, så sidan är tom.",
            "Faktaruta",
        )
        paper.tag("elif handling.sekretess")
        paper.text("Handlingen är sekretessmarkerad och publiceras inte.", "Faktaruta")
        paper.tag("else")
        paper.text("Handlingen publiceras inte.", "Faktaruta")
        paper.tag("endif")
        with paper.block("if handling.sekretess"):
            paper.facts(
                [
                    ("Bestämmelse", "{{ handling.sekretess.bestammelse }}", ""),
                    ("Markerad", "{{ handling.sekretess.datum|datum_lang }}", "handling.sekretess.datum"),
                    ("Myndighet", "{{ handling.sekretess.myndighet }}", "handling.sekretess.myndighet"),
                ]
            )
        paper.text("Ärende {{ arende.ordning }}. {{ arende.rubrik }}", "Avslut")
        with paper.block("if not maskad"):
            paper.text("Den som begär att få ta del av handlingen får begäran prövad.")
        paper.text("Sida {{ sida }} av {{ antal }} i handlingen.")
        with paper.block("if loop.first"):
            paper.text('{{r arende.lank|lank("Till ärendet") }}', "Avslut")
            paper.text(_AGENDA)
    return paper


def build_utfyllnad() -> Paper:
    """Write the pages that keep the numbers of the two editions alike."""
    paper = Paper("Utfyllnad", title_size=36)
    paper.frame(
        municipality="kommun.namn",
        name="{{ rubrik }}",
        second="{{ sammantrade.organ.namn }}",
        number="",
        footer="{{ rubrik }}, {{ sammantrade.organ.namn }} {{ sammantrade.datum|datum_kort }}",
    )
    with paper.block("for sida in sidor"):
        paper.tag("if loop.first")
        paper.text("{{ rubrik }}", "Överrubrik")
        paper.tag("else")
        paper.text("{{ rubrik }}", "Överrubrik").paragraph_format.page_break_before = True
        paper.tag("endif")
        paper.text("Sidan är tom. Den finns för att alla utgåvor av paketet ska ha samma sidnummer.")
    return paper
