"""The e-archive's pages: deliveries, a new one, one with its report and receipt, and destruction."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from flask_babel import gettext as _

from service.errors import InvalidInput, Problem
from service.flow.arkiv.deliver import Wanted
from service.flow.arkiv.destroy import destroy, list_destructible
from service.flow.arkiv.find import delivery_job, get_delivery, package_file, page_deliveries
from service.flow.arkiv.order import order_delivery
from service.flow.arkiv.receipt import Receipt, record_receipt
from service.flow.diarium.series import REGISTRARS
from service.model.choices import Choice
from service.model.leverans import Leveransslag, Leveransstatus, Profil
from service.web.language import mark
from service.web.page import Give, Go, Page, Reply, Show, Visit, pages_of

TONES: Mapping[str, str] = {
    Leveransstatus.PABORJAD.value: "neutral",
    Leveransstatus.PAKETERAD.value: "info",
    Leveransstatus.MOTTAGEN.value: "good",
    Leveransstatus.AVVISAD.value: "bad",
}
KINDS = {
    Leveransslag.NY.value: mark("Ny leverans"),
    Leveransslag.KOMPLETTERING.value: mark("Komplettering av en tidigare"),
    Leveransslag.ERSATTNING.value: mark("Ersätter en tidigare"),
    Leveransslag.PROV.value: mark("Prov; också ärenden som pågår"),
}
ANSWERS = {"ja": mark("E-arkivet har tagit emot paketet"), "nej": mark("E-arkivet har avvisat paketet")}
One = TypeVar("One", bound=Choice)


def _labels(kind: type[Choice]) -> dict[str, str]:
    return {one.value: one.label for one in kind}


def _archive(visit: Visit) -> Reply:
    page = page_deliveries(visit.service, visit.person, visit.span)
    told = {
        "deliveries": page.rows,
        "found": pages_of(page.total, page.start),
        "states": _labels(Leveransstatus),
        "tones": TONES,
        "profiles": list(_labels(Profil).items()),
        "kinds": [(code, _(text)) for code, text in KINDS.items()],
    }
    return Show("archive.html", told)


def _order(visit: Visit) -> Reply:
    wanted = Wanted(
        tuple(one for one in re.split(r"[\s,;]+", visit.typed("arenden")) if one),
        _chosen(visit, "profil", Profil),
        _chosen(visit, "slag", Leveransslag),
        visit.typed("pdfa") == "ja",
        visit.service.settings.sigill == "ja",
    )
    job = order_delivery(visit.service, visit.person, wanted)
    visit.ring(job)
    return Go("/arkiv", _("Leveransen packas. När den är klar finns paketet på leveransens sida."))


def _chosen(visit: Visit, name: str, kind: type[One]) -> One:
    for one in kind:
        if one.value == visit.typed(name):
            return one
    raise InvalidInput(Problem("unknown_choice", _("Välj ett av alternativen."), name, ""))


def _delivery(visit: Visit) -> Reply:
    delivery = visit.at["leverans"]
    found = get_delivery(visit.service, visit.person, delivery)
    job = delivery_job(visit.service, visit.person, delivery)
    kind = KINDS[found["slag"]]
    told = {
        "delivery": found,
        "job": job,
        "running": job is not None and not job["avslutat"],
        "faults": job["fel"]["problems"] if job is not None and job["fel"] else [],
        "states": _labels(Leveransstatus),
        "tones": TONES,
        "profile": _labels(Profil)[found["profil"]],
        "kind": _(kind),
        "waiting": found["status"] == Leveransstatus.PAKETERAD.value,
        "answers": [(code, _(text)) for code, text in ANSWERS.items()],
        "received": found["status"] == Leveransstatus.MOTTAGEN.value,
    }
    return Show("delivery.html", told)


def _package(visit: Visit) -> Reply:
    return Give(package_file(visit.service, visit.person, visit.at["leverans"]))


def _receipt(visit: Visit) -> Reply:
    if visit.typed("mottagen") not in ANSWERS:
        raise InvalidInput(Problem("missing_value", _("Säg vad e-arkivet svarade."), "mottagen", ""))
    receipt = Receipt(
        visit.typed("mottagen") == "ja",
        _day(visit),
        visit.typed("beteckning"),
        visit.typed("text"),
        visit.typed("sha256"),
    )
    record_receipt(visit.service, visit.person, visit.at["leverans"], receipt)
    return Go(f"/arkiv/leveranser/{visit.at['leverans']}", _("Kvittensen är noterad."))


def _day(visit: Visit) -> date:
    try:
        return date.fromisoformat(visit.typed("datum"))
    except ValueError:
        raise InvalidInput(Problem("not_a_date", _("Skriv dagen som 2026-01-31."), "datum", "")) from None


def _destructible(visit: Visit) -> Reply:
    found = list_destructible(visit.service, visit.person)
    return Show("destruction.html", {"documents": found})


def _destroy(visit: Visit) -> Reply:
    chosen = visit.ticked("handlingar")
    problems = []
    if not chosen:
        problems.append(Problem("missing_value", _("Välj minst en handling."), "handlingar", ""))
    if visit.typed("saker") != "ja":
        problems.append(
            Problem("missing_value", _("Bekräfta att filerna ska förstöras för gott."), "saker", "")
        )
    if problems:
        raise InvalidInput(*problems)
    done = destroy(visit.service, visit.person, chosen)
    told: dict[str, Any] = {"documents": len(done.handlingar), "files": done.filer, "left": done.kvar}
    if done.kvar:
        return Go("/arkiv/gallring", _left(told), "warning")
    return Go("/arkiv/gallring", _("Gallrade handlingar: %(documents)d. Förstörda filer: %(files)d.", **told))


def _left(told: Mapping[str, Any]) -> str:
    return str(
        _(
            "Gallrade handlingar: %(documents)d. Förstörda filer: %(files)d. Kvar: %(left)d, för något annat i "
            "tjänsten använder dem.",
            **told,
        )
    )


_L = "/arkiv/leveranser/{leverans}"
PAGES = (
    Page("GET", "/arkiv", "arkiv", _archive, REGISTRARS, menu=mark("E-arkivet")),
    Page("POST", "/arkiv", "bestall_leverans", _order, REGISTRARS, again="arkiv"),
    Page("GET", _L, "leverans", _delivery, REGISTRARS),
    Page("GET", _L + "/paket", "leveranspaket", _package, REGISTRARS),
    Page("POST", _L + "/kvittens", "leveranskvittens", _receipt, REGISTRARS, again="leverans"),
    Page("GET", "/arkiv/gallring", "gallring", _destructible, REGISTRARS),
    Page("POST", "/arkiv/gallring", "gallra_handlingar", _destroy, REGISTRARS, again="gallring"),
)
