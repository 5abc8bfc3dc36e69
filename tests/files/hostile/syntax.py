"""Files whose bytes are wrong: broken tables, lost ends, and what is no PDF at all."""

# ruff: noqa: D103 - the decorator says what it is

from __future__ import annotations

import io
import zipfile

from tests.files.hostile.case import refused, taken
from tests.files.hostile.raw import (
    CONTENT,
    FONT,
    PAGE,
    PAGES,
    TEXT,
    Raw,
    append_revision,
    flate,
    ref,
    write_objects,
)


def _zip(*members: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data)
    return held.getvalue()


@taken("xref-fel-plats", "alla platser i korsreferenstabellen är fel")
def wrong_offsets() -> bytes:
    return Raw().write(shift=7)


@taken("xref-saknas", "ingen korsreferenstabell och inget startxref", "annex_repaired")
def no_table() -> bytes:
    return Raw().write_without_table()


@taken("startxref-utanfor", "startxref pekar utanför filen")
def startxref_outside() -> bytes:
    file = Raw().write()
    at = file.rindex(b"startxref")
    return file[:at] + b"startxref\n999999999\n%%EOF\n"


@taken("startxref-negativ", "startxref är ett negativt tal")
def startxref_negative() -> bytes:
    file = Raw().write()
    at = file.rindex(b"startxref")
    return file[:at] + b"startxref\n-1\n%%EOF\n"


@taken("xref-i-ring", "/Prev i trailern pekar på den egna tabellen")
def previous_is_itself() -> bytes:
    file = Raw().write()
    start = int(file[file.rindex(b"startxref") + 9 :].split()[0])
    return Raw().write(trailer=b"/Prev %d" % start)


@refused("halv", "halva filen, som efter en avbruten överföring", "file_broken")
def half() -> bytes:
    raw = Raw()
    file = raw.write()
    return file[: file.index(b"3 0 obj")]


@taken("avhuggen", "slutet är avhugget mitt i korsreferenstabellen", "annex_repaired")
def cut_in_table() -> bytes:
    file = Raw().write()
    return file[: file.rindex(b"trailer")] + b""


@taken("skrap-fore", "femhundra byte skräp före filhuvudet")
def garbage_before() -> bytes:
    return b"skrap\n" * 83 + Raw().write()


@taken("skrap-efter", "fem kilobyte skräp efter filens slut", "annex_data_appended")
def garbage_after() -> bytes:
    return Raw().write() + b"\x01skrap" * 900


@refused("huvud-for-sent", "filhuvudet kommer först efter tvåtusen byte", "wrong_file_type")
def header_too_late() -> bytes:
    return b"\n" * 2000 + Raw().write()


@taken("langd-for-kort", "/Length är kortare än innehållet")
def length_too_short() -> bytes:
    raw = Raw()
    raw.put_stream(TEXT, at=CONTENT, length=10)
    return raw.write()


@taken("langd-for-lang", "/Length går långt utanför filen")
def length_too_long() -> bytes:
    raw = Raw()
    raw.put_stream(TEXT, at=CONTENT, length=10_000_000)
    return raw.write()


@taken("langd-negativ", "/Length är negativ")
def length_negative() -> bytes:
    raw = Raw()
    raw.put_stream(TEXT, at=CONTENT, length=-5)
    return raw.write()


@taken("langd-i-ring", "/Length hänvisar till strömmen själv", "annex_repaired")
def length_is_itself() -> bytes:
    raw = Raw()
    raw.objects[CONTENT] = b"<</Length 4 0 R>>\nstream\n%s\nendstream" % TEXT
    return raw.write()


@taken("objekt-dubbla", "två objekt har samma nummer")
def duplicate_numbers() -> bytes:
    raw = Raw()
    out = bytearray(raw.header)
    write_objects(out, {FONT: b"<</Type/Font/Subtype/Type1/BaseFont/Courier>>"})
    raw.header = bytes(out)
    return raw.write()


@taken("linjariserad-trasig", "påstår sig vara linjäriserad, med fel längd och fel platser")
def broken_linearised() -> bytes:
    raw = Raw()
    raw.header += b"9 0 obj\n<</Linearized 1/L 77/H[1 2]/O 99/E 3/N 50/T 4>>\nendobj\n"
    return raw.write()


@taken("uppdaterad", "tre sparade versioner i samma fil; den sista gäller")
def incremental() -> bytes:
    raw = Raw()
    file = raw.write()
    for number in range(2):
        words = b"BT /F1 14 Tf 70 700 Td (Version %d) Tj ET" % number
        file = append_revision(
            file, {CONTENT: b"<</Length %d>>\nstream\n%s\nendstream" % (len(words), words)}, 6
        )
    return file


