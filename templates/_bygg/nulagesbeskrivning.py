"""The template of the nulägesbeskrivning: head, contents, summary, part 1 and part 2; part 3 has a file of its own."""

from __future__ import annotations

from templates._bygg import nulagesanalys
from templates._bygg.paper import Paper, only_if


def build() -> Paper:
    """Write the whole template."""
    paper = Paper("Nulägesbeskrivning", numbered=True)
    paper.frame(
        municipality="ramverk.kommun.namn",
        name="Nulägesbeskrivning {{ ar }}",
        second="{{ organ.namn }}",
        number="diarienummer",
        footer="Nulägesbeskrivning {{ ar }}, {{ datum|datum_kort }}",
    )
    _head(paper)
    _verksamhetsbeskrivning(paper)
    _omvarldsanalys(paper)
    nulagesanalys.write(paper)
    _bilagor(paper)
    paper.close()
    return paper


def _head(paper: Paper) -> None:
    paper.text("Nulägesbeskrivning {{ ar }}", "Title")
    paper.text("{{ organ.namn }}", "Subtitle")
    decision = "{{ beslut.organ }} {{ beslut.datum|datum_lang }}, {{ beslut.paragraf|paragraf }}"
    period = "{{ mandatperiod.start_datum|datum_lang }} – {{ mandatperiod.slut_datum|datum_lang }}"
    paper.facts(
        [
            ("Organ", "{{ organ.namn }}", ""),
            ("Verksamhetsår", "{{ ar }}", ""),
            ("Mandatperiod", period, ""),
            ("Diarienummer", "{{ diarienummer }}", ""),
            ("Datum", "{{ datum|datum_lang }}", ""),
            ("Handläggare", "{{ handlaggare }}", "handlaggare"),
            ("Författare", "{{ forfattare|upprakning }}", "forfattare"),
            ("Beslut", decision, "beslut"),
            ("Status", "{{ status }}", "not beslut"),
            ("Sekretess", "{{ sekretess.bestammelse }}", "sekretess and sekretess.markerad"),
        ]
    )
    paper.text("Innehåll", "TOC Heading").paragraph_format.page_break_before = True
    paper.contents_field()
    with paper.block("if sammanfattning"):
        layout = paper.text("Sammanfattning", "Rubrik 1 utan nummer").paragraph_format
        layout.page_break_before, layout.space_before = True, 0
        paper.rich("sammanfattning")


def _verksamhetsbeskrivning(paper: Paper) -> None:
    part = "verksamhetsbeskrivning"
    paper.heading(1, "Verksamhetsbeskrivning")
    paper.heading(2, "Uppdrag")
    paper.rich(f"{part}.uppdrag_konkretisering")
    with paper.block('if organ.typ_kod == "bolag"'):
        paper.heading(2, "Bolagsordning och ägardirektiv")
        paper.text(
            "Bolagets uppdrag framgår av bolagsordningen och ägardirektivet."
        ).paragraph_format.keep_with_next = True
    with paper.block('if organ.typ_kod != "bolag"'):
        paper.heading(2, "Reglemente")
        paper.text("Uppdraget framgår av reglementet.").paragraph_format.keep_with_next = True
    _grunddokument(paper)
    with paper.block(f"if {part}.grund_lagstiftning"):
        paper.heading(2, "Lagstiftning")
        table = paper.table((5.6, 2.6, 7.8), ("Lag", "SFS-nummer", "Kommentar"))
        with table.block(f"for lag in {part}.grund_lagstiftning"):
            table.row(["{{ lag.lag }}", "{{ lag.sfs }}", "{{ lag.kommentar }}"])
    paper.optional(2, "För vem", f"{part}.for_vem")
    paper.optional(2, "För vilka behov", f"{part}.for_vilka_behov")
    with paper.block(f"if {part}.verksamhetsomraden"):
        paper.heading(2, "Verksamhetsområden")
        table = paper.table((5.0, 11.0), ("Område", "Beskrivning"))
        with table.block(f"for omrade in {part}.verksamhetsomraden"):
            table.row(["{{ omrade.namn }}", '{{p omrade.beskrivning|rik("Tabelltext") }}'])
    _nyckeltal(paper)


