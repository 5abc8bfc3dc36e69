"""What `write_packet` tells about the file it wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.assemble.xmp import STANDARDS


@dataclass(frozen=True, slots=True)
class PacketReport:
    """The finished packet in figures, for the manifest."""

    page_count: int
    size: int
    sha256: str
    extended_pages: tuple[int, ...]
    """Pages that grew by a strip, because the stamp would have covered something; counted from 1."""
    damaged_parts: tuple[str, ...]
    """Keys of the parts in which something could not be read and is missing."""
    untagged_parts: tuple[str, ...]
    """Keys of the parts without tags; the packet is called tagged only when there is none."""
    unclaimed: Mapping[str, tuple[str, ...]]
    """The standards that the packet does not say it keeps to, by name, with the keys of the parts that are the reason:
    our own that could not be mended, and those of others that nobody validated."""
    links: Mapping[int, Sequence[int]]
    """The pages that the links on each page lead to, counted from 1, as they were read in the finished packet."""

    @property
    def standards(self) -> tuple[str, ...]:
        """The names of the standards that the packet says it keeps to."""
        return tuple(name for name in STANDARDS.values() if name not in self.unclaimed)
