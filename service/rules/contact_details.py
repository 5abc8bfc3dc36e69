"""Telephone numbers, e-mail addresses and street addresses in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.model.publicering import Fyndslag

Span = tuple[int, int, Fyndslag]
_GAP = r"[ \u00a0\u2007\u2009\u202f]?"
_DASH = r"[-\u2010\u2011\u2013/]"
_COUNTRY = rf"(?:\+46|0046){_GAP}(?:\(0\))?{_GAP}-?[1-9]\d{{0,2}}(?:{_GAP}{_DASH}?{_GAP}\d{{2,3}}){{2,4}}"
_AREA = rf"\(?0[1-9]\d{{0,2}}\)?{_GAP}{_DASH}{_GAP}\d{{2,3}}(?:{_GAP}\d{{2,3}}){{1,3}}"
_MOBILE = rf"07[02369]\d?{_GAP}\d{{2,3}}{_GAP}\d{{2}}{_GAP}\d{{2,3}}"
_GROUPS = rf"0[1-9]\d{{0,2}}(?:{_GAP}\d{{2,3}}){{2,4}}"
_NAMED = "|".join(rf"(?<={word} ){_GROUPS}" for word in ("[Tt]el", r"[Tt]el\.", "[Tt]elefon", "[Mm]obil"))
_PHONE = re.compile(rf"(?<![\d+.,:/-])(?:{_COUNTRY}|{_AREA}|{_MOBILE}|{_NAMED})(?![\d]|[.,:/-]\d)")
_FEWEST, _MOST = 8, 11
_AT = r"(?:@|\s?[\(\[](?:at|a|snabel-?a)[\)\]]\s?)"
_MAIL = re.compile(
    rf"[\w.+%-]*\w{_AT}(?:\r?\n)?[a-z0-9åäö](?:[a-z0-9åäö-]*[a-z0-9åäö])?(?:\.(?:\r?\n)?[a-z0-9åäö-]+)*\.[a-z]{{2,24}}",
    re.IGNORECASE,
)
_STREET = (
    "gatan|vägen|gränd|gränden|stigen|torget|allén|backen|liden|leden|esplanaden|promenaden|kajen|slingan|kroken|"
    "svängen|stranden|brinken|höjden|rundan|gata|stig"
)
_NAMED_STREET = f"{_STREET}|väg|torg|allé|backe|plan|platsen|park|bron|gången|dalen|tået"
_WORD = r"[A-ZÅÄÖÉ][\wåäöéü]*"
_BEFORE = r"(?:(?:Stora|Lilla|Norra|Södra|Östra|Västra|Nedre|Övre|Gamla|Nya) )?"
_ONE_WORD = rf"\b{_BEFORE}[A-ZÅÄÖÉ][\wåäöéü-]*(?:{_STREET})"
_MORE_WORDS = rf"\b{_WORD}(?:[ -]{_WORD}){{0,2}} (?:{_NAMED_STREET})"
_NUMBER = r"[ \u00a0](?!(?:19|20)\d\d\b)\d{1,4}(?:[ ]?[A-Ha-h]\b)?(?:[ ]?[-–][ ]?\d{1,4}(?![\d.]))?"
_FLAT = r"(?:,? (?:lgh|vån) ?\d{1,4})?"
_POST = r"(?:,?\s{1,3}(?:SE-|S-)?\d{3}[ \u00a0]?\d{2}[ \u00a0]+[A-ZÅÄÖ][\wåäöÅÄÖ]+)?"
_ADDRESS = re.compile(
    rf"(?:{_ONE_WORD}|{_MORE_WORDS}){_NUMBER}(?![\d]|[.,:]\d|[ \u00a0]?(?:%|kr|tkr|mnkr|meter|m\b|km\b)){_FLAT}{_POST}"
)


def find_contact_details(text: str) -> Iterator[Span]:
    """Every telephone number, e-mail address and street address: where it begins and ends, and what it is."""
    for found in _MAIL.finditer(text):
        yield found.start(), found.end(), Fyndslag.E_POST
    for found in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", found[0].replace("(0)", ""))
        national = (
            re.sub(r"^(?:0046|46)", "0", digits) if found[0][0] == "+" or digits.startswith("00") else digits
        )
        if _FEWEST <= len(national) <= _MOST:
            yield found.start(), found.end(), Fyndslag.TELEFON
    for found in _ADDRESS.finditer(text):
        yield found.start(), found.end(), Fyndslag.ADRESS
