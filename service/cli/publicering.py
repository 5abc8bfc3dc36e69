"""`samlad granska-publicering`: what may not be for everybody, and what a person has decided about it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from service.cli.annex_options import add_ocr, add_passwords, with_ocr
from service.cli.answer import show_json
from service.cli.progress import ShownProgress
from service.clock import now, today
from service.errors import InputError, InvalidInput, Problem
from service.flow.granska_publicering import (
    Choice,
    Review,
    add_mask,
    decide,
    findings_as_json,
    review_publication,
)
from service.flow.passwords import read_passwords
from service.flow.publicering_beslut import write_decisions
from service.flow.publicering_fynd import Looked
from service.flow.read import Reader
from service.flow.wiring import open_workshop
from service.model.publicering import Beslut, Fynd, Fyndslag, Publiceringsbeslut
from service.settings import read_settings

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
    Adder = Callable[[Commands, str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]

_SIDES = 4
_LONGEST = 60


def add_publication(commands: Commands, add_command: Adder) -> None:
    """Add the command to the command line."""
    does = "visa personuppgifter i den offentliga utgåvans handlingar, och besluta om dem"
    command = add_command(commands, "granska-publicering", does, review_command)
    command.add_argument("fil", type=Path, metavar="MOTE.json", help="sammanträdets indatafil")
    command.add_argument(
        "--besluta", choices=[one.value for one in Publiceringsbeslut], help="beslut om det som anges"
    )
    command.add_argument("--av", default="", metavar="NAMN", help="den som beslutar")
    command.add_argument(
        "--fynd", action="append", default=[], metavar="ID", help="beslutet gäller det fyndet"
    )
    command.add_argument(
        "--handling", default="", metavar="NR", help="beslutet gäller handlingen, till exempel 12.1"
    )
    command.add_argument(
        "--slag", choices=[one.value for one in Fyndslag], help="beslutet gäller fynd av slaget"
    )
    command.add_argument("--grund", default="", metavar="TEXT", help="skäl, till exempel ”25 kap. 1 § OSL”")
    command.add_argument(
        "--mask",
        type=_place,
        metavar="NR:SIDA:V,N,H,Ö",
        help="maskera en egen ruta: handling, sida, vänster, nederkant, höger och överkant i punkter",
    )
    command.add_argument(
        "--bilder", type=Path, metavar="KATALOG", help="rita sidorna med fynden inramade (PNG)"
    )
    add_passwords(command)
    add_ocr(command)
    command.add_argument("--ramverk", type=Path, metavar="FIL", help="styrmodellens ramverk")


def _place(text: str) -> tuple[str, int, tuple[Decimal, ...]]:
    try:
        number, page, sides = text.rsplit(":", 2)
        ruta = tuple(Decimal(side) for side in sides.split(","))
        if number and len(ruta) == _SIDES:
            return number, int(page), ruta
    except (ValueError, InvalidOperation):
        pass
    raise argparse.ArgumentTypeError(f"”{text}” är inte en ruta i formen 12.1:2:100,200,300,220")


def review_command(arguments: argparse.Namespace) -> int:
    """`samlad granska-publicering`: the findings; with `--besluta` or `--mask` the decision is written first."""
    _refuse_unnamed(arguments)
    settings = with_ocr(read_settings(), arguments)
    reader = Reader(settings, today(), arguments.ramverk)
    passwords = read_passwords(arguments.losenord_fil, settings)
    with (
        ShownProgress(quiet=arguments.json) as progress,
        open_workshop(settings, progress, passwords) as workshop,
    ):
        review = review_publication(arguments.fil, reader, workshop, arguments.bilder)
    review = _decided(review, arguments)
    if arguments.json:
        handlingar = [findings_as_json(one, review.decisions) for one in review.looked]
        show_json(
            {
                "ok": not review.left,
                "utan_beslut": review.left,
                "granskade": review.read,
                "handlingar": handlingar,
            }
        )
    else:
        for one in review.looked:
            print(*_text(one, review), sep="\n")
        print(_summary(review))
    return InputError.exit_code if review.left else 0


def _refuse_unnamed(arguments: argparse.Namespace) -> None:
    if (arguments.besluta or arguments.mask) and not arguments.av.strip():
        raise InvalidInput(
            Problem(
                "publication_decider_missing",
                "Ett beslut om publicering måste säga vem som har beslutat.",
                "--av",
                "Ange namnet med --av.",
            )
        )


def _decided(review: Review, arguments: argparse.Namespace) -> Review:
    if not (arguments.besluta or arguments.mask):
        return review
    if arguments.besluta:
        choice = Choice(
            next(one for one in Publiceringsbeslut if one.value == arguments.besluta),
            arguments.av.strip(),
            now(),
            arguments.grund,
            frozenset(arguments.fynd),
            next((one for one in Fyndslag if one.value == arguments.slag), None),
            arguments.handling,
        )
        review = replace(review, decisions=decide(review, choice))
    if arguments.mask:
        masked = add_mask(review, arguments.mask, arguments.av.strip(), now(), arguments.grund)
        review = replace(review, decisions=masked)
    write_decisions(arguments.fil.parent, review.decisions)
    return review


def _text(one: Looked, review: Review) -> Iterator[str]:
    if not one.fynd and not review.decisions.masks(one.sha256):
        return
    numbered = one.one.numbered
    read = numbered.handling.personuppgiftsgranskad
    by = f" (granskad av {read.av} {read.tid:%Y-%m-%d %H:%M})" if read else ""
    yield f"{numbered.label} – {numbered.handling.titel}{by}"
    for fynd in one.fynd:
        decided = review.decisions.of(fynd, one.sha256)
        yield f"  {fynd.id}  {_where(fynd)}  {_what(fynd)}: {_words(fynd)}  → {_said(fynd, decided)}"
    for own in review.decisions.masks(one.sha256):
        yield f"  egen mask på sidan {own.sida}, {own.av} {own.tid:%Y-%m-%d %H:%M}"


def _where(fynd: Fynd) -> str:
    return f"sidan {fynd.sida}" if fynd.sida else "filen"


def _what(fynd: Fynd) -> str:
    return fynd.vad or fynd.slag.label.lower()


def _words(fynd: Fynd) -> str:
    return fynd.text if len(fynd.text) <= _LONGEST else f"{fynd.text[:_LONGEST]} …"


def _said(fynd: Fynd, decided: Beslut | None) -> str:
    if not fynd.foljer_med:
        return "följer inte med i paketet"
    if decided is None:
        return "inget beslut"
    return f"{decided.beslut.label.lower()}, {decided.av} {decided.tid:%Y-%m-%d %H:%M}"


def _summary(review: Review) -> str:
    count = sum(len(one.open) for one in review.looked)
    all_of_them = len(review.looked)
    left = f"{review.left} utan beslut" if review.left else "alla är beslutade"
    return f"{count} fynd i {all_of_them} handlingar; {left}. {review.read} av {all_of_them} är märkta som granskade."
