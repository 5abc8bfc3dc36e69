"""The template of the nulägesbild: what all bodies say, goal by goal and factor by factor, with its source."""

from __future__ import annotations

from templates._bygg import nulagesbild_forslag
from templates._bygg.nulagesanalys import outcome_and_goal, risk_lines, unit_of
from templates._bygg.nulagesbild_kalla import ORGAN_WIDTH, SMALL, SMALL_HEAD, add_styles, organ_cell, source
from templates._bygg.paper import Paper


def build() -> Paper:
    """Write the whole template."""
    paper = Paper("Nulägesbild", numbered=True, plain_links=True)
    add_styles(paper)
    paper.frame(
        municipality="ramverk.kommun.namn",
        name="Nulägesbild {{ ar }}",
        second="Vad nämnder och bolag säger",
        number="diarienummer",
        footer="Nulägesbild {{ ar }}, {{ datum|datum_kort }}",
    )
    _head(paper)
    _in_short(paper)
    _overall(paper)
    _goals(paper)
    _factors(paper)
    nulagesbild_forslag.write(paper)
    paper.close()
    return paper


def _head(paper: Paper) -> None:
    paper.text("Nulägesbild {{ ar }}", "Title")
    paper.text("Vad nämnder och bolag säger", "Subtitle")
    paper.facts(
        [
            ("Verksamhetsår", "{{ ar }}", ""),
            ("Sammanställd för", "Kommunfullmäktige", ""),
            ("Läggs fram av", "{{ organ.namn }}", ""),
            ("Datum", "{{ datum|datum_lang }}", ""),
            ("Diarienummer", "{{ diarienummer }}", "diarienummer"),
        ]
    )
    paper.text("Så är nulägesbilden gjord", "Rubrik 1 utan nummer")
    paper.text(
        "Nulägesbilden samlar vad kommunens nämnder och bolag skriver i sina nulägesbeskrivningar för {{ ar }} och vad "
        "tillitsdialogerna ledde fram till. Texterna återges i sin helhet med avsändarens egna ord. Talen är hämtade "
        "ur rapporterna eller räknade ur dem. Vid varje text står vilken rapport, vilket avsnitt och vilken sida den "
        "är hämtad från; sidnumret är rapportens eget."
    )
    paper.text(
        "Måluppfyllelsen är nämndernas och bolagens egen bedömning. Den visas med tecken och ord: "
        "●●\u00a0Uppnått, ●○\u00a0Delvis uppnått, ○○\u00a0Ej uppnått och –\u00a0Ej bedömt."
    )
    paper.text(
        "Här återges nulägesanalyserna: riktningsmål, omvärldsfaktorer, samlad måluppfyllelse, möjliga "
        "förflyttningar, förslag och planerade utvecklingsinsatser. Verksamhetsbeskrivning, omvärldsanalys, egna mål, "
        "redovisning av uppdrag och reflektion utifrån tillitsprinciperna finns i rapporterna."
    )
    paper.text("Innehåll", "TOC Heading").paragraph_format.page_break_before = True
    paper.contents_field()


def _in_short(paper: Paper) -> None:
    paper.heading(1, "Nulägesbilden i korthet")
    paper.heading(2, "Underlag och förslag i tal")
    table = paper.table((11.4, 4.6), ("Vad", "Antal"), numbers=(1,))
    for name, value in (
        ("Nämnder och bolag som ska lämna en nulägesbeskrivning", "antal_organ|tal"),
        ("Nulägesbeskrivningar som återges", "antal_aterges|tal"),
        ("Tillitsdialoger som återges", "dialoger|antal"),
        ("Förslag till nya mål", "forslagssumma.nya_mal|tal"),
        ("Förslag till nya eller ändrade uppdrag", "forslagssumma.uppdrag|tal"),
        ("Förslag till justerade förutsättningar", "forslagssumma.forutsattningar|tal"),
        ("Förslag med belopp", "forslagssumma.med_belopp|tal"),
        ("Förslag utan belopp", "forslagssumma.utan_belopp|tal"),
        ("Summa av de belopp som anges", "forslagssumma.summa_tkr|tkr"),
    ):
        table.row([name, f"{{{{ {value} }}}}"])
    with paper.block("if ej_lamnade"):
        paper.text('**Har inte lämnat:** {{ ej_lamnade|upprakning("namn") }}')
    with paper.block("for rad in ej_aterges"):
        paper.text("**{{ rad.organ.namn }}:** {{ rad.lage }}")
    paper.heading(2, "Måluppfyllelse per nämnd och bolag")
    paper.text(
        '{{p matris|matris(riktningsmal, hornrubrik="Nämnd eller bolag", namn="organ.namn", rubrik="rubrik", '
        f'celler="bedomningar", stil="{SMALL}", rubrikstil="{SMALL_HEAD}") }}}}'
    )
    paper.heading(2, "Måluppfyllelse per riktningsmål")
    paper.text(
        '{{p riktningsmal|diagram(rubrik="Antal nämnder och bolag per bedömning", kategori="rubrik", '
        'serier="uppnatt:Uppnått,delvis:Delvis uppnått,ej:Ej uppnått,ej_bedomt:Ej bedömt", staplad="ja") }}'
    )
    headings = (
        "Riktningsmål",
        "●●\u00a0Uppnått",
        "●○\u00a0Delvis uppnått",
        "○○\u00a0Ej uppnått",
        "–\u00a0Ej bedömt",
    )
    table = paper.table((6.8, 2.2, 2.4, 2.3, 2.3), headings, numbers=(1, 2, 3, 4))
    with table.block("for mal in riktningsmal"):
        counted = [f"{{{{ mal.{name} }}}}" for name in ("uppnatt", "delvis", "ej", "ej_bedomt")]
        table.row(["{{ mal.rubrik }}", *counted])
    nulagesbild_forslag.amounts(paper)


