"""Files whose pages have odd sizes, turns and units."""

from __future__ import annotations

from tests.files.hostile.case import Maker, refused, taken
from tests.files.hostile.raw import Raw


def _page(box: bytes, more: bytes = b"") -> Maker:
    def make() -> bytes:
        raw = Raw()
        raw.set_page(more, box=box)
        return raw.write()

    return make


_A4 = b"/MediaBox[0 0 595 842]"

taken("ruta-saknas", "sidan har ingen storlek", "annex_page_unclear")(_page(b""))
taken("ruta-tom", "sidans storlek är en tom lista", "annex_page_unclear")(_page(b"/MediaBox[]"))
taken("ruta-noll", "sidan är noll gånger noll", "annex_page_unclear")(_page(b"/MediaBox[0 0 0 0]"))
taken("ruta-negativ", "sidans hörn har negativa tal")(_page(b"/MediaBox[-300 -400 295 442]"))
taken("ruta-baklanges", "sidans hörn står i omvänd ordning")(_page(b"/MediaBox[595 842 0 0]"))
taken("ruta-nan", "sidans mått är ord och jättetal", "annex_repaired")(_page(b"/MediaBox[NaN inf --5 1e999]"))
refused("ruta-overflod", "sidans mått har fyrahundra siffror", "file_broken")(
    _page(b"/MediaBox[0 0 %s 842]" % (b"9" * 400))
)
taken("ruta-text", "sidans mått är strängar", "annex_page_unclear")(_page(b"/MediaBox[(0)(0)(595)(842)]"))
taken("ruta-ring", "sidans mått är en lista som hänvisar till sidan", "annex_page_unclear")(
    _page(b"/MediaBox[0 0 3 0 R 842]")
)
taken("sida-liten", "sidan är en halv centimeter", "annex_page_size")(_page(b"/MediaBox[0 0 14 14]"))
refused("sida-jatte", "sidan är sjuttio meter lång", "annex_page_too_large")(
    _page(b"/MediaBox[0 0 595 200000]")
)
refused("sida-ofantlig", "sidan är trehundra meter åt varje håll", "annex_page_too_large")(
    _page(b"/MediaBox[0 0 900000 900000]")
)
refused("beskuren-utanfor", "beskärningen ligger utanför sidan", "annex_not_drawn")(
    _page(_A4, b"/CropBox[2000 2000 2595 2842]")
)
taken("beskuren-noll", "beskärningen är tom", "annex_page_unclear")(_page(_A4, b"/CropBox[9 9 9 9]"))
taken("vriden-45", "sidan är vriden 45 grader", "annex_page_unclear")(_page(_A4, b"/Rotate 45"))
taken("vriden-minus-90", "sidan är vriden minus 90 grader")(_page(_A4, b"/Rotate -90"))
taken("vriden-mycket", "sidan är vriden 3 690 grader")(_page(_A4, b"/Rotate 3690"))
taken("vriden-ord", "sidans vridning är ett ord", "annex_page_unclear")(_page(_A4, b"/Rotate/Hoger"))
taken("enhet-noll", "sidans enhet är noll", "annex_page_unclear")(_page(_A4, b"/UserUnit 0"))
taken("enhet-negativ", "sidans enhet är negativ", "annex_page_unclear")(_page(_A4, b"/UserUnit -3"))
taken("enhet-2", "sidans enhet är två punkter", "annex_page_size")(_page(_A4, b"/UserUnit 2"))
refused("enhet-jatte", "sidans enhet är en miljon punkter", "annex_page_too_large")(
    _page(_A4, b"/UserUnit 1000000")
)
