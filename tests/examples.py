"""Small complete inputs of every document type, made anew for each test; the names are invented."""

from __future__ import annotations

from typing import Any

Raw = dict[str, Any]

_OWN = {"giltig_fran": "2026-10-15", "giltig_till": "2030-10-14", "kalla": "Exempeldata, inte antagen text"}
_LASTING = {"giltig_fran": "2023-01-01", "kalla": "Exempeldata, inte antagen text"}
_EIGHT_YEARS = {**_LASTING, "giltig_till": "2030-12-31"}


def ramverk() -> Raw:
    """A framework: KF, KS, one nämnd, one bolag, two sektorer, two goals, one factor, one trend."""
    return {
        "dokumenttyp": "ramverk",
        "kommun": {"namn": "Ale kommun", "kommunkod": "1440", "webbplats": "https://ale.se"},
        "styrmodell": {
            "id": "SM",
            "titel": "Styrmodell",
            "antagen": "2021-12-20",
            "beslutsparagraf": "§ 265",
            "revideras_senast": "2030-12-31",
            **_LASTING,
        },
        "mandatperioder": [
            {"id": "MP2022", "start_datum": "2022-10-15", "slut_datum": "2026-10-14", "valar": 2022}
            | {"giltig_fran": "2022-10-15", "giltig_till": "2026-10-14", "kalla": "KL 5:9"},
            {"id": "MP2026", "start_datum": "2026-10-15", "slut_datum": "2030-10-14", "valar": 2026, **_OWN},
        ],
        "organ": [
            _organ("KF", "kommunfullmaktige", "Kommunfullmäktige") | {"ordforande": "Vendela Wirdheim"},
            _organ("KS", "kommunstyrelse", "Kommunstyrelsen"),
            _organ("UN", "namnd", "Utbildningsnämnden") | {"sektorer": ["SEK-U"]},
            _organ("SN", "namnd", "Socialnämnden"),
            _organ("ALEB", "bolag", "AB Alebyggen"),
            _organ("SEK-U", "sektor", "Sektor utbildning"),
            _organ("SEK-S", "sektor", "Sektor socialtjänst"),
        ],
        "ledamoter": [
            _ledamot("KF-1", "Vendela Wirdheim", "ordforande"),
            _ledamot("KF-2", "Torvald Ekmyr", "forste_vice_ordforande"),
            _ledamot("KF-3", "Signe Lövhage", "ledamot"),
            _ledamot("KF-4", "Måns Järnkil", "ersattare"),
        ],
        "visioner": [{"id": "V1", "rubrik": "Ett Ale", "malbild": "En stad vid älven.", **_EIGHT_YEARS}],
        "vardegrunder": [
            {
                "id": "VG1",
                "inledning": "Så arbetar vi.",
                "varden": [{"namn": "Respekt", "beskrivning": "Vi lyssnar."}],
                **_EIGHT_YEARS,
            }
        ],
        "riktningsmal": [
            _riktningsmal("R1", 1, "Ett Ale där barn lyckas", "resultat"),
            _riktningsmal("R2", 2, "Ett Ale som växer hållbart", "framdrift"),
        ],
        "omvarldsfaktorer": [
            {
                "id": "O1",
                "mandatperiod": "MP2026",
                "nr": 1,
                "rubrik": "Demografi",
                "beskrivning": "Fler äldre.",
            }
            | {"typ": "omvarldsfaktor", **_OWN},
            {"id": "O2", "mandatperiod": "MP2026", "nr": 2, "rubrik": "Teknik", "beskrivning": "Ny teknik."}
            | {"typ": "trend", **_OWN},
        ],
        "styrdokument": [
            _styrdokument("REG-UN", "reglemente", "UN"),
            _styrdokument("REG-SN", "reglemente", "SN"),
            _styrdokument("BO-ALEB", "bolagsordning", "ALEB"),
            _styrdokument("AD-ALEB", "agardirektiv", "ALEB"),
        ],
        "budgetar": [
            {"id": "B26", "ar": 2026, "ramar": [{"organ": "UN", "belopp_tkr": 1000}], **_LASTING}
            | {"sarskilda_satsningar": ["U1"]}
        ],
        "uppdrag": [
            {"id": "U1", "nr": "1", "text": "Öka närvaron.", "till_organ": ["UN"], "status": "pagar"}
            | {"sarskild_satsning": True, **_LASTING}
        ],
        "organmal": [{"id": "UN-M1", "organ": "UN", "period": "2026", "text": "Läslust.", **_LASTING}],
        "omvarldsanalyser": [
            {
                "id": "OA2026",
                "ar": 2026,
                "avsnitt": [{"niva": "global", "omrade": "ekonomi", "text": "Svag tillväxt."}],
                **_LASTING,
                "version": "1.2",
            }
        ],
        "omvarldsdagar": [{"id": "OD2026", "datum": "2026-05-20", **_LASTING}],
        "tillitsprinciper": [
            {"id": f"T{nr}", "kod": kod, "rubrik": kod.title(), "text": "Sträva.", **_LASTING}
            for nr, kod in enumerate(
                (
                    "TILLIT",
                    "MEDBORGARFOKUS",
                    "HELHETSSYN",
                    "HANDLINGSUTRYMME",
                    "STÖD",
                    "KUNSKAP",
                    "ÖPPENHET",
                ),
                start=1,
            )
        ],
    }


