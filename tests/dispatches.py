"""A recorded meeting for tests of dispatches: three matters, four people who are called, one who is told."""

from __future__ import annotations

from typing import Any

from service.flow.preparation import add_arende, create_meeting
from tests.service import Town

CALLED = {
    "Vendela Wirdheim": "vendela@ale.example",
    "Torvald Ekmyr": "torvald@ale.example",
    "Signe Lövhage": "signe@ale.example",
    "Måns Järnkil": "mans@ale.example",
}
ARENDEN: tuple[dict[str, Any], ...] = (
    {"rubrik": "Upprop", "arendetyp": "formalia"},
    {
        "rubrik": "Taxa för vatten",
        "arendetyp": "beslut",
        "vackt_av": "kommunstyrelsen",
        "forslag_till_beslut": [{"organ": "Kommunstyrelsen", "punkter": ["Taxan fastställs."]}],
        "beredning": [{"organ": "Kommunstyrelsen", "datum": "2026-11-10", "paragraf": "§ 7"}],
    },
    {"rubrik": "Information", "arendetyp": "information"},
)
URGENT: dict[str, Any] = {
    "rubrik": "Avtal om bron",
    "arendetyp": "beslut",
    "vackt_av": "kommunstyrelsen",
    "bradskande": True,
    "beredningsundantag": "5 kap. 33 § kommunallagen",
    "forslag_till_beslut": [{"organ": "Kommunstyrelsen", "punkter": ["Avtalet godkänns."]}],
}


def heads(**changed: Any) -> dict[str, Any]:
    """Meeting and summons."""
    people = [{"namn": name, "e_post": address} for name, address in CALLED.items()]
    return {
        "sammantrade": {
            "organ": "KF",
            "datum": "2026-12-14",
            "tid_start": "18:00",
            "plats": "A-salen",
            "ordforande": "Vendela Wirdheim",
            "forhinder_kontakt": {"namn": "Kansliet", "telefon": "0303-70 30 00"},
        },
        "kallelse": {
            "slag": "kallelse",
            "version": 1,
            "ledamoter": people[:3],
            "ersattare": people[3:],
            "ovriga": [{"namn": "Jesper Norrbäck", "titel": "ekonomichef"}],
            **changed,
        },
    }


def record_meeting(town: Town) -> str:
    """The meeting, recorded by the kansli; its id."""
    made = create_meeting(town.service, town["kansli"], heads())
    for one in ARENDEN:
        made = add_arende(town.service, town["kansli"], made["id"], one, made["version"])
    meeting: str = made["id"]
    return meeting
