"""How fast a packet is put together: ours against merging the same parts with qpdf and with pikepdf.

The others only lay the pages after one another: without tags, stamps, bookmarks, links and verification. The row
"without verification" is for those who want to see what the checks cost. All run in turns in one go; CPU time counts
system time too. Run from the project's folder:

    .venv/bin/python benchmarks/assemble.py [rounds] [pages]
"""

from __future__ import annotations

import gc
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import pikepdf  # noqa: E402  # the path has to be set first
import pypdf  # noqa: E402

from service.assemble.font import STAMP_FONT  # noqa: E402
from service.assemble.headings import page_count  # noqa: E402
from service.assemble.merge import merge  # noqa: E402
from service.assemble.packet import write_packet  # noqa: E402
from service.assemble.plan import plan_packet  # noqa: E402
from service.assemble.serialise import PacketFile  # noqa: E402
from service.model.packet import PacketPlan, PacketSpec, Part, PartKind  # noqa: E402

DEMO = ROOT / "out" / "demo"
Cost = tuple[float, float]
"""CPU and wall seconds."""


def main() -> None:
    """Measure, and print one small table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    pages = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        origin, files = _subject(folder, pages)
        spec, plan = _packet(files)
        runs = _runs(folder, files, spec, plan)
        costs: dict[str, list[Cost]] = {label: [] for label in runs}
        for _ in range(rounds):
            for label, run in runs.items():
                costs[label].append(_cost(run))
        inputs = sum(file.stat().st_size for file in files)
        print(
            f"{len(files)} parts, {plan.page_count} pages, {inputs / 1e6:.1f} MB, {origin}; {rounds} rounds"
        )
        _print_table(costs, {label: (folder / f"{label}.pdf").stat().st_size for label in runs})


def _subject(folder: Path, pages: int) -> tuple[str, list[Path]]:
    """The demo's documents without the packet itself, repeated until there are pages enough; else some of our own."""
    found = sorted(path for path in DEMO.glob("*.pdf") if not path.stem.startswith("kf-"))
    origin = "from out/demo"
    if not found:
        found, origin = _converted(folder), "made by LibreOffice"
    if not found:
        found, origin = _drawn(folder), "made by reportlab, without tags"
    files: list[Path] = []
    total = 0
    while total < pages:
        source = found[len(files) % len(found)]
        copy = folder / f"del{len(files):03}.pdf"
        shutil.copy(source, copy)  # qpdf would notice the same file twice
        files.append(copy)
        total += page_count(copy)
    return origin, files


def _converted(folder: Path) -> list[Path]:
    if shutil.which("soffice") is None:
        return []
    from docx import Document
    from docx.enum.text import WD_BREAK

    for size in (2, 6, 14):
        document = Document()
        for chapter in range(size):
            document.add_heading(f"Avsnitt {chapter + 1}", 1)
            for _ in range(5):
                document.add_paragraph(
                    "Nämnden har under året arbetat med målen och ser en god utveckling. " * 6
                )
            table = document.add_table(5, 4, style="Table Grid")
            for cell in (cell for row in table.rows for cell in row.cells):
                cell.text = "1 234"
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        document.save(str(folder / f"kalla{size}.docx"))
    options = '{"UseTaggedPDF":{"type":"boolean","value":"true"},"ExportBookmarks":{"type":"boolean","value":"true"}}'
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profil",
            "--headless",
            "--convert-to",
            f"pdf:writer_pdf_Export:{options}",
            "--outdir",
            str(folder),
            *map(str, sorted(folder.glob("*.docx"))),
        ],
        check=True,
        capture_output=True,
    )
    return sorted(folder.glob("kalla*.pdf"))


def _drawn(folder: Path) -> list[Path]:
    from tests.files.pdf.makers import text_pdf

    return [text_pdf(folder / f"kalla{size}.pdf", size) for size in (2, 6, 14)]


def _packet(files: Sequence[Path]) -> tuple[PacketSpec, PacketPlan]:
    """Every other part is one of somebody else's, whose pages are looked at before they are stamped."""
    kinds = (PartKind.RAPPORT, PartKind.BILAGA)
    parts = tuple(
        Part(f"a{at}", kinds[at % 2], f"Del {at}", f"Bilaga {at}", file, "KS.2026.123")
        for at, file in enumerate(files, start=1)
    )
    created = datetime(2026, 12, 1, tzinfo=UTC)
    spec = PacketSpec("Mätning", "Samlad", "", (), created, parts)
    return spec, plan_packet(parts, {part.key: page_count(part.pdf) for part in parts})


def _runs(
    folder: Path, files: Sequence[Path], spec: PacketSpec, plan: PacketPlan
) -> dict[str, Callable[[], object]]:
    def unchecked() -> None:
        with (folder / "without verification.pdf").open("wb") as file:
            packet = PacketFile(file)
            made = merge(packet, spec, plan, STAMP_FONT, _quiet)
            packet.finish(made.root, made.info)

    def by_pikepdf() -> None:
        with pikepdf.new() as packet:
            for file in files:
                with pikepdf.open(file) as part:
                    packet.pages.extend(part.pages)
            packet.save(folder / "pikepdf.pdf")

    command = ["qpdf", "--empty", "--pages", *map(str, files), "--", str(folder / "qpdf.pdf")]
    return {
        "qpdf": lambda: subprocess.run(command, check=True),
        "pikepdf": by_pikepdf,
        "Samlad": lambda: write_packet(spec, plan, folder / "Samlad.pdf", _quiet),
        "without verification": unchecked,
    }


def _quiet(_what: str, _done: int, _all: int) -> None:
    """Nobody waits."""


def _cost(run: Callable[[], Any]) -> Cost:
    gc.collect()
    cpu, wall = _cpu(), time.perf_counter()
    run()
    return _cpu() - cpu, time.perf_counter() - wall


def _cpu() -> float:
    """CPU time of this process and of the programs it has run."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _print_table(costs: dict[str, list[Cost]], sizes: dict[str, int]) -> None:
    program = subprocess.run(["qpdf", "--version"], check=True, capture_output=True, text=True).stdout.split(
        "\n"
    )[0]
    print(
        f"{program}; pikepdf {pikepdf.__version__} on libqpdf {pikepdf.__libqpdf_version__}; pypdf {pypdf.__version__}"
    )
    medians = {
        label: [statistics.median(column) for column in zip(*rows, strict=True)]
        for label, rows in costs.items()
    }
    print(f"{'':<22}{'CPU s':>8}{'wall s':>8}{'/ qpdf':>8}{'/ pikepdf':>11}{'MB':>7}")
    for label, (cpu, wall) in medians.items():
        to_qpdf, to_pikepdf = cpu / medians["qpdf"][0], cpu / medians["pikepdf"][0]
        size = sizes[label] / 1e6
        print(f"{label:<22}{cpu:>8.2f}{wall:>8.2f}{to_qpdf:>8.2f}{to_pikepdf:>11.2f}{size:>7.1f}")


if __name__ == "__main__":
    main()
