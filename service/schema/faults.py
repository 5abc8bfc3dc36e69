"""One fault of a field, before it knows where in the input it stands."""

from __future__ import annotations

from dataclasses import dataclass

from marshmallow import ValidationError


@dataclass(frozen=True, slots=True)
class Fault:
    """What marshmallow's error tree carries at its leaves; `problems.py` adds the path."""

    code: str
    message: str
    remedy: str = ""


def refusal(*faults: Fault) -> ValidationError:
    """The exception that brings faults into marshmallow's error tree."""
    return ValidationError(list(faults))
