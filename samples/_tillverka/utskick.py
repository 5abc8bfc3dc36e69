"""The second dispatch of the sample meeting: the meeting file of 10 December, and the documents that are new in it.

Everything that was sent out on 4 December is still there under its number; what is withdrawn says so.
"""

# ruff: noqa: E501 - a Swedish sentence stands on one line

from __future__ import annotations

import json
from typing import Any

from grund import OUT, TEXT
from pdfdokument import Sheet, build

MEETING = OUT.parent / "mote.json"
SECOND = OUT.parent / "mote-utskick-2.json"

QUESTION = """# Fråga om vattenläckan i Alafors
Till kommunstyrelsens ordförande.
Natten till den 8 december brast huvudledningen under Ledetvägen i Alafors. Omkring 900 hushåll saknade vatten i elva timmar, och Himlaskolan höll stängt hela dagen. Många fick veta det först genom grannar; meddelandet på webbplatsen kom klockan 08.40.
Jag frågar därför kommunstyrelsens ordförande:
1. När är ledningen lagad för gott, och vilka andra ledningar från samma år är kvar i Alafors?
2. Hur ska invånare som inte läser webbplatsen få besked nästa gång?
3. Får hushållen ersättning för de elva timmarna?
Alafors den 9 december 2026
Susanne Skarped (MP)
"""
SURVEY = """# Lantmäteriets yttrande över detaljplan för Nödinge centrum östra
Lantmäteriet har den 8 december 2026 tagit del av antagandehandlingarna för Nödinge 38:14 med flera, diarienummer SBN.2025.118.
## Fastighetsindelning
Plankartans gränser överensstämmer med registerkartan. Gränsen mellan Nödinge 38:14 och 38:21 mättes in på nytt i november 2026 och avviker som mest 0,04 meter från den tidigare uppgiften. Avvikelsen påverkar inte planens bestämmelser.
## Gemensamhetsanläggning
Parkeringsgaraget under kvarter B bör inrättas som gemensamhetsanläggning. Förrättningen kan påbörjas när planen har fått laga kraft och beräknas ta fem månader.
## Ledningsrätt
För den flyttade vattenledningen behövs ledningsrätt på en sträcka av 60 meter. Kommunen ansöker om den i samband med bygglovet.
Lantmäteriet har i övrigt ingen erinran.
"""
MORE = """## § 10 Tillägg den 8 december 2026
Parterna har rättat § 4. Indexomräkningen räknas från prisnivå januari 2027 i stället för oktober 2026. Kommunens andel, 6 400 tkr, och taket för ökning genom index är oförändrade.
Trafikverket svarar för skyltning av omledningen under byggtiden och samråder med kommunen om den senast fyra veckor före byggstart. Kommunen informerar skolor, hemtjänst och räddningstjänst.
"""
SIGNS = """!sida
## Bilaga 1 till avtalet: omledning under byggtiden
!bredd 1.7 3 1.5
| Skede | Omledning | Skyltas |
| 2027-09–2027-12 | Södra avfarten stängd nattetid, trafiken leds över trafikplats Jordfallet | Fyra veckor före |
| 2028-01–2028-03 | Ett körfält i cirkulationsplatsen, gående över Klöverstigen | Två veckor före |
| 2028-04–2028-06 | Gångpassagen flyttas, provisorisk belysning | Två veckor före |
Busslinjer och skolskjutsar går som vanligt i alla skeden utom natt mot söndag.
"""


