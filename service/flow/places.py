"""Where the four sibling folders of the document types are: templates, schemas, samples, bilagor."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = ROOT / "templates"
SAMPLES = ROOT / "samples"
BILAGOR = ROOT / "bilagor"

COVER_OF_ARENDE = TEMPLATES / "_delar" / "arende"
COVER_OF_BILAGA = TEMPLATES / "_delar" / "bilaga"
CONTENTS = TEMPLATES / "_delar" / "innehall"
WITHHELD = TEMPLATES / "_delar" / "undanhallen"
FORM_TEMPLATE = TEMPLATES / "_delar" / "blankett"
CHANGES = TEMPLATES / "_delar" / "andringar"
GONE = TEMPLATES / "_delar" / "utgar"
FILLER = TEMPLATES / "_delar" / "utfyllnad"


def template_folder(slug: str) -> Path:
    """The folder of a document type's Word template."""
    return TEMPLATES / slug
