"""The rules of PDF/A-2b and PDF/UA-1 in plain Swedish: what a broken one means for the file.

Rules have veraPDF's names (clause and test). The most frequent ones have words of their own; others get those of their
clause, and where even that is missing the rule's number and veraPDF's English stand as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from service.convert.validate import Failure

_RULES: Mapping[str, str] = {
    "6.1.3-1": "filen saknar sin fasta beteckning (ID)",
    "6.1.3-2": "filen är krypterad",
    "6.1.3-3": "det finns data efter filens slut",
    "6.1.13-8": "grafiktillstånd är nästlade för djupt",
    "6.2.2-2": "en sida saknar egna resurser",
    "6.2.3-1": "färgprofilen för utskrift är av fel slag",
    "6.2.4.2-1": "en färgprofil är ogiltig",
    "6.2.4.3-2": "färger (RGB) saknar färgprofil",
    "6.2.4.3-3": "tryckfärger (CMYK) saknar färgprofil",
    "6.2.4.3-4": "gråskala saknar färgprofil",
    "6.2.4.4-2": "samma dekorfärg är beskriven på två sätt",
    "6.2.8-3": "bilder är märkta att jämnas ut av visaren",
    "6.2.10-1": "ett genomskinligt läge är okänt",
    "6.2.10-2": "genomskinliga delar saknar färgrymd",
    "6.2.11.3.1-1": "typsnitt har motstridiga teckenuppsättningar",
    "6.2.11.3.2-1": "typsnitt saknar tabell från tecken till form",
    "6.2.11.4.1-1": "typsnitt är inte inbäddade i filen",
    "6.2.11.4.1-2": "inbäddade typsnitt saknar tecken som används",
    "6.2.11.5-1": "tecknens bredder stämmer inte med typsnittet",
    "6.2.11.8-1": "text innehåller tecken som typsnittet inte har",
    "6.3.1-1": "anteckningar av otillåtet slag (film, ljud, 3D)",
    "6.3.2-1": "länkar eller anteckningar saknar uppgift om de skrivs ut",
    "6.3.2-2": "länkar eller anteckningar är märkta så att de inte skrivs ut",
    "6.3.3-1": "anteckningar eller formulärfält saknar färdigt utseende",
    "6.4.1-1": "formulärfält startar åtgärder",
    "6.4.1-2": "formulärfält startar åtgärder",
    "6.4.1-3": "formulärets utseende räknas fram av visaren",
    "6.4.2-1": "formuläret är av slaget XFA",
    "6.5.1-1": "filen innehåller skript eller startar program",
    "6.6.2.1-1": "filen saknar metadata (XMP)",
    "6.6.2.1-4": "filens metadata (XMP) är trasiga",
    "6.6.4-1": "filen är inte märkt som PDF/A",
    "6.6.4-2": "filen är märkt som en annan del av PDF/A",
    "6.6.4-3": "filen är märkt med en annan nivå av PDF/A",
    "6.8-2": "inbäddade filer saknar uppgifter",
    "6.8-5": "inbäddade filer är inte själva PDF/A",
    "6.9-1": "lager saknar namn",
    "6.9-3": "alla lager står inte i ordningslistan",
    "6.9-4": "lager tänds och släcks av visaren",
    "5-1": "filen är inte märkt som PDF/UA",
    "6.2-1": "filen är inte märkt som taggad",
    "7.1-1": "bakgrund är blandad med taggat innehåll",
    "7.1-2": "taggat innehåll är blandat med bakgrund",
    "7.1-3": "innehåll på sidorna saknar taggar",
    "7.1-5": "egna taggnamn är inte översatta till standardens",
    "7.1-8": "filen saknar metadata (XMP)",
    "7.1-9": "dokumentet saknar titel",
    "7.1-10": "visaren visar filnamnet i stället för titeln",
    "7.1-11": "filen saknar taggar",
    "7.2-34": "textens språk är inte angivet",
    "7.2-33": "titelns språk är inte angivet",
    "7.2-29": "språket är felaktigt angivet",
    "7.3-1": "bilder saknar alternativtext",
    "7.4.2-1": "rubriknivåer hoppas över",
    "7.5-1": "tabellers rubrikceller är inte utpekade",
    "7.5-2": "tabellers rubrikceller är inte utpekade",
    "7.7-1": "formler saknar alternativtext",
    "7.9-1": "noter saknar beteckning",
    "7.18.1-2": "anteckningar saknar beskrivning",
    "7.18.1-3": "formulärfält saknar namn för skärmläsare",
    "7.18.3-1": "tabbordningen på sidor med länkar följer inte taggarna",
    "7.18.4-1": "formulärfält saknar taggar",
    "7.18.5-1": "länkar saknar taggar",
    "7.18.5-2": "länkar saknar beskrivning",
    "7.21.4.1-1": "typsnitt är inte inbäddade i filen",
    "7.21.4.1-2": "inbäddade typsnitt saknar tecken som används",
    "7.21.5-1": "tecknens bredder stämmer inte med typsnittet",
    "7.21.7-1": "tecken saknar sin betydelse i text (Unicode)",
    "7.21.7-2": "tecken har en omöjlig betydelse i text (Unicode)",
    "7.21.8-1": "text innehåller tecken som typsnittet inte har",
}
_CLAUSES: Mapping[str, str] = {
    "6.1": "filens uppbyggnad följer inte standarden",
    "6.2.4": "färger är angivna på ett otillåtet sätt",
    "6.2.5": "grafiktillstånd innehåller något otillåtet",
    "6.2.8": "bilder är packade på ett otillåtet sätt",
    "6.2.9": "sidorna hänvisar till något utanför filen",
    "6.2.11": "typsnitt är fel uppbyggda",
    "6.2": "sidornas innehåll använder något otillåtet",
    "6.3": "anteckningar är fel uppbyggda",
    "6.4": "formulär eller underskrifter är fel uppbyggda",
    "6.5": "filen startar något otillåtet",
    "6.6": "filens metadata (XMP) följer inte standarden",
    "6.8": "inbäddade filer är inte tillåtna som de är",
    "6.9": "lager är fel uppbyggda",
    "6.10": "sidorna har växlingar eller alternativ som inte är tillåtna",
    "7.1": "taggarna är fel uppbyggda",
    "7.2": "listor, tabeller eller språk är fel taggade",
    "7.4": "rubriker är fel taggade",
    "7.5": "tabeller är fel taggade",
    "7.10": "lager är fel uppbyggda",
    "7.11": "inbäddade filer saknar uppgifter",
    "7.18": "länkar, fält eller anteckningar är fel taggade",
    "7.21": "typsnitt är fel uppbyggda",
}


def in_swedish(failure: Failure) -> str:
    """What a broken rule means, as part of a sentence."""
    words = _RULES.get(failure.rule)
    clause = failure.clause
    while words is None and clause:
        words = _CLAUSES.get(clause)
        clause = clause.rpartition(".")[0]
    return words or f"regel {failure.rule} ({failure.message.strip().rstrip('.')})"


def told(failures: Iterable[Failure]) -> Sequence[str]:
    """Every meaning once, those with most places first."""
    counts: dict[str, int] = {}
    for failure in failures:
        words = in_swedish(failure)
        counts[words] = counts.get(words, 0) + failure.count
    return sorted(counts, key=lambda words: -counts[words])
