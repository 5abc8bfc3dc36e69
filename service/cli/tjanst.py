"""The commands that tend the service. What they need is loaded when they run: the other commands start without it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

from service.cli.answer import show_json
from service.errors import InputError
from service.settings import read_settings

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Adder = Callable[[Commands, str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]


def add_service(commands: Commands, add_command: Adder) -> None:
    """Add what tends the service to the command line."""
    log = commands.add_parser(
        "logg", help="tjänstens logg", description="Loggen över vem som gjort vad.", allow_abbrev=False
    )
    verbs = log.add_subparsers(title="kommandon", metavar="KOMMANDO", required=True)
    does = "kontrollera att ingen rad i loggen har ändrats, tagits bort eller lagts in"
    add_command(verbs, "verifiera", does, verify_log_command)


def verify_log_command(arguments: argparse.Namespace) -> int:
    """`samlad logg verifiera`: the chain from the first row to the last."""
    from service.flow.log import verify_log
    from service.flow.service import open_service

    with open_service(read_settings(), migrate=False) as service:
        chain = verify_log(service)
    whole = chain.broken_at is None
    if arguments.json:
        show_json({"ok": whole, "rader": chain.nr, "huvud": chain.hash, "bruten_vid": chain.broken_at})
    elif whole:
        print(f"Loggen är hel: {chain.nr} rader. Huvud: {chain.hash}")
    else:
        print(f"Loggen är bruten vid rad {chain.broken_at}; raderna till och med {chain.nr} stämmer.")
    return 0 if whole else InputError.exit_code
