"""Routes for the Word templates: their versions, and a new one looked through before it is taken into use."""

from __future__ import annotations

from service.api import shown
from service.api.route import Answer, Call, Param, Route
from service.flow.frameworks import KEEPERS
from service.flow.jobs import OutputFile, get_job
from service.flow.template import Severity, inspect_template, template_versions
from service.flow.template_order import order_trial, template_file
from service.flow.uploads import scan_file


def _versions(call: Call) -> Answer:
    rows = [
        {
            "version": one.version,
            "titel": one.title,
            "galler_fran": one.valid_from.isoformat(),
            "sha256": one.sha256,
        }
        for one in template_versions(call.at["dokumenttyp"], call.service.settings)
    ]
    return Answer({"poster": rows})


def _inspect(call: Call) -> Answer:
    scan_file(call.service, call.person, call.path)
    found = inspect_template(call.path, call.at["dokumenttyp"], call.service.settings)
    rows = [
        {
            "code": one.code,
            "message": one.message,
            "remedy": one.remedy,
            "plats": str(one.place),
            "tagg": one.tag,
            "allvar": one.severity.value,
        }
        for one in found.findings
    ]
    ok = not any(one.severity is Severity.FEL for one in found.findings)
    return Answer({"ok": ok, "funnet": rows, "notices": shown.notices(found.notices)})


def _try(call: Call) -> Answer:
    job = order_trial(call.service, call.person, call.at["dokumenttyp"], call.path)
    call.ring(job)
    return Answer(get_job(call.service, call.person, job), location=f"/jobb/{job}")


def _version(call: Call) -> Answer:
    name, sha256 = template_file(call.service, call.at["dokumenttyp"], call.at["mallversion"])
    return Answer(file=OutputFile(name, sha256, 0))


ROUTES = (
    Route("GET", "/mallar/{dokumenttyp}", "lista_mallar", "Mallens versioner, den äldsta först", _versions,
          answers="Mallar"),
    Route("GET", "/mallar/{dokumenttyp}/versioner/{mallversion}", "hamta_mall", "En versions Word-fil", _version,
          answers="fil"),
    Route("POST", "/mallar/{dokumenttyp}/prova", "prova_mall",
          "Fyll en Word-mall med exempeldata: Word, PDF och en bild av varje sida", _try, KEEPERS, "Jobb", 202,
          upload=True, creates=True, query=(Param("namn", "Filens namn, när den skickas utan formulär."),)),
    Route("POST", "/mallar/{dokumenttyp}/granska", "granska_mall", "Granska en Word-mall; inget sparas", _inspect,
          KEEPERS, "Mallgranskning", upload=True,
          query=(Param("namn", "Filens namn, när den skickas utan formulär."),)),
)  # fmt: skip
