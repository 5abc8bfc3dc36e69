"""What is found in the handlingar of the public edition that may not be for everybody, each with page and place."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from service.assemble.isolation import Triage, WorkFailed
from service.errors import BilagaRejected, Problem
from service.flow.paging import in_parallel
from service.flow.parts import ReadyHandling
from service.flow.sheets import Desk
from service.intake.content import Kind
from service.intake.document_traces import document_traces
from service.intake.gate import Admitted
from service.model.framework import Framework
from service.model.kallelse import Kallelse
from service.model.packet import PartKind
from service.model.publicering import Fynd, Fyndslag, Ruta
from service.rules.person_names import find_names
from service.rules.personal_data import Known, find_personal_data

_NO_PAGE = 0


@dataclass(frozen=True, slots=True)
class Looked:
    """A handling that was looked through."""

    one: ReadyHandling
    fynd: tuple[Fynd, ...]
    words: tuple[str, ...] = ()
    """What its pages say without what was found."""
    unmaskable: frozenset[str] = frozenset()
    """Ids of findings that masking cannot take away."""

    @property
    def sha256(self) -> str:
        """The content that decisions hold for."""
        return self.one.source_sha256

    @property
    def open(self) -> tuple[Fynd, ...]:
        """The findings that somebody has to decide about."""
        return tuple(one for one in self.fynd if one.foljer_med)


def look_through(shown: Sequence[ReadyHandling], desk: Desk, triage: Triage) -> list[Looked]:
    """Look through the documents of the public edition; pages of our own that stand for others are not looked at.

    Raises:
        BilagaRejected: one of them cannot be read again.
    """
    known, on = known_to_all(desk.meeting, desk.file.framework), desk.meeting.sammantrade.datum
    wanted = [one for one in shown if one.kind is not PartKind.UNDANHALLEN]
    look = partial(_look, known, on, triage)
    return in_parallel(
        "Granskar inför publicering", wanted, look, desk.workshop, lambda one: one.numbered.label
    )


def known_to_all(meeting: Kallelse, framework: Framework) -> Known:
    """Whose names and contacts are published anyway: elected members and officers in duty, and who presents."""
    on = meeting.sammantrade.datum
    in_duty = [
        one
        for one in framework.ledamoter
        if one.giltig_fran <= on and (one.giltig_till is None or on <= one.giltig_till)
    ]
    said, head = meeting.kallelse, meeting.sammantrade
    contact = head.forhinder_kontakt
    called = (*said.ledamoter, *said.ersattare)
    names = {one.namn for one in in_duty} | {one.namn for one in called} | {one.namn for one in said.ovriga}
    names |= {head.ordforande, head.sekreterare, contact.namn if contact else ""}
    for arende in meeting.arenden:
        for words in arende.foredragande:
            names |= {words[first:end] for first, end in find_names(words, ())}
    contacts = {one.e_post for one in in_duty} | {one.e_post for one in called}
    contacts |= {contact.telefon, contact.e_post} if contact else set()
    return Known(frozenset(names - {""}), frozenset(contacts - {""}))


def _look(known: Known, on: date, triage: Triage, one: ReadyHandling) -> Looked:
    with TemporaryDirectory(prefix="samlad-") as folder:
        ask = partial(_ask, triage, one, Path(folder))
        try:
            pages, hidden = ask("read"), ask("hidden")
            spans = [
                (page, found.first, found.end, found.slag)
                for page, said in enumerate(pages, start=1)
                for found in find_personal_data(said["text"], known, on)
            ]
            boxes = ask("place", [span[:3] for span in spans]) if spans else []
        except WorkFailed as fault:
            raise BilagaRejected(_unread(one)) from fault
    name = _Namer(one)
    fynd = [
        name(slag, page, pages[page - 1]["text"][first:end], rutor=_rutor(held))
        for (page, first, end, slag), held in zip(spans, boxes, strict=True)
    ]
    fynd += [
        name(Fyndslag.OLAST, page, "", rutor=(_ruta(said["box"]),), vad="sidan är en bild utan text")
        for page, said in enumerate(pages, start=1)
        if said["picture"] and not said["text"].strip()
    ]
    unmaskable: set[str] = set()
    for held in hidden:
        for made in _of_hidden(held, name, known, on, is_ours=one.report is not None):
            fynd.append(made)
            if not held["maskable"]:
                unmaskable.add(made.id)
    fynd += list(_of_source(one, name))
    words = tuple(_rest(said["text"], page, spans) for page, said in enumerate(pages, start=1))
    return Looked(one, tuple(fynd), words, frozenset(unmaskable))


def _ask(triage: Triage, one: ReadyHandling, folder: Path, task: str, asked: object = None) -> Any:
    """Have the file read in triage's own process; questions and answers of any length go by files."""
    question, answer = folder / f"{task}.fraga", folder / f"{task}.svar"
    question.write_text(json.dumps(asked), encoding="utf-8")
    triage.work(task, one.pages, pdf=str(one.pdf), target=str(answer), asked=str(question))
    return json.loads(answer.read_text(encoding="utf-8"))


