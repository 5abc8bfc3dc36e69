"""The second half of the nulägesbild: shifts, proposals, dialogs, change since last year, and the sources."""

from __future__ import annotations

from templates._bygg.nulagesanalys import unit_of
from templates._bygg.nulagesbild_kalla import (
    NOTE_RIGHT,
    ORGAN_WIDTH,
    SMALL,
    SOURCE,
    links,
    organ_cell,
    source,
)
from templates._bygg.paper import Lines, Paper, only_if, side_by_side


def write(paper: Paper) -> None:
    """Write these chapters."""
    _shifts(paper)
    _proposals(paper)
    _developments(paper)
    _dialogs(paper)
    _change(paper)
    _sources(paper)


def amounts(paper: Paper) -> None:
    """How many proposals each body makes, and the sum of the amounts it names."""
    paper.heading(2, "Förslag och belopp per nämnd och bolag")
    paper.text(
        '{{p belopp|diagram(rubrik="Summa av angivna belopp (tkr)", kategori="namn", serier="summa_tkr:Summa", '
        'enhet="tkr") }}'
    )
    headings = (
        "Nämnd eller bolag", "Nya mål", "Uppdrag", "Förut\u00adsätt\u00adningar", "Med belopp", "Utan belopp",
        "Summa (tkr)",
    )  # fmt: skip
    table = paper.table((4.6, 1.5, 1.8, 2.2, 1.8, 1.8, 2.3), headings, numbers=range(1, 7))
    fields = ("nya_mal", "uppdrag", "forutsattningar", "med_belopp", "utan_belopp")
    with table.block("for rad in belopp"):
        counted = [f"{{{{ rad.{field} }}}}" for field in fields]
        table.row(["{{ rad.organ.namn }}", *counted, "{{ rad.summa_tkr|tal }}"])
    counted = [f"{{{{ forslagssumma.{field} }}}}" for field in fields]
    table.row(["Summa", *counted, "{{ forslagssumma.summa_tkr|tal }}"], total=True)


def _shifts(paper: Paper) -> None:
    paper.heading(1, "Möjliga förflyttningar")
    with paper.block("for kapitel in forflyttningar"):
        paper.heading(2, "{{ kapitel.organ.namn }}")
        source(paper, "kapitel")
        with paper.block("for forflyttning in kapitel.forflyttningar"):
            paper.heading(3, "{{ forflyttning.rubrik }}")
            table = paper.table((8, 8), ("Från", "Till"))
            places = ("fran_lage", "till_lage")
            table.row([f'{{{{p forflyttning.{place}|rik("Tabelltext") }}}}' for place in places])
            paper.heading(4, "Motiv")
            paper.rich("forflyttning.motiv")
            links(paper, "forflyttning")


def _proposals(paper: Paper) -> None:
    paper.heading(1, "Förslag inför nästa period")
    with paper.block("if not forslag"):
        paper.text("Inga förslag finns i rapporterna.")
    with paper.block("if forslag"):
        paper.heading(2, "Alla förslag")
        paper.text(
            "Antal förslag: {{ forslagssumma.antal }}, varav med belopp: {{ forslagssumma.med_belopp }} och utan "
            "belopp: {{ forslagssumma.utan_belopp }}. Summan gäller bara de belopp som anges."
        ).paragraph_format.keep_with_next = True
        headings = ("Nr", "Nämnd eller bolag", "Förslag", "Motivering", "Belopp (tkr)")
        table = paper.table((0.9, ORGAN_WIDTH, 4.95, 4.6, 1.6), headings, numbers=(4,))
        with table.block("for rad in forslag"):
            table.row(
                [
                    "{{ loop.index }}",
                    organ_cell("rad"),
                    _proposal(),
                    '{{p rad.motivering|rik("Tabelltext") }}',
                    "{{ rad.belopp_tkr|tal }}",
                ]
            )
        table.row(["", "Summa", "", "", "{{ forslagssumma.summa_tkr|tal }}"], total=True)


def _proposal() -> Lines:
    goals, factors = (side_by_side(f"rad.{name}", ".rubrik") for name in ("riktningsmal", "omvarldsfaktorer"))
    return [
        ("Tabelltext", "**{{ rad.slag }}**"),
        ("Tabelltext", '{{p rad.text|rik("Tabelltext") }}'),
        *only_if("rad.period", "Tabellnot", "Period: {{ rad.period }}"),
        *only_if("rad.uppdrag", "Tabellnot", "Avser uppdrag {{ rad.uppdrag.nr }}"),
        *only_if("rad.riktningsmal", "Tabellnot", f"Riktningsmål: {goals}"),
        *only_if("rad.omvarldsfaktorer", "Tabellnot", f"Omvärldsfaktorer: {factors}"),
    ]


