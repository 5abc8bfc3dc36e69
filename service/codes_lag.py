"""The codes of meetings on their way: the law, the announcement, the dispatch. A part of `service/codes.py`."""

from __future__ import annotations

from collections.abc import Mapping

LAG: Mapping[str, str] = {
    "law_hinder": "En regel i kommunallagen hindrar utskicket; meddelandet säger vilken (se docs/lagen.md).",
    "not_an_announcement": "Filen eller anslaget är inte ett tillkännagivande av det slag som behövs.",
    "wrong_announcement": "Anslaget är av ett slag som inte hör till sammanträdet.",
    "nothing_urgent": "Inget brådskande ärende återstår att tillkännage.",
    "matter_announced": "Ärendet är tillkännaget; det får utgå men inte tas bort eller få ett annat nummer.",
    "not_yet": "Det har inte skett än.",
    "meeting_held": "Sammanträdet är genomfört.",
    "dispatch_open": "Utskicket före är inte markerat som utsänt.",
    "wrong_dispatch": "Utskicket är av ett slag som inte passar dess ordning.",
    "already_sent": "Utskicket är redan markerat som utsänt.",
    "nothing_sent": "Inget i utskicket har skickats.",
    "agenda_changed": "Föredragningslistan har ändrats sedan utskicket påbörjades.",
    "nobody_waits": "Ingen i utskicket väntar på e-post.",
    "post_not_set": "Inställningarna för e-post är inte fullständiga.",
    "post_unavailable": "E-postservern svarar inte, eller tar inte emot just nu.",
    "mail_too_large": "Det som ska bifogas ryms inte i ett brev.",
    "secret_not_mailed": "Utgåvan har sekretess och skickas inte med e-post.",
    "not_a_bounce": "Filen är inget leveransbesked från en e-postserver (RFC 3464).",
    "bounce_unknown": "Leveransbeskedet gäller inget brev som Samlad har skickat i utskicket.",
    "bounce_other_address": "Leveransbeskedet gäller ett av breven, men en annan adress än det gick till.",
    "not_public": "Manifestet är inte den offentliga utgåvans.",
    "packet_differs": "Paketet är inte det som manifestet gäller.",
    "manifest_not_followed": "Manifesten är inte av utskick som följer på varandra.",
    "pages_without_link": "Något i handlingarna finns inte i de angivna paketen och får ingen länk.",
    "packet_outdated": "Paketets föredragningslista är inte mötesfilens.",
}
