"""`samlad studsar`: delivery status messages into the log of the dispatches. What it needs is loaded when it runs."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from service.cli.answer import show_json
from service.settings import read_settings

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Adder = Callable[[Commands, str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]


def add_bounces(commands: Commands, add_command: Adder) -> None:
    """Add it to the command line."""
    does = "läs studsar (leveransbesked, .eml) in i utskickens logg"
    command = add_command(commands, "studsar", does, bounces_command)
    command.add_argument("filer", type=Path, nargs="+", metavar="STUDS.eml", help="leveransbesked")
    command.add_argument(
        "--som", metavar="ANVÄNDARNAMN", required=True, help="kontot som det görs för; det står i loggen"
    )


def bounces_command(arguments: argparse.Namespace) -> int:
    """`samlad studsar`: all files, or none when one of them is about no letter."""
    from service.flow.diarium.entry_file import person_named
    from service.flow.service import open_service
    from service.flow.utskick.studs import note_bounces

    with open_service(read_settings()) as service:
        person = person_named(service, arguments.som)
        noted = note_bounces(service, person, [(path.name, path) for path in arguments.filer])
    if arguments.json:
        show_json({"ok": True, "studsar": list(noted)})
    else:
        for one in noted:
            print(f"{one['fil']}: {one['namn']}. {one['text']}")
    return 0
