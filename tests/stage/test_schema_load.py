"""Whole inputs: the good ones become models, of the bad ones every fault is told, with its path."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable
from typing import Any

import pytest

from service.errors import InvalidInput, Problem, UnknownDoctype
from service.model.choices import Dialogtyp
from service.schema.base import Base
from service.schema.fields import Described, Diarienummer, Ref, RichText
from service.schema.load import find_document_type, load, slugs
from service.schema.nesting import Group, ListOf
from tests import examples
from tests.examples import Raw

pytestmark = pytest.mark.stage

EXAMPLES: dict[str, list[Raw]] = {
    "ramverk": [examples.ramverk()],
    "nulagesbeskrivning": [examples.nulagesbeskrivning()],
    "dialogsammanfattning": [examples.dialog(typ) for typ in "ABC"],
    "kallelse": [examples.kallelse()],
    "tillkannagivande": [examples.tillkannagivande(slag) for slag in ("sammantrade", "justering")],
}


def problems_of(raw: Any, slug: str | None = None) -> dict[str, Problem]:
    """The problems of a bad input by `path code`."""
    with pytest.raises(InvalidInput) as caught:
        load(slug or raw["dokumenttyp"], raw, "fil.json")
    assert all(problem.source == "fil.json" for problem in caught.value.problems)
    return {f"{problem.path} {problem.code}": problem for problem in caught.value.problems}


@pytest.mark.parametrize("slug", sorted(EXAMPLES))
def test_complete_inputs_become_models(slug: str) -> None:
    """Each example of each document type is read without a notice."""
    for raw in EXAMPLES[slug]:
        loaded = load(slug, raw)
        assert dataclasses.is_dataclass(loaded.model)
        assert loaded.notices == ()


def test_every_document_type_is_found_by_its_file() -> None:
    """The slugs are the files of `schemas/`; each knows its own name."""
    assert set(slugs()) >= set(EXAMPLES)
    assert [find_document_type(slug).slug for slug in slugs()] == list(slugs())


def test_an_unknown_document_type_is_answered_with_the_nearest() -> None:
    """A misspelt slug raises UnknownDoctype that names the right one and all others."""
    with pytest.raises(UnknownDoctype) as caught:
        load("nulagesbeskrivningen", {}, "x.json")
    (problem,) = caught.value.problems
    assert "Menade du ”nulagesbeskrivning”?" in problem.remedy
    assert all(slug in problem.remedy for slug in slugs())


@pytest.mark.parametrize("slug", ["_ramverk", "../schemas/kallelse", "", "json", "kallelse.SCHEMA"])
def test_only_public_document_types_are_imported(slug: str) -> None:
    """A slug from outside never reaches Python's import system unless it is a known one."""
    with pytest.raises(UnknownDoctype):
        load(slug, {})


@pytest.mark.parametrize("raw", [[], "text", None, 7])
def test_an_input_that_is_no_mapping_is_refused(raw: Any) -> None:
    """A JSON file may hold a list; that is said, not crashed upon."""
    assert list(problems_of(raw, "kallelse")) == [" not_a_group"]


def test_many_faults_come_at_once_each_with_its_path() -> None:
    """One run shows everything: types, choices, missing and unknown keys, lists, rich text, demands between fields."""
    raw = examples.nulagesbeskrivning()
    raw["datm"] = raw.pop("datum")
    raw["ar"] = "tjugo"
    raw["status"] = "utkst"
    raw["forfattare"] = ["Ebba Kvist", 12.5, " "]
    raw["beslut"]["paragraf"] = "tolv"
    raw["sekretess"] = {"markerad": True}
    raw["maluppfyllelse"] = "# Rubrik"
    raw["verksamhetsbeskrivning"] = None
    raw["per_riktningsmal"][0]["resultat"][0]["utfall"] = "ungefär 80"
    raw["per_riktningsmal"][1]["framdrift"] = "  "
    raw["per_riktningsmal"].append("text")
    raw["per_omvarldsfaktor"][0]["risker"] = []
    raw["per_omvarldsfaktor"][1]["risker"] = "nej"
    raw["mojliga_forflyttningar"] = []
    assert set(problems_of(raw)) == {
        "datm unknown_key",
        "datum missing_value",
        "ar not_an_integer",
        "status unknown_choice",
        "forfattare[1] not_text",
        "forfattare[2] missing_value",
        "beslut.paragraf invalid_paragraph",
        "sekretess.bestammelse missing_value",
        "maluppfyllelse unsupported_markup",
        "verksamhetsbeskrivning missing_value",
        "per_riktningsmal[0].resultat[0].utfall not_a_number",
        "per_riktningsmal[1].framdrift missing_value",
        "per_riktningsmal[2] not_a_group",
        "per_omvarldsfaktor[0].risker empty_list",
        "per_omvarldsfaktor[1].risker not_a_list",
        "mojliga_forflyttningar empty_list",
    }


