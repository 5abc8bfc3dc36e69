"""What one rendering adds to the package besides text: links, restarted lists and charts, numbered in order."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from service.fill.faults import template_fault
from service.fill.package import (
    NUMBERING,
    Members,
    R,
    add_content_types,
    add_relationships,
    parse_xml,
    relationships_name,
    serialize_xml,
    w,
)
from service.fill.stylesheet import Style, StyleSheet

_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_PREFIX = "rIdSamlad"


@dataclass(slots=True)
class Session:
    """Grows while a document is filled; its numbers follow from the order alone, so equal input gives equal output."""

    styles: StyleSheet
    highest_num_id: int
    part: str = ""
    """The member being filled: a link or chart in a header belongs to the header's own relationships."""
    _links: dict[tuple[str, str], str] = field(default_factory=dict)
    _relationships: dict[str, list[tuple[str, str, str, bool]]] = field(default_factory=dict)
    _lists: list[tuple[int, Style, int]] = field(default_factory=list)
    _charts: dict[str, bytes] = field(default_factory=dict)

    def link(self, url: str) -> str:
        """Return the relationship id of a web address in the current part."""
        key = (self.part, url)
        if key not in self._links:
            self._links[key] = self._relate("hyperlink", url, external=True)
        return self._links[key]

    def restarted_list(self, style: Style, start: int) -> int:
        """Return the id of a new number list that looks like the style's own and begins at `start`."""
        if not style.abstract_id:
            raise template_fault(
                "template_style_missing", f"Formatmallen ”{style.name}” i Word-mallen saknar numrering."
            )
        number = self.highest_num_id + len(self._lists) + 1
        self._lists.append((number, style, start))
        return number

    def chart(self, xml: bytes) -> tuple[str, int]:
        """Take in a chart; return its relationship id in the current part, and its number in the document."""
        number = len(self._charts) + 1
        name = f"charts/samlad{number}.xml"
        self._charts[f"word/{name}"] = xml
        return self._relate("chart", name, external=False), number

    def add_to(self, members: Members) -> None:
        """Write everything into the package."""
        for part, rows in sorted(self._relationships.items()):
            add_relationships(members, part, rows)
        if self._charts:
            members.update(self._charts)
            add_content_types(members, dict.fromkeys(self._charts, _CHART_TYPE))
        if self._lists:
            self._add_lists(members)

    def _relate(self, kind: str, target: str, *, external: bool) -> str:
        rows = self._relationships.setdefault(self.part, [])
        identifier = f"{_PREFIX}{len(rows) + 1}"
        rows.append((identifier, f"{R}/{kind}", target, external))
        return identifier

    def _add_lists(self, members: Members) -> None:
        root = parse_xml(members[NUMBERING], NUMBERING)
        place = _after_last_num(root)
        for number, style, start in self._lists:
            num = etree.Element(w("num"))
            num.set(w("numId"), str(number))
            etree.SubElement(num, w("abstractNumId")).set(w("val"), style.abstract_id)
            override = etree.SubElement(num, w("lvlOverride"))
            override.set(w("ilvl"), str(style.list_level))
            etree.SubElement(override, w("startOverride")).set(w("val"), str(start))
            root.insert(place, num)
            place += 1
        members[NUMBERING] = serialize_xml(root)


def highest_num_id(members: Members) -> int:
    """Return the highest number list id of the template."""
    if NUMBERING not in members:
        return 0
    root = parse_xml(members[NUMBERING], NUMBERING)
    return max((int(num.get(w("numId"), "0")) for num in root.iter(w("num"))), default=0)


def taken_relationship(members: Members, part: str) -> bool:
    """Say whether the part already uses our kind of relationship id: then it is a filled document, not a template."""
    return f'Id="{_PREFIX}'.encode() in members.get(relationships_name(part), b"")


def _after_last_num(root: etree._Element) -> int:
    nums = root.findall(w("num"))
    return root.index(nums[-1]) + 1 if nums else len(root)
