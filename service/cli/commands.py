"""What each command does: translate its arguments into one call of `flow`, and the answer into text or JSON.

What a command needs is loaded when it runs: the others start without it.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from service.cli.annex_options import with_ocr
from service.cli.answer import show_delivery, show_json, show_notices, show_problems
from service.cli.progress import ShownProgress
from service.clock import today
from service.errors import AssemblyError, InputError
from service.settings import read_settings

if TYPE_CHECKING:
    from service.flow.arkiv.seals import Signature
    from service.flow.follow_up import FollowUp
    from service.flow.verify_originals import PagesSeen
    from service.model.choices import Rendition


def check_command(arguments: argparse.Namespace) -> int:
    """`samlad kontrollera`: every fault of every file; nothing is written."""
    from service.flow.check import check_file
    from service.flow.passwords import read_passwords
    from service.flow.read import Reader

    settings = read_settings()
    reader = Reader(settings, today(), arguments.ramverk)
    passwords = read_passwords(arguments.losenord_fil, settings)
    checked = [check_file(path, reader, passwords) for path in arguments.filer]
    faulty = any(one.problems for one in checked)
    if arguments.json:
        files = [
            {"fil": one.name, "ok": not one.problems, "problems": one.problems, "notices": one.notices}
            for one in checked
        ]
        show_json({"ok": not faulty, "files": json.loads(json.dumps(files, default=asdict))})
    else:
        for one in checked:
            show_problems(one.problems, sys.stdout)
            show_notices(one.notices, sys.stderr)
            count = len(one.problems)
            print(f"{one.name}: {'inga fel' if not count else f'{count} fel'}")
    return InputError.exit_code if faulty else 0


def fill_command(arguments: argparse.Namespace) -> int:
    """`samlad fyll`: one document from its input file."""
    from service.flow.build import build_report
    from service.flow.read import Reader
    from service.flow.wiring import open_workshop

    settings = read_settings()
    reader = Reader(settings, today(), arguments.ramverk)
    with ShownProgress(quiet=arguments.json) as progress, open_workshop(settings, progress) as workshop:
        delivery = build_report(reader.read(arguments.fil), arguments.ut, arguments.format, workshop)
    return show_delivery(delivery, as_json=arguments.json)


def compile_command(arguments: argparse.Namespace) -> int:
    """`samlad sammanstall`: the packet and its manifest, in the editions that are wanted."""
    from service.flow.compile_packet import compile_packet
    from service.flow.passwords import read_passwords
    from service.flow.read import Reader
    from service.flow.wiring import open_workshop

    settings = with_ocr(read_settings(), arguments)
    reader = Reader(settings, today(), arguments.ramverk)
    passwords = read_passwords(arguments.losenord_fil, settings)
    with (
        ShownProgress(quiet=arguments.json) as progress,
        open_workshop(settings, progress, passwords) as workshop,
    ):
        delivery = compile_packet(
            arguments.fil,
            arguments.ut,
            reader,
            workshop,
            _renditions(arguments.utgava),
            arguments.del_storlek,
            _follow_up(arguments),
        )
    return show_delivery(delivery, as_json=arguments.json)


def _renditions(wanted: str) -> tuple[Rendition, ...]:
    from service.model.choices import Rendition

    return tuple(Rendition) if wanted == "bada" else tuple(one for one in Rendition if one.value == wanted)


def _follow_up(arguments: argparse.Namespace) -> FollowUp:
    from service.flow.follow_up import FollowUp, Scope

    return FollowUp(
        tuple(arguments.efter),
        Scope(arguments.omfattning or Scope.BADA),
        late_last=arguments.nya_sidor == "sist",
        asked=bool(arguments.efter or arguments.omfattning or arguments.nya_sidor == "sist"),
    )


def verify_command(arguments: argparse.Namespace) -> int:
    """`samlad verifiera`: a packet held against its manifest."""
    from service.flow.verify_packet import manifest_of, verify_packet

    manifest = arguments.manifest or manifest_of(arguments.paket)
    found = verify_packet(arguments.paket, manifest, read_settings(), arguments.sidor)
    count = len(found.problems)
    if arguments.json:
        problems = [asdict(problem) for problem in found.problems]
        answer = {"ok": not count, "fil": found.name, "manifest": found.manifest.name, "problems": problems}
        seal = {"sigill": found.seal.signature.who if found.seal.signature else ""} if found.seal else {}
        show_json(answer | seal | ({"sidor": asdict(found.seen)} if found.seen else {}))
    else:
        show_problems(found.problems, sys.stdout)
        plan = found.manifest.plan
        whole = f"{plan.page_count} sidor i {len(plan.parts)} delar, allt stämmer med {found.manifest.name}"
        print(f"{found.name}: {f'{count} fel' if count else whole}")
        if found.seal is not None and found.seal.signature is not None:
            print(_seal_text(found.seal.signature))
        if found.seen:
            print(_seen_text(found.seen))
    return AssemblyError.exit_code if count else 0


def _seal_text(seal: Signature) -> str:
    at = seal.at.isoformat(timespec="seconds") if seal.at else "okänd tid"
    trusted = "certifikatet är betrott" if seal.trusted else "certifikatet är inte prövat mot något betrott"
    return f"Förseglat av {seal.who}, {at}; paketet under sigillet är manifestets; {trusted}."


def _seen_text(seen: PagesSeen) -> str:
    compared = f"{seen.pages} sidor i {len(seen.annexes)} bilagor är jämförda med originalen"
    if not seen.others:
        return f"{compared}."
    return f"{compared}; inte jämförda (andra filslag, låsta eller inte i mappen): {', '.join(seen.others)}."


def compare_command(arguments: argparse.Namespace) -> int:
    """`samlad jamfor`: what changed between two packets."""
    from service.cli.comparison import comparison_as_json, comparison_text
    from service.flow.compare import compare
    from service.flow.read_manifest import read_manifest

    settings = read_settings()
    before, after = read_manifest(arguments.forr, settings), read_manifest(arguments.nu, settings)
    found = compare(before, after)
    if arguments.json:
        show_json(comparison_as_json(before, after, found))
    else:
        print(*comparison_text(before, after, found), sep="\n")
    return 0


def schema_command(arguments: argparse.Namespace) -> int:
    """`samlad schema`: the JSON Schema of a document type."""
    from service.flow.doctypes import schema_of

    show_json(schema_of(arguments.slug))
    return 0


def demo_command(arguments: argparse.Namespace) -> int:
    """`samlad demo`: what `make demo` runs, also the meeting's way through the service; or the sample year for one."""
    if arguments.till_tjansten:
        from service.cli.tjanst import fill_demo

        return fill_demo(arguments)
    from service.flow.demo import build_demo
    from service.flow.read import Reader
    from service.flow.wiring import open_workshop

    settings = read_settings()
    with ShownProgress(quiet=arguments.json) as progress, open_workshop(settings, progress) as workshop:
        reader = Reader(settings, today())
        if arguments.hela_vagen:
            from service.flow.hela_vagen import walk_whole_way  # the database is loaded only here

            delivery = walk_whole_way(arguments.ut, reader, workshop)
        else:
            delivery = build_demo(arguments.ut, reader, workshop)
    return show_delivery(delivery, as_json=arguments.json)
