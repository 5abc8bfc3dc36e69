"""An annex on its way into the packet: the file that goes in, what is known of it, and what was done to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from service.assemble.accessibility import AccessibilityReport
from service.assemble.repair import Identity
from service.assemble.triage import InspectedPdf
from service.convert.verdicts import Verdict
from service.errors import Notice
from service.flow.handlingar import AdmittedHandling
from service.model.choices import Pdfapolicy


@dataclass(frozen=True, slots=True)
class Annex:
    """One annex; a step that changes something gives a new one."""

    one: AdmittedHandling
    inspected: InspectedPdf
    identity: Identity
    policy: Pdfapolicy
    verdict: Verdict = field(default_factory=Verdict)
    access: AccessibilityReport | None = None
    ways: tuple[str, ...] = ()
    """What was done to the file that goes in: `ocr`, `lagad`, `omgjord`, `avbildad`, `taggad`."""
    read: tuple[int, ...] = ()
    """The pages whose words were read from their pictures, from 1."""
    tried: tuple[str, ...] = ()
    """Swedish: what was tried and came to nothing."""
    notices: tuple[Notice, ...] = ()

    @property
    def pdf(self) -> Path:
        """The file that goes in."""
        return self.inspected.pdf

    @property
    def archival(self) -> bool:
        """Whether it is PDF/A-2b by veraPDF."""
        return "2b" in self.verdict.valid

    @property
    def name(self) -> str:
        """What its owner calls the file."""
        return self.one.source.name

    def told(self, code: str, message: str) -> Annex:
        """The same with a notice more."""
        notice = Notice(code, message, f"{self.one.numbered.path}.fil", self.name)
        return replace(self, notices=(*self.notices, notice))

    def without(self, codes: Iterable[str]) -> Annex:
        """The same without the notices that are no longer true."""
        gone = frozenset(codes)
        return replace(self, notices=tuple(notice for notice in self.notices if notice.code not in gone))
