"""Annexes brought to PDF/A, as the setting or the meeting file wants it.

Each way is tried, and its copy is believed only when veraPDF finds it better and the pages look and read as before.
The order is from the gentlest: mending changes nothing that is seen, Ghostscript writes the file anew, and pictures of
the pages are for those who have chosen them. A scan whose words were read gets tags last: Ghostscript would lose them.
The original is never touched.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import service.assemble
from service.assemble.answers import likeness_of
from service.assemble.isolation import Triage, WorkFailed
from service.assemble.likeness import Likeness
from service.assemble.refusals import list_pages
from service.convert import ghostscript, ocr
from service.convert.normalise import SRGB
from service.convert.rules import told
from service.convert.validate import Profile
from service.convert.verdicts import Verdict
from service.errors import BilagaRejected, Notice, ToolError
from service.flow.annex import Annex
from service.flow.conformance import judge_annexes
from service.flow.document import key_for, make_once
from service.flow.paging import in_parallel
from service.flow.published import sha256_of
from service.flow.wiring import Workshop
from service.model.choices import Pdfapolicy
from service.settings import Settings

_PDF_A: Profile = "2b"
_PDF_UA: Profile = "ua1"
_MENDABLE = frozenset({"5-1", "7.1-8", "7.1-9", "7.1-10", "7.2-29", "7.2-33", "7.18.3-1", "7.18.5-2"})
"""Rules of PDF/UA that mending can satisfy: where no other is broken it is worth a try."""
_UNTAGGED = frozenset({"6.2-1", "7.1-11"})
_MOST_NAMED = 6
_TOLD_OF_TAGS = (
    "har fått taggar på det som lästes, stycke för stycke. Sidornas bilder räknas som bakgrund: vad de visar utöver "
    "texten får den som använder skärmläsare inte veta."
)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to bring a file to PDF/A."""

    name: str
    phase: str
    fits: Callable[[Annex, Settings], bool]
    make: Callable[[Annex, Path, Triage, Workshop], None]
    """Writes the copy.

    Raises:
        WorkFailed, ToolError: it came to nothing.
    """
    pictures: bool = False
    """The pages become pictures, which look the same but not to the pixel, and whose words may differ."""


def bring_to_standards(
    annexes: Sequence[Annex], triage: Triage, workshop: Workshop
) -> tuple[list[Annex], tuple[Notice, ...]]:
    """Judge the annexes, and try to better those that are not PDF/A; what cannot be judged stays as it is."""
    verdicts, unjudged = judge_annexes([annex.pdf for annex in annexes], workshop)
    if not verdicts:
        return list(annexes), unjudged
    found = [replace(annex, verdict=verdicts[annex.pdf]) for annex in annexes]
    for way in WAYS:
        wanted = [at for at, annex in enumerate(found) if way.fits(annex, workshop.settings)]
        tried = _try(way, [found[at] for at in wanted], triage, workshop)
        for at, annex in zip(wanted, tried, strict=True):
            found[at] = annex
    return found, _told_together(found)


def _try(way: Way, annexes: Sequence[Annex], triage: Triage, workshop: Workshop) -> list[Annex]:
    if not annexes:
        return []
    copies = in_parallel(way.phase, annexes, partial(_copy, way, triage, workshop), workshop, _label)
    made = [copy for copy in copies if isinstance(copy, Path)]
    verdicts, _ = judge_annexes(made, workshop)

    def hold(pair: tuple[Annex, Path | str]) -> Annex:
        annex, copy = pair
        if isinstance(copy, str):
            return replace(annex, tried=(*annex.tried, copy))
        return _accept(way, annex, copy, verdicts.get(copy, Verdict()), triage, workshop)

    pairs = list(zip(annexes, copies, strict=True))
    return in_parallel("Jämför", pairs, hold, workshop, lambda pair: _label(pair[0]))


def _label(annex: Annex) -> str:
    return annex.one.numbered.label


def _copy(way: Way, triage: Triage, workshop: Workshop, annex: Annex) -> Path | str:
    """The copy, in the cache; or why there is none."""
    try:
        tool = _tool(way, workshop.settings)
        made_of = repr((way.name, tool, annex.identity, sha256_of(annex.pdf))).encode()
        kept = workshop.settings.cache_folder() / "bilagor" / f"{key_for(made_of, service.assemble)}.pdf"
        return make_once(kept, lambda fresh: way.make(annex, fresh, triage, workshop))
    except WorkFailed:
        return f"den kunde inte bli {way.name}"
    except ToolError as fault:
        return f"den kunde inte bli {way.name}: {fault.problems[0].message}"