def documents() -> None:
    """The question, the opinion, and the agreement with its addition."""
    letter: dict[str, Any] = {"heading_breaks": False, "body_size": 11.5}
    title = "Fråga om vattenläckan i Alafors"
    look = {**letter, "letterhead": ("FRÅGA", "Inkom 2026-12-09")}
    build(OUT / "fraga-vattenlacka.pdf", Sheet(title, "Ale kommun", title, **look), QUESTION)
    title = "Lantmäteriets yttrande, detaljplan för Nödinge centrum östra"
    look = {**letter, "letterhead": ("YTTRANDE", "2026-12-08"), "sender": "Lantmäteriet"}
    build(OUT / "detaljplan-lantmateriet.pdf", Sheet(title, "Lantmäteriet", title, **look), SURVEY)
    title = "Avtal om medfinansiering, trafikplats Nödinge"
    before, after = (TEXT / "avtal.md").read_text("utf-8").split("!luft 14")
    text = f"{before}{MORE}!luft 14{after}\n{SIGNS}"
    look = {**letter, "letterhead": ("AVTAL", "TRV 2026/48117")}
    build(OUT / "trafikplats-avtal-2026-12-08.pdf", Sheet(title, "Ale kommun", title, **look), text)


def second(held: dict[str, Any]) -> dict[str, Any]:
    """The meeting file as it is on 10 December, made of that of 4 December."""
    held["kallelse"] |= {
        "slag": "tillaggskallelse",
        "version": 2,
        "datum": "2026-12-10",
        "faststalld_av_ordforande": {"vem": "Vendela Wirdheim", "tid": "2026-12-10T11:00:00+01:00"},
        "tidigare_utskick": [{"version": 1, "slag": "kallelse", "datum": "2026-12-04"}],
    }
    matters = {matter["ordning"]: matter for matter in held["arenden"]}
    plan, agreement, reply = matters["13"], matters["14"], matters["23"]
    picture = next(one for one in plan["handlingar"] if one["titel"] == "Illustration av torget")
    picture |= {
        "bifogas_kallelsen": False,
        "bifogas_inte_orsak": "Illustrationen visar en tidigare utformning av torget",
        "utgar_datum": "2026-12-09",
    }
    plan["handlingar"].append(
        {
            "handlingstyp": "yttrande",
            "titel": "Lantmäteriets yttrande",
            "datum": "2026-12-08",
            "upprattad_av": "Lantmäteriet",
            "fil": "handlingar/detaljplan-lantmateriet.pdf",
        }
    )
    agreement["arendet"] += (
        "\n\nParterna gjorde den 8 december ett tillägg till avtalet om indexomräkning och skyltning. Kommunens "
        "andel är oförändrad."
    )
    agreement["handlingar"][1] |= {
        "datum": "2026-12-08",
        "fil": "handlingar/trafikplats-avtal-2026-12-08.pdf",
    }
    reply |= {
        "utgar": True,
        "utgar_datum": "2026-12-09",
        "utgar_orsak": "Interpellanten har tagit tillbaka interpellationen",
    }
    held["arenden"].append(
        {
            "ordning": str(len([one for one in matters if one.isdecimal()]) + 1),
            "rubrik": "Fråga om vattenläckan i Alafors",
            "diarienummer": "KF.2026.84",
            "arendetyp": "fraga",
            "vackt_av": "ledamot",
            "tid_slot": {"fran": "23:08", "till": "23:10"},
            "foredragande": ["Kommunstyrelsens ordförande"],
            "sammanfattning": "Susanne Skarped (MP) frågar kommunstyrelsens ordförande om vattenläckan i Alafors den 8 december.",
            "arendet": "Frågan lämnades in den 9 december, efter att kallelsen hade skickats ut. Den besvaras muntligt vid sammanträdet.",
            "beredningsundantag": "5 kap. 64 § kommunallagen",
            "handlingar": [
                {
                    "handlingstyp": "ovrigt",
                    "titel": "Fråga om vattenläckan i Alafors",
                    "datum": "2026-12-09",
                    "upprattad_av": "Susanne Skarped (MP)",
                    "fil": "handlingar/fraga-vattenlacka.pdf",
                }
            ],
        }
    )
    return held


def make() -> None:
    """Make all of it."""
    documents()
    held = second(json.loads(MEETING.read_text("utf-8")))
    SECOND.write_text(json.dumps(held, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    make()
