"""One part of the template read from its beginning to its end: tags, blocks, fields, and what would be lost."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from service.fill.lint.blocks import Blocks, unknown_keyword
from service.fill.lint.fields import Fields
from service.fill.lint.finding import Finding, Report
from service.fill.lint.tokens import Token, single_braces, tokenise
from service.fill.package import w
from service.fill.places import Paragraph, paragraphs_of

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CHANGES = tuple(w(name) for name in ("ins", "del", "moveFrom", "moveTo"))
_WHOLES = {"tr": ("hela tabellraden", "en egen tabellrad"), "tc": ("hela cellen", "en egen cell")}
"""What a tag with the prefix takes with it."""
_CELL_STATEMENTS = frozenset({"colspan", "cellbg", "hm", "vm"})
"""docxtpl's own statements about table cells."""


def check_part(
    root: etree._Element, part: str, outlines: Mapping[str, int], fields: Fields, report: Report
) -> None:
    """Check the tags of one part that is filled in."""
    blocks = Blocks(report)
    rows: set[object] = set()
    for paragraph in paragraphs_of(root, part, outlines):
        if next(paragraph.element.iterancestors(_FALLBACK), None) is not None:
            continue  # the same text box once more, for older programs
        tokens, flaws = tokenise(paragraph.text)
        for flaw in flaws:
            report(
                Finding(
                    "template_tag_unclosed", flaw.message, flaw.remedy, paragraph.place, flaw.text.strip()
                )
            )
        _check_changes(paragraph, tokens, report)
        _check_singles(paragraph, tokens, fields, report)
        for token in tokens:
            _check_split(token, paragraph, report)
            _check_tag(token, paragraph, blocks, fields, report)
        _check_lost_paragraph(paragraph, tokens, report)
        _check_row(paragraph, tokens, rows, report)
    blocks.finish()


def _check_tag(token: Token, paragraph: Paragraph, blocks: Blocks, fields: Fields, report: Report) -> None:
    if token.kind == "{":
        fields.printed(token, paragraph, blocks.scopes())
    elif token.kind == "%":
        _check_statement(token, paragraph, blocks, fields, report)
    if token.prefix and any(mark in token.body for mark in "%}"):
        message = f"Tecknet % eller }} kan inte stå i en tagg som börjar med {token.text[:2]}{token.prefix}."
        report(Finding("template_syntax", message, "Skriv ordet i stället.", paragraph.place, token.text))
    if token.prefix in {"tr", "tc"} and not paragraph.place.table:
        message = f"{token.text} måste stå i en tabell."
        remedy = "Flytta taggen in i tabellen, eller använd {%p …%}."
        report(Finding("template_tag_form", message, remedy, paragraph.place, token.text))


def _check_statement(
    token: Token, paragraph: Paragraph, blocks: Blocks, fields: Fields, report: Report
) -> None:
    keyword = token.keyword
    if keyword == "for":
        blocks.open(token, paragraph, fields.loop(token, paragraph, blocks.scopes()))
    elif keyword == "if":
        fields.condition(token, paragraph, blocks.scopes())
        blocks.open(token, paragraph, {})
    elif keyword in {"else", "elif"}:
        if keyword == "elif":
            fields.condition(token, paragraph, blocks.scopes())
        blocks.middle(token, paragraph)
    elif keyword in {"endfor", "endif"}:
        blocks.close(token, paragraph)
    elif keyword in _CELL_STATEMENTS and paragraph.place.table:
        return
    else:
        message, remedy, meant = unknown_keyword(token)
        code = "template_forbidden" if _is_jinja(keyword) else "template_syntax"
        report(Finding(code, message, remedy, paragraph.place, token.text))
        if meant and not _is_jinja(keyword):  # so that its end is not told as a fault of its own
            _check_statement(meant, paragraph, blocks, fields, report)


def _is_jinja(keyword: str) -> bool:
    known = "set macro call filter with block raw include import from extends autoescape do"
    return keyword.removeprefix("end") in known.split()


