"""Why a letter did not arrive, in plain Swedish, by the enhanced status codes of RFC 3463."""

from __future__ import annotations

UNKNOWN = "orsaken är inte angiven"
_DETAILS = {
    "1.0": "adressen går inte att använda",
    "1.1": "adressen finns inte",
    "1.2": "domänen i adressen finns inte",
    "1.3": "adressen är felskriven",
    "1.4": "adressen kan betyda flera mottagare",
    "1.6": "mottagaren har flyttat utan ny adress",
    "1.8": "avsändarens domän godtas inte",
    "1.10": "domänen tar inte emot e-post",
    "2.1": "brevlådan är avstängd",
    "2.2": "brevlådan är full",
    "2.3": "brevet är för stort för brevlådan",
    "3.4": "brevet är för stort för mottagarens server",
    "4.1": "mottagarens server svarar inte",
    "4.2": "förbindelsen med mottagarens server bröts",
    "4.3": "mottagarens domän går inte att slå upp",
    "4.4": "mottagarens server går inte att hitta",
    "4.6": "brevet skickades runt mellan servrar",
    "4.7": "servern gav upp: brevet kunde inte lämnas i tid",
    "7.1": "mottagarens server nekar brevet",
}
_SUBJECTS = {
    "1": "adressen godtas inte",
    "2": "brevlådan tar inte emot",
    "3": "mottagarens server tar inte emot",
    "4": "brevet kunde inte föras fram till mottagarens server",
    "5": "servrarna förstod inte varandra",
    "6": "brevets innehåll godtas inte",
    "7": "mottagarens server nekar brevet av säkerhetsskäl",
}


def reason_of(status: str) -> str:
    """What a status such as 5.1.1 means to who reads the log."""
    _, _, rest = status.partition(".")
    return _DETAILS.get(rest) or _SUBJECTS.get(rest.partition(".")[0], UNKNOWN)
