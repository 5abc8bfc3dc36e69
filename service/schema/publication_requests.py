"""What the HTTP API takes about decisions before publication."""

from __future__ import annotations

from service.model.publicering import Fyndslag, Publiceringsbeslut
from service.schema.fields import EnumField, Identifier, Text
from service.schema.figures import DecimalField, IntegerField
from service.schema.nesting import ListOf
from service.schema.requests import Request


class PubliceringsbeslutRequest(Request):
    """Ett beslut om fynd: antingen vissa, eller alla av ett slag i en handling."""

    beslut = EnumField(Publiceringsbeslut, "Beslut", "Publicera, maskera eller lyft ut.", required=True)
    fynd = ListOf(Identifier("Fynd"), "Fynd", "Id för de fynd som beslutet gäller.")
    handling = Text("Handling", "Utan fynd: handlingens nummer; alla handlingar om inget anges.")
    slag = EnumField(Fyndslag, "Slag", "Utan fynd: slaget av fynd; alla slag om inget anges.")
    grund = Text("Grund", "Varför, till exempel en bestämmelse i OSL.")


class MaskRequest(Request):
    """En egen mask."""

    handling = Text("Handling", "Handlingens nummer.", required=True)
    sida = IntegerField("Sida", "Sidan i handlingen, från 1.", required=True, lowest=1, highest=100_000)
    ruta = ListOf(
        DecimalField("Mått"),
        "Ruta",
        "Vänster, nederkant, höger och överkant i punkter från sidans nedre vänstra hörn.",
        required=True,
        least=4,
    )
    grund = Text("Grund", "Varför, till exempel en bestämmelse i OSL.")
