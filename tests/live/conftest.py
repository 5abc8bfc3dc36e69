"""The real programs: a test that needs one skips where it is missing, and fails where CI=true says it must be there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from service.convert.port import Converter
from service.convert.soffice import SofficeVersion, find_tools, probe
from service.convert.validate import probe as probe_verapdf
from service.convert.wire import open_converter
from service.errors import ToolMissing
from service.settings import Settings, read_settings


@pytest.fixture(scope="session")
def soffice() -> SofficeVersion:
    """The LibreOffice of this machine."""
    settings = read_settings()
    try:
        find_tools(settings)
        return probe(settings)
    except ToolMissing as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must have LibreOffice: {error}")
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def live_settings(soffice: SofficeVersion, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with a cache of their own."""
    assert soffice.text
    return replace(read_settings(), cache=str(tmp_path_factory.mktemp("cache")))


def require_verapdf(settings: Settings) -> None:
    """Go on only where veraPDF is."""
    try:
        probe_verapdf(settings)
    except ToolMissing as error:
        if os.environ.get("CI") == "true":
            pytest.fail(f"CI must have veraPDF: {error}")
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def converter(live_settings: Settings) -> Iterator[Converter]:
    """A converter with a warm pool, shared by all live tests."""
    with open_converter(live_settings) as opened:
        yield opened
