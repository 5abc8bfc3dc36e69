"""Every page of the web with two thousand reports in the service: what it costs the server, in CPU time.

`python -m benchmarks.websidor`. The pages are found by following links, as in tests/live/tour.py; a page that is new is
measured by itself. Every request goes the whole way through the application: cookie, rights, query, HTML.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import quantiles

from benchmarks.lists import fill
from tests.live.tour import Tour, open_tour
from tests.service import end_triage

REPORTS = 2_000
ROUNDS = 20
MOST = 150
"""A page answers in so many milliseconds."""


def measure(tour: Tour) -> None:
    """Print a row for every page, the slowest first."""
    rows = []
    for stop in tour.stops.values():
        client = tour.app.test_client()
        client.set_cookie("samlad", tour.secrets.get(stop.who, ""))
        spent = []
        for _ in range(ROUNDS):
            before = time.process_time()
            answer = client.get(stop.path)
            spent.append((time.process_time() - before) * 1000)
            assert answer.status_code == 200, stop
        parts = quantiles(spent, n=20)
        rows.append((parts[9], parts[18], len(answer.data), stop.name, stop.who))
    print(f"{REPORTS} rapporter, {ROUNDS} anrop av varje sida; CPU-tid per anrop i millisekunder")
    print(f"{'sida':<28}{'som':<14}{'kB':>7}{'p50':>8}{'p95':>8}")
    for middle, high, length, name, who in sorted(rows, reverse=True):
        over = "  över gränsen" if high > MOST else ""
        print(f"{name:<28}{who:<14}{length / 1000:>7.0f}{middle:>8.1f}{high:>8.1f}{over}")


def main() -> None:
    """Fill and measure."""
    with tempfile.TemporaryDirectory() as folder, open_tour(Path(folder)) as tour:
        fill(tour.town, REPORTS)
        measure(tour)
    end_triage()


if __name__ == "__main__":
    main()
