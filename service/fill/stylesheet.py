"""What the template's styles.xml and numbering.xml say of its styles, their numbering and outline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from service.fill.faults import template_fault
from service.fill.package import NUMBERING, STYLES, Members, parse_xml, w

DEFAULT_STYLES: Mapping[str, str] = {
    "brodtext": "Brodtext",
    "punktlista": "Punktlista",
    "punktlista_2": "Punktlista2",
    "numrerad_lista": "Numreradlista",
    "numrerad_lista_2": "Numreradlista2",
    "hyperlank": "Hyperlank",
}
"""Role → style id. A template that uses other ids says so under [stilar] in its mall.toml."""


_NAMES = {
    "Brodtext": "Body Text",
    "Punktlista": "List Bullet",
    "Punktlista2": "List Bullet 2",
    "Numreradlista": "List Number",
    "Numreradlista2": "List Number 2",
    "Hyperlank": "Hyperlink",
}
"""The id of a style of Word's own → its name, which stays when LibreOffice saves the template and changes the id."""


@dataclass(frozen=True, slots=True)
class Style:
    """One style of the template, with what it inherits already filled in."""

    id: str
    name: str
    kind: str
    num_id: str = ""
    """The w:num its paragraphs belong to; empty for a style without numbering."""
    list_level: int = 0
    abstract_id: str = ""
    indent: str = ""
    """Its own w:ind as XML: a direct w:numPr would override it, so it is repeated in the paragraph."""
    outline: int = 0
    """1–9 for a heading, 0 for other text."""
    tabs: bool = False


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """The styles of one template."""

    roles: Mapping[str, str]
    by_id: Mapping[str, Style]

    def role(self, role: str) -> Style:
        """Return the style that the template uses for a role.

        Raises:
            TemplateError: when the template lacks it.
        """
        return self.find(self.roles[role])

    def find(self, text: str) -> Style:
        """Return the style with that id, or else that name, written together or not.

        Raises:
            TemplateError: when the template lacks it.
        """
        style = self._found(text)
        if style is None:
            raise template_fault("template_style_missing", f"Formatmallen ”{text}” finns inte i Word-mallen.")
        return style

    def has(self, text: str) -> bool:
        """Whether `find` finds it."""
        return self._found(text) is not None

    def _found(self, text: str) -> Style | None:
        return (
            self.by_id.get(text) or self.named(text) or self.named(_NAMES.get(text, "")) or self._joined(text)
        )

    def _joined(self, text: str) -> Style | None:
        """By an id that was the name without its spaces: `ListBullet2` is “List Bullet 2”."""
        wanted = text.casefold()
        return next(
            (one for one in self.by_id.values() if one.name.replace(" ", "").casefold() == wanted), None
        )

    def named(self, name: str) -> Style | None:
        """Return the style with that name, written in upper or lower case."""
        wanted = name.casefold()
        return next((style for style in self.by_id.values() if style.name.casefold() == wanted), None)


def read_stylesheet(members: Members, roles: Mapping[str, str]) -> StyleSheet:
    """Read the styles of an unpacked Word file."""
    root = parse_xml(members[STYLES], STYLES)
    elements = {element.get(w("styleId"), ""): element for element in root.iter(w("style"))}
    abstracts = _abstracts(members)
    by_id = {identifier: _style(element, elements, abstracts) for identifier, element in elements.items()}
    return StyleSheet({**DEFAULT_STYLES, **roles}, by_id)


def _abstracts(members: Members) -> dict[str, str]:
    """Return num id → abstract num id."""
    if NUMBERING not in members:
        return {}
    found = {}
    for num in parse_xml(members[NUMBERING], NUMBERING).iter(w("num")):
        abstract = num.find(w("abstractNumId"))
        if abstract is not None:
            found[num.get(w("numId"), "")] = abstract.get(w("val"), "")
    return found


def _style(
    element: etree._Element, elements: Mapping[str, etree._Element], abstracts: Mapping[str, str]
) -> Style:
    chain = list(_chain(element, elements))
    num_id = _inherited(chain, "numPr/numId")
    indent = next((ind for e in chain if (ind := e.find(f"{w('pPr')}/{w('ind')}")) is not None), None)
    outline = _inherited(chain, "outlineLvl")
    return Style(
        id=element.get(w("styleId"), ""),
        name=_value(element.find(w("name"))),
        kind=element.get(w("type"), ""),
        num_id=num_id if num_id != "0" else "",
        list_level=int(_inherited(chain, "numPr/ilvl") or 0),
        abstract_id=abstracts.get(num_id, ""),
        indent="" if indent is None else _indent_xml(indent),
        outline=int(outline) + 1 if outline and int(outline) < 9 else 0,
        tabs=any(e.find(f"{w('pPr')}/{w('tabs')}") is not None for e in chain),
    )


def _chain(element: etree._Element, elements: Mapping[str, etree._Element]) -> Iterator[etree._Element]:
    """The style and those it is based on; a circle, which Word would not write, ends the walk."""
    seen: set[str] = set()
    current: etree._Element | None = element
    while current is not None and current.get(w("styleId"), "") not in seen:
        seen.add(current.get(w("styleId"), ""))
        yield current
        current = elements.get(_value(current.find(w("basedOn"))))


def _inherited(chain: list[etree._Element], path: str) -> str:
    steps = "/".join(w(step) for step in path.split("/"))
    found = (element.find(f"{w('pPr')}/{steps}") for element in chain)
    return next((_value(value) for value in found if value is not None), "")


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(w("val"), "")


def _indent_xml(indent: etree._Element) -> str:
    attributes = "".join(
        f' w:{etree.QName(key).localname}="{value}"' for key, value in sorted(indent.attrib.items())
    )
    return f"<w:ind{attributes}/>"
