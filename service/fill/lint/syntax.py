"""What is probably wrong with a tag that cannot be read."""

from __future__ import annotations


def syntax_hint(source: str) -> str:
    """How a tag that cannot be read is probably to be written; `source` has its braces."""
    inner = source[2:-2]
    if any(dash in inner for dash in "–—−"):
        return "Byt tankstrecket mot ett vanligt bindestreck."
    if any(mark in inner for mark in "„»«‹›"):
        return 'Använd raka citattecken: ".'
    if inner.count('"') % 2 or inner.count("'") % 2:
        return "Ett citattecken fattas."
    if inner.count("(") != inner.count(")"):
        return "En parentes fattas."
    if "=" in inner.replace("==", "").replace("!=", "").replace("<=", "").replace(">=", ""):
        return "Skriv == för att jämföra."
    if not inner.replace("%", "").strip():
        return "Taggen är tom: skriv ett fält i den."
    return "Skriv till exempel {{ organ.namn }}, {{ datum|datum_lang }} eller {%p if bilagor %}."
