"""Part 3 of the nulägesbeskrivning: goals, factors, assignments, and what they lead to."""

from __future__ import annotations

from templates._bygg.paper import Lines, Paper, only_if, side_by_side


def unit_of(field: str) -> str:
    """A unit in parentheses, unless it says no more than the number: "312 antal" is not Swedish."""
    return f'{{% if {field} and {field} != "antal" %}} ({{{{ {field} }}}}){{% endif %}}'


def outcome_and_goal(rows: str) -> list[str]:
    """The two cells of a result, with as many decimals in all rows of its unit."""
    decimals = f'{rows}|decimaler(falt="utfall,malvarde", enhet=rad.enhet)'
    return [f"{{{{ rad.{field}|tal({decimals}) }}}}" for field in ("utfall", "malvarde")]


def write(paper: Paper) -> None:
    """Write part 3."""
    paper.heading(1, "Nulägesanalys")
    _overview(paper)
    paper.heading(2, "Riktningsmål")
    with paper.block("for mal in per_riktningsmal"):
        _riktningsmal(paper)
    paper.heading(2, "Omvärldsfaktorer")
    with paper.block("for faktor in per_omvarldsfaktor"):
        _omvarldsfaktor(paper)
    _egna_mal(paper)
    _uppdrag(paper)
    paper.heading(2, "Samlad måluppfyllelse")
    paper.rich("maluppfyllelse")
    paper.heading(2, "Utrymme för riktningsförändring")
    paper.rich("utrymme_for_riktningsforandring")
    _forflyttningar(paper)
    _forslag(paper)
    _utvecklingsinsatser(paper)
    _tillitsreflektion(paper)


def _overview(paper: Paper) -> None:
    paper.heading(2, "Måluppfyllelse i korthet")
    paper.text("{{p per_riktningsmal|diagram_maluppfyllelse }}")
    table = paper.table((9.2, 3.4, 3.4), ("Riktningsmål", "Följs upp genom", "Måluppfyllelse"))
    with table.block("for mal in per_riktningsmal"):
        table.row(
            [
                "{{ mal.riktningsmal.nr }}. {{ mal.riktningsmal.rubrik }}",
                "{{ mal.uppfoljning_typ }}",
                "{{ mal.maluppfyllelse }}",
            ]
        )


def _riktningsmal(paper: Paper) -> None:
    paper.heading(3, "Riktningsmål {{ mal.riktningsmal.nr }}: {{ mal.riktningsmal.rubrik }}")
    paper.text('{{p mal.riktningsmal.text|rik("Faktaruta") }}')
    paper.text("**Bedömd måluppfyllelse:** {{ mal.maluppfyllelse }}").paragraph_format.keep_with_next = True
    paper.heading(4, "Förhållande till målet")
    paper.rich("mal.hur_man_relaterar")
    with paper.block("if mal.resultat"):
        paper.heading(4, "Resultat")
        table = paper.table(
            (8.2, 3.4, 2.2, 2.2), ("Indikator", "Period", "Utfall", "Målvärde"), numbers=(2, 3)
        )
        with table.block("for rad in mal.resultat"):
            table.row(
                [
                    [
                        ("Tabelltext", "{{ rad.indikator }}" + unit_of("rad.enhet")),
                        *only_if("rad.kommentar", "Tabellnot", "{{ rad.kommentar }}"),
                    ],
                    "{{ rad.period }}",
                    *outcome_and_goal("mal.resultat"),
                ]
            )
        # A chart only when all indicators have one unit: the loop looks for another one, `else` means there is none.
        paper.tag("for annan in mal.resultat if annan.enhet != mal.resultat[0].enhet")
        paper.tag("else")
        for condition, unit in (("!=", "mal.resultat[0].enhet"), ("==", '""')):
            with paper.block(f'if mal.resultat[0].enhet {condition} "antal"'):
                paper.text(
                    '{{p mal.resultat|diagram(rubrik="Utfall och målvärde", kategori="indikator", '
                    f'serier="utfall:Utfall,malvarde:Målvärde", enhet={unit}) }}}}'
                )
        paper.tag("endfor")
    paper.optional(4, "Framdrift", "mal.framdrift")
    paper.optional(4, "Arbetet med målet", "mal.hur_tagit_sig_an")
    paper.optional(4, "Förutsättningar", "mal.forutsattningar")


