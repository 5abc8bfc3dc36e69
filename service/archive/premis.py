"""Preservation metadata, PREMIS 3: the files with their fixity, what they come from, and what was done to them."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from service.archive.files import Placed, by_handling
from service.archive.names import PREMIS, XSI
from service.archive.xml import Element, add, moment, serialise, xml_id
from service.model.diarium import Filvariant
from service.model.leverans import Leverans

_VERSION = "3.0"
_ORIGINALS = (Filvariant.SIGNERAD, Filvariant.PRODUKTION)


def package_premis(leverans: Leverans, representations: Sequence[str]) -> bytes:
    """The package as a whole: its representations, and that it was made."""
    root = _start()
    package = _object(root, "intellectualEntity", "UUID", leverans.id)
    _link(package, leverans)
    for name in representations:
        _link(_object(root, "representation", "local", f"representations/{name}"), leverans)
    _packing(root, leverans, leverans.id)
    _program(root, leverans)
    return serialise(root)


def files_premis(leverans: Leverans, placed: Sequence[Placed], among: Sequence[Placed]) -> bytes:
    """The files of a representation.

    Args:
        leverans: the delivery.
        placed: the files to tell of.
        among: all files of the package; what a file was made from is found there.
    """
    root = _start()
    siblings = by_handling(among)
    for one in placed:
        _file(root, leverans, one, _source_of(one, siblings[one.handling.id]))
    _packing(root, leverans, "files")
    for one in placed:
        _seal(root, leverans, one)
        _judged(root, leverans, one)
    _program(root, leverans)
    return serialise(root)


def _start() -> Element:
    root = etree.Element(f"{{{PREMIS}}}premis", nsmap={None: PREMIS, "xsi": XSI})
    root.set("version", _VERSION)
    root.set(f"{{{XSI}}}schemaLocation", f"{PREMIS} premis.xsd")
    return root


def _object(root: Element, kind: str, id_kind: str, value: str) -> Element:
    made = add(root, "object", xsi__type=kind)
    identifier = add(made, "objectIdentifier")
    add(identifier, "objectIdentifierType", id_kind)
    add(identifier, "objectIdentifierValue", value)
    return made


def _file(root: Element, leverans: Leverans, one: Placed, source: Placed | None) -> None:
    fil = one.fil
    made = _object(root, "file", "local", one.path)
    traits = add(made, "objectCharacteristics")
    fixity = add(traits, "fixity")
    add(fixity, "messageDigestAlgorithm", "SHA-256")
    add(fixity, "messageDigest", fil.sha256)
    add(fixity, "messageDigestOriginator", leverans.system.namn)
    add(traits, "size", str(fil.storlek))
    form = add(traits, "format")
    add(add(form, "formatDesignation"), "formatName", fil.format or fil.mime)
    if fil.pronom:
        registry = add(form, "formatRegistry")
        add(registry, "formatRegistryName", "PRONOM")
        add(registry, "formatRegistryKey", fil.pronom)
    add(made, "originalName", fil.namn)
    for signature in fil.underskrifter:
        _signature(made, signature.vem)
    if source is not None:
        relation = add(made, "relationship")
        add(relation, "relationshipType", "derivation")
        add(relation, "relationshipSubType", "has source")
        related = add(relation, "relatedObjectIdentifier")
        add(related, "relatedObjectIdentifierType", "local")
        add(related, "relatedObjectIdentifierValue", source.path)
    _link(made, leverans, "files")
    if fil.oforseglad:
        _event_link(made, _seal_id(leverans, one))
    for at, _ in enumerate(fil.underskrifter):
        _event_link(made, _judgement_id(leverans, one, at))


def _signature(made: Element, who: str) -> None:
    # What the signature holds is in the file; PREMIS wants it told again only where it is kept apart from it.
    own = etree.SubElement(add(made, "signatureInformation"), f"{{{PREMIS}}}signatureInformationExtension")
    own.text = None
    etree.SubElement(own, "signer").text = who


def _source_of(one: Placed, siblings: Sequence[Placed]) -> Placed | None:
    """The one original of a document; of several nobody can say which one a copy was made from."""
    if one.fil.variant in _ORIGINALS:
        return None
    for variant in _ORIGINALS:
        found = [other for other in siblings if other.fil.variant is variant]
        if len(found) == 1:
            return found[0]
    return None


def _packing(root: Element, leverans: Leverans, what: str) -> None:
    event = _event(root, _packing_id(leverans, what), "information package creation", leverans)
    add(
        add(event, "eventDetailInformation"),
        "eventDetail",
        f"{leverans.profil.label}; varje fils kontrollsumma räknades om när den lades i paketet.",
    )
    add(add(event, "eventOutcomeInformation"), "eventOutcome", "success")
    _agent_link(event, leverans)


def _seal(root: Element, leverans: Leverans, one: Placed) -> None:
    """That the file has been sealed for the delivery, and what it is called by its content in the register."""
    if not one.fil.oforseglad:
        return
    event = _event(root, _seal_id(leverans, one), "digital signature generation", leverans)
    detail = f"Elektroniskt sigill efter filens slut; filen i diariet har SHA-256 {one.fil.oforseglad}."
    add(add(event, "eventDetailInformation"), "eventDetail", detail)
    add(add(event, "eventOutcomeInformation"), "eventOutcome", "success")
    _agent_link(event, leverans)


def _judged(root: Element, leverans: Leverans, one: Placed) -> None:
    for at, signature in enumerate(one.fil.underskrifter):
        event = add(root, "event")
        _event_id(event, _judgement_id(leverans, one, at))
        add(event, "eventType", "digital signature validation")
        add(event, "eventDateTime", moment(signature.provad or leverans.skapad))
        told = [
            signature.vem,
            *([moment(signature.nar)] if signature.nar else []),
            *([f"tidsstämplad {moment(signature.stamplad)}"] if signature.stamplad else []),
            *([signature.sparr] if signature.sparr else []),
        ]
        add(add(event, "eventDetailInformation"), "eventDetail", ", ".join(told))
        outcome = "valid" if signature.giltig else "not validated"
        add(add(event, "eventOutcomeInformation"), "eventOutcome", outcome)
        _agent_link(event, leverans)


def _event(root: Element, identifier: str, kind: str, leverans: Leverans) -> Element:
    event = add(root, "event")
    _event_id(event, identifier)
    add(event, "eventType", kind)
    add(event, "eventDateTime", moment(leverans.skapad))
    return event


def _event_id(event: Element, identifier: str) -> None:
    made = add(event, "eventIdentifier")
    add(made, "eventIdentifierType", "local")
    add(made, "eventIdentifierValue", identifier)


def _link(made: Element, leverans: Leverans, what: str = "") -> None:
    _event_link(made, _packing_id(leverans, what or leverans.id))


def _event_link(made: Element, identifier: str) -> None:
    link = add(made, "linkingEventIdentifier")
    add(link, "linkingEventIdentifierType", "local")
    add(link, "linkingEventIdentifierValue", identifier)


def _agent_link(event: Element, leverans: Leverans) -> None:
    link = add(event, "linkingAgentIdentifier")
    add(link, "linkingAgentIdentifierType", "local")
    add(link, "linkingAgentIdentifierValue", leverans.system.namn)


def _program(root: Element, leverans: Leverans) -> None:
    agent = add(root, "agent")
    identifier = add(agent, "agentIdentifier")
    add(identifier, "agentIdentifierType", "local")
    add(identifier, "agentIdentifierValue", leverans.system.namn)
    add(agent, "agentName", leverans.system.namn)
    add(agent, "agentType", "software")
    if leverans.system.kod:
        add(agent, "agentVersion", leverans.system.kod)


def _packing_id(leverans: Leverans, what: str) -> str:
    return xml_id(leverans.id, f"packing/{what}")


def _seal_id(leverans: Leverans, one: Placed) -> str:
    return xml_id(leverans.id, f"seal/{one.path}")


def _judgement_id(leverans: Leverans, one: Placed, at: int) -> str:
    return xml_id(leverans.id, f"signature/{one.path}/{at}")
