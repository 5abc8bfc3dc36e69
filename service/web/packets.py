"""Packets of a meeting: ordered, followed while they are made, fetched, and looked through page by page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask_babel import gettext as _

from service.errors import InvalidInput, Problem
from service.flow import preparation
from service.flow.agenda_files import agenda_files
from service.flow.browse import PacketEdition, editions_of, packet_picture
from service.flow.jobs import cancel_job, get_job, job_file, meeting_jobs
from service.flow.meeting_files import meeting_files
from service.flow.orders import order_packet
from service.flow.preparation import EDITORS
from service.flow.refusals import not_known
from service.flow.releases import list_releases, release_packet, withdraw_release
from service.model.choices import Rendition
from service.model.people import CENTRAL
from service.web.language import mark
from service.web.meetings import ADDRESS, address, named
from service.web.page import Bundle, Data, Give, Go, Page, Picture, Reply, Show, Visit

_PACKET = ADDRESS + "/paket/{jobb}"
MAX_PIECE_MB = 1000
MANIFEST = ".manifest.json"
PHASES = {
    "vantar": mark("Väntar på sin tur"),
    "pagar": mark("Arbetar"),
    "klar": mark("Klart"),
    "misslyckad": mark("Gick inte"),
    "avbruten": mark("Avbrutet"),
}
"""What a job's state is called."""
TONES = {"klar": "good", "misslyckad": "bad", "avbruten": "warning", "pagar": "info"}


def _packets(visit: Visit) -> Reply:
    meeting = preparation.get_meeting(visit.service, visit.person, visit.at["mote"])
    jobs = [_told(job) for job in meeting_jobs(visit.service, visit.person, meeting["id"])]
    context = {
        "meeting": meeting,
        "jobs": jobs,
        "earlier": [job for job in jobs if job["status"] == "klar"],
        "may_edit": bool(visit.person.roles & EDITORS),
        "piece_mb": visit.service.settings.del_storlek_mb or "",
        "releases": list_releases(visit.service, visit.person, meeting["id"]),
        "editions": [(one.value, one.label) for one in Rendition],
    }
    return Show("packets.html", context)


def _order(visit: Visit) -> Reply:
    wanted = [one.value for one in Rendition if one.value in visit.ticked("utgava")]
    if not wanted:
        raise InvalidInput(Problem("missing_value", _("Välj minst en utgåva."), "utgava", ""))
    size = _piece_size(visit.typed("del_mb"))
    after = visit.typed("efter")
    job = order_packet(visit.service, visit.person, visit.at["mote"], wanted, size, after)
    visit.ring(job)
    return Go(f"{address(visit.at['mote'])}/paket/{job}")


def _piece_size(text: str) -> float:
    try:
        size = float(text.replace(",", ".") or 0)
    except ValueError:
        size = -1.0
    if not 0 <= size <= MAX_PIECE_MB:
        told = _("Skriv största storlek i MB, högst %(most)d, eller lämna tomt.", most=MAX_PIECE_MB)
        raise InvalidInput(Problem("out_of_range", told, "del_mb", ""))
    return size


def _packet(visit: Visit) -> Reply:
    meeting = preparation.get_meeting(visit.service, visit.person, visit.at["mote"])
    job = _job(visit)
    if visit.quiet:
        return Data(_told(job))
    manifests = [one for one in job["filer"] if one["namn"].endswith(MANIFEST)]
    packets = {one["namn"].replace(MANIFEST, ".pdf") for one in manifests}
    others = [one for one in job["filer"] if one not in manifests]
    files = sorted(others, key=lambda one: one["namn"] not in packets)
    releases = list_releases(visit.service, visit.person, meeting["id"])
    released = next((one for one in releases if one["jobb"] == job["id"] and not one["aterkallad"]), None)
    told = {"job": _told(job), "named": partial(named, meeting), "released": released}
    told["has_public"] = any(one["namn"].endswith(f"-publik{MANIFEST}") for one in manifests)
    context = {"meeting": meeting, "files": files, "manifests": manifests, **told}
    return Show("packet.html", {**context, "may_edit": bool(visit.person.roles & EDITORS)})


def _job(visit: Visit) -> Mapping[str, Any]:
    job = get_job(visit.service, visit.person, visit.at["jobb"])
    if job["sammantrade"] != visit.at["mote"]:
        raise not_known("Paketet")
    return job


def _told(job: Mapping[str, Any]) -> dict[str, Any]:
    """The job, with what its state is called."""
    words = _(PHASES.get(job["status"], job["status"]))
    if job["status"] == "pagar" and job["fas"]:
        words = f"{words}: {job['fas'].lower()}"
        words += f", {job['gjort']} av {job['antal']}" if job["antal"] else ""
        words += f" ({job['del']})" if job["del"] else ""
    return {**job, "ord": words, "ton": TONES.get(job["status"], "neutral")}


def _cancel(visit: Visit) -> Reply:
    job = _job(visit)
    cancel_job(visit.service, visit.person, job["id"])
    return Go(f"{address(visit.at['mote'])}/paket/{job['id']}", _("Arbetet avbryts."))


def _file(visit: Visit) -> Reply:
    job = _job(visit)
    return Give(job_file(visit.service, visit.person, job["id"], visit.at["namn"]))


