"""LibreOffice is asked for its version again when any of its files is another, and only then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from service.convert.soffice import SofficeVersion, find_soffice
from service.convert.version_kept import kept_version
from service.settings import Settings, read_settings

pytestmark = pytest.mark.stage


@dataclass
class Asked:
    """A probe that counts how often it is asked."""

    times: int = 0

    def __call__(self, settings: Settings) -> SofficeVersion:
        """Another version each time."""
        self.times += 1
        return SofficeVersion(f"LibreOffice 7.{self.times}", find_soffice(settings))


@pytest.fixture(name="office")
def _office(tmp_path: Path) -> tuple[Path, Settings]:
    """A LibreOffice as it lies on the disk, and a cache."""
    program = tmp_path / "libreoffice" / "program"
    (tmp_path / "libreoffice" / "share" / "registry").mkdir(parents=True)
    (tmp_path / "libreoffice" / "share" / "registry" / "main.xcd").write_text("7.4.7")
    program.mkdir()
    for name in ("soffice", "soffice.bin", "versionrc"):
        (program / name).write_text(name)
        (program / name).chmod(0o755)
    link = tmp_path / "soffice"
    link.symlink_to(program / "soffice")
    return program, replace(read_settings({}), soffice=str(link), cache=str(tmp_path / "cache"))


def test_it_is_asked_once(office: tuple[Path, Settings]) -> None:
    """The second command knows the answer."""
    _, settings = office
    asked = Asked()
    assert [kept_version(settings, asked).text for _ in range(2)] == ["LibreOffice 7.1"] * 2
    assert asked.times == 1


@pytest.mark.parametrize("changed", ["soffice.bin", "versionrc", "../share/registry/main.xcd", "ny.so"])
def test_another_libreoffice_is_asked(office: tuple[Path, Settings], changed: str) -> None:
    """A file of the program, or of what it says of itself, has been replaced or has come to it."""
    program, settings = office
    asked = Asked()
    kept_version(settings, asked)
    (program / f"{changed}.ny").write_text("nyare")
    (program / f"{changed}.ny").replace(program / changed)
    assert kept_version(settings, asked).text == "LibreOffice 7.2"


def test_a_script_in_between_is_asked_each_time(office: tuple[Path, Settings]) -> None:
    """Nobody knows which program somebody else's script starts."""
    program, settings = office
    (program / "soffice.bin").unlink()
    asked = Asked()
    assert [kept_version(settings, asked).text for _ in range(2)] == ["LibreOffice 7.1", "LibreOffice 7.2"]


def test_what_was_not_kept_whole_is_asked_again(office: tuple[Path, Settings]) -> None:
    """An empty file, or a cache that cannot be written, is no answer."""
    _, settings = office
    asked = Asked()
    kept_version(settings, asked)
    (kept,) = Path(settings.cache).glob("versioner/*.txt")
    kept.write_text("")
    assert kept_version(settings, asked).text == "LibreOffice 7.2"
    blocked = Path(settings.cache) / "fil"
    blocked.write_text("")
    assert kept_version(replace(settings, cache=str(blocked)), asked).text == "LibreOffice 7.3"
