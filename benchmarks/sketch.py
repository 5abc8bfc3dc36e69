"""What the pages of a draft cost, from when the text is saved to the pictures: LibreOffice warm, nothing cached.

`python -m benchmarks.sketch`. The first rounds are not counted: they start LibreOffice and the process that draws.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median

from service.convert.wire import open_converter
from service.flow.jobs import run_job
from service.flow.preview import order_sketch, sketch_picture, sketch_state
from service.flow.register import create_report, get_report, save_report
from service.flow.wiring import Workshop
from tests.service import Town, open_town, report_text, write_json

WHO, WARM, ROUNDS, WIDTH = "vn.handlaggare", 2, 10, 600
STEPS = ("sparad", "beställd", "fylld och omvandlad", "första sidan", "alla sidor")


def main() -> None:
    """Print a row for each step, with the median of its time."""
    with (
        tempfile.TemporaryDirectory() as name,
        open_town(Path(name)) as town,
        open_converter(town.service.settings) as converter,
    ):
        folder = Path(name) / "arbete"
        folder.mkdir()
        workshop = Workshop(town.service.settings, converter, lambda *_: None, folder)
        path = write_json(folder, report_text(datum=None))
        report = create_report(town.service, town[WHO], path).report.id
        rounds = [_round(town, workshop, report, at) for at in range(WARM + ROUNDS)][WARM:]
    print("| steg | median |")
    print("|---|---|")
    for title, spent in zip(STEPS, zip(*rounds, strict=True), strict=True):
        print(f"| {title} | {median(spent) * 1000:.0f} ms |")


def _round(town: Town, workshop: Workshop, report: str, at: int) -> list[float]:
    service, me = town.service, town[WHO]
    path = write_json(workshop.folder, report_text(datum=None, sammanfattning=f"Text nummer {at}."))
    marks = [time.perf_counter()]
    save_report(service, me, report, path, get_report(service, me, report).version, typing=True)
    marks.append(time.perf_counter())
    job = order_sketch(service, me, report)
    marks.append(time.perf_counter())
    run_job(service, workshop, job, f"mätning-{at}")
    marks.append(time.perf_counter())
    sketch_picture(service, me, report, job, 1, WIDTH)
    marks.append(time.perf_counter())
    pages = sketch_state(service, me, report, job)["pages"]
    for number in range(2, pages + 1):
        sketch_picture(service, me, report, job, number, WIDTH)
    return [after - before for before, after in zip(marks, [*marks[1:], time.perf_counter()], strict=True)]


if __name__ == "__main__":
    main()
