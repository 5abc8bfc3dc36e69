"""Packing for the e-archive: time, speed and memory for a package of many gigabytes, written and read back.

`python -m benchmarks.archive [GB]` (standard 5). It needs that much room on the disk, once. The files are made while
they are read, so nothing but the package lies there.
"""

from __future__ import annotations

import hashlib
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from service.archive.plan import plan_package
from service.archive.verify import read_package
from service.archive.write import write_package
from tests.deliveries import delivery

BLOCK = bytes(1 << 20)
FILE_MB = 4500
"""One file that no ZIP without 64-bit sizes could hold; the rest is made of smaller ones."""
SMALL_MB = 50


def _content(megabytes: int) -> Iterator[bytes]:
    return (BLOCK for _ in range(megabytes))


def _digest(megabytes: int) -> str:
    digest = hashlib.sha256()
    for block in _content(megabytes):
        digest.update(block)
    return digest.hexdigest()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(gigabytes: int) -> None:
    """Measure, and print a line for each step."""
    leverans, store = delivery()
    sizes = [FILE_MB] if gigabytes * 1000 > FILE_MB else []
    sizes += [SMALL_MB] * ((gigabytes * 1000 - sum(sizes)) // SMALL_MB)
    digests = {one: _digest(one) for one in set(sizes)}
    arende = leverans.arenden[1]
    handling = arende.handlingar[0]
    files = tuple(
        replace(handling.filer[0], id=f"fil-{nr}", namn=f"{nr}.pdf", sha256=digests[one], storlek=one << 20)
        for nr, one in enumerate(sizes)
    )
    whole = replace(
        leverans, arenden=(leverans.arenden[0], replace(arende, handlingar=(replace(handling, filer=files),)))
    )
    by_digest = {digest: one for one, digest in digests.items()}

    def opener(sha256: str) -> Iterator[bytes]:
        return _content(by_digest[sha256]) if sha256 in by_digest else store.open(sha256)

    before = _peak()
    with tempfile.TemporaryDirectory(prefix="samlad-matning-", dir=Path.cwd()) as folder:
        started = time.perf_counter()
        packed = write_package(plan_package(whole), Path(folder), opener, lambda *_: None)
        written = time.perf_counter()
        read = read_package(packed.path)
        done = time.perf_counter()
    assert read.problems == []
    gb = packed.size / 1e9
    print(f"paket: {gb:.1f} GB, {read.files} filer")
    print(f"packat på {written - started:.0f} s ({gb / (written - started):.2f} GB/s)")
    print(f"läst och prövat på {done - written:.0f} s ({gb / (done - written):.2f} GB/s)")
    print(f"minne: {before:.0f} MB före, {_peak():.0f} MB som mest")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
