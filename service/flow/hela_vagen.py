"""The sample meeting the whole way through the service: recorded, examined, announced, called, supplemented, held.

Each stage is a function in `STAGES`; what comes after the meeting – the diarium, the archive – is added there. Time is
the meeting's own, in December 2026, whatever day the demo is run.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from service.clock import STOCKHOLM
from service.flow.accounts import create_account, first_account
from service.flow.arkiv.demo import archive_meeting
from service.flow.build import build_report
from service.flow.demo import ANNOUNCEMENT, MEETING, SECOND_DISPATCH, build_demo
from service.flow.frameworks import add_framework
from service.flow.hela_vagen_diarium import export_register, lay_up_series, register_dispatched
from service.flow.hela_vagen_mote import record_late_matters, record_meeting
from service.flow.hela_vagen_paket import FIRST, SECOND, keep_packet, release_first
from service.flow.places import SAMPLES
from service.flow.publicera import publish_agenda
from service.flow.published import DeliveredFile, Delivery, sha256_of, write_whole
from service.flow.read import Reader
from service.flow.service import Service, database_file, open_service
from service.flow.utskick.anslag import announce
from service.flow.utskick.granskat import examine_recorded
from service.flow.utskick.utskick import begin_dispatch, mark_held, mark_receivers, mark_sent
from service.flow.wiring import Workshop
from service.model.choices import Kallelseslag, Utskickskanal
from service.model.granskning import Allvar, Anslagsslag, Granskning, Mottagarstatus
from service.model.people import Held, Person, Role

FRAMEWORK = SAMPLES / "ramverk" / "ale.json"
LATE_ANNOUNCEMENT = ANNOUNCEMENT.with_name("kf-2026-12-14-bradskande.json")
REPORT = "hela-vagen.json"


@dataclass
class MeetingClock:
    """The time of the demo: moved from stage to stage."""

    at: datetime

    def __call__(self) -> datetime:
        """The moment."""
        return self.at

    def move(self, text: str) -> None:
        """To a moment, by the clock of the municipality."""
        self.at = datetime.fromisoformat(text).replace(tzinfo=STOCKHOLM)


@dataclass
class Walk:
    """How far the demo has come; what a stage needs and leaves for the next one."""

    target: Path
    reader: Reader
    workshop: Workshop
    service: Service
    clock: MeetingClock
    kansli: Person
    registrator: Person
    meeting: str = ""
    built: tuple[DeliveredFile, ...] = ()
    """What the packet stage has made."""
    announced: str = ""
    """How the files of what was put up last are named."""
    packet: str = ""
    """The order of the packet that was sent out last."""
    deliveries: list[Delivery] = field(default_factory=list)
    told: list[dict[str, str]] = field(default_factory=list)


Stage = Callable[[Walk], str]
"""Does its part, and says in one Swedish sentence what was done."""


def walk_whole_way(target: Path, reader: Reader, workshop: Workshop) -> Delivery:
    """The sample meeting, the whole way; the files, and `hela-vagen.json` that tells of each stage.

    The service's own folder is left in the target, so that its pages can be looked at afterwards.
    """
    with open_walk(target, reader, workshop) as walk:
        for stage in (build_packets, *STAGES):
            take_stage(walk, stage)
        report = write_report(walk)
    files = tuple(file for one in walk.deliveries for file in one.files)
    notices = dict.fromkeys(notice for one in walk.deliveries for notice in one.notices)
    return Delivery((*files, report), tuple(notices))


@contextmanager
def open_walk(target: Path, reader: Reader, workshop: Workshop) -> Iterator[Walk]:
    """A service of its own in the target, with the sample's framework and somebody of the kansli."""
    settings = replace(
        workshop.settings, data=str(target / "tjanst"), databas="", fillager="", ko="", smtp_server=""
    )
    folder = settings.data_folder()
    if database_file(settings).exists():
        shutil.rmtree(folder)  # an earlier demo's
    clock = MeetingClock(datetime(2026, 12, 3, 8, 0, tzinfo=STOCKHOLM))
    with open_service(settings) as opened:
        service = replace(opened, now=clock)
        secret = secrets.token_urlsafe(12)
        admin = first_account(service, "admin", "Administratör", secret).person
        add_framework(service, admin, FRAMEWORK, "Exempelramverket")
        kansli = create_account(
            service, admin, "kansli", "Gunilla Trädgårdh", secret, [Held(Role.KANSLI)]
        ).person
        registrator = create_account(
            service, admin, "registrator", "Åsa Lindh", secret, [Held(Role.REGISTRATOR)]
        ).person
        place = folder / "inloggning.txt"
        write_whole(place, f"kansli\nregistrator\n{secret}\n".encode())
        place.chmod(0o600)
        yield Walk(target, reader, workshop, service, clock, kansli, registrator)


