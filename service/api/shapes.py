"""The shapes of the answers, as JSON Schema; the tests hold every answer against them."""

from __future__ import annotations

from typing import Any

from service.api import shapes_arkiv, shapes_diarium, shapes_publication
from service.model.choices import Choice, Kallelseslag, Utskickskanal
from service.model.granskning import Allvar, Anslagsslag, Mottagarstatus
from service.model.motesgang import Brevinnehall, Motestillstand

Shape = dict[str, Any]

_TEXT: Shape = {"type": "string"}
_COUNT: Shape = {"type": "integer", "minimum": 0}
_YES: Shape = {"type": "boolean"}
_MOMENT: Shape = {"type": "string", "format": "date-time"}
_DAY: Shape = {"type": "string", "format": "date"}
_MAYBE_DAY: Shape = {"type": ["string", "null"], "format": "date"}
_MAYBE_MOMENT: Shape = {"type": ["string", "null"], "format": "date-time"}
_DIGEST: Shape = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_ANY: Shape = {"type": "object"}


def _object(**fields: Shape) -> Shape:
    return {"type": "object", "properties": fields, "required": sorted(fields), "additionalProperties": False}


def _list(shape: Shape) -> Shape:
    return {"type": "array", "items": shape}


def _ref(name: str) -> Shape:
    return {"$ref": f"#/components/schemas/{name}"}


def _page(name: str) -> Shape:
    return _object(poster=_list(_ref(name)), totalt=_COUNT, fran=_COUNT)


def _one_of(kind: type[Choice]) -> Shape:
    return {"type": "string", "enum": [one.value for one in kind]}


_UTSKICK: dict[str, Shape] = {
    "id": _TEXT,
    "nr": _COUNT,
    "slag": _one_of(Kallelseslag),
    "innehall": _one_of(Brevinnehall),
    "paket": {"type": ["string", "null"]},
    "snapshot_sha256": _DIGEST,
    "skapat": _MOMENT,
    "skapat_av": _TEXT,
    "utsant": _MAYBE_MOMENT,
    "utsant_av": _TEXT,
    "skal": _TEXT,
    "antal": {"type": "object", "additionalProperties": _COUNT},
}

