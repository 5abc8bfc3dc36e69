"""Which fields a template of each document type may ask for: drawn from the model, with what the flow adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, get_args, get_type_hints

from service.fill.shape import Group, Rows, Shape, Text, plain_group, shape_of, shape_of_paths, with_fields
from service.fill.template import Template
from service.model.framework import Framework
from service.model.kallelse import Kallelse
from service.model.nulagesbild import Nulagesbild
from service.model.nulagesbildsorder import Nulagesbildsorder
from service.model.ramverk import Kommun, Styrmodell, Tillitsprincip, Vardegrund, Vision
from service.schema.load import find_document_type, slugs


def template_shape(template: Template) -> Group:
    """The fields that a template sees.

    A sheet of the packet has no model of its own: its fields are those that its mall.toml explains.
    """
    if template.slug not in slugs():
        described = template.toml.get("falt")
        paths = described if isinstance(described, Mapping) else {}
        return shape_of_paths({str(path): str(text) for path, text in paths.items()})
    model = find_document_type(template.slug).schema.MODEL
    model = (
        Nulagesbild if model is Nulagesbildsorder else model
    )  # compiled from the files that the input names
    shape = shape_of(model, framework_lists())
    if model is Kallelse:
        shape = _placed(shape)
    return with_fields(shape, **_shared())


def framework_lists() -> dict[str, type[Any]]:
    """Name of each list of the framework → what stands in it."""
    hints = get_type_hints(Framework)
    return {one.name: get_args(hints[one.name])[0] for one in fields(Framework) if get_args(hints[one.name])}


def _shared() -> dict[str, Shape]:
    """What `report_context` adds to every report."""
    lists = framework_lists()
    kommun, styrmodell, vision, vardegrund = (
        _foreign(shape_of(model, lists)) for model in (Kommun, Styrmodell, Vision, Vardegrund)
    )
    framework: dict[str, Shape] = {
        "kommun": kommun,
        "styrmodell": styrmodell,
        "vision": vision,
        "vardegrund": vardegrund,
        "tillitsprinciper": Rows(_foreign(shape_of(Tillitsprincip, lists))),
    }
    return {
        "mall": plain_group("titel", "version"),
        "dokument": plain_group("titel", "datum", "diarienummer"),
        "kommun": kommun,
        "ramverk": Group(framework, foreign=True),
    }


def _foreign(group: Group) -> Group:
    return Group(group.fields, foreign=True)


def _placed(kallelse: Group) -> Group:
    """A kallelse's ärenden and documents with what `place_arenden` writes into them."""
    arenden = kallelse.fields["arenden"]
    assert isinstance(arenden, Rows)  # noqa: S101  # the model's own shape
    arende = arenden.item
    assert isinstance(arende, Group)  # noqa: S101
    handlingar = arende.fields["handlingar"]
    assert isinstance(handlingar, Rows)  # noqa: S101
    handling = handlingar.item
    assert isinstance(handling, Group)  # noqa: S101
    text = Text()
    handling = with_fields(handling, sida=text, lank=text, bilagenummer=text, sidor=text)
    arende = with_fields(arende, sida=text, lank=text, handlingar=Rows(handling))
    return with_fields(kallelse, arenden=Rows(arende))
