"""Files that do something, hide something, or are locked."""

# ruff: noqa: D103 - the decorator says what it is

from __future__ import annotations

import hashlib
import io
import secrets
from collections.abc import Callable
from itertools import count
from unittest.mock import patch

from pypdf import PdfReader, PdfWriter
from pypdf.constants import UserAccessPermissions

from tests.files.hostile.case import Maker, refused, taken
from tests.files.hostile.raw import PAGE, TEXT, Raw, ref

_JS = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
_RECT = b"/Rect[70 100 200 140]"


def _action(action: bytes) -> Maker:
    return lambda: Raw(page=b"/Annots[<</Type/Annot/Subtype/Link%s/A%s>>]" % (_RECT, action)).write()


_REMOVED = "annex_actions_removed"
taken("js-vid-oppning", "JavaScript när filen öppnas", _REMOVED)(
    lambda: Raw(catalog=b"/OpenAction" + _JS).write()
)
taken("js-i-namntrad", "JavaScript i dokumentets namnträd", _REMOVED)(
    lambda: Raw(catalog=b"/Names<</JavaScript<</Names[(a)%s]>>>>" % _JS).write()
)
taken("js-i-dokument", "JavaScript när filen sparas och skrivs ut", _REMOVED)(
    lambda: Raw(catalog=b"/AA<</WS%s/WP%s>>" % (_JS, _JS)).write()
)
taken("js-pa-sida", "JavaScript när sidan visas", _REMOVED)(
    lambda: Raw(page=b"/AA<</O%s/C%s>>" % (_JS, _JS)).write()
)
taken("js-i-lank", "JavaScript i en länk", _REMOVED)(_action(_JS))
taken("js-efter-lank", "JavaScript som körs efter en vanlig länk", _REMOVED)(
    _action(b"<</S/URI/URI(https://example.org/)/Next[<</S/GoTo/D[3 0 R/Fit]/Next%s>>]>>" % _JS)
)
taken("js-i-bokmarke", "JavaScript i ett bokmärke", _REMOVED)(
    lambda: Raw(catalog=b"/Outlines<</First<</Title(Klicka)/A%s>>/Count 1>>" % _JS).write()
)
taken("js-i-adress", "en webbadress som är JavaScript", _REMOVED)(
    _action(b"<</S/URI/URI(javascript:alert\\(1\\))>>")
)
taken("start-program", "en länk som startar ett program", _REMOVED)(_action(b"<</S/Launch/F(calc.exe)>>"))
taken("start-fil", "en länk till en annan fil på datorn", _REMOVED)(
    _action(b"<</S/GoToR/F(C:/hemligt.pdf)/D[0/Fit]>>")
)
taken("start-unc", "en länk till en filserver, som avslöjar inloggningen", _REMOVED)(
    _action(b"<</S/URI/URI(file://server/delad)>>")
)
taken("start-inbaddad", "en länk till en inbäddad fil", _REMOVED)(_action(b"<</S/GoToE/T<</R/C/N(a.exe)>>>>"))
taken("skicka-formular", "en länk som skickar formuläret", _REMOVED)(
    _action(b"<</S/SubmitForm/F(https://a.se)>>")
)
taken("hamta-data", "en länk som hämtar data från en fil", _REMOVED)(_action(b"<</S/ImportData/F(a.fdf)>>"))
taken("lank-i-ring", "en länk vars följd är den själv", _REMOVED)(
    lambda: _with_object(
        b"<</S/JavaScript/JS(1)/Next 6 0 R>>", b"/Annots[<</Subtype/Link%s/A 6 0 R>>]" % _RECT
    )
)


def _with_object(body: bytes, page: bytes) -> bytes:
    raw = Raw(page=page)
    raw.objects[6] = body
    return raw.write()


@taken("js-i-formular", "JavaScript i ett formulärfält", _REMOVED, "annex_form")
def script_in_field() -> bytes:
    raw = Raw(catalog=b"/AcroForm<</Fields[6 0 R]/CO[6 0 R]>>", page=b"/Annots[7 0 R]")
    raw.objects[6] = b"<</T(summa)/FT/Tx/AA<</C%s>>/Kids[7 0 R]>>" % _JS
    raw.objects[7] = b"<</Type/Annot/Subtype/Widget%s/Parent 6 0 R>>" % _RECT
    return raw.write()


