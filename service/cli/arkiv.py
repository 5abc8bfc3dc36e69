"""`samlad arkivera`, `samlad arkiv …` and `samlad gallra …`: deliveries to the e-archive, and destruction."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from service.cli.answer import show_json, show_notices, show_problems
from service.cli.progress import ShownProgress
from service.clock import today
from service.errors import ArchiveError, InputError
from service.model.leverans import Leveransslag, Profil
from service.settings import read_settings

if TYPE_CHECKING:
    from service.flow.arkiv.check import Checked

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Adder = Callable[[Commands, str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]


def add_archive(commands: Commands, add_command: Adder) -> None:
    """Add deliveries and destruction to the command line."""
    does = "packa avslutade ärenden till e-arkivet: ett kontrollerat paket, eller inget"
    command = add_command(commands, "arkivera", does, deliver_command)
    command.add_argument("arenden", nargs="+", metavar="ÄRENDE", help="diarienummer")
    command.add_argument(
        "--ut", type=Path, metavar="KATALOG", required=True, help="mapp för det färdiga paketet"
    )
    command.add_argument(
        "--profil",
        choices=[one.value for one in Profil],
        default=Profil.FGS_2_0.value,
        help="hur det packas (standard: FGS2.0)",
    )
    command.add_argument(
        "--slag",
        choices=[one.value for one in Leveransslag],
        default=Leveransslag.NY.value,
        help="vad leveransen är; prov tar också med ärenden som pågår (standard: ny)",
    )
    _add_pdfa(command)
    command.add_argument(
        "--sigill",
        action="store_true",
        help="sätt kommunens sigill på PDF-filerna på vägen in i paketet (alltid med SAMLAD_SIGILL=ja)",
    )
    _add_person(command)
    group = commands.add_parser(
        "arkiv",
        help="e-arkivets paket och kvittenser",
        description="Kontrollera paket, notera kvittenser och se leveranser; se docs/arkiv.md.",
        allow_abbrev=False,
    )
    verbs = group.add_subparsers(title="kommandon", metavar="KOMMANDO", required=True)
    _add_checks(verbs, add_command)
    _add_receipt(verbs, add_command)
    add_command(verbs, "lista", "visa leveranserna, den senaste först", list_command)
    _add_destruction(commands, add_command)


def _add_pdfa(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--pdfa", action="store_true", help="kräv att veraPDF godkänner varje bevarandefil som PDF/A-2b"
    )


def _add_person(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--som",
        metavar="ANVÄNDARNAMN",
        required=True,
        help="registratorn som gör det; namnet står i loggen",
    )


def _add_checks(verbs: Commands, add_command: Adder) -> None:
    does = "läs hela paketet och kontrollera det mot dess METS, ERMS, PREMIS och scheman"
    command = add_command(verbs, "verifiera", does, verify_command)
    command.add_argument("paket", type=Path, metavar="PAKET.zip")
    _add_pdfa(command)
    does = "fråga den oberoende kontrollen eark-validator om ett paket"
    add_command(verbs, "validera", does, validate_command).add_argument(
        "paket", type=Path, metavar="PAKET.zip"
    )


def _add_receipt(verbs: Commands, add_command: Adder) -> None:
    command = add_command(verbs, "kvittens", "notera e-arkivets svar på en leverans", receipt_command)
    command.add_argument("leverans", metavar="LEVERANS", help="leveransens id, som paketet är döpt efter")
    answer = command.add_mutually_exclusive_group(required=True)
    answer.add_argument("--mottagen", action="store_true", help="e-arkivet har tagit emot paketet")
    answer.add_argument("--avvisad", metavar="SKÄL", default="", help="e-arkivet har avvisat det")
    command.add_argument("--beteckning", required=True, help="kvittensens beteckning hos e-arkivet")
    command.add_argument(
        "--datum", type=_day, metavar="ÅÅÅÅ-MM-DD", help="dagen det svarade (standard: i dag)"
    )
    command.add_argument("--sha256", default="", help="paketets kontrollsumma, som e-arkivet räknat den")
    _add_person(command)


def _add_destruction(commands: Commands, add_command: Adder) -> None:
    group = commands.add_parser(
        "gallra",
        help="det som får gallras",
        description="Visa och gallra handlingar vars frist har gått ut; se docs/arkiv.md.",
        allow_abbrev=False,
    )
    verbs = group.add_subparsers(title="kommandon", metavar="KOMMANDO", required=True)
    command = add_command(verbs, "lista", "visa de handlingar som får gallras", list_destructible_command)
    command.add_argument(
        "--till", type=_day, metavar="ÅÅÅÅ-MM-DD", help="det som får gallras den dagen (standard: i dag)"
    )
    _add_person(command)
    does = "förstör handlingars filer för gott; uppgifterna i diariet står kvar"
    command = add_command(verbs, "forstor", does, destroy_command)
    command.add_argument("handlingar", nargs="+", metavar="HANDLING", help="nummer, som KS.2026.3-2")
    command.add_argument("--ja", action="store_true", help="fråga inte")
    _add_person(command)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"”{text}” är inte ett datum (ÅÅÅÅ-MM-DD)") from error


def deliver_command(arguments: argparse.Namespace) -> int:
    """`samlad arkivera`: one delivery, whole and checked."""
    from service.flow.arkiv.deliver import Wanted, deliver
    from service.flow.chosen import in_force
    from service.flow.diarium.entry_file import person_named
    from service.flow.service import open_service

    settings = read_settings()
    wanted = Wanted(
        tuple(arguments.arenden),
        next(one for one in Profil if one.value == arguments.profil),
        next(one for one in Leveransslag if one.value == arguments.slag),
        arguments.pdfa,
        arguments.sigill or settings.sigill == "ja",
    )
    with open_service(settings) as opened, ShownProgress(quiet=arguments.json) as progress:
        service = in_force(opened)
        person = person_named(service, arguments.som)

        def step(done: int, total: int, name: str) -> None:
            progress("Packar", done, total, name)

        made = deliver(service, person, wanted, arguments.ut, step)
    if arguments.json:
        show_json(
            {
                "ok": True,
                "leverans": made.id,
                "fil": str(made.path),
                "sha256": made.sha256,
                "storlek": made.size,
                "fortsatt_efter": made.resumed,
                "rapport": made.checked.report(),
                "notices": [
                    {"code": one.code, "message": one.message, "source": one.source} for one in made.notices
                ],
            }
        )
    else:
        show_notices(made.notices, sys.stderr)
        print(f"{made.path}\nsha256: {made.sha256}\n{_told(made.checked)}")
    return 0


def verify_command(arguments: argparse.Namespace) -> int:
    """`samlad arkiv verifiera`: the package alone is needed."""
    from service.flow.arkiv.check import check_package

    checked = check_package(arguments.paket, read_settings(), pdfa=arguments.pdfa)
    if arguments.json:
        problems = [{"code": one.code, "message": one.message, "path": one.path} for one in checked.problems]
        show_json({"ok": not problems, "problems": problems, "rapport": checked.report()})
    else:
        show_problems(checked.problems, sys.stdout)
        show_notices(checked.notices, sys.stderr)
        print(f"{arguments.paket.name}: {_told(checked)}")
    return ArchiveError.exit_code if checked.problems else 0


def validate_command(arguments: argparse.Namespace) -> int:
    """`samlad arkiv validera`: somebody else's judgement."""
    from service.flow.arkiv.check import ask_validator

    report = ask_validator(arguments.paket, read_settings())
    if arguments.json:
        show_json({"ok": not report.problems, "rapport": dict(report.raw)})
    else:
        show_problems(report.problems, sys.stdout)
        print(
            f"{arguments.paket.name}: struktur {report.structure}, schema {report.schema}, {_count(report.problems)}"
        )
        if report.excused:
            rules = ", ".join(f"{rule} ({count})" for rule, count in sorted(report.excused.items()))
            print(f"Regler som inget paket kan uppfylla: {rules}; se docs/arkiv.md.")
    return ArchiveError.exit_code if report.problems else 0