SHAPES: dict[str, Shape] = {
    "Fel": _object(code=_TEXT, message=_TEXT, path=_TEXT, remedy=_TEXT, source=_TEXT),
    "Notis": _object(code=_TEXT, message=_TEXT, path=_TEXT, source=_TEXT),
    "Problem": _object(
        type=_TEXT,
        title=_TEXT,
        status=_COUNT,
        code=_TEXT,
        detail=_TEXT,
        retryable=_YES,
        problems=_list(_ref("Fel")),
    ),
    "Kontroll": _object(ok=_YES, problems=_list(_ref("Fel")), notices=_list(_ref("Notis"))),
    "Traff": _object(slag=_TEXT, id=_TEXT, sammantrade=_TEXT, organ=_TEXT, titel=_TEXT, utdrag=_TEXT),
    "Traffar": _page("Traff"),
    "Roll": _object(roll=_TEXT, organ=_TEXT),
    "Person": _object(id=_TEXT, anvandarnamn=_TEXT, namn=_TEXT, roller=_list(_ref("Roll"))),
    "Inloggad": _object(person=_ref("Person"), csrf=_TEXT, giltig_till=_MOMENT),
    "Jag": _object(person=_ref("Person"), far_skriva=_YES, csrf=_TEXT),
    "Konto": _object(
        person=_ref("Person"), aktiv=_YES, version=_COUNT, lokalt_losenord=_YES, sparrat_till=_MAYBE_MOMENT
    ),
    "Inloggning": _object(id=_TEXT, skapad=_MOMENT, giltig_till=_MOMENT, denna=_YES),
    "Inloggningar": _object(poster=_list(_ref("Inloggning"))),
    "Konton": _page("Konto"),
    "Nyckel": _object(
        id=_TEXT,
        namn=_TEXT,
        omfattning=_TEXT,
        skapad=_MOMENT,
        giltig_till=_MOMENT,
        aterkallad=_MAYBE_MOMENT,
    ),
    "NyNyckel": _object(nyckel=_ref("Nyckel"), hemlighet=_TEXT),
    "Nycklar": _object(poster=_list(_ref("Nyckel"))),
    "Ramverk": _object(nr=_COUNT, sha256=_DIGEST, skapad=_MOMENT, skapad_av=_TEXT, kommentar=_TEXT),
    "Ramverken": _object(poster=_list(_ref("Ramverk"))),
    "Organ": _object(id=_TEXT, namn=_TEXT, typ=_TEXT, aktiv=_YES),
    "Organen": _object(poster=_list(_ref("Organ"))),
    "Dokumenttyper": _object(poster=_list(_TEXT)),
    "Schema": _ANY,
    "Steg": _object(
        nr=_COUNT,
        fran=_TEXT,
        till=_TEXT,
        indata=_COUNT,
        vem=_TEXT,
        nar=_MOMENT,
        varfor=_TEXT,
        uppgifter=_ANY,
    ),
    "Rapport": _object(
        id=_TEXT,
        dokumenttyp=_TEXT,
        organ=_TEXT,
        ar=_COUNT,
        titel=_TEXT,
        status=_TEXT,
        indata=_COUNT,
        version=_COUNT,
        beslut=_ANY,
        steg=_list(_ref("Steg")),
        andrad=_MOMENT,
    ),
    "Rapporter": _page("Rapport"),
    "SparadRapport": _object(
        rapport=_ref("Rapport"), problems=_list(_ref("Fel")), notices=_list(_ref("Notis"))
    ),
    "Indata": _object(nr=_COUNT, sha256=_DIGEST, skapad=_MOMENT, skapad_av=_TEXT),
    "Versioner": _object(poster=_list(_ref("Indata"))),
    "Blankett": _object(underlag=_ANY, problems=_list(_ref("Fel")), notices=_list(_ref("Notis"))),
    "Fil": _object(id=_TEXT, namn=_TEXT, sha256=_DIGEST, storlek=_COUNT, notices=_list(_ref("Notis"))),
    "Sammantrade": {
        "type": "object",
        "properties": {
            "id": _TEXT,
            "version": _COUNT,
            "sammantrade": _ANY,
            "kallelse": _ANY,
            "andrad": _MOMENT,
            "arenden": _list(_ANY),
        },
        "required": ["id", "version", "sammantrade", "kallelse", "andrad"],
        "additionalProperties": False,
    },
    "Sammantraden": _page("Sammantrade"),
    "Jobbfil": _object(namn=_TEXT, sha256=_DIGEST, storlek=_COUNT, sidor=_COUNT),
    "Jobb": _object(
        id=_TEXT,
        slag=_TEXT,
        rapport={"type": ["string", "null"]},
        sammantrade={"type": ["string", "null"]},
        indata=_COUNT,
        status=_TEXT,
        avslutat=_YES,
        fas=_TEXT,
        gjort=_COUNT,
        antal=_COUNT,
        **{"del": _TEXT},
        forsok=_COUNT,
        fel={"type": ["object", "null"]},
        notiser=_list(_ANY),
        skapad=_MOMENT,
        startad=_MAYBE_MOMENT,
        slutad=_MAYBE_MOMENT,
        kvar_sekunder={"type": ["integer", "null"], "minimum": 0},
        filer=_list(_ref("Jobbfil")),
    ),
    "UtgivenFil": _object(namn=_TEXT, sha256=_DIGEST, storlek=_COUNT, sidor=_COUNT, publik=_YES),
    "Utgivning": _object(
        id=_TEXT,
        nr=_COUNT,
        jobb={"type": ["string", "null"]},
        vem=_TEXT,
        nar=_MOMENT,
        aterkallad=_MAYBE_MOMENT,
        varfor=_TEXT,
        filer=_list(_ref("UtgivenFil")),
    ),
    "Utgivningar": _object(poster=_list(_ref("Utgivning"))),
    "JobbLista": _page("Jobb"),
    "Paket": _object(poster=_list(_ref("Jobb"))),
    "Mall": _object(version=_TEXT, titel=_TEXT, galler_fran=_TEXT, sha256=_DIGEST),
    "Mallar": _object(poster=_list(_ref("Mall"))),
    "Mallfynd": _object(code=_TEXT, message=_TEXT, remedy=_TEXT, plats=_TEXT, tagg=_TEXT, allvar=_TEXT),
    "Mallgranskning": _object(ok=_YES, funnet=_list(_ref("Mallfynd")), notices=_list(_ref("Notis"))),
    "Anmarkning": _object(
        regel=_TEXT, lagrum=_TEXT, allvar=_one_of(Allvar), text=_TEXT, atgard=_TEXT, plats=_TEXT
    ),
    "Granskning": _object(
        ok=_YES,
        dag=_DAY,
        frister=_object(
            tillkannagivande=_MAYBE_DAY, kallelse=_MAYBE_DAY, bradskande=_MAYBE_DAY, justering=_DAY
        ),
        anmarkningar=_list(_ref("Anmarkning")),
    ),
    "Motessteg": _object(nr=_COUNT, fran=_TEXT, till=_TEXT, vem=_TEXT, nar=_MOMENT, skal=_TEXT),
    "Gang": _object(tillstand=_one_of(Motestillstand), steg=_list(_ref("Motessteg"))),
    "Tillstand": _object(tillstand=_one_of(Motestillstand)),
    "Anslag": _object(
        id=_TEXT,
        slag=_one_of(Anslagsslag),
        publicerat=_MOMENT,
        nedtas_tidigast=_MAYBE_DAY,
        justerat=_MAYBE_DAY,
        uppgifter=_ANY,
        arenden=_list(_object(ordning=_TEXT, rubrik=_TEXT)),
        snapshot_sha256=_DIGEST,
        noterat_av=_TEXT,
    ),
    "AnslagLista": _object(poster=_list(_ref("Anslag"))),
    "Utskicksmottagare": _object(
        id=_TEXT,
        namn=_TEXT,
        roll=_TEXT,
        kallas=_YES,
        e_post=_TEXT,
        kanal=_one_of(Utskickskanal),
        status=_one_of(Mottagarstatus),
        tid=_MAYBE_MOMENT,
        besked=_TEXT,
        forsok=_COUNT,
    ),
    "Utskickshuvud": _object(**_UTSKICK),
    "UtskickLista": _object(poster=_list(_ref("Utskickshuvud"))),
    "Utskick": _object(**_UTSKICK, mottagare=_list(_ref("Utskicksmottagare"))),
    **shapes_diarium.SHAPES,
    **shapes_arkiv.SHAPES,
    **shapes_publication.SHAPES,
}
