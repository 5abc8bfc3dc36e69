"""What the pages cost the server with two thousand reports, in CPU time, from the request to the HTML.

`python -m benchmarks.pages`. The first visit of each page is not counted: it compiles the template.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import quantiles

from sqlalchemy import insert

from benchmarks import lists
from service.flow.register import create_report
from service.records.tables import Indata
from tests.service import open_town, report_text, write_json
from tests.web import Web

REPORTS = 2_000
ROUNDS = 30


def main() -> None:
    """Print a row for each page."""
    lists.REPORTS = REPORTS
    with tempfile.TemporaryDirectory() as name, open_town(Path(name)) as town:
        lists.fill(town)
        who = "vn.handlaggare"
        sha256 = town.service.store.put(write_json(Path(name), report_text()))
        with town.service.records.change() as db:
            inputs = [
                {"rapport": f"{at:032x}", "nr": 3, "sha256": sha256, "skapad": town.clock(), "skapad_av": "prov",
                 "pagar": False}
                for at in range(REPORTS)
            ]  # fmt: skip
            db.execute(insert(Indata), inputs)
        report = create_report(town.service, town[who], write_json(Path(name), report_text())).report.id
        web = Web(town).log_in(who)
        print(f"| sida, {REPORTS} rapporter | median | 95 % |")
        print("|---|---|---|")
        for title, path in (
            ("startsidan", "/"),
            ("rapporter", "/rapporter"),
            ("sökning", "/rapporter?text=socialt"),
            ("en rapport", f"/rapporter/{report}"),
            ("en kort del", f"/rapporter/{report}/delar/2"),
            ("den längsta delen", f"/rapporter/{report}/delar/5"),
        ):
            web.get(path)
            spent = []
            for _ in range(ROUNDS):
                began = time.process_time()
                assert web.get(path).status_code == 200, path
                spent.append((time.process_time() - began) * 1000)
            cuts = quantiles(spent, n=20)
            print(f"| {title} | {cuts[9]:.0f} ms | {cuts[18]:.0f} ms |")


if __name__ == "__main__":
    main()
