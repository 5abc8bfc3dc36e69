"""METS as FGS Paketstruktur 1.2 has it: `sip.xml`, with Riksarkivet's own attributes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from service.archive.files import Entry
from service.archive.names import FGS, FGS_PROFILE, METS, XLINK, XSI
from service.archive.xml import Element, add, moment, put, serialise, title, xml_id
from service.model.leverans import Aktor, Leverans, LevereradHandling, LevereratArende

_SPACES = {"mets": METS, "xlink": XLINK, "ext": FGS, "xsi": XSI}
NAME = "sip.xml"
CONTENT, METADATA, SYSTEM_FOLDER = "Content", "Metadata", "System"


def sip_file(leverans: Leverans, described: Sequence[Entry], entries: Sequence[Entry]) -> bytes:
    """The whole sip.xml.

    Args:
        leverans: the delivery.
        described: the ERMS files.
        entries: every other file of the package.
    """
    root = etree.Element(f"{{{METS}}}mets", nsmap=_SPACES)
    terms = leverans.overenskommelse
    put(
        root,
        {
            "OBJID": f"UUID:{leverans.id}",
            "TYPE": "ERMS",
            "LABEL": title(leverans),
            "PROFILE": FGS_PROFILE,
            "ext__CONTENTTYPESPECIFICATION": "CITS ERMS 2.1",
            "ext__ARCHIVALNAME": terms.arkivnamn,
            "ext__SYSTEMTYPE": "Ärendehanteringssystem",
            "ext__APPRAISAL": "Yes" if any(one.gallring for one in _entries(leverans)) else "No",
            "ext__ACCESSRESTRICT": "Secrecy" if any(one.sekretess for one in _entries(leverans)) else None,
            "xsi__schemaLocation": f"{METS} {SYSTEM_FOLDER}/CSPackageMETS.xsd",
        },
    )
    _header(root, leverans)
    for entry in described:
        _description(root, leverans, entry)
    group = add(add(root, "fileSec"), "fileGrp", ID=xml_id(leverans.id, "fileGrp"), USE="FILES")
    ids = [_file(group, leverans, entry) for entry in entries]
    _structure(root, leverans, ids)
    return serialise(root)


def _entries(leverans: Leverans) -> Iterator[LevereratArende | LevereradHandling]:
    for arende in leverans.arenden:
        yield arende
        yield from arende.handlingar


def _header(root: Element, leverans: Leverans) -> None:
    terms = leverans.overenskommelse
    header = add(
        root,
        "metsHdr",
        CREATEDATE=moment(leverans.skapad),
        RECORDSTATUS=leverans.slag.label,
        ext__OAISSTATUS="SIP",
    )
    _agent(header, terms.arkivbildare, "ARCHIVIST", "ORGANIZATION")
    _agent(header, leverans.system, "ARCHIVIST", "OTHER", OTHERTYPE="SOFTWARE")
    _agent(header, terms.levererande, "CREATOR", "ORGANIZATION")
    if terms.kontakt.namn:
        _agent(header, terms.kontakt, "CREATOR", "INDIVIDUAL")
    if terms.mottagare.namn:
        _agent(header, terms.mottagare, "PRESERVATION", "ORGANIZATION")
    for kind, value in (
        ("SUBMISSIONAGREEMENT", terms.leveransoverenskommelse),
        ("PREVIOUSSUBMISSIONAGREEMENT", terms.tidigare_overenskommelse),
        ("REFERENCECODE", terms.arkivreferenskod),
        ("PREVIOUSREFERENCECODE", terms.tidigare_referenskod),
    ):
        if value:
            add(header, "altRecordID", value, TYPE=kind)
    add(header, "metsDocumentID", NAME)


def _agent(header: Element, who: Aktor, role: str, kind: str, **more: str) -> None:
    agent = add(header, "agent", ROLE=role, TYPE=kind, **more)
    add(agent, "name", who.namn)
    for told in (who.kod, who.telefon, who.epost):
        if told:
            add(agent, "note", told)


def _description(root: Element, leverans: Leverans, entry: Entry) -> None:
    section = add(root, "dmdSec", ID=xml_id(leverans.id, f"dmdSec/{entry.path}"))
    add(
        section,
        "mdRef",
        LOCTYPE="URL",
        xlink__type="simple",
        xlink__href=_href(entry),
        MDTYPE="OTHER",
        LABEL="CITS ERMS 2.1",  # the list of OTHERMDTYPE in this version has no ERMS
        MIMETYPE=entry.mime,
        SIZE=str(entry.size),
        CREATED=moment(entry.created),
        CHECKSUM=entry.sha256,
        CHECKSUMTYPE="SHA-256",
    )


def _file(group: Element, leverans: Leverans, entry: Entry) -> str:
    made = xml_id(leverans.id, f"file/{entry.path}")
    fil = entry.fil
    file = add(
        group,
        "file",
        ID=made,
        MIMETYPE=entry.mime,
        SIZE=str(entry.size),
        CREATED=moment(entry.created),
        CHECKSUM=entry.sha256,
        CHECKSUMTYPE="SHA-256",
        USE=fil.variant.label if fil else None,
        ext__ORIGINALFILENAME=fil.namn if fil else None,
        ext__FILEFORMATNAME=fil.format if fil else None,
        ext__FORMATREGISTRY="PRONOM" if fil and fil.pronom else None,
        ext__FORMATREGISTRYKEY=fil.pronom if fil else None,
    )
    add(file, "FLocat", LOCTYPE="URL", xlink__type="simple", xlink__href=_href(entry))
    return made


def _structure(root: Element, leverans: Leverans, ids: Sequence[str]) -> None:
    top = add(add(root, "structMap", TYPE="PHYSICAL", LABEL="Paketets filer"), "div", LABEL=leverans.id)
    for one in ids:
        add(top, "fptr", FILEID=one)


def _href(entry: Entry) -> str:
    return f"file:///{entry.path}"
