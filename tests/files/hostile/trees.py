"""Files whose objects lead in circles, too deep, or to too much."""

# ruff: noqa: D103 - the decorator says what it is

from __future__ import annotations

from tests.files.hostile.case import refused, taken
from tests.files.hostile.raw import CATALOG, CONTENT, PAGE, PAGES, TEXT, Raw, ref


@refused("sidtrad-i-ring", "en gren i sidträdet är sin egen gren", "file_broken")
def cyclic_pages() -> bytes:
    raw = Raw()
    raw.objects[PAGES] = b"<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>"
    raw.objects[6] = b"<</Type/Pages/Parent 2 0 R/Kids[6 0 R 2 0 R]/Count 1>>"
    return raw.write()


@refused("sidtrad-djupt", "sidan ligger tretusen grenar ned", "file_broken")
def deep_pages() -> bytes:
    raw = Raw()
    raw.objects[PAGES] = b"<</Type/Pages/Kids[10 0 R]/Count 1>>"
    for at in range(3000):
        raw.objects[10 + at] = b"<</Type/Pages/Parent %s/Kids[%s]/Count 1>>" % (
            ref(9 + at if at else PAGES),
            ref(11 + at),
        )
    raw.objects[3010] = Raw.page()
    return raw.write()


@taken("sida-tva-ganger", "samma sida står två gånger i sidträdet")
def page_twice() -> bytes:
    raw = Raw()
    raw.objects[PAGES] = b"<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2>>"
    return raw.write()


@taken("sidor-null", "sidträdet har tomma platser", "annex_repaired")
def null_pages() -> bytes:
    raw = Raw()
    raw.objects[PAGES] = b"<</Type/Pages/Kids[null 3 0 R 99 0 R null]/Count 4>>"
    return raw.write()


@taken("sidantal-ljuger", "/Count säger två miljarder, men sidan är en")
def lying_count() -> bytes:
    raw = Raw()
    raw.objects[PAGES] = b"<</Type/Pages/Kids[3 0 R]/Count 2147483647>>"
    return raw.write()


@taken("sidantal-negativt", "/Count är negativt")
def negative_count() -> bytes:
    raw = Raw()
    raw.objects[PAGES] = b"<</Type/Pages/Kids[3 0 R]/Count -7>>"
    return raw.write()


@refused("sidor-noll", "inga sidor", "annex_no_pages")
def no_pages() -> bytes:
    raw = Raw()
    raw.objects[PAGES] = b"<</Type/Pages/Kids[]/Count 0>>"
    return raw.write()


@refused("sidor-100000", "hundratusen sidor", "too_many_pages")
def many_pages() -> bytes:
    raw = Raw()
    kids = b" ".join(ref(10 + at) for at in range(100_000))
    raw.objects[PAGES] = b"<</Type/Pages/Kids[%s]/Count 100000/MediaBox[0 0 595 842]>>" % kids
    for at in range(100_000):
        raw.objects[10 + at] = b"<</Type/Page/Parent 2 0 R>>"
    return raw.write()


@refused("sidor-100000-trasig", "hundratusen sidor utan korsreferenstabell", "file_broken")
def many_pages_broken() -> bytes:
    raw = Raw()
    kids = b" ".join(ref(10 + at) for at in range(100_000))
    raw.objects[PAGES] = b"<</Type/Pages/Kids[%s]/Count 100000/MediaBox[0 0 595 842]>>" % kids
    for at in range(100_000):
        raw.objects[10 + at] = b"<</Type/Page/Parent 2 0 R>>"
    return raw.write_without_table()


@taken("sida-ar-katalogen", "en sida i trädet är katalogen", "annex_repaired")
def catalog_as_page() -> bytes:
    raw = Raw()
    raw.objects[PAGES] = b"<</Type/Pages/Kids[3 0 R 1 0 R]/Count 2>>"
    return raw.write()


@taken("bokmarken-i-ring", "bokmärkena leder i ring")
def cyclic_outline() -> bytes:
    raw = Raw(catalog=b"/Outlines 6 0 R")
    raw.objects[6] = b"<</Type/Outlines/First 7 0 R/Last 8 0 R/Count 2>>"
    raw.objects[7] = b"<</Title(Ett)/Parent 6 0 R/Next 8 0 R/First 7 0 R/Dest[3 0 R/Fit]>>"
    raw.objects[8] = b"<</Title(Tv\\345)/Parent 6 0 R/Next 7 0 R/First 6 0 R/Dest[3 0 R/Fit]>>"
    return raw.write()


