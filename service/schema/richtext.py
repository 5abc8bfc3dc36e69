"""The check of rich text: what the small Markdown subset does not have is refused, with its line.

Rendering is the work of the fill stage; here only that is found which would come out wrong on the paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.model.wording import quoted
from service.schema.faults import Fault

SCHEMES = ("http", "https", "mailto")

_LINE_RULES: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(r"\s{0,3}#{1,6}\s"),
        "en rubrik",
        "Ta bort # och skriv raden i **fetstil** om den ska synas; dokumentets rubriker kommer från mallen.",
    ),
    (
        re.compile(r"\s{0,3}(=+|-{3,}|\*{3,}|_{3,})\s*$"),
        "en linje",
        "Ta bort raden; en tom rad skiljer styckena åt.",
    ),
    (
        re.compile(r"\s*\|.*\|\s*$"),
        "en tabell",
        "Skriv innehållet som en punktlista, eller lämna tabellen som en egen bilaga.",
    ),
    (re.compile(r"\s{0,3}>\s"), "ett citatblock", "Ta bort > i början av raden."),
    (re.compile(r"\s{0,3}(```|~~~)"), "ett kodblock", "Ta bort raden."),
    (
        re.compile(r"\s*\*\s+\S"),
        "en punktlista med stjärna",
        "Börja punkten med bindestreck och mellanslag: ”- ”.",
    ),
    (
        re.compile(r" {4,}(-|\d+\.)\s"),
        "en lista på tredje nivån",
        "Använd högst två nivåer; den andra skjuts in med två mellanslag.",
    ),
)

_LINK = re.compile(r"(!?)\[([^\[\]\n]*)\]\(([^)\n]{0,2000})\)")
_TAG = re.compile(r"<(?:/?[A-Za-z][^<>\n]*>|!--)")
_ESCAPED = re.compile(r"\\.")


def find_faults(text: str, label: str) -> tuple[Fault, ...]:
    """Every place in the text that the subset cannot express."""
    faults: list[Fault] = []
    for number, line in enumerate(text.split("\n"), start=1):
        faults.extend(_line_faults(line, number, label))
    faults.extend(_unclosed_bold(text, label))
    return tuple(faults)


def _line_faults(line: str, number: int, label: str) -> Iterator[Fault]:
    bare = _ESCAPED.sub("xx", line)  # what is escaped is ordinary text
    for pattern, what, remedy in _LINE_RULES:
        if pattern.match(bare):
            yield _unsupported(number, label, what, line, remedy)
    for match in _TAG.finditer(bare):
        yield _unsupported(
            number,
            label,
            "HTML",
            match[0],
            "Ta bort HTML-taggen; fetstil skrivs **så här** och kursiv *så här*.",
        )
    for match in _LINK.finditer(bare):
        yield from _link_faults(match, number, label)


def _link_faults(match: re.Match[str], number: int, label: str) -> Iterator[Fault]:
    mark, text, target = match.groups()
    if mark:
        yield _unsupported(
            number, label, "en bild", match[0], "Ta bort bilden och lämna den som en egen bilaga."
        )
        return
    scheme, colon, rest = target.strip().partition(":")
    if not colon or scheme.lower() not in SCHEMES or not rest.strip("/"):
        yield Fault(
            "link_not_allowed",
            f"{label}, rad {number}: länken {quoted(target)} går inte till någon tillåten adress.",
            "Skriv en hel adress som börjar med https://, http:// eller mailto:.",
        )
    if not text.strip():
        yield Fault(
            "link_without_text",
            f"{label}, rad {number}: länken till {quoted(target)} har ingen text.",
            "Skriv mellan hakparenteserna vart länken leder: [så här](https://…).",
        )


def _unsupported(number: int, label: str, what: str, found: str, remedy: str) -> Fault:
    return Fault(
        "unsupported_markup",
        f"{label}, rad {number}: {what} kan inte användas i texten ({quoted(found.strip())}).",
        remedy,
    )


def _unclosed_bold(text: str, label: str) -> Iterator[Fault]:
    line = 1
    for paragraph in re.split(r"(\n[ \t]*\n)", text):
        marks = [match.start() for match in re.finditer(r"\*\*", _ESCAPED.sub("xx", paragraph))]
        if len(marks) % 2:
            number = line + paragraph[: marks[-1]].count("\n")
            yield Fault(
                "unclosed_markup",
                f"{label}, rad {number}: fetstilen som börjar med ** avslutas inte.",
                "Skriv ** även där fetstilen slutar, eller \\*\\* om stjärnorna ska synas.",
            )
        line += paragraph.count("\n")