@taken("xfa-statisk", "ett XFA-formulär som också har vanliga sidor", "annex_xfa")
def static_xfa() -> bytes:
    raw = Raw(catalog=b"/AcroForm<</Fields[]/XFA 6 0 R>>")
    raw.put_stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>", at=6)
    return raw.write()


@refused("xfa-dynamisk", "ett XFA-formulär som bara Adobe Reader ritar", "annex_dynamic_form")
def dynamic_xfa() -> bytes:
    return Raw(catalog=b"/AcroForm<</Fields[]/XFA(a)>>/NeedsRendering true").write()


@refused("xfa-vanta", "ett XFA-formulär vars enda sida ber läsaren vänta", "annex_dynamic_form")
def waiting_xfa() -> bytes:
    words = b"BT /F1 9 Tf 70 700 Td (Please wait... If this message is not eventually replaced) Tj ET"
    return Raw(catalog=b"/AcroForm<</Fields[]/XFA(a)>>", content=words).write()


def _with_file(catalog: bytes = b"", file_name: bytes = b"faktura.xlsx", pages: int = 1) -> bytes:
    raw = Raw(catalog=b"/Names<</EmbeddedFiles<</Names[(%s)7 0 R]>>>>%s" % (file_name, catalog))
    raw.put_stream(b"MZ" + bytes(300), b"/Type/EmbeddedFile", at=6)
    raw.objects[7] = b"<</Type/Filespec/F(%s)/UF(%s)/EF<</F 6 0 R>>>>" % (file_name, file_name)
    if pages > 1:
        raw.objects[2] = b"<</Type/Pages/Kids[3 0 R 8 0 R]/Count 2>>"
        raw.objects[8] = Raw.page()
    return raw.write()


refused("portfolj", "en PDF-portfölj som bara har ett omslag", "annex_portfolio")(
    lambda: _with_file(b"/Collection<</View/D>>")
)
taken("portfolj-med-sidor", "en PDF-portfölj som också har egna sidor", "annex_files_removed")(
    lambda: _with_file(b"/Collection<</View/T>>", pages=2)
)
taken("inbaddad-exe", "ett inbäddat program", "annex_files_removed")(
    lambda: _with_file(file_name=b"uppdatering.exe")
)


@taken("gem-pa-sidan", "en fil bakom ett gem på sidan", "annex_files_removed")
def clipped_file() -> bytes:
    raw = Raw(page=b"/Annots[<</Type/Annot/Subtype/FileAttachment%s/FS 7 0 R>>]" % _RECT)
    raw.put_stream(b"hemligt", b"/Type/EmbeddedFile", at=6)
    raw.objects[7] = b"<</Type/Filespec/F(../../hemligt.bat)/EF<</F 6 0 R>>>>"
    return raw.write()


@taken("film", "en film på sidan", "annex_media_removed")
def film() -> bytes:
    return Raw(page=b"/Annots[<</Type/Annot/Subtype/RichMedia%s/RichMediaContent<<>>>>]" % _RECT).write()


def _signature(value: bytes, more: bytes = b"") -> bytes:
    raw = Raw(catalog=b"/AcroForm<</SigFlags 3/Fields[6 0 R]>>" + more, page=b"/Annots[6 0 R]")
    raw.objects[6] = b"<</Type/Annot/Subtype/Widget/FT/Sig/T(underskrift)/F 4%s%s/AP<</N 8 0 R>>>>" % (
        _RECT,
        value,
    )
    raw.objects[7] = (
        b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/ByteRange[0 10 20 30]/Contents<00>>>"
    )
    raw.put_stream(b"0 0 .6 rg 0 0 130 40 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 130 40]", at=8)
    return raw.write()


taken("underskriven", "en elektroniskt underskriven fil", "annex_signed")(lambda: _signature(b"/V 7 0 R"))
taken("underskriven-last", "en underskriven fil som förbjuder ändringar", "annex_signed")(
    lambda: _signature(b"/V 7 0 R", b"/Perms<</DocMDP 7 0 R>>")
)
taken("underskrift-tom", "ett tomt fält för underskrift")(lambda: _signature(b""))


@taken("underskrift-utan-formular", "en underskrift som formuläret inte känner till", "annex_signed")
def forgotten_signature() -> bytes:
    raw = Raw(page=b"/Annots[6 0 R]")
    raw.objects[6] = b"<</Type/Annot/Subtype/Widget/FT/Sig/T(u)%s/V<</Type/Sig/Contents<00>>>>>>" % _RECT
    return raw.write()