def take_stage(walk: Walk, stage: Stage) -> None:
    """One stage, noted with its moment in the meeting's time."""
    text = stage(walk)
    walk.told.append({"steg": stage.__name__, "tid": walk.clock.at.isoformat(), "text": text})


def write_report(walk: Walk) -> DeliveredFile:
    """What was done, stage by stage."""
    path = walk.target / REPORT
    text = json.dumps({"sammantrade": walk.meeting, "steg": walk.told}, ensure_ascii=False, indent=2)
    write_whole(path, f"{text}\n".encode())
    return DeliveredFile(path, sha256_of(path))


def build_packets(walk: Walk) -> str:
    """What `samlad demo` makes, and the announcement of the urgent matter."""
    delivery = build_demo(walk.target, walk.reader, walk.workshop)
    late = build_report(walk.reader.read(LATE_ANNOUNCEMENT), walk.target, ("docx", "pdf"), walk.workshop)
    walk.built = (*delivery.files, *late.files)
    walk.deliveries += [delivery, late]
    count = len(walk.built)
    return f"{count} filer är byggda: två tillkännagivanden, paketet i två utgåvor och tillägget."


def examine_before(walk: Walk) -> str:
    """What the law says before anything has been announced."""
    return f"Granskat mot kommunallagen före tillkännagivandet: {_counted(_examined(walk, 'granskning-1'))}."


def announce_meeting(walk: Walk) -> str:
    """The announcement is up, and the agenda locked."""
    walk.clock.move("2026-12-03T09:00")
    said = {"slag": Anslagsslag.SAMMANTRADE, "url": "https://ale.se/anslagstavla-officiell.html"}
    noted = announce(walk.service, walk.kansli, walk.meeting, said)
    walk.announced = "tillkannagivande-sammantrade-kf-2026-12-14"
    return f"Sammanträdet är tillkännagivet, och föredragningslistan låst ({noted['snapshot_sha256'][:12]}…)."


def call_everybody(walk: Walk) -> str:
    """The kallelse to every ledamot and ersättare, and the mark."""
    walk.clock.move("2026-12-04T14:00")
    return _send(walk, Kallelseslag.KALLELSE, keep_packet(walk, FIRST))


def publish_pages(walk: Walk) -> str:
    """The public agenda as pages, beside the public packet when it was built."""
    return _publish(walk, MEETING, FIRST)


def publish_pages_again(walk: Walk) -> str:
    """The same pages with what came in late, leading into the supplement, and into the first packet for the rest."""
    return _publish(walk, SECOND_DISPATCH, SECOND, FIRST)


def take_late_matters(walk: Walk) -> str:
    """What came in afterwards: the urgent matter is announced, the list changed, and everybody told."""
    walk.clock.move("2026-12-10T13:15")
    told = record_late_matters(walk)
    announce(walk.service, walk.kansli, walk.meeting, {"slag": Anslagsslag.BRADSKANDE_ARENDE})
    walk.announced = "tillkannagivande-bradskande-arende-kf-2026-12-14"
    return f"{told} {_send(walk, Kallelseslag.TILLAGGSKALLELSE, keep_packet(walk, SECOND, walk.packet))}"


