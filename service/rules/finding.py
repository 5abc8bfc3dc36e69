"""What a rule yields: a problem that stops the build, or a notice that does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from service.errors import Notice, Problem

Finding = Problem | Notice
Findings = Iterator[Finding]


def sorted_out(findings: Iterable[Finding]) -> tuple[list[Problem], list[Notice]]:
    """The problems and the notices, each in the order they were found."""
    found = list(findings)
    problems = [one for one in found if isinstance(one, Problem)]
    notices = [one for one in found if isinstance(one, Notice)]
    return problems, notices
