"""Writes every template. The Word files are kept beside their builder, so that an officer can open and change them."""

from __future__ import annotations

import hashlib
import tomllib
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
NEW_VERSION = (
    "En version ändras aldrig. Lägg den förra (mall.docx och mall.toml) i versioner/<nummer>/, och ge den nya "
    "ett högre nummer, en rad i andringslogg och sin sha256 i mall.toml. Den första dagen står kvar, så att den "
    "aldrig går före kansliets egna."
)

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
    """Write `mall.docx` of every template into its folder; end with what is to be done where it is a new version."""
    changed = []
    for name, build in TEMPLATES.items():
        path = folder / name / "mall.docx"
        save(build().document, path)
        print(f"{name}/mall.docx {path.stat().st_size} byte")
        described = FOLDER / name / "mall.toml"
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        version = tomllib.loads(described.read_text(encoding="utf-8"))
        if version["sha256"] != digest:
            changed.append(f"{name}: Word-filen är inte version {version['version']}. Ny sha256: {digest}")
    if changed:
        raise SystemExit("\n".join((*changed, NEW_VERSION)))
