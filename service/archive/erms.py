"""A matter as CITS ERMS 2.1 (FGS Ärendehantering 2.0): one file for each matter.

The XSD (2.1.2) spells two of its values wrong, and so must we: `digitial`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from lxml import etree

from service.archive.files import Placed, by_handling
from service.archive.names import ERMS, SYSTEM, XSI
from service.archive.xml import Element, add, midnight, moment, serialise
from service.model.choices import Omfattning
from service.model.diarium import Filvariant, Riktning
from service.model.leverans import (
    Aktor,
    Beslut,
    Gallringsuppgift,
    Leverans,
    LevereradHandling,
    LevereratArende,
    Relation,
)
from service.model.parts import Sekretess

_DIRECTIONS: Mapping[Riktning, str] = {Riktning.INKOMMEN: "incoming", Riktning.UTGAENDE: "outgoing"}
_REPLACED: Mapping[Filvariant, str] = {
    Filvariant.PUBLIK: "has_redacted_version",
    Filvariant.BEVARANDE: "has_rendition_version",
    Filvariant.VISNING: "has_rendition_version",
}
"""What the register's entry says of a file that stands for the original."""
RELATIONS = frozenset({
    "replaces", "is_replaced_with", "reference", "referenced_by", "part_of", "contains", "has_version",
    "is_version_of", "is_redacted_version_of", "has_redacted_version", "rendition_version_of", "has_rendition_version",
})  # fmt: skip
"""The kinds of relation that the standard knows and we use; another kind is written as one of our own."""
_DIGITAL = "digitial"