def test_an_unknown_key_is_answered_with_the_nearest_right_one() -> None:
    """Whoever writes `framdrft` learns that `framdrift` is meant, deep in the file as well."""
    raw = examples.nulagesbeskrivning()
    raw["per_riktningsmal"][1]["framdrft"] = "x"
    problem = problems_of(raw)["per_riktningsmal[1].framdrft unknown_key"]
    assert "Menade du ”framdrift”?" in problem.remedy


def test_an_empty_input_names_everything_that_is_missing() -> None:
    """Every required field is told by its Swedish name, with help."""
    problems = problems_of({}, "nulagesbeskrivning")
    fields = find_document_type("nulagesbeskrivning").schema.described_fields()
    assert set(problems) == {f"{name} missing_value" for name, field in fields.items() if field.required}
    missing = problems["per_riktningsmal missing_value"]
    assert missing.message == "Per riktningsmål saknas."
    assert missing.remedy == "Fyll i ”per_riktningsmal”. Varje gällande riktningsmål en gång."


def test_null_and_blank_text_mean_not_given() -> None:
    """An optional field may be null or blank; the model's default stands."""
    raw = examples.nulagesbeskrivning() | {"sammanfattning": " ", "beslut": None, "handlaggare": ""}
    model = load("nulagesbeskrivning", raw).model
    assert (model.sammanfattning, model.beslut, model.handlaggare) == ("", None, "")


def test_the_word_inga_becomes_an_empty_tuple() -> None:
    """That there are no risks has been said; in the model nothing is left to show."""
    model = load("nulagesbeskrivning", examples.nulagesbeskrivning()).model
    assert model.per_omvarldsfaktor[1].risker == ()
    assert model.per_omvarldsfaktor[0].mojligheter == ()
    assert load("dialogsammanfattning", examples.dialog("C")).model.forslag_nya_uppdrag == ()


@pytest.mark.parametrize(
    ("follow_up", "missing"),
    [
        ("resultat", {"resultat"}),
        ("framdrift", {"framdrift"}),
        ("resonemang", {"hur_tagit_sig_an", "forutsattningar"}),
    ],
)
def test_the_kind_of_follow_up_decides_what_is_needed(follow_up: str, missing: set[str]) -> None:
    """S:151-153: result needs figures, progress a text, reasoning two texts."""
    raw = examples.nulagesbeskrivning()
    goal = raw["per_riktningsmal"][0]
    goal["uppfoljning_typ"] = follow_up
    goal["resultat"] = []
    assert set(problems_of(raw)) == {f"per_riktningsmal[0].{name} missing_value" for name in missing}


