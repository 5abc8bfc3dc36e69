"""The shared parts of a packet: cover of a matter, cover of a bilaga, contents."""

from __future__ import annotations

from docx.shared import Pt

from templates._bygg.paper import Lines, Paper, each, only_if, side_by_side

_AGENDA = '{{r lank_foredragningslista|lank("Till föredragningslistan") }}'
"""At the top of a cover, where it never takes a page of its own."""
_WHEN = "{{ steg.datum|datum_kort }}{% if steg.paragraf %} {{ steg.paragraf|paragraf }}{% endif %}"
_MEETING = "{{ sammantrade.organ.namn }}, {{ sammantrade.datum|datum_lang }}"


def build_arende() -> Paper:
    """Write the cover of a matter."""
    paper = Paper("Försättsblad för ärende", title_size=42)
    paper.frame(
        municipality="kommun.namn",
        name="Ärende {{ arende.ordning }}",
        second="{{ sammantrade.organ.namn }}",
        number="arende.diarienummer",
        footer="Ärende {{ arende.ordning }}, {{ sammantrade.organ.namn }} {{ sammantrade.datum|datum_kort }}",
    )
    paper.text(_AGENDA, "Länkrad")
    paper.text("Ärende {{ arende.ordning }}", "Överrubrik")
    paper.heading(1, "{{ arende.rubrik }}").paragraph_format.space_after = Pt(12)
    time = "{{ arende.tid_slot.fran|tidsintervall(arende.tid_slot.till)|versal }}"
    paper.facts(
        [
            ("Sammanträde", _MEETING, ""),
            ("Diarienummer", "{{ arende.diarienummer }}", "arende.diarienummer"),
            ("Ärendetyp", "{{ arende.arendetyp }}", ""),
            ("Väckt av", "{{ arende.vackt_av }}", "arende.vackt_av"),
            ("Föredragande", each("arende.foredragande", "Tabelltext tät"), "arende.foredragande"),
            ("Tid", time, "arende.tid_slot"),
            ("Brådskande", "Ja", "arende.bradskande"),
            ("Stängda dörrar", "Ärendet behandlas inom stängda dörrar", "arende.stangda_dorrar"),
        ],
        tight=True,
    )
    with paper.block("if arende.utgar"):
        paper.text("**Ärendet utgår** från dagens sammanträde.", "Avslut")
    paper.optional(2, "Sammanfattning", "arende.sammanfattning")
    _proposals(paper)
    paper.optional(2, "Ärendet", "arende.arendet")
    _preparation(paper)
    paper.optional(2, "Ekonomiska konsekvenser", "arende.ekonomiska_konsekvenser")
    _basis(paper)
    # Always there: a document may not end with a table, and a line of its own after this one may take a page.
    receivers = side_by_side("arende.beslutet_skickas_till")
    paper.text(
        "{% if arende.beslutet_skickas_till %}**Beslutet skickas till:** {% endif %}" + receivers
    ).paragraph_format.space_before = Pt(10)
    return paper


def _proposals(paper: Paper) -> None:
    with paper.block("if arende.forslag_till_beslut"):
        paper.heading(2, "Förslag till beslut")
        with paper.block("for forslag in arende.forslag_till_beslut"):
            paper.text("{{ forslag.organ }} föreslår:", "Beslutsinledning")
            paper.proposals("forslag.punkter")


def _preparation(paper: Paper) -> None:
    with paper.block("if arende.beredning or arende.beredningsundantag"):
        paper.heading(2, "Beredning")
        with paper.block("if arende.beredning"):
            table = paper.table((4.6, 3.4, 8.0), ("Organ", "Datum, paragraf", "Beslut"))
            with table.block("for steg in arende.beredning"):
                table.row(["{{ steg.organ }}", _WHEN, _outcome()])
        with paper.block("if arende.beredningsundantag"):
            paper.text("Ärendet kan beslutas utan beredning enligt {{ arende.beredningsundantag }}.")