@taken("bokmarken-djupa", "femtusen bokmärken under varandra")
def deep_outline() -> bytes:
    raw = Raw(catalog=b"/Outlines 6 0 R")
    raw.objects[6] = b"<</Type/Outlines/First 7 0 R/Count 1>>"
    for at in range(7, 5007):
        raw.objects[at] = b"<</Title(%d)/First %s/Dest[3 0 R/Fit]>>" % (at, ref(at + 1))
    return raw.write()


@taken("mal-i-ring", "ett länkmål hänvisar till sig självt", "annex_repaired")
def cyclic_destination() -> bytes:
    raw = Raw(
        catalog=b"/Names<</Dests 6 0 R>>",
        page=b"/Annots[<</Type/Annot/Subtype/Link/Rect[70 100 200 140]/Dest(a)>>]",
    )
    raw.objects[6] = b"<</Kids[6 0 R]/Names[(a) 7 0 R]>>"
    raw.objects[7] = b"7 0 R"
    return raw.write()


@taken("struktur-i-ring", "strukturträdet leder i ring")
def cyclic_structure() -> bytes:
    raw = Raw(catalog=b"/MarkInfo<</Marked true>>/StructTreeRoot 6 0 R", page=b"/StructParents 0")
    raw.objects[6] = b"<</Type/StructTreeRoot/K 7 0 R/ParentTree 9 0 R/RoleMap<</A/B/B/A>>>>"
    raw.objects[7] = b"<</Type/StructElem/S/A/P 8 0 R/K[8 0 R 7 0 R]>>"
    raw.objects[8] = b"<</Type/StructElem/S/B/P 7 0 R/K[7 0 R 6 0 R]>>"
    raw.objects[9] = b"<</Kids[9 0 R]/Nums[0[7 0 R 8 0 R]]>>"
    return raw.write()


@taken("formular-i-ring", "formulärets fält är sina egna föräldrar", "annex_form")
def cyclic_form() -> bytes:
    raw = Raw(catalog=b"/AcroForm<</Fields[6 0 R]>>", page=b"/Annots[7 0 R]")
    raw.objects[6] = b"<</T(a)/FT/Tx/Parent 7 0 R/Kids[7 0 R]>>"
    raw.objects[7] = b"<</Type/Annot/Subtype/Widget/Rect[70 100 200 140]/T(b)/Parent 6 0 R/Kids[6 0 R]>>"
    return raw.write()


@refused("hanvisning-i-ring", "innehållet är en hänvisning som leder i ring", "file_broken")
def cyclic_reference() -> bytes:
    raw = Raw()
    raw.objects[CONTENT] = b"6 0 R"
    raw.objects[6] = b"4 0 R"
    return raw.write()


@refused("hanvisning-lang", "innehållet ligger bakom tretusen hänvisningar", "file_broken")
def long_chain() -> bytes:
    raw = Raw()
    raw.objects[CONTENT] = b"10 0 R"
    for at in range(10, 3010):
        raw.objects[at] = ref(at + 1)
    raw.put_stream(TEXT, at=3010)
    return raw.write()


@refused("matris-djup", "hundratusen matriser i varandra", "file_broken")
def deep_array() -> bytes:
    return Raw(page=b"/X" + b"[" * 100_000 + b"]" * 100_000).write()


@refused("matris-trehundra", "trehundra matriser i varandra", "annex_nested_too_deep")
def array_of_300() -> bytes:
    return Raw(page=b"/X" + b"[" * 300 + b"]" * 300).write()


@refused("uppslag-djupt", "tretusen uppslag i varandra", "annex_nested_too_deep")
def deep_dictionary() -> bytes:
    return Raw(page=b"/X" + b"<</X" * 3000 + b" 1" + b">>" * 3000).write()


@taken("kedja-djup", "tiotusen objekt i kedja bakom sidan")
def deep_objects() -> bytes:
    raw = Raw(page=b"/X 10 0 R")
    for at in range(10, 10_010):
        raw.objects[at] = b"<</X %s>>" % ref(at + 1)
    return raw.write()


@taken("objekt-i-sig", "ett formulärobjekt ritar sig självt")
def recursive_drawing() -> bytes:
    raw = Raw(content=TEXT + b"/A Do")
    drawn = raw.put_stream(
        b"/A Do", b"/Type/XObject/Subtype/Form/BBox[0 0 100 100]/Resources<</XObject<</A 6 0 R>>>>"
    )
    raw.set_page(resources=b"/XObject<</A %s>>" % ref(drawn))
    return raw.write()


