"""Which standards the packet keeps to: those that every one of its parts keeps to, and why it is not the others."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from service.assemble.objects import (
    READ_ERRORS,
    DictionaryObject,
    PdfObject,
    entry,
    entry_list,
    resolve,
)
from service.assemble.source import Source
from service.assemble.transfer import Transfer
from service.assemble.xmp import PDF_A, STANDARDS, read_claims
from service.model.packet import OWN_KINDS, Part

_RGB = 3


class Claims:
    """What the parts claim, gathered while they come in."""

    def __init__(self) -> None:
        self._lacking: dict[str, list[str]] = {standard: [] for standard in STANDARDS}
        self._intent: PdfObject | None = None

    def add(self, source: Source, part: Part, transfer: Transfer, *, whole: bool) -> None:
        """Take a part in.

        Args:
            source: the part's file.
            part: the part; what somebody else made keeps to the standards for which it was validated.
            transfer: moves the first colour profile, which becomes the packet's.
            whole: everything in the file could be read.
        """
        kept = _read(source) if part.kind in OWN_KINDS else part.conforms
        intent = _intent(source)
        kept = _under_profile(kept, intent)
        self.note(part.key, kept if whole else frozenset())
        if self._intent is None and intent is not None and PDF_A in kept:
            self._intent = transfer.move(dict.get(source.catalog, "/OutputIntents"))

    def note(self, key: str, kept: Collection[str]) -> None:
        """Note which standards a part keeps to."""
        for standard, lacking in self._lacking.items():
            if standard not in kept:
                lacking.append(key)

    @property
    def intents(self) -> PdfObject | None:
        """The colour profile under which the packet's pages are seen; None when no part that keeps PDF/A has one."""
        return self._intent

    @property
    def kept(self) -> frozenset[str]:
        """The standards that every part keeps to."""
        return frozenset(standard for standard, lacking in self._lacking.items() if not lacking)

    @property
    def lacking(self) -> Mapping[str, tuple[str, ...]]:
        """For each standard that the packet does not claim, by its name, the keys of the parts that are the reason."""
        return {STANDARDS[standard]: tuple(keys) for standard, keys in self._lacking.items() if keys}


def claims_of(source: Source) -> frozenset[str]:
    """The standards that one of our own documents keeps to."""
    return _under_profile(_read(source), _intent(source))


def _under_profile(kept: frozenset[str], intent: DictionaryObject | None) -> frozenset[str]:
    """Those that are left of a part's standards under the packet's profile: other colours mean something else there."""
    return kept - {PDF_A} if intent is not None and not _is_rgb(intent) else kept


def _read(source: Source) -> frozenset[str]:
    held = entry(source.catalog, "/Metadata")
    try:
        return read_claims(held.get_data()) if held is not None else frozenset()
    except READ_ERRORS:
        return frozenset()


def _intent(source: Source) -> DictionaryObject | None:
    intents = (resolve(held) for held in entry_list(source.catalog, "/OutputIntents"))
    return next((one for one in intents if isinstance(one, DictionaryObject)), None)


def _is_rgb(intent: DictionaryObject) -> bool:
    return bool(entry(entry(intent, "/DestOutputProfile"), "/N") == _RGB)
