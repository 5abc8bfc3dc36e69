"""`samlad granska` and `samlad publicera`: the law before a meeting is sent out, and its agenda for everybody."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from service.cli.answer import show_delivery, show_json
from service.clock import today
from service.errors import InputError
from service.flow.granskning import examine_meeting
from service.flow.read import Reader
from service.model.granskning import Allvar, Granskning
from service.settings import read_settings

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Adder = Callable[[Commands, str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]

_MARKS = {Allvar.HINDER: "✗", Allvar.VARNING: "!", Allvar.UPPLYSNING: "•"}
_COUNTED = {
    Allvar.HINDER: ("hinder", "hinder"),
    Allvar.VARNING: ("varning", "varningar"),
    Allvar.UPPLYSNING: ("upplysning", "upplysningar"),
}
_WIDTHS = (7, 10)
_TEXT = 84


def add_granska(commands: Commands, add_command: Adder) -> None:
    """Add the command to the command line."""
    does = "granska ett sammanträde mot kommunallagen innan det skickas ut: frister, kallade, ärenden, anslag"
    command = add_command(commands, "granska", does, granska_command)
    command.add_argument("fil", type=Path, metavar="MOTE.json", help="sammanträdets indatafil")
    command.add_argument(
        "--tillkannagivande",
        type=Path,
        action="append",
        default=[],
        metavar="FIL",
        help="ett tillkännagivande som har satts upp, som indatafil; en gång för varje",
    )
    command.add_argument(
        "--dag", type=_day, metavar="ÅÅÅÅ-MM-DD", help="granska som om det vore den dagen (standard: i dag)"
    )
    command.add_argument(
        "--ramverk", type=Path, metavar="FIL", help="styrmodellens ramverk; annars det som indatafilen anger"
    )


def add_publicera(commands: Commands, add_command: Adder) -> None:
    """Add the command to the command line."""
    does = "gör den offentliga föredragningslistan som webbsidor, JSON och iCalendar"
    command = add_command(commands, "publicera", does, publish_command)
    command.add_argument("fil", type=Path, metavar="MOTE.json", help="sammanträdets indatafil")
    command.add_argument(
        "--ut", type=Path, metavar="KATALOG", required=True, help="mapp för de färdiga filerna"
    )
    command.add_argument(
        "--manifest",
        type=Path,
        action="append",
        default=[],
        metavar="PUBLIK.manifest.json",
        help="den offentliga utgåvans manifest; paketet bredvid det kopieras, och sidorna länkar in i det; "
        "är det ett tilläggs, en gång också för varje utskick som det följer",
    )
    command.add_argument(
        "--ramverk", type=Path, metavar="FIL", help="styrmodellens ramverk; annars det som indatafilen anger"
    )


def publish_command(arguments: argparse.Namespace) -> int:
    """`samlad publicera`: the public agenda as a small website."""
    from service.flow.publicera import publish_agenda

    reader = Reader(read_settings(), today(), arguments.ramverk)
    delivery = publish_agenda(arguments.fil, arguments.ut, reader, arguments.manifest)
    return show_delivery(delivery, as_json=arguments.json)


def granska_command(arguments: argparse.Namespace) -> int:
    """`samlad granska`: exit code 2 when something is a hinder."""
    day = arguments.dag or today()
    reader = Reader(read_settings(), day, arguments.ramverk)
    found = examine_meeting(arguments.fil, arguments.tillkannagivande, reader, day)
    if arguments.json:
        show_json(granskning_as_json(found))
    else:
        print(*granskning_text(found), sep="\n")
    return InputError.exit_code if found.hinder else 0


def granskning_as_json(found: Granskning) -> dict[str, Any]:
    """For programs."""
    deadlines = {name: day.isoformat() if day else None for name, day in asdict(found.frister).items()}
    return {
        "ok": not found.hinder,
        "dag": found.dag.isoformat(),
        "frister": deadlines,
        "anmarkningar": [asdict(one) | {"allvar": one.allvar.value} for one in found.anmarkningar],
    }


def granskning_text(found: Granskning) -> list[str]:
    """For people: the last days, a table, and a summing up."""
    lines = [f"Granskat som den {found.dag}."]
    for name, day in (
        ("Tillkännagivande senast", found.frister.tillkannagivande),
        ("Kallelse senast", found.frister.kallelse),
        ("Brådskande ärenden senast", found.frister.bradskande),
        ("Justering senast", found.frister.justering),
    ):
        lines.append(f"  {name:<27}{day or 'ingen frist i lag'}")
    if found.anmarkningar:
        lines += ["", _row(" ", ("Regel", "Allvar"), "Vad, och vad som kan göras")]
    for one in found.anmarkningar:
        text, *more = textwrap.wrap(f"{one.text} ({one.lagrum})", _TEXT)
        lines.append(_row(_MARKS[one.allvar], (one.regel, one.allvar.label), text))
        hints = textwrap.wrap(f"→ {one.atgard}", _TEXT, subsequent_indent="  ") if one.atgard else []
        places = [f"  {one.plats}"] if one.plats else []
        lines += [_row(" ", ("", ""), line) for line in (*more, *hints, *places)]
    numbers = {allvar: sum(one.allvar is allvar for one in found.anmarkningar) for allvar in Allvar}
    counts = [f"{number} {_COUNTED[allvar][number != 1]}" for allvar, number in numbers.items()]
    return [*lines, "", f"{counts[0]}, {counts[1]} och {counts[2]}."]


def _row(mark: str, cells: tuple[str, str], text: str) -> str:
    columns = " ".join(f"{cell:<{width}}" for cell, width in zip(cells, _WIDTHS, strict=True))
    return f"{mark} {columns} {text}".rstrip()


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"”{text}” är inte ett datum, som 2026-12-04") from None
