"""`samlad`: the commands, their help, and the exit codes of `service/errors.py`."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from service.cli.annex_options import add_ocr, add_passwords
from service.cli.answer import fault_as_json, show_json, show_notices, show_problems
from service.cli.commands import (
    check_command,
    compare_command,
    compile_command,
    demo_command,
    fill_command,
    schema_command,
    verify_command,
)
from service.cli.elsewhere import add_elsewhere
from service.cli.swedish import speak_swedish
from service.errors import SamladError

Command = Callable[[argparse.Namespace], int]
MIN_PIECE_MB, MAX_PIECE_MB = 0.1, 1000.0
_SELDOM = 200_000
"""New objects between two looks for garbage; a command is gone before there is much of it."""
UNEXPECTED = 70
"""Exit code of a fault that nobody foresaw (EX_SOFTWARE of sysexits.h)."""


class _ShowVersion(argparse.Action):
    """Tells the version when somebody asks: to look it up costs every start."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> None:
        from importlib.metadata import version

        parser.exit(message=f"samlad {version('samlad')}\n")


def build_parser(asked: str = "") -> argparse.ArgumentParser:
    """The command line, in Swedish: all commands, or with those of other modules left out when one is asked for."""
    speak_swedish()
    parser = argparse.ArgumentParser(
        prog="samlad",
        description="Fyller nämndernas dokument och sammanställer fullmäktiges handlingar.",
        epilog="”samlad KOMMANDO --help” visar mer om varje kommando.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_ShowVersion, nargs=0, help="visa programmets version")
    commands = parser.add_subparsers(title="kommandon", metavar="KOMMANDO", required=True)
    _add_check(commands)
    _add_fill(commands)
    _add_compile(commands)
    _add_verify(commands)
    _add_compare(commands)
    _add_schema(commands)
    _add_demo(commands)
    add_elsewhere(commands, _add_command, asked)
    return parser


def _add_command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, does: str, run: Command
) -> argparse.ArgumentParser:
    command = commands.add_parser(
        name, help=does, description=does[0].upper() + does[1:] + ".", allow_abbrev=False
    )
    command.set_defaults(run=run)
    command.add_argument("--json", action="store_true", help="svara med JSON på standard ut, för program")
    return command


def _add_framework(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--ramverk", type=Path, metavar="FIL", help="styrmodellens ramverk; annars det som indatafilen anger"
    )


def _add_out(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--ut", type=Path, metavar="KATALOG", required=True, help="mapp för de färdiga filerna"
    )


def _add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    does = "kontrollera indata: varje fel visas med plats, kod och råd; inget skrivs"
    command = _add_command(commands, "kontrollera", does, check_command)
    command.add_argument(
        "filer",
        type=Path,
        nargs="+",
        metavar="FIL",
        help="indatafil (JSON) eller ifylld blankett (docx, xlsx)",
    )
    add_passwords(command)
    _add_framework(command)


