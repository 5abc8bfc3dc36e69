"""The commands of other modules: each is loaded when it is asked for, and all of them for the list of commands."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Adder = Callable[[Commands, str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]


def add_elsewhere(commands: Commands, add_command: Adder, asked: str) -> None:
    """Add them to the command line.

    Args:
        commands: where the commands stand.
        add_command: adds one.
        asked: the command that is wanted; when it is known, the others are left out.
    """
    others = set().union(*(names for names, _ in _MODULES))
    wanted = {asked} if asked in others or asked in commands.choices else others
    for names, add in _MODULES:
        if wanted & names:
            add(commands, add_command)


def _examination(commands: Commands, add_command: Adder) -> None:
    from service.cli.bilagor import add_examination

    add_examination(commands, add_command)


def _granska(commands: Commands, add_command: Adder) -> None:
    from service.cli.granska import add_granska, add_publicera

    add_granska(commands, add_command)
    add_publicera(commands, add_command)


def _publication(commands: Commands, add_command: Adder) -> None:
    from service.cli.publicering import add_publication

    add_publication(commands, add_command)


def _diarium(commands: Commands, add_command: Adder) -> None:
    from service.cli.diarium import add_diarium

    add_diarium(commands, add_command)


def _service(commands: Commands, add_command: Adder) -> None:
    from service.cli.tjanst import add_service

    add_service(commands, add_command)


def _mall(commands: Commands, add_command: Adder) -> None:
    from service.cli.mall import add_mall

    add_mall(commands, add_command)


def _nulagesbild(commands: Commands, add_command: Adder) -> None:
    from service.cli.nulagesbild import add_nulagesbild

    add_nulagesbild(commands, add_command)


def _forms(commands: Commands, add_command: Adder) -> None:
    from service.cli.form import add_forms

    add_forms(commands, add_command)


def _archive(commands: Commands, add_command: Adder) -> None:
    from service.cli.arkiv import add_archive

    add_archive(commands, add_command)


def _bounces(commands: Commands, add_command: Adder) -> None:
    from service.cli.studsar import add_bounces

    add_bounces(commands, add_command)


def _seals(commands: Commands, add_command: Adder) -> None:
    from service.cli.sigill import add_seals

    add_seals(commands, add_command)


_TENDING = "serve arbetare migrera konto kontroll sakerhetskopia aterstall indexera logg"
_MODULES: tuple[tuple[frozenset[str], Callable[[Commands, Adder], None]], ...] = (
    (frozenset({"granska-bilaga"}), _examination),
    (frozenset({"granska", "publicera"}), _granska),
    (frozenset({"granska-publicering"}), _publication),
    (frozenset({"diarium"}), _diarium),
    (frozenset({"studsar"}), _bounces),
    (frozenset(_TENDING.split()), _service),
    (frozenset({"mall"}), _mall),
    (frozenset({"nulagesbild"}), _nulagesbild),
    (frozenset({"formular", "forklara"}), _forms),
    (frozenset({"arkivera", "arkiv", "gallra"}), _archive),
    (frozenset({"forsegla", "underskrifter"}), _seals),
)
"""Each with the commands that it adds."""
