"""XML held against its XSD and Schematron, with the schemas that we carry; nothing is fetched from anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files as resources
from pathlib import PurePosixPath
from typing import Any

from lxml import etree, isoschematron

from service.archive import names
from service.archive.xml import Element

_SCHEMAS: Mapping[str, str] = {
    names.METS: "mets.xsd",
    names.ERMS: "ERMS.xsd",
    names.PREMIS: "premis.xsd",
}
_EXTENSIONS: Mapping[str, str] = {
    names.CSIP: "DILCISExtensionMETS.xsd",
    names.SIP: "DILCISExtensionSIPMETS.xsd",
}
"""What stands on METS elements beside what METS itself knows."""
_FOLDER = resources("service.archive") / "schemas"
_MOST_TOLD = 20


class _Carried(etree.Resolver):  # type: ignore[misc]  # lxml has no types
    """Gives a schema by the last part of its address, wherever that leads."""

    def resolve(self, address: str | None, _: Any, context: Any) -> Any:
        name = PurePosixPath(address or "").name
        found = _FOLDER / name
        return self.resolve_string(found.read_bytes() if found.is_file() else b"", context)


def parse(content: bytes) -> Element:
    """Read XML that may be hostile: no DTD's entities, no net.

    Raises:
        ValueError: it is no XML, or has a DTD.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as fault:
        raise ValueError(str(fault)) from fault
    if root.getroottree().docinfo.doctype:
        raise ValueError("DTD")
    return root


def faults(root: Element, *, fgs12: bool = False) -> Iterator[str]:
    """What the schemas have against a document; the line and what the schema says."""
    namespace = etree.QName(root).namespace
    name = "CSPackageMETS.xsd" if fgs12 and namespace == names.METS else _SCHEMAS.get(namespace)
    if name is None:
        return
    schema = _schema(name)
    # A document that was parsed alone is checked as a tree, so that line numbers are right.
    if not schema.validate(root.getroottree()):
        yield from (f"rad {one.line}: {one.message}" for one in list(schema.error_log)[:_MOST_TOLD])
    if namespace == names.ERMS:
        yield from _by_schematron(root)


def _by_schematron(root: Element) -> Iterator[str]:
    rules = _schematron("erms.sch")
    if not rules.validate(root.getroottree()):
        texts = rules.validation_report.iter("{http://purl.oclc.org/dsdl/svrl}text")
        yield from (" ".join("".join(one.itertext()).split()) for one in texts)


@cache
def _schema(name: str) -> Any:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Carried())
    if name != "mets.xsd":
        return etree.XMLSchema(etree.fromstring((_FOLDER / name).read_bytes(), parser).getroottree())
    imports = "".join(
        f'<xs:import namespace="{space}" schemaLocation="{file}"/>'
        for space, file in {names.METS: "mets.xsd", **_EXTENSIONS}.items()
    )
    both = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    return etree.XMLSchema(etree.fromstring(both, parser).getroottree())


@cache
def _schematron(name: str) -> Any:
    rules = etree.fromstring((_FOLDER / name).read_bytes())
    # It says that it wants XSLT 2, which lxml has not; every test in it is XPath 1 all the same.
    rules.attrib.pop("queryBinding", None)
    return isoschematron.Schematron(rules, store_report=True)
