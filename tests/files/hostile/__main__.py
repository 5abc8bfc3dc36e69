"""`python -m tests.files.hostile`: write the page; with a folder, write the files there too."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.files.hostile.cases import CASES
from tests.files.hostile.page import PAGE, annex_page

if __name__ == "__main__":
    PAGE.write_text(annex_page(), encoding="utf-8")
    for folder in map(Path, sys.argv[1:]):
        folder.mkdir(parents=True, exist_ok=True)
        for case in CASES:
            (folder / case.name).write_bytes(case.make())