def _without(raw: Raw, *names: str) -> Raw:
    return {name: value for name, value in raw.items() if name not in names}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            _without(examples.dialog("A"), "uppdrag", "resultat"),
            {"uppdrag missing_value", "resultat missing_value"},
        ),
        (_without(examples.dialog("B"), "utmaningar"), {"utmaningar missing_value"}),
        (
            _without(examples.dialog("C"), "motivering_av_analys", "nulagesbeskrivning"),
            {"motivering_av_analys missing_value", "nulagesbeskrivning missing_value"},
        ),
        (examples.dialog("A") | {"ks_bedomning": "Bra."}, {"ks_bedomning not_used_here"}),
        (examples.dialog("B") | {"uppdrag": "Skola."}, {"uppdrag not_used_here"}),
        (examples.dialog("C") | {"forslag_nya_uppdrag": []}, {"forslag_nya_uppdrag empty_list"}),
        (
            examples.dialog("C") | {"egna_avsnitt": [{"rubrik": "Mer", "text": "Text."}]},
            {"egna_avsnitt not_used_here"},
        ),
        (examples.dialog("A") | {"datum": [], "typ": "D"}, {"datum empty_list", "typ unknown_choice"}),
    ],
)
def test_each_kind_of_dialog_has_its_own_demands(raw: Raw, expected: set[str]) -> None:
    """A, B and C need different fields, and a field that would not be printed is refused, not dropped."""
    assert set(problems_of(raw)) == expected


def test_kind_b_is_content_with_opportunities_alone() -> None:
    """Challenges or opportunities, at least one in total (S:168)."""
    raw = examples.dialog("B")
    raw["mojligheter"] = raw.pop("utmaningar")
    assert load("dialogsammanfattning", raw).model.typ is Dialogtyp.B


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"fil": "a.pdf"}, "indata conflicting_values"),
        ({"indata": None}, "fil missing_value"),
    ],
)
def test_a_document_has_a_file_or_data_and_not_both(change: Raw, expected: str) -> None:
    """`fil` XOR `indata`."""
    raw = examples.kallelse()
    raw["arenden"][1]["handlingar"][0].update(change)
    (key,) = problems_of(raw)
    assert key == f"arenden[1].handlingar[0].{expected}"


def _set(raw: Raw, path: tuple[str | int, ...], value: Any) -> Raw:
    target: Any = raw
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value
    return raw


@pytest.mark.parametrize(
    ("make", "path", "value", "expected"),
    [
        (examples.kallelse, ("sammantrade", "tid_slut"), "17:00", "sammantrade.tid_slut contradicting_dates"),
        (examples.kallelse, ("sammantrade", "tid_slut"), "18:00", "sammantrade.tid_slut contradicting_dates"),
        (examples.kallelse, ("arenden", 1, "ordning"), "4b", "arenden[1].ordning invalid_order"),
        (examples.kallelse, ("arenden", 2, "ordning"), "1", "arenden duplicate_id"),
        (
            examples.kallelse,
            ("arenden", 1, "handlingar", 1, "bifogas_kallelsen"),
            False,
            "arenden[1].handlingar[1].bifogas_inte_orsak missing_value",
        ),
        (
            examples.kallelse,
            ("arenden", 1, "handlingar", 1, "sekretess"),
            {"markerad": True, "bestammelse": "25 kap OSL"},
            "arenden[1].handlingar[1].sekretess.bestammelse invalid_law_reference",
        ),
        (examples.kallelse, ("dokumenttyp",), "motion", "dokumenttyp wrong_doctype"),
        (examples.kallelse, ("arenden",), {}, "arenden not_a_list"),
        (
            examples.ramverk,
            ("visioner", 0, "giltig_till"),
            "2020-01-01",
            "visioner[0].giltig_till contradicting_dates",
        ),
        (
            examples.ramverk,
            ("organ", 0, "diarienummer_monster"),
            "(",
            "organ[0].diarienummer_monster invalid_pattern",
        ),
        (examples.ramverk, ("kommun",), "Ale", "kommun not_a_group"),
    ],
)
def test_one_fault_gives_one_problem_at_its_place(
    make: Callable[[], Raw], path: tuple[str | int, ...], value: Any, expected: str
) -> None:
    """Each broken demand is told once, at the field that has to change."""
    raw = _set(make(), path, value)
    slug = make().get("dokumenttyp")
    assert list(problems_of(raw, slug)) == [expected]


