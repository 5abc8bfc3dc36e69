"""How the cost of a function grows: both sizes in turn in one run, so that the machine's own speed falls out."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def growth(do: Callable[[T], object], small: T, large: T) -> float:
    """The CPU time of the large case over that of the small one, each the least of three tries taken in turn."""
    costs = [(_cost(do, small), _cost(do, large)) for _ in range(3)]
    return min(large for _, large in costs) / min(small for small, _ in costs)


def _cost(do: Callable[[T], object], case: T) -> float:
    began = time.process_time()
    do(case)
    return time.process_time() - began
