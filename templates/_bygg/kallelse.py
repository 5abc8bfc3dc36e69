"""The templates of the kallelse with its föredragningslista, and of the tillkännagivande for the anslagstavla."""

from __future__ import annotations

from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from templates._bygg.paper import Lines, Paper, each, only_if


def build_kallelse() -> Paper:
    """Write the kallelse."""
    paper = Paper("Kallelse", title_size=52)
    paper.frame(
        municipality="ramverk.kommun.namn",
        name="{{ kallelse.slag }}",
        second="{{ sammantrade.organ.namn }}",
        number="kallelse.diarienummer",
        footer="{{ kallelse.slag }}, {{ sammantrade.organ.namn }} {{ sammantrade.datum|datum_kort }}",
    )
    paper.heading(1, "{{ kallelse.slag }}")
    paper.text("{{ sammantrade.organ.namn }}", "Subtitle")
    _facts(paper)
    _people(paper)
    paper.continue_section()
    _agenda(paper)
    return paper


def _facts(paper: Paper) -> None:
    contact = (
        "{{ sammantrade.forhinder_kontakt.namn }}"
        "{% if sammantrade.forhinder_kontakt.telefon %}, {{ sammantrade.forhinder_kontakt.telefon }}{% endif %}"
        "{% if sammantrade.forhinder_kontakt.e_post %}, {{ sammantrade.forhinder_kontakt.e_post }}{% endif %}"
    )
    paper.facts(
        [
            ("Sammanträdesdatum", "{{ sammantrade.datum|datum_veckodag|versal }}", ""),
            ("Tid", "{{ sammantrade.tid_start|tidsintervall(sammantrade.tid_slut)|versal }}", ""),
            (
                "Plats",
                "{{ sammantrade.plats }}{% if sammantrade.distans %}. Deltagande på distans är möjligt.{% endif %}",
                "",
            ),
            ("Sammanträde", "{{ sammantrade.typ }}", 'sammantrade.typ_kod == "extra"'),
            ("Initierat av", "{{ sammantrade.initierat_av }}", "sammantrade.initierat_av"),
            ("Diarienummer", "{{ kallelse.diarienummer }}", "kallelse.diarienummer"),
            ("Allmänhetens frågestund", "Hålls vid sammanträdet", "sammantrade.allmanhetens_fragestund"),
            ("Webbsändning", "{{ sammantrade.webb_tv_url }}", "sammantrade.webb_tv_url"),
            ("Förhinder anmäls till", contact, "sammantrade.forhinder_kontakt"),
            ("Ordförande", "{{ sammantrade.ordforande }}", ""),
            ("Sekreterare", "{{ sammantrade.sekreterare }}", "sammantrade.sekreterare"),
        ],
        label=4.6,
    )


_ROLE = (
    '{% if ledamot.roll == "Ordförande" or ledamot.namn == sammantrade.ordforande %}, ordförande'
    '{% elif ledamot.roll == "Förste vice ordförande" %}, förste vice ordförande'
    '{% elif ledamot.roll == "Andre vice ordförande" %}, andre vice ordförande{% endif %}'
)
"""By the role's label: who is named in the meeting file itself may have no role, and then no code either."""


def _people(paper: Paper) -> None:
    """Those who are called, in columns: a list of 49 names must not fill a page."""
    member = "{{ ledamot.namn }}{% if ledamot.parti %} ({{ ledamot.parti }}){% endif %}" + _ROLE
    substitute = "{{ ersattare.namn }}{% if ersattare.parti %} ({{ ersattare.parti }}){% endif %}"
    other = "{{ ovrig.namn }}{% if ovrig.titel %}, {{ ovrig.titel }}{% endif %}"
    for title, loop, field, line in (
        ("Ledamöter", "ledamot", "kallelse.ledamoter", member),
        ("Ersättare", "ersattare", "kallelse.ersattare", substitute),
    ):
        with paper.block(f"if {field}"):
            paper.end_section(_close(paper.heading(2, title)), 1)
            with paper.block(f"for {loop} in {field}"):
                paper.text(line, "Namn")
            paper.end_section(paper.text("", "Avsnittsbrytning"), 3)
    with paper.block("if kallelse.ovriga"):
        _close(paper.heading(2, "Övriga"))
        with paper.block("for ovrig in kallelse.ovriga"):
            paper.text(other, "Namn")


def _close(heading: Paragraph) -> Paragraph:
    """Nearer to what is before it: the whole first page has to hold the names of a kommunfullmäktige."""
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(9), Pt(3)
    return heading