def test_the_announcement_of_minutes_needs_place_and_days() -> None:
    """KL 8:12."""
    raw = _without(examples.tillkannagivande("justering"), "forvaringsplats", "nedtas_tidigast")
    assert set(problems_of(raw)) == {"forvaringsplats missing_value", "nedtas_tidigast missing_value"}


def test_characters_that_no_document_can_hold_are_taken_out_and_told() -> None:
    """Control characters, lone surrogates and U+FFFE go; the notice says where, how many and which."""
    raw = examples.nulagesbeskrivning()
    raw["per_riktningsmal"][1]["framdrift"] = "a\x00b\x0bc\ud800d\ufffee\r\nf\tg"
    loaded = load("nulagesbeskrivning", raw, "un.json")
    assert loaded.model.per_riktningsmal[1].framdrift == "abcde\nf\tg"
    (notice,) = loaded.notices
    assert (notice.code, notice.path, notice.source) == (
        "character_removed",
        "per_riktningsmal[1].framdrift",
        "un.json",
    )
    assert (
        notice.message
        == "4 tecken som inte kan stå i ett dokument togs bort (U+0000, U+000B, U+D800, U+FFFE)."
    )


def test_the_input_itself_is_left_as_it_was() -> None:
    """Loading twice gives equal models; the caller's mapping is not changed."""
    raw = examples.nulagesbeskrivning()
    assert load("nulagesbeskrivning", raw).model == load("nulagesbeskrivning", raw).model
    assert raw == examples.nulagesbeskrivning()


def _schemas(schema: type[Base], seen: set[type[Base]]) -> set[type[Base]]:
    seen.add(schema)
    for field in schema.described_fields().values():
        inner = field.inner if isinstance(field, ListOf) else field
        if isinstance(inner, Group) and inner.schema_class not in seen:
            _schemas(inner.schema_class, seen)
    return seen


def _all_schemas() -> list[type[Base]]:
    seen: set[type[Base]] = set()
    for slug in slugs():
        _schemas(find_document_type(slug).schema, seen)
    return sorted(seen, key=lambda schema: schema.__name__)


@pytest.mark.parametrize("schema", _all_schemas(), ids=lambda schema: schema.__name__)
def test_schema_and_model_agree_field_by_field(schema: type[Base]) -> None:
    """Same names; required is what the model has no default for; references and rich texts are marked alike."""
    described = {n: f for n, f in schema.described_fields().items() if n not in schema.NOT_IN_MODEL}
    model = {field.name: field for field in dataclasses.fields(schema.MODEL)}
    assert set(described) == set(model)
    for name, field in described.items():
        inner = field.inner if isinstance(field, ListOf) else field
        marks = model[name].metadata
        assert field.required == (model[name].default is dataclasses.MISSING), name
        assert (inner.framework_list if isinstance(inner, Ref) else None) == marks.get("ref"), name
        assert isinstance(inner, RichText) == marks.get("rich", False), name
        assert isinstance(inner, Diarienummer) == marks.get("diarienummer", False), name


@pytest.mark.parametrize("schema", _all_schemas(), ids=lambda schema: schema.__name__)
def test_every_field_is_described_for_people(schema: type[Base]) -> None:
    """Label, help and source stand by every field; forms and the published schema are made of them."""
    for name, field in schema().fields.items():
        assert isinstance(field, Described), name
        assert field.metadata["label"], name
        assert str(field.metadata["help"]).endswith((".", "?")), name
        assert field.metadata["source"] or name == "dokumenttyp", name


def _types(annotation: Any) -> set[Any]:
    return {part for arg in typing.get_args(annotation) for part in _types(arg)} | {annotation}


@pytest.mark.parametrize("schema", _all_schemas(), ids=lambda schema: schema.__name__)
def test_lists_become_tuples(schema: type[Base]) -> None:
    """A frozen model holds nothing that can change."""
    hints = typing.get_type_hints(schema.MODEL)
    assert not any(list in _types(hint) or dict in _types(hint) for hint in hints.values())
    assert not any(
        isinstance(hint, types.GenericAlias) and hint.__origin__ is list for hint in hints.values()
    )
