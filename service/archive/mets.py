"""METS for E-ARK CSIP and SIP 2.1.0: one for the package, one for each representation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from service.archive.files import Entry
from service.archive.names import CONTENT_TYPE, CSIP, CSIP_PROFILE, METS, SIP, SIP_PROFILE, XLINK, XSI
from service.archive.xml import Element, add, moment, put, serialise, title, xml_id
from service.model.leverans import Aktor, Leverans

_SPACES = {None: METS, "xlink": XLINK, "csip": CSIP, "sip": SIP, "xsi": XSI}
_KIND = "Textual works – Digital"
_AGREEMENTS = (
    ("SUBMISSIONAGREEMENT", "leveransoverenskommelse"),
    ("PREVIOUSSUBMISSIONAGREEMENT", "tidigare_overenskommelse"),
    ("REFERENCECODE", "arkivreferenskod"),
    ("PREVIOUSREFERENCECODE", "tidigare_referenskod"),
)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a METS file tells of."""

    descriptive: Sequence[Entry] = ()
    preservation: Sequence[Entry] = ()
    documentation: Sequence[Entry] = ()
    schemas: Sequence[Entry] = ()
    data: Sequence[Entry] = ()
    """A representation's own files."""
    representations: Mapping[str, Entry] | None = None
    """The METS file of each representation of a package."""


def package_mets(leverans: Leverans, contents: Contents) -> bytes:
    """The METS.xml of the whole package."""
    root = _root(leverans.id, SIP_PROFILE, "schemas")
    root.set("LABEL", title(leverans))
    return _fill(root, leverans, contents, "")


def representation_mets(leverans: Leverans, name: str, contents: Contents) -> bytes:
    """The METS.xml of a representation; its paths start in the representation's folder."""
    root = _root(name, CSIP_PROFILE, "../../schemas")
    return _fill(root, leverans, contents, f"representations/{name}/")


def _root(object_id: str, profile: str, schemas: str) -> Element:
    root = etree.Element(f"{{{METS}}}mets", nsmap=_SPACES)
    known = ((METS, "mets"), (XLINK, "xlink"), (CSIP, "DILCISExtensionMETS"), (SIP, "DILCISExtensionSIPMETS"))
    put(
        root,
        {
            "OBJID": object_id,
            "TYPE": _KIND,
            "PROFILE": profile,
            "csip__CONTENTINFORMATIONTYPE": CONTENT_TYPE,
            "xsi__schemaLocation": " ".join(f"{space} {schemas}/{file}.xsd" for space, file in known),
        },
    )
    return root


def _fill(root: Element, leverans: Leverans, contents: Contents, folder: str) -> bytes:
    _header(root, leverans)
    ids = _Ids(leverans.id, folder)
    described = [_metadata(root, "dmdSec", one, ids, "OTHER", "ERMS") for one in contents.descriptive]
    provenance = []
    if contents.preservation:
        section = add(root, "amdSec", ID=ids.of("amdSec"))
        provenance = [_metadata(section, "digiprovMD", one, ids, "PREMIS") for one in contents.preservation]
    files = add(root, "fileSec", ID=ids.of("fileSec"))
    groups = _groups(files, contents, ids)
    structure = add(root, "structMap", ID=ids.of("structMap"), TYPE="PHYSICAL", LABEL="CSIP")
    top = add(structure, "div", ID=ids.of("div"), LABEL=root.get("OBJID"))
    add(
        top,
        "div",
        ID=ids.of("div/Metadata"),
        LABEL="Metadata",
        ADMID=" ".join(provenance),
        DMDID=" ".join(described),
    )
    for label, group_ids in groups.items():
        division = add(top, "div", ID=ids.of(f"div/{label}"), LABEL=label)
        for one in group_ids:
            add(division, "fptr", FILEID=one)
        if label == "Representations" and contents.representations:
            _pointers(division, contents.representations, ids)
    return serialise(root)


class _Ids:
    """Ids that are unique in the package, though every METS file of it has the same parts."""

    def __init__(self, package: str, folder: str) -> None:
        self.package, self.folder = package, folder

    def of(self, name: str) -> str:
        return xml_id(self.package, f"{self.folder}#{name}")

    def href(self, entry: Entry) -> str:
        return entry.path.removeprefix(self.folder)


