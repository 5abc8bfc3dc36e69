"""A delivery to the e-archive with something of everything, and the store that has its files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from service.model.choices import Omfattning
from service.model.diarium import Filvariant, Riktning
from service.model.leverans import (
    Aktor,
    Beslut,
    Gallringsuppgift,
    Leverans,
    Leveransslag,
    LevereradFil,
    LevereradHandling,
    LevereratArende,
    Overenskommelse,
    Profil,
    Relation,
    Underskrift,
)
from service.model.parts import Sekretess

ID = "3b9fbc5f-3eaf-4521-9726-0f142feb04c3"
AT = datetime(2026, 12, 15, 8, 0, 5, tzinfo=UTC)


@dataclass
class Store:
    """Files by their sha256, in memory."""

    blobs: dict[str, bytes] = field(default_factory=dict)

    def put(self, content: bytes) -> str:
        """Keep the bytes."""
        sha256 = hashlib.sha256(content).hexdigest()
        self.blobs[sha256] = content
        return sha256

    def open(self, sha256: str) -> Iterator[bytes]:
        """The bytes, in blocks of no even size."""
        content = self.blobs[sha256]
        for start in range(0, len(content), 7):
            yield content[start : start + 7]

    def fil(self, name: str, variant: Filvariant, content: bytes, mime: str, **more: str) -> LevereradFil:
        """A file that the store has."""
        at = datetime(2026, 10, 1, 6, 30, tzinfo=UTC)
        return LevereradFil(f"fil-{name}", name, variant, self.put(content), len(content), mime, at, **more)  # type: ignore[arg-type]


def delivery(profil: Profil = Profil.FGS_2_0) -> tuple[Leverans, Store]:
    """Two matters: one with all that there is, one with what a bare one has."""
    store = Store()
    terms = Overenskommelse(
        Aktor("Kommunstyrelsen", "ORG:2120001439"),
        Aktor("Ale kommun", "ORG:2120001439"),
        Aktor("Sydarkivera", "ORG:2220002965"),
        Aktor("Rut Registrator", "", "rut@ale.example", "0303-37 00 00"),
        "ÖK 2026:7",
        "SE/A005/KS",
        "ÖK 2019:1",
        "SE/A005/K",
        "Kommunstyrelsens arkiv",
        "Klassa 2.1",
    )
    leverans = Leverans(
        ID, profil, Leveransslag.NY, AT, terms, Aktor("Samlad", "0.1.0"), (_full(store), _bare(store))
    )
    return leverans, store


def _full(store: Store) -> LevereratArende:
    signed = store.fil("Protokollsutdrag § 98.pdf", Filvariant.SIGNERAD, b"%PDF signerad", "application/pdf")
    signature = Underskrift(
        "Åsa Öberg", datetime(2026, 9, 21, 7, tzinfo=UTC), True, datetime(2026, 10, 2, tzinfo=UTC)
    )
    report = LevereradHandling(
        "handling-1",
        1,
        "KS.2026.3-1",
        "Nulägesbeskrivning för utbildningsnämnden & skolan",
        "nulagesbeskrivning",
        Riktning.INKOMMEN,
        date(2026, 10, 2),
        datetime(2026, 10, 2, 9, 15, tzinfo=UTC),
        titel_publik="Nulägesbeskrivning",
        avsandare=("Utbildningsnämnden",),
        mottagare=("Kommunstyrelsen",),
        handlaggare="Anna Handläggare",
        klassificering="1.2.3",
        bilagenummer="Bilaga 4.1",
        sekretess=_secret("23 kap. 2 § OSL", 2, Omfattning.DELAR),
        relationer=(Relation("replaces", "KS.2025.9-1"), Relation("besvarar", "KS.2026.1-2")),
        filer=(
            store.fil(
                "Nuläge åäö.docx",
                Filvariant.PRODUKTION,
                b"docx" * 50,
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                pronom="fmt/412",
            ),
            store.fil(
                "Nuläge åäö.pdf",
                Filvariant.BEVARANDE,
                b"%PDF bevarande",
                "application/pdf",
                format="PDF/A-2b",
            ),
            store.fil(
                "../Nuläge publik.pdf",
                Filvariant.PUBLIK,
                b"%PDF publik",
                "application/pdf",
                format="PDF/A-2b",
            ),
        ),
    )
    excerpt = LevereradHandling(
        "handling-2",
        2,
        "KS.2026.3-2",
        "Protokollsutdrag",
        "protokollsutdrag",
        Riktning.UPPRATTAD,
        date(2026, 9, 20),
        datetime(2026, 10, 2, 9, 20, tzinfo=UTC),
        beslutad=date(2026, 9, 20),
        filer=(replace(signed, underskrifter=(signature,)),),
    )
    gone = LevereradHandling(
        "handling-3",
        3,
        "KS.2026.3-3",
        "Kallelse",
        "kallelse",
        Riktning.UTGAENDE,
        date(2026, 12, 4),
        datetime(2026, 12, 4, 10, tzinfo=UTC),
        expedierad=date(2026, 12, 5),
        mottagare=("Ledamöter och ersättare",),
        gallring=Gallringsuppgift("KS 2025-01-15 § 7", date(2026, 12, 10), "2 år"),
        gallrad=date(2026, 12, 11),
    )
    return LevereratArende(
        "arende-1",
        "KS.2026.3",
        "Nulägesbeskrivningar 2026",
        "Kommunstyrelsen",
        date(2026, 10, 1),
        date(2026, 12, 14),
        "Nulägesbeskrivningar",
        "1.2",
        "Styra verksamheten",
        "Anna Handläggare",
        "Kansliet",
        ("AB Alebyggen",),
        ("nuläge", "styrmodell"),
        _secret("21 kap. 7 § OSL", 3, Omfattning.HELA),
        beslut=(
            Beslut("Utbildningsnämnden", date(2026, 9, 20), "§ 98"),
            Beslut(
                "Kommunfullmäktige", date(2026, 12, 14), "§ 201", "Redovisningen läggs till handlingarna."
            ),
        ),
        relationer=(Relation("reference", "KS.2025.9"),),
        handlingar=(report, excerpt, gone),
    )


def _bare(store: Store) -> LevereratArende:
    handling = LevereradHandling(
        "handling-4",
        1,
        "KS/2026:4-1",
        "Skrivelse",
        "skrivelse",
        Riktning.INKOMMEN,
        date(2026, 11, 1),
        datetime(2026, 11, 2, 8, tzinfo=UTC),
        filer=(store.fil("utan-andelse", Filvariant.PRODUKTION, b"", "text/plain"),),
    )
    return LevereratArende(
        "arende-2", "KS/2026:4", "Skrivelse", "Kommunstyrelsen", date(2026, 11, 2), handlingar=(handling,)
    )


def _secret(ground: str, day: int, extent: Omfattning) -> Sekretess:
    noted = date(2026, 10, day)
    return Sekretess(
        markerad=True, bestammelse=ground, datum=noted, myndighet="Kommunstyrelsen", omfattning=extent
    )