def _grunddokument(paper: Paper) -> None:
    table = paper.table((5.0, 5.0, 3.4, 2.6), ("Dokument", "Beslutad av", "Beslutsdatum", "Paragraf"))
    with table.block("for dokument_i_grunden in verksamhetsbeskrivning.grunddokument"):
        table.row(
            [
                "{{ dokument_i_grunden.titel }}",
                '{% if dokument_i_grunden.beslutad_av == "KF" %}Kommunfullmäktige'
                "{% else %}{{ dokument_i_grunden.beslutad_av }}{% endif %}",
                "{{ dokument_i_grunden.beslutsdatum|datum_kort }}",
                "{{ dokument_i_grunden.beslutsparagraf|paragraf }}",
            ]
        )


def _nyckeltal(paper: Paper) -> None:
    unit = 'nyckeltal.enhet and nyckeltal.enhet != "antal"'
    with paper.block("if verksamhetsbeskrivning.nyckeltal"):
        paper.heading(2, "Nyckeltal")
        table = paper.table((8.8, 7.2), ("Nyckeltal", "Period och värde"))
        with table.block("for nyckeltal in verksamhetsbeskrivning.nyckeltal"):
            table.row(
                [
                    [
                        ("Tabelltext", "**{{ nyckeltal.namn }}**"),
                        *only_if(unit, "Tabellnot", "Enhet: {{ nyckeltal.enhet }}"),
                        *only_if("nyckeltal.kommentar", "Tabellnot", "{{ nyckeltal.kommentar }}"),
                    ],
                    [
                        ("Malltagg", "{%p for matning in nyckeltal.varden %}"),
                        (
                            "Periodvärde",
                            "{{ matning.period }}\t"
                            '{{ matning.varde|tal(nyckeltal.varden|decimaler(falt="varde")) }}',
                        ),
                        ("Malltagg", "{%p endfor %}"),
                    ],
                ]
            )


def _omvarldsanalys(paper: Paper) -> None:
    analysis, day = "omvarldsanalys.analys", "omvarldsanalys.omvarldsdag"
    paper.heading(1, "Omvärldsanalys")
    paper.heading(2, "Kommungemensam omvärldsanalys")
    paper.text(
        "Omvärldsanalysen är gemensam för kommunens nämnder och bolag. Här återges analysen för "
        f"{{{{ {analysis}.ar }}}} i den låsta versionen {{{{ omvarldsanalys.version }}}}."
        f"{{% if {day} %}} Årets omvärldsdag hölls {{{{ {day}.datum|datum_veckodag }}}}"
        f"{{% if {day}.plats %}}, {{{{ {day}.plats }}}}{{% endif %}}.{{% endif %}}"
    )
    with paper.block(f"for avsnitt in {analysis}.avsnitt"):
        paper.heading(
            3,
            "{{ avsnitt.omrade }} på "
            '{% if avsnitt.niva_kod == "global" %}global{% elif avsnitt.niva_kod == "nationell" %}nationell'
            '{% elif avsnitt.niva_kod == "regional" %}regional{% else %}lokal{% endif %} nivå',
        )
        paper.rich("avsnitt.text")
        with paper.block("if avsnitt.paverkan_pa_ale"):
            paper.heading(4, "Påverkan på Ale")
            paper.rich("avsnitt.paverkan_pa_ale")
    with paper.block(f"if {analysis}.megatrender"):
        paper.heading(3, "Globala megatrender")
        with paper.block(f"for trend in {analysis}.megatrender"):
            paper.heading(4, "{{ trend.rubrik }}")
            paper.rich("trend.text")
    paper.optional(3, "Lokala trender", f"{analysis}.lokala_trender")
    with paper.block(f"if {analysis}.kallor"):
        paper.heading(3, "Källor")
        table = paper.table((4.8, 8.4, 2.8), ("Utgivare", "Titel", "Datum"))
        with table.block(f"for kalla in {analysis}.kallor"):
            table.row(["{{ kalla.utgivare }}", "{{ kalla.titel }}", "{{ kalla.datum|datum_kort }}"])
    paper.optional(2, "Kommentar till omvärldsanalysen", "omvarldsanalys.organets_kommentar")


def _bilagor(paper: Paper) -> None:
    with paper.block("if bilagor"):
        paper.text("Bilagor", "Rubrik 1 utan nummer")
        table = paper.table((1.6, 11.4, 3.0), ("Nummer", "Titel", "Datum"))
        with table.block("for bilaga in bilagor"):
            table.row(["{{ loop.index }}", "{{ bilaga.titel }}", "{{ bilaga.datum|datum_kort }}"])
