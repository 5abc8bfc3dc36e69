"""The template of the dialogsammanfattning: kinds A, B and C in one, told apart by `typ_kod`."""

from __future__ import annotations

from templates._bygg.nulagesanalys import forutsattningar
from templates._bygg.paper import Paper


def build() -> Paper:
    """Write the whole template."""
    paper = Paper("Sammanfattning av tillitsdialog")
    paper.frame(
        municipality="ramverk.kommun.namn",
        name="Sammanfattning av tillitsdialog",
        second="{{ typ }}",
        number="diarienummer",
        footer="Sammanfattning av tillitsdialog {{ ar }}, {{ dokument.datum|datum_kort }}",
    )
    _head(paper)
    paper.heading(1, "Resultatet av dialogen")
    paper.rich("sammanfattning_resultat")
    with paper.block("if slutsatser"):
        paper.heading(1, "Slutsatser")
        paper.text("{{p slutsatser|punktlista }}")
    with paper.block('if typ_kod == "C"'):
        _kind_c(paper)
    with paper.block('if typ_kod == "A"'):
        _kind_a(paper)
    with paper.block('if typ_kod == "B"'):
        _points(paper)
    with paper.block("for avsnitt in egna_avsnitt"):
        paper.heading(1, "{{ avsnitt.rubrik }}")
        paper.rich("avsnitt.text")
    _tail(paper)
    paper.close()
    return paper


def _head(paper: Paper) -> None:
    paper.text("{{ titel }}", "Title")
    paper.text("{{ typ }}", "Subtitle")
    days = [
        ("Malltagg", "{%p for dag in datum %}"),
        ("Tabelltext", "{{ dag|datum_veckodag|versal }}"),
        ("Malltagg", "{%p endfor %}"),
    ]
    parties = [
        ("Malltagg", "{%p for part in parter %}"),
        ("Tabelltext", "{{ part.namn }}"),
        ("Malltagg", "{%p endfor %}"),
    ]
    analysis = (
        "{{ nulagesbeskrivning.organ.namn }}, {{ nulagesbeskrivning.ar }}"
        "{% if nulagesbeskrivning.diarienummer %}, {{ nulagesbeskrivning.diarienummer }}{% endif %}"
    )
    paper.facts(
        [
            ("Diarienummer", "{{ diarienummer }}", ""),
            ("Datum för dialogen", days, ""),
            ("Plats", "{{ plats }}", "plats"),
            ("Parter", parties, ""),
            ("Nulägesbeskrivning", analysis, 'typ_kod == "C" and nulagesbeskrivning'),
            ("Redovisas till", "{{ redovisas_till.namn }}", "redovisas_till"),
            ("Godkänd av", "{{ godkand_av.namn }}, {{ godkand_av.datum|datum_lang }}", "godkand_av"),
            ("Sekretess", "{{ sekretess.bestammelse }}", "sekretess and sekretess.markerad"),
        ]
    )


def _kind_a(paper: Paper) -> None:
    paper.optional(1, "Uppdrag", "uppdrag")
    paper.optional(1, "Resultat", "resultat")
    paper.optional(1, "Planerade utvecklingsinsatser", "planerade_utvecklingsinsatser")


def _kind_c(paper: Paper) -> None:
    paper.optional(1, "Motivering av analysen", "motivering_av_analys")
    _points(paper)
    paper.heading(1, "Förslag till nya uppdrag")
    with paper.block("if forslag_nya_uppdrag"):
        table = paper.table((8, 8), ("Uppdrag", "Motivering"))
        with table.block("for forslag in forslag_nya_uppdrag"):
            table.row(
                ['{{p forslag.text|rik("Tabelltext") }}', '{{p forslag.motivering|rik("Tabelltext") }}']
            )
    with paper.block("if not forslag_nya_uppdrag"):
        paper.text("Inga nya uppdrag föreslås.")
    paper.heading(1, "Förslag till justerade förutsättningar")
    with paper.block("if forslag_justerade_forutsattningar"):
        forutsattningar(paper)
    with paper.block("if not forslag_justerade_forutsattningar"):
        paper.text("Inga justerade förutsättningar föreslås.")
    paper.optional(1, "Kommunstyrelsens bedömning", "ks_bedomning")
    with paper.block("if ks_forslag_till_kf"):
        paper.heading(1, "Kommunstyrelsens förslag till kommunfullmäktige")
        paper.proposals("ks_forslag_till_kf")
    paper.optional(1, "Notering om uppsikten", "uppsikt_notering")


def _points(paper: Paper) -> None:
    for field, title, one in (
        ("utmaningar", "Utmaningar", "Utmaning"),
        ("mojligheter", "Möjligheter", "Möjlighet"),
    ):
        with paper.block(f"if {field}"):
            paper.heading(1, title)
            table = paper.table((5.0, 11.0), (one, "Beskrivning"))
            with table.block(f"for punkt in {field}"):
                table.row(["{{ punkt.rubrik }}", '{{p punkt.beskrivning|rik("Tabelltext") }}'])


def _tail(paper: Paper) -> None:
    with paper.block("if nasta_steg"):
        paper.heading(1, "Nästa steg")
        table = paper.table((8.6, 4.6, 2.8), ("Vad", "Vem", "När"))
        with table.block("for steg in nasta_steg"):
            table.row(["{{ steg.vad }}", "{{ steg.vem }}", "{{ steg.nar }}"])
    _setting(paper)
    with paper.block("if bilagor"):
        paper.heading(1, "Bilagor")
        table = paper.table((1.6, 11.4, 3.0), ("Nummer", "Titel", "Datum"))
        with table.block("for bilaga in bilagor"):
            table.row(["{{ loop.index }}", "{{ bilaga.titel }}", "{{ bilaga.datum|datum_kort }}"])


def _setting(paper: Paper) -> None:
    """How the dialog was held; nothing when nothing is known."""
    with paper.block("if form or innehall_teman or deltagare or underlag"):
        paper.heading(1, "Dialogens genomförande")
        with paper.block("if form"):
            paper.heading(2, "Form")
            paper.rich("form")
        with paper.block("if innehall_teman"):
            paper.heading(2, "Teman")
            paper.text("{{p innehall_teman|punktlista }}")
        with paper.block("if deltagare"):
            paper.heading(2, "Deltagare")
            table = paper.table((5.4, 5.4, 5.2), ("Namn", "Roll", "Organisation"))
            with table.block("for person in deltagare"):
                fields = ("namn", "roll", "organisation")
                table.row([[("Tabelltext tät", f"{{{{ person.{field} }}}}")] for field in fields])
        with paper.block("if underlag"):
            paper.heading(2, "Underlag")
            table = paper.table((8.8, 2.6, 4.6), ("Titel", "Datum", "Referens"))
            with table.block("for dokumentet in underlag"):
                texts = (
                    "{{ dokumentet.titel }}",
                    "{{ dokumentet.datum|datum_kort }}",
                    "{{ dokumentet.referens }}",
                )
                table.row([[("Tabelltext tät", text)] for text in texts])