def receipt_command(arguments: argparse.Namespace) -> int:
    """`samlad arkiv kvittens`: the e-archive's answer."""
    from service.flow.arkiv.receipt import Receipt, record_receipt
    from service.flow.diarium.entry_file import person_named
    from service.flow.service import open_service

    receipt = Receipt(
        arguments.mottagen,
        arguments.datum or today(),
        arguments.beteckning,
        arguments.avvisad,
        arguments.sha256,
    )
    with open_service(read_settings()) as service:
        shown = record_receipt(service, person_named(service, arguments.som), arguments.leverans, receipt)
    if arguments.json:
        show_json({"ok": True, "leverans": shown})
    else:
        print(f"Leveransen {shown['id']}: {shown['statustext']}.")
        for one in shown["arkiverade_rapporter"]:
            print(f"Arkiverad: {one}")
    return 0


def list_command(arguments: argparse.Namespace) -> int:
    """`samlad arkiv lista`: every delivery."""
    from service.flow.arkiv.find import every_delivery
    from service.flow.service import open_service

    with open_service(read_settings()) as service:
        found = every_delivery(service)
    if arguments.json:
        show_json({"ok": True, "leveranser": list(found)})
    else:
        for one in found:
            print(f"{one['skapad'][:10]}  {one['id']}  {one['statustext']}  {', '.join(one['arenden'])}")
        print(f"{len(found)} leveranser.")
    return 0


