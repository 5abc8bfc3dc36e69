"""The commands that tend the service. What they need is loaded when they run: the other commands start without it."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from service.cli.answer import show_json
from service.errors import InputError, ToolError
from service.settings import read_settings

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Adder = Callable[[Commands, str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]


def add_service(commands: Commands, add_command: Adder) -> None:
    """Add what tends the service to the command line."""
    add_command(
        commands, "serve", "starta tjänsten: API och arbetare, tills den stoppas", serve_command
    ).add_argument(
        "--utan-arbetare", action="store_true", help="svara bara på anrop; jobben görs på andra maskiner"
    )
    add_command(commands, "arbetare", "gör beställda jobb, tills den stoppas", worker_command)
    add_command(commands, "migrera", "ge databasen den form som programmet har", migrate_command)
    account = add_command(
        commands, "konto", "lägg upp tjänstens första konto, en administratör", account_command
    )
    account.add_argument("anvandarnamn", metavar="ANVÄNDARNAMN")
    account.add_argument("--namn", default="", help="personens namn; annars användarnamnet")
    does = "kontrollera att allt är på plats: databas, logg, filer, LibreOffice, typsnitt, disk"
    add_command(commands, "kontroll", does, inspect_command)
    does = "kopiera allt i tjänsten till en ny mapp, också medan den körs"
    add_command(commands, "sakerhetskopia", does, backup_command).add_argument(
        "--ut", type=Path, metavar="KATALOG", required=True, help="ny mapp för kopian"
    )
    does = "lägg tillbaka en säkerhetskopia i en tom tjänst"
    add_command(commands, "aterstall", does, restore_command).add_argument(
        "kopia", type=Path, metavar="KATALOG", help="säkerhetskopians mapp"
    )
    add_command(commands, "indexera", "gör sökningens index på nytt, ur databas och filer", index_command)
    _add_log(commands, add_command)


def _add_log(commands: Commands, add_command: Adder) -> None:
    log = commands.add_parser(
        "logg", help="tjänstens logg", description="Loggen över vem som gjort vad.", allow_abbrev=False
    )
    verbs = log.add_subparsers(title="kommandon", metavar="KOMMANDO", required=True)
    does = "kontrollera att ingen rad i loggen har ändrats, tagits bort eller lagts in"
    add_command(verbs, "verifiera", does, verify_log_command)


def serve_command(arguments: argparse.Namespace) -> int:
    """`samlad serve`: the whole service."""
    from service.app import serve

    settings = read_settings()
    print(f"Samlad svarar på http://{settings.adress}:{settings.port}/ (avsluta med Ctrl-C)", file=sys.stderr)
    serve(settings, workers=not arguments.utan_arbetare)
    return 0


def worker_command(_arguments: argparse.Namespace) -> int:
    """`samlad arbetare`: a worker alone, on any machine that reaches database, files and queue."""
    from service.app import run_jobs

    run_jobs(read_settings())
    return 0


def migrate_command(arguments: argparse.Namespace) -> int:
    """`samlad migrera`: also done by every `serve`."""
    from service.flow.service import open_service

    with open_service(read_settings()):
        pass
    if arguments.json:
        show_json({"ok": True})
    else:
        print("Databasen har programmets form.")
    return 0


def account_command(arguments: argparse.Namespace) -> int:
    """`samlad konto`: the password is asked for, or read from standard input."""
    from service.flow.accounts import first_account
    from service.flow.service import open_service

    password = getpass.getpass("Lösenord: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    with open_service(read_settings()) as service:
        name = arguments.namn or arguments.anvandarnamn
        account = first_account(service, arguments.anvandarnamn, name, password)
    if arguments.json:
        show_json({"ok": True, "id": account.person.id, "anvandarnamn": account.person.username})
    else:
        print(f"Kontot {account.person.username} är upplagt, med rollen administratör.")
    return 0


def fill_demo(arguments: argparse.Namespace) -> int:
    """`samlad demo --till-tjansten`: the sample year, with accounts to try."""
    from service.cli.progress import ShownProgress
    from service.flow.demo_service import fill_service
    from service.flow.service import open_service
    from service.flow.wiring import open_workshop

    settings = read_settings()
    with (
        open_service(settings) as service,
        ShownProgress(quiet=arguments.json) as progress,
        open_workshop(settings, progress) as workshop,
    ):
        filled = fill_service(service, workshop)
    logins = [
        {"roll": one.role, "anvandarnamn": one.username, "losenord": one.password} for one in filled.logins
    ]
    if arguments.json:
        show_json({"ok": True, "rapporter": filled.reports, "filer": filled.files, "konton": logins})
        return 0
    print(f"Tjänsten har nu {filled.reports} rapporter och ett sammanträde med {filled.files} filer.")
    print("Konton att prova med (lösenorden visas bara nu):")
    for one in filled.logins:
        print(f"  {one.role:<18} {one.username:<14} {one.password}")
    return 0


def inspect_command(arguments: argparse.Namespace) -> int:
    """`samlad kontroll`: exit code 4 when something is missing."""
    from service.flow.inspection import inspect
    from service.flow.service import open_service

    with open_service(read_settings(), migrate=False) as service:
        found = list(inspect(service))
    ok = all(one.ok for one in found)
    if arguments.json:
        show_json({"ok": ok, "funnet": [{"vad": one.what, "ok": one.ok, "text": one.told} for one in found]})
    else:
        for one in found:
            print(f"{'✓' if one.ok else '✗'} {one.what}: {one.told}")
    return 0 if ok else ToolError.exit_code


def backup_command(arguments: argparse.Namespace) -> int:
    """`samlad sakerhetskopia`: everything into a new folder."""
    from service.flow.backup import back_up
    from service.flow.service import open_service

    with open_service(read_settings(), migrate=False) as service:
        copied = back_up(service, arguments.ut)
    if arguments.json:
        show_json({"ok": True, "rader": copied.rows, "filer": copied.files, "logghuvud": copied.head})
    else:
        print(f"{copied.rows} rader och {copied.files} filer kopierade till {arguments.ut}.")
        print(f"Loggens huvud: {copied.head}")
    return 0


def restore_command(arguments: argparse.Namespace) -> int:
    """`samlad aterstall`: a copy into an empty service."""
    from service.flow.backup import restore
    from service.flow.service import open_service

    with open_service(read_settings()) as service:
        copied = restore(service, arguments.kopia)
    if arguments.json:
        show_json({"ok": True, "rader": copied.rows, "filer": copied.files, "logghuvud": copied.head})
    else:
        print(f"{copied.rows} rader och {copied.files} filer återställda. Loggens huvud: {copied.head}")
    return 0


def index_command(arguments: argparse.Namespace) -> int:
    """`samlad indexera`: after an upgrade from a version without searching."""
    from service.flow.search_again import index_everything
    from service.flow.service import open_service

    with open_service(read_settings(), migrate=False) as service:
        count = index_everything(service)
    if arguments.json:
        show_json({"ok": True, "lasta": count})
    else:
        print(f"{count} rapporter, sammanträden, filer och utgivningar är lästa för sökning.")
    return 0


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