def erms_file(leverans: Leverans, arende: LevereratArende, placed: Sequence[Placed]) -> bytes:
    """The whole file of one matter; `placed` holds its files."""
    root = etree.Element(f"{{{ERMS}}}erms", nsmap={None: ERMS, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", f"{ERMS} ERMS.xsd")
    _control(root, leverans, arende)
    _aggregation(add(root, "aggregations"), leverans, arende, placed)
    return serialise(root)


def _control(root: Element, leverans: Leverans, arende: LevereratArende) -> None:
    terms = leverans.overenskommelse
    control = add(root, "control")
    for kind, value in (
        ("arkivbildare", terms.arkivbildare.namn),
        (_kind(terms.arkivbildare), _code(terms.arkivbildare)),
        ("leverans", leverans.id),
        ("leveransoverenskommelse", terms.leveransoverenskommelse),
        ("arkivreferenskod", terms.arkivreferenskod),
        ("diarienummer", arende.diarienummer),
    ):
        if value:
            add(control, "identification", value, identificationType=kind)
    if terms.klassificeringsstruktur:
        schema = add(control, "classificationSchema")
        add(add(schema, "textualDescriptionOfClassificationSchema"), "p", terms.klassificeringsstruktur)
    upkeep = add(control, "maintenanceInformation")
    add(upkeep, "maintenanceStatus", value="new")
    agency = add(upkeep, "maintenanceAgency")
    if terms.levererande.kod:
        add(agency, "agencyCode", _code(terms.levererande), type=_kind(terms.levererande))
    add(agency, "agencyName", terms.levererande.namn)
    event = add(add(upkeep, "maintenanceHistory"), "maintenanceEvent")
    add(event, "eventType", value="created")
    add(event, "eventDateTime", moment(leverans.skapad))
    agent = add(event, "agent", agentType="deliverer")
    add(agent, "name", leverans.system.namn or SYSTEM)
    if leverans.system.kod:
        add(agent, "idNumber", leverans.system.kod, idNumberType="version")


def _kind(aktor: Aktor) -> str:
    kinds = {"ORG": "organisationsnummer", "PERS": "personnummer"}
    return kinds.get(aktor.kod.partition(":")[0], "kod")


def _code(aktor: Aktor) -> str:
    return aktor.kod.partition(":")[2] or aktor.kod


def _aggregation(
    parent: Element, leverans: Leverans, arende: LevereratArende, placed: Sequence[Placed]
) -> None:
    made = add(parent, "aggregation", systemIdentifier=arende.id, aggregationType="caseFile")
    add(made, "objectId", arende.diarienummer)
    if arende.klassificering:
        add(
            made,
            "classification",
            arende.klassificering_namn or arende.klassificering,
            classificationCode=arende.klassificering,
        )
    if arende.nyckelord:
        words = add(made, "keywords")
        for word in arende.nyckelord:
            add(words, "keyword", word)
    _titles(made, arende.arendemening, arende.arendemening_offentlig)
    add(made, "status", value="closed" if arende.avslutat else "in_progress")
    _relations(made, arende.relationer)
    _restriction(made, arende.sekretess)
    _disposal(made, arende.gallring)
    _agents(
        made,
        ("creator", (arende.myndighet,)),
        ("responsible_person", (arende.handlaggare,)),
        ("counterpart", arende.motparter),
        unit=arende.enhet,
    )
    _dates(made, ("opened", arende.oppnat), ("closed", arende.avslutat), ("transferred", leverans.skapad))
    for beslut in arende.beslut:
        _action(made, beslut)
    files = by_handling(placed)
    for handling in arende.handlingar:
        _record(made, arende, handling, files.get(handling.id, ()))


def _titles(made: Element, title: str, public: str) -> None:
    add(made, "title", title)
    if public and public != title:
        add(made, "otherTitle", public, titleType="public")


def _relations(made: Element, relationer: Sequence[Relation]) -> None:
    for one in relationer:
        if one.slag in RELATIONS:
            add(made, "relation", one.till, relationType=one.slag)
        else:
            add(
                made,
                "relation",
                one.till,
                relationType="own_relation_definition",
                otherRelationType=one.slag,
            )


def _restriction(made: Element, sekretess: Sekretess | None) -> None:
    if sekretess is None:
        return
    one = add(made, "restriction", restrictionType="confidential")
    by = f" av {sekretess.myndighet}" if sekretess.myndighet else ""
    extent = "delar av innehållet" if sekretess.omfattning is Omfattning.DELAR else "hela innehållet"
    add(one, "explanatoryText", f"Sekretessmarkerad{by}; gäller {extent}")
    add(one, "regulation", sekretess.bestammelse)
    if sekretess.datum:
        _dates(one, ("created", sekretess.datum))


def _disposal(made: Element, gallring: Gallringsuppgift | None) -> None:
    if gallring is None:
        return
    one = add(made, "disposal", disposable="true")
    if gallring.frist:
        add(one, "disposalPeriod", gallring.frist)
    add(one, "disposalMandate", gallring.beslut)
    add(add(one, "dates"), "disposalDate", midnight(gallring.tidigast), dateType="retention_period_end")


def _agents(made: Element, *given: tuple[str, Sequence[str]], unit: str = "") -> None:
    people = [(kind, name) for kind, names in given for name in names if name]
    if not people:
        return
    agents = add(made, "agents")
    for kind, name in people:
        agent = add(agents, "agent", agentType=kind)
        add(agent, "name", name)
        if unit and kind == "responsible_person":
            add(agent, "unitName", unit)


def _dates(made: Element, *given: tuple[str, date | None]) -> None:
    known = [(kind, at) for kind, at in given if at is not None]
    if not known:
        return
    dates = add(made, "dates")
    for kind, at in known:
        add(dates, "date", moment(at) if isinstance(at, datetime) else midnight(at), dateType=kind)


def _action(made: Element, beslut: Beslut) -> None:
    by = f"{beslut.organ} {beslut.paragraf}".strip()
    action = add(made, "action")
    add(action, "actionText", beslut.text or f"{beslut.slag.capitalize()} av {by}")
    add(action, "actionType", beslut.slag)
    add(add(action, "dates"), "actionDate", midnight(beslut.datum), dateType="decision_date")
    add(add(add(action, "agents"), "agent", agentType="authorising_person"), "name", by)


def _record(
    parent: Element, arende: LevereratArende, handling: LevereradHandling, placed: Sequence[Placed]
) -> None:
    record = add(
        parent,
        "record",
        systemIdentifier=handling.id,
        recordPhysicalOrDigital=_DIGITAL,
        recordType=handling.handlingstyp,
    )
    add(record, "objectId", handling.beteckning)
    if handling.bilagenummer:
        add(record, "extraId", handling.bilagenummer, extraIdType="bilaga")
    if handling.klassificering:
        add(record, "classification", handling.klassificering, classificationCode=handling.klassificering)
    _titles(record, handling.titel, handling.titel_publik)
    add(record, "status", value=_status(arende, handling))
    add(record, "runningNumber", str(handling.lopnummer))
    stand_ins = [
        Relation(_REPLACED[one.fil.variant], one.path) for one in placed if one.fil.variant in _REPLACED
    ]
    _relations(record, (*handling.relationer, *stand_ins))
    _restriction(record, handling.sekretess)
    _disposal(record, handling.gallring)
    known = _DIRECTIONS.get(handling.riktning)
    add(
        record,
        "direction",
        directionDefinition=known or "other",
        otherDirectionDefinition=None if known else handling.riktning.value,
    )
    _agents(
        record,
        ("sender", handling.avsandare),
        ("receiver", handling.mottagare),
        ("responsible_person", (handling.handlaggare,)),
    )
    _dates(
        record,
        ("received" if handling.riktning is Riktning.INKOMMEN else "created", handling.datum),
        ("originated", handling.registrerad),
        ("expedited", handling.expedierad),
        ("decision_date", handling.beslutad),
        ("destroyed", handling.gallrad),
    )
    if placed:
        more = add(record, "additionalInformation")
        for one in placed:
            _appendix(more, one)


def _status(arende: LevereratArende, handling: LevereradHandling) -> str:
    if handling.makulerad or handling.gallrad:
        return "obliterated"
    if handling.expedierad:
        return "expedited"
    return "closed" if arende.avslutat else "in_progress"


def _appendix(parent: Element, one: Placed) -> None:
    fil = one.fil
    appendix = add(
        parent,
        "appendix",
        name=fil.namn,
        description=fil.variant.label,
        fileFormat=fil.format or fil.mime,
        path=one.path,
    )
    for signature in fil.underskrifter[:1]:  # the standard has room for one; PREMIS tells them all
        add(
            appendix,
            "eSignature",
            present="true",
            dateeSignatureIsVerified=moment(signature.provad) if signature.provad else None,
        )
