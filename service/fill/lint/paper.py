"""The paper: page size, language, headings, alternative texts, fonts, and the styles that filters need."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from lxml import etree

from service.errors import TemplateError
from service.fill.lint.finding import WHOLE, Finding, Report, Severity
from service.fill.lint.headings import check_headings
from service.fill.package import STYLES, Members, parse_xml, w
from service.fill.places import Paragraph, Place, paragraphs_of
from service.fill.stylesheet import DEFAULT_STYLES, StyleSheet

_A4 = (11906, 16838)
_SLACK = 30
"""Twips; programs round millimetres each in their own way."""
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_PICTURED = ("/picture", "/chart", "/diagram")
STAND_INS = {
    "calibri": "Carlito",
    "cambria": "Caladea",
    "arial": "Liberation Sans",
    "helvetica": "Liberation Sans",
    "times new roman": "Liberation Serif",
    "courier new": "Liberation Mono",
}
"""Free fonts of the same widths, which LibreOffice takes instead: lines break in the same places."""
_LISTS = frozenset({"rik", "punktlista", "numrerad_lista"})


def check_paper(
    members: Members,
    rendered: Mapping[str, etree._Element],
    styles: StyleSheet,
    fonts: Collection[str] | None,
    report: Report,
) -> None:
    """Check what the template looks like; without `fonts` nothing is said of them."""
    outlines = {style.id: style.outline for style in styles.by_id.values()}
    _check_language(members, report)
    for part, root in rendered.items():
        paragraphs = list(paragraphs_of(root, part, outlines))
        _check_pages(root, paragraphs, report)
        check_headings(paragraphs, report)
        for paragraph in paragraphs:
            _check_pictures(paragraph, report)
        if fonts is not None:
            _check_runs(paragraphs, members, fonts, report)
    if fonts is not None:
        _check_style_fonts(members, rendered, styles, fonts, report)


def check_styles(styles: StyleSheet, filters: Collection[str], report: Report) -> None:
    """Check that the styles are there which the used filters write."""
    wanted = set(DEFAULT_STYLES) - {"hyperlank"} if _LISTS & set(filters) else set()
    wanted |= {"hyperlank"} if {"lank", "rik", "rik_text"} & set(filters) else set()
    for role in sorted(wanted):
        try:
            styles.role(role)
        except TemplateError as error:
            problem = error.problems[0]
            report(Finding("template_style_missing", problem.message, problem.remedy))


def _check_language(members: Members, report: Report) -> None:
    found = _language(parse_xml(members[STYLES], STYLES))
    if not found.lower().startswith("sv"):
        says = f"Mallens språk är {found}" if found else "Mallen säger inte vilket språk den är på"
        report(
            Finding(
                "template_language_missing",
                f"{says}; skärmläsare läser då texten fel, och avstavningen blir fel.",
                "Välj svenska som standardspråk i Word (Granska, Språk, Ange som standard), och spara.",
                severity=Severity.VARNING,
            )
        )


def _language(styles: etree._Element) -> str:
    """The language of plain text: of the style that paragraphs have by default, or else of the whole file."""
    plain = [
        style
        for style in styles.iter(w("style"))
        if style.get(w("type")) == "paragraph" and style.get(w("default")) in {"1", "true"}
    ]
    for owner in [*plain, *styles.findall(f"{w('docDefaults')}/{w('rPrDefault')}")]:
        lang = owner.find(f"{w('rPr')}/{w('lang')}")
        if lang is not None and (named := lang.get(w("val"))):
            return str(named)
    return ""


def _check_pages(root: etree._Element, paragraphs: list[Paragraph], report: Report) -> None:
    places = {paragraph.element: paragraph.place for paragraph in paragraphs}
    for section in root.iter(w("sectPr")):
        size = section.find(w("pgSz"))
        sides = [0, 0] if size is None else sorted(_number(size.get(w(name))) for name in ("w", "h"))
        if all(abs(side - wanted) <= _SLACK for side, wanted in zip(sides, _A4, strict=True)):
            continue
        owner = next(section.iterancestors(w("p")), None)
        shown = f"{sides[0] / 567:.1f} × {sides[1] / 567:.1f} cm".replace(".", ",")
        says = "anger ingen sidstorlek" if size is None else f"har sidor på {shown}, inte A4"
        report(
            Finding(
                "template_page_size",
                f"Mallen {says}.",
                "Välj A4 i Word (Layout, Storlek).",
                places.get(owner, WHOLE) if owner is not None else WHOLE,
                severity=Severity.VARNING,
            )
        )


def _check_pictures(paragraph: Paragraph, report: Report) -> None:
    for name in _silent_pictures(paragraph.element):
        report(
            Finding(
                "template_alt_text_missing",
                f"Bilden {name} har ingen alternativtext.".replace("  ", " "),
                "Högerklicka på bilden i Word, välj Visa alternativtext och beskriv den eller kryssa i Dekorativ.",
                paragraph.place,
                severity=Severity.VARNING,
            )
        )


def _silent_pictures(paragraph: etree._Element) -> Iterator[str]:
    for kind in (f"{_WP}inline", f"{_WP}anchor"):
        for drawing in paragraph.iter(kind):
            if next(drawing.iterancestors(w("p")), None) is not paragraph:
                continue
            data = drawing.find(f".//{_A}graphicData")
            told = drawing.find(f"{_WP}docPr")
            shown = data is not None and data.get("uri", "").endswith(_PICTURED)
            if shown and told is not None and not told.get("descr", "").strip() and not _decorative(told):
                yield f"”{told.get('name', '')}”"
    for shape in paragraph.iter(f"{_V}shape"):
        if shape.find(f"{_V}imagedata") is not None and not shape.get("alt", "").strip():
            yield ""


def _decorative(told: etree._Element) -> bool:
    return any(one.get("val") in {"1", "true"} for one in told.iter(_DECORATIVE))


def _check_runs(
    paragraphs: list[Paragraph], members: Members, fonts: Collection[str], report: Report
) -> None:
    told: set[str] = set()
    for paragraph in paragraphs:
        for run in paragraph.element.iter(w("rFonts")):
            if next(run.iterancestors(w("p")), None) is paragraph.element:
                _tell(_names(run, members) - told, "", paragraph.place, fonts, report)
                told |= _names(run, members)


def _check_style_fonts(
    members: Members,
    rendered: Mapping[str, etree._Element],
    styles: StyleSheet,
    fonts: Collection[str],
    report: Report,
) -> None:
    root = parse_xml(members[STYLES], STYLES)
    told: set[str] = set()
    used = _used_styles(root, rendered, styles)
    for run in root.iter(w("rFonts")):
        style = next(run.iterancestors(w("style")), None)
        if style is None or style.get(w("styleId")) in used:
            label = None if style is None else style.find(w("name"))
            where = f" (formatmallen {label.get(w('val'))})" if label is not None else " (standardtexten)"
            _tell(_names(run, members) - told, where, WHOLE, fonts, report)
            told |= _names(run, members)


def _used_styles(
    root: etree._Element, rendered: Mapping[str, etree._Element], styles: StyleSheet
) -> set[str]:
    """The styles that the text uses, those that filters write, and all that these are based on."""
    based = {
        style.get(w("styleId"), ""): "" if parent is None else parent.get(w("val"), "")
        for style in root.iter(w("style"))
        for parent in [style.find(w("basedOn"))]
    }
    used = {styles.find(named).id for named in styles.roles.values() if styles.has(named)}
    used |= {style.get(w("styleId"), "") for style in root.iter(w("style")) if style.get(w("default")) == "1"}
    for tree in rendered.values():
        used |= {one.get(w("val"), "") for one in tree.iter(w("pStyle"), w("rStyle"), w("tblStyle"))}
    waiting = list(used)
    while waiting:
        parent = based.get(waiting.pop(), "")
        if parent and parent not in used:
            used.add(parent)
            waiting.append(parent)
    return used


def _names(run: etree._Element, members: Members) -> set[str]:
    """The fonts of Western text that an element names, by the theme where it points there."""
    found = {run.get(w(key), "") for key in ("ascii", "hAnsi") if run.get(w(f"{key}Theme")) is None}
    for key in ("asciiTheme", "hAnsiTheme"):
        theme = run.get(w(key), "")
        if theme:
            found.add(_theme_font("major" if theme.startswith("major") else "minor", members))
    return found - {""}


def _theme_font(kind: str, members: Members) -> str:
    name = next((one for one in sorted(members) if one.startswith("word/theme/theme")), "")
    if not name:
        return ""
    latin = parse_xml(members[name], name).find(f".//{_A}{kind}Font/{_A}latin")
    return "" if latin is None else latin.get("typeface", "")


def _tell(names: Collection[str], where: str, place: Place, fonts: Collection[str], report: Report) -> None:
    installed = {font.casefold() for font in fonts}
    for name in sorted(names):
        if name.casefold() in installed:
            continue
        stand_in = STAND_INS.get(name.casefold(), "")
        equal = stand_in.casefold() in installed if stand_in else False
        instead = f"; {stand_in}, som har samma bredd, används i stället" if equal else ""
        report(
            Finding(
                "template_font_missing",
                f"Typsnittet {name}{where} är inte installerat{instead}.",
                "Inget behöver göras."
                if equal
                else "Byt till ett installerat typsnitt, eller be driften installera det.",
                place,
                name,
                Severity.UPPLYSNING if equal else Severity.VARNING,
            )
        )


def _number(text: str | None) -> int:
    return int(text) if text and text.lstrip("-").isdigit() else 0
