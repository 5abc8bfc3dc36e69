"""Routes for the e-archive: deliveries, the e-archive's answers, and destruction."""

from __future__ import annotations

from datetime import date
from typing import Any

from service.api.route import PAGING, Answer, Call, Param, Route, page_answer
from service.errors import InvalidInput, Problem
from service.flow.arkiv.deliver import Wanted
from service.flow.arkiv.destroy import destroy, list_destructible, shown_destructible
from service.flow.arkiv.find import get_delivery, page_deliveries
from service.flow.arkiv.order import order_delivery
from service.flow.arkiv.receipt import Receipt, record_receipt
from service.flow.diarium.series import REGISTRARS
from service.flow.jobs import get_job
from service.model.leverans import Leveransslag, Profil
from service.schema.archive import GallringRequest, KvittensRequest, LeveransRequest


def _list(call: Call) -> Answer:
    page = page_deliveries(call.service, call.person, call.span)
    return page_answer(page, list(page.rows))


def _get(call: Call) -> Answer:
    return Answer(get_delivery(call.service, call.person, call.at["leverans"]))


def _order(call: Call) -> Answer:
    told = call.body
    wanted = Wanted(
        tuple(told["arenden"]),
        told.get("profil") or Profil.FGS_2_0,
        told.get("slag") or Leveransslag.NY,
        bool(told.get("pdfa")),
        bool(told.get("sigill")) or call.service.settings.sigill == "ja",
    )
    job = order_delivery(call.service, call.person, wanted)
    call.ring(job)
    return Answer(get_job(call.service, call.person, job), location=f"/jobb/{job}")


def _receipt(call: Call) -> Answer:
    told = call.body
    receipt = Receipt(
        told["mottagen"], told["datum"], told["beteckning"], told.get("text", ""), told.get("sha256", "")
    )
    return Answer(record_receipt(call.service, call.person, call.at["leverans"], receipt))


def _destructible(call: Call) -> Answer:
    found = list_destructible(call.service, call.person, _day(call.query["till"]))
    return Answer({"poster": [shown_destructible(one) for one in found]})


def _destroy(call: Call) -> Answer:
    done = destroy(call.service, call.person, call.body["handlingar"])
    return Answer({"handlingar": list(done.handlingar), "filer": done.filer, "kvar": done.kvar})


def _day(text: Any) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        problem = Problem(
            "not_a_date", "Parametern till är inget datum.", "till", "Skriv det som 2026-01-31."
        )
        raise InvalidInput(problem) from None


_L = "/arkiv/leveranser"
ROUTES = (
    Route("GET", _L, "lista_leveranser", "Leveranser till e-arkivet, den senaste först", _list, REGISTRARS,
          "Leveranser", query=PAGING),
    Route("POST", _L, "ny_leverans", "Packa avslutade ärenden till e-arkivet", _order, REGISTRARS, "Jobb", 202,
          LeveransRequest, creates=True),
    Route("GET", _L + "/{leverans}", "hamta_leverans", "En leverans med rapport och kvittens", _get, REGISTRARS,
          "Leverans"),
    Route("POST", _L + "/{leverans}/kvittens", "kvittera_leverans", "Notera e-arkivets svar", _receipt, REGISTRARS,
          "KvitteradLeverans", takes=KvittensRequest),
    Route("GET", "/arkiv/gallring", "lista_gallring", "Handlingar som får gallras", _destructible, REGISTRARS,
          "Gallringslista", query=(Param("till", "Det som får gallras den dagen; annars i dag."),)),
    Route("POST", "/arkiv/gallring", "gallra", "Förstör handlingars filer för gott; raderna står kvar", _destroy,
          REGISTRARS, "Gallrat", takes=GallringRequest),
)  # fmt: skip
