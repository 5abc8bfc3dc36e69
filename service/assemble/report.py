"""What `write_packet` tells about the file it wrote."""

from __future__ import annotations

from dataclasses import dataclass


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
