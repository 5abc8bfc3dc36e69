"""The Word templates as the kansli keeps them in the service: sent, looked through, tried, compared and taken in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from service.clock import STOCKHOLM
from service.errors import InvalidInput, Problem, TemplateError
from service.fill.template import DOCX_NAME
from service.fill.versions import choose_version
from service.flow.doctypes import title_of
from service.flow.frameworks import KEEPERS
from service.flow.places import template_folder
from service.flow.refusals import WrongState, not_known, require
from service.flow.service import Service
from service.flow.template import (
    Inspection,
    Template,
    TemplateChanges,
    add_template,
    inspect_template,
    template_changes,
    template_versions,
)
from service.flow.template_order import order_trial
from service.flow.uploads import Upload, add_file, own_file
from service.model.people import Person
from service.records.audit import Entry, note
from service.records.blobs import fetch
from service.schema.load import slugs

_NAME = "mall.docx"


@dataclass(frozen=True, slots=True)
class KeptTemplate:
    """The template of a document type."""

    slug: str
    title: str
    versions: tuple[Template, ...]
    """The oldest first."""
    in_force: Template
    """Today."""


@dataclass(frozen=True, slots=True)
class SentTemplate:
    """A Word file that was sent, with what was found in it."""

    upload: Upload
    inspection: Inspection


def list_templates(service: Service, person: Person) -> tuple[KeptTemplate, ...]:
    """Every document type that is filled in Word. Raises NotAllowed."""
    require(person, KEEPERS, "", "Att sköta mallar")
    filled = (slug for slug in slugs() if (template_folder(slug) / DOCX_NAME).is_file())
    return tuple(_kept(service, slug) for slug in filled)


def get_template(service: Service, person: Person, slug: str) -> KeptTemplate:
    """One document type's template. Raises NotAllowed, UnknownDoctype."""
    require(person, KEEPERS, "", "Att sköta mallar")
    return _kept(service, slug)


def get_version(service: Service, person: Person, slug: str, version: str) -> Template:
    """One version. Raises NotAllowed, UnknownDoctype, NotKnown."""
    kept = get_template(service, person, slug)
    for one in kept.versions:
        if one.version == version:
            return one
    raise not_known("Mallversionen")


def receive_template(service: Service, person: Person, slug: str, path: Path, name: str) -> Upload:
    """Take a Word file in to be looked through; nothing is taken into use.

    Raises:
        NotAllowed: the person does not keep templates.
        UnknownDoctype: there is no such document type.
        InputError: the file is refused, or is no Word file.
    """
    get_template(service, person, slug)
    with _of_the_sender():
        inspect_template(path, slug, service.settings)
    return add_file(service, person, path, name)


def sent_template(service: Service, person: Person, slug: str, file: str) -> SentTemplate:
    """What was found in a file that the person has sent. Raises NotAllowed, UnknownDoctype, NotKnown, InputError."""
    get_template(service, person, slug)
    upload = own_file(service, person, file)
    with service.open_folder() as folder, _of_the_sender():
        docx = fetch(service.store, upload.sha256, folder / _NAME)
        return SentTemplate(upload, inspect_template(docx, slug, service.settings))


def compare_versions(service: Service, person: Person, slug: str, before: str, after: str) -> TemplateChanges:
    """What differs between two versions. Raises NotAllowed, UnknownDoctype, NotKnown."""
    for one in (before, after):
        get_version(service, person, slug, one)  # a name is never followed as a path
    return template_changes(slug, before, after, service.settings)


def changes_of_sent(service: Service, person: Person, slug: str, file: str) -> TemplateChanges:
    """What a file that was sent changes in the newest version. Raises as `sent_template`."""
    newest = get_template(service, person, slug).versions[-1]
    upload = own_file(service, person, file)
    with service.open_folder() as folder, _of_the_sender():
        docx = fetch(service.store, upload.sha256, folder / _NAME)
        return template_changes(slug, newest.version, str(docx), service.settings)


def take_in(
    service: Service, person: Person, slug: str, file: str, version: str, valid_from: date, change: str
) -> Template:
    """Take a file that was sent into use as a new version.

    Raises:
        NotAllowed, UnknownDoctype, NotKnown: as `sent_template`.
        WrongState: the service has no folder of its own for versions.
        InvalidInput: it has faults, or number, day or change log do not fit.
    """
    sent = sent_template(service, person, slug, file)
    if not service.settings.mallar:
        raise WrongState(
            Problem(
                "templates_not_kept",
                "Tjänsten har ingen egen mapp för mallversioner.",
                remedy="Be driften att ange en i SAMLAD_MALLAR, på en plats som säkerhetskopieras.",
            )
        )
    if not change.strip():
        raise InvalidInput(
            Problem("missing_value", "Ändringen saknas.", "andring", "Skriv i en mening vad som är ändrat.")
        )
    with _of_the_sender():
        added = add_template(sent.inspection, version, valid_from, change.strip(), service.settings)
    at = service.now()
    told = {"version": added.version, "giltig_fran": valid_from.isoformat(), "sha256": added.docx_sha256}
    with service.records.change() as db:
        note(db, Entry(person.username, "mall.ny_version", "mall", slug, None, told), at)
    return added


def try_sent(service: Service, person: Person, slug: str, file: str) -> str:
    """Order a file that was sent, filled with sample data; the job's id. Raises as `sent_template`."""
    upload = own_file(service, person, file)
    with service.open_folder() as folder, _of_the_sender():
        docx = fetch(service.store, upload.sha256, folder / _NAME)
        return order_trial(service, person, slug, docx)


def _kept(service: Service, slug: str) -> KeptTemplate:
    versions = template_versions(slug, service.settings)
    today = service.now().astimezone(STOCKHOLM).date()
    return KeptTemplate(slug, title_of(slug), versions, choose_version(versions, today))


@contextmanager
def _of_the_sender() -> Iterator[None]:
    """A fault of a template is its owner's to mend; here the owner is who sends it."""
    try:
        yield
    except TemplateError as fault:
        raise InvalidInput(*fault.problems) from fault
