"""Routes for what is looked through before publication: the findings, the decisions, own masks."""

from __future__ import annotations

from service.api.route import Answer, Call, Route
from service.flow.jobs import get_job
from service.flow.preparation import EDITORS
from service.flow.publicering_tjanst import (
    decide_findings,
    get_review,
    mask_place,
    order_review,
    take_back_mask,
)
from service.model.people import CENTRAL
from service.schema.publication_requests import MaskRequest, PubliceringsbeslutRequest


def _get(call: Call) -> Answer:
    return Answer(get_review(call.service, call.person, call.at["mote"]))


def _order(call: Call) -> Answer:
    job = order_review(call.service, call.person, call.at["mote"])
    call.ring(job)
    return Answer(get_job(call.service, call.person, job), location=f"/jobb/{job}")


def _decide(call: Call) -> Answer:
    return Answer(decide_findings(call.service, call.person, call.at["mote"], call.body))


def _mask(call: Call) -> Answer:
    return Answer(mask_place(call.service, call.person, call.at["mote"], call.body))


def _take_back(call: Call) -> Answer:
    return Answer(take_back_mask(call.service, call.person, call.at["mote"], call.at["mask"]))


_P = "/sammantraden/{mote}/publicering"
ROUTES = (
    Route("GET", _P, "hamta_publicering", "Vad som hittats inför publicering, och vad som är beslutat", _get, CENTRAL,
          "Publicering"),
    Route("POST", _P, "granska_publicering", "Beställ granskningen inför publicering", _order, EDITORS, "Jobb", 202,
          creates=True),
    Route("POST", _P + "/beslut", "besluta_publicering", "Besluta om fynd: publicera, maskera eller lyft ut", _decide,
          EDITORS, "Publicering", takes=PubliceringsbeslutRequest),
    Route("POST", _P + "/masker", "ny_mask", "Maskera en egen ruta", _mask, EDITORS, "Publicering", takes=MaskRequest),
    Route("DELETE", _P + "/masker/{mask}", "ta_bort_mask", "Ta tillbaka en egen mask", _take_back, EDITORS,
          "Publicering"),
)  # fmt: skip