def _outcome() -> Lines:
    lines: list[tuple[str, str]] = [("Tabelltext", '{{p steg.beslut|rik("Tabelltext") }}')]
    for field, title in (("yrkanden", "Yrkanden"), ("reservationer", "Reservationer")):
        lines += [
            ("Malltagg", f"{{%p if steg.{field} %}}"),
            ("Faktaetikett", title),
            ("Malltagg", f"{{%p for punkt in steg.{field} %}}"),
            ("Tabellpunkt", "{{ punkt }}"),
            ("Malltagg", "{%p endfor %}"),
            ("Malltagg", "{%p endif %}"),
        ]
    return lines


def _basis(paper: Paper) -> None:
    with paper.block("if arende.handlingar"):
        paper.heading(2, "Beslutsunderlag")
        table = paper.table((2.5, 9.6, 2.5, 1.4), ("Bilaga", "Handling", "Datum", "Sida"), numbers=(3,))
        with table.block("for handling in arende.handlingar"):
            table.row(
                [
                    [("Tabelltext tät", "{{ handling.bilagenummer }}")],
                    [
                        ("Tabelltext tät", "{{r handling.lank|lank(handling.titel) }}"),
                        *only_if(
                            "not handling.bifogas_kallelsen",
                            "Tabellnot",
                            "Handlingen bifogas inte"
                            "{% if handling.bifogas_inte_orsak %}: {{ handling.bifogas_inte_orsak }}{% endif %}",
                        ),
                    ],
                    [("Tabelltext tät", "{{ handling.datum|datum_kort }}")],
                    [("Tabelltal tät", "{{r handling.lank|lank(handling.sida) }}")],
                ]
            )


_SIGNED = (
    "Originalet är elektroniskt undertecknat. Underskriften gäller bara i originalet, inte i den här filen; "
    "{{ kommun.namn }} har det."
)


def build_bilaga() -> Paper:
    """Write the cover of a bilaga."""
    paper = Paper("Försättsblad för bilaga", title_size=36)
    paper.frame(
        municipality="kommun.namn",
        name="{{ handling.bilagenummer }}",
        second="{{ sammantrade.organ.namn }}",
        number="handling.diarienummer",
        footer="{{ handling.bilagenummer }}, {{ sammantrade.organ.namn }} {{ sammantrade.datum|datum_kort }}",
    )
    paper.text('{{r arende.lank|lank("Till ärendet") }}', "Länkrad")
    paper.text(_AGENDA, "Länkrad")
    paper.text("{{ handling.bilagenummer }}", "Överrubrik").paragraph_format.space_before = Pt(110)
    paper.heading(1, "{{ handling.titel }}").paragraph_format.space_after = Pt(12)
    matter = "{{ arende.ordning }}. {{ arende.rubrik }}"
    paper.facts(
        [
            ("Ärende", matter, ""),
            ("Diarienummer", "{{ handling.diarienummer }}", "handling.diarienummer"),
            ("Handlingstyp", "{{ handling.handlingstyp }}", ""),
            ("Datum", "{{ handling.datum|datum_lang }}", "handling.datum"),
            ("Upprättad av", "{{ handling.upprattad_av }}", "handling.upprattad_av"),
            ("Antal sidor", "{{ handling.sidor }}", "handling.sidor"),
            ("Underskrift", _SIGNED, "handling.undertecknad"),
            ("Sammanträde", _MEETING, ""),
        ]
    )
    paper.close()
    return paper


def build_innehall() -> Paper:
    """Write the contents of a packet."""
    paper = Paper("Innehåll", title_size=52, plain_links=True)
    paper.frame(
        municipality="kommun.namn",
        name="Innehåll",
        second="{{ sammantrade.organ.namn }}",
        number="",
        footer="Innehåll, {{ sammantrade.organ.namn }} {{ sammantrade.datum|datum_kort }}",
    )
    paper.heading(1, "Innehåll")
    paper.text(_MEETING, "Subtitle")
    text, page = "{{r post.lank|lank(post.text) }}\t", "{{r post.lank|lank(post.sida) }}"
    table = paper.table((14.7, 1.3), ("Ärende och handling", "Sida"), numbers=(1,), style="Innehållstabell")
    with table.block("for post in poster"):
        with table.block('if post.niva == "1"'):
            table.row([[("Innehåll paket 1", text)], [("Innehållssida 1", page)]])
        with table.block('if post.niva != "1"'):
            table.row([[("Innehåll paket 2", text)], [("Innehållssida 2", page)]])
    paper.close()
    return paper
