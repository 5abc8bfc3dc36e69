"""Comments in the margin of a text document stay behind: they are the author's, and no part of what was decided.

LibreOffice leaves them out of the PDF, too; but as it is installed on a server, without its windows, version 7.4 falls
over when it is to show one beside the page. So they are taken out of the copy that it opens.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

_WORD = re.compile(
    rb"<((?:\w+:)?comment(?:RangeStart|RangeEnd|Reference))\b(?:[^>]*/>|[^>]*>\s*</\1>)"  # none of them holds anything
)
_ODF = re.compile(
    rb"<office:annotation\b.*?</office:annotation>|<office:annotation-end\b(?:[^>]*/>|[^>]*>\s*</office:annotation-end>)",
    re.DOTALL,
)
_KINDS = {
    ".docx": (re.compile(r"word/(?:document|footnotes|endnotes|header\d*|footer\d*)\.xml"), _WORD),
    ".odt": (re.compile(r"(?:content|styles)\.xml"), _ODF),
}


def copy_without_comments(source: Path, target: Path) -> bool:
    """Copy a document; returns whether comments were left out.

    Args:
        source: a document that has been looked into (`content.check_content`).
        target: the copy.
    """
    parts, comments = _KINDS.get(source.suffix.lower(), (None, None))
    if parts is None or comments is None or not _has_comments(source, parts, comments):
        shutil.copyfile(source, target)
        return False
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(target, "w") as copy:
        for part in package.infolist():
            held = package.read(part)
            copy.writestr(part, comments.sub(b"", held) if parts.fullmatch(part.filename) else held)
    return True


def _has_comments(source: Path, parts: re.Pattern[str], comments: re.Pattern[bytes]) -> bool:
    if not zipfile.is_zipfile(source):
        return False
    with zipfile.ZipFile(source) as package:
        return any(
            comments.search(package.read(name)) is not None
            for name in package.namelist()
            if parts.fullmatch(name)
        )
