"""The standing annex of the reports, and the lists of standing annexes per document type."""

# ruff: noqa: E501 - a row of sample data, or a Swedish sentence, stands on one line

from __future__ import annotations

import hashlib

from grund import STANDING, TEXT
from pdfdokument import Sheet, build

EMPTY = ("dialogsammanfattning", "kallelse", "tillkannagivande")
TITLE = "Så läses nulägesbeskrivningen"


def make() -> None:
    """Make the annex and write the lists."""
    folder = STANDING / "nulagesbeskrivning"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "sa-lases-nulagesbeskrivningen.pdf"
    sheet = Sheet(TITLE, "Ale kommun, sektor kommunstyrelse", f"Ale kommun · {TITLE} · version 1.0", heading_breaks=False,
                  letterhead=("VÄGLEDNING", "Version 1.0"), body_size=11)  # fmt: skip
    build(path, sheet, (TEXT / "sa-lases.md").read_text("utf-8"))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "index.toml").write_text(
        "# Standing annexes of this document type, in order. sha256 guards against a silent exchange.\n\n"
        f'[[bilaga]]\ntitel = "{TITLE}"\nfil = "{path.name}"\n'
        'kalla = "Styrmodell för Ale kommun, KF 2021-12-20 § 265, återgiven i vanliga ord. Exempeldata, inte antagen text"\n'
        f'sha256 = "{digest}"\nordning = 1\n',
        "utf-8",
    )
    for slug in EMPTY:
        target = STANDING / slug
        target.mkdir(parents=True, exist_ok=True)
        (target / "index.toml").write_text(
            "# No standing annexes for this document type.\n\nbilaga = []\n", "utf-8"
        )
