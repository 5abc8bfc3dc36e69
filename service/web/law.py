"""The law page of a meeting: what hinders it, its last days, the anslagstavla, and each dispatch with its persons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from service.clock import STOCKHOLM
from service.errors import InvalidInput, Problem
from service.flow.jobs import meeting_jobs
from service.flow.preparation import get_meeting
from service.flow.utskick.anslag import PRINTED, announce, list_anslag, order_announcement
from service.flow.utskick.gang import meeting_course
from service.flow.utskick.granskat import examine_recorded
from service.flow.utskick.mote import DISPATCHERS
from service.flow.utskick.post import order_letters
from service.flow.utskick.studs import note_bounces
from service.flow.utskick.utskick import (
    begin_dispatch,
    get_utskick,
    list_utskick,
    mark_held,
    mark_receivers,
    mark_sent,
)
from service.model.choices import Choice, Kallelseslag, Ledamotsroll, Utskickskanal
from service.model.granskning import Allvar, Anslagsslag, Granskning, Mottagarstatus
from service.model.motesgang import Brevinnehall, Motestillstand, Studsutfall
from service.model.people import CENTRAL
from service.web.language import mark
from service.web.page import Go, Page, Reply, Show, Visit

TONES = {Allvar.HINDER: "bad", Allvar.VARNING: "warning", Allvar.UPPLYSNING: "info"}
RECEIVED = {
    Mottagarstatus.VANTAR: "neutral",
    Mottagarstatus.SKICKAS: "info",
    Mottagarstatus.SKICKAD: "good",
    Mottagarstatus.MOTTAGEN: "good",
    Mottagarstatus.STUDSADE: "bad",
    Mottagarstatus.OVISS: "warning",
}
BY_HAND = (Mottagarstatus.SKICKAD, Mottagarstatus.MOTTAGEN, Mottagarstatus.STUDSADE)
OTHER = mark("Övrig")


def _law(visit: Visit) -> Reply:
    meeting = visit.at["mote"]
    held = get_meeting(visit.service, visit.person, meeting)
    found, faults = _examined(visit, meeting)
    course = meeting_course(visit.service, visit.person, meeting)
    told = {
        **_heads(held),
        "found": found,
        "faults": faults,
        "tones": TONES,
        "state": _labels(Motestillstand)[course["tillstand"]],
        "steps": course["steg"],
        "states": _labels(Motestillstand),
        "posted": list_anslag(visit.service, visit.person, meeting),
        "boards": _labels(Anslagsslag),
        "printable": PRINTED,
        "dispatches": list_utskick(visit.service, visit.person, meeting),
        "kinds": _labels(Kallelseslag),
        "packets": _packets(visit, meeting),
        "may_send": bool(visit.person.roles & DISPATCHERS),
        "held_done": course["tillstand"] == Motestillstand.GENOMFORD.value,
    }
    return Show("law.html", told)


def _examined(visit: Visit, meeting: str) -> tuple[Granskning | None, tuple[Problem, ...]]:
    """What the law says, or why it cannot be asked yet."""
    try:
        return examine_recorded(visit.service, visit.person, meeting), ()
    except InvalidInput as fault:
        return None, fault.problems


def _announce(visit: Visit) -> Reply:
    said: dict[str, Any] = {"slag": _chosen(visit, "slag", Anslagsslag), "url": visit.typed("url")}
    said |= {name: visit.typed(name) for name in ("intygar", "forvaringsplats", "paragrafer")}
    if moment := _moment(visit, "publicerat"):
        said["publicerat"] = moment
    if day := _moment(visit, "justerat", clock="T12:00"):
        said["justerat"] = day.date()
    announce(visit.service, visit.person, visit.at["mote"], said)
    return Go(_place(visit), _("Anslaget är noterat."))


def _print(visit: Visit) -> Reply:
    job = order_announcement(visit.service, visit.person, visit.at["mote"], visit.at["anslag"])
    visit.ring(job)
    return Go(_place(visit), _("Tillkännagivandet är beställt, i Word och PDF."))


def _begin(visit: Visit) -> Reply:
    said: dict[str, Any] = {"slag": _chosen(visit, "slag", Kallelseslag), "paket": visit.typed("paket")}
    made = begin_dispatch(visit.service, visit.person, visit.at["mote"], said)
    return Go(f"{_place(visit)}/utskick/{made['id']}", _("Utskicket är påbörjat; inget har skickats än."))


def _dispatch(visit: Visit) -> Reply:
    meeting = visit.at["mote"]
    held = get_meeting(visit.service, visit.person, meeting)
    utskick = get_utskick(visit.service, visit.person, meeting, visit.at["utskick"])
    found, faults = _examined(visit, meeting)
    told = {
        **_heads(held),
        "utskick": utskick,
        "found": found,
        "faults": faults,
        "kinds": _labels(Kallelseslag),
        "contents": _labels(Brevinnehall),
        "ways": _labels(Utskickskanal),
        "roles": {**_labels(Ledamotsroll), "ovrig": OTHER},
        "outcomes": _labels(Mottagarstatus),
        "tones": {one.value: tone for one, tone in RECEIVED.items()},
        "by_hand": [(one.value, one.label) for one in BY_HAND],
        "by_mail": sum(_waits_for_mail(one) for one in utskick["mottagare"]),
        "has_letters": any(one["kanal"] == Utskickskanal.E_POST.value for one in utskick["mottagare"]),
        "has_server": bool(visit.service.settings.smtp_server),
        "may_send": bool(visit.person.roles & DISPATCHERS),
    }
    return Show("dispatch.html", told)


def _waits_for_mail(one: Mapping[str, Any]) -> bool:
    return bool(one["kanal"] == Utskickskanal.E_POST.value and one["status"] == Mottagarstatus.VANTAR.value)


def _send(visit: Visit) -> Reply:
    job = order_letters(visit.service, visit.person, visit.at["mote"], visit.at["utskick"])
    visit.ring(job)
    return Go(_own_place(visit), _("Breven är beställda och skickas ett och ett."))


def _mark(visit: Visit) -> Reply:
    chosen = visit.ticked("mottagare")
    if not chosen:
        raise InvalidInput(
            Problem(
                "missing_value",
                _("Ingen är vald."),
                "mottagare",
                _("Kryssa för dem som anteckningen gäller."),
            )
        )
    said: dict[str, Any] = {
        "mottagare": chosen,
        "status": _chosen(visit, "status", Mottagarstatus),
        "kanal": _chosen(visit, "kanal", Utskickskanal) if visit.typed("kanal") else None,
        "besked": visit.typed("besked"),
    }
    if moment := _moment(visit, "tid"):
        said["tid"] = moment
    mark_receivers(visit.service, visit.person, visit.at["mote"], visit.at["utskick"], said)
    return Go(_own_place(visit), _("Anteckningen är sparad."))


def _bounce(visit: Visit) -> Reply:
    if not visit.files:
        raise InvalidInput(Problem("missing_value", _("Välj minst en fil."), "fil", ""))
    files = [(one.name, one.path) for one in visit.files]
    noted = note_bounces(visit.service, visit.person, files, visit.at["mote"], visit.at["utskick"])
    told = [f"{one['namn']}: {one['text']}" for one in noted]
    unchanged = any(one["utfall"] == Studsutfall.OFORANDRAD.value for one in noted)
    return Go(_own_place(visit), " ".join(told), "warning" if unchanged else "good")


def _mark_sent(visit: Visit) -> Reply:
    mark_sent(visit.service, visit.person, visit.at["mote"], visit.at["utskick"], visit.typed("skal"))
    return Go(_place(visit), _("Utskicket är markerat som utsänt."))


def _mark_held(visit: Visit) -> Reply:
    mark_held(visit.service, visit.person, visit.at["mote"])
    return Go(_place(visit), _("Sammanträdet är markerat som genomfört."))


def _place(visit: Visit) -> str:
    return f"/sammantraden/{visit.at['mote']}/lagen"


def _own_place(visit: Visit) -> str:
    return f"{_place(visit)}/utskick/{visit.at['utskick']}"


def _heads(held: Mapping[str, Any]) -> dict[str, Any]:
    meeting = held["sammantrade"]
    return {"meeting": held, "id": held["id"], "organ": meeting["organ"], "day": meeting["datum"]}


def _packets(visit: Visit, meeting: str) -> list[tuple[str, str]]:
    """The finished packets, for a choice: id, and what it is called."""
    jobs = meeting_jobs(visit.service, visit.person, meeting)
    return [
        (
            job["id"],
            f"{', '.join(one['namn'] for one in job['filer'] if one['sidor'])} ({job['slutad'][:10]})",
        )
        for job in jobs
        if job["status"] == "klar"
    ]


def _labels(kind: type[Choice]) -> dict[str, str]:
    return {one.value: one.label for one in kind}


def _chosen(visit: Visit, name: str, kind: type[Choice]) -> Any:
    """What was chosen in a list. Raises InvalidInput when it is not in it."""
    value = visit.typed(name)
    for one in kind:
        if one.value == value:
            return one
    raise InvalidInput(Problem("unknown_choice", _("Välj något i listan."), name, ""))


def _moment(visit: Visit, name: str, clock: str = "") -> datetime | None:
    """A moment that was typed, by the clock of the municipality; nothing when the field is empty."""
    text = visit.typed(name)
    if not text:
        return None
    try:
        return datetime.fromisoformat(text + clock).replace(tzinfo=STOCKHOLM)
    except ValueError:
        raise InvalidInput(
            Problem("not_a_moment", _("Tidpunkten går inte att läsa."), name, _("Skriv datum och klockslag."))
        ) from None


_L = "/sammantraden/{mote}/lagen"
_U = _L + "/utskick/{utskick}"
PAGES = (
    Page("GET", _L, "lagen", _law, CENTRAL),
    Page("POST", _L + "/anslag", "notera_anslag_sida", _announce, DISPATCHERS, again="lagen"),
    Page("POST", _L + "/anslag/{anslag}", "bygg_anslag_sida", _print, DISPATCHERS),
    Page("POST", _L + "/utskick", "nytt_utskick_sida", _begin, DISPATCHERS, again="lagen"),
    Page("GET", _U, "utskick", _dispatch, CENTRAL),
    Page("POST", _U + "/brev", "skicka_brev_sida", _send, DISPATCHERS, again="utskick"),
    Page("POST", _U + "/mottagare", "notera_mottagare_sida", _mark, DISPATCHERS, again="utskick"),
    Page("POST", _U + "/studsar", "las_studs_sida", _bounce, DISPATCHERS, again="utskick", upload=True),
    Page("POST", _U + "/utsand", "markera_utsand_sida", _mark_sent, DISPATCHERS, again="utskick"),
    Page("POST", _L + "/genomfort", "markera_genomfort_sida", _mark_held, DISPATCHERS, again="lagen"),
)