def _add_fill(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    does = "fyll ett dokument från sin indatafil och skriv det som Word och PDF"
    command = _add_command(commands, "fyll", does, fill_command)
    command.add_argument(
        "fil", type=Path, metavar="FIL", help="indatafil (JSON) eller ifylld blankett (docx, xlsx)"
    )
    _add_out(command)
    command.add_argument(
        "--format",
        type=_formats,
        default=("docx", "pdf"),
        metavar="docx,pdf",
        help="vilka filer som skrivs (standard: docx,pdf)",
    )
    _add_framework(command)


def _add_compile(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    does = "sammanställ ett sammanträdes handlingar till ett paket med manifest"
    command = _add_command(commands, "sammanstall", does, compile_command)
    command.add_argument("fil", type=Path, metavar="MOTE.json", help="sammanträdets indatafil")
    _add_out(command)
    command.add_argument(
        "--utgava",
        choices=("intern", "publik", "bada"),
        default="intern",
        help="intern: allt; publik: utan det som inte publiceras, med samma sidnummer; bada: båda (standard: intern)",
    )
    command.add_argument(
        "--del-storlek",
        type=_megabytes,
        default=0.0,
        metavar="MB",
        help="skriv också paketet i delar som var och en är högst så stor, för e-post",
    )
    add_passwords(command)
    add_ocr(command)
    _add_follow_up(command)
    _add_framework(command)


def _add_follow_up(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--efter",
        type=Path,
        action="append",
        default=[],
        metavar="FÖRRA.manifest.json",
        help="följ upp ett utskick: dess nummer och sidor ligger fast, och det som har ändrats listas; "
        "en gång för varje utgåva (standard: det som mötesfilen anger)",
    )
    command.add_argument(
        "--omfattning",
        choices=("tillagg", "hela", "bada"),
        help="vid uppföljning: bara tillägget, hela paketet eller båda (standard: bada)",
    )
    command.add_argument(
        "--nya-sidor",
        choices=("bokstav", "sist"),
        default="bokstav",
        help="vid uppföljning: nya handlingar på sin plats, med sidor som 117a, eller sist (standard: bokstav)",
    )


def _add_verify(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    does = "kontrollera ett färdigt paket mot dess manifest; indata behövs inte"
    command = _add_command(commands, "verifiera", does, verify_command)
    command.add_argument("paket", type=Path, metavar="PAKET.pdf", help="paketet")
    command.add_argument(
        "--manifest",
        type=Path,
        metavar="FIL",
        help="paketets manifest; annars PAKET.manifest.json bredvid det",
    )
    command.add_argument(
        "--sidor",
        type=Path,
        metavar="ORIGINALKATALOG",
        help="rita också varje bilaga som kom som PDF bredvid sitt original i mappen, och jämför utseendet",
    )


def _add_compare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    does = "jämför två paket genom deras manifest: nytt, ändrat, utgått, flyttat, omdöpt och andra sidor"
    command = _add_command(commands, "jamfor", does, compare_command)
    command.add_argument(
        "forr", type=Path, metavar="FÖRR.manifest.json", help="det tidigare paketets manifest"
    )
    command.add_argument("nu", type=Path, metavar="NU.manifest.json", help="det senare paketets manifest")


def _add_schema(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    does = "visa JSON Schema för en dokumenttyp"
    command = _add_command(commands, "schema", does, schema_command)
    command.add_argument("slug", metavar="SLUG", help="dokumenttypens namn, till exempel nulagesbeskrivning")


def _add_demo(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    does = "bygg exempelsammanträdet: alla rapporter, tillkännagivandet och paketet"
    command = _add_command(commands, "demo", does, demo_command)
    where = command.add_mutually_exclusive_group(required=True)
    where.add_argument("--ut", type=Path, metavar="KATALOG", help="mapp för de färdiga filerna")
    where.add_argument(
        "--till-tjansten",
        action="store_true",
        help="lägg i stället in exempelåret i en tom tjänst, med ett konto för varje roll",
    )
    command.add_argument(
        "--hela-vagen",
        action="store_true",
        help="för också sammanträdet hela vägen genom tjänsten: granskning, tillkännagivande, utskick, sena ärenden",
    )


def _megabytes(text: str) -> float:
    try:
        size = float(text.replace(",", "."))
    except ValueError:
        size = 0.0
    if not MIN_PIECE_MB <= size <= MAX_PIECE_MB:
        raise argparse.ArgumentTypeError(f"”{text}” är inte ett antal megabyte från 0,1 till 1000")
    return size


def _formats(text: str) -> tuple[str, ...]:
    formats = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    if not formats or set(formats) - {"docx", "pdf"}:
        raise argparse.ArgumentTypeError(f"”{text}” är inte docx, pdf eller docx,pdf")
    return formats


def main(argv: Sequence[str]) -> int:
    """Run one command; the exit code says who can put a fault right (`docs/fel.md`)."""
    arguments = build_parser(argv[0] if argv else "").parse_args(argv)
    run: Command = arguments.run
    try:
        return run(arguments)
    except SamladError as fault:
        return _tell(fault, as_json=arguments.json)
    except KeyboardInterrupt:
        print("Avbrutet; inget har skrivits.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 141
    except Exception as fault:  # noqa: BLE001  # the last line of defence: a user never sees a stack trace
        print(f"Ett oväntat fel inträffade i Samlad ({type(fault).__name__}: {fault}).", file=sys.stderr)
        print("Inget har skrivits. Meddela den som sköter tjänsten och bifoga raden ovan.", file=sys.stderr)
        return UNEXPECTED


def _tell(fault: SamladError, *, as_json: bool) -> int:
    if as_json:
        show_json(fault_as_json(fault))
    else:
        show_problems(fault.problems, sys.stderr)
        show_notices(fault.notices, sys.stderr)
        count = len(fault.problems)
        print(f"{count} fel. Inget har skrivits." if count > 1 else "Inget har skrivits.", file=sys.stderr)
    return fault.exit_code


def run() -> None:
    """The console script; what is loaded by now stays, so nobody need look for garbage in it.

    At the end nobody need, either: to take a large build's objects apart once more is up to a tenth of its work.
    """
    gc.freeze()
    gc.set_threshold(_SELDOM)
    ended = main(sys.argv[1:])
    gc.freeze()
    sys.exit(ended)