def _agenda(paper: Paper) -> None:
    paper.heading(1, "Föredragningslista").paragraph_format.page_break_before = True
    paper.text("{{ sammantrade.organ.namn }}, {{ sammantrade.datum|datum_lang }}", "Subtitle")
    table = paper.table((7.6, 4.6, 2.7, 1.1), ("Ärende", "Föredragande", "Tid", "Sida"), numbers=(3,))
    with table.block("for arende in arenden"):
        table.row(
            [
                _matter(),
                each("arende.foredragande", "Föredragande"),
                "{% if arende.tid_slot %}{{ arende.tid_slot.fran|tidsintervall(arende.tid_slot.till) }}{% endif %}",
                "{{r arende.lank|lank(arende.sida) }}",
            ]
        )
    with paper.block("if kallelse.faststalld_av_ordforande"):
        paper.text(
            "Föredragningslistan är fastställd {{ kallelse.faststalld_av_ordforande.tid|datum_lang }} av "
            "{{ kallelse.faststalld_av_ordforande.vem }}.",
            "Avslut",
        )


def _matter() -> Lines:
    missing = (
        "{{ handling.bilagenummer }} {{ handling.titel }}. Handlingen bifogas inte"
        "{% if handling.bifogas_inte_orsak %}: {{ handling.bifogas_inte_orsak }}{% endif %}"
    )
    return [
        ("Ärenderad", "**{{ arende.ordning }}**\t{{ arende.rubrik }}"),
        *only_if("arende.diarienummer", "Ärendenot", "{{ arende.diarienummer }}"),
        *only_if("arende.utgar", "Ärendenot", "**Ärendet utgår**"),
        *only_if("arende.bradskande", "Ärendenot", "**Brådskande ärende**"),
        *only_if("arende.stangda_dorrar", "Ärendenot", "Behandlas inom stängda dörrar"),
        ("Malltagg", "{%p for handling in arende.handlingar %}"),
        *only_if("not handling.bifogas_kallelsen", "Ärendenot", missing),
        ("Malltagg", "{%p endfor %}"),
    ]


def build_tillkannagivande() -> Paper:
    """Write the tillkännagivande."""
    paper = Paper("Tillkännagivande", title_size=42)
    paper.document.sections[0].bottom_margin = Mm(
        20
    )  # a usual meeting's matters are on one page, for the notice board
    paper.frame(
        municipality="ramverk.kommun.namn",
        name="Tillkännagivande",
        second="{{ organ.namn }}",
        number="",
        footer="Tillkännagivande, {{ organ.namn }} {{ sammantrade.datum|datum_kort }}",
    )
    paper.heading(1, "{{ slag }}")
    paper.text("{{ organ.namn }}", "Subtitle").paragraph_format.space_after = Pt(8)
    paper.facts(
        [
            (
                "Sammanträde",
                "{{ sammantrade.datum|datum_veckodag|versal }}"
                "{% if sammantrade.tid_start %} {{ sammantrade.tid_start|klockslag }}{% endif %}",
                "",
            ),
            ("Plats", "{{ sammantrade.plats }}", "sammantrade.plats"),
            ("Webbsändning", "{{ sammantrade.webb_tv_url }}", "sammantrade.webb_tv_url"),
            ("Ordförande", "{{ ordforande }}", "ordforande"),
            ("Paragrafer", "{{ paragrafer }}", "paragrafer"),
            ("Justerat", "{{ justerat|datum_lang }}", "justerat"),
            ("Tillkännages från och med", "{{ publicerat_tid|datum_lang }}", "publicerat_tid"),
            ("Tas ned tidigast", "{{ nedtas_tidigast|datum_lang }}", "nedtas_tidigast"),
            ("Förvaringsplats för protokollet", "{{ forvaringsplats }}", "forvaringsplats"),
            ("Handlingar", "{{ url }}", "url"),
            (
                "Intygas av",
                "{% if intygar.titel %}{{ intygar.titel }} {% endif %}{{ intygar.namn }}",
                "intygar",
            ),
            ("Underskrift", "", 'slag_kod == "justering"'),
        ],
        label=5.6,
        tight=True,
    )
    paper.document.tables[-1].rows[-2].height = Mm(14)  # room for a signature; the last row is a tag
    with paper.block("if arenden"):
        _close(paper.heading(2, "Ärenden"))
        table = paper.table((1.3, 11.5, 3.2), ("Nr", "Ärende", "Diarienummer"))
        with table.block("for arende in arenden"):
            texts = ("{{ arende.ordning }}", "{{ arende.rubrik }}", "{{ arende.diarienummer }}")
            table.row([[("Tabelltext tät", text)] for text in texts])
    paper.close()
    return paper
