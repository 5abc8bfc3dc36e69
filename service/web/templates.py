"""The kansli's Word templates: looked through with every fault at its place, compared, tried and taken into use."""

from __future__ import annotations

from collections import Counter
from datetime import date

from flask_babel import gettext as _

from service.errors import InvalidInput, Problem
from service.flow.frameworks import KEEPERS
from service.flow.jobs import get_job, job_file
from service.flow.kept_templates import (
    changes_of_sent,
    compare_versions,
    get_template,
    get_version,
    list_templates,
    receive_template,
    sent_template,
    take_in,
    try_sent,
)
from service.flow.orders import TRIAL
from service.flow.refusals import not_known
from service.flow.template import Severity, annotated
from service.flow.template_order import order_trial_of_version
from service.web.language import mark
from service.web.page import Data, Give, Go, Made, Page, Reply, Show, Visit

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TONES = {Severity.FEL: "bad", Severity.VARNING: "warning", Severity.UPPLYSNING: "info"}
WORDS = {
    Severity.FEL: mark("Fel"),
    Severity.VARNING: mark("Varning"),
    Severity.UPPLYSNING: mark("Upplysning"),
}
UNUSED = "template_field_unused"
ADDRESS = "/mallar/{dokumenttyp}"


def _list(visit: Visit) -> Reply:
    return Show("templates.html", {"templates": list_templates(visit.service, visit.person)})


def template_page(visit: Visit) -> Reply:
    """A template with its versions, and the place to send a new Word file."""
    kept = get_template(visit.service, visit.person, visit.at["dokumenttyp"])
    return Show("template.html", {"kept": kept})


def _version(visit: Visit) -> Reply:
    found = get_version(visit.service, visit.person, visit.at["dokumenttyp"], visit.at["nummer"])
    return Made(found.docx, f"{found.slug}-{found.version}.docx", DOCX)


def _compare(visit: Visit) -> Reply:
    slug = visit.at["dokumenttyp"]
    kept = get_template(visit.service, visit.person, slug)
    numbers = [one.version for one in kept.versions]
    before = visit.query.get("forr") or numbers[max(len(numbers) - 2, 0)]
    after = visit.query.get("nu") or numbers[-1]
    changes = compare_versions(visit.service, visit.person, slug, before, after)
    pairs = [(one, one) for one in numbers]
    context = {"kept": kept, "numbers": pairs, "before": before, "after": after, "changes": changes}
    return Show("template_compare.html", context)


def _send(visit: Visit) -> Reply:
    slug = visit.at["dokumenttyp"]
    get_template(visit.service, visit.person, slug)
    if not visit.files:
        raise InvalidInput(
            Problem("file_missing", _("Ingen fil är vald."), "mall", _("Välj den Word-fil som ska granskas."))
        )
    sent = visit.files[0]
    upload = receive_template(visit.service, visit.person, slug, sent.path, sent.name)
    return Go(f"/mallar/{slug}/granskad/{upload.id}")


def sent_page(visit: Visit) -> Reply:
    """What was found in a file that was sent, and what can be done with it."""
    slug, file = visit.at["dokumenttyp"], visit.at["fil"]
    sent = sent_template(visit.service, visit.person, slug, file)
    findings = sent.inspection.findings
    changes = None if sent.inspection.faulty else changes_of_sent(visit.service, visit.person, slug, file)
    context = {
        "kept": get_template(visit.service, visit.person, slug),
        "sent": sent,
        "findings": [one for one in findings if one.code != UNUSED],
        "unused": [one.tag for one in findings if one.code == UNUSED],
        "counts": Counter(one.severity.value for one in findings),
        "changes": changes,
        "tones": TONES,
        "words": WORDS,
        "may_keep": bool(visit.service.settings.mallar),
    }
    return Show("template_sent.html", context)


def _comments(visit: Visit) -> Reply:
    sent = sent_template(visit.service, visit.person, visit.at["dokumenttyp"], visit.at["fil"])
    name = sent.upload.name.removesuffix(".docx").removesuffix(".DOCX")
    return Made(annotated(sent.inspection), f"{name}-granskad.docx", DOCX)


