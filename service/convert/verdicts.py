"""veraPDF's verdicts, kept by the file's digest: a file is judged once, and again only by another veraPDF.

<cache>/standarder/<first two of the digest>/<sha256 of the PDF>.<veraPDF>.json
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, get_args

from service.convert.validate import Failure, Hung, Profile, Validation, fingerprint, validate
from service.errors import Problem
from service.settings import Settings

CACHE_SHELF = "standarder"
_PROFILES: tuple[Profile, ...] = get_args(Profile)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which standards a file keeps to, and why not the others."""

    valid: frozenset[Profile] = frozenset()
    failures: Mapping[Profile, tuple[Failure, ...]] = field(default_factory=dict)
    """The broken rules of every profile, each once, in the order of the standard."""
    fault: Problem | None = None
    """Why the file could not be judged; it then keeps to nothing."""


def judge(pdfs: Sequence[Path], settings: Settings) -> tuple[Verdict, ...]:
    """Judge files, in one Java process; what was judged before costs nothing.

    A file that cannot be judged has its fault in its verdict and stops nobody else.

    Raises:
        ToolMissing, ToolError: Java or veraPDF is missing or fails.
    """
    found = fingerprint() if pdfs else ""
    places = [_place(pdf, found, settings) for pdf in pdfs]
    known: dict[Path, Verdict] = {}
    unknown: dict[Path, Path] = {}
    for place, pdf in zip(places, pdfs, strict=True):
        kept = known.get(place) or _read(place)
        if kept is None:
            unknown[place] = pdf
        else:
            known[place] = kept
    for place, verdict in zip(unknown, _judge_all(list(unknown.values()), settings), strict=True):
        known[place] = verdict
        if verdict.fault is None:
            _keep(place, verdict)
    return tuple(known[place] for place in places)


def _judge_all(pdfs: Sequence[Path], settings: Settings) -> list[Verdict]:
    if not pdfs:
        return []
    try:
        validations = validate(pdfs, _PROFILES, settings=settings)
    except Hung as hung:
        before, after = pdfs[: hung.at], pdfs[hung.at + 1 :]
        culprit = Verdict(fault=hung.problems[0])
        return [*_judge_all(before, settings), culprit, *_judge_all(after, settings)]
    width = len(_PROFILES)
    return [_verdict(validations[at : at + width]) for at in range(0, len(validations), width)]


def _verdict(validations: Sequence[Validation]) -> Verdict:
    return Verdict(
        frozenset(one.profile for one in validations if one.valid),
        {one.profile: one.failures for one in validations if not one.valid},
        next((one.fault for one in validations if one.fault is not None), None),
    )


def _place(pdf: Path, found: str, settings: Settings) -> Path:
    with pdf.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return settings.cache_folder() / CACHE_SHELF / digest[:2] / f"{digest}.{found}.json"


def _read(place: Path) -> Verdict | None:
    """What was kept; None when there is nothing, or nothing that can be read."""
    try:
        kept: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
        return Verdict(
            frozenset(profile for profile in _PROFILES if kept[profile]["valid"] is True),
            {
                profile: tuple(Failure(**one) for one in kept[profile]["failures"])
                for profile in _PROFILES
                if not kept[profile]["valid"]
            },
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _keep(place: Path, verdict: Verdict) -> None:
    """Keep a verdict; a cache that cannot be written costs time the next time, and nothing else."""
    kept = {
        profile: {
            "valid": profile in verdict.valid,
            "failures": [asdict(failure) for failure in verdict.failures.get(profile, ())],
        }
        for profile in _PROFILES
    }
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=place.parent, encoding="utf-8", delete=False) as file:
            json.dump(kept, file, ensure_ascii=False)
        Path(file.name).replace(place)
    except OSError:
        return
