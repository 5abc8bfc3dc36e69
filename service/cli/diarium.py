"""`samlad diarium`: the register on the command line. What it needs is loaded when it runs."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from service.cli.answer import show_json, show_notices, show_problems
from service.errors import InputError
from service.settings import read_settings

if TYPE_CHECKING:
    from service.flow.service import Service
    from service.model.people import Person

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Adder = Callable[[Commands, str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]

_SHOWN = 200


def add_diarium(commands: Commands, add_command: Adder) -> None:
    """Add the register to the command line."""
    group = commands.add_parser(
        "diarium",
        help="diariet: registrera, sök, visa, exportera, verifiera",
        description="Diariet: registret över allmänna handlingar.",
        allow_abbrev=False,
    )
    verbs = group.add_subparsers(title="kommandon", metavar="KOMMANDO", required=True)

    def add(name: str, does: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        command = add_command(verbs, name, does, run)
        command.add_argument(
            "--som", metavar="ANVÄNDARNAMN", required=True, help="kontot som det görs för; det står i loggen"
        )
        return command

    add(
        "serier",
        "lägg upp en serie av diarienummer för varje myndighet som saknar, och visa alla",
        series_command,
    )
    entry = add("registrera", "registrera en handling ur en fil, eller något som väntar", register_command)
    entry.add_argument(
        "fil", type=Path, nargs="?", metavar="FIL.json", help="ärende och handling, se docs/diarium.md"
    )
    entry.add_argument(
        "--vantande", metavar="KÄLLA", default="", help="något som ”vantar” visar, som det föreslås"
    )
    entry.add_argument(
        "--arende", metavar="DIARIENUMMER", default="", help="ärendet, i stället för det föreslagna"
    )
    add("vantar", "visa vad som väntar på registrering", awaiting_command)
    search = add("sok", "sök i nummer, titlar, avsändare och mottagare", search_command)
    search.add_argument("text", nargs="?", default="", metavar="TEXT")
    search.add_argument("--myndighet", default="", metavar="KOD", help="bara den myndighetens")
    add("visa", "visa ett ärende eller en handling med rättelser", show_command).add_argument(
        "nummer", metavar="DIARIENUMMER", help="som KS.2026.3, eller KS.2026.3-1 för en handling"
    )
    export = add("exportera", "skriv diariet till en fil", export_command)
    export.add_argument(
        "--ut", type=Path, metavar="FIL", required=True, help="fil som slutar på .json eller .csv"
    )
    export.add_argument("--offentligt", action="store_true", help="bara det som alla får se")
    export.add_argument("--myndighet", default="", metavar="KOD", help="bara den myndighetens")
    export.add_argument("--ar", type=int, default=0, metavar="ÅÅÅÅ", help="bara det årets ärenden")
    add(
        "skicka", "skicka det som väntar till ett diarium utanför, nu, och visa det som är kvar", send_command
    )
    given = add("bekrafta", "ange numret som ett diarium utanför har gett", confirm_command)
    given.add_argument(
        "handling", metavar="HANDLING", help="handlingens id, eller dess tillfälliga beteckning"
    )
    given.add_argument("nummer", metavar="DIARIENUMMER", help="ärendets nummer i diariet")
    add("verifiera", "kontrollera nummer, uppgifter och filer", verify_command)


def series_command(arguments: argparse.Namespace) -> int:
    """`samlad diarium serier`."""
    from service.flow.diarium.series import list_series, series_of_framework
    from service.flow.diarium.shown import plain

    with _opened(arguments) as (service, person):
        series_of_framework(service, person)
        found = list_series(service)
    if arguments.json:
        show_json({"ok": True, "serier": [plain(one) for one in found]})
    else:
        for one in found:
            print(f"{one.kod:<10} {one.number(2026, 1):<16} {one.namn}")
    return 0


def register_command(arguments: argparse.Namespace) -> int:
    """`samlad diarium registrera`: from a file, or what awaits."""
    from service.flow.diarium.awaiting import register_awaiting
    from service.flow.diarium.entry_file import register_file
    from service.flow.diarium.shown import document_as_json

    if (arguments.fil is None) == (not arguments.vantande):
        print("Ange antingen en fil eller --vantande.", file=sys.stderr)
        return InputError.exit_code
    with _opened(arguments) as (service, person):
        if arguments.fil is not None:
            made = register_file(service, person, arguments.fil)
        else:
            made = register_awaiting(service, person, arguments.vantande, arguments.arende)
    number = made.matter.number_of(made.document)
    if arguments.json:
        told = document_as_json(number, made.document)
        show_json({"ok": True, "handling": told, "notices": [asdict(one) for one in made.notices]})
    else:
        show_notices(made.notices, sys.stderr)
        print(f"Registrerad som {number}: {made.document.titel}")
    return 0


def awaiting_command(arguments: argparse.Namespace) -> int:
    """`samlad diarium vantar`: the oldest first."""
    from service.flow.diarium.awaiting import list_awaiting
    from service.flow.diarium.shown import plain

    with _opened(arguments) as (service, person):
        found = list_awaiting(service, person)
    if arguments.json:
        show_json({"ok": True, "vantar": [plain(one) for one in found]})
    elif not found:
        print("Inget väntar på registrering.")
    else:
        for one in found:
            late = " (försenad)" if one.forsenad else ""
            print(f"{one.datum} {one.myndighet:<6} {one.riktning.label:<10} {one.titel}{late}\n  {one.kalla}")
    return 0


def search_command(arguments: argparse.Namespace) -> int:
    """`samlad diarium sok`."""
    from service.flow.diarium.find import search_documents
    from service.flow.diarium.shown import document_as_json
    from service.model.diarium import Sokning
    from service.model.lists import Span

    wanted = Sokning(text=arguments.text, myndighet=arguments.myndighet)
    with _opened(arguments) as (service, person):
        page = search_documents(service, person, wanted, Span(0, _SHOWN))
    if arguments.json:
        rows = [document_as_json(number, one) for number, one in page.rows]
        show_json({"ok": True, "totalt": page.total, "handlingar": rows})
        return 0
    for number, one in page.rows:
        print(f"{one.datum} {number:<18} {one.riktning.label:<10} {one.titel}")
    shown = f", de {_SHOWN} senaste visas" if page.total > _SHOWN else ""
    print(f"{page.total} {'handling' if page.total == 1 else 'handlingar'}{shown}.")
    return 0


def show_command(arguments: argparse.Namespace) -> int:
    """`samlad diarium visa`: a document when such a number is one, else a matter."""
    from service.flow.diarium.find import get_case, numbered
    from service.flow.diarium.shown import case_as_json, document_as_json
    from service.flow.refusals import NotKnown

    with _opened(arguments) as (service, person):
        try:
            told = document_as_json(*numbered(service, person, arguments.nummer))
        except NotKnown:
            told = case_as_json(get_case(service, person, arguments.nummer))
    if arguments.json:
        show_json({"ok": True, **told})
    elif "handlingar" in told:
        _print_case(told)
    else:
        _print_document(told)
    return 0


def export_command(arguments: argparse.Namespace) -> int:
    """`samlad diarium exportera`: what the account may know of, or what everybody may."""
    from service.flow.diarium.export import write_export

    with _opened(arguments) as (service, person):
        written = write_export(
            service, person, arguments.ut, arguments.myndighet, arguments.ar, public=arguments.offentligt
        )
    if arguments.json:
        show_json({"ok": True, "fil": str(written.path), "sha256": written.sha256})
    else:
        print(written.path)
    return 0


def send_command(arguments: argparse.Namespace) -> int:
    """`samlad diarium skicka`: also done by every worker."""
    from service.flow.diarium.answered import list_sendings
    from service.flow.diarium.outside import send_waiting
    from service.flow.diarium.shown import plain

    with _opened(arguments) as (service, person):
        before = list_sendings(service, person)
        send_waiting(service)
        left = list_sendings(service, person)
    if arguments.json:
        show_json({"ok": True, "skickade": len(before) - len(left), "kvar": [plain(one) for one in left]})
        return 0
    print(f"{len(before) - len(left)} registrerade, {len(left)} kvar.")
    for one in left:
        print(f"{one.beteckning} {one.titel}: {one.status.label}{f' ({one.fel})' if one.fel else ''}")
    return 0


def confirm_command(arguments: argparse.Namespace) -> int:
    """`samlad diarium bekrafta`."""
    from service.flow.diarium.answered import confirm
    from service.flow.diarium.find import numbered
    from service.flow.diarium.shown import document_as_json

    with _opened(arguments) as (service, person):
        made = confirm(service, person, arguments.handling, arguments.nummer)
        number, document = numbered(service, person, made.id)
    if arguments.json:
        show_json({"ok": True, "handling": document_as_json(number, document)})
    else:
        print(f"Registrerad som {number}: {document.titel}")
    return 0


def verify_command(arguments: argparse.Namespace) -> int:
    """`samlad diarium verifiera`: exit code 2 when something is not as it should be."""
    from service.flow.diarium.verify import verify_register

    with _opened(arguments) as (service, person):
        problems = list(verify_register(service, person))
    if arguments.json:
        show_json({"ok": not problems, "problems": [asdict(one) for one in problems]})
    elif problems:
        show_problems(problems, sys.stderr)
    else:
        print("Diariet är helt: nummer, uppgifter och filer är som de registrerades.")
    return InputError.exit_code if problems else 0


@contextmanager
def _opened(arguments: argparse.Namespace) -> Iterator[tuple[Service, Person]]:
    from service.flow.diarium.entry_file import person_named
    from service.flow.service import open_service

    with open_service(read_settings()) as service:
        yield service, person_named(service, arguments.som)


def _print_case(told: dict[str, Any]) -> None:
    print(f"{told['diarienummer']} {told['arendemening_offentlig']} ({told['status']})")
    if told["arendemening_skyddad"]:
        print(f"  Skyddad ärendemening: {told['arendemening_skyddad']}")
    print(f"  {told['myndighet']}, öppnat {told['oppnat']}, ansvarig {told['ansvarig'] or '–'}")
    _print_corrections(told)
    for one in told["handlingar"]:
        _print_document(one)


def _print_document(told: dict[str, Any]) -> None:
    print(f"{told['beteckning']} {told['titel']}")
    print(f"  {told['riktning']} {told['datum']}, {told['handlingstyp']}, {told['status']}")
    for one in told["parter"]:
        print(f"  {one['roll']}: {one['namn']}{' (skyddad)' if one['skyddad'] else ''}")
    note = told["sekretess"]
    if note and note["markerad"]:
        print(f"  Sekretess: {note['bestammelse']}, {note['datum']}, {note['myndighet']}")
    for one in told["filer"]:
        print(f"  {one['variant']}: {one['namn']} ({one['storlek']} byte, sha256 {one['sha256'][:12]}…)")
    _print_corrections(told)


def _print_corrections(told: dict[str, Any]) -> None:
    for one in told["rattelser"]:
        old, new = (json.dumps(one[name], ensure_ascii=False) for name in ("fran", "till"))
        print(f"  rättat {one['nar'][:16]} av {one['vem']}: {one['falt']} {old} → {new} ({one['varfor']})")
