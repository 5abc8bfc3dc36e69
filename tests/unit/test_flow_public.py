"""The public edition's meeting: what is withheld is told by a few open words, and nothing else of it is there."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, time
from typing import Any

import pytest

from service.flow.public import looks_different, public_meeting, stand_ins
from service.model.choices import (
    Arendetyp,
    Handlingstyp,
    Omfattning,
    Publicering,
    Relationstyp,
    Rendition,
)
from service.model.kallelse import Arende, Handling, Kallelse, Kallelseuppgifter, Relation, Sammantrade
from service.model.parts import Sekretess

pytestmark = pytest.mark.unit

UNKNOWN_MASK = Relation(typ=Relationstyp.HAR_MASKAD_VERSION, handling="?")
SECRET = Sekretess(
    markerad=True,
    bestammelse="25 kap. 1 § OSL",
    datum=date(2026, 11, 2),
    myndighet="Socialnämnden",
    omfattning=Omfattning.HELA,
    motivering_intern="HEMLIGT",
    maskad_version="HEMLIGT",
)


def _letter(**more: Any) -> Handling:
    """A document in which every free text would give it away."""
    told: dict[str, Any] = {
        "handlingstyp": Handlingstyp.YTTRANDE,
        "titel": "HEMLIGT",
        "upprattad_av": "HEMLIGT",
        "fil": "HEMLIGT.pdf",
        "datum": date(2026, 10, 1),
        "id": "HEMLIGT",
    }
    return Handling(**told | more)


def _meeting(*handlingar: Handling) -> Kallelse:
    return Kallelse(
        sammantrade=Sammantrade(
            organ="KF", datum=date(2026, 12, 14), tid_start=time(18), plats="A-salen", ordforande="Ordförande"
        ),
        kallelse=Kallelseuppgifter(),
        arenden=(
            Arende(ordning="1", rubrik="Ett ärende", arendetyp=Arendetyp.INFORMATION, handlingar=handlingar),
        ),
    )


def _shown(*handlingar: Handling) -> tuple[Handling, ...]:
    return public_meeting(_meeting(*handlingar)).arenden[0].handlingar


@pytest.mark.parametrize(
    "told",
    [
        {"publiceras": Publicering.NEJ},
        {"publiceras": Publicering.NEJ, "sekretess": SECRET},
        {"publiceras": Publicering.JA, "sekretess": SECRET},
        {"publiceras": Publicering.MASKAD},
        {"publiceras": Publicering.MASKAD, "relationer": (UNKNOWN_MASK,)},
        {"publiceras": Publicering.NEJ, "bifogas_kallelsen": False, "bifogas_inte_orsak": "HEMLIGT"},
    ],
)  # fmt: skip
def test_nothing_of_a_withheld_document_is_left(told: dict[str, Any]) -> None:
    """Without a public title it is called by its kind; no field has any of its words."""
    (shown,) = _shown(_letter(**told))
    assert shown.titel == "Yttrande"
    assert "HEMLIGT" not in repr(shown)
    assert shown.datum is None


def test_the_ground_is_told_openly() -> None:
    """Provision, date and authority, and not the officers' own reasons."""
    (shown,) = _shown(
        _letter(publiceras=Publicering.NEJ, titel_publik="Yttrande från sektorn", sekretess=SECRET)
    )
    assert shown.titel == "Yttrande från sektorn"
    assert shown.sekretess == Sekretess(
        markerad=True, bestammelse="25 kap. 1 § OSL", datum=date(2026, 11, 2), myndighet="Socialnämnden"
    )


def test_a_masked_version_takes_the_place() -> None:
    """Title, date and author are the masked version's; kind and cover sheet the original's."""
    masked = Handling(
        id="mask", handlingstyp=Handlingstyp.BILAGA, titel="Yttrande, maskad version", upprattad_av="Kansliet",
        bifogas_kallelsen=False, bifogas_inte_orsak="Står i den offentliga utgåvan.",
    )  # fmt: skip
    relation = Relation(typ=Relationstyp.HAR_MASKAD_VERSION, handling="mask")
    original = _letter(publiceras=Publicering.MASKAD, relationer=(relation,), forsattsblad=False)
    shown, beside = _shown(original, masked)
    assert (shown.titel, shown.upprattad_av, shown.handlingstyp, shown.forsattsblad) == (
        "Yttrande, maskad version",
        "Kansliet",
        Handlingstyp.YTTRANDE,
        False,
    )
    assert shown.bifogas_kallelsen
    assert not beside.bifogas_kallelsen
    assert "HEMLIGT" not in repr((shown, beside))
    assert stand_ins(_meeting(original, masked)) == {"mask"}


def test_what_is_wholly_secret_has_no_masked_version() -> None:
    """A masked version that is named all the same does not stand in; neither does one that is withheld itself."""
    relation = Relation(typ=Relationstyp.HAR_MASKAD_VERSION, handling="mask")
    masked = Handling(id="mask", handlingstyp=Handlingstyp.BILAGA, titel="Maskad", fil="mask.pdf")
    wholly = _letter(publiceras=Publicering.MASKAD, relationer=(relation,), sekretess=SECRET)
    assert _shown(wholly, masked)[0].titel == "Yttrande"
    partly = _letter(publiceras=Publicering.MASKAD, relationer=(relation,))
    hidden = Handling(id="mask", handlingstyp=Handlingstyp.BILAGA, titel="Maskad", publiceras=Publicering.NEJ)
    assert _shown(partly, hidden)[0].titel == "Yttrande"


def test_a_public_title_is_the_only_one() -> None:
    """A published document with a public title is called by it, and its file name and notes stay behind."""
    (shown,) = _shown(
        _letter(
            titel_publik="Brev", id="", upprattad_av="Boende", relationer=(), handlingstyp=Handlingstyp.MOTION
        )
    )
    assert shown.titel == "Brev"
    assert "HEMLIGT" not in repr(shown)
    assert public_meeting(_meeting()).kallelse.rendition is Rendition.PUBLIK


def test_editions_that_cannot_differ_are_known() -> None:
    """Only a withheld document or another title can make a list longer."""
    plain = Handling(handlingstyp=Handlingstyp.BILAGA, titel="Karta", fil="karta.pdf")
    assert not looks_different(_meeting(plain))
    assert looks_different(_meeting(plain, _letter(publiceras=Publicering.NEJ)))
    assert looks_different(_meeting(_letter(titel_publik="Brev")))


def test_every_field_of_a_document_is_decided_on() -> None:
    """Who adds a field has to say what the public edition does with it."""
    assert is_dataclass(Handling)
    assert {field.name for field in fields(Handling)} == {
        "id", "handlingstyp", "titel", "titel_publik", "datum", "upprattad_av", "fil", "indata", "diarienummer",
        "bifogas_kallelsen", "bifogas_inte_orsak", "utgar_datum", "publiceras", "sekretess", "personuppgiftsgranskad",
        "pdfa", "relationer", "forsattsblad",
    }  # fmt: skip