def _header(root: Element, leverans: Leverans) -> None:
    terms = leverans.overenskommelse
    at = moment(leverans.skapad)
    header = add(
        root,
        "metsHdr",
        CREATEDATE=at,
        LASTMODDATE=at,
        RECORDSTATUS=leverans.slag.label,
        csip__OAISPACKAGETYPE="SIP",
    )
    program = _agent(header, leverans.system.namn, "CREATOR", "OTHER", OTHERTYPE="SOFTWARE")
    add(program, "note", leverans.system.kod, csip__NOTETYPE="SOFTWARE VERSION")
    _organisation(header, terms.arkivbildare, "ARCHIVIST")
    _organisation(header, terms.levererande, "CREATOR")
    if terms.kontakt.namn:
        person = _agent(header, terms.kontakt.namn, "CREATOR", "INDIVIDUAL")
        # One note, for a rule of CSIP about the program's note is read as if it held for every creator.
        add(person, "note", ", ".join(told for told in (terms.kontakt.epost, terms.kontakt.telefon) if told))
    if terms.mottagare.namn:
        _organisation(header, terms.mottagare, "PRESERVATION")
    for kind, name in _AGREEMENTS:
        if value := getattr(terms, name):
            add(header, "altRecordID", value, TYPE=kind)


def _agent(header: Element, name: str, role: str, kind: str, **more: str) -> Element:
    agent = add(header, "agent", ROLE=role, TYPE=kind, **more)
    add(agent, "name", name)
    return agent


def _organisation(header: Element, who: Aktor, role: str) -> None:
    agent = _agent(header, who.namn, role, "ORGANIZATION")
    if who.kod:
        add(agent, "note", who.kod, csip__NOTETYPE="IDENTIFICATIONCODE")


def _metadata(parent: Element, tag: str, entry: Entry, ids: _Ids, kind: str, other: str = "") -> str:
    made = ids.of(f"{tag}/{entry.path}")
    section = add(parent, tag, ID=made, CREATED=moment(entry.created), STATUS="CURRENT")
    add(
        section,
        "mdRef",
        LOCTYPE="URL",
        xlink__type="simple",
        xlink__href=ids.href(entry),
        MDTYPE=kind,
        OTHERMDTYPE=other,
        MIMETYPE=entry.mime,
        SIZE=str(entry.size),
        CREATED=moment(entry.created),
        CHECKSUM=entry.sha256,
        CHECKSUMTYPE="SHA-256",
    )
    return made


def _groups(files: Element, contents: Contents, ids: _Ids) -> Mapping[str, list[str]]:
    """The file groups; for each division of the structure the ids of its groups."""
    made: dict[str, list[str]] = {}
    for label, entries in (("Documentation", contents.documentation), ("Schemas", contents.schemas)):
        if entries:
            made[label] = [_group(files, label, entries, ids)]
    if contents.representations is not None:
        made["Representations"] = [
            _group(files, f"Representations/{name}", (entry,), ids, CONTENT_TYPE)
            for name, entry in contents.representations.items()
        ]
    if contents.data:
        made["Representations"] = [_group(files, "Representations", contents.data, ids, CONTENT_TYPE)]
    return made


def _group(files: Element, use: str, entries: Sequence[Entry], ids: _Ids, content_type: str = "") -> str:
    made = ids.of(f"fileGrp/{use}")
    group = add(files, "fileGrp", ID=made, USE=use, csip__CONTENTINFORMATIONTYPE=content_type)
    for entry in entries:
        fil = entry.fil
        file = add(
            group,
            "file",
            ID=ids.of(f"file/{entry.path}"),
            MIMETYPE=entry.mime,
            SIZE=str(entry.size),
            CREATED=moment(entry.created),
            CHECKSUM=entry.sha256,
            CHECKSUMTYPE="SHA-256",
            OWNERID=fil.id if fil else None,
            sip__FILEFORMATNAME=fil.format if fil else None,
            sip__FORMATREGISTRY="PRONOM" if fil and fil.pronom else None,
            sip__FORMATREGISTRYKEY=fil.pronom if fil else None,
        )
        add(file, "FLocat", LOCTYPE="URL", xlink__type="simple", xlink__href=ids.href(entry))
    return made


def _pointers(division: Element, representations: Mapping[str, Entry], ids: _Ids) -> None:
    for name, entry in representations.items():
        label = f"Representations/{name}"
        one = add(division, "div", ID=ids.of(f"div/{label}"), LABEL=label)
        add(
            one,
            "mptr",
            LOCTYPE="URL",
            xlink__type="simple",
            xlink__href=entry.path,
            xlink__title=ids.of(f"fileGrp/{label}"),
        )
