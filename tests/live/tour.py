"""Every page there is, found as a person finds it: by following links, where there is something of everything.

A page that is new in the table is visited by itself, if a link leads to it; a test says which page no link leads to.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from docx import Document
from flask import Flask
from werkzeug.test import Client, TestResponse

from service.app import create_app
from service.flow.arkiv.deliver import Wanted, deliver
from service.flow.demo_service import fill_service
from service.flow.diarium.series import put_plan
from service.flow.frameworks import add_framework
from service.flow.jobs import get_job, run_job
from service.flow.kept_templates import receive_template, take_in, try_sent
from service.flow.orders import order_packet
from service.flow.places import TEMPLATES
from service.flow.preparation import add_handling, get_meeting, page_meetings, remove_arende
from service.flow.publicering_tjanst import get_review, order_review
from service.flow.releases import release_packet
from service.flow.uploads import add_file
from service.flow.utskick.utskick import begin_dispatch
from service.flow.wiring import Workshop
from service.model.choices import Kallelseslag
from service.model.diarium import Hanteringsregel
from service.model.lists import Span
from service.web.page import Page
from service.web.table import PAGES
from tests.archive import AGREEMENT, closed_case
from tests.files.pdf import masks
from tests.flow.plain_converter import PlainConverter
from tests.register import SECRET, enter_one, lay_up, open_one
from tests.service import FRAMEWORK, Town, open_bare, people_of, write_json

ROLES = ("handlaggare", "kansli", "registrator", "admin", "granskare")
"""Who walks: a page is visited as the one who sees the most of it."""
SLUG = "nulagesbeskrivning"
OPEN = {"offentligt": "ja", "offentligt_per_minut": "10000"}
"""What everybody may see is open, to whoever comes as often as a test does."""
ARENDEN = 6
"""The meeting keeps so many, so that its packet is made in a few seconds."""
ODD = "Åsa Öhrn ”sa” <b>nej</b> & 'ja'"
_LINK = re.compile(r' (href|src|action)="([^"#]+)')
_PER_PAGE = 3
"""So many addresses of one page are opened while looking for links to others."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One page of the table, at an address where it has something to show."""

    name: str
    who: str
    path: str
    shows: tuple[bool, int] = (False, 0)
    """How much: something that one may change, and how long the page is."""


@dataclass
class Tour:
    """A town, who is logged in, and what they find."""

    town: Town
    passwords: Mapping[str, str]
    seeds: Sequence[str] = ("/",)
    """Where one comes only by sending a form, besides the start."""
    roles: Sequence[str] = ROLES
    app: Flask = field(init=False)
    secrets: dict[str, str] = field(init=False)
    """Each one's cookie."""
    stops: dict[str, Stop] = field(init=False)
    files: set[str] = field(init=False)
    """The pages of the table that are files and pictures, not HTML."""
    dead: list[str] = field(init=False)
    """Links that lead to nothing."""

    def __post_init__(self) -> None:
        """Log everybody in and walk."""
        self.app = create_app(self.town.service, lambda _job: None)
        self.secrets, self.files, self.dead = {}, set(), []
        self.stops = {"inloggning": Stop("inloggning", "", "/logga-in")}
        for who in self.roles:
            self._walk(who)

    def _walk(self, who: str) -> None:
        client = self.app.test_client()
        sent = {"anvandarnamn": who, "losenord": self.passwords[who]}
        assert client.post("/logga-in", data=sent).status_code == 303
        cookie = client.get_cookie("samlad")
        assert cookie is not None
        self.secrets[who] = cookie.value
        left, seen, visits = deque((path, False) for path in self.seeds), set(self.seeds), Counter[str]()
        while left:
            path, linked = left.popleft()
            page = page_at(path)
            if page is None or visits[page.name] >= _PER_PAGE:
                continue
            visits[page.name] += 1
            for found, is_link in self._look(client, who, page, path, linked=linked):
                if found not in seen:
                    seen.add(found)
                    left.append((found, is_link))

    def _look(
        self, client: Client, who: str, page: Page, path: str, *, linked: bool
    ) -> Iterable[tuple[str, bool]]:
        with client.get(path) as answer:
            assert isinstance(answer, TestResponse)
            if linked and answer.status_code not in (200, 303):
                self.dead.append(f"{who} {path}: {answer.status_code}")
            if answer.status_code != 200:
                return []
            if answer.mimetype != "text/html":
                self.files.add(page.name)
                return []
            before = self.stops.get(page.name)
            content = answer.text.partition("<main")[2]
            shows = (" disabled>" not in content, len(content))
            if before is None or before.shows < shows:
                self.stops[page.name] = Stop(page.name, who, path, shows)
            links = _LINK.findall(answer.text)
            return [(_local(path, unescape(address)), kind == "href") for kind, address in links]


