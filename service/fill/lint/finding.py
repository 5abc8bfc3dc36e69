"""One thing that is wrong with a template, or good to know about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from service.fill.places import Place


class Severity(StrEnum):
    """How bad it is."""

    FEL = "fel"
    """The document becomes wrong, or is not made at all."""
    VARNING = "varning"
    """The document is made, and is worse than it should be."""
    UPPLYSNING = "upplysning"
    """Nothing is wrong; the owner of the template may want to know."""


WHOLE = Place()
"""The place of what concerns the whole file."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, told so that the owner of the template can mend it."""

    code: str
    message: str
    remedy: str
    place: Place = WHOLE
    tag: str = ""
    """The tag or text that is meant, as it stands in the template."""
    severity: Severity = Severity.FEL


Report = Callable[[Finding], None]
"""Takes a finding; the checks are given one and go on."""
