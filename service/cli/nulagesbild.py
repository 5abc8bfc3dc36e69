"""`samlad nulagesbild`: the nulägesbild of a year from a folder with reports."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from service.cli.answer import show_delivery
from service.cli.progress import ShownProgress
from service.clock import today
from service.flow.build import build_report
from service.flow.nulagesbild import read_year
from service.flow.read import Reader
from service.flow.wiring import open_workshop
from service.settings import read_settings

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Adder = Callable[[Commands, str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]

FORMATS = ("docx", "pdf", "xlsx")


def add_nulagesbild(commands: Commands, add_command: Adder) -> None:
    """Add the command to the command line."""
    does = "sammanställ alla nulägesbeskrivningar och tillitsdialoger för ett år som Word, PDF och Excel"
    command = add_command(commands, "nulagesbild", does, nulagesbild_command)
    command.add_argument(
        "--verksamhetsar", type=int, required=True, metavar="ÅÅÅÅ", help="det år som rapporterna beskriver"
    )
    command.add_argument(
        "--rapporter",
        type=Path,
        default=Path(),
        metavar="KATALOG",
        help="mappen med rapporterna, och året före om de finns (standard: den mapp som du står i)",
    )
    command.add_argument(
        "--ramverk", type=Path, metavar="FIL", help="styrmodellens ramverk; annars det som rapporterna anger"
    )
    command.add_argument("--diarienummer", default="", metavar="NR", help="nulägesbildens diarienummer")
    command.add_argument(
        "--datum", type=_day, metavar="ÅÅÅÅ-MM-DD", help="nulägesbildens datum (standard: i dag)"
    )
    command.add_argument("--med-utkast", action="store_true", help="återge också rapporter som är utkast")
    command.add_argument(
        "--ut", type=Path, metavar="KATALOG", required=True, help="mapp för de färdiga filerna"
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"”{text}” är inte ett datum (ÅÅÅÅ-MM-DD)") from None


def nulagesbild_command(arguments: argparse.Namespace) -> int:
    """Read the folder, compile, write."""
    settings = read_settings()
    reader = Reader(settings, today(), arguments.ramverk)
    file = read_year(
        arguments.verksamhetsar,
        arguments.rapporter,
        reader,
        day=arguments.datum or today(),
        diarienummer=arguments.diarienummer,
        drafts=arguments.med_utkast,
    )
    with ShownProgress(quiet=arguments.json) as progress, open_workshop(settings, progress) as workshop:
        delivery = build_report(file, arguments.ut, FORMATS, workshop)
    return show_delivery(delivery, as_json=arguments.json)
