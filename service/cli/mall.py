"""`samlad mall …`: the kansli's own templates, from looking one through to taking it into use."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from service.cli.answer import show_json, show_notices
from service.cli.progress import ShownProgress
from service.clock import today
from service.errors import TemplateError
from service.flow.published import write_whole
from service.flow.read import Reader
from service.flow.template import (
    Finding,
    Inspection,
    Severity,
    Template,
    TemplateChanges,
    add_template,
    annotated,
    inspect_template,
    template_changes,
    template_named,
    template_versions,
)
from service.flow.template_trial import try_template
from service.flow.wiring import open_workshop
from service.settings import read_settings

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Adder = Callable[[Commands, str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]

_SIGNS = {Severity.FEL: "✗", Severity.VARNING: "!", Severity.UPPLYSNING: "•"}


def add_mall(commands: Commands, add_command: Adder) -> None:
    """Add the group to the command line."""
    group = commands.add_parser(
        "mall",
        help="granska, lägg till, jämför och prova Word-mallar",
        description="Granska, lägg till, jämför och prova Word-mallar; se docs/mallar.md.",
        allow_abbrev=False,
    )
    verbs = group.add_subparsers(title="kommandon", metavar="KOMMANDO", required=True)
    _add_inspect(verbs, add_command)
    _add_add(verbs, add_command)
    _add_list(verbs, add_command)
    _add_show(verbs, add_command)
    _add_compare(verbs, add_command)
    _add_try(verbs, add_command)


def _add_inspect(verbs: Commands, add_command: Adder) -> None:
    does = "hitta varje fel i en Word-mall innan ett sammanträde gör det"
    command = add_command(verbs, "granska", does, inspect_command)
    _add_file(command)
    command.add_argument(
        "--kommentarer",
        type=Path,
        metavar="UT.docx",
        help="skriv mallen med varje fel som en Word-kommentar på sin plats",
    )


def _add_add(verbs: Commands, add_command: Adder) -> None:
    does = "ta in en Word-mall som en ny version"
    command = add_command(verbs, "lagg-till", does, add_version_command)
    _add_file(command)
    command.add_argument(
        "--version", required=True, metavar="NUMMER", help="versionens nummer, till exempel 2.0"
    )
    command.add_argument(
        "--giltig-fran", required=True, type=_day, metavar="ÅÅÅÅ-MM-DD", help="första dagen den gäller"
    )
    command.add_argument("--andring", required=True, metavar="TEXT", help="vad som har ändrats, i en mening")


def _add_list(verbs: Commands, add_command: Adder) -> None:
    command = add_command(verbs, "lista", "visa en malls versioner", list_command)
    _add_slug(command)


def _add_show(verbs: Commands, add_command: Adder) -> None:
    command = add_command(verbs, "visa", "visa en version med ändringslogg", show_command)
    _add_slug(command)
    command.add_argument("--version", default="", metavar="NUMMER", help="annars den senaste")


def _add_compare(verbs: Commands, add_command: Adder) -> None:
    does = "visa vad som skiljer två versioner: text, fält, formatmallar och sidor"
    command = add_command(verbs, "jamfor", does, compare_versions_command)
    command.add_argument("forr", metavar="A", help="versionsnummer, eller en Word-fil")
    command.add_argument("nu", metavar="B", help="versionsnummer, eller en Word-fil")
    _add_slug(command)


def _add_try(verbs: Commands, add_command: Adder) -> None:
    does = "fyll mallen med exempeldata och visa den som Word, PDF och bilder av sidorna"
    command = add_command(verbs, "prova", does, try_command)
    _add_slug(command)
    command.add_argument(
        "--mall", type=Path, metavar="FIL.docx", help="en Word-fil; annars den senaste versionen"
    )
    _add_description(command)
    command.add_argument("--exempel", type=Path, metavar="FIL", help="indatafil; annars ett av exemplen")
    command.add_argument(
        "--ut", type=Path, metavar="KATALOG", required=True, help="mapp för de färdiga filerna"
    )


def _add_file(command: argparse.ArgumentParser) -> None:
    command.add_argument("mallfil", type=Path, metavar="FIL.docx", help="Word-mallen")
    _add_slug(command)
    _add_description(command)


def _add_slug(command: argparse.ArgumentParser) -> None:
    command.add_argument("--slug", required=True, help="dokumenttypen, till exempel nulagesbeskrivning")


def _add_description(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--beskrivning",
        type=Path,
        metavar="mall.toml",
        help="mallens egen mall.toml, till exempel med egna namn på fälten; annars den senaste versionens",
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"”{text}” är inte ett datum (ÅÅÅÅ-MM-DD)") from error


def inspect_command(arguments: argparse.Namespace) -> int:
    """`samlad mall granska`: every fault with its place."""
    found = inspect_template(arguments.mallfil, arguments.slug, read_settings(), arguments.beskrivning)
    if arguments.kommentarer:
        write_whole(arguments.kommentarer, annotated(found))
    if arguments.json:
        show_json(_inspection_as_json(found))
    else:
        show_notices(found.notices, sys.stderr)
        _show_findings(found)
        if arguments.kommentarer:
            print(f"Mallen med kommentarer: {arguments.kommentarer}")
    return TemplateError.exit_code if found.faulty else 0


def add_version_command(arguments: argparse.Namespace) -> int:
    """`samlad mall lagg-till`: a new version, written once."""
    settings = read_settings()
    found = inspect_template(arguments.mallfil, arguments.slug, settings, arguments.beskrivning)
    added = add_template(found, arguments.version, arguments.giltig_fran, arguments.andring, settings)
    if arguments.json:
        show_json({"ok": True, **_version_as_json(added), "notices": [asdict(one) for one in found.notices]})
        return 0
    show_notices(found.notices, sys.stderr)
    warnings = sum(one.severity is Severity.VARNING for one in found.findings)
    if warnings:
        print(f"• {warnings} varningar; ”samlad mall granska” visar dem.", file=sys.stderr)
    print(f"{added.slug} {added.version}, giltig från {added.valid_from}: {added.path}")
    return 0


def list_command(arguments: argparse.Namespace) -> int:
    """`samlad mall lista`: the versions, the oldest first."""
    versions = template_versions(arguments.slug, read_settings())
    if arguments.json:
        show_json({"ok": True, "versioner": [_version_as_json(one) for one in versions]})
        return 0
    print(f"{'version':<10}{'giltig från':<14}{'sha256':<14}ändring")
    for one in versions:
        change = one.changes[-1] if one.changes else ""
        print(f"{one.version:<10}{one.valid_from!s:<14}{one.docx_sha256[:12]:<14}{change}")
    return 0


def show_command(arguments: argparse.Namespace) -> int:
    """`samlad mall visa`: one version."""
    one = template_named(arguments.slug, arguments.version, read_settings())
    if arguments.json:
        show_json({"ok": True, **_version_as_json(one)})
        return 0
    for label, text in (
        ("Mall", f"{one.title} ({one.slug})"),
        ("Version", one.version),
        ("Giltig från", one.valid_from),
        ("Ägare", one.owner),
        ("Word-fil", one.path),
        ("sha256", one.docx_sha256),
    ):
        print(f"{label + ':':<13}{text}")
    print("Ändringar:")
    print(*(f"  {line}" for line in one.changes), sep="\n")
    if one.names:
        print("Egna namn på fält:")
        print(*(f"  {own} = {ours}" for own, ours in one.names.items()), sep="\n")
    return 0


def compare_versions_command(arguments: argparse.Namespace) -> int:
    """`samlad mall jamfor`: what changed in text, fields, styles and paper."""
    changes = template_changes(arguments.slug, arguments.forr, arguments.nu, read_settings())
    if arguments.json:
        show_json({"ok": True, "lika": not changes, **asdict(changes)})
    else:
        print(*_changes_text(changes), sep="\n")
    return 0


def try_command(arguments: argparse.Namespace) -> int:
    """`samlad mall prova`: a template filled with sample data."""
    settings = read_settings()
    template = template_named(arguments.slug, "", settings)
    if arguments.mall:
        found = inspect_template(arguments.mall, arguments.slug, settings, arguments.beskrivning)
        show_notices(found.notices, sys.stderr)
        if found.faulty and not arguments.json:
            print("• Mallen har fel; ”samlad mall granska” visar dem.", file=sys.stderr)
        template = found.template
    reader = Reader(settings, today())
    with ShownProgress(quiet=arguments.json) as progress, open_workshop(settings, progress) as workshop:
        delivery = try_template(template, arguments.exempel, arguments.ut, reader, workshop)
    if arguments.json:
        files = [{"fil": str(one.path), "sha256": one.sha256, "sidor": one.pages} for one in delivery.files]
        show_json({"ok": True, "files": files, "notices": [asdict(one) for one in delivery.notices]})
        return 0
    show_notices(delivery.notices, sys.stderr)
    for file in delivery.files:
        print(file.path)
    return 0


def _show_findings(found: Inspection) -> None:
    told = [one for one in found.findings if one.code != "template_field_unused"]
    for one in told:
        print(f"{_SIGNS[one.severity]} {one.severity.value}: {one.place}")
        print(f"  {one.message}" + (f"  Taggen: {one.tag}" if one.tag and one.tag not in one.message else ""))
        print(f"  → {one.remedy}")
        print(f"  ({one.code})")
    unused = [one.tag for one in found.findings if one.code == "template_field_unused"]
    if unused:
        print(f"• upplysning: {len(unused)} av schemats fält visas inte av mallen:")
        print(f"  {', '.join(unused)}")
    counts = Counter(one.severity for one in told)
    name = found.template.path.name
    print(f"{name}: {counts[Severity.FEL]} fel, {counts[Severity.VARNING]} varningar")


def _inspection_as_json(found: Inspection) -> dict[str, object]:
    return {
        "ok": not found.faulty,
        "slug": found.template.slug,
        "sha256": found.template.docx_sha256,
        "findings": [_finding_as_json(one) for one in found.findings],
        "notices": [asdict(one) for one in found.notices],
    }


def _finding_as_json(one: Finding) -> dict[str, object]:
    place = one.place
    return {
        "code": one.code,
        "allvar": one.severity.value,
        "message": one.message,
        "remedy": one.remedy,
        "tagg": one.tag,
        "plats": str(place),
        "del": place.part,
        "stycke": place.paragraph,
        "rubrik": place.heading,
        "tabell": place.table,
        "rad": place.row,
        "kolumn": place.column,
    }


def _version_as_json(one: Template) -> dict[str, object]:
    return {
        "slug": one.slug,
        "titel": one.title,
        "version": one.version,
        "giltig_fran": one.valid_from.isoformat(),
        "agare": one.owner,
        "sha256": one.docx_sha256,
        "fil": str(one.path),
        "andringslogg": list(one.changes),
        "namn": dict(one.names),
    }


def _changes_text(changes: TemplateChanges) -> list[str]:
    if not changes:
        return ["Ingen skillnad i text, fält, formatmallar eller sidor."]
    lines: list[str] = []
    for change in changes.text:
        lines.append(change.place[:1].upper() + change.place[1:])
        lines += [f"  - {change.before}"] if change.before else []
        lines += [f"  + {change.after}"] if change.after else []
    for label, names in (
        ("Nya fält", changes.fields_added),
        ("Fält som inte längre visas", changes.fields_removed),
        ("Nya formatmallar", changes.styles_added),
        ("Borttagna formatmallar", changes.styles_removed),
        ("Ändrade formatmallar", changes.styles_changed),
    ):
        lines += [f"{label}: {', '.join(names)}"] if names else []
    return [*lines, *changes.paper]
