"""Text on its way into Word XML: what XML forbids is taken out, the rest is escaped."""

from __future__ import annotations

import re
from typing import Self

_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


class WordXml(str):
    """Finished Word XML, made by our own code; the only text that passes into a document unescaped."""

    __slots__ = ()

    def __html__(self) -> Self:
        """As docxtpl and Jinja know finished markup."""
        return self


def clean(text: str) -> str:
    """Return the text with every kind of line end as newline, and without characters that XML forbids."""
    if not text.isprintable():  # so are most texts; line ends and no-break spaces are among what is not
        text = _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", text))
    return text


def needs_escape(text: str) -> bool:
    """Say whether the text may hold something that cannot stand in element content as it is; most texts do not."""
    return "&" in text or "<" in text or ">" in text or not text.isprintable()


def escape_text(text: str) -> str:
    """Return the text cleaned and escaped for element content, where quotation marks may stand as they are."""
    return clean(text).translate(_ESCAPES) if needs_escape(text) else text


def xml_text(text: str) -> str:
    """Return the text cleaned and escaped for element content and attribute values alike."""
    return escape_text(str(text)).replace('"', "&quot;")
