"""Input of a nulägesbild: the year, and where the reports and the dialogs' summaries lie (domain 9.2, 9.3)."""

from __future__ import annotations

from service.model.nulagesbildsorder import Nulagesbildsorder
from service.schema.base import ENVELOPE, Base, document_fields
from service.schema.fields import Diarienummer, FilePath, Flag, Identifier, Ref
from service.schema.figures import DateField, YearField
from service.schema.nesting import ListOf

SLUG = "nulagesbild"
TITLE = "Nulägesbild"


class NulagesbildSchema(Base):
    """En nulägesbild: vad alla nämnder och bolag säger ett år, sida vid sida."""

    MODEL = Nulagesbildsorder
    NOT_IN_MODEL = ENVELOPE

    dokumenttyp, ramverk = document_fields(SLUG)
    id = Identifier("Id", "Dokumentets beteckning, till exempel NBILD-2026.", "P", required=True)
    ar = YearField("Verksamhetsår", "Det år som rapporterna beskriver.", "S:114", required=True)
    organ = Ref(
        "organ", "Organ", "Den som lägger fram nulägesbilden; utan uppgift kommunstyrelsen.", "KL 6:1"
    )
    datum = DateField("Datum", "Nulägesbildens datum.", "P", required=True)
    diarienummer = Diarienummer("Diarienummer", "Ärendets nummer i diariet.", "OSL 5:2")
    underlag = ListOf(
        FilePath("Underlag"),
        "Underlag",
        "Rapporternas och dialogsammanfattningarnas filer, eller mappar med dem, räknat från den här filen.",
        "S:114, 161, 169",
        required=True,
        least=1,
    )
    med_utkast = Flag("Med utkast", "Om också rapporter med status utkast ska återges.", "P")


SCHEMA = NulagesbildSchema
