"""The accessibility report in plain Swedish: what is missing, for whom it matters, and what the author can do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from service.assemble.accessibility import AccessibilityReport
from service.assemble.refusals import list_pages


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that is missing."""

    code: str
    what: str
    """A Swedish sentence."""
    remedy: str
    """What the one who made the document can do."""


def remarks(report: AccessibilityReport) -> tuple[Remark, ...]:
    """Everything that is missing, the gravest first."""
    return tuple(
        [*_reading(report), *_whole(report), *_structure(report), *_pieces(report)]
        if report.tagged
        else [*_reading(report), *_whole(report), *_pieces(report)]
    )


def _reading(report: AccessibilityReport) -> Iterator[Remark]:
    if report.textless:
        whole = len(report.textless) == report.pages
        where = "Alla sidor" if whole else f"Sidan {list_pages(report.textless)}"
        yield Remark(
            "textless",
            f"{where} är bild utan text, troligen inskannad: en skärmläsare läser ingenting där.",
            "Använd originalet från det program där det skrevs, eller bygg med --ocr.",
        )
    if not report.tagged:
        yield Remark(
            "untagged",
            "Taggar saknas: en skärmläsare vet inte vad som är rubrik, lista, tabell eller sidfot.",
            "Spara som PDF från Word med ”Dokumentstrukturtaggar för hjälpmedel” ikryssat; skriv inte ut till PDF.",
        )
    elif report.suspect:
        yield Remark(
            "suspect",
            "Filen säger själv att taggarna är gissade.",
            "Gå igenom taggarna i ett PDF-program, eller spara om från originalet.",
        )


def _whole(report: AccessibilityReport) -> Iterator[Remark]:
    if not report.language:
        yield Remark(
            "no_language",
            "Språket är inte angivet, så uttalet kan bli fel; i paketet anges svenska.",
            "Ange språk i originalet (Granska, Språk) och spara om som PDF.",
        )
    if not report.title:
        yield Remark(
            "no_title",
            "Titel saknas i filens egenskaper; i paketet används handlingens titel.",
            "Skriv en titel under Arkiv, Info innan du sparar som PDF.",
        )


def _structure(report: AccessibilityReport) -> Iterator[Remark]:
    if not report.headings and report.pages > 1:
        yield Remark(
            "no_headings",
            "Inga rubriker är taggade, så det går inte att hoppa mellan avsnitt.",
            "Använd Words rubrikformat (Rubrik 1, Rubrik 2) i stället för fet stil.",
        )
    if report.heading_gaps:
        yield Remark(
            "heading_gaps",
            f"Rubriknivåer hoppas över på {_places(report.heading_gaps)}.",
            "Börja med Rubrik 1 och gå en nivå i taget.",
        )
    if report.tables_without_headers:
        yield Remark(
            "tables_without_headers",
            f"{_of(report.tables_without_headers, report.tables, 'tabell', 'tabeller')} saknar rubrikceller.",
            "Markera första raden som rubrikrad i tabellens egenskaper.",
        )
    if report.figures_without_text:
        yield Remark(
            "figures_without_text",
            f"{_of(report.figures_without_text, report.figures, 'bild', 'bilder')} saknar alternativtext.",
            "Högerklicka på bilden, välj alternativtext och skriv vad den visar, eller markera den som dekorativ.",
        )
    if report.links_without_text:
        yield Remark(
            "links_without_text",
            f"{_first(_counted(report.links_without_text, 'länk', 'länkar'))} saknar text att läsa upp.",
            "Lägg länken på ord som säger vart den leder.",
        )


def _pieces(report: AccessibilityReport) -> Iterator[Remark]:
    if report.tagged and report.links_untagged:
        yield Remark(
            "links_untagged",
            f"{_of(report.links_untagged, report.links, 'länk', 'länkar')} står utanför taggarna.",
            "Spara om från originalet; en PDF som satts ihop av flera tappar ofta länkarnas taggar.",
        )
    if report.fields_without_name:
        yield Remark(
            "fields_without_name",
            f"{_of(report.fields_without_name, report.fields, 'fält', 'fält')} i formulär saknar namn för skärmläsare.",
            "Ge varje fält en beskrivning (verktygstips) i programmet där formuläret gjordes.",
        )
    if report.tagged and report.order_unsaid:
        yield Remark(
            "order_unsaid",
            f"På {_counted(report.order_unsaid, 'sida', 'sidor')} följer tabbtangenten inte taggarnas ordning.",
            "Ställ in tabbordningen på dokumentets struktur i sidornas egenskaper.",
        )


def _counted(number: int, one: str, many: str) -> str:
    return f"en {one}" if number == 1 else f"{number} {many}"


def _first(words: str) -> str:
    return words[0].upper() + words[1:]


def _of(number: int, total: int, one: str, many: str) -> str:
    if number == total:
        return f"{'Alla' if total > 1 else 'Filens enda'} {many if total > 1 else one}"
    return f"{number} av {total} {many}"


def _places(number: int) -> str:
    return "ett ställe" if number == 1 else f"{number} ställen"
