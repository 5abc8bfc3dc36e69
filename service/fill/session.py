"""What one rendering adds to the package besides text: links, restarted lists and charts, numbered in order."""

from __future__ import annotations

from dataclasses import dataclass, field

from service.fill.faults import template_fault
from service.fill.package import (
    CONTENT_TYPES,
    NO_RELATIONSHIPS,
    NUMBERING,
    Members,
    R,
    insert_rows,
    parse_xml,
    relationships_name,
    w,
)
from service.fill.stylesheet import Style, StyleSheet
from service.fill.text import xml_text

_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_PREFIX = "rIdSamlad"


@dataclass(slots=True)
class Session:
    """Grows while a document is filled; its numbers follow from the order alone, so equal input gives equal output."""

    styles: StyleSheet
    highest_num_id: int
    part: str = ""
    """The member being filled: a link or chart in a header belongs to the header's own relationships."""
    decimals: dict[tuple[int, str, str | None], str] = field(default_factory=dict)
    """Of the columns that were asked about, by rows, fields and unit."""
    _links: dict[tuple[str, str], str] = field(default_factory=dict)
    _relationships: dict[str, list[str]] = field(default_factory=dict)
    _lists: list[str] = field(default_factory=list)
    _charts: dict[str, bytes] = field(default_factory=dict)

    def link(self, url: str) -> str:
        """Return the relationship id of a web address in the current part."""
        key = (self.part, url)
        if key not in self._links:
            self._links[key] = self._relate("hyperlink", url, ' TargetMode="External"')
        return self._links[key]

    def restarted_list(self, style: Style, start: int) -> int:
        """Return the id of a new number list that looks like the style's own and begins at `start`."""
        if not style.abstract_id:
            raise template_fault(
                "template_style_missing", f"Formatmallen ”{style.name}” i Word-mallen saknar numrering."
            )
        number = self.highest_num_id + len(self._lists) + 1
        self._lists.append(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{xml_text(style.abstract_id)}"/>'
            f'<w:lvlOverride w:ilvl="{style.list_level}"><w:startOverride w:val="{start}"/></w:lvlOverride></w:num>'
        )
        return number

    def chart(self, xml: bytes) -> tuple[str, int]:
        """Take in a chart; return its relationship id in the current part, and its number in the document."""
        number = len(self._charts) + 1
        name = f"charts/samlad{number}.xml"
        self._charts[f"word/{name}"] = xml
        return self._relate("chart", name), number

    def add_to(self, members: Members) -> None:
        """Write everything into the package, which was made ready for it."""
        for part, rows in sorted(self._relationships.items()):
            name = relationships_name(part)
            members[name] = insert_rows(members.get(name, NO_RELATIONSHIPS), rows)
        if self._charts:
            members.update(self._charts)
            types = [f'<Override PartName="/{name}" ContentType="{_CHART_TYPE}"/>' for name in self._charts]
            members[CONTENT_TYPES] = insert_rows(members[CONTENT_TYPES], types)
        if self._lists:
            members[NUMBERING] = insert_rows(members[NUMBERING], self._lists, after=b"</w:num>")

    def _relate(self, kind: str, target: str, mode: str = "") -> str:
        rows = self._relationships.setdefault(self.part, [])
        identifier = f"{_PREFIX}{len(rows) + 1}"
        rows.append(f'<Relationship Id="{identifier}" Type="{R}/{kind}" Target="{xml_text(target)}"{mode}/>')
        return identifier


def highest_num_id(members: Members) -> int:
    """Return the highest number list id of the template."""
    if NUMBERING not in members:
        return 0
    root = parse_xml(members[NUMBERING], NUMBERING)
    return max((int(num.get(w("numId"), "0")) for num in root.iter(w("num"))), default=0)


def taken_relationship(members: Members, part: str) -> bool:
    """Say whether the part already uses our kind of relationship id: then it is a filled document, not a template."""
    return f'Id="{_PREFIX}'.encode() in members.get(relationships_name(part), b"")
