"""`samlad forsegla` and `samlad underskrifter`: seals on finished files, and who has signed a file."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from service.cli.answer import show_delivery, show_json
from service.errors import BilagaRejected
from service.settings import read_settings

if TYPE_CHECKING:
    from service.flow.arkiv.seals import Signature

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Adder = Callable[[Commands, str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]


def add_seals(commands: Commands, add_command: Adder) -> None:
    """Add seals to the command line."""
    does = "sätt kommunens elektroniska sigill på färdiga PDF-filer; originalen lämnas som de är"
    command = add_command(commands, "forsegla", does, seal_command)
    command.add_argument("filer", type=Path, nargs="+", metavar="FIL.pdf")
    command.add_argument(
        "--ut", type=Path, metavar="KATALOG", required=True, help="mapp för de förseglade filerna"
    )
    command.add_argument(
        "--skal", default="Fastställd handling", metavar="TEXT", help="skälet, som läsaren visar"
    )
    does = "visa vem som har skrivit under en PDF, när, och om underskriften håller"
    add_command(commands, "underskrifter", does, signatures_command).add_argument(
        "filer", type=Path, nargs="+", metavar="FIL.pdf"
    )


def seal_command(arguments: argparse.Namespace) -> int:
    """`samlad forsegla`: a sealed copy of every file, or none."""
    from service.flow.arkiv.seals import seal_files

    made = seal_files(arguments.filer, arguments.ut, arguments.skal, read_settings())
    return show_delivery(made, as_json=arguments.json)


def signatures_command(arguments: argparse.Namespace) -> int:
    """`samlad underskrifter`: exit code 2 when a file cannot be judged."""
    from service.flow.arkiv.seals import signatures

    settings = read_settings()
    found = {str(path): signatures(path, settings) for path in arguments.filer}
    if arguments.json:
        told = {
            name: None
            if one is None
            else [
                {
                    **asdict(each),
                    "at": each.at.isoformat() if each.at else None,
                    "stamped": each.stamped.isoformat() if each.stamped else None,
                }
                for each in one
            ]
            for name, one in found.items()
        }
        show_json({"ok": None not in found.values(), "filer": told})
    else:
        for name, one in found.items():
            _show(name, one)
    return BilagaRejected.exit_code if None in found.values() else 0


def _show(name: str, found: tuple[Signature, ...] | None) -> None:
    if found is None:
        print(f"{name}: går inte att pröva")
    elif not found:
        print(f"{name}: ingen underskrift")
    for one in found or ():
        at = one.at.isoformat(timespec="seconds") if one.at else "okänd tid"
        print(f"{name}: {one.who}, {at}; {', '.join(_verdicts(one))}")


STAMPS = {
    "": "ingen tidsstämpel",
    "ej_betrodd": "tidsstämpeln är inte betrodd här",
    "ogiltig": "tidsstämpeln är OGILTIG",
}


def _verdicts(one: Signature) -> tuple[str, ...]:
    from service.flow.arkiv.seals import REVOCATIONS

    stamped = f"tidsstämplad {one.stamped.isoformat(timespec='seconds')}" if one.stamped else ""
    return (
        "oförändrad sedan dess" if one.intact else "ÄNDRAD eller ogiltig",
        "täcker hela filen" if one.whole else "något har lagts till efteråt",
        "betrott certifikat" if one.trusted else "certifikatet är inte betrott här",
        stamped or STAMPS[one.stamp],
        REVOCATIONS[one.revocation],
    )
