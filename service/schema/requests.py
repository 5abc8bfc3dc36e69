"""What the HTTP API takes: the same fields, faults and words as the document types."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from service.model.choices import Choice
from service.model.people import Role
from service.schema.base import Base
from service.schema.fields import Described, Diarienummer, EnumField, Flag, Identifier, Paragraf, Text
from service.schema.figures import DateField, DecimalField, IntegerField
from service.schema.nesting import ListOf, list_of_groups


class Secret(Text):
    """A password: every character counts, also blanks."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # noqa: ARG002 - marshmallow's signature
        if not isinstance(value, str):
            raise self.refuse("not_text", "text", "(dolt)", "Skriv värdet som text, inom citattecken.")
        return unicodedata.normalize("NFC", value)


class Scope(Choice):
    """What a token may do."""

    LASA = "lasa", "Läsa"
    SKRIVA = "skriva", "Läsa och skriva"


class Format(Choice):
    """Files that a report is built as."""

    DOCX = "docx", "Word"
    PDF = "pdf", "PDF"


class Edition(Choice):
    """Editions of a packet."""

    INTERN = "intern", "Intern"
    PUBLIK = "publik", "Offentlig"


class Request(Base):
    """A body that stays a mapping."""

    MODEL = dict


class LoginRequest(Request):
    """Inloggning."""

    anvandarnamn = Text("Användarnamn", "Kontots namn.", required=True)
    losenord = Secret("Lösenord", "Kontots lösenord.", required=True)


class PasswordRequest(Request):
    """Byte av lösenord."""

    nuvarande = Secret("Nuvarande lösenord", "Det som gäller nu.", required=True)
    nytt = Secret("Nytt lösenord", "Minst tolv tecken.", required=True)


class NewPasswordRequest(Request):
    """Ett nytt lösenord för någon annans konto."""

    nytt = Secret("Nytt lösenord", "Minst tolv tecken.", required=True)


class TokenRequest(Request):
    """En ny API-nyckel."""

    namn = Text("Namn", "Vad nyckeln är till för.", required=True)
    omfattning = EnumField(Scope, "Omfattning", "Läsa, eller läsa och skriva.", required=True)
    dagar = IntegerField("Dagar", "Hur länge nyckeln gäller.", required=True, lowest=1, highest=366)


class HeldRequest(Request):
    """En roll."""

    roll = EnumField(Role, "Roll", "Rollens beteckning.", required=True)
    organ = Identifier("Organ", "För handläggare och nämndsekreterare: organets beteckning.")


class AccountRequest(Request):
    """Ett nytt konto."""

    anvandarnamn = Text("Användarnamn", "Små bokstäver, siffror, punkt, bindestreck och @.", required=True)
    namn = Text("Namn", "Personens namn.", required=True)
    losenord = Secret(
        "Lösenord", "Minst tolv tecken; utelämnas för den som loggar in hos kommunens inloggningstjänst."
    )
    roller = list_of_groups(HeldRequest, "Roller", "Vad personen får göra.", required=True)


class AccountChangeRequest(Request):
    """Ändring av ett konto."""

    aktiv = Flag("Aktivt", "Nej stänger kontot genast.", required=True)
    roller = list_of_groups(HeldRequest, "Roller", "Alla roller som kontot ska ha.", required=True)


class StepRequest(Request):
    """Uppgifter till ett steg; vilka som behövs beror på steget."""

    varfor = Text("Skäl", "Varför steget tas; måste anges när rapporten återlämnas.")
    datum = DateField("Beslutsdatum", "Dagen för organets beslut.")
    paragraf = Paragraf("Paragraf", "Protokollets paragraf.")
    protokollsutdrag = Identifier("Protokollsutdrag", "Id för en fil som du har skickat.")
    diarienummer = Diarienummer("Diarienummer", "Rapportens nummer i diariet.")
    ks_datum = DateField("Kommunstyrelsens datum", "Dagen för kommunstyrelsens beslut.")
    ks_paragraf = Paragraf("Kommunstyrelsens paragraf", "Protokollets paragraf.")
    kf_datum = DateField("Fullmäktiges datum", "Dagen för fullmäktiges beslut.")
    kf_paragraf = Paragraf("Fullmäktiges paragraf", "Protokollets paragraf.")


class BuildRequest(Request):
    """Beställning av en rapports dokument."""

    format = ListOf(EnumField(Format, "Format"), "Format", "Word, PDF eller båda; båda om inget anges.")


class CompileRequest(Request):
    """Beställning av ett sammanträdes paket."""

    utgavor = ListOf(EnumField(Edition, "Utgåva"), "Utgåvor", "Den interna om inget anges.")
    del_mb = DecimalField(
        "Delstorlek", "Skriv också paketet i delar som var och en är högst så stor, i megabyte."
    )
    efter = Identifier(
        "Efter", "Id för jobbet som gjorde förra utskickets paket; dess nummer och sidor ligger fast."
    )


class ReleaseRequest(Request):
    """Vilket paket som ges ut."""

    jobb = Identifier("Jobb", "Id för jobbet som gjorde paketet.", required=True)


class WithdrawRequest(Request):
    """Varför ett utgivet paket återkallas."""

    varfor = Text("Skäl", "Varför paketet återkallas.", required=True)


class OverviewRequest(Request):
    """Beställning av årets nulägesbild."""

    verksamhetsar = IntegerField(
        "Verksamhetsår", "Det år som rapporterna beskriver.", required=True, lowest=1900, highest=2199
    )
    diarienummer = Diarienummer("Diarienummer", "Nulägesbildens nummer i diariet.")


class OrderRequest(Request):
    """En ny ordning."""

    ordning = ListOf(Identifier("Id"), "Ordning", "Alla id i den ordning de ska ha.", required=True, least=1)


class AnyField(Described):
    """A group that is checked by the document type's own schema, further in."""

    def json_type(self) -> Mapping[str, Any]:
        """An object."""
        return {"type": "object"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # noqa: ARG002 - marshmallow's signature
        if not isinstance(value, Mapping):
            raise self.refuse("not_a_group", "en grupp av fält", value, "Skriv fälten inom klamrar: { … }.")
        return value


class MeetingRequest(Request):
    """Ett sammanträde och dess kallelse, som i mötesfilen."""

    sammantrade = AnyField("Sammanträde", "Fälten i mötesfilens ”sammantrade”.", required=True)
    kallelse = AnyField("Kallelse", "Fälten i mötesfilens ”kallelse”.", required=True)
