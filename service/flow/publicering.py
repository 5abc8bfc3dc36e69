"""The public edition is released when a person has decided about everything that was found in it.

What is to be masked is masked here, in a copy that is proven to hold nothing of it any more.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import service.assemble
from service.assemble.isolation import Triage, WorkFailed
from service.assemble.mask import Mask, MaskOrder
from service.assemble.mask_geometry import Box, box_around
from service.assemble.mask_hidden import bare
from service.assemble.xmp import STANDARDS
from service.convert.normalise import SRGB
from service.convert.verdicts import Verdict
from service.errors import BilagaRejected, InvalidInput, Notice, Problem
from service.flow.conformance import judge_annexes
from service.flow.document import key_for, make_once, noon
from service.flow.parts import ReadyHandling
from service.flow.published import sha256_of
from service.flow.sheets import Desk
from service.flow.triage import open_triage
from service.model.packet import PartKind
from service.model.publicering import Beslutslista, Fynd, Fyndslag, Publiceringsbeslut

if TYPE_CHECKING:
    from service.flow.publicering_fynd import Looked

_LANGUAGE = "sv-SE"
_ALL = " ".join(sorted(STANDARDS))
_MUCH = 0.2
"""Masks that share so much of the smaller one become one."""


@dataclass(frozen=True, slots=True)
class Released:
    """The documents of the public edition, released."""

    ready: tuple[ReadyHandling, ...]
    notices: tuple[Notice, ...]


def release(published: Sequence[ReadyHandling], desk: Desk, decisions: Beslutslista) -> Released:
    """Look through what is to be published, and mask what is to be masked.

    Raises:
        InvalidInput: with every handling in which something is not decided about.
        BilagaRejected: one of them cannot be masked.
    """
    policy = desk.workshop.settings.publiceringsgranskning
    if policy == "av":
        return Released(tuple(published), ())
    from service.flow.publicering_fynd import look_through  # only for a public edition

    with open_triage(desk.workshop.settings) as triage:
        looked = look_through(published, desk, triage)
        undecided = [found for one in looked for found in _undecided(one, decisions)]
        if undecided and policy == "krav":
            raise InvalidInput(*undecided)
        told = [Notice(p.code, f"{p.message} {p.remedy}", p.path) for p in undecided]
        told += _stale(looked, decisions)
        masked = {one.one.numbered.key: _masked(one, decisions, desk, triage) for one in looked}
    ready: list[ReadyHandling] = []
    for one in published:
        new, notices = masked.get(one.numbered.key, (one, ()))
        ready.append(new)
        told += notices
    return Released(tuple(ready), tuple(told))


def count_released(
    counted: Sequence[ReadyHandling], desk: Desk, decisions: Beslutslista
) -> tuple[ReadyHandling, ...]:
    """The documents of a public edition that is not to be written, with the masked copies that are decided already.

    Its list of changes tells of a copy by its content. What is not decided, or cannot be masked, hinders nobody yet:
    it is counted as it is.
    """
    masks = {
        one.numbered.key
        for one in counted
        if one.kind is not PartKind.UNDANHALLEN and decisions.masked(one.source_sha256)
    }
    if not masks or desk.workshop.settings.publiceringsgranskning == "av":
        return tuple(counted)
    from service.flow.publicering_fynd import look_through  # only where something is masked

    copies: dict[str, ReadyHandling] = {}
    with open_triage(desk.workshop.settings) as triage:
        for one in counted:
            if one.numbered.key in masks:
                with suppress(BilagaRejected):
                    (looked,) = look_through([one], desk, triage)
                    copies[one.numbered.key], _ = _masked(looked, decisions, desk, triage)
    return tuple(copies.get(one.numbered.key, one) for one in counted)


def undecided(looked: Looked, decisions: Beslutslista) -> list[Fynd]:
    """The findings of a handling that nobody has decided about."""
    return [one for one in looked.open if decisions.of(one, looked.sha256) is None]


def _undecided(looked: Looked, decisions: Beslutslista) -> list[Problem]:
    left = undecided(looked, decisions)
    if not left:
        return []
    kinds = Counter(one.slag.label.lower() for one in left)
    named = ", ".join(f"{kind} ({count})" for kind, count in kinds.items())
    numbered = looked.one.numbered
    return [
        Problem(
            "publication_undecided",
            f"{numbered.label} har {len(left)} fynd som ingen har tagit ställning till: {named}.",
            numbered.path,
            "Visa dem med ”samlad granska-publicering”, och besluta publicera, maskera eller lyft ut.",
        )
    ]


def _stale(looked: Sequence[Looked], decisions: Beslutslista) -> list[Notice]:
    """Decisions about a handling whose file has changed since."""
    told: list[Notice] = []
    for one in looked:
        number, sha256 = one.one.numbered.number, one.sha256
        about = [held.sha256 for held in decisions.beslut if held.handling == number]
        about += [held.sha256 for held in decisions.masker if held.handling == number]
        if about and sha256 not in about:
            told.append(
                Notice(
                    "publication_decision_stale",
                    f"Besluten om {one.one.numbered.label} gällde en annan fil och gäller inte den som nu är här.",
                    one.one.numbered.path,
                )
            )
    return told


def _masked(
    looked: Looked, decisions: Beslutslista, desk: Desk, triage: Triage
) -> tuple[ReadyHandling, tuple[Notice, ...]]:
    """The handling with a masked copy in its place, where something of it is to be masked."""
    order = order_for(looked, decisions)
    one = looked.one
    if not order.masks and not order.needles:
        return one, ()
    pdf, told = _make(one, order, desk, triage, _ALL)
    verdicts, _ = judge_annexes([pdf], desk.workshop)
    verdict = verdicts.get(pdf, Verdict())
    if one.annex is None and not set(STANDARDS) <= set(verdict.valid):
        # A report says itself which standards it keeps to: the copy says no more than was found.
        pdf, told = _make(one, order, desk, triage, " ".join(sorted(verdict.valid)))
    notices: tuple[Notice, ...] = ()
    if told["why"]:
        notices = (_pictured(one, told),)
    annex = one.annex
    if annex is not None:
        annex = replace(annex, inspected=replace(annex.inspected, pdf=pdf), verdict=verdict)
    new = replace(one, pdf=pdf, source_sha256=sha256_of(pdf), report=None, annex=annex, signed_original=None)
    return new, notices


def _pictured(one: ReadyHandling, told: Mapping[str, Any]) -> Notice:
    pages = [str(page) for page in told["pages"]]
    if not pages:
        text = f"{one.numbered.label} är maskerad som bilder med osynlig text, eftersom {told['why']}."
    elif len(pages) == 1:
        text = (
            f"Sidan {pages[0]} i {one.numbered.label} är maskerad som bild med osynlig text, eftersom {told['why']}. "
            "De andra sidorna är som förut."
        )
    else:
        text = (
            f"Sidorna {', '.join(pages[:-1])} och {pages[-1]} i {one.numbered.label} är maskerade som bilder med "
            f"osynlig text, eftersom {told['why']}. De andra sidorna är som förut."
        )
    return Notice("masked_as_pictures", text, one.numbered.path)


def order_for(looked: Looked, decisions: Beslutslista) -> MaskOrder:
    """What is to be masked in a handling.

    Raises:
        BilagaRejected: something that is to be masked cannot be.
    """
    masks: list[Mask] = []
    needles: list[str] = []
    problems: list[Problem] = []
    shown = {bare(words) for words in looked.words}
    for fynd in looked.open:
        decided = decisions.of(fynd, looked.sha256)
        if decided is None or decided.beslut is Publiceringsbeslut.PUBLICERA:
            shown.add(bare(fynd.text))
        elif decided.beslut is Publiceringsbeslut.MASKERA:
            if fynd.id in looked.unmaskable or (
                not fynd.rutor and fynd.sida == 0 and fynd.vad.startswith("spårad")
            ):
                problems.append(_unmaskable(looked, fynd))
                continue
            told = _told(fynd.slag, decided.grund)
            masks += [Mask(fynd.sida, Box(*ruta), told) for ruta in fynd.rutor]
            needles.append(fynd.text)
    if problems:
        raise BilagaRejected(*problems)
    for own in decisions.masks(looked.sha256):
        if own.sida <= looked.one.pages:
            left, bottom, right, top = (float(side) for side in own.ruta[:4])
            masks.append(Mask(own.sida, Box(left, bottom, right, top), _told(None, own.grund)))
    gone = [one for one in dict.fromkeys(needles) if not any(bare(one) in words for words in shown)]
    return MaskOrder(tuple(_joined(masks)), tuple(gone))


def _joined(masks: Sequence[Mask]) -> list[Mask]:
    """The masks, those in one that lie on each other: a note and the words it stands on get one field."""
    joined: list[Mask] = []
    for one in masks:
        on = next((at for at, other in enumerate(joined) if _lies_on(one, other)), None)
        if on is None:
            joined.append(one)
        else:
            other = joined[on]
            box = box_around([*one.box.corners, *other.box.corners])
            joined[on] = Mask(other.page, box, other.told)
    return joined if len(joined) == len(masks) else _joined(joined)


def _lies_on(one: Mask, other: Mask) -> bool:
    wide, high = one.box.overlap(other.box)
    smaller = min(one.box.width * one.box.height, other.box.width * other.box.height)
    return one.page == other.page and wide * high > smaller * _MUCH


def _told(slag: Fyndslag | None, ground: str) -> str:
    kind = f": {slag.label[0].lower()}{slag.label[1:]}" if slag else ""
    return f"Maskerad uppgift{kind}{f', {ground}' if ground else ''}"


def _unmaskable(looked: Looked, fynd: Fynd) -> Problem:
    numbered = looked.one.numbered
    return Problem(
        "publication_not_maskable",
        f"{numbered.label} har en uppgift som inte går att maskera: {fynd.vad}.",
        numbered.path,
        "Ta bort den i originalet och skicka filen på nytt, eller besluta publicera eller lyft ut.",
    )


def _make(
    one: ReadyHandling, order: MaskOrder, desk: Desk, triage: Triage, keep: str
) -> tuple[Path, Mapping[str, Any]]:
    """The masked copy, in the cache; which of its pages had to become pictures, and why.

    Raises:
        BilagaRejected: there is no copy that holds.
    """
    handling = one.numbered.handling
    created = noon(handling.datum or desk.meeting.sammantrade.datum)
    told = {
        "title": one.numbered.handling.titel,
        "language": _LANGUAGE,
        "created": created.isoformat(),
        "keep": keep,
    }
    made_of = json.dumps([sha256_of(one.pdf), order.as_json(), told], ensure_ascii=False, sort_keys=True)
    kept = (
        desk.workshop.settings.cache_folder()
        / "maskade"
        / f"{key_for(made_of.encode(), service.assemble)}.pdf"
    )
    why = kept.with_suffix(".json")

    def make(fresh: Path) -> None:
        with TemporaryDirectory(prefix="samlad-") as folder:
            asked = Path(folder) / "order.json"
            asked.write_text(json.dumps(order.as_json(), ensure_ascii=False), encoding="utf-8")
            work = {
                "pdf": str(one.pdf),
                "target": str(fresh),
                "asked": str(asked),
                "profile": str(SRGB),
                **told,
            }
            answer = triage.work("mask", one.pages, **work)
        if answer["failed"]:
            raise BilagaRejected(_refused(one, answer["failed"]))
        told_of = json.dumps({"why": answer["why"], "pages": answer["pages"]}, ensure_ascii=False)
        make_once(why, partial(_note, told_of))

    try:
        make_once(kept, make)
    except WorkFailed as fault:
        raise BilagaRejected(_refused(one, "filen är för stor eller för ovanligt byggd")) from fault
    found = json.loads(why.read_text(encoding="utf-8")) if why.is_file() else {"why": "", "pages": []}
    return kept, found


def _note(words: str, target: Path) -> None:
    target.write_text(words, encoding="utf-8")


def _refused(one: ReadyHandling, why: str) -> Problem:
    return Problem(
        "masking_failed",
        f"{one.numbered.label} går inte att maskera säkert: {why}.",
        one.numbered.path,
        "Maskera originalet för hand och lämna det som maskad version, eller besluta lyft ut.",
    )
