"""Dates that contradict each other: what cannot have happened in that order."""

from __future__ import annotations

from datetime import timedelta

from service.errors import Notice, Problem
from service.model.choices import Rapportstatus, Tillkannagivandeslag
from service.model.dialogsammanfattning import Dialogsammanfattning
from service.model.kallelse import Arende, Kallelse
from service.model.nulagesbeskrivning import Nulagesbeskrivning
from service.model.tillkannagivande import Tillkannagivande
from service.rules.finding import Findings

DECIDED = frozenset(
    {
        Rapportstatus.BESLUTAD_I_NAMND,
        Rapportstatus.OVERLAMNAD_KS,
        Rapportstatus.BEHANDLAD_KF,
        Rapportstatus.ARKIVERAD,
    }
)
"""The stages a report reaches only by the body's own decision."""

APPEAL = timedelta(days=21)
"""An announcement stays up for the three weeks of appeal (KL 8:12, 13:5)."""


def _contradiction(message: str, path: str, remedy: str) -> Problem:
    return Problem("contradicting_dates", message, path, remedy)


def check_report_dates(report: Nulagesbeskrivning) -> Findings:
    """A report's year, day and decision."""
    if report.datum.year not in {report.ar, report.ar + 1}:
        yield _contradiction(
            f"Dokumentet är daterat {report.datum} men beskriver år {report.ar}.",
            "datum",
            f"Rätta datumet eller året; dokumentet skrivs under {report.ar} eller året efter.",
        )
    if report.beslut is None:
        yield from _check_missing_decision(report)
    else:
        if report.beslut.datum < report.datum:
            yield _contradiction(
                f"Beslutet fattades {report.beslut.datum}, men dokumentet är daterat senare ({report.datum}).",
                "beslut.datum",
                "Rätta beslutets eller dokumentets datum; det som beslutas finns före beslutet.",
            )
        if report.status not in DECIDED:
            yield Notice(
                "status_behind_decision",
                f"Dokumentet har ett beslut ({report.beslut.datum}, § {report.beslut.paragraf}) men status "
                f"”{report.status.label}”.",
                "status",
            )


def _check_missing_decision(report: Nulagesbeskrivning) -> Findings:
    if report.status in DECIDED:
        yield Problem(
            "missing_beslut",
            f"Status är ”{report.status.label}”, men nämndens eller styrelsens beslut saknas (KL 6:38).",
            "beslut",
            "Fyll i beslutets organ, datum och paragraf, eller ändra status.",
        )
    else:
        yield Notice(
            "not_yet_decided",
            "Nämndens eller styrelsens beslut saknas; det behövs innan dokumentet går till fullmäktige (KL 6:38).",
            "beslut",
        )


def check_dialog_dates(summary: Dialogsammanfattning) -> Findings:
    """A dialog's days, its approval and the report it is about."""
    for index, day in enumerate(summary.datum):
        if day.year != summary.ar:
            yield _contradiction(
                f"Dialogen hör till år {summary.ar}, men en dialogdag är {day}.",
                f"datum[{index}]",
                "Rätta dagen eller året.",
            )
    last = max(summary.datum)
    if summary.godkand_av is not None and summary.godkand_av.datum < last:
        yield _contradiction(
            f"Sammanfattningen godkändes {summary.godkand_av.datum}, före den sista dialogdagen ({last}).",
            "godkand_av.datum",
            "Rätta dagen för godkännandet eller dialogens dagar.",
        )
    report = summary.nulagesbeskrivning
    if report is not None and report.ar > summary.ar:
        yield _contradiction(
            f"Dialogen år {summary.ar} bygger på en nulägesbeskrivning för {report.ar}, som är senare.",
            "nulagesbeskrivning.ar",
            "Rätta året.",
        )


def check_meeting_dates(meeting: Kallelse) -> Findings:
    """Nothing that a meeting builds on is later than the meeting."""
    day = meeting.sammantrade.datum
    settled = meeting.kallelse.faststalld_av_ordforande
    if settled is not None and settled.tid.date() > day:
        yield _contradiction(
            f"Föredragningslistan fastställdes {settled.tid.date()}, efter sammanträdet {day}.",
            "kallelse.faststalld_av_ordforande.tid",
            "Rätta tidpunkten eller sammanträdets datum.",
        )
    for index, matter in enumerate(meeting.arenden):
        yield from _check_matter_dates(matter, meeting, f"arenden[{index}]")


def _check_matter_dates(matter: Arende, meeting: Kallelse, path: str) -> Findings:
    day, start = meeting.sammantrade.datum, meeting.sammantrade.tid_start
    for index, step in enumerate(matter.beredning):
        if step.datum > day:
            yield _contradiction(
                f"Ärende {matter.ordning} bereddes {step.datum} ({step.organ}), efter sammanträdet {day}.",
                f"{path}.beredning[{index}].datum",
                "Rätta beredningens datum.",
            )
    for index, document in enumerate(matter.handlingar):
        if document.datum is not None and document.datum > day:
            yield _contradiction(
                f"Handlingen ”{document.titel}” är daterad {document.datum}, efter sammanträdet {day}.",
                f"{path}.handlingar[{index}].datum",
                "Rätta handlingens datum.",
            )
    if matter.tid_slot is not None and matter.tid_slot.fran < start:
        yield _contradiction(
            f"Ärende {matter.ordning} tas upp kl. {matter.tid_slot.fran:%H.%M}, före sammanträdets början "
            f"kl. {start:%H.%M}.",
            f"{path}.tid_slot.fran",
            "Rätta klockslaget.",
        )


def check_announcement_dates(announcement: Tillkannagivande) -> Findings:
    """An announcement goes up and comes down at times that can be."""
    day = announcement.sammantrade.datum
    if announcement.publicerat_tid is None:
        return
    published = announcement.publicerat_tid.date()
    if announcement.slag is Tillkannagivandeslag.JUSTERING:
        if published < day:
            yield _contradiction(
                f"Protokollet tillkännagavs {published}, före sammanträdet {day}.",
                "publicerat_tid",
                "Rätta tidpunkten eller sammanträdets datum.",
            )
        takedown = announcement.nedtas_tidigast
        if takedown is not None and takedown < published + APPEAL:
            yield Problem(
                "taken_down_too_early",
                f"Anslaget får tas ned {takedown}, men ska sitta uppe i tre veckor från {published} (KL 13:5).",
                "nedtas_tidigast",
                f"Skriv tidigast {published + APPEAL}.",
            )
    elif published >= day:
        yield _contradiction(
            f"Sammanträdet {day} tillkännagavs {published}; det ska ske före sammanträdesdagen.",
            "publicerat_tid",
            "Rätta tidpunkten eller sammanträdets datum.",
        )