def _tool(way: Way, settings: Settings) -> str:
    if way.name == "taggad":
        return ocr.spoken(settings)
    program = ghostscript.find(settings) if way.name == "omgjord" else None
    return ghostscript.version(program) if program else ""


def _accept(
    way: Way, annex: Annex, copy: Path, verdict: Verdict, triage: Triage, workshop: Workshop
) -> Annex:
    """The annex with the copy in its place, or with the reason why not."""
    if not verdict.valid > annex.verdict.valid:
        still = "; ".join(told(verdict.failures.get(_PDF_A, ()))[:2])
        return replace(annex, tried=(*annex.tried, f"som {way.name} är den fortfarande inte PDF/A: {still}"))
    try:
        likeness = _likeness(way, annex, copy, triage)
        beside = workshop.folder / f"{annex.one.numbered.key}-{way.name}.pdf"
        inspected = triage.inspect(copy, name=annex.name, copy=beside)
    except (WorkFailed, BilagaRejected):
        return replace(annex, tried=(*annex.tried, f"som {way.name} gick den inte att jämföra"))
    if not (likeness.looks_same if way.pictures else likeness.same and not likeness.tags_lost):
        return replace(
            annex, tried=(*annex.tried, f"som {way.name} blev den inte densamma: {_unlike(likeness)}")
        )
    accepted = replace(
        annex,
        inspected=replace(inspected, notices=annex.inspected.notices),
        verdict=verdict,
        ways=(*annex.ways, way.name),
    )
    if _PDF_UA in verdict.valid:
        accepted = accepted.without(["annex_untagged"])
    if way.name == "omgjord":
        return accepted.told("annex_rewritten", f"{annex.name} {_told_of_rewriting(likeness)}")
    if way.name == "avbildad":
        return accepted.told("annex_pictured", f"{annex.name} {_told_of_pictures(likeness)}")
    if way.name == "taggad":
        return accepted.told("annex_scan_tagged", f"{annex.name} {_TOLD_OF_TAGS}")
    return accepted


def _likeness(way: Way, annex: Annex, copy: Path, triage: Triage) -> Likeness:
    """How alike the two are; asked once, as both have their digests in the copy's name."""

    def ask(fresh: Path) -> None:
        answer = triage.work(
            "compare",
            annex.inspected.page_count,
            pdf=str(annex.pdf),
            target=str(copy),
            pictures=int(way.pictures),
        )
        fresh.write_text(json.dumps(answer), encoding="utf-8")

    kept = make_once(copy.with_suffix(".likhet.json"), ask)
    return likeness_of(json.loads(kept.read_text(encoding="utf-8")))


def _unlike(likeness: Likeness) -> str:
    if likeness.pages[0] != likeness.pages[1]:
        return f"{likeness.pages[0]} sidor blev {likeness.pages[1]}"
    told_of = {
        "ser annorlunda ut på sidan": likeness.looks,
        "har en annan storlek på sidan": likeness.sizes,
        "har annan text på sidan": likeness.words,
        "har andra länkar på sidan": likeness.links,
    }
    differing = [f"{what} {list_pages(pages)}" for what, pages in told_of.items() if pages]
    return ", ".join([*differing, *(["saknar taggarna"] if likeness.tags_lost else [])])


def _told_of_rewriting(likeness: Likeness) -> str:
    return (
        "är omgjord till PDF/A-2b av Ghostscript: typsnitt är inbäddade och färger omräknade. Utseende, text och "
        "länkar är jämförda och lika. Fält att fylla i och lager är nu en del av sidan."
        f"{_lost(likeness)}"
    )


def _told_of_pictures(likeness: Likeness) -> str:
    unsure = f" Texten på sidan {list_pages(likeness.words)} kan skilja." if likeness.words else ""
    return (
        "är avbildad: varje sida är en bild, med sin text osynlig under bilden. Rubriker, listor, tabeller och "
        f"alternativtexter är inte längre utpekade, och inget går att fylla i.{_lost(likeness)}{unsure}"
    )