def _take_in(visit: Visit) -> Reply:
    slug, file = visit.at["dokumenttyp"], visit.at["fil"]
    sent_template(visit.service, visit.person, slug, file)
    added = take_in(
        visit.service, visit.person, slug, file, visit.typed("version"), _day(visit), visit.typed("andring")
    )
    return Go(
        f"/mallar/{slug}",
        _("Version %(version)s är tagen i bruk. Den gäller från %(day)s.", version=added.version,
          day=added.valid_from.isoformat()),
    )  # fmt: skip


def _day(visit: Visit) -> date:
    try:
        return date.fromisoformat(visit.typed("giltig_fran"))
    except ValueError:
        raise InvalidInput(
            Problem("not_a_date", _("Första dagen saknas."), "giltig_fran", _("Skriv som 2026-12-14."))
        ) from None


def _try_version(visit: Visit) -> Reply:
    slug = visit.at["dokumenttyp"]
    job = order_trial_of_version(visit.service, visit.person, slug, visit.at["nummer"])
    return _ordered(visit, slug, job)


def _try_sent(visit: Visit) -> Reply:
    slug = visit.at["dokumenttyp"]
    job = try_sent(visit.service, visit.person, slug, visit.at["fil"])
    return _ordered(visit, slug, job)


def _ordered(visit: Visit, slug: str, job: str) -> Reply:
    visit.ring(job)
    return Go(f"/mallar/{slug}/prov/{job}")


def _trial(visit: Visit) -> Reply:
    slug = visit.at["dokumenttyp"]
    job = get_job(visit.service, visit.person, visit.at["jobb"])
    if job["slag"] != TRIAL:
        raise not_known("Provet")
    if visit.quiet:
        return Data({"latest": job})
    names = [one["namn"] for one in job["filer"]]
    context = {
        "kept": get_template(visit.service, visit.person, slug),
        "job": job,
        "pictures": [name for name in names if name.endswith(".png")],
        "documents": [name for name in names if not name.endswith(".png")],
    }
    return Show("template_trial.html", context)


def _trial_file(visit: Visit) -> Reply:
    job = get_job(visit.service, visit.person, visit.at["jobb"])
    if job["slag"] != TRIAL:
        raise not_known("Provet")
    file = job_file(visit.service, visit.person, visit.at["jobb"], visit.at["namn"])
    return Give(file, shown=file.name.endswith(".png"))


PAGES = (
    Page("GET", "/mallar", "mallar", _list, KEEPERS, menu=mark("Mallar")),
    Page("GET", ADDRESS, "mall", template_page, KEEPERS),
    Page("POST", ADDRESS + "/granska", "granska_mall_sida", _send, KEEPERS, again="mall", upload=True),
    Page("GET", ADDRESS + "/versioner/{nummer}", "mallversion", _version, KEEPERS),
    Page("POST", ADDRESS + "/versioner/{nummer}/prova", "prova_mallversion", _try_version, KEEPERS),
    Page("GET", ADDRESS + "/jamfor", "jamfor_mallar", _compare, KEEPERS),
    Page("GET", ADDRESS + "/granskad/{fil}", "granskad_mall", sent_page, KEEPERS),
    Page("GET", ADDRESS + "/granskad/{fil}/kommentarer", "mall_med_kommentarer", _comments, KEEPERS),
    Page("POST", ADDRESS + "/granskad/{fil}/prova", "prova_mall", _try_sent, KEEPERS),
    Page("POST", ADDRESS + "/granskad/{fil}/ta-i-bruk", "ta_mall_i_bruk", _take_in, KEEPERS, again="granskad_mall"),
    Page("GET", ADDRESS + "/prov/{jobb}", "mallprov", _trial, KEEPERS),
    Page("GET", ADDRESS + "/prov/{jobb}/{namn}", "mallprov_fil", _trial_file, KEEPERS),
)  # fmt: skip
