"""Make every file of the sample meeting anew: `.venv/bin/python samples/_tillverka/alla.py`.

Reads the meeting file, the framework and the reports beside it; writes the documents under `handlingar/` and the
standing annexes. The same input gives the same bytes.
"""

from __future__ import annotations

import bilder
import blankett
import budget
import kalkylblad
import kartor
import odftexter
import presentation
import protokoll
import rapporter
import skannat
import smadokument
import tjansteskrivelser
import utskick
from grund import OUT

import bilagor


def make() -> None:
    """Make all files."""
    OUT.mkdir(parents=True, exist_ok=True)
    for maker in (
        rapporter,
        budget,
        smadokument,
        kartor,
        skannat,
        blankett,
        kalkylblad,
        presentation,
        odftexter,
        tjansteskrivelser,
        protokoll,
        bilagor,
        utskick,
    ):
        maker.make()
    bilder.make()
    smadokument.world_analysis(bilder.cover())


if __name__ == "__main__":
    make()
    files = sorted(path for path in OUT.iterdir() if path.is_file())
    print(f"{len(files)} filer, {sum(path.stat().st_size for path in files) / 1e6:.1f} MB")
