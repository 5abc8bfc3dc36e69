"""Text on its way into Word XML: what XML forbids is taken out, the rest is escaped."""

from __future__ import annotations

import re
from typing import Self

_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


class WordXml(str):
    """Finished Word XML, made by our own code; the only text that passes into a document unescaped."""

    __slots__ = ()

    def __html__(self) -> Self:
        """As docxtpl and Jinja know finished markup."""
        return self


def clean(text: str) -> str:
    """Return the text with every kind of line end as newline, and without characters that XML forbids."""
    if text.isprintable() or text.replace("\n", "").replace("\xa0", "").isprintable():
        return text  # as most texts are, and looking for every sign that may not be there costs far more
    return _FORBIDDEN.sub("", _LINE_ENDS.sub("\n", text))


def escape(text: str) -> str:
    """Return a clean text escaped for element content, where quotation marks may stand as they are."""
    if (
        "&" in text or "<" in text or ">" in text
    ):  # most texts hold none of them, and to look is cheaper than to replace
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


def escape_text(text: str) -> str:
    """Return any text cleaned and escaped for element content."""
    return escape(clean(text))


def xml_text(text: str) -> str:
    """Return the text cleaned and escaped for element content and attribute values alike."""
    return escape_text(str(text)).replace('"', "&quot;")
