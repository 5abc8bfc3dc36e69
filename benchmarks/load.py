"""A hundred officers at the same time, on one machine: they fill, save and build, while others read.

`python -m benchmarks.load [officers] [seconds]` starts the service on its embedded default, on loopback, lets the
officers work for that time and prints, for each kind of request: how many a second, p50, p95, faults. Reads are shown
apart for the time when builds were running. Officers think between their steps, as people do.
"""

from __future__ import annotations

import http.client
import json
import random
import sys
import tempfile
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Any

from service.flow.login import create_token
from service.flow.service import open_service
from service.settings import read_settings
from tests.live.running import free_port, own_settings, running, variables_of
from tests.service import found, report_text

READS = {"lista", "läs rapport", "läs jobb"}
THINK_SECONDS = (1.0, 5.0)
LONGEST = 600


@dataclass
class Figures:
    """What was measured, by kind of request."""

    spent: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    faults: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    ordered: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)


class Officer(threading.Thread):
    """One officer with a connection of their own."""

    def __init__(self, number: int, port: int, token: str, figures: Figures, until: float) -> None:
        super().__init__(daemon=True)
        self.number, self.figures, self.until = number, figures, until
        self.chance = random.Random(number)  # noqa: S311 - how long an officer thinks
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Authorization": f"Bearer {token}"}

    def ask(self, kind: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """A request, timed; None when it was refused."""
        sent = self.headers | {name.replace("_", "-"): text for name, text in headers.items()}
        began = time.perf_counter()
        try:
            content = None
            if body is not None:
                content, sent["Content-Type"] = json.dumps(body), "application/json"
            self.connection.request(method, f"/api/v1{path}", content, sent)
            answer = self.connection.getresponse()
            told = answer.read()
        except (OSError, http.client.HTTPException) as fault:
            self.connection.close()
            self.figures.faults[kind].append(type(fault).__name__)
            return None
        self.figures.spent[kind].append((time.perf_counter() - began) * 1000)
        if answer.status >= 400:
            self.figures.faults[kind].append(f"{answer.status} {json.loads(told)['problems'][0]['code']}")
            return None
        return json.loads(told)

    def think(self) -> bool:
        """Look at the screen for a while; False when the day is over."""
        time.sleep(min(self.chance.uniform(*THINK_SECONDS), max(0.0, self.until - time.monotonic())))
        return time.monotonic() < self.until

    def run(self) -> None:
        """Begin a report, look around, save it a few times, build it; again."""
        turn = 0
        while self.think():
            turn += 1
            text = report_text(handlaggare=f"Handläggare {self.number} {turn}")
            made = self.ask("skapa", "POST", "/rapporter", text, Idempotency_Key=f"{self.number} {turn}")
            if made is not None:
                self.write(made["rapport"], text)

    def write(self, report: Any, text: dict[str, Any]) -> None:
        """Look, save three times, build, wait."""
        version = report["version"]
        for nr in range(3):
            if not self.think():
                return
            self.ask("lista", "GET", "/rapporter?antal=50")
            saved = self.ask(
                "spara",
                "PUT",
                f"/rapporter/{report['id']}/indata",
                text | {"handlaggare": f"Handläggare {self.number} {nr}"},
                If_Match=f'"v{version}"',
            )
            version = saved["rapport"]["version"] if saved is not None else version
            self.ask("läs rapport", "GET", f"/rapporter/{report['id']}")
        if not self.think():
            return
        job = self.ask("bygg", "POST", f"/rapporter/{report['id']}/bygg")
        if job is not None:
            self.figures.ordered.add(job["id"])
        while job is not None and not job["avslutat"] and self.think():
            job = self.ask("läs jobb", "GET", f"/jobb/{job['id']}") or job
        if job is not None and job["avslutat"]:
            self.figures.done.add(job["id"])


def main() -> None:
    """Start the service, let them work, print what was measured."""
    officers = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    seconds = min(int(sys.argv[2]) if len(sys.argv) > 2 else 120, LONGEST)
    with tempfile.TemporaryDirectory(prefix="samlad-last-") as name:
        folder, port = Path(name), free_port()
        variables = variables_of(folder, port)
        with open_service(read_settings(own_settings(variables))) as service:
            _, token = create_token(service, found(service)["vn.handlaggare"], "mätning", "skriva", 1)
        with running(variables, folder):
            figures = Figures()
            until = time.monotonic() + seconds
            crowd = [Officer(number, port, token, figures, until) for number in range(officers)]
            for one in crowd:
                one.start()
            for one in crowd:
                one.join(seconds + 90)
    _show(figures, officers, seconds)


def _show(figures: Figures, officers: int, seconds: int) -> None:
    print(f"{officers} handläggare i {seconds} sekunder; millisekunder, med väntan på svaret")
    print(f"{'anrop':<14}{'antal':>8}{'per s':>8}{'p50':>9}{'p95':>9}{'fel':>6}")
    groups = dict(sorted(figures.spent.items()))
    groups["alla läsningar"] = [one for kind in READS for one in figures.spent[kind]]
    for kind, spent in groups.items():
        if len(spent) > 1:
            parts = quantiles(spent, n=20)
            faults = len(figures.faults[kind])
            print(
                f"{kind:<14}{len(spent):>8}{len(spent) / seconds:>8.1f}{parts[9]:>9.1f}{parts[18]:>9.1f}{faults:>6}"
            )
    print(f"{len(figures.ordered)} byggen beställda, {len(figures.done)} klara medan handläggarna väntade")
    told = sorted({text for texts in figures.faults.values() for text in texts})
    if told:
        print("fel:", ", ".join(told))


if __name__ == "__main__":
    main()
