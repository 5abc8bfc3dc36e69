"""What the check of a package finds: one damage at a time, each with its own code."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from service.archive.plan import plan_package
from service.archive.schemacheck import faults, parse
from service.archive.verify import read_package
from service.archive.write import write_package
from service.model.leverans import Profil
from tests.deliveries import ID, delivery

Files = dict[str, bytes]
ORIGINAL = "representations/original"
DOCX = f"{ORIGINAL}/data/KS.2026.3/0001-1-Nulage_aao.docx"
ERMS = "metadata/descriptive/erms-KS.2026.3.xml"


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """Every file of a package without faults."""
    leverans, store = delivery()
    path = write_package(
        plan_package(leverans), tmp_path_factory.mktemp("ut"), store.open, lambda *_: None
    ).path
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def _codes(files: Files, folder: Path) -> set[str]:
    path = folder / "paket.zip"
    with zipfile.ZipFile(path, "w") as file:
        for name, content in files.items():
            file.writestr(name, content)
    return {one.code for one in read_package(path).problems}


def _resealed(files: Files, name: str, content: bytes) -> None:
    """Change a file and what METS says of it, as one would who hides a change."""
    before, mets = files[f"{ID}/{name}"], f"{ID}/METS.xml"
    files[f"{ID}/{name}"] = content
    told = files[mets].replace(
        hashlib.sha256(before).hexdigest().encode(), hashlib.sha256(content).hexdigest().encode()
    )
    files[mets] = told.replace(f'SIZE="{len(before)}"'.encode(), f'SIZE="{len(content)}"'.encode())


def _flip(files: Files) -> None:
    content = bytearray(files[f"{ID}/{DOCX}"])
    content[0] ^= 1
    files[f"{ID}/{DOCX}"] = bytes(content)


def _lengthen(files: Files) -> None:
    files[f"{ID}/{DOCX}"] += b"x"


def _remove(files: Files) -> None:
    del files[f"{ID}/{DOCX}"]


def _smuggle(files: Files) -> None:
    files[f"{ID}/documentation/mer.txt"] = b"mer"


def _second_root(files: Files) -> None:
    files["annat/fil.txt"] = b"mer"


def _climb(files: Files) -> None:
    files[f"{ID}/../ute.txt"] = b"mer"


def _without_mets(files: Files) -> None:
    del files[f"{ID}/METS.xml"]


def _other_name(files: Files) -> None:
    for name in list(files):
        files[name.replace(ID, "annan")] = files.pop(name)


def _no_xml(files: Files) -> None:
    _resealed(files, ERMS, b"inte xml")


def _with_dtd(files: Files) -> None:
    declaration, rest = files[f"{ID}/{ERMS}"].split(b"\n", 1)
    bomb = b'<!DOCTYPE erms [<!ENTITY a "b">]>'
    _resealed(files, ERMS, declaration + b"\n" + bomb + rest)


def _digital_spelt_right(files: Files) -> None:
    _resealed(files, ERMS, files[f"{ID}/{ERMS}"].replace(b'"digitial"', b'"digital"'))


def _other_without_name(files: Files) -> None:
    _resealed(files, ERMS, files[f"{ID}/{ERMS}"].replace(b' otherRelationType="besvarar"', b""))


def _appendix_astray(files: Files) -> None:
    _resealed(files, ERMS, files[f"{ID}/{ERMS}"].replace(DOCX.encode(), b"representations/original/data/x"))


@pytest.mark.parametrize(
    ("damage", "codes"),
    [
        (_flip, {"package_file_changed"}),
        (_lengthen, {"package_file_changed"}),
        (_remove, {"package_file_missing"}),
        (_smuggle, {"package_file_unknown"}),
        (_second_root, {"package_structure"}),
        (_climb, {"package_structure"}),
        (_without_mets, {"package_without_mets"}),
        (_other_name, {"package_structure"}),
        (_no_xml, {"package_xml_invalid", "package_file_unknown"}),
        (_with_dtd, {"package_xml_invalid", "package_file_unknown"}),
        (_digital_spelt_right, {"package_xml_invalid"}),
        (_other_without_name, {"package_xml_invalid"}),
        (_appendix_astray, {"package_file_missing", "package_file_unknown"}),
    ],
    ids=lambda value: value.__name__.strip("_") if callable(value) else "",
)
def test_every_damage_is_found(
    good: Files, damage: Callable[[Files], None], codes: set[str], tmp_path: Path
) -> None:
    """One damage gives its own code and no others."""
    files = dict(good)
    assert _codes(files, tmp_path) == set()
    damage(files)
    assert _codes(files, tmp_path) == codes


def test_what_is_no_zip_is_told(tmp_path: Path) -> None:
    """Half a download, or something else altogether."""
    path = tmp_path / "paket.zip"
    path.write_bytes(b"PK\x03\x04 half")
    assert [one.code for one in read_package(path).problems] == ["package_unreadable"]


@pytest.mark.parametrize("profil", list(Profil))
def test_mets_is_held_against_its_schema(profil: Profil) -> None:
    """A header without its date is refused by both kinds of METS."""
    package = plan_package(delivery(profil)[0])
    content = package.entries[0].content
    assert content is not None
    is_fgs12 = profil is Profil.FGS_1_2
    assert list(faults(parse(content), fgs12=is_fgs12)) == []
    broken = content.replace(b"<metsHdr CREATEDATE", b"<metsHdr CREATED").replace(
        b"<mets:metsHdr CREATEDATE", b"<mets:metsHdr CREATED"
    )
    assert any("CREATED" in told for told in faults(parse(broken), fgs12=is_fgs12))


def test_the_values_that_e_ark_fixes_are_held() -> None:
    """CSIP's own attributes are checked too, not only those of METS."""
    content = plan_package(delivery()[0]).entries[0].content
    assert content is not None
    broken = content.replace(b'OAISPACKAGETYPE="SIP"', b'OAISPACKAGETYPE="ZIP"')
    assert any("OAISPACKAGETYPE" in told for told in faults(parse(broken)))
