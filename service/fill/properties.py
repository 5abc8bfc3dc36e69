"""What the file says about itself: title, author and dates, all given by the caller."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from service.fill.package import (
    APP_PROPERTIES,
    CORE_PROPERTIES,
    CUSTOM_PROPERTIES,
    ROOT_RELATIONSHIPS,
    Members,
    R,
    add_content_types,
    add_relationships,
)
from service.fill.text import xml_text

_CORE_KIND = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_APP_TYPE = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CORE = (
    _HEAD
    + '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>{title}</dc:title><dc:subject>{subject}</dc:subject><dc:creator>{author}</dc:creator>"
    "<cp:keywords>{keywords}</cp:keywords><cp:lastModifiedBy>{author}</cp:lastModifiedBy>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified>'
    "<dc:language>{language}</dc:language></cp:coreProperties>"
)
_APP = (
    _HEAD + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Samlad</Application></Properties>"
)
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_CUSTOM = (
    _HEAD + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
    ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{rows}</Properties>'
)
_CUSTOM_ROW = (
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name="{name}">'
    "<vt:lpwstr>{text}</vt:lpwstr></property>"
)
"""The format id is the one that Office gives to properties of one's own; numbering begins at 2."""


@dataclass(frozen=True, slots=True)
class DocumentProperties:
    """The document's own properties."""

    title: str
    subject: str
    author: str
    keywords: str
    created: datetime
    """With time zone; also the moment of the last change, so that equal input gives equal bytes."""
    language: str = "sv-SE"
    custom: tuple[tuple[str, str], ...] = ()
    """Further properties by name: which template and which framework made the document."""


def write_properties(members: Members, properties: DocumentProperties) -> None:
    """Write the document properties in place of the template's."""
    if properties.created.tzinfo is None:
        msg = "created needs a time zone"
        raise ValueError(msg)
    texts = {
        name: xml_text(getattr(properties, name))
        for name in ("title", "subject", "author", "keywords", "language")
    }
    moment = f"{properties.created.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
    members[CORE_PROPERTIES] = _CORE.format(**texts, moment=moment).encode()
    rows = "".join(
        _CUSTOM_ROW.format(number=number, name=xml_text(name), text=xml_text(text))
        for number, (name, text) in enumerate(properties.custom, 2)
    )
    members[CUSTOM_PROPERTIES] = _CUSTOM.format(rows=rows).encode()


def declare_properties(members: Members) -> None:
    """Tell the package where its properties are; once per template, since that is always the same."""
    add_content_types(
        members, {CORE_PROPERTIES: _CORE_TYPE, APP_PROPERTIES: _APP_TYPE, CUSTOM_PROPERTIES: _CUSTOM_TYPE}
    )
    members[APP_PROPERTIES] = _APP.encode()
    kinds = {
        CORE_PROPERTIES: _CORE_KIND,
        APP_PROPERTIES: f"{R}/extended-properties",
        CUSTOM_PROPERTIES: f"{R}/custom-properties",
    }
    missing = [name for name in kinds if f'"{name}"'.encode() not in members[ROOT_RELATIONSHIPS]]
    missing = [name for name in missing if f'"/{name}"'.encode() not in members[ROOT_RELATIONSHIPS]]
    added = [(f"rIdProperties{number}", kinds[name], name, False) for number, name in enumerate(missing, 1)]
    if added:
        add_relationships(members, "", added)