def _check_changes(paragraph: Paragraph, tokens: list[Token], report: Report) -> None:
    changed = any(_own(one, paragraph) for one in paragraph.element.iter(*_CHANGES))
    if not changed and not _row_changed(paragraph.element):
        return
    inside = " mitt i en tagg" if tokens else ""
    report(
        Finding(
            "template_tracked_change",
            f"Stycket har spårade ändringar{inside}; mallen kan inte fyllas i med dem.",
            "Godkänn eller avvisa alla ändringar i Word (Granska), och spara.",
            paragraph.place,
            paragraph.text[:80],
        )
    )


def _row_changed(paragraph: etree._Element) -> bool:
    """Whether the paragraph is the first of a table row that was put in or taken away: the mark is the row's."""
    row = next(paragraph.iterancestors(w("tr")), None)
    if row is None or next(row.iter(w("p"))) is not paragraph:
        return False
    return any(row.find(f"{w('trPr')}/{change}") is not None for change in _CHANGES)


def _own(element: etree._Element, paragraph: Paragraph) -> bool:
    return next(element.iterancestors(w("p")), None) is paragraph.element


def _check_singles(paragraph: Paragraph, tokens: list[Token], fields: Fields, report: Report) -> None:
    for text, name in single_braces(paragraph.text, tokens):
        if fields.knows(name.split(".")[0]):
            report(
                Finding(
                    "template_tag_unclosed",
                    f"{text} har bara en klammer på varje sida och skrivs ut som det står.",
                    f"Skriv {{{{ {text.strip('{} ')} }}}}.",
                    paragraph.place,
                    text,
                )
            )


def _check_split(token: Token, paragraph: Paragraph, report: Report) -> None:
    """A tag of which a part stands in a link or a content control."""
    at = 0
    holders = set()
    for text in paragraph.element.iter(w("t")):
        if not _own(text, paragraph):
            continue
        end = at + len(text.text or "")
        if at < token.end and end > token.start:
            run = next(text.iterancestors(w("r")), None)
            holders.add(run.getparent() if run is not None else None)
        at = end
    if len(holders) > 1:
        report(
            Finding(
                "template_tag_split",
                "En del av taggen står i en länk, ett fält eller en innehållskontroll.",
                "Markera taggen, klipp ut den och klistra in den som ren text (Ctrl+Skift+V).",
                paragraph.place,
                token.text,
            )
        )


def _check_lost_paragraph(paragraph: Paragraph, tokens: list[Token], report: Report) -> None:
    """A p-tag takes its whole paragraph with it."""
    whole = [token for token in tokens if token.prefix == "p"]
    if not whole:
        return
    left = paragraph.text
    for token in reversed(tokens):
        if token is whole[0]:
            left = left[: token.start] + left[token.end :]
    lost = left.strip()
    if not lost and _holds_something(paragraph.element):
        lost = "en bild eller ett avsnittsbyte"
    if lost:
        report(
            Finding(
                "template_text_lost",
                f"{whole[0].text} tar bort hela stycket, också: {lost[:60]}.",
                "Ge taggen ett eget stycke.",
                paragraph.place,
                whole[0].text,
            )
        )


def _holds_something(paragraph: etree._Element) -> bool:
    return next(paragraph.iter(w("drawing"), w("pict"), w("object"), w("sectPr")), None) is not None


def _check_row(paragraph: Paragraph, tokens: list[Token], rows: set[object], report: Report) -> None:
    """A tr-tag takes its whole row with it, a tc-tag its cell; there may be nothing else in it."""
    for token in tokens:
        if token.prefix not in _WHOLES or not paragraph.place.table:
            continue
        whole, alone = _WHOLES[token.prefix]
        row = next(paragraph.element.iterancestors(w(token.prefix)), None)
        assert row is not None  # noqa: S101  # its place has a table
        text = "".join(one.text or "" for one in row.iter(w("t"))).strip()
        lost = text.replace(token.text, "", 1).strip()
        if lost and row not in rows:
            rows.add(row)
            report(
                Finding(
                    "template_text_lost",
                    f"{token.text} tar bort {whole}, också: {lost[:60]}.",
                    f"Ge taggen {alone}.",
                    paragraph.place,
                    token.text,
                )
            )
