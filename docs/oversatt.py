"""Brings the catalogue of the web page up to date: every text of its code and pages, each with its translation.

Run it with `make generated`, then translate what has an empty `msgstr` in
`service/web/translations/en/LC_MESSAGES/messages.po`. A test refuses a catalogue with anything missing. There are no
line numbers in it, so that it changes only when a text does.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from service.model.choices import (
    Choice,
    Kallelseslag,
    Ledamotsroll,
    Maluppfyllelse,
    Organtyp,
    Rapportstatus,
    Utskickskanal,
)
from service.model.granskning import Allvar, Anslagsslag, Mottagarstatus
from service.model.leverans import Leveransstatus
from service.model.motesgang import Brevinnehall, Motestillstand
from service.model.people import Role
from service.model.publicering import Fyndslag, Publiceringsbeslut
from service.model.steps import STEPS

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "service" / "web"
CATALOGUE = WEB / "translations" / "en" / "LC_MESSAGES" / "messages.po"
KINDS: tuple[type[Choice], ...] = (
    Rapportstatus, Role, Organtyp, Maluppfyllelse, Leveransstatus,
    Allvar, Anslagsslag, Brevinnehall, Kallelseslag, Ledamotsroll, Motestillstand, Mottagarstatus, Utskickskanal,
    Fyndslag, Publiceringsbeslut,
)  # fmt: skip
"""The choices whose labels the page shows."""
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "mark": None}


def texts() -> Iterator[tuple[str, ...] | str]:
    """Every text of the page; one that has a plural as a pair."""
    methods = [("**.py", "python"), ("html/**.html", "jinja2.ext.babel_extract")]
    for _, _, text, _, _ in extract_from_dir(
        WEB, methods, keywords=KEYWORDS, directory_filter=lambda _: True
    ):
        yield text
    for kind in KINDS:
        yield from (choice.label for choice in kind)
    for step in STEPS:
        yield step.label
        yield from {**step.needs, **step.needs_of_bolag}.values()


def fresh(present: str) -> str:
    """The catalogue as it should be, with the translations that are there already."""
    known = read_po(io.StringIO(present), "en")
    catalogue = Catalog(
        "en", header_comment="# English. Made by docs/oversatt.py; only msgstr is written by hand."
    )
    catalogue.revision_date = catalogue.creation_date = known.creation_date
    for text in texts():
        before = known.get(text if isinstance(text, str) else text[0])
        catalogue.add(text, before.string if before is not None else "", flags=before.flags if before else ())
    written = io.BytesIO()
    write_po(written, catalogue, width=120, no_location=True, omit_header=True, sort_output=True)
    return HEAD + written.getvalue().decode()


HEAD = """# English. Made by docs/oversatt.py; only msgstr is written by hand.
msgid ""
msgstr ""
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""


if __name__ == "__main__":
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    before = CATALOGUE.read_text(encoding="utf-8") if CATALOGUE.exists() else ""
    CATALOGUE.write_text(fresh(before), encoding="utf-8")