def _developments(paper: Paper) -> None:
    paper.heading(1, "Planerade utvecklingsinsatser")
    with paper.block("if not utvecklingsinsatser"):
        paper.text("Inga planerade utvecklingsinsatser finns i rapporterna.")
    with paper.block("if utvecklingsinsatser"):
        headings = ("Nämnd eller bolag", "Insats", "Beskrivning", "Period")
        table = paper.table((ORGAN_WIDTH, 3.6, 6.05, 2.4), headings)
        with table.block("for rad in utvecklingsinsatser"):
            table.row(
                [
                    organ_cell("rad"),
                    "{{ rad.rubrik }}",
                    '{{p rad.beskrivning|rik("Tabelltext") }}',
                    "{{ rad.period }}",
                ]
            )


def _dialogs(paper: Paper) -> None:
    paper.heading(1, "Tillitsdialogerna")
    with paper.block("if not dialoger"):
        paper.text("Inga sammanfattningar av tillitsdialoger finns i underlaget.")
    with paper.block('if antal_dialoger_ej_aterges != "0"'):
        paper.text(
            "Antal sekretessmarkerade sammanfattningar som inte återges: {{ antal_dialoger_ej_aterges }}."
        )
    with paper.block("for dialog in dialoger"):
        paper.heading(2, "{{ dialog.titel }}")
        source(paper, "dialog")
        days = (
            "{% for dag in dialog.datum %}{% if not loop.first %}{% if loop.last %} och {% else %}, {% endif %}"
            "{% endif %}{{ dag|datum_lang }}{% endfor %}"
        )
        kind = '**Slag:** {{ dialog.typ }}. **Parter:** {{ dialog.parter|upprakning("namn") }}. **Datum:** '
        paper.text(f"{kind}{days}.").paragraph_format.keep_with_next = True
        paper.heading(3, "Resultatet av dialogen")
        paper.rich("dialog.sammanfattning_resultat")
        with paper.block("if dialog.slutsatser"):
            paper.heading(3, "Slutsatser")
            paper.text("{{p dialog.slutsatser|punktlista }}")
        with paper.block('if dialog.typ_kod == "C"'):
            _said_of_proposals(paper)
        with paper.block("if dialog.nasta_steg"):
            paper.heading(3, "Nästa steg")
            table = paper.table((8.6, 4.6, 2.8), ("Vad", "Vem", "När"))
            with table.block("for steg in dialog.nasta_steg"):
                table.row(["{{ steg.vad }}", "{{ steg.vem }}", "{{ steg.nar }}"])


def _said_of_proposals(paper: Paper) -> None:
    paper.heading(3, "Om förslagen till nya uppdrag")
    with paper.block("if dialog.forslag_nya_uppdrag"):
        table = paper.table((8, 8), ("Uppdrag", "Motivering"))
        with table.block("for rad in dialog.forslag_nya_uppdrag"):
            table.row([f'{{{{p rad.{field}|rik("Tabelltext") }}}}' for field in ("text", "motivering")])
    with paper.block("if not dialog.forslag_nya_uppdrag"):
        paper.text("Inga nya uppdrag föreslås.")
    paper.heading(3, "Om förslagen till justerade förutsättningar")
    with paper.block("if dialog.forslag_justerade_forutsattningar"):
        headings = ("Förslag", "Vad dialogen ledde fram till", "Belopp (tkr)")
        table = paper.table((5.6, 8.0, 2.4), headings, numbers=(2,))
        with table.block("for rad in dialog.forslag_justerade_forutsattningar"):
            table.row(
                [
                    [
                        ("Tabelltext", '{{p rad.text|rik("Tabelltext") }}'),
                        ("Tabellnot", "Typ: {{ rad.typ }}"),
                    ],
                    '{{p rad.motivering|rik("Tabelltext") }}',
                    "{{ rad.belopp_tkr|tal }}",
                ]
            )
        with table.block('if dialog.summa_tkr != "0"'):
            table.row(["Summa", "", "{{ dialog.summa_tkr|tal }}"], total=True)
    with paper.block("if not dialog.forslag_justerade_forutsattningar"):
        paper.text("Inga justerade förutsättningar föreslås.")
    paper.optional(3, "Kommunstyrelsens bedömning", "dialog.ks_bedomning")
    with paper.block("if dialog.ks_forslag_till_kf"):
        paper.heading(3, "Kommunstyrelsens förslag till kommunfullmäktige")
        paper.proposals("dialog.ks_forslag_till_kf")


def _change(paper: Paper) -> None:
    paper.heading(1, "Förändring mot {{ forra_aret }}")
    with paper.block("if not forandringar"):
        paper.text("Inga nulägesbeskrivningar för {{ forra_aret }} finns i underlaget.")
    with paper.block("for rad in forandringar"):
        paper.heading(2, "{{ rad.organ.namn }}")
        both = "{{{{r rad.hanvisning_{0}.lank|lank(rad.hanvisning_{0}.text) }}}}"
        paper.text(f"Källor: {both.format('forr')}; {both.format('nu')}", SOURCE)
        _goal_change(paper)
        _indicator_change(paper)
        _proposal_change(paper)


