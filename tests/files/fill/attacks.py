"""Word templates that attack: each a shipped template with one thing in it that may not come in.

Made here and not kept as files, so that a virus scanner on somebody's computer has nothing to find.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator

from service.fill.package import (
    CONTENT_TYPES,
    DOCUMENT,
    SETTINGS,
    Members,
    add_relationships,
    packed,
    read_package,
)

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DTD = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
Attack = Callable[[Members], None]
ATTACKS: dict[str, tuple[str, Attack]] = {}


def _attack(code: str) -> Callable[[Attack], Attack]:
    def listed(function: Attack) -> Attack:
        ATTACKS[function.__name__] = (code, function)
        return function

    return listed


def attack_files(docx: bytes) -> Iterator[tuple[str, str, bytes]]:
    """Name, expected code and content of every attack file."""
    for name, (code, change) in ATTACKS.items():
        members = read_package(docx)
        change(members)
        yield name, code, packed(members)
    yield "zip_bomb", "file_unpacks_too_large", _bomb(docx)
    yield "many_members", "file_unpacks_too_large", _many_members(docx)
    yield "encrypted_member", "file_password_protected", _encrypted(docx)
    yield "lying_size", "file_broken", _lying(docx)


def _bomb(docx: bytes) -> bytes:
    """One megabyte that becomes one gigabyte; only the directory may be read."""
    buffer = io.BytesIO(docx)
    with (
        zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/media/b.xml", "w") as file,
    ):
        block = b"\0" * (1 << 20)
        for _ in range(1024):
            file.write(block)
    return buffer.getvalue()


def _many_members(docx: bytes) -> bytes:
    buffer = io.BytesIO(docx)
    with zipfile.ZipFile(buffer, "a") as archive:
        for number in range(20_001):
            archive.writestr(f"word/x{number}.xml", b"")
    return buffer.getvalue()


def _encrypted(docx: bytes) -> bytes:
    """The flag of encryption set on the main part, in the member's head and in the directory."""
    content = bytearray(docx)
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        length = int.from_bytes(content[at + 28 : at + 30], "little")
        if content[at + 46 : at + 46 + length] == DOCUMENT.encode():
            content[at + 8] |= 1
            content[int.from_bytes(content[at + 42 : at + 46], "little") + 6] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


def _lying(docx: bytes) -> bytes:
    """The directory says that the main part is short, while its data go on."""
    content = bytearray(docx)
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        length = int.from_bytes(content[at + 28 : at + 30], "little")
        if content[at + 46 : at + 46 + length] == DOCUMENT.encode():
            content[at + 24 : at + 28] = (64).to_bytes(4, "little")
        at = content.find(b"PK\x01\x02", at + 4)
    assert zlib.crc32(bytes(content)) != zlib.crc32(docx)
    return bytes(content)


@_attack("file_has_macros")
def macros(members: Members) -> None:
    """A macro project."""
    members["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0"


@_attack("file_has_macros")
def macro_enabled_type(members: Members) -> None:
    """A .docm under another name."""
    members[CONTENT_TYPES] = members[CONTENT_TYPES].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )


@_attack("file_has_external_link")
def external_image(members: Members) -> None:
    """A picture on the net: LibreOffice would fetch it."""
    add_relationships(members, DOCUMENT, [("rIdX", f"{R}/image", "http://127.0.0.1/x.png", True)])


@_attack("file_has_external_link")
def external_ole(members: Members) -> None:
    """A linked object."""
    add_relationships(members, DOCUMENT, [("rIdX", f"{R}/oleObject", "file:///etc/passwd", True)])


@_attack("file_has_external_link")
def external_subdocument(members: Members) -> None:
    """A part of the text on another computer."""
    add_relationships(members, DOCUMENT, [("rIdX", f"{R}/subDocument", "http://127.0.0.1/x.docx", True)])


