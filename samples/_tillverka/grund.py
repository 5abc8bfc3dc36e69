"""What the makers of sample files share: folders, dates, fonts, colours and files that come out byte for byte alike."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

rl_config.invariant = 1  # the same dates and ids in every run
rl_config.canvas_basefontname = "Carlito"  # else every file refers to a Helvetica that it does not carry

HERE = Path(__file__).resolve().parent
TEXT = HERE / "text"
SAMPLES = HERE.parent
OUT = SAMPLES / "kallelse" / "kf-2026-12-14" / "handlingar"
STANDING = SAMPLES.parent / "bilagor"

FROZEN = datetime(2026, 12, 4, 9, 0, 0)  # noqa: DTZ001 - Office files hold naive times
INK, MUTED, TEAL, PALE = HexColor("#1c1c1c"), HexColor("#5b6670"), HexColor("#1F4E5F"), HexColor("#E4ECEE")
LINE = HexColor("#B8C6CB")

_FONTS = Path("/usr/share/fonts/truetype")
FACES = {
    "Carlito": "crosextra/Carlito-Regular.ttf",
    "Carlito-Bold": "crosextra/Carlito-Bold.ttf",
    "Carlito-Italic": "crosextra/Carlito-Italic.ttf",
    "Carlito-BoldItalic": "crosextra/Carlito-BoldItalic.ttf",
    "Caladea": "crosextra/Caladea-Regular.ttf",
    "Caladea-Bold": "crosextra/Caladea-Bold.ttf",
    "Caladea-Italic": "crosextra/Caladea-Italic.ttf",
    "Caladea-BoldItalic": "crosextra/Caladea-BoldItalic.ttf",
    "Sans": "liberation2/LiberationSans-Regular.ttf",
    "Sans-Bold": "liberation2/LiberationSans-Bold.ttf",
}


def font_file(face: str) -> Path:
    """The file of a registered face."""
    return _FONTS / FACES[face]


def register_fonts() -> None:
    """Make the faces known to reportlab."""
    for name in FACES:
        pdfmetrics.registerFont(TTFont(name, str(font_file(name))))
    for family in ("Carlito", "Caladea"):
        faces = (family, f"{family}-Bold", f"{family}-Italic", f"{family}-BoldItalic")
        pdfmetrics.registerFontFamily(family, *faces)


register_fonts()


def framework() -> dict[str, Any]:
    """The sample framework, whose names the files use."""
    return json.loads((SAMPLES / "ramverk" / "ale.json").read_text("utf-8"))  # type: ignore[no-any-return]


def spaced(text: str) -> str:
    """Hold figures, their units and paragraph signs together with no-break spaces."""
    text = re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "\u00a0", text)
    text = re.sub(
        r"(?<=\d) (?=(?:%|tkr|mnkr|kronor|kr|meter|km|kvm|m³|m²|kap\.|§|dB|lgh)\b|%|§)", "\u00a0", text
    )
    return re.sub(r"(§§?) (?=\d)", "\\1\u00a0", text)


def amount(value: float, decimals: int = 0) -> str:
    """A number in Swedish writing: 1 234,5 with U+2212 as minus."""
    text = f"{abs(value):,.{decimals}f}".replace(",", "\u00a0").replace(".", ",")
    return ("\u2212" + text) if round(value, decimals) < 0 else text


_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_STAMP = FROZEN.strftime("%Y-%m-%dT%H:%M:%SZ").encode()


def freeze_zip(path: Path) -> None:
    """Rewrite an Office file with fixed times, so that two runs give the same bytes."""
    path.write_bytes(_frozen(path.read_bytes()))


def _frozen(body: bytes) -> bytes:
    """The same zip with fixed times; a workbook inside (a chart's figures) is frozen too."""
    with zipfile.ZipFile(BytesIO(body)) as source:
        parts = [(info.filename, source.read(info.filename)) for info in source.infolist()]
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, found in parts:
            kept = _frozen(found) if name.endswith(".xlsx") else found
            if name == "docProps/core.xml":
                kept = _DATES.sub(rb"\g<1>" + _STAMP, found)
            info = zipfile.ZipInfo(name, FROZEN.timetuple()[:6])
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            target.writestr(info, kept)
    return out.getvalue()
