"""A package read back, whole: everything that METS names is there and is what METS says, and nothing else is.

Only the package is used, so that who receives it can do the same.
"""

from __future__ import annotations

import hashlib
import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from service.archive import fgs12
from service.archive.names import ERMS, METS, PREMIS, XLINK
from service.archive.plan import METS_NAME
from service.archive.schemacheck import faults, parse
from service.archive.xml import Element
from service.errors import Problem

_BLOCK = 1 << 20
_LARGEST_XML = 512 << 20
_M, _E, _P, _X = f"{{{METS}}}", f"{{{ERMS}}}", f"{{{PREMIS}}}", f"{{{XLINK}}}"
_PRESERVATION = ("representations/bevarande/data/", f"{fgs12.CONTENT}/bevarande/")


@dataclass(frozen=True, slots=True)
class Said:
    """What METS says of a file."""

    size: int
    sha256: str


@dataclass(slots=True)
class Read:
    """What was read of a package."""

    name: str
    problems: list[Problem] = field(default_factory=list)
    files: int = 0
    bytes: int = 0
    matters: int = 0
    preservation: list[str] = field(default_factory=list)
    """Names in the ZIP of the PDF files in preservation format."""
    profile_has_validator: bool = False
    """Whether it is an E-ARK package; those of FGS 1.2 have no validator of their own."""

    def fault(self, code: str, message: str, path: str) -> None:
        """Note a fault."""
        self.problems.append(Problem(code, message, path, source=self.name))


def read_package(path: Path) -> Read:
    """Read everything in the package and hold it against its METS, its ERMS and their schemas."""
    read = Read(path.name)
    try:
        with zipfile.ZipFile(path) as package:
            _read(package, read)
    except (OSError, zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError) as fault:
        read.fault("package_unreadable", f"Paketet går inte att läsa som ZIP: {fault}.", "")
    return read


def _read(package: zipfile.ZipFile, read: Read) -> None:
    names = [one.filename for one in package.infolist() if not one.is_dir()]
    if not _names_are_sound(names, read):
        return
    root = names[0].partition("/")[0]
    inside = {name[len(root) + 1 :] for name in names}
    first = next((name for name in (METS_NAME, fgs12.NAME) if name in inside), "")
    if not first:
        read.fault("package_without_mets", f"Paketet har varken {METS_NAME} eller {fgs12.NAME}.", root)
        return
    is_fgs12 = first == fgs12.NAME
    read.profile_has_validator = not is_fgs12
    contents = _Contents(package, root, read, is_fgs12)
    said, described = _told_by_mets(contents, first)
    for missing in sorted(said.keys() - inside):
        read.fault("package_file_missing", "METS nämner en fil som inte finns i paketet.", missing)
    for stray in sorted(inside - said.keys() - {first}):
        read.fault("package_file_unknown", "En fil i paketet nämns inte i METS.", stray)
    for name in sorted(inside):
        contents.hold(name, said.get(name))
    _hold_premis(contents, said, inside)
    _hold_erms(contents, described & inside, inside)
    read.preservation += [
        f"{root}/{name}"
        for name in sorted(inside)
        if name.startswith(_PRESERVATION) and name.lower().endswith(".pdf")
    ]


def _names_are_sound(names: list[str], read: Read) -> bool:
    before = len(read.problems)
    if not names:
        read.fault("package_unreadable", "Paketet är tomt.", "")
    if len({name.partition("/")[0] for name in names}) > 1 or any("/" not in name for name in names):
        read.fault("package_structure", "Paketet ska ha en enda mapp överst.", "")
    for name in sorted(_twice(names)):
        read.fault("package_structure", "Samma fil ligger två gånger i paketet.", name)
    for name in names:
        if name.startswith("/") or "\\" in name or posixpath.normpath(name) != name:
            read.fault("package_structure", "En fil har ett namn som leder ut ur paketet.", name)
    return len(read.problems) == before


