"""Input of the framework: everything the governance model rests on (domain 9.1)."""

from __future__ import annotations

from schemas import _ramverk as entities
from service.model.framework import Framework
from service.schema.base import ENVELOPE, Base, document_fields
from service.schema.nesting import Group, list_of_groups

SLUG = "ramverk"
TITLE = "Ramverk"


class RamverkSchema(Base):
    """Styrmodellens ramverk: det fullmäktige har beslutat och som alla dokument hänvisar till."""

    MODEL = Framework
    NOT_IN_MODEL = ENVELOPE

    dokumenttyp, ramverk = document_fields(SLUG)
    kommun = Group(entities.KommunSchema, "Kommun", "Kommunens uppgifter.", "P", required=True)
    styrmodell = Group(
        entities.StyrmodellSchema, "Styrmodell", "Den antagna modellen.", "S:1-18", required=True
    )
    mandatperioder = list_of_groups(
        entities.MandatperiodSchema,
        "Mandatperioder",
        "Minst den mandatperiod som pågår.",
        "KL 5:9",
        required=True,
        least=1,
    )
    organ = list_of_groups(
        entities.OrganSchema,
        "Organ",
        "Fullmäktige, nämnder, bolag, sektorer.",
        "S:52-108",
        required=True,
        least=1,
    )
    ledamoter = list_of_groups(entities.LedamotSchema, "Ledamöter", "Förtroendevalda och andra.", "KL 5:15")
    visioner = list_of_groups(entities.VisionSchema, "Visioner", "Gäller åtta år.", "S:73-77")
    vardegrunder = list_of_groups(entities.VardegrundSchema, "Värdegrunder", "Gäller åtta år.", "S:79-84")
    riktningsmal = list_of_groups(entities.RiktningsmalSchema, "Riktningsmål", "Gäller fyra år.", "S:86-93")
    omvarldsfaktorer = list_of_groups(
        entities.OmvarldsfaktorSchema, "Omvärldsfaktorer", "Gäller fyra år.", "S:95-102"
    )
    styrdokument = list_of_groups(
        entities.StyrdokumentSchema, "Styrdokument", "Reglementen, bolagsordningar, ägardirektiv.", "S:67-71"
    )
    budgetar = list_of_groups(entities.BudgetSchema, "Budgetar", "En per år.", "S:60-65")
    uppdrag = list_of_groups(entities.UppdragSchema, "Uppdrag", "Fullmäktiges uppdrag.", "S:64-65")
    bokslut = list_of_groups(entities.BokslutSchema, "Bokslut", "Delårs- och årsbokslut.", "S:63-64")
    organmal = list_of_groups(
        entities.OrganmalSchema, "Organens mål", "Nämndernas och bolagens egna.", "S:115"
    )
    omvarldsanalyser = list_of_groups(
        entities.OmvarldsanalysSchema, "Omvärldsanalyser", "Den kommungemensamma, en per år.", "S:128-132"
    )
    omvarldsdagar = list_of_groups(entities.OmvarldsdagSchema, "Omvärldsdagar", "En per år.", "S:189-192")
    tillitsprinciper = list_of_groups(
        entities.TillitsprincipSchema, "Tillitsprinciper", "De sju principerna.", "S:29-50"
    )
    processar = list_of_groups(entities.ProcessarSchema, "Processår", "Årets milstolpar.", "P")


SCHEMA = RamverkSchema
