"""The sheets of a later dispatch: the list of what has changed, and the page for what is gone."""

from __future__ import annotations

from templates._bygg.paper import Paper, only_if

_MEETING = "{{ sammantrade.organ.namn }}, {{ sammantrade.datum|datum_lang }}"
_AGENDA = '{{r lank_foredragningslista|lank("Till föredragningslistan") }}'


def build_andringar() -> Paper:
    """Write the list of what has changed since the dispatch before."""
    paper = Paper("Ändringar sedan förra utskicket", title_size=42, plain_links=True)
    paper.frame(
        municipality="kommun.namn",
        name="Ändringar, utskick {{ utskick }}",
        second="{{ sammantrade.organ.namn }}",
        number="kallelse.diarienummer",
        footer="Ändringar, utskick {{ utskick }}, {{ sammantrade.organ.namn }} {{ sammantrade.datum|datum_kort }}",
    )
    paper.heading(1, "{{ rubrik }}")
    paper.text(_MEETING, "Subtitle")
    paper.tag('if antal.nya == "0" and antal.andrade == "0" and antal.utgar == "0"')
    paper.text("Inga ärenden eller handlingar har ändrats.")
    paper.tag("else")
    paper.text("Nya: **{{ antal.nya }}**. Ändrade: **{{ antal.andrade }}**. Utgår: **{{ antal.utgar }}**.")
    paper.tag("endif")
    table = paper.table((1.9, 10.5, 3.6), ("Ändring", "Ärende och handling", "Sidor"))
    with table.block("for post in poster"):
        for condition, text in (
            ('post.niva == "1"', "**{{ post.text }}**"),
            ('post.niva != "1"', "{{ post.text }}"),
        ):
            with table.block(f"if {condition}"):
                table.row(
                    [
                        "{{ post.slag }}",
                        [("Tabelltext", text), *only_if("post.ord", "Tabellnot", "{{ post.ord }}")],
                        [
                            ("Tabelltext", "{{r post.lank|lank(post.sidor|versal) }}"),
                            *only_if("post.forr", "Tabellnot", "Förr {{ post.forr }}"),
                        ],
                    ]
                )
    paper.text(
        "Sidor som redan har skickats ut behåller sina nummer. En ny sida mellan två andra har numret på sidan före "
        "och en bokstav: 117a kommer efter 117. I stället för det som utgår finns en sida som säger det.",
        "Avslut",
    )
    return paper


def build_utgar() -> Paper:
    """Write the page that stands for pages that were sent out and are no longer there."""
    paper = Paper("Utgår", title_size=36)
    paper.frame(
        municipality="kommun.namn",
        name="{{ beteckning }}",
        second="{{ sammantrade.organ.namn }}",
        number="arende.diarienummer",
        footer="{{ beteckning }}, {{ sammantrade.organ.namn }} {{ sammantrade.datum|datum_kort }}",
    )
    paper.tag("if utgar")
    paper.heading(1, "{{ rubrik }}")
    paper.tag("else")
    # Not a heading: a part that only became shorter has its own.
    paper.text("{{ rubrik }}", "Överrubrik")
    paper.tag("endif")
    with paper.block('if utgar == "arende"'):
        paper.text("Ärendet utgår från sammanträdet. Det behåller sitt nummer.", "Faktaruta")
    with paper.block('if utgar == "handling"'):
        paper.text("Handlingen utgår. Den behåller sitt nummer.", "Faktaruta")
    with paper.block("if not utgar"):
        paper.text("Här är färre sidor än i det tidigare utskicket.", "Faktaruta")
    paper.facts(
        [
            ("Utgår sedan", "{{ datum|datum_lang }}", "datum"),
            ("Orsak", "{{ orsak }}", "orsak"),
            ("Sidor som utgår", "{{ sidor }}", ""),
            ("Ärende", "{{ arende.ordning }}. {{ arende.rubrik }}", 'utgar == "handling"'),
            ("Diarienummer", "{{ arende.diarienummer }}", "arende.diarienummer"),
            ("Sammanträde", _MEETING, ""),
        ]
    )
    with paper.block("if arende.lank"):
        paper.text('{{r arende.lank|lank("Till ärendet") }}', "Avslut")
    paper.text(_AGENDA, "Avslut")
    return paper
