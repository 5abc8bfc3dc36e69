"""The file with what persons have decided about what may be published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError

from service.errors import InvalidInput
from service.model.publicering import Beslut, Beslutslista, EgenMask, Fyndslag, Publiceringsbeslut
from service.schema.base import Base
from service.schema.cleaning import clean
from service.schema.fields import EnumField, Identifier, Pattern, Text
from service.schema.figures import DecimalField, IntegerField, MomentField
from service.schema.nesting import ListOf, list_of_groups
from service.schema.problems import to_problems


class Sha256(Pattern):
    """A checksum."""

    PATTERN = "^[0-9a-f]{64}$"
    CODE = "invalid_sha256"
    EXPECTED = "en kontrollsumma (sha256)"
    REMEDY = "Kopiera den som ”samlad granska-publicering” visar."


class BeslutSchema(Base):
    """Ett beslut."""

    MODEL = Beslut

    sha256 = Sha256("Kontrollsumma", "Filens sha256; beslutet gäller bara den filen.", required=True)
    handling = Text("Handling", "Handlingens nummer när beslutet togs, för den som läser.")
    fynd = Identifier("Fynd", "Fyndets id; utan det gäller beslutet alla fynd av slaget i filen.")
    slag = EnumField(Fyndslag, "Slag", "Vilket slags fynd beslutet gäller.")
    beslut = EnumField(Publiceringsbeslut, "Beslut", "Publicera, maskera eller lyft ut.", required=True)
    av = Text("Av", "Vem som har beslutat.", required=True)
    tid = MomentField("Tid", "När.", required=True)
    grund = Text("Grund", "Varför, till exempel en bestämmelse i OSL; den sägs där något är maskerat.")


class EgenMaskSchema(Base):
    """En egen mask."""

    MODEL = EgenMask

    sha256 = Sha256("Kontrollsumma", "Filens sha256.", required=True)
    handling = Text("Handling", "Handlingens nummer, för den som läser.")
    sida = IntegerField("Sida", "Sidan i handlingen, från 1.", required=True, lowest=1, highest=100_000)
    ruta = ListOf(
        DecimalField("Mått"),
        "Ruta",
        "Vänster, nederkant, höger och överkant i punkter (1/72 tum) från sidans nedre vänstra hörn.",
        required=True,
        least=4,
    )
    av = Text("Av", "Vem som har beslutat.", required=True)
    tid = MomentField("Tid", "När.", required=True)
    grund = Text("Grund", "Varför.")


class BeslutslistaSchema(Base):
    """Beslut inför publicering."""

    MODEL = Beslutslista

    beslut = list_of_groups(BeslutSchema, "Beslut", "Besluten om fynd.")
    masker = list_of_groups(EgenMaskSchema, "Masker", "Egna masker, där inget hittades.")


def load_decisions(raw: Mapping[str, Any], source: str) -> Beslutslista:
    """The decisions of a file.

    Raises:
        InvalidInput: with every fault.
    """
    cleaned, _ = clean(raw, source)
    try:
        loaded: Beslutslista = BeslutslistaSchema().load(cleaned)
    except ValidationError as error:
        raise InvalidInput(*to_problems(error.messages, source)) from error
    return loaded