def _all_files(visit: Visit) -> Reply:
    """The packet's files as one ZIP."""
    meeting, job = preparation.get_meeting(visit.service, visit.person, visit.at["mote"]), _job(visit)
    files = tuple(job_file(visit.service, visit.person, job["id"], one["namn"]) for one in job["filer"])
    if not files:
        raise not_known("Paketet")
    return Bundle(files, f"paket-{_called(meeting)}.zip")


def _agenda(visit: Visit) -> Reply:
    """The public agenda for the municipality's website, as one ZIP."""
    packet, pages = agenda_files(visit.service, visit.person, visit.at["mote"], _job(visit)["id"])
    meeting = preparation.get_meeting(visit.service, visit.person, visit.at["mote"])
    return Bundle((packet,), f"foredragningslista-{_called(meeting)}.zip", pages)


def _papers(visit: Visit) -> Reply:
    """The meeting's handlingar as one ZIP; what has no file is named in it."""
    files, missing = meeting_files(visit.service, visit.person, visit.at["mote"])
    meeting = preparation.get_meeting(visit.service, visit.person, visit.at["mote"])
    lines = [_("De här har ingen färdig fil och är inte med:"), *missing]
    told = {_("saknas.txt"): "\n".join(lines) + "\n"} if missing else {}
    return Bundle(files, f"handlingar-{_called(meeting)}.zip", told)


def _called(meeting: Mapping[str, Any]) -> str:
    held = meeting["sammantrade"]
    return f"{held['organ']}-{held['datum']}"


def _release(visit: Visit) -> Reply:
    release_packet(visit.service, visit.person, visit.at["mote"], _job(visit)["id"])
    return Go(
        f"{address(visit.at['mote'])}/paket", _("Paketet är utgivet. Läsarna ser den offentliga utgåvan.")
    )


def _withdraw(visit: Visit) -> Reply:
    why = visit.typed("varfor")
    if not why:
        raise InvalidInput(Problem("missing_value", _("Skriv varför."), "varfor", ""))
    withdraw_release(visit.service, visit.person, visit.at["mote"], visit.at["utgivning"], why)
    return Go(f"{address(visit.at['mote'])}/paket", _("Utgivningen är återkallad."))


def _browse(visit: Visit) -> Reply:
    meeting = preparation.get_meeting(visit.service, visit.person, visit.at["mote"])
    job = _job(visit)
    editions = editions_of(visit.service, visit.person, meeting["id"], job["id"])
    if not editions:
        raise not_known("Paketet")
    chosen = _chosen(visit, editions)
    page = min(max(_number(visit.query.get("sida", "")), 1), max(one.pages for one in chosen))
    parts = chosen[0].parts
    here = [one for one in parts if one.page <= page]
    context = {
        "meeting": meeting,
        "job": job,
        "editions": editions,
        "chosen": chosen,
        "parts": parts,
        "wanted": visit.query.get("utgava", ""),
        "page": page,
        "last": max(one.pages for one in chosen),
        "part": here[-1] if here else None,
    }
    return Show("packet_pages.html", context)


def _chosen(visit: Visit, editions: tuple[PacketEdition, ...]) -> tuple[PacketEdition, ...]:
    """The edition that is wanted; both beside each other when none is named and they have equal pages."""
    wanted = visit.query.get("utgava", "")
    named = tuple(one for one in editions if one.file == wanted)
    return named or tuple(one for one in editions if one.supplement == editions[0].supplement)[:2]


def _picture(visit: Visit) -> Reply:
    number, width = _number(visit.at["nummer"]), _number(visit.query.get("bredd", ""))
    content, digest = packet_picture(
        visit.service, visit.person, visit.at["mote"], visit.at["jobb"], visit.at["namn"], number, width
    )
    return Picture(content, "image/png", digest)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0


PAGES = (
    Page("GET", ADDRESS + "/paket", "sammantradets_paket", _packets, CENTRAL),
    Page("POST", ADDRESS + "/paket", "sammanstall_sida", _order, EDITORS, again="sammantradets_paket"),
    Page("GET", _PACKET, "paketet", _packet, CENTRAL),
    Page("POST", _PACKET + "/avbryt", "avbryt_paketet", _cancel, EDITORS),
    Page("GET", _PACKET + "/allt.zip", "hela_paketet", _all_files, CENTRAL),
    Page("GET", _PACKET + "/foredragningslista.zip", "publik_foredragningslista", _agenda, CENTRAL),
    Page("GET", ADDRESS + "/handlingar.zip", "alla_handlingar", _papers, CENTRAL),
    Page("POST", _PACKET + "/ge-ut", "ge_ut_sida", _release, EDITORS, again="paketet"),
    Page(
        "POST",
        ADDRESS + "/utgivningar/{utgivning}/aterkalla",
        "aterkalla_sida",
        _withdraw,
        EDITORS,
        again="sammantradets_paket",
    ),
    Page("GET", _PACKET + "/bladdra", "bladdra_i_paketet", _browse, CENTRAL),
    Page("GET", _PACKET + "/filer/{namn}", "paketets_fil", _file, CENTRAL),
    Page("GET", _PACKET + "/filer/{namn}/sidor/{nummer}", "paketets_sida", _picture, CENTRAL),
)