def examine_after(walk: Walk) -> str:
    """What the law says when everything has been sent out."""
    return f"Granskat mot kommunallagen efter utskicken: {_counted(_examined(walk, 'granskning-2'))}."


def hold_meeting(walk: Walk) -> str:
    """The meeting has been held."""
    walk.clock.move("2026-12-15T09:00")
    mark_held(walk.service, walk.kansli, walk.meeting)
    return "Sammanträdet är genomfört."


def deliver_to_archive(walk: Walk) -> str:
    """The meeting's matters in the diarium are closed and packed, each myndighet's for itself."""
    walk.clock.move("2026-12-16T10:00")
    delivery, text = archive_meeting(walk.service, walk.registrator, walk.target)
    walk.deliveries.append(delivery)
    return text


STAGES: tuple[Stage, ...] = (
    record_meeting,
    examine_before,
    announce_meeting,
    call_everybody,
    release_first,
    lay_up_series,
    register_dispatched,
    publish_pages,
    take_late_matters,
    publish_pages_again,
    register_dispatched,
    export_register,
    examine_after,
    hold_meeting,
    deliver_to_archive,
)


def _publish(walk: Walk, meeting: Path, *packets: str) -> str:
    names = {f"{stem}-publik.manifest.json" for stem in packets}
    manifests = [one.path for one in walk.built if one.path.name in names]
    delivery = publish_agenda(meeting, walk.target / "webb", walk.reader, manifests)
    known = {one.path for earlier in walk.deliveries for one in earlier.files}
    fresh = tuple(one for one in delivery.files if one.path not in known)
    count = len(delivery.files)
    walk.deliveries.append(replace(delivery, files=fresh))  # the demo tells of each place once
    return f"Den offentliga föredragningslistan är gjord som {count} filer, i mappen webb."


def _send(walk: Walk, kind: Kallelseslag, packet: str) -> str:
    """A dispatch by the meeting system; noted for each person, and marked as sent out."""
    service, kansli, meeting = walk.service, walk.kansli, walk.meeting
    said = {"slag": kind, "kanal": Utskickskanal.SYSTEM, "paket": packet}
    utskick = begin_dispatch(service, kansli, meeting, said)
    people = [one["id"] for one in utskick["mottagare"]]
    note = {
        "mottagare": people,
        "status": Mottagarstatus.SKICKAD,
        "besked": "Exempel: inget har skickats på riktigt",
    }
    mark_receivers(service, kansli, meeting, utskick["id"], note)
    mark_sent(service, kansli, meeting, utskick["id"])
    return f"Utskick {utskick['nr']} ({kind.label.lower()}) är utsänt till {len(people)} personer, utan hinder i lagen."


def _examined(walk: Walk, name: str) -> Granskning:
    found = examine_recorded(walk.service, walk.kansli, walk.meeting)
    told = [
        {
            "regel": one.regel,
            "lagrum": one.lagrum,
            "allvar": one.allvar.value,
            "text": one.text,
            "atgard": one.atgard,
        }
        for one in found.anmarkningar
    ]
    text = json.dumps({"dag": found.dag.isoformat(), "anmarkningar": told}, ensure_ascii=False, indent=2)
    path = walk.target / f"{name}.json"
    write_whole(path, f"{text}\n".encode())
    walk.deliveries.append(Delivery((DeliveredFile(path, sha256_of(path)),), ()))
    return found


def _counted(found: Granskning) -> str:
    hinder, warnings, others = (sum(one.allvar is allvar for one in found.anmarkningar) for allvar in Allvar)
    return (
        f"{hinder} hinder, {warnings} {'varning' if warnings == 1 else 'varningar'} och "
        f"{others} {'upplysning' if others == 1 else 'upplysningar'}"
    )