def nulagesbeskrivning() -> Raw:
    """The report of the nämnd UN, complete against `ramverk()`."""
    return {
        "dokumenttyp": "nulagesbeskrivning",
        "ramverk": "../ramverk/ale.json",
        "id": "UN-2026",
        "organ": "UN",
        "ar": 2026,
        "mandatperiod": "MP2026",
        "status": "beslutad_i_namnd",
        "datum": "2026-10-26",
        "diarienummer": "UN.2026.31",
        "beslut": {"organ": "Utbildningsnämnden", "datum": "2026-10-28", "paragraf": "§ 98"},
        "verksamhetsbeskrivning": {
            "uppdrag_konkretisering": "Nämnden driver *förskola och skola*.",
            "grunddokument": ["REG-UN"],
            "nyckeltal": [{"namn": "Elever", "varden": [{"period": 2026, "varde": "4 812"}]}],
        },
        "omvarldsanalys": {"analys": "OA2026", "version": "1.2", "omvarldsdag": "OD2026"},
        "per_riktningsmal": [
            {
                "riktningsmal": "R1",
                "hur_man_relaterar": "Målet är nämndens kärna.",
                "uppfoljning_typ": "resultat",
                "maluppfyllelse": "delvis",
                "resultat": [{"indikator": "Behörighet", "utfall": "80,5", "malvarde": 88, "period": "2026"}],
            },
            {
                "riktningsmal": "R2",
                "hur_man_relaterar": "Skolor byggs där Ale växer.",
                "uppfoljning_typ": "framdrift",
                "maluppfyllelse": "uppnatt",
                "framdrift": "Två skolor är klara.",
            },
        ],
        "per_omvarldsfaktor": [
            {
                "omvarldsfaktor": "O1",
                "forhallningssatt": "Nämnden planerar för färre barn.",
                "risker": [
                    {"rubrik": "Tomma platser", "beskrivning": "Lokaler står tomma.", "konsekvens": 2}
                ],
                "mojligheter": "inga",
                "hur_man_tar_sig_an": "Lokalplan varje år.",
            },
            {
                "omvarldsfaktor": "O2",
                "forhallningssatt": "Nämnden prövar.",
                "risker": "inga",
                "mojligheter": [{"rubrik": "Stöd", "beskrivning": "Läromedel som läser upp."}],
                "hur_man_tar_sig_an": "Försök i två skolor.",
            },
        ],
        "uppdrag": [{"uppdrag": "U1", "status": "pagar", "resonemang": "Team finns på alla skolor."}],
        "maluppfyllelse": "Målen nås delvis.",
        "utrymme_for_riktningsforandring": "Utrymmet är litet.",
        "mojliga_forflyttningar": [
            {
                "rubrik": "Från sent till tidigt stöd",
                "fran_lage": "Sent.",
                "till_lage": "Tidigt.",
                "motiv": "Det lönar sig.",
                "riktningsmal": ["R1"],
            }
        ],
    }


