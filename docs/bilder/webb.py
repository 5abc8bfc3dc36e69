"""Makes the pictures of docs/handledning.md from the running program, so that they stay true.

    .venv/bin/python docs/bilder/webb.py

A service of its own is filled with the sample year (`samlad demo --till-tjansten`), a small meeting is compiled, and
Chromium looks at the pages as each of the people would.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from service.app import create_app  # noqa: E402  # the path has to be set first
from service.flow.demo_service import fill_service  # noqa: E402
from service.flow.jobs import run_job  # noqa: E402
from service.flow.orders import order_packet  # noqa: E402
from service.flow.preparation import get_meeting, page_meetings, remove_arende  # noqa: E402
from service.flow.register import page_reports  # noqa: E402
from service.flow.service import Service, open_service  # noqa: E402
from service.flow.wiring import Workshop, open_workshop  # noqa: E402
from service.model.lists import Span, Wanted  # noqa: E402
from service.model.people import Person  # noqa: E402
from service.records.people import as_person, list_accounts  # noqa: E402
from service.settings import read_settings  # noqa: E402

CHROMIUM = "/usr/bin/chromium"
SIZE = {"width": 1200, "height": 800}
ARENDEN = 6
"""The small meeting keeps so many ärenden, so that its packet is made in a minute."""


def main() -> None:
    """Write every picture."""
    with tempfile.TemporaryDirectory() as folder:
        variables = {
            "SAMLAD_DATA": f"{folder}/data",
            "SAMLAD_CACHE": f"{folder}/cache",
            "SAMLAD_SAKRA_KAKOR": "nej",
            "SAMLAD_PROVA_BILAGOR": "nej",
        }
        settings = read_settings(variables)
        with open_service(settings) as service, open_workshop(settings, lambda *_: None) as workshop:
            filled = fill_service(service, workshop)
            logins = {one.username: one.password for one in filled.logins}
            meeting, job = compile_small(service, workshop)
            show(service, logins, addresses(service, meeting, job))


def compile_small(service: Service, workshop: Workshop) -> tuple[str, str]:
    """The packet of the meeting's first ärenden; meeting and job."""
    kansli = person(service, "kansli")
    meeting = page_meetings(service, kansli, "", Span()).rows[0]["id"]
    while len((found := get_meeting(service, kansli, meeting))["arenden"]) > ARENDEN:
        remove_arende(service, kansli, meeting, found["arenden"][-1]["id"], found["version"])
    job = order_packet(service, kansli, meeting, ["intern"])
    run_job(service, workshop, job, "bilder")
    return meeting, job


def person(service: Service, username: str) -> Person:
    """Somebody of the sample."""
    with service.records.look() as db:
        return next(as_person(row) for row in list_accounts(db, Span()).rows if row.anvandarnamn == username)


def addresses(service: Service, meeting: str, job: str) -> Mapping[str, tuple[str, str]]:
    """Which picture shows which page to whom."""
    reports = page_reports(service, person(service, "handlaggare"), Wanted(organ="UN", ar=2026), Span()).rows
    base = f"/sammantraden/{meeting}"
    return {
        "webb-start": ("handlaggare", "/"),
        "webb-rapport": ("handlaggare", f"/rapporter/{reports[0].id}"),
        "webb-aret": ("kansli", "/aret?ar=2026"),
        "webb-sammantrade": ("kansli", base),
        "webb-lagen": ("kansli", f"{base}/lagen"),
        "webb-bladdra": ("kansli", f"{base}/paket/{job}/bladdra?sida=2"),
        "webb-publicering": ("kansli", f"{base}/publicering"),
        "webb-diarium": ("registrator", "/diarium/vantar"),
        "webb-mallar": ("kansli", "/mallar/nulagesbeskrivning"),
        "webb-administration": ("admin", "/administration"),
    }


def show(service: Service, logins: Mapping[str, str], wanted: Mapping[str, tuple[str, str]]) -> None:
    """Take the pictures."""
    server = make_server("127.0.0.1", 0, create_app(service, lambda _job: None), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
            )
            base = f"http://127.0.0.1:{server.server_port}"
            pages: dict[str, Page] = {}
            for name, (who, path) in wanted.items():
                page = pages.get(who) or log_in(browser, base, who, logins[who])
                pages[who] = page
                page.goto(base + path, wait_until="networkidle")
                target = Path(__file__).parent / f"{name}.png"
                page.screenshot(path=target)
                Image.open(target).convert("RGB").quantize(64).save(target, optimize=True)
                print(name)  # noqa: T201  # a script of one's own tells how far it is
            browser.close()
    finally:
        server.shutdown()


def log_in(browser: Browser, base: str, who: str, password: str) -> Page:
    """A page of somebody who is logged in."""
    page = browser.new_context(viewport=SIZE, locale="sv-SE").new_page()  # type: ignore[arg-type]  # a plain mapping will do
    page.goto(f"{base}/logga-in")
    page.get_by_label("Användarnamn").fill(who)
    page.get_by_label("Lösenord").fill(password)
    page.get_by_role("button", name="Logga in").click()
    page.wait_for_url(f"{base}/")
    return page


if __name__ == "__main__":
    main()