@refused(
    "objekt-miljarder",
    "tolv formulärobjekt som vart och ett ritar nästa trettio gånger",
    "annex_crashes",  # PDFium ends itself when there is no more memory
    seconds=40,  # so that the memory is gone first on slow machines too
)
def exponential_drawing() -> bytes:
    raw = Raw(content=TEXT + b"/A Do")
    for at in range(6, 18):
        raw.put_stream(
            b"/A Do " * 30,
            b"/Type/XObject/Subtype/Form/BBox[0 0 600 900]/Resources<</XObject<</A %s>>>>" % ref(at + 1),
            at=at,
        )
    raw.put_stream(b"0 0 9 9 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 600 900]", at=18)
    raw.set_page(resources=b"/XObject<</A 6 0 R>>")
    return raw.write()


@taken("type3-i-sig", "ett tecken i ett Type 3-typsnitt skriver sig självt")
def recursive_font() -> bytes:
    raw = Raw(content=TEXT + b"BT /T 12 Tf 70 500 Td (a) Tj ET")
    raw.put_stream(b"500 0 d0 BT /T 1 Tf (a) Tj ET", at=7)
    raw.objects[6] = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.1 0 0 .1 0 0]/CharProcs<</a 7 0 R>>/FirstChar 97"
        b"/LastChar 97/Widths[500]/Encoding<</Differences[97/a]>>/Resources<</Font<</T 6 0 R>>>>>>"
    )
    raw.set_page(resources=b"/ExtGState<<>>")
    raw.objects[PAGE] = raw.objects[PAGE].replace(b"/F1 5 0 R", b"/F1 5 0 R/T 6 0 R")
    return raw.write()


@refused("anteckningar-65000", "sextiofemtusen länkar på en sida", "annex_too_many_annotations")
def many_annotations() -> bytes:
    raw = Raw(page=b"/Annots[%s]" % b" ".join(ref(10 + at) for at in range(65_000)))
    for at in range(65_000):
        raw.objects[10 + at] = (
            b"<</Type/Annot/Subtype/Link/Rect[70 100 200 140]/A<</S/URI/URI(https://a.se/)>>>>"
        )
    return raw.write()


@taken("anteckningar-fel", "anteckningar som är tal, null, strängar och inga alls")
def odd_annotations() -> bytes:
    return Raw(page=b"/Annots[1 null (a) 99 0 R<<>>[/a]<</Subtype/Link>>]").write()


@taken("innehall-saknas", "sidan har inget innehåll", "annex_no_text")
def no_content() -> bytes:
    raw = Raw()
    raw.set_page(contents=b"")
    return raw.write()


@taken("innehall-null", "innehållet är en lista med null och hänvisningar ut i intet")
def null_contents() -> bytes:
    raw = Raw()
    raw.set_page(contents=b"/Contents[null 99 0 R 4 0 R null]")
    return raw.write()


@refused("innehall-ar-tal", "innehållet är ett tal", "file_broken")
def content_is_number() -> bytes:
    raw = Raw()
    raw.set_page(contents=b"/Contents 42")
    return raw.write()


@taken("innehall-10000-delar", "innehållet är delat i tiotusen strömmar")
def many_contents() -> bytes:
    raw = Raw()
    raw.set_page(contents=b"/Contents[4 0 R %s]" % b" ".join(ref(10 + at) for at in range(10_000)))
    for at in range(10_000):
        raw.put_stream(b"0 g", at=10 + at)
    return raw.write()


@taken("typsnitt-saknas", "sidan använder typsnitt som inte finns")
def missing_fonts() -> bytes:
    raw = Raw(content=TEXT + b"BT /F2 12 Tf 70 600 Td (Text) Tj /F3 12 Tf (Mer) Tj ET")
    raw.objects[PAGE] = raw.objects[PAGE].replace(b"/F1 5 0 R", b"/F1 5 0 R/F2 99 0 R/F3 null")
    return raw.write()


@taken("resurser-saknas", "sidan har inga resurser")
def no_resources() -> bytes:
    raw = Raw()
    raw.objects[PAGE] = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    return raw.write()


@taken("tillstand-oppet", "innehållet lämnar tusen grafiktillstånd öppna och stänger andra för ofta")
def unbalanced() -> bytes:
    return Raw(content=b"Q Q " + b"q 1 0 0 1 .1 .1 cm " * 1000 + TEXT + b"/Span BMC q").write()


@taken("bilder-i-text", "innehållet är fullt av avbrutna bilder (BI utan EI)")
def unended_images() -> bytes:
    return Raw(content=TEXT + b"BI /W 1 /H 1 " * 200_000).write()


@taken("objektstrom-i-sig", "en objektström bygger vidare på sig själv och säger sig innehålla sig själv")
def object_stream_in_itself() -> bytes:
    raw = Raw()
    packed = {CATALOG: raw.objects.pop(CATALOG), 6: b"<</A 6 0 R>>"}
    return raw.write_packed(packed, entries=b"/Extends 7 0 R")