def dialog(typ: str = "A") -> Raw:
    """A summary of a dialog of the given kind."""
    common = {
        "dokumenttyp": "dialogsammanfattning",
        "id": f"D-{typ}",
        "typ": typ,
        "ar": 2026,
        "titel": "Dialog",
        "datum": ["2026-11-05"],
        "sammanfattning_resultat": "Parterna är överens.",
        "diarienummer": "KS.2026.77",
    }
    point = [{"rubrik": "Bemanning", "beskrivning": "Svårt att rekrytera."}]
    kinds: dict[str, Raw] = {
        "A": {
            "parter": ["UN"],
            "uppdrag": "Skola.",
            "resultat": "Bättre närvaro.",
            "planerade_utvecklingsinsatser": "Läsning.",
        },
        "B": {"parter": ["SEK-U", "SEK-S"], "utmaningar": point},
        "C": {
            "parter": ["KS", "UN"],
            "nulagesbeskrivning": {"organ": "UN", "ar": 2026, "diarienummer": "UN.2026.31"},
            "motivering_av_analys": "Nämnden redogjorde.",
            "utmaningar": point,
            "forslag_nya_uppdrag": "inga",
            "forslag_justerade_forutsattningar": [
                {"typ": "ekonomi", "text": "Höj ramen.", "belopp_tkr": 500, "motivering": "Fler elever."}
            ],
        },
    }
    return common | kinds[typ]


def kallelse() -> Raw:
    """A meeting file with one formality, one decision and one information."""
    return {
        "dokumenttyp": "kallelse",
        "sammantrade": {
            "organ": "KF",
            "datum": "2026-12-14",
            "tid_start": "18:00",
            "plats": "A-salen",
            "ordforande": "Vendela Wirdheim",
        },
        "kallelse": {"slag": "kallelse", "version": 1, "diarienummer": "KS.2026.3"},
        "arenden": [
            {"ordning": "A", "rubrik": "Upprop", "arendetyp": "formalia"},
            {
                "ordning": "1",
                "rubrik": "Nulägesbeskrivning",
                "arendetyp": "beslut",
                "vackt_av": "namnd",
                "forslag_till_beslut": [
                    {"organ": "Kommunstyrelsen", "punkter": ["Rapporten läggs till handlingarna."]}
                ],
                "beredning": [{"organ": "Kommunstyrelsen", "datum": "2026-11-24", "paragraf": 201}],
                "handlingar": [
                    {"id": "h1", "handlingstyp": "nulagesbeskrivning", "titel": "UN", "indata": "../un.json"},
                    {"handlingstyp": "protokollsutdrag", "titel": "UN § 98", "fil": "handlingar/un.pdf"},
                ],
            },
            {"ordning": "2", "rubrik": "Information", "arendetyp": "information"},
        ],
    }


def tillkannagivande(slag: str = "sammantrade") -> Raw:
    """An announcement."""
    raw: Raw = {
        "dokumenttyp": "tillkannagivande",
        "slag": slag,
        "organ": "KF",
        "sammantrade": {"datum": "2026-12-14", "tid_start": "18:00", "plats": "A-salen"},
        "arenden": [{"ordning": "1", "rubrik": "Budget"}],
        "publicerat_tid": "2026-12-03T09:00:00+01:00",
    }
    if slag == "justering":
        raw["forvaringsplats"] = "Kommunhuset"
        raw["publicerat_tid"] = "2026-12-17T09:00:00+01:00"
        raw["nedtas_tidigast"] = "2027-01-07"
    return raw


def _organ(kod: str, typ: str, namn: str) -> Raw:
    return {"id": kod, "kod": kod, "typ": typ, "namn": namn, **_LASTING}


def _ledamot(ident: str, namn: str, roll: str) -> Raw:
    return {"id": ident, "namn": namn, "roll": roll, "organ": "KF", **_OWN}


def _riktningsmal(ident: str, nr: int, rubrik: str, follow_up: str) -> Raw:
    return {
        "id": ident,
        "mandatperiod": "MP2026",
        "nr": nr,
        "rubrik": rubrik,
        "text": "Så här.",
        "foljs_upp_genom": follow_up,
        **_OWN,
    }


def _styrdokument(ident: str, typ: str, organ: str) -> Raw:
    return {"id": ident, "typ": typ, "organ": organ, "titel": ident, **_LASTING}
