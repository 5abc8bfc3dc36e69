"""The framework answers questions about a day, and models can be walked field by field."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from service.model import choices
from service.model.framework import Framework
from service.model.marks import walk_fields
from service.model.ramverk import Versioned
from service.schema.load import load
from tests import examples

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def framework() -> Framework:
    """The small framework."""
    model = load("ramverk", examples.ramverk()).model
    assert isinstance(model, Framework)
    return model


def test_validity_counts_both_ends() -> None:
    """The first and the last day belong to the time of validity; without a last day there is none."""
    entity = Versioned(id="x", giltig_fran=date(2026, 1, 1), giltig_till=date(2026, 12, 31), kalla="P")
    assert [
        entity.in_force(day)
        for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    ] == [False, True, True, False]
    assert replace(entity, giltig_till=None).in_force(date(2999, 1, 1))


def test_goals_in_force_change_with_the_mandatperiod(framework: Framework) -> None:
    """Before 15 October 2026 none of the new goals is in force, after it all are, by number."""
    assert framework.active_riktningsmal(date(2026, 10, 14)) == ()
    assert [goal.id for goal in framework.active_riktningsmal(date(2026, 10, 15))] == ["R1", "R2"]
    assert [factor.id for factor in framework.active_omvarldsfaktorer(date(2026, 10, 15))] == ["O1", "O2"]


def test_the_youngest_vision_in_force_counts(framework: Framework) -> None:
    """When two visions are in force the later one is meant; when none is, there is none."""
    later = replace(framework.visioner[0], id="V2", giltig_fran=date(2026, 1, 1))
    changed = replace(framework, visioner=(later, *framework.visioner))
    found = changed.vision(date(2026, 6, 1))
    assert found is not None
    assert found.id == "V2"
    assert changed.vision(date(2020, 1, 1)) is None


def test_members_stand_in_the_order_of_a_list_of_names(framework: Framework) -> None:
    """Presidium first, ersättare last; tjänstepersoner and other bodies' members are left out."""
    clerk = replace(framework.ledamoter[0], id="KF-9", roll=choices.Ledamotsroll.TJANSTEPERSON)
    mixed = replace(framework, ledamoter=(clerk, *reversed(framework.ledamoter)))
    assert [member.id for member in mixed.members("KF", date(2026, 12, 14))] == [
        "KF-1",
        "KF-2",
        "KF-3",
        "KF-4",
    ]
    assert mixed.members("UN", date(2026, 12, 14)) == ()


def test_lists_hold_every_list_and_keep_the_first_of_doubles(framework: Framework) -> None:
    """Each tuple of the framework is a list by its name; of two entities with one id the first counts."""
    double = replace(framework.visioner[0], rubrik="En annan")
    changed = replace(framework, visioner=(*framework.visioner, double))
    expected = {field.name for field in fields(Framework)} - {"kommun", "styrmodell"}
    assert set(changed.lists()) == expected
    assert changed.lists()["visioner"]["V1"] is framework.visioner[0]
    assert list(changed.lists()["organ"]) == [organ.id for organ in framework.organ]


def test_walking_a_model_gives_paths_as_in_the_input() -> None:
    """A leaf inside lists of groups has the path that the input's author would write."""
    report = load("nulagesbeskrivning", examples.nulagesbeskrivning()).model
    found = {path: (field.metadata.get("ref"), value) for path, field, value in walk_fields(report)}
    assert found["per_riktningsmal[1].riktningsmal"] == ("riktningsmal", "R2")
    assert found["mojliga_forflyttningar[0].riktningsmal[0]"] == ("riktningsmal", "R1")
    assert found["verksamhetsbeskrivning.grunddokument[0]"] == ("styrdokument", "REG-UN")


@pytest.mark.parametrize(
    "choice", [c for c in vars(choices).values() if isinstance(c, type) and issubclass(c, choices.Choice)]
)
def test_every_choice_has_an_ascii_code_and_a_label(choice: type[choices.Choice]) -> None:
    """Codes stand in files and must be ASCII; labels stand on paper and begin with a capital letter."""
    for member in choice:
        assert member.value.isascii()
        assert member.label[0].isupper()
        assert choice(member.value) is member  # type: ignore[call-arg]  # mypy reads __new__, not the look-up


@pytest.mark.parametrize(
    ("kind", "name", "within"),
    [
        (choices.Organtyp.KOMMUNFULLMAKTIGE, "Kommunfullmäktige", "kommunfullmäktige"),
        (choices.Organtyp.NAMND, "Överförmyndarnämnden", "överförmyndarnämnden"),
        (choices.Organtyp.NAMND, "Kultur- och fritidsnämnden", "kultur- och fritidsnämnden"),
        (choices.Organtyp.BOLAG, "AB Alebyggen", "AB Alebyggen"),
    ],
)
def test_a_bodys_name_within_a_sentence(kind: choices.Organtyp, name: str, within: str) -> None:
    """Only a company's name is a proper name."""
    assert kind.in_text(name) == within