class _Contents:
    """The package's files, by their path from its folder."""

    def __init__(self, package: zipfile.ZipFile, root: str, read: Read, is_fgs12: bool) -> None:
        self.package, self.root, self.read, self.is_fgs12 = package, root, read, is_fgs12

    def xml(self, name: str) -> Element | None:
        """A document that its schema accepts, or at least can be read; None when not even that."""
        size = self._info(name).file_size
        if size > _LARGEST_XML:
            self.read.fault("package_xml_invalid", f"Filen är {size} byte, för stor för metadata.", name)
            return None
        try:
            root = parse(self.package.read(self._info(name)))
        except ValueError as fault:
            self.read.fault("package_xml_invalid", f"Filen är inte XML: {fault}.", name)
            return None
        for told in faults(root, fgs12=self.is_fgs12):
            self.read.fault("package_xml_invalid", f"Filen följer inte sitt schema: {told}", name)
        return root

    def hold(self, name: str, said: Said | None) -> None:
        """Read a file to its end and hold it against what METS says."""
        digest, size = hashlib.sha256(), 0
        with self.package.open(self._info(name)) as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                size += len(block)
        self.read.files += 1
        self.read.bytes += size
        if said is None:
            return
        if size != said.size:
            self.read.fault(
                "package_file_changed", f"Filen är {size} byte, men METS säger {said.size}.", name
            )
        elif digest.hexdigest() != said.sha256:
            self.read.fault("package_file_changed", "Filens kontrollsumma är en annan än METS säger.", name)

    def _info(self, name: str) -> zipfile.ZipInfo:
        return self.package.getinfo(f"{self.root}/{name}")

    def has(self, name: str) -> bool:
        """Whether it is in the package."""
        with suppress(KeyError):
            return bool(self._info(name))
        return False


def _told_by_mets(contents: _Contents, first: str) -> tuple[Mapping[str, Said], set[str]]:
    """What all METS files say of files, and which files are descriptive metadata."""
    said: dict[str, Said] = {}
    described: set[str] = set()
    waiting = [first]
    while waiting:
        name = waiting.pop()
        root = contents.xml(name)
        if root is None:
            continue
        folder = posixpath.dirname(name)
        if name == first:
            _hold_object_id(contents, root, first)
        for tag, element, href in _references(root):
            path = posixpath.join(folder, _local(href))
            if path in said:
                contents.read.fault("package_structure", "METS nämner samma fil två gånger.", path)
            if element.get("CHECKSUMTYPE") != "SHA-256":
                contents.read.fault(
                    "package_structure", "METS har en kontrollsumma som inte är SHA-256.", path
                )
            said[path] = Said(int(element.get("SIZE") or -1), (element.get("CHECKSUM") or "").lower())
            if tag == "dmdSec":
                described.add(path)
            if posixpath.basename(path) == METS_NAME and contents.has(path):
                waiting.append(path)
    return said, described


def _references(root: Element) -> Iterator[tuple[str, Element, str]]:
    """Every file that a METS document names, with the element that says its size."""
    for reference in root.iter(f"{_M}mdRef"):
        yield etree.QName(reference.getparent()).localname, reference, reference.get(f"{_X}href") or ""
    for place in root.iter(f"{_M}FLocat"):
        yield "file", place.getparent(), place.get(f"{_X}href") or ""


def _local(href: str) -> str:
    return posixpath.normpath(unquote(href.removeprefix("file:///").removeprefix("file://")))


def _hold_object_id(contents: _Contents, root: Element, first: str) -> None:
    object_id = (root.get("OBJID") or "").removeprefix("UUID:")
    if object_id != contents.root:
        contents.read.fault(
            "package_structure", f"Mappen heter inte som paketet: METS säger ”{object_id}”.", first
        )


def _hold_premis(contents: _Contents, said: Mapping[str, Said], inside: Iterable[str]) -> None:
    """The checksums of PREMIS are those of METS."""
    for name in sorted(one for one in inside if posixpath.basename(one) == "premis.xml"):
        root = contents.xml(name)
        for made in root.iter(f"{_P}object") if root is not None else ():
            digest = made.findtext(f".//{_P}messageDigest")
            if digest is None:
                continue
            path = made.findtext(f"{_P}objectIdentifier/{_P}objectIdentifierValue") or ""
            size = made.findtext(f".//{_P}size") or ""
            if said.get(path) != Said(int(size) if size.isdecimal() else -1, digest):
                contents.read.fault(
                    "package_file_changed", "PREMIS säger något annat om filen än METS.", path
                )


def _hold_erms(contents: _Contents, described: Iterable[str], inside: Iterable[str]) -> None:
    """Every delivered file belongs to one document of one matter."""
    data = {one for one in inside if "/data/" in one or one.startswith(f"{fgs12.CONTENT}/")}
    told: list[str] = []
    for name in sorted(described):
        root = contents.xml(name)
        if root is None:
            continue
        contents.read.matters += sum(1 for _ in root.iter(f"{_E}aggregation"))
        told += [appendix.get("path") or "" for appendix in root.iter(f"{_E}appendix")]
    for path in sorted(set(told) - data):
        contents.read.fault("package_file_missing", "ERMS nämner en fil som inte finns i paketet.", path)
    for path in sorted(data - set(told)):
        contents.read.fault("package_file_unknown", "En fil hör inte till någon handling i ERMS.", path)
    for path in sorted(_twice(told)):
        contents.read.fault("package_structure", "Två handlingar i ERMS har samma fil.", path)


def _twice(names: Iterable[str]) -> set[str]:
    return {name for name, count in Counter(names).items() if count > 1}