def _goal_change(paper: Paper) -> None:
    paper.heading(3, "Egen bedömning av måluppfyllelsen")
    with paper.block('if rad.gemensamma_mal == "0"'):
        paper.text(
            "Inget riktningsmål finns i båda årens rapporter. Bedömningarna visas bredvid varandra men kan inte "
            "jämföras mål för mål."
        )
    table = paper.table((8.8, 3.6, 3.6), ("Riktningsmål", "{{ forra_aret }}", "{{ ar }}"))
    with table.block("for mal in rad.mal"):
        cells = [
            f"{{% if mal.{when} %}}{{{{ mal.{when}_tecken }}}}\u00a0{{{{ mal.{when} }}}}"
            "{% else %}Behandlas inte{% endif %}"
            for when in ("forr", "nu")
        ]
        goal: Lines = [
            ("Tabelltext", "{{ mal.riktningsmal.nr }}. {{ mal.riktningsmal.rubrik }}"),
            ("Tabellnot", "Gäller från och med {{ mal.riktningsmal.giltig_fran|datum_lang }}"),
        ]
        table.row([goal, *cells])


def _indicator_change(paper: Paper) -> None:
    paper.heading(3, "Indikatorer")
    with paper.block("if not rad.indikatorer"):
        paper.text("Ingen indikator finns med samma namn och enhet i båda årens rapporter.")
    with paper.block("if rad.indikatorer"):
        headings = ("Indikator", "{{ forra_aret }}", "{{ ar }}", "Förändring", "Riktning")
        table = paper.table((6.4, 2.6, 2.6, 2.2, 2.2), headings, numbers=(1, 2, 3))
        with table.block("for indikator in rad.indikatorer"):
            cells: list[Lines] = ["{{ indikator.indikator }}" + unit_of("indikator.enhet")]
            cells += [
                [
                    ("Tabelltal", f"{{{{ indikator.{when}|tal(indikator.decimaler) }}}}"),
                    (NOTE_RIGHT, f"{{{{ indikator.{when}_period }}}}"),
                ]
                for when in ("forr", "nu")
            ]
            cells += [
                "{% if indikator.okar %}+{% endif %}{{ indikator.skillnad|tal(indikator.decimaler) }}",
                "{{ indikator.riktning }}",
            ]
            table.row(cells)


def _proposal_change(paper: Paper) -> None:
    paper.heading(3, "Förslag")
    headings = ("Förslag", "{{ forra_aret }}", "{{ ar }}")
    table = paper.table((8.8, 3.6, 3.6), headings, numbers=(1, 2))
    for name, field in (
        ("Nya mål", "nya_mal"),
        ("Nya eller ändrade uppdrag", "uppdrag"),
        ("Justerade förutsättningar", "forutsattningar"),
        ("Förslag utan belopp", "utan_belopp"),
    ):
        table.row([name, *(f"{{{{ rad.{when}.{field} }}}}" for when in ("forr", "nu"))])
    table.row(
        ["Summa av angivna belopp (tkr)", *(f"{{{{ rad.{when}.summa_tkr|tal }}}}" for when in ("forr", "nu"))]
    )


def _sources(paper: Paper) -> None:
    paper.heading(1, "Underlag")
    paper.heading(2, "Nulägesbeskrivningar")
    table = paper.table(
        (ORGAN_WIDTH, 4.65, 2.3, ORGAN_WIDTH, 1.15),
        ("Nämnd eller bolag", "Läge", "Nummer, datum", "Beslut", "Även {{ forra_aret }}"),
    )
    with table.block("for rad in underlag"):
        table.row(
            [
                [(SMALL, "{{ rad.organ.namn }}")],
                [(SMALL, "{{ rad.lage }}"), *only_if("rad.status", "Tabellnot", "{{ rad.status }}")],
                [
                    ("Malltagg", "{%p if rad.aterges %}"),
                    (SMALL, "{{ rad.diarienummer }}"),
                    (SMALL, "{{ rad.datum|datum_kort }}"),
                    ("Malltagg", "{%p endif %}"),
                ],
                [
                    ("Malltagg", "{%p if rad.beslut %}"),
                    (SMALL, "{{ rad.beslut.organ }}"),
                    (SMALL, "{{ rad.beslut.datum|datum_kort }}, {{ rad.beslut.paragraf|paragraf }}"),
                    ("Malltagg", "{%p endif %}"),
                ],
                "{% if rad.forra_aret %}Ja{% else %}Nej{% endif %}",
            ]
        )
    with paper.block("if dialoger"):
        paper.heading(2, "Sammanfattningar av tillitsdialoger")
        table = paper.table((7.9, 5.8, 2.3), ("Dialog", "Slag", "Nummer"))
        with table.block("for dialog in dialoger"):
            fields = ("titel", "typ", "diarienummer")
            table.row([[(SMALL, f"{{{{ dialog.{field} }}}}")] for field in fields])