@taken("radslut-cr", "alla radslut är vagnretur")
def carriage_returns() -> bytes:
    raw = Raw()
    raw.header = b"%PDF-1.4\r%\xe2\xe3\xcf\xd3\r"
    return raw.write().replace(b"\nendobj", b"\rendobj")


@taken("pdf-2", "PDF 2.0")
def pdf_2() -> bytes:
    raw = Raw()
    raw.header = b"%PDF-2.0\n%\xe2\xe3\xcf\xd3\n"
    return raw.write()


@taken("version-9", "en version som inte finns")
def pdf_9() -> bytes:
    raw = Raw()
    raw.header = b"%PDF-9.9\n"
    return raw.write()


@refused("tom", "noll byte", "file_empty")
def empty() -> bytes:
    return b""


@refused("bara-huvud", "filhuvudet och ingenting mer", "file_broken")
def header_only() -> bytes:
    return b"%PDF-1.7\n"


@refused("text", "en textfil med fel filändelse", "wrong_file_type")
def plain_text() -> bytes:
    return "Protokoll från sammanträdet.\n".encode() * 20


@refused("html", "en webbsida med fel filändelse", "wrong_file_type")
def html() -> bytes:
    return b"<!DOCTYPE html><html><title>404</title><p>Sidan finns inte</p></html>"


@refused("docx", "ett Word-dokument med fel filändelse", "wrong_file_type")
def word() -> bytes:
    return _zip(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w:document/>"))


@refused("png", "en bild med fel filändelse", "wrong_file_type")
def png() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + bytes(500)


@refused("exe", "ett Windows-program med ett PDF-huvud i första kilobyten", "wrong_file_type")
def program() -> bytes:
    return b"MZ" + bytes(200) + Raw().write()


@refused("html-pdf", "en webbsida som också är en PDF", "wrong_file_type")
def html_polyglot() -> bytes:
    return b"<html><script>alert(1)</script><!--\n" + Raw().write() + b"\n-->"


@taken("pdf-zip", "en PDF som också är ett ZIP-arkiv", "annex_data_appended")
def zip_polyglot() -> bytes:
    return Raw().write() + _zip(("hemligt.txt", b"x" * 3000))


@taken("pdf-html", "en PDF med en webbsida efter slutet", "annex_data_appended")
def html_after() -> bytes:
    return Raw().write() + b"<html><script>alert(1)</script>" * 100


@refused("katalog-saknas", "/Root pekar på ett objekt som inte finns", "file_broken")
def no_catalog() -> bytes:
    raw = Raw()
    del raw.objects[1]
    return raw.write()


@refused("katalog-ar-strom", "/Root är ett tal", "file_broken")
def catalog_is_number() -> bytes:
    raw = Raw()
    raw.objects[1] = b"42"
    return raw.write()


@taken("namn-latin1", "namn med byte som inte är UTF-8")
def latin_names() -> bytes:
    raw = Raw(content=b"q 1 0 0 1 200 200 cm /Bild#E5 Do Q\n" + TEXT)
    drawn = raw.put_stream(b"0 0 .5 rg 0 0 100 100 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 100 100]")
    raw.set_page(resources=b"/XObject<</Bild#E5 %s>>" % ref(drawn))
    return raw.write()


@taken("namn-med-nul", "namn och strängar med NUL och styrtecken")
def names_with_nul() -> bytes:
    raw = Raw(catalog=b"/Evil#00#0A(\\000\\001\\002)/Lang(\\000\\000)")
    return raw.write()


@taken("strang-lang", "en sträng på en halv miljon tecken")
def long_string() -> bytes:
    return Raw(page=b"/PieceInfo<</X<</Private(%s)>>>>" % (b"a" * 500_000)).write()


@taken("flate-trasig", "innehållet är komprimerat och avbrutet", "annex_no_text")
def truncated_flate() -> bytes:
    raw = Raw()
    packed = flate(TEXT * 50)
    raw.put_stream(packed[: len(packed) // 2], b"/Filter/FlateDecode", at=CONTENT)
    return raw.write()


@taken("filter-okant", "innehållet har ett filter som inte finns", "annex_damaged")
def unknown_filter() -> bytes:
    raw = Raw()
    raw.put_stream(TEXT, b"/Filter/Hittepa", at=CONTENT)
    return raw.write()


@refused("sidtrad-saknas", "katalogen har inget sidträd", "file_broken")
def no_page_tree() -> bytes:
    raw = Raw()
    del raw.objects[PAGES], raw.objects[PAGE]
    return raw.write()
