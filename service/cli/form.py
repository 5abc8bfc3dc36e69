"""`samlad formular` and `samlad forklara`: forms out, and what was read from them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from service.cli.answer import show_json, show_notices, show_problems
from service.clock import today
from service.errors import InputError
from service.flow.form import SUFFIXES, FormOrder, make_form
from service.flow.read import Reader
from service.settings import read_settings

if TYPE_CHECKING:
    Subcommands = argparse._SubParsersAction[argparse.ArgumentParser]
    AddCommand = Callable[
        [Subcommands, str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser
    ]

_SHOWN = 100
"""Longest value that `forklara` shows, in characters."""


def add_forms(commands: Subcommands, add_command: AddCommand) -> None:
    """Add both commands."""
    does = "gör en blankett i Word, Excel eller JSON, med det ifyllt som redan är känt"
    command = add_command(commands, "formular", does, form_command)
    add = command.add_argument
    add("slug", metavar="SLUG", help="dokumenttyp: nulagesbeskrivning eller dialogsammanfattning")
    add("--organ", required=True, metavar="KOD", help="nämndens eller bolagets kod, till exempel UN")
    add("--verksamhetsar", required=True, type=_year, metavar="ÅÅÅÅ", help="det år som dokumentet gäller")
    add(
        "--ut",
        required=True,
        type=_form_file,
        metavar="FIL",
        help="en fil som slutar på .docx, .xlsx eller .json",
    )
    add("--typ", default="", type=str.upper, metavar="A|B|C", help="dialogens slag, för dialogsammanfattning")
    says = "dokumentets dag; målen i kraft den dagen kommer med (standard: i dag)"
    add("--datum", type=_day, metavar="ÅÅÅÅ-MM-DD", help=says)
    says = "förra årets rapport, eller en mapp som den ligger i eller under; svaren visas intill frågorna"
    add("--forra", type=Path, metavar="FIL", help=says)
    says = "en rapport vars svar ska stå i blanketten (JSON, Word eller Excel)"
    add("--svar", type=Path, metavar="FIL", help=says)
    _add_framework(command)
    does = (
        "visa vad som läses ur en ifylld blankett, fält för fält med plats; inget kontrolleras eller skrivs"
    )
    command = add_command(commands, "forklara", does, explain_command)
    command.add_argument(
        "fil", type=Path, metavar="FIL", help="ifylld blankett (Word, Excel) eller indatafil"
    )
    _add_framework(command)


def _add_framework(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--ramverk", type=Path, metavar="FIL", help="styrmodellens ramverk; annars SAMLAD_RAMVERK"
    )


def form_command(arguments: argparse.Namespace) -> int:
    """`samlad formular`: one form."""
    order = FormOrder(
        arguments.slug,
        arguments.organ,
        arguments.verksamhetsar,
        arguments.ut,
        arguments.datum,
        arguments.typ,
        arguments.forra,
        arguments.svar,
    )
    delivery = make_form(order, Reader(read_settings(), today(), arguments.ramverk))
    if arguments.json:
        files = [{"fil": str(one.path), "sha256": one.sha256} for one in delivery.files]
        show_json({"ok": True, "files": files, "notices": [asdict(one) for one in delivery.notices]})
    else:
        show_notices(delivery.notices, sys.stderr)
        print(*(one.path for one in delivery.files), sep="\n")
    return 0


def explain_command(arguments: argparse.Namespace) -> int:
    """`samlad forklara`: every field with what was read and where it stood."""
    given = Reader(read_settings(), today(), arguments.ramverk).given(arguments.fil)
    if arguments.json:
        show_json(
            {
                "ok": not given.problems,
                "fil": arguments.fil.name,
                "dokumenttyp": given.raw.get("dokumenttyp"),
                "svar": [
                    {"falt": one.path, "rubrik": one.label, "varde": _plain(one.value), "plats": one.place}
                    for one in given.answers
                    if not one.is_heading
                ],
                "problems": [asdict(one) for one in given.problems],
                "notices": [asdict(one) for one in given.notices],
            }
        )
    else:
        for one in given.answers:
            print(f"{one.place}" if one.is_heading else f"  {one.place}: {_shown(one.value)}")
        show_problems(given.problems, sys.stdout)
        show_notices(given.notices, sys.stderr)
        answered = sum(one.value is not None for one in given.answers if not one.is_heading)
        print(f"{arguments.fil.name}: {answered} svar lästa, {len(given.problems)} fel")
    return InputError.exit_code if given.problems else 0


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return [_plain(one) for one in value] if isinstance(value, list) else value


def _shown(value: Any) -> str:
    if value in (None, "", []):
        return "–"
    text = ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1].rstrip()}… ({len(text)} tecken)"


def _year(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1971 <= int(text) <= 2199:
        raise argparse.ArgumentTypeError(f"”{text}” är inte ett årtal från 1971 till 2199")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"”{text}” är inte ett datum i formen ÅÅÅÅ-MM-DD") from None


def _form_file(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in SUFFIXES:
        raise argparse.ArgumentTypeError(f"”{text}” slutar inte på {', '.join(SUFFIXES)}")
    return path