@_attack("file_has_external_link")
def external_frame(members: Members) -> None:
    """A frame with a page of the net."""
    add_relationships(members, "word/webSettings.xml", [("rIdX", f"{R}/frame", "http://127.0.0.1/", True)])


@_attack("file_has_external_link")
def alt_chunk(members: Members) -> None:
    """A foreign document merged in when Word opens the file."""
    members["word/afchunk.html"] = b"<html><script>1</script></html>"
    _in_body(members, f'<w:altChunk xmlns:r="{R}" r:id="rIdX"/>')


@_attack("file_has_embedded_object")
def alt_chunk_relation(members: Members) -> None:
    """The same, with the relation alone."""
    members["word/afchunk.docx"] = b"PK"
    add_relationships(members, DOCUMENT, [("rIdX", f"{R}/aFChunk", "afchunk.docx", False)])


@_attack("file_has_embedded_object")
def embedded_ole(members: Members) -> None:
    """An embedded object."""
    members["word/embeddings/oleObject1.bin"] = b"\xd0\xcf\x11\xe0"


@_attack("file_has_embedded_object")
def embedded_document(members: Members) -> None:
    """A whole document in the document."""
    members["word/embeddings/x.docx"] = b"PK"
    add_relationships(members, DOCUMENT, [("rIdX", f"{R}/package", "embeddings/x.docx", False)])


@_attack("file_has_embedded_object")
def activex(members: Members) -> None:
    """A control."""
    members["word/activeX/activeX1.xml"] = b"<ax/>"


@_attack("file_has_dtd")
def dtd_in_the_text(members: Members) -> None:
    """A billion laughs."""
    head, mark, rest = members[DOCUMENT].partition(b"?>")
    members[DOCUMENT] = head + mark + _DTD + rest


@_attack("file_has_dtd")
def dtd_in_footnotes(members: Members) -> None:
    """A DTD in a part that is hardly looked at."""
    members["word/footnotes.xml"] = _DTD + b"<x/>"


@_attack("file_has_dtd")
def dtd_in_relations(members: Members) -> None:
    """A DTD in the relations."""
    name = "word/_rels/document.xml.rels"
    head, mark, rest = members[name].partition(b"?>")
    members[name] = head + mark + _DTD + rest


def _in_body(members: Members, xml: str) -> None:
    members[DOCUMENT] = members[DOCUMENT].replace(b"<w:body>", f"<w:body>{xml}".encode(), 1)


def _field(code: str, pieces: int = 1) -> str:
    step = max(1, len(code) // pieces)
    parts = [code[at : at + step] for at in range(0, len(code), step)]
    runs = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in parts)
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{runs}'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>x</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


@_attack("file_has_external_link")
def dde(members: Members) -> None:
    """A field that starts a program."""
    _in_body(members, _field(" DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe /k calc.exe "))


@_attack("file_has_external_link")
def dde_in_pieces(members: Members) -> None:
    """The same, split over many runs."""
    _in_body(members, _field(" DDEAUTO c:\\\\cmd.exe calc ", 9))


@_attack("file_has_external_link")
def include_text(members: Members) -> None:
    """A field that reads another file."""
    _in_body(members, _field(' INCLUDETEXT "file:///etc/passwd" '))


@_attack("file_has_external_link")
def include_picture_simple(members: Members) -> None:
    """The same with a simple field."""
    _in_body(members, '<w:p><w:fldSimple w:instr=" INCLUDEPICTURE http://127.0.0.1/x.png "/></w:p>')


def attached_template(docx: bytes) -> bytes:
    """No attack: what every template saved from a .dotx carries."""
    members = read_package(docx)
    members[SETTINGS] = members[SETTINGS].replace(
        b"</w:settings>", f'<w:attachedTemplate xmlns:r="{R}" r:id="rIdX"/></w:settings>'.encode()
    )
    add_relationships(
        members, SETTINGS, [("rIdX", f"{R}/attachedTemplate", "file:///C:/mallar/ale.dotx", True)]
    )
    return packed(members)
