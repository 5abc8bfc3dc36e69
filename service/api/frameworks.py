"""Routes for the framework, its bodies, the document types, and files."""

from __future__ import annotations

from service.api import shown
from service.api.route import Answer, Call, Param, Route
from service.flow.doctypes import schema_of
from service.flow.frameworks import (
    KEEPERS,
    add_framework,
    current_framework,
    get_framework,
    list_frameworks,
    list_organs,
)
from service.flow.jobs import OutputFile
from service.flow.refusals import not_known
from service.flow.uploads import add_file, own_file
from service.schema.load import slugs


def _versions(call: Call) -> Answer:
    return Answer({"poster": [shown.framework(one) for one in list_frameworks(call.service)]})


def _add(call: Call) -> Answer:
    made = add_framework(call.service, call.person, call.path, call.query["kommentar"])
    return Answer(shown.framework(made), location=f"/ramverk/{made.nr}")


def _content(call: Call) -> Answer:
    wanted = call.at["nr"]
    if wanted == "gallande":
        found = current_framework(call.service)
    elif wanted.isascii() and wanted.isdecimal() and len(wanted) < 9:
        found = get_framework(call.service, int(wanted))
    else:
        raise not_known("Ramverket")
    return Answer(file=OutputFile(f"ramverk-{found.nr}.json", found.sha256, 0))


def _organs(call: Call) -> Answer:
    rows = [
        {"id": one.id, "namn": one.namn, "typ": one.typ, "aktiv": one.aktiv}
        for one in list_organs(call.service)
    ]
    return Answer({"poster": rows})


def _doctypes(_call: Call) -> Answer:
    return Answer({"poster": list(slugs())})


def _schema(call: Call) -> Answer:
    return Answer(schema_of(call.at["dokumenttyp"]))


def _send_file(call: Call) -> Answer:
    made = add_file(call.service, call.person, call.path, call.filename)
    return Answer(shown.upload(made), location=f"/filer/{made.id}")


def _file(call: Call) -> Answer:
    found = own_file(call.service, call.person, call.at["fil"])
    return Answer(file=OutputFile(found.name, found.sha256, found.size))


ROUTES = (
    Route("GET", "/ramverk", "lista_ramverk", "Ramverkets versioner, den senaste först", _versions,
          answers="Ramverken"),
    Route("POST", "/ramverk", "nytt_ramverk", "Lägg in en ny version av ramverket; den gäller genast", _add,
          KEEPERS, "Ramverk", 201, document=True, query=(Param("kommentar", "Varför."),), creates=True),
    Route("GET", "/ramverk/{nr}", "hamta_ramverk", "En version av ramverket; ”gallande” är den som gäller",
          _content, answers="fil"),
    Route("GET", "/organ", "lista_organ", "Kommunens organ", _organs, answers="Organen"),
    Route("GET", "/dokumenttyper", "lista_dokumenttyper", "Dokumenttyperna", _doctypes, answers="Dokumenttyper"),
    Route("GET", "/dokumenttyper/{dokumenttyp}", "hamta_schema", "JSON Schema för en dokumenttyp", _schema,
          answers="Schema"),
    Route("POST", "/filer", "skicka_fil", "Skicka en fil: en bilaga eller ett protokollsutdrag", _send_file,
          answers="Fil", status=201, upload=True, creates=True,
          query=(Param("namn", "Filens namn, när den skickas utan formulär."),)),
    Route("GET", "/filer/{fil}", "hamta_fil", "En fil som jag har skickat", _file, answers="fil"),
)  # fmt: skip