@taken("lager-dolt", "ett dolt lager", "annex_hidden_layers")
def hidden_layer() -> bytes:
    raw = Raw(
        catalog=b"/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]/Order[6 0 R]>>>>",
        content=TEXT + b"/OC /L BDC 0 g 100 100 300 300 re f EMC",
    )
    raw.objects[6] = b"<</Type/OCG/Name(Dold)>>"
    raw.set_page(resources=b"/Properties<</L 6 0 R>>")
    return raw.write()


@taken("lager-i-ring", "lager vars synlighet beror på dem själva", "annex_hidden_layers")
def cyclic_layers() -> bytes:
    raw = Raw(
        catalog=b"/OCProperties<</OCGs[6 0 R]/D<</BaseState/OFF/Order[7 0 R]>>>>",
        content=TEXT + b"/OC /L BDC 0 g 100 100 30 30 re f EMC",
    )
    raw.objects[6] = b"<</Type/OCMD/OCGs[6 0 R]/VE[/And 7 0 R]>>"
    raw.objects[7] = b"[/Not 7 0 R]"
    raw.set_page(resources=b"/Properties<</L 6 0 R>>")
    return raw.write()


@taken("text-vit", "vit text på vit botten, och text utanför sidan")
def white_text() -> bytes:
    return Raw(
        content=TEXT + b"1 g BT /F1 12 Tf 70 600 Td (osynlig) Tj 0 -2000 Td (utanf\\366r) Tj ET"
    ).write()


def _token(counter: count[int]) -> Callable[[int], bytes]:
    return lambda length: hashlib.sha512(b"%d" % next(counter)).digest()[:length]


def _locked(algorithm: str, user: str, owner: str = "agare") -> Maker:
    """The page encrypted; the random bytes are the same every time."""

    def make() -> bytes:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(Raw().write())))
        with patch.object(secrets, "token_bytes", _token(count())):
            writer.generate_file_identifiers()
            writer.encrypt(
                user,
                owner,
                algorithm=algorithm,
                permissions_flag=UserAccessPermissions.EXTRACT_TEXT_AND_GRAPHICS,
            )
            held = io.BytesIO()
            writer.write(held)
        return held.getvalue()

    return make


_LOCKS = (("RC4-40", "rc4-40"), ("RC4-128", "rc4-128"), ("AES-128", "aes-128"), ("AES-256", "aes-256"))
for algorithm, name in _LOCKS:
    taken(
        f"skyddad-{name}", f"skydd mot ändring med {algorithm}, utan lösenord att öppna", "annex_restricted"
    )(_locked(algorithm, ""))
    refused(f"last-{name}", f"låst med lösenord, {algorithm}", "file_password_protected")(
        _locked(algorithm, "hemligt")
    )


@refused("last-okant", "låst med ett sätt som inte finns", "file_broken")
def unknown_lock() -> bytes:
    raw = Raw()
    raw.objects[6] = b"<</Filter/Hittepa/V 99/R 99>>"
    return raw.write(trailer=b"/Encrypt 6 0 R/ID[<00><00>]")


@refused("last-i-ring", "låset är beskrivet av sig självt", "file_broken")
def cyclic_lock() -> bytes:
    raw = Raw()
    raw.objects[6] = b"6 0 R"
    return raw.write(trailer=b"/Encrypt 6 0 R/ID[<00><00>]")


@taken("js-i-mangd", "JavaScript som utger sig för att vara en del av strukturen", _REMOVED)
def disguised_script() -> bytes:
    raw = Raw(catalog=b"/OpenAction 6 0 R", page=b"/X 6 0 R")
    raw.objects[6] = b"<</Type/StructElem/S 7 0 R/P 3 0 R/JS(app.alert\\(1\\))>>"
    raw.objects[7] = b"/JavaScript"
    return raw.write()


@taken("thumb-i-ring", "miniatyr, trådar och privata uppgifter som leder i ring")
def cyclic_leftovers() -> bytes:
    raw = Raw(page=b"/Thumb 3 0 R/B[3 0 R]/PieceInfo 3 0 R/Metadata 3 0 R/Group 3 0 R")
    raw.objects[PAGE] = raw.objects[PAGE].replace(b"/Group 3 0 R", b"/Group %s" % ref(PAGE))
    return raw.write()
