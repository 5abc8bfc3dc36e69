"""The base of all schemas: unknown keys are refused by name, demands between fields are checked, a model is made."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, Self

from marshmallow import EXCLUDE, Schema, ValidationError, post_load, pre_load, validates_schema

from service.model.wording import nearest, quoted
from service.schema.conditions import Condition, GivenGroup, is_absent
from service.schema.faults import Fault, refusal
from service.schema.fields import Described, FilePath, Text


class Base(Schema):
    """A group of fields that becomes a frozen model.

    `MODEL` is the dataclass, `CONDITIONS` what ties the fields together, `NOT_IN_MODEL` what only the file needs.
    A field that is not given is left to the model's default.
    """

    MODEL: ClassVar[type[Any]]
    CONDITIONS: ClassVar[tuple[Condition, ...]] = ()
    NOT_IN_MODEL: ClassVar[frozenset[str]] = frozenset()
    PARTS: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = ()
    """The chapters of the document type's form, each with its fields, single questions first; without it no form."""

    class Meta:
        """Unknown keys are left to `refuse_unknown_keys`, which knows the nearest right one."""

        unknown = EXCLUDE

    @classmethod
    @cache
    def shared(cls) -> Self:
        """The one instance that reads all groups of the kind: making one costs more than reading a group with it."""
        return cls()

    @classmethod
    def described_fields(cls) -> Mapping[str, Described]:
        """The fields by name, in the order they are declared."""
        return {name: field for name, field in cls.shared().fields.items() if isinstance(field, Described)}

    @pre_load
    def drop_absent(self, data: Any, **_kwargs: Any) -> Any:
        """Null and blank text mean that nothing was given."""
        return {key: value for key, value in data.items() if not is_absent(value)}

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def refuse_unknown_keys(self, _data: Any, original: Any, **_kwargs: Any) -> None:
        """Every key that is not in the schema, with the nearest one that is."""
        errors: dict[str, list[Fault]] = {}
        for key in original:
            if key not in self.fields:
                guess = nearest(str(key), self.fields)
                remedy = (
                    f"Menade du ”{guess}”? Rätta namnet eller ta bort fältet."
                    if guess
                    else f"Ta bort fältet. Här kan stå: {', '.join(self.fields)}."
                )
                errors[str(key)] = [Fault("unknown_key", f"Fältet {quoted(str(key))} finns inte.", remedy)]
        if errors:
            raise ValidationError(errors)

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def check_conditions(self, data: Any, original: Any, **_kwargs: Any) -> None:
        """The demands between fields, also when single fields are at fault."""
        if not self.CONDITIONS:
            return
        labels = {name: field.label for name, field in self.described_fields().items()}
        group = GivenGroup(original, data, labels)
        errors: dict[str, list[Fault]] = {}
        for condition in self.CONDITIONS:
            for name, fault in condition.find(group):
                errors.setdefault(name, []).append(fault)
        if errors:
            raise ValidationError(errors)

    @post_load
    def make_model(self, data: Any, **_kwargs: Any) -> Any:
        """The model; what was not given takes the model's default."""
        return self.MODEL(**{key: value for key, value in data.items() if key not in self.NOT_IN_MODEL})


class _DocumentType(Text):
    """The slug of the file's own document type."""

    def __init__(self, slug: str) -> None:
        super().__init__("Dokumenttyp", f"Alltid ”{slug}” i den här sortens fil.", required=True)
        self.slug = slug

    def json_type(self) -> Mapping[str, Any]:
        """The only value there is."""
        return {"const": self.slug}

    def read(self, text: str) -> Any:
        """The slug, if it is the right one."""
        if text != self.slug:
            raise refusal(
                Fault(
                    "wrong_doctype",
                    f"Dokumenttyp är {quoted(text)}, men filen lästes som ”{self.slug}”.",
                    f"Skriv ”{self.slug}”, eller läs filen som den dokumenttyp den är.",
                )
            )
        return text


def document_fields(slug: str) -> tuple[Text, FilePath]:
    """The two fields that open every input file: `dokumenttyp` and `ramverk`."""
    return (
        _DocumentType(slug),
        FilePath("Ramverk", "Sökväg till styrmodellens ramverk, räknad från den här filen.", "S:1-18"),
    )


ENVELOPE = frozenset({"dokumenttyp", "ramverk"})
"""What stands in the file but not in the model."""
