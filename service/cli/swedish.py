"""argparse speaks Swedish to our users."""

from __future__ import annotations

import argparse

_WORDS = {
    "usage: ": "användning: ",
    "options": "val",
    "positional arguments": "argument",
    "optional arguments": "val",
    "show this help message and exit": "visa denna hjälp",
    "show program's version number and exit": "visa programmets version",
    "%(prog)s: error: %(message)s\n": "%(prog)s: fel: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "the following arguments are required: %s": "detta saknas: %s",
    "unrecognized arguments: %s": "detta känns inte igen: %s",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r finns inte (välj bland %(choices)s)",
    "invalid choice: %(value)r, maybe you meant %(suggestion)r? (choose from %(choices)s)": (
        "%(value)r finns inte; menade du %(suggestion)r? (välj bland %(choices)s)"
    ),
    "invalid %(type)s value: %(value)r": "%(value)r är inte ett giltigt värde",
    "expected one argument": "ett värde saknas",
    "expected at least one argument": "minst ett värde saknas",
    "expected at most one argument": "högst ett värde får anges",
    "not allowed with argument %s": "får inte anges tillsammans med %s",
    "one of the arguments %s is required": "ange ett av %s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s kan betyda flera saker: %(matches)s",
    "unknown parser %(parser_name)r (choices: %(choices)s)": (
        "kommandot %(parser_name)r finns inte (välj bland %(choices)s)"
    ),
    "ignored explicit argument %r": "värdet %r behövs inte",
}


def _translate(text: str) -> str:
    return _WORDS.get(text, text)


def speak_swedish() -> None:
    """Replace argparse's own texts; its module looks the function up by this name for every text."""
    setattr(argparse, "_", _translate)  # noqa: B010  # mypy knows no such attribute, argparse does
