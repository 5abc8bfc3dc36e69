"""The published JSON Schema is up to date, valid, and agrees with the loader."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from service.errors import InvalidInput
from service.schema.load import find_document_type, load, slugs
from service.schema.publish import FOLDER, json_schema, json_text, write_schemas
from tests import examples
from tests.examples import Raw

pytestmark = pytest.mark.stage


def is_valid(slug: str, raw: Any) -> bool:
    """Whether another program, with the published schema alone, would accept the input."""
    return bool(jsonschema.Draft202012Validator(json_schema(find_document_type(slug))).is_valid(raw))


@pytest.mark.parametrize("slug", slugs())
def test_the_checked_in_schema_is_what_the_generator_makes(slug: str) -> None:
    """After a change of a schema: `python -m service.schema.publish`."""
    assert (FOLDER / f"{slug}.schema.json").read_text("utf-8") == json_text(find_document_type(slug))


def test_no_published_schema_is_left_over() -> None:
    """One file per document type, none for a type that is gone."""
    assert sorted(path.name for path in FOLDER.iterdir()) == [f"{slug}.schema.json" for slug in slugs()]


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """The generator is deterministic."""
    first = [path.read_bytes() for path in write_schemas(tmp_path)]
    assert [path.read_bytes() for path in write_schemas(tmp_path)] == first


@pytest.mark.parametrize("slug", slugs())
def test_it_is_json_schema_2020_12(slug: str) -> None:
    """The published file keeps to the standard it names."""
    schema = json.loads((FOLDER / f"{slug}.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def canonical() -> Raw:
    """The example report with its numbers and texts in canonical form."""
    raw = examples.nulagesbeskrivning()
    raw["verksamhetsbeskrivning"]["nyckeltal"][0]["varden"][0]["period"] = "2026"
    return raw


@pytest.mark.parametrize(
    ("slug", "raw"),
    [
        ("ramverk", examples.ramverk()),
        ("nulagesbeskrivning", canonical()),
        ("dialogsammanfattning", examples.dialog("A")),
        ("dialogsammanfattning", examples.dialog("B")),
        ("dialogsammanfattning", examples.dialog("C")),
        ("tillkannagivande", examples.tillkannagivande("justering")),
    ],
)
def test_a_good_input_is_good_by_the_published_schema(slug: str, raw: Raw) -> None:
    """What the loader takes in canonical form, another program takes too."""
    load(slug, raw)
    assert is_valid(slug, raw)


def _drop_framdrift(raw: Raw) -> None:
    del raw["per_riktningsmal"][1]["framdrift"]


def _empty_risks(raw: Raw) -> None:
    raw["per_omvarldsfaktor"][0]["risker"] = []


def _unknown_key(raw: Raw) -> None:
    raw["per_riktningsmal"][0]["framdrft"] = "x"


def _unknown_choice(raw: Raw) -> None:
    raw["status"] = "klar"


def _secret_without_law(raw: Raw) -> None:
    raw["sekretess"] = {"markerad": True}


def _missing(raw: Raw) -> None:
    del raw["organ"]


@pytest.mark.parametrize(
    "spoil", [_drop_framdrift, _empty_risks, _unknown_key, _unknown_choice, _secret_without_law, _missing]
)
def test_a_bad_input_is_bad_by_the_published_schema(spoil: Callable[[Raw], None]) -> None:
    """The demands between fields are published too, not only names and types."""
    raw = canonical()
    spoil(raw)
    with pytest.raises(InvalidInput):
        load("nulagesbeskrivning", raw)
    assert not is_valid("nulagesbeskrivning", raw)


@pytest.mark.parametrize("blank", [None, ""])
def test_a_blank_field_is_as_good_as_none_and_no_better(blank: str | None) -> None:
    """Where a field is optional it may be blank; where it is needed, blank is not enough."""
    optional = ("sammanfattning", "beslut", "bilagor", "mallversion", "sekretess")
    raw: dict[str, Any] = canonical() | dict.fromkeys(optional, blank)
    load("nulagesbeskrivning", raw)
    assert is_valid("nulagesbeskrivning", raw)
    raw["per_riktningsmal"][1]["framdrift"] = blank
    assert not is_valid("nulagesbeskrivning", raw)


def test_a_dialog_of_kind_a_may_not_bring_fields_of_kind_c() -> None:
    """`OnlyWhen` is published as if/else."""
    assert not is_valid("dialogsammanfattning", examples.dialog("A") | {"ks_bedomning": "Bra."})
    assert not is_valid("dialogsammanfattning", {**examples.dialog("B"), "utmaningar": None, "typ": "A"})