def _overall(paper: Paper) -> None:
    paper.heading(1, "Samlad måluppfyllelse och utrymme för riktningsförändring")
    with paper.block("for svar in samlat"):
        paper.heading(2, "{{ svar.organ.namn }}")
        source(paper, "svar")
        paper.heading(3, "Samlad måluppfyllelse")
        paper.rich("svar.maluppfyllelse")
        paper.heading(3, "Utrymme för riktningsförändring")
        paper.rich("svar.utrymme_for_riktningsforandring")


def _goals(paper: Paper) -> None:
    paper.heading(1, "Riktningsmål")
    with paper.block("for mal in riktningsmal"):
        paper.heading(2, "Riktningsmål {{ mal.riktningsmal.nr }}: {{ mal.riktningsmal.rubrik }}")
        paper.text('{{p mal.riktningsmal.text|rik("Faktaruta") }}')
        with paper.block("for svar in mal.svar"):
            _goal_answer(paper)


def _goal_answer(paper: Paper) -> None:
    paper.heading(3, "{{ svar.organ.namn }}")
    assessed = "**Egen bedömning:** {{ svar.tecken }}\u00a0{{ svar.maluppfyllelse }}. Följs upp genom "
    layout = paper.text(
        assessed + '{% if svar.uppfoljning_typ_kod == "resultat" %}resultat'
        '{% elif svar.uppfoljning_typ_kod == "framdrift" %}framdrift{% else %}resonemang{% endif %}.'
    ).paragraph_format
    layout.keep_with_next = True
    source(paper, "svar")
    paper.heading(4, "Förhållande till målet")
    paper.rich("svar.hur_man_relaterar")
    with paper.block("if svar.resultat"):
        paper.heading(4, "Resultat")
        headings = ("Indikator", "Period", "Utfall", "Målvärde")
        table = paper.table((8.2, 3.4, 2.2, 2.2), headings, numbers=(2, 3))
        with table.block("for rad in svar.resultat"):
            table.row(
                [
                    [
                        ("Tabelltext", "{{ rad.indikator }}" + unit_of("rad.enhet")),
                        ("Malltagg", "{%p if rad.kommentar %}"),
                        ("Tabellnot", "{{ rad.kommentar }}"),
                        ("Malltagg", "{%p endif %}"),
                    ],
                    "{{ rad.period }}",
                    *outcome_and_goal("svar.resultat"),
                ]
            )
    paper.optional(4, "Framdrift", "svar.framdrift")
    paper.optional(4, "Arbetet med målet", "svar.hur_tagit_sig_an")
    paper.optional(4, "Förutsättningar", "svar.forutsattningar")


def _factors(paper: Paper) -> None:
    paper.heading(1, "Omvärldsfaktorer")
    with paper.block("for kapitel in omvarldsfaktorer"):
        factor = "kapitel.omvarldsfaktor"
        paper.heading(2, f"{{{{ {factor}.typ }}}} {{{{ {factor}.nr }}}}: {{{{ {factor}.rubrik }}}}")
        paper.text(f'{{{{p {factor}.beskrivning|rik("Faktaruta") }}}}')
        paper.heading(3, "Risker och möjligheter")
        paper.text(
            "Antal risker: {{ kapitel.antal_risker }}. Antal möjligheter: {{ kapitel.antal_mojligheter }}. Nämndens "
            "eller bolagets risker och möjligheter står bredvid varandra i den ordning som rapporten har dem."
        ).paragraph_format.keep_with_next = True
        table = paper.table((ORGAN_WIDTH, 6.0, 6.05), ("Nämnd eller bolag", "Risk", "Möjlighet"))
        with table.block("for rad in kapitel.rader"):
            table.row([organ_cell("rad"), _risk(), _opportunity()])
        with paper.block("for svar in kapitel.svar"):
            paper.heading(3, "{{ svar.organ.namn }}")
            source(paper, "svar")
            paper.heading(4, "Förhållningssätt")
            paper.rich("svar.forhallningssatt")
            paper.heading(4, "Hantering")
            paper.rich("svar.hur_man_tar_sig_an")


def _risk() -> list[tuple[str, str]]:
    return [
        ("Malltagg", "{%p if rad.risk %}"),
        *risk_lines("rad.risk", bold=True),
        ("Tabelltext", '{{p rad.risk.beskrivning|rik("Tabelltext") }}'),
        ("Malltagg", "{%p elif rad.inga_risker %}"),
        ("Tabelltext", "Inga risker har identifierats."),
        ("Malltagg", "{%p endif %}"),
    ]


def _opportunity() -> list[tuple[str, str]]:
    return [
        ("Malltagg", "{%p if rad.mojlighet %}"),
        ("Tabelltext", "**{{ rad.mojlighet.rubrik }}**"),
        ("Tabelltext", '{{p rad.mojlighet.beskrivning|rik("Tabelltext") }}'),
        ("Malltagg", "{%p elif rad.inga_mojligheter %}"),
        ("Tabelltext", "Inga möjligheter har identifierats."),
        ("Malltagg", "{%p endif %}"),
    ]