def _omvarldsfaktor(paper: Paper) -> None:
    paper.heading(
        3,
        "{{ faktor.omvarldsfaktor.typ }} {{ faktor.omvarldsfaktor.nr }}: {{ faktor.omvarldsfaktor.rubrik }}",
    )
    paper.text('{{p faktor.omvarldsfaktor.beskrivning|rik("Faktaruta") }}')
    paper.heading(4, "Förhållningssätt")
    paper.rich("faktor.forhallningssatt")
    paper.heading(4, "Risker")
    with paper.block("if faktor.risker"):
        table = paper.table((5.8, 10.2), ("Risk", "Beskrivning"))
        with table.block("for risk in faktor.risker"):
            table.row([risk_lines("risk"), '{{p risk.beskrivning|rik("Tabelltext") }}'])
    with paper.block("if not faktor.risker"):
        paper.text("Inga risker har identifierats.")
    paper.heading(4, "Möjligheter")
    with paper.block("if faktor.mojligheter"):
        table = paper.table((5.8, 10.2), ("Möjlighet", "Beskrivning"))
        with table.block("for mojlighet in faktor.mojligheter"):
            table.row(["{{ mojlighet.rubrik }}", '{{p mojlighet.beskrivning|rik("Tabelltext") }}'])
    with paper.block("if not faktor.mojligheter"):
        paper.text("Inga möjligheter har identifierats.")
    paper.heading(4, "Hantering")
    paper.rich("faktor.hur_man_tar_sig_an")


def risk_lines(risk: str, *, bold: bool = False) -> list[tuple[str, str]]:
    """A risk's rubrik, and its degrees where they are given."""
    degrees = (
        f"{{% if {risk}.sannolikhet %}}Sannolikhet {{{{ {risk}.sannolikhet }}}} av 4{{% endif %}}"
        f"{{% if {risk}.sannolikhet and {risk}.konsekvens %}}, konsekvens {{{{ {risk}.konsekvens }}}} av 4"
        f"{{% elif {risk}.konsekvens %}}Konsekvens {{{{ {risk}.konsekvens }}}} av 4{{% endif %}}"
    )
    mark = "**" if bold else ""
    return [
        ("Tabelltext", f"{mark}{{{{ {risk}.rubrik }}}}{mark}"),
        *only_if(f"{risk}.sannolikhet or {risk}.konsekvens", "Tabellnot", degrees),
    ]


def _egna_mal(paper: Paper) -> None:
    with paper.block("if egna_mal"):
        paper.heading(2, "Egna mål")
        table = paper.table((1.0, 6.2, 6.0, 2.8), ("Nr", "Mål", "Utfall", "Måluppfyllelse"))
        with table.block("for eget in egna_mal"):
            table.row(
                [
                    "{{ loop.index }}",
                    '{{p eget.organmal.text|rik("Tabelltext") }}',
                    "{{ eget.utfall }}",
                    "{{ eget.maluppfyllelse }}",
                ]
            )
        with paper.block("for eget in egna_mal"):
            paper.heading(3, "Resonemang om mål {{ loop.index }}")
            paper.rich("eget.resonemang")


def _uppdrag(paper: Paper) -> None:
    with paper.block("if uppdrag"):
        paper.heading(2, "Uppdrag från kommunfullmäktige")
        table = paper.table((1.6, 8.6, 3.4, 2.4), ("Uppdrag", "Lydelse", "Särskild satsning", "Status"))
        with table.block("for givet in uppdrag"):
            table.row(
                [
                    "{{ givet.uppdrag.nr }}",
                    '{{p givet.uppdrag.text|rik("Tabelltext") }}',
                    "{% if givet.uppdrag.sarskild_satsning %}Ja"
                    "{% if givet.uppdrag.medel_tkr %}, {{ givet.uppdrag.medel_tkr|tkr }}{% endif %}"
                    "{% else %}Nej{% endif %}",
                    "{{ givet.status }}",
                ]
            )
        with paper.block("for givet in uppdrag"):
            paper.heading(3, "Redovisning av uppdrag {{ givet.uppdrag.nr }}")
            paper.rich("givet.resonemang")


def _links(paper: Paper, owner: str) -> None:
    """The goals and factors something rests on."""
    with paper.block(f"if {owner}.riktningsmal"):
        paper.text(f"**Riktningsmål:** {side_by_side(f'{owner}.riktningsmal', '.rubrik')}")
    with paper.block(f"if {owner}.omvarldsfaktorer"):
        paper.text(f"**Omvärldsfaktorer:** {side_by_side(f'{owner}.omvarldsfaktorer', '.rubrik')}")


