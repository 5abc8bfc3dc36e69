"""The Word file as a package: its members read safely and written so that equal content gives equal bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Mapping
from io import BytesIO
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from lxml import etree

from service.fill.archive import PackedMember, archive, pack
from service.fill.faults import template_fault

CONTENT_TYPES = "[Content_Types].xml"
ROOT_RELATIONSHIPS = "_rels/.rels"
DOCUMENT = "word/document.xml"
STYLES = "word/styles.xml"
NUMBERING = "word/numbering.xml"
SETTINGS = "word/settings.xml"
CORE_PROPERTIES = "docProps/core.xml"
APP_PROPERTIES = "docProps/app.xml"
CUSTOM_PROPERTIES = "docProps/custom.xml"

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT_TYPES_NS = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS_NS = "http://schemas.openxmlformats.org/package/2006/relationships"

NO_RELATIONSHIPS = (
    f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
    f'<Relationships xmlns="{_RELATIONSHIPS_NS}"></Relationships>'
).encode()
_MAX_UNPACKED = 200 * 1024 * 1024

Members = dict[str, bytes]


def w(name: str) -> str:
    """Return the qualified name of a WordprocessingML element or attribute."""
    return f"{{{W}}}{name}"


def parse_xml(content: bytes, name: str) -> etree._Element:
    """Parse one member; entities are not followed.

    Raises:
        TemplateError: when it is not XML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise template_fault("template_broken", f"Filen {name} i Word-mallen är skadad: {error}") from error


def serialize_xml(root: etree._Element) -> bytes:
    """Write one member as Word does: UTF-8, standalone."""
    return bytes(etree.tostring(root, encoding="UTF-8", standalone=True))


def read_package(content: bytes) -> Members:
    """Unpack a Word file.

    Raises:
        TemplateError: when it is no Word file, carries a DTD, or is unreasonably large.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(info.file_size for info in archive.infolist()) > _MAX_UNPACKED:
                raise template_fault("template_broken", "Word-mallen är orimligt stor uppackad.")
            members = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise template_fault(
            "template_broken", "Word-mallen går inte att läsa; den är ingen hel docx-fil."
        ) from error
    for name, part in members.items():
        if b"<!DOCTYPE" in part and name.endswith((".xml", ".rels")):
            raise template_fault("template_broken", f"Filen {name} i Word-mallen innehåller en DTD.")
    for name in (CONTENT_TYPES, ROOT_RELATIONSHIPS, DOCUMENT, STYLES):
        if name not in members:
            raise template_fault("template_broken", f"Word-mallen saknar sin del {name}.")
    return members


def write_package(
    members: Mapping[str, bytes], target: Path, ready: Mapping[str, PackedMember] = MappingProxyType({})
) -> None:
    """Write a Word file to a new place; `ready` holds members that are packed already."""
    target.write_bytes(packed(members, ready))


def packed(members: Mapping[str, bytes], ready: Mapping[str, PackedMember] = MappingProxyType({})) -> bytes:
    """Return the Word file's bytes: fixed order, dates and compression."""
    names = sorted(members, key=_order)
    return archive([ready.get(name) or pack(name, members[name]) for name in names])


def relationships_name(part: str) -> str:
    """Return the member that holds the relationships of a part."""
    path = PurePosixPath(part)
    return str(path.parent / "_rels" / f"{path.name}.rels")


def add_relationships(members: Members, part: str, rows: list[tuple[str, str, str, bool]]) -> None:
    """Add relationships (id, type, target, external) to a part."""
    name = relationships_name(part)
    if name in members:
        root = parse_xml(members[name], name)
    else:
        root = etree.Element(f"{{{_RELATIONSHIPS_NS}}}Relationships", nsmap={None: _RELATIONSHIPS_NS})
    for identifier, kind, target, external in rows:
        element = etree.SubElement(root, f"{{{_RELATIONSHIPS_NS}}}Relationship")
        element.set("Id", identifier)
        element.set("Type", kind)
        element.set("Target", target)
        if external:
            element.set("TargetMode", "External")
    members[name] = serialize_xml(root)


def make_insertable(members: Members, name: str) -> None:
    """Write a member, where there is one, so that rows can be put into it as text.

    Raises:
        TemplateError: when it uses another prefix than Word, python-docx and LibreOffice do.
    """
    if name in members:
        root = parse_xml(members[name], name)
        if root.prefix != ("w" if name == NUMBERING else None):
            raise template_fault("template_broken", f"Word-mallen har ett ovanligt prefix i sin del {name}.")
        root.text = root.text or ""  # else a root without rows would have no end to put them before
        members[name] = serialize_xml(root)


def insert_rows(content: bytes, rows: list[str], after: bytes = b"") -> bytes:
    """Put rows into a member that was made ready for it: after the last such end, or last of all."""
    place = content.rindex(after) + len(after) if after else content.rindex(b"</")
    return b"".join((content[:place], "".join(rows).encode(), content[place:]))


def drop_relationships(members: Members, part: str, kind: str) -> None:
    """Remove the relationships of one kind from a part."""
    name = relationships_name(part)
    if name in members:
        root = parse_xml(members[name], name)
        for element in list(root):
            if element.get("Type", "").endswith(f"/{kind}"):
                root.remove(element)
        members[name] = serialize_xml(root)


def detach_template(members: Members) -> None:
    """Remove the pointer that a template saved from a .dotx keeps: a path on its owner's computer."""
    if SETTINGS in members:
        root = parse_xml(members[SETTINGS], SETTINGS)
        for element in root.findall(w("attachedTemplate")):
            root.remove(element)
        members[SETTINGS] = serialize_xml(root)
    drop_relationships(members, SETTINGS, "attachedTemplate")


def add_content_types(members: Members, types: Mapping[str, str]) -> None:
    """Declare the content type of members (name → type)."""
    root = parse_xml(members[CONTENT_TYPES], CONTENT_TYPES)
    tag = f"{{{_CONTENT_TYPES_NS}}}Override"
    declared = {element.get("PartName") for element in root.iter(tag)}
    for name, kind in types.items():
        if f"/{name}" not in declared:
            element = etree.SubElement(root, tag)
            element.set("PartName", f"/{name}")
            element.set("ContentType", kind)
    members[CONTENT_TYPES] = serialize_xml(root)


def drop_content_types(members: Members, names: Collection[str]) -> None:
    """Take back what is declared of members that are gone."""
    root = parse_xml(members[CONTENT_TYPES], CONTENT_TYPES)
    for element in root.findall(f"{{{_CONTENT_TYPES_NS}}}Override"):
        if element.get("PartName", "").lstrip("/") in names:
            root.remove(element)
    members[CONTENT_TYPES] = serialize_xml(root)


def _order(name: str) -> tuple[int, str]:
    first = (CONTENT_TYPES, ROOT_RELATIONSHIPS, DOCUMENT)
    return (first.index(name) if name in first else len(first), name)
