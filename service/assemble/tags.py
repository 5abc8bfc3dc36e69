"""The structure tree of a single document, walked and mended: what LibreOffice leaves out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pikepdf

from service.errors import AssemblyError, Problem

_HOPS = 20
_ROW_HEADING = "/Faktaetikett"
"""How the names of the templates' paragraph styles begin that stand for the heading of a row in a table of facts."""


def is_tagged(document: pikepdf.Pdf) -> bool:
    """Whether the document claims a structure tree, and has one."""
    marked = document.Root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False)
    return bool(marked) and "/K" in document.Root.get("/StructTreeRoot", pikepdf.Dictionary())


Element = tuple[pikepdf.Object, str]
"""A structure element, and the standard role that its own role stands for."""


def elements(document: pikepdf.Pdf) -> Iterator[Element]:
    """All structure elements in reading order."""
    root = document.Root.StructTreeRoot
    roles = {str(key): str(value) for key, value in root.get("/RoleMap", pikepdf.Dictionary()).items()}
    for element in walk(root):
        if "/S" in element:
            yield element, _standard(str(element.S), roles)


def walk(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """An element and all elements below it, in reading order."""
    stack = [element]
    while stack:
        one = stack.pop()
        yield one
        stack.extend(reversed(kids_of(one)))


def kids_of(element: pikepdf.Object) -> list[pikepdf.Object]:
    """The elements directly below."""
    return [kid for kid in held_by(element) if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def held_by(element: pikepdf.Object) -> list[pikepdf.Object]:
    """All that an element holds: elements, marked content and references to objects."""
    held = element.get("/K")
    if held is None:
        return []
    return list(held.as_list()) if isinstance(held, pikepdf.Array) else [held]


def _standard(role: str, roles: dict[str, str]) -> str:
    for _ in range(_HOPS):
        if role not in roles or roles[role] == role:
            break
        role = roles[role]
    return role


def describe_figures(walked: Sequence[Element], texts: Sequence[str]) -> None:
    """Give the figures without an alternative text the one that stands in the Word file.

    Args:
        walked: the elements of a document.
        texts: the alternative texts of the Word file's figures, in their order.

    Raises:
        AssemblyError: a figure lacks its text, and the Word file has not as many figures as the PDF.
    """
    figures = [element for element, role in walked if role == "/Figure"]
    if all("/Alt" in figure for figure in figures):
        return
    if len(figures) != len(texts):
        raise AssemblyError(
            Problem(
                "figure_texts_differ",
                f"Dokumentet har {len(figures)} figurer som PDF men {len(texts)} som Word,"
                " så figurernas texter kan inte sättas säkert.",
                remedy="Anmäl felet; bifoga mallen och indatafilen.",
            )
        )
    for figure, words in zip(figures, texts, strict=True):
        if "/Alt" not in figure and words:
            figure.Alt = pikepdf.String(words)


def describe_charts(document: pikepdf.Pdf, walked: Sequence[Element], texts: Sequence[Sequence[str]]) -> None:
    """Give a slide's figures the texts of its charts, where the slide has as many charts as figures without a text.

    Args:
        document: the slides, one on each page.
        walked: its elements.
        texts: the alternative texts of the charts, slide by slide; other figures have their text already.
    """
    silent: dict[tuple[int, int], list[pikepdf.Object]] = {}
    for element, role in walked:
        if role == "/Figure" and "/Alt" not in element and "/Pg" in element:
            silent.setdefault(element.Pg.objgen, []).append(element)
    for page, words in zip(document.pages, texts, strict=False):
        figures = silent.get(page.obj.objgen, [])
        if len(figures) == len(words):
            for figure, text in zip(figures, words, strict=True):
                if text:
                    figure.Alt = pikepdf.String(text)


def describe_sheet_charts(walked: Sequence[Element], texts: Sequence[str]) -> None:
    """Give the figures of a workbook the texts of its charts, where it is certain which is which.

    Args:
        walked: the workbook's elements.
        texts: the texts of its charts, in the sheets' order. A chart can lie across several pages, in a figure for
            each: one alone has them all, of several each must have just one.
    """
    silent = [element for element, role in walked if role == "/Figure" and "/Alt" not in element]
    told = list(texts) * len(silent) if len(texts) == 1 else list(texts)
    if len(told) == len(silent):
        for figure, text in zip(silent, told, strict=True):
            figure.Alt = pikepdf.String(text)


def hold_attributes(walked: Sequence[Element]) -> None:
    """Let every element hold its attributes itself: LibreOffice makes an object of each tag's, half of all objects."""
    for element, _ in walked:
        held = element.get("/A")
        if isinstance(held, pikepdf.Dictionary) and held.is_indirect:
            element.A = pikepdf.Dictionary(dict(held.items()))


def head_rows(walked: Sequence[Element]) -> None:
    """Make the first cells of a table of facts what they are: headings of their rows."""
    for cell, role in walked:
        kids = kids_of(cell) if role == "/TD" else []
        if kids and all(str(kid.S).startswith(_ROW_HEADING) for kid in kids):
            cell.S = pikepdf.Name.TH
            held = cell.get("/A")
            others = list(held.as_list()) if isinstance(held, pikepdf.Array) else [held] if held else []
            scope = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
            cell.A = pikepdf.Array([*others, scope])


def headings_in_order(walked: Sequence[Element]) -> bool:
    """Whether the first heading is of level 1, and none skips a level."""
    above = 0
    for _, role in walked:
        if role == "/H":
            return False
        level = _heading_level(role)
        if level > above + 1:
            return False
        above = level or above
    return True


def order_headings(walked: Sequence[Element]) -> list[Element]:
    """Give headings levels without gaps, each one below the nearest that stood above it, and the first of level 1.

    Who stands above whom is the author's; only the numbers are ours. A heading without a level is one of level 1.

    Returns:
        The elements with the roles that they have now.
    """
    ordered: list[Element] = []
    above: list[int] = []
    for element, role in walked:
        level = 1 if role == "/H" else _heading_level(role)
        if not level:
            ordered.append((element, role))
            continue
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        given = f"/H{len(above)}"
        if given != role:
            element.S = pikepdf.Name(given)
        ordered.append((element, given))
    return ordered


def _heading_level(role: str) -> int:
    """1 to 6; 0 for what is no heading with a level."""
    return int(role[2]) if len(role) == 3 and role.startswith("/H") and role[2].isdigit() else 0


def figures_described(walked: Sequence[Element]) -> bool:
    """Whether every figure has a text for those who do not see it."""
    return all(
        str(element.get("/Alt", "")) or str(element.get("/ActualText", ""))
        for element, role in walked
        if role in ("/Figure", "/Formula")
    )