def _forflyttningar(paper: Paper) -> None:
    paper.heading(2, "Möjliga förflyttningar")
    with paper.block("for forflyttning in mojliga_forflyttningar"):
        paper.heading(3, "{{ forflyttning.rubrik }}")
        table = paper.table((8, 8), ("Från", "Till"))
        table.row(
            [
                '{{p forflyttning.fran_lage|rik("Tabelltext") }}',
                '{{p forflyttning.till_lage|rik("Tabelltext") }}',
            ]
        )
        paper.heading(4, "Motiv")
        paper.rich("forflyttning.motiv")
        _links(paper, "forflyttning")


def _forslag(paper: Paper) -> None:
    with paper.block("if forslag_nya_mal or forslag_uppdrag or forslag_justerade_forutsattningar"):
        paper.heading(2, "Förslag inför nästa period")
        with paper.block("if forslag_nya_mal"):
            paper.heading(3, "Förslag till nya mål")
            table = paper.table((6.2, 2.4, 7.4), ("Mål", "Period", "Motivering"))
            with table.block("for forslag in forslag_nya_mal"):
                table.row(
                    [_nytt_mal(), "{{ forslag.period }}", '{{p forslag.motivering|rik("Tabelltext") }}']
                )
        with paper.block("if forslag_uppdrag"):
            paper.heading(3, "Förslag till uppdrag")
            table = paper.table((6.2, 2.4, 7.4), ("Uppdrag", "Slag", "Motivering"))
            with table.block("for forslag in forslag_uppdrag"):
                table.row(
                    [_uppdragsforslag(), "{{ forslag.slag }}", '{{p forslag.motivering|rik("Tabelltext") }}']
                )
        with paper.block("if forslag_justerade_forutsattningar"):
            paper.heading(3, "Förslag till justerade förutsättningar")
            forutsattningar(paper)


def _nytt_mal() -> Lines:
    goals, factors = (
        side_by_side(f"forslag.{name}", ".rubrik") for name in ("riktningsmal", "omvarldsfaktorer")
    )
    return [
        ("Tabelltext", '{{p forslag.malformulering|rik("Tabelltext") }}'),
        *only_if("forslag.riktningsmal", "Tabellnot", f"Riktningsmål: {goals}"),
        *only_if("forslag.omvarldsfaktorer", "Tabellnot", f"Omvärldsfaktorer: {factors}"),
    ]


def _uppdragsforslag() -> Lines:
    return [
        ("Tabelltext", '{{p forslag.text|rik("Tabelltext") }}'),
        *only_if("forslag.uppdrag", "Tabellnot", "Avser uppdrag {{ forslag.uppdrag.nr }}"),
    ]


def forutsattningar(paper: Paper) -> None:
    """The table of adjusted preconditions, with amounts in tkr and their sum; the dialog's template has it too."""
    table = paper.table((5.6, 8.0, 2.4), ("Förslag", "Motivering", "Belopp (tkr)"), numbers=(2,))
    with table.block("for justering in forslag_justerade_forutsattningar"):
        table.row(
            [
                [
                    ("Tabelltext", '{{p justering.text|rik("Tabelltext") }}'),
                    ("Tabellnot", "Typ: {{ justering.typ }}"),
                ],
                '{{p justering.motivering|rik("Tabelltext") }}',
                "{{ justering.belopp_tkr|tal(0) }}",
            ]
        )
    total = 'forslag_justerade_forutsattningar|summa("belopp_tkr")'
    with table.block(f'if {total} != "0"'):
        table.row(["Summa", "", f"{{{{ {total}|tal(0) }}}}"], total=True)


def _utvecklingsinsatser(paper: Paper) -> None:
    with paper.block("if planerade_utvecklingsinsatser"):
        paper.heading(2, "Planerade utvecklingsinsatser")
        table = paper.table((4.6, 8.8, 2.6), ("Insats", "Beskrivning", "Period"))
        with table.block("for insats in planerade_utvecklingsinsatser"):
            table.row(
                ["{{ insats.rubrik }}", '{{p insats.beskrivning|rik("Tabelltext") }}', "{{ insats.period }}"]
            )


def _tillitsreflektion(paper: Paper) -> None:
    with paper.block("if tillitsreflektion"):
        paper.heading(2, "Reflektion utifrån tillitsprinciperna")
        table = paper.table((4.0, 12.0), ("Princip", "Reflektion"))
        with table.block("for reflektion in tillitsreflektion"):
            table.row(["{{ reflektion.princip.rubrik }}", '{{p reflektion.text|rik("Tabelltext") }}'])