def list_destructible_command(arguments: argparse.Namespace) -> int:
    """`samlad gallra lista`: nothing is changed."""
    from service.flow.arkiv.destroy import list_destructible, shown_destructible
    from service.flow.diarium.entry_file import person_named
    from service.flow.service import open_service

    with open_service(read_settings()) as service:
        found = list_destructible(service, person_named(service, arguments.som), arguments.till)
    if arguments.json:
        show_json({"ok": True, "handlingar": [shown_destructible(one) for one in found]})
    else:
        for one in found:
            print(f"{one.beteckning}  från {one.tidigast}  {one.beslut}  {one.filer} filer  {one.titel}")
        print(f"{len(found)} handlingar får gallras.")
    return 0


def destroy_command(arguments: argparse.Namespace) -> int:
    """`samlad gallra forstor`: asks first."""
    from service.flow.arkiv.destroy import destroy
    from service.flow.diarium.entry_file import person_named
    from service.flow.service import open_service

    if not arguments.ja:
        print(f"Filerna till {', '.join(arguments.handlingar)} förstörs för gott.", file=sys.stderr)
        print("Skriv ja för att gallra: ", end="", file=sys.stderr, flush=True)
        if sys.stdin.readline().strip().lower() != "ja":
            print("Inget har gallrats.", file=sys.stderr)
            return InputError.exit_code
    with open_service(read_settings()) as service:
        done = destroy(service, person_named(service, arguments.som), arguments.handlingar)
    if arguments.json:
        show_json({"ok": True, "handlingar": list(done.handlingar), "filer": done.filer, "kvar": done.kvar})
    else:
        print(f"{len(done.handlingar)} handlingar gallrade, {done.filer} filer förstörda.")
        if done.kvar:
            print(f"{done.kvar} filer är kvar, för något annat i tjänsten använder dem.")
    return 0


def _told(checked: Checked) -> str:
    read = checked.read
    if checked.problems:
        return _count(checked.problems)
    matters = "ärende" if read.matters == 1 else "ärenden"
    whole = f"{read.files} filer, {read.bytes} byte, {read.matters} {matters}; allt stämmer"
    pdfa = f", {len(checked.judged)} bevarandefiler är PDF/A-2b" if checked.judged is not None else ""
    eark = ", godkänt av eark-validator" if checked.eark else ""
    return f"{whole}{pdfa}{eark}."


def _count(problems: tuple[object, ...]) -> str:
    return f"{len(problems)} fel" if problems else "inga fel"
