"""The form of a document type, derived from its schema: labels, help, required marks and choices have one source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from service.errors import InvalidInput, Problem
from service.model.form import CHOICE_SHOWN, Form, Group, Item, Kind, Option, Part, Question, Rows
from service.model.wording import quoted
from service.schema import nesting
from service.schema.base import Base
from service.schema.conditions import Needed, OnlyWhen
from service.schema.fields import Described, EnumField, Flag, Pattern, Ref, RichText
from service.schema.figures import DateField, DecimalField, IntegerField
from service.schema.load import DocumentType, find_document_type, slugs

Options = Mapping[str, tuple[Option, ...]]
"""What can be chosen from each list of the framework."""
FEW = 10
"""So many whole numbers are still shown as a choice."""


def has_form(slug: str) -> bool:
    """Whether there is a form for a document type."""
    return bool(find_document_type(slug).schema.PARTS)


def form_of(slug: str, options: Options, given: Mapping[str, str] | None = None) -> Form:
    """Derive the form of a document type.

    Args:
        slug: the document type.
        options: what can be chosen from the framework.
        given: answers that are settled beforehand, such as `{"typ": "C"}`: questions that do not belong to them
            are left out, questions that they demand are marked as required.

    Raises:
        UnknownDoctype: when there is no such document type.
        InvalidInput: when it has no form.
    """
    doctype = find_document_type(slug)
    if not doctype.schema.PARTS:
        raise InvalidInput(_no_form(doctype))
    items = {item.name: item for item in _items(doctype.schema, options)}
    unwanted, demanded = _settled(doctype.schema, given or {})
    parts = []
    for title, names in doctype.schema.PARTS:
        kept = [items[name] for name in names if name not in unwanted]
        if kept:
            asked = (replace(item, required=item.required or item.name in demanded) for item in kept)
            parts.append(Part(title, tuple(asked)))
    return Form(slug, doctype.title, tuple(parts))


def _no_form(doctype: DocumentType) -> Problem:
    known = ", ".join(slug for slug in slugs() if has_form(slug))
    return Problem(
        "form_not_available",
        f"Det finns ingen blankett för {quoted(doctype.slug)}.",
        "dokumenttyp",
        f"Blanketter finns för: {known}. Andra dokumenttyper lämnas som JSON.",
    )


def _settled(schema: type[Base], given: Mapping[str, str]) -> tuple[set[str], set[str]]:
    unwanted: set[str] = set()
    demanded: set[str] = set()
    for condition in schema.CONDITIONS:
        if not isinstance(condition, OnlyWhen | Needed) or condition.when not in given:
            continue
        holds = given[condition.when] in {str(value) for value in condition.values}
        if isinstance(condition, OnlyWhen) and not holds:
            unwanted.update(condition.names)
        elif isinstance(condition, Needed) and holds:
            demanded.update(condition.names)
    return unwanted, demanded


def _items(schema: type[Base], options: Options) -> Iterable[Item]:
    for name, field in schema.described_fields().items():
        if name not in schema.NOT_IN_MODEL:
            yield _item(name, field, options)


def _item(name: str, field: Described, options: Options) -> Item:
    label, meaning, required = field.label, str(field.metadata["help"]), field.required
    if isinstance(field, nesting.Group):
        inner = tuple(_items(field.schema_class, options))
        return Group(name=name, label=label, help=meaning, required=required, items=inner)
    if not isinstance(field, nesting.ListOf):
        return _question(name, field, field, options)
    if isinstance(field.inner, nesting.Group):
        return Rows(
            name=name,
            label=label,
            help=meaning,
            required=required,
            items=tuple(_items(field.inner.schema_class, options)),
            may_be_none=isinstance(field, nesting.ListOrNone),
        )
    assert isinstance(field.inner, Described)  # noqa: S101  # the schemas have no other lists
    return _question(name, field, field.inner, options, many=True)


def _question(
    name: str, field: Described, value: Described, options: Options, *, many: bool = False
) -> Question:
    return Question(
        name=name,
        label=field.label,
        help=str(field.metadata["help"]),
        required=field.required,
        kind=_kind(value),
        many=many,
        options=_options(value, options),
        framework_list=value.framework_list if isinstance(value, Ref) else "",
    )


_KINDS: tuple[tuple[type[Described], Kind], ...] = (
    (RichText, Kind.LONG),
    (Ref, Kind.CHOICE),
    (EnumField, Kind.CHOICE),
    (Flag, Kind.YES_NO),
    (DecimalField, Kind.NUMBER),
    (IntegerField, Kind.INTEGER),
    (DateField, Kind.DATE),
    (Pattern, Kind.CODE),
)


def _kind(field: Described) -> Kind:
    return next((kind for cls, kind in _KINDS if isinstance(field, cls)), Kind.TEXT)


def _options(field: Described, options: Options) -> tuple[Option, ...]:
    if isinstance(field, Ref):
        return options.get(field.framework_list, ())
    if isinstance(field, EnumField):
        return tuple(Option(choice.value, choice.label[:CHOICE_SHOWN]) for choice in field.choices)
    if isinstance(field, Flag):
        return tuple(Option(word, word.capitalize()) for word in ("ja", "nej"))
    if isinstance(field, IntegerField) and field.highest - field.lowest < FEW:
        return tuple(Option(str(n), str(n)) for n in range(field.lowest, field.highest + 1))
    return ()
