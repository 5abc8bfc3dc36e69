"""Filled forms beside some of the sample reports: the same answers as Word and as Excel."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from service.flow.form import FormOrder, make_form
from service.flow.read import Reader
from service.settings import read_settings

SAMPLES = Path(__file__).resolve().parent.parent
FORMS = (
    "nulagesbeskrivning/un-2026.docx",
    "nulagesbeskrivning/un-2026.xlsx",
    "nulagesbeskrivning/aleb-2026.docx",
    "dialogsammanfattning/a-un-2026.docx",
    "dialogsammanfattning/b-utb-soc-2026.xlsx",
    "dialogsammanfattning/c-ks-un-2026.docx",
    "dialogsammanfattning/c-ks-un-2026.xlsx",
)
"""A nämnd and a bolag, and each kind of dialog."""
DAY = date(2026, 11, 23)


def make_all(folder: Path = SAMPLES) -> None:
    """Write every form into a folder that has a framework as `samples/` has; what lies there is replaced."""
    reader = Reader(read_settings({}), DAY, folder / "ramverk" / "ale.json")
    for name in FORMS:
        source = (SAMPLES / name).with_suffix(".json")
        raw = json.loads(source.read_text(encoding="utf-8"))
        organ = raw["organ"] if "organ" in raw else raw["parter"][-1 if raw["typ"] == "C" else 0]
        target = folder / name
        target.unlink(missing_ok=True)
        make_form(FormOrder(source.parent.name, organ, raw["ar"], target, answers=source), reader)
        print(name)


if __name__ == "__main__":
    make_all()