def _unread(one: ReadyHandling) -> Problem:
    return Problem(
        "publication_unread",
        f"{one.numbered.label} går inte att granska inför publicering: filen går inte att läsa en gång till.",
        one.numbered.path,
        "Skriv ut originalet till PDF igen, eller sätt ”publiceras” till nej.",
    )


class _Namer:
    """Makes findings, each with an id that is made of the file, the page, the kind and the text."""

    def __init__(self, one: ReadyHandling) -> None:
        self._one = one
        self._seen: Counter[tuple[str, ...]] = Counter()

    def __call__(self, slag: Fyndslag, sida: int, text: str, **more: Any) -> Fynd:
        told = (self._one.source_sha256, str(sida), slag.value, text, str(more.get("vad", "")))
        self._seen[told] += 1
        digest = hashlib.sha256("\n".join((*told, str(self._seen[told]))).encode()).hexdigest()
        shown = " ".join(text.split())
        return Fynd(
            id=digest[:16], handling=self._one.numbered.number, slag=slag, sida=sida, text=shown, **more
        )


def _of_hidden(
    held: Mapping[str, Any], name: _Namer, known: Known, on: date, *, is_ours: bool
) -> Iterator[Fynd]:
    """What stands beside the text of the pages; what our own program wrote about a report is no finding."""
    if is_ours and not held["follows"]:
        return
    more = {"vad": held["what"], "foljer_med": held["follows"]}
    if held["box"]:
        more["rutor"] = (_ruta(held["box"]),)
    text = held["text"]
    if held["personal"]:
        yield name(Fyndslag.METADATA, held["page"], text, **more)
        return
    for found in find_personal_data(text, known, on):
        yield name(Fyndslag.METADATA, held["page"], text[found.first : found.end], **more)


def _of_source(one: ReadyHandling, name: _Namer) -> Iterator[Fynd]:
    """What the Word file tells that was sent."""
    content = one.annex.one.content if one.annex else None
    if isinstance(content, Admitted) and content.kind is Kind.DOCX:
        for trace in document_traces(content.path):
            yield name(Fyndslag.METADATA, _NO_PAGE, trace.text, vad=trace.what, foljer_med=trace.follows)


def _rutor(held: Sequence[Mapping[str, float] | Sequence[float]]) -> tuple[Ruta, ...]:
    return tuple(_ruta(one) for one in held)


def _ruta(held: Mapping[str, float] | Sequence[float]) -> Ruta:
    sides = list(held.values()) if isinstance(held, Mapping) else list(held)
    return sides[0], sides[1], sides[2], sides[3]


def _rest(text: str, page: int, spans: Sequence[tuple[int, int, int, Fyndslag]]) -> str:
    """A page's text without what was found on it."""
    kept = list(text)
    for of, first, end, _ in spans:
        if of == page:
            kept[first:end] = "\n" * (end - first)
    return "".join(kept)
