"""Which standards the annexes keep to: asked of veraPDF once per file, and told to the one who builds the packet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from service.assemble.xmp import STANDARDS
from service.convert.rules import in_swedish, told
from service.convert.validate import Profile
from service.convert.verdicts import Verdict, judge
from service.errors import Notice, ToolError
from service.flow.wiring import Workshop

Verdicts = Mapping[Path, Verdict]
NOT_ASKED = Verdict()
"""Nothing is known, and so nothing is claimed."""
_CODES: Mapping[Profile, str] = {"2b": "annex_without_pdfa", "ua1": "annex_without_pdfua"}
_MOST_NAMED = 3
_SAID_OTHERWISE = frozenset({"annex_untagged", "annex_no_text"})
"""Who is told one of these need not hear that the file is not PDF/UA either."""


def judge_annexes(pdfs: Sequence[Path], workshop: Workshop) -> tuple[Verdicts, tuple[Notice, ...]]:
    """The verdict on every file; without veraPDF none, and one notice that says so."""
    if workshop.settings.prova_bilagor != "ja" or not pdfs:
        return {}, ()
    workshop.progress("Prövar PDF/A", 0, len(pdfs), "")
    try:
        verdicts = judge(pdfs, workshop.settings)
    except ToolError as fault:
        why = " ".join(f"{problem.message} {problem.remedy}" for problem in fault.problems)
        return {}, (Notice("annexes_not_judged", f"Bilagorna är inte prövade mot PDF/A och PDF/UA. {why}"),)
    workshop.progress("Prövar PDF/A", len(pdfs), len(pdfs), "")
    return dict(zip(pdfs, verdicts, strict=True)), ()


def conformance_notices(
    name: str, verdict: Verdict, already: Sequence[Notice], tried: Sequence[str] = ()
) -> Iterator[Notice]:
    """Why an annex does not keep to a standard; nothing where that was not asked.

    Args:
        name: what its owner calls the file.
        verdict: what veraPDF says of it.
        already: what else is said of it.
        tried: what was tried to mend that, and why it came to nothing.
    """
    if verdict.fault is not None:
        yield Notice("annex_not_judged", f"{name} kunde inte prövas. {verdict.fault.message}", source=name)
        return
    for profile, failures in verdict.failures.items():
        if profile == "ua1" and any(notice.code in _SAID_OTHERWISE for notice in already):
            continue
        reasons = told(failures)
        more = f" med mera ({len(reasons) - _MOST_NAMED} till)" if len(reasons) > _MOST_NAMED else ""
        attempts = f" Prövat: {'; '.join(tried)}." if tried and profile == "2b" else ""
        yield Notice(
            _CODES[profile],
            f"{name} uppfyller inte {STANDARDS[profile]}: {'; '.join(reasons[:_MOST_NAMED])}{more}.{attempts}",
            source=name,
        )


def standards_shown(verdict: Verdict) -> dict[str, Any]:
    """A verdict for programs: every standard with whether it is kept, and each broken rule; empty when not asked."""
    if verdict.fault is not None or not (verdict.valid or verdict.failures):
        return {}
    return {
        name: {
            "uppfylls": profile in verdict.valid,
            "brister": [
                {"regel": failure.rule, "antal": failure.count, "text": in_swedish(failure)}
                for failure in verdict.failures.get(cast(Profile, profile), ())
            ],
        }
        for profile, name in STANDARDS.items()
    }
