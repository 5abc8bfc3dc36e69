"""Warm pool against a cold `soffice --headless --convert-to pdf`, one document at a time, in turns.

    python -m benchmarks.convert [--rounds 5] [document …]

Without documents it makes a Word file of about ten pages with contents, tables, pictures and a chart. Each way makes
a tagged PDF/A-2b of the same documents. One run of both comes first and is not counted; the ratio is that of the
medians.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from service.convert.kinds import find_kind
from service.convert.normalise import normalise
from service.convert.pool import OfficePool
from service.convert.process import Job
from service.convert.soffice import EXPORT_OPTIONS, find_soffice, probe
from service.settings import read_settings
from tests.files.convert.documents import make_docx

CREATED = datetime(2026, 12, 14, 17, 0, tzinfo=UTC)
_COLD_OPTIONS = (
    '{"UseTaggedPDF":{"type":"boolean","value":"true"},"SelectPdfVersion":{"type":"long","value":"2"},'
    '"PDFUACompliance":{"type":"boolean","value":"true"},"ReduceImageResolution":{"type":"boolean","value":"false"},'
    '"UseLosslessCompression":{"type":"boolean","value":"true"}}'
)


def make_cold(soffice: Path, folder: Path) -> Callable[[Path], None]:
    """A new LibreOffice for every document, with a profile that is already set up."""
    profile = (folder / "profile").as_uri()

    def convert(source: Path) -> None:
        wanted = f"pdf:{find_kind(source).export_filter}:{_COLD_OPTIONS}"
        out = folder / "cold"
        options = ["--headless", "--norestore", "--convert-to", wanted, "--outdir", str(out)]
        command = [str(soffice), f"-env:UserInstallation={profile}", *options, str(source)]
        subprocess.run(command, check=True, capture_output=True)
        assert (out / f"{source.stem}.pdf").stat().st_size

    return convert


def make_warm(pool: OfficePool, folder: Path) -> Callable[[Path], None]:
    """The service's pool, with normalised bytes, without the cache."""

    def convert(source: Path) -> None:
        target = folder / "warm.pdf"
        pool.convert(Job(source, find_kind(source).export_filter, EXPORT_OPTIONS), target)
        assert normalise(target.read_bytes(), CREATED)

    return convert


def measure(
    ways: dict[str, Callable[[Path], None]], sources: list[Path], rounds: int
) -> dict[str, dict[Path, list[float]]]:
    """Wall time of each way and document, taken in turns so that both meet the same disturbances."""
    times: dict[str, dict[Path, list[float]]] = {way: {source: [] for source in sources} for way in ways}
    for round_number in range(rounds + 1):
        for source in sources:
            for way, convert in ways.items():
                start = time.perf_counter()
                convert(source)
                if round_number:  # the first sets up profiles and processes
                    times[way][source].append(time.perf_counter() - start)
    return times


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description="Warm pool against cold LibreOffice.")
    parser.add_argument("documents", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    settings = read_settings()
    folder = Path(tempfile.mkdtemp(prefix="samlad-benchmark-"))
    pool = OfficePool(settings)
    try:
        sources = arguments.documents or [make_docx(folder / "tio-sidor.docx", pages=8)]
        ways = {"cold": make_cold(find_soffice(settings), folder), "warm": make_warm(pool, folder)}
        times = measure(ways, sources, arguments.rounds)
    finally:
        pool.close()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{probe(settings).text}, {arguments.rounds} rounds, median wall time in ms\n")
    print(f"{'document':40} {'cold':>8} {'warm':>8} {'cold/warm':>10}")
    for source in sources:
        cold, warm = (1000 * statistics.median(times[way][source]) for way in ("cold", "warm"))
        print(f"{source.name[:40]:40} {cold:8.0f} {warm:8.0f} {cold / warm:9.1f}x")


if __name__ == "__main__":
    main()