def page_at(path: str) -> Page | None:
    """The row of the table that answers for an address."""
    bare = unquote(path.split("?")[0])
    for page in sorted(PAGES, key=lambda one: one.path.count("{")):
        if page.method == "GET" and re.fullmatch(re.sub(r"{\w+}", "[^/]+", page.path), bare):
            return page
    return None


def _local(path: str, href: str) -> str:
    parts = urlsplit(urljoin(f"http://samlad{path}", href))
    return (parts.path + (f"?{parts.query}" if parts.query else "")) if parts.netloc == "samlad" else "//"


@contextmanager
def open_tour(folder: Path) -> Iterator[Tour]:
    """The sample year in a service, and whatever a page needs besides to have something to show."""
    with open_bare(folder, mallar=str(folder / "mallar"), **AGREEMENT, **OPEN) as town:
        town.service.records.migrate()
        for name in ("pdf", "arbete"):
            (folder / name).mkdir()
        bench = Workshop(
            town.service.settings, PlainConverter(folder / "pdf"), lambda *_: None, folder / "arbete"
        )
        filled = fill_service(town.service, bench)
        town.people.update(people_of(town.service))
        seeds = (
            "/",
            "/offentligt",
            "/offentligt/diarium",
            *_meeting(town, bench, folder),
            *_template(town, bench, folder),
            *_register(town, folder),
        )
        raw = json.loads(FRAMEWORK.read_text(encoding="utf-8"))
        raw["riktningsmal"][0]["rubrik"] += f" {ODD}"
        add_framework(town.service, town["admin"], write_json(folder, raw), "Omskrivet")
        yield Tour(town, {one.username: one.password for one in filled.logins}, seeds)


def _meeting(town: Town, bench: Workshop, folder: Path) -> Iterator[str]:
    """The sample's meeting, short: with a name that is hard to write, a packet, a dispatch and findings."""
    service, kansli = town.service, town["kansli"]
    meeting = page_meetings(service, kansli, "", Span()).rows[0]["id"]
    while len((held := get_meeting(service, kansli, meeting))["arenden"]) > ARENDEN:
        held = remove_arende(service, kansli, meeting, held["arenden"][-1]["id"], held["version"])
    packet = order_packet(service, kansli, meeting, ["intern", "publik"])
    run_job(service, bench, packet, "tur")
    done = get_job(service, kansli, packet)
    assert done["status"] == "klar", done["fel"]
    release_packet(service, kansli, meeting, packet)
    begin_dispatch(service, kansli, meeting, {"slag": Kallelseslag.KALLELSE, "paket": packet})
    masks.replaced(folder / "klagan.pdf")
    file = add_file(service, kansli, folder / "klagan.pdf", "Klagan åäö.pdf").id
    facts = {"handlingstyp": "bilaga", "titel": ODD, "fil": file}
    add_handling(service, kansli, meeting, held["arenden"][-1]["id"], facts, held["version"])
    run_job(service, bench, order_review(service, kansli, meeting), "tur")
    yield f"/sammantraden/{meeting}"
    for found in get_review(service, kansli, meeting)["handlingar"]:
        if found["utan_beslut"]:
            yield f"/sammantraden/{meeting}/publicering/{found['handling']}"


def _template(town: Town, bench: Workshop, folder: Path) -> Iterator[str]:
    """A Word file that was sent, and its trial."""
    document = Document(str(TEMPLATES / SLUG / "mall.docx"))
    document.add_paragraph("En ny avslutning.")
    document.save(str(folder / "mall.docx"))
    sent = receive_template(town.service, town["kansli"], SLUG, folder / "mall.docx", "Vår mall åäö.docx")
    trial = try_sent(town.service, town["kansli"], SLUG, sent.id)
    run_job(town.service, bench, trial, "tur")
    take_in(town.service, town["kansli"], SLUG, sent.id, "7.0", date(2027, 1, 1), "Ny avslutning.")
    document.add_paragraph("{{ finns_inte_alls }}")
    document.save(str(folder / "mall.docx"))
    sent = receive_template(town.service, town["kansli"], SLUG, folder / "mall.docx", "Vår mall åäö.docx")
    yield f"/mallar/{SLUG}/granskad/{sent.id}"
    yield f"/mallar/{SLUG}/prov/{trial}"


def _register(town: Town, folder: Path) -> Iterator[str]:
    """A matter that is open, and one that is closed and packed for the e-archive."""
    person = lay_up(town)
    rule = Hanteringsregel(handlingstyp="yttrande", namn=ODD)
    put_plan(town.service, person, [rule])
    enter_one(town, person, open_one(town, person).id, sekretess=SECRET, titel_publik="Yttrande")
    person, case = closed_case(town, folder)
    made = deliver(town.service, person, Wanted((case.id,)), folder / "ut")
    yield f"/arkiv/leveranser/{made.id}"
    shutil.rmtree(folder / "ut")
