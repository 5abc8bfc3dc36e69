"""Writes every template. The Word files are kept beside their builder, so that an officer can open and change them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from templates._bygg import (
    blankett,
    delar,
    dialogsammanfattning,
    kallelse,
    nulagesbeskrivning,
    nulagesbild,
    undanhallen,
    utskick,
)
from templates._bygg.package import save
from templates._bygg.paper import Paper

FOLDER = Path(__file__).parent.parent

TEMPLATES: Mapping[str, Callable[[], Paper]] = {
    "nulagesbeskrivning": nulagesbeskrivning.build,
    "nulagesbild": nulagesbild.build,
    "dialogsammanfattning": dialogsammanfattning.build,
    "kallelse": kallelse.build_kallelse,
    "tillkannagivande": kallelse.build_tillkannagivande,
    "_delar/arende": delar.build_arende,
    "_delar/blankett": blankett.build_blankett,
    "_delar/bilaga": delar.build_bilaga,
    "_delar/innehall": delar.build_innehall,
    "_delar/undanhallen": undanhallen.build_undanhallen,
    "_delar/utfyllnad": undanhallen.build_utfyllnad,
    "_delar/andringar": utskick.build_andringar,
    "_delar/utgar": utskick.build_utgar,
}


def main(folder: Path = FOLDER) -> None:
    """Write `mall.docx` of every template into its folder."""
    for name, build in TEMPLATES.items():
        path = folder / name / "mall.docx"
        save(build().document, path)
        print(f"{name}/mall.docx {path.stat().st_size} byte")
