"""Trying a template by ordered work, and handing out the versions that are in use."""

from __future__ import annotations

from pathlib import Path

from service.flow.frameworks import KEEPERS
from service.flow.orders import TRIAL, place_order, underlag_of
from service.flow.published import Delivery
from service.flow.read import Reader
from service.flow.refusals import not_known, require
from service.flow.service import Service
from service.flow.template import inspect_template, template_named, template_versions
from service.flow.template_trial import try_template
from service.flow.uploads import scan_file
from service.flow.wiring import Workshop
from service.model.people import Person
from service.records.base import JsonObject
from service.records.tables import Jobb

_NAME = "mall.docx"


def order_trial(service: Service, person: Person, slug: str, path: Path) -> str:
    """Order a Word template filled with sample data: Word, PDF and a picture of every page; the job's id.

    Raises:
        NotAllowed: the person keeps no templates.
        UnknownDoctype: there is no such document type, or none that is filled.
        InvalidInput: the gate refuses the file.
        TemplateError: it is no Word file.
    """
    require(person, KEEPERS, "", "Att prova en mall")
    scan_file(service, person, path)
    inspect_template(path, slug, service.settings)
    underlag = underlag_of(service, TRIAL, _NAME, {_NAME: service.store.put(path)}) | {"mall": slug}
    return place_order(service, person, Jobb(slag=TRIAL, underlag=underlag))


def order_trial_of_version(service: Service, person: Person, slug: str, version: str) -> str:
    """Order a version that is kept, filled with sample data; the job's id. Raises NotAllowed, NotKnown."""
    require(person, KEEPERS, "", "Att prova en mall")
    template_file(service, slug, version)
    underlag = underlag_of(service, TRIAL, _NAME, {}) | {"mall": slug, "version": version}
    return place_order(service, person, Jobb(slag=TRIAL, underlag=underlag))


def make_trial(
    underlag: JsonObject, path: Path, target: Path, reader: Reader, workshop: Workshop
) -> Delivery:
    """Do the ordered trial; the samples have a framework of their own."""
    slug, settings = underlag["mall"], workshop.settings
    if underlag["filer"]:
        template = inspect_template(path, slug, settings).template
    else:
        template = template_named(slug, underlag["version"], settings)
    return try_template(template, None, target, Reader(settings, reader.today), workshop)


def template_file(service: Service, slug: str, version: str) -> tuple[str, str]:
    """A version's Word file: its name and digest. Raises NotKnown, UnknownDoctype."""
    for one in template_versions(slug, service.settings):
        if one.version == version:
            return f"{slug}-{version}.docx", service.store.put(one.path)
    raise not_known("Mallens version")
