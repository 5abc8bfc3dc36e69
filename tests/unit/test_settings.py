"""Settings: one table, read from the environment, every fault at once."""

from __future__ import annotations

import dataclasses

import pytest

from service.errors import ConfigError
from service.settings import SETTINGS, Settings, read_settings


def test_table_and_fields_agree() -> None:
    """Every row of the table is a field, in the same order."""
    assert [setting.name for setting in SETTINGS] == [field.name for field in dataclasses.fields(Settings)]


def test_defaults_hold_where_nothing_is_set() -> None:
    """An empty environment gives the table's defaults."""
    settings = read_settings({})
    for setting in SETTINGS:
        assert getattr(settings, setting.name) == setting.default


def test_a_setting_is_read() -> None:
    """Numbers and texts come from their variables."""
    settings = read_settings({"SAMLAD_KONVERTERARE": "4", "SAMLAD_CACHE": "/x"})
    assert (settings.konverterare, settings.cache) == (4, "/x")


def test_every_wrong_setting_is_told_at_once() -> None:
    """Two bad values and an unknown name are three faults."""
    with pytest.raises(ConfigError) as caught:
        read_settings({"SAMLAD_KONVERTERARE": "noll", "SAMLAD_MAX_DJUP": "0", "SAMLAD_FEL": "1"})
    assert sorted(p.path for p in caught.value.problems) == [
        "SAMLAD_FEL",
        "SAMLAD_KONVERTERARE",
        "SAMLAD_MAX_DJUP",
    ]
    assert caught.value.exit_code == 7


def test_a_choice_is_one_of_its_words() -> None:
    """A setting with choices takes these and nothing else, and says which they are."""
    assert read_settings({"SAMLAD_PROVA_BILAGOR": "nej"}).prova_bilagor == "nej"
    with pytest.raises(ConfigError) as caught:
        read_settings({"SAMLAD_PROVA_BILAGOR": "kanske"})
    (problem,) = caught.value.problems
    assert problem.code == "invalid_setting"
    assert "ja eller nej" in problem.message
