"""Every page of the web with two thousand reports in the service: what it costs the server, in CPU time.

`python -m benchmarks.pages`. The pages are found by following links, as in tests/live/tour.py; a page that is new is
measured by itself, as the one who sees most of it. Every request goes the whole way: cookie, rights, query, HTML. The
first visit of each page is not counted: it compiles the template.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import quantiles

from sqlalchemy import insert, update

from benchmarks import lists
from service.records.tables import Indata, Rapport
from tests.live.tour import Tour, open_tour
from tests.service import Town, end_triage, report_text, write_json

REPORTS = 2_000
ROUNDS = 20
MOST = 150
"""A page answers in so many milliseconds."""


def fill(town: Town, folder: Path) -> None:
    """Reports of all bodies, years and states, each with its text."""
    lists.fill(town, REPORTS)
    sha256 = town.service.store.put(write_json(folder, report_text()))
    inputs = [
        {"rapport": f"{at:032x}", "nr": nr, "sha256": sha256, "skapad": town.clock(), "skapad_av": "prov",
         "pagar": False}
        for at in range(REPORTS) for nr in (1, 2, 3)
    ]  # fmt: skip
    with town.service.records.change() as db:
        db.execute(insert(Indata), inputs)
        handed_in = Rapport.nr == 3, Rapport.status != "utkast"
        db.execute(update(Rapport).where(*handed_in).values(inskickad_nr=3))


def measure(tour: Tour) -> None:
    """Print a row for every page, the slowest first."""
    rows = []
    for stop in tour.stops.values():
        client = tour.app.test_client()
        client.set_cookie("samlad", tour.secrets.get(stop.who, ""))
        client.get(stop.path)
        spent = []
        for _ in range(ROUNDS):
            before = time.process_time()
            answer = client.get(stop.path)
            spent.append((time.process_time() - before) * 1000)
            assert answer.status_code == 200, stop
        parts = quantiles(spent, n=20)
        rows.append((parts[9], parts[18], len(answer.data), stop.name, stop.who))
    print(f"| sida, {REPORTS} rapporter | som | kB | median | 95 % |")
    print("|---|---|---|---|---|")
    for middle, high, length, name, who in sorted(rows, reverse=True):
        over = ", över gränsen" if middle > MOST else ""
        print(f"| {name} | {who} | {length / 1000:.0f} | {middle:.0f} ms | {high:.0f} ms{over} |")


def main() -> None:
    """Fill and measure."""
    with tempfile.TemporaryDirectory() as folder, open_tour(Path(folder)) as tour:
        fill(tour.town, Path(folder))
        measure(tour)
    end_triage()


if __name__ == "__main__":
    main()
