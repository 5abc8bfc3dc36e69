"""The templates of the cases that LibreOffice has saved, saved by the LibreOffice of this machine.

`python -m tests.files.fill.kansli.tillverka` writes them into `sparade/`.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.files.fill.kansli import FAULTS, RIGHTS
from tests.files.fill.kansli.case import SAVED, original
from tests.files.fill.kansli.word import Mall

LONGEST = 180
"""Seconds; some ten seconds on a quiet machine."""


def main(out: Path = SAVED) -> None:
    """Make the templates in a folder of their own and have them saved into another."""
    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder) / "kallor"
        sources.mkdir()
        for name, docx in _sources():
            (sources / f"{name}.docx").write_bytes(docx)
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation={(Path(folder) / 'profil').as_uri()}",
                "--headless",
                "--convert-to",
                "docx:MS Word 2007 XML",
                "--outdir",
                out,
                *sorted(sources.iterdir()),
            ],
            check=True,
            capture_output=True,
            timeout=LONGEST,
        )


def _sources() -> Iterator[tuple[str, bytes]]:
    for fault in FAULTS:
        if fault.find is not None:
            mall = Mall(original(fault.template))
            fault.sow(mall)
            yield fault.name, mall.packed()
    for right in RIGHTS:
        if right.saved:
            mall = Mall(original(right.template))
            right.change(mall)
            yield right.name, mall.packed()


if __name__ == "__main__":
    main()
