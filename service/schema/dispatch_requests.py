"""What the HTTP API takes about a meeting on its way: anslag, utskick, receivers."""

from __future__ import annotations

from service.model.choices import Kallelseslag, Utskickskanal
from service.model.granskning import Anslagsslag, Mottagarstatus
from service.schema.fields import EnumField, Identifier, Text, WebAddress
from service.schema.figures import DateField, MomentField
from service.schema.nesting import ListOf
from service.schema.requests import Request


class AnslagRequest(Request):
    """Något som har satts upp på anslagstavlan."""

    slag = EnumField(
        Anslagsslag, "Slag", "Ett av dem som 8 kap. 10–11 §§ kommunallagen räknar upp.", required=True
    )
    publicerat = MomentField("Publicerat", "När det sattes upp; nu om inget anges.")
    nedtas_tidigast = DateField(
        "Nedtas tidigast", "Annars dagen efter sammanträdet, eller tre veckor för protokoll."
    )
    justerat = DateField("Justerat", "Dagen då protokollet justerades; måste anges för justering.")
    paragrafer = Text("Paragrafer", "Det justerade protokollets, till exempel §§ 114–149.")
    url = WebAddress("Adress", "Var anslaget finns på webbplatsen.")
    intygar = Text("Intygar", "Den som intygar anslaget.")
    forvaringsplats = Text(
        "Förvaringsplats", "Var protokollet finns tillgängligt; måste anges för justering."
    )


class UtskickRequest(Request):
    """Ett nytt utskick."""

    slag = EnumField(Kallelseslag, "Slag", "Vad som skickas; annars det som sammanträdets kallelse säger.")
    paket = Identifier("Paket", "Id för jobbet som gjorde paketet.")
    kanal = EnumField(Utskickskanal, "Kanal", "Hur alla nås; annars e-post till den som har en adress.")


class MottagareRequest(Request):
    """En anteckning om hur kallelsen har nått några."""

    mottagare = ListOf(Identifier("Id"), "Mottagare", "De som anteckningen gäller.", required=True, least=1)
    status = EnumField(Mottagarstatus, "Status", "Vad som blev av kallelsen.", required=True)
    kanal = EnumField(Utskickskanal, "Kanal", "Hur den skickades, om det var på annat sätt.")
    tid = MomentField("Tid", "När den skickades; nu om inget anges.")
    besked = Text("Besked", "En anteckning.")


class UtsandRequest(Request):
    """Markeringen av ett utskick som utsänt."""

    skal = Text("Skäl", "Varför det markeras trots hinder; noteras i loggen.")