def _lost(likeness: Likeness) -> str:
    lost = [
        *(["bokmärkena"] if likeness.bookmarks_lost else []),
        *([f"länkar på sidan {list_pages(likeness.links)}"] if likeness.links else []),
    ]
    return f" Förlorat: {' och '.join(lost)}." if lost else ""


def _told_together(annexes: Sequence[Annex]) -> tuple[Notice, ...]:
    """One notice for all that were mended, since nothing of them is lost."""
    mended = [_label(annex) for annex in annexes if "lagad" in annex.ways]
    if not mended:
        return ()
    more = f" och {len(mended) - _MOST_NAMED} till" if len(mended) > _MOST_NAMED else ""
    return (
        Notice(
            "annexes_mended",
            "Dessa bilagor är kompletterade med märkning, metadata och färgprofil så att de uppfyller PDF/A-2b; "
            f"utseende, text, taggar och länkar är oförändrade: {', '.join(mended[:_MOST_NAMED])}{more}.",
        ),
    )


def _wants(annex: Annex) -> bool:
    return annex.policy is not Pdfapolicy.BEHALL and annex.verdict.fault is None


def _broken(annex: Annex, profile: Profile) -> frozenset[str]:
    return frozenset(failure.rule for failure in annex.verdict.failures.get(profile, ()))


def _mendable(annex: Annex, _settings: Settings) -> bool:
    nearly = bool(_broken(annex, _PDF_UA)) and _broken(annex, _PDF_UA) <= _MENDABLE
    return _wants(annex) and (not annex.archival or nearly)


def _rewritable(annex: Annex, settings: Settings) -> bool:
    """Ghostscript would lose the tags, which are worth more to a reader than the mark of PDF/A."""
    untagged = bool(_broken(annex, _PDF_UA) & _UNTAGGED)
    missing = not annex.archival
    return _wants(annex) and missing and untagged and ghostscript.find(settings) is not None


def _picturable(annex: Annex, _settings: Settings) -> bool:
    return annex.policy is Pdfapolicy.RASTER and _wants(annex) and not annex.archival


def _taggable(annex: Annex, _settings: Settings) -> bool:
    """All that it says was read from pictures, so tags of ours take nobody's place."""
    read_whole = len(annex.read) == annex.inspected.page_count and "omgjord" not in annex.ways
    untagged = annex.access is not None and not annex.access.tagged and _PDF_UA not in annex.verdict.valid
    return _wants(annex) and annex.archival and read_whole and untagged


def _work(task: str, pdf: Path, annex: Annex, target: Path, triage: Triage, **more: str) -> None:
    identity = asdict(annex.identity) | {"created": annex.identity.created.isoformat()} | more
    triage.work(
        task, annex.inspected.page_count, pdf=str(pdf), target=str(target), profile=str(SRGB), **identity
    )


def _mend(annex: Annex, target: Path, triage: Triage, _workshop: Workshop) -> None:
    _work("mend", annex.pdf, annex, target, triage)


def _rewrite(annex: Annex, target: Path, triage: Triage, workshop: Workshop) -> None:
    program = ghostscript.find(workshop.settings)
    if program is None:
        raise WorkFailed("gone")
    with TemporaryDirectory(dir=workshop.folder) as folder:
        mended, rewritten = Path(folder) / "in.pdf", Path(folder) / "ut.pdf"
        _work(
            "mend", annex.pdf, annex, mended, triage
        )  # Ghostscript drops links that are not marked as printed
        ghostscript.rewrite(mended, rewritten, program, workshop.settings)
        _work("mend", rewritten, annex, target, triage)


def _picture(annex: Annex, target: Path, triage: Triage, _workshop: Workshop) -> None:
    _work("picture", annex.pdf, annex, target, triage)


def _tag(annex: Annex, target: Path, triage: Triage, workshop: Workshop) -> None:
    read = " ".join(map(str, annex.read))
    _work("tag_scan", annex.pdf, annex, target, triage, read=read, spoken=ocr.spoken(workshop.settings))


WAYS = (
    Way("lagad", "Lagar", _mendable, _mend),
    Way("omgjord", "Gör om", _rewritable, _rewrite),
    Way("avbildad", "Avbildar", _picturable, _picture, pictures=True),
    Way("taggad", "Taggar", _taggable, _tag),
)
"""From the gentlest."""
