"""The letters of a dispatch: ordered once, sent by a worker, never two to the same person.

A person is claimed in the database before the letter is handed to the server, and released only when the server has
said that it did not take it. Where the line broke in between nobody knows; then a human decides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from service.clock import STOCKHOLM
from service.errors import InvalidInput, Problem
from service.flow.orders import place_order
from service.flow.refusals import WrongState
from service.flow.service import Service
from service.flow.utskick.brev import letter_text, subject_of
from service.flow.utskick.mote import RecordedMeeting, agenda, digest, read_meeting, require_dispatcher
from service.flow.utskick.utskick import known_utskick
from service.intake.size import MEGABYTE
from service.model.choices import Kallelseslag, Utskickskanal
from service.model.granskning import Mottagarstatus
from service.model.motesgang import Brevinnehall
from service.model.people import Person
from service.post.letter import Letter
from service.post.smtp import Outcome, PostOffice, PostUnavailable, Receipt
from service.records.audit import Entry, note
from service.records.base import JsonObject, Transaction
from service.records.blobs import fetch
from service.records.jobs import ENDED, find_job, jobs_of
from service.records.moten import Mottagare, Utskicksrad, claim, leave_unsure, settle, waiting_for_mail
from service.records.tables import Jobb, Rapport, Utdata

SEND = "utskick"
BY_MAIL = Utskickskanal.E_POST.value
CONTENTS = {one.value: one for one in Brevinnehall}
KINDS = {one.value: one for one in Kallelseslag}
_BECOMES = {
    Outcome.SENT: Mottagarstatus.SKICKAD,
    Outcome.REFUSED: Mottagarstatus.STUDSADE,
    Outcome.LATER: Mottagarstatus.VANTAR,
    Outcome.UNSURE: Mottagarstatus.OVISS,
}
Progress = Callable[[str, int, int, str], None]


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What goes with a letter: files for those who are called, and others for those who are only told."""

    called: tuple[tuple[str, str], ...] = ()
    """Name and digest."""
    others: tuple[tuple[str, str], ...] = ()


def order_letters(service: Service, person: Person, meeting: str, utskick: str) -> str:
    """Order the e-mails to everybody of a dispatch who still waits for one; the job's id.

    Raises:
        NotKnown, NotAllowed: as always.
        WrongState: there is no mail server or no address of the documents, nobody to write to, letters are on their
            way, or the agenda has changed meanwhile.
        InvalidInput: what should be enclosed is missing, too large, or may not leave the house by e-mail.
    """
    require_dispatcher(person, "Att skicka kallelser")
    _require_server(service)
    at = service.now()
    with service.records.change() as db:
        held = read_meeting(service, db, person, meeting)
        row = known_utskick(db, meeting, utskick)
        _require_ready(db, row, held)
        enclosed = _enclosed(service, db, row, held)
        row.omgang += 1
        underlag: JsonObject = {
            "slag": SEND,
            "utskick": row.id,
            "omgang": row.omgang,
            "lista": row.sha256,
            "text": letter_text(held.model, held.framework, KINDS[row.slag], _link(service, row, meeting)),
            "amne": subject_of(held.model, held.framework, KINDS[row.slag]),
            "avsandare": held.framework.kommun.namn,
            "skriven": at.isoformat(),
            "bilagor": {"kallade": list(enclosed.called), "ovriga": list(enclosed.others)},
            "filer": dict((*enclosed.called, *enclosed.others)),
        }
    return place_order(service, person, Jobb(slag=SEND, sammantrade=meeting, underlag=underlag))


def send_letters(service: Service, underlag: JsonObject, progress: Progress) -> list[JsonObject]:
    """Do the job: write to everybody who still waits; what there is to say afterwards.

    Raises:
        PostUnavailable: some could not be sent now; the job is tried again, and finds only those.
    """
    utskick: str = underlag["utskick"]
    with service.records.change() as db:
        leave_unsure(db, utskick, "Arbetaren avbröts medan brevet skickades.")
        waiting = [one.id for one in waiting_for_mail(db, utskick, BY_MAIL)]
    later: list[str] = []
    with service.open_folder() as folder, PostOffice(service.settings) as office:
        files = {
            name: fetch(service.store, sha256, folder / name) for name, sha256 in underlag["filer"].items()
        }
        for at, ident in enumerate(waiting, start=1):
            receipt = _send_one(service, office, underlag, files, ident)
            if receipt is not None and receipt.outcome is Outcome.LATER:
                later.append(receipt.told)
            progress("Skickar", at, len(waiting), "")
    if later:
        raise PostUnavailable(
            Problem(
                "post_unavailable",
                f"E-postservern tog inte emot {len(later)} av {len(waiting)} brev just nu: {later[0]}.",
                remedy="Samlad försöker igen av sig självt. Går det inte, skicka om eller kalla på annat sätt.",
            )
        )
    return []


def _send_one(
    service: Service, office: PostOffice, underlag: JsonObject, files: dict[str, Path], ident: str
) -> Receipt | None:
    with service.records.change() as db:
        if not claim(db, ident):
            return None
        one = db.get(Mottagare, ident)
        if one is None:
            return None
        db.refresh(one)
        letter = _letter(service, underlag, files, one)
    try:
        receipt = office.send(letter)
    except (PostUnavailable, ValueError, OSError) as fault:
        refused = isinstance(fault, ValueError)
        status = Mottagarstatus.STUDSADE if refused else Mottagarstatus.VANTAR
        _settle(service, ident, status, "adressen går inte att skriva till" if refused else "")
        if not refused:
            raise
        return None
    _settle(service, ident, _BECOMES[receipt.outcome], receipt.told)
    return receipt


def _settle(service: Service, ident: str, status: Mottagarstatus, told: str) -> None:
    at = service.now()
    with service.records.change() as db:
        moment = None if status in {Mottagarstatus.VANTAR, Mottagarstatus.OVISS} else at
        settle(db, ident, status.value, moment, told)
        if status is not Mottagarstatus.VANTAR:
            entry = Entry("-", f"brev.{status.value}", "mottagare", ident, None, {"besked": told})
            note(db, entry, at)


def _letter(service: Service, underlag: JsonObject, files: dict[str, Path], one: Mottagare) -> Letter:
    enclosed = underlag["bilagor"]["kallade" if one.kallas else "ovriga"]
    return Letter(
        sender=service.settings.smtp_fran,
        sender_name=underlag["avsandare"],
        to=one.e_post,
        subject=underlag["amne"],
        text=f"Till {one.namn}\n\n{underlag['text']}",
        ident=f"{one.utskick}.{one.id}",
        written=datetime.fromisoformat(underlag["skriven"]).astimezone(STOCKHOLM),
        attachments=tuple((name, files[name]) for name, _ in enclosed),
    )


def _require_server(service: Service) -> None:
    own = service.settings
    for name, value in (("SAMLAD_SMTP_SERVER", own.smtp_server), ("SAMLAD_SMTP_FRAN", own.smtp_fran)):
        if not value:
            raise WrongState(
                Problem(
                    "post_not_set",
                    "Tjänsten har ingen e-postserver att skicka genom.",
                    name,
                    "Ställ in SAMLAD_SMTP_SERVER och SAMLAD_SMTP_FRAN, eller kalla på annat sätt och anteckna det.",
                )
            )


def _require_ready(db: Transaction, row: Utskicksrad, held: RecordedMeeting) -> None:
    if row.utsant is not None:
        raise WrongState(
            Problem(
                "already_sent",
                f"Utskick {row.nr} är redan markerat som utsänt.",
                remedy="Börja på nästa utskick.",
            )
        )
    if any(job.slag == SEND and job.status not in ENDED for job in jobs_of(db, meeting=row.sammantrade)):
        raise WrongState(
            Problem(
                "still_working",
                "Brev till sammanträdet skickas just nu.",
                remedy="Vänta tills jobbet är klart.",
            )
        )
    if not waiting_for_mail(db, row.id, BY_MAIL):
        raise WrongState(
            Problem(
                "nobody_waits",
                "Ingen i utskicket väntar på e-post.",
                "mottagare",
                "Anteckna de andra för hand, eller ställ in e-postservern innan utskicket påbörjas.",
            )
        )
    if digest(agenda(held.model)) != row.sha256:
        raise WrongState(
            Problem(
                "agenda_changed",
                f"Föredragningslistan har ändrats sedan utskick {row.nr} påbörjades.",
                "arenden",
                "Återställ listan, eller gör ändringen i nästa utskick.",
            )
        )


def _link(service: Service, row: Utskicksrad, meeting: str) -> str:
    link = service.settings.utskick_lank
    if not link and CONTENTS[row.innehall] is Brevinnehall.LANK:
        raise WrongState(
            Problem(
                "post_not_set",
                "Kallelsen ska ha en länk till handlingarna, men ingen adress är inställd.",
                "SAMLAD_UTSKICK_LANK",
                "Ställ in adressen, eller SAMLAD_UTSKICK_INNEHALL till publik eller intern.",
            )
        )
    return link.replace("{mote}", meeting)


def _enclosed(service: Service, db: Transaction, row: Utskicksrad, held: RecordedMeeting) -> Enclosed:
    """The editions that go with the letters: the internal one to those who are called, and never with secrets in it."""
    content = CONTENTS[row.innehall]
    if content is Brevinnehall.LANK:
        return Enclosed()
    job = find_job(db, row.paket) if row.paket else None
    if job is None or job.skapad < held.row.andrad:
        raise InvalidInput(
            Problem(
                "not_built",
                "Utgåvan som ska bifogas är inte byggd, eller är äldre än sammanträdets senaste ändring.",
                "paket",
                "Beställ paketet, i den utgåva som ska bifogas, och ange det när utskicket påbörjas.",
            )
        )
    public = [one for one in job.utdata if one.namn.endswith("-publik.pdf")]
    if content is Brevinnehall.PUBLIK:
        files = _fitting(service, public, "publik")
        return Enclosed(files, files)
    if _has_secrets(db, held):
        raise InvalidInput(
            Problem(
                "secret_not_mailed",
                "Den interna utgåvan har sekretessbelagda handlingar och skickas inte med e-post.",
                "SAMLAD_UTSKICK_INNEHALL",
                "Ställ in lank eller publik; de kallade läser den interna utgåvan där de loggar in.",
            )
        )
    whole = [one for one in job.utdata if one.namn.endswith(".pdf") and _is_packet(one, job)]
    others = _fitting(service, public, "publik") if public else ()
    return Enclosed(_fitting(service, whole, "intern"), others)


def _is_packet(one: Utdata, job: Jobb) -> bool:
    """The internal packet is the PDF beside the manifest of the same name that is not the public one."""
    names = {other.namn for other in job.utdata}
    stem = one.namn.removesuffix(".pdf")
    return not stem.endswith("-publik") and f"{stem}.manifest.json" in names


def _fitting(service: Service, files: list[Utdata], edition: str) -> tuple[tuple[str, str], ...]:
    if not files:
        raise InvalidInput(
            Problem(
                "not_built",
                f"Paketet har ingen utgåva ”{edition}”.",
                "paket",
                f"Beställ paketet i utgåvan {edition}.",
            )
        )
    limit = service.settings.utskick_max_mb
    if sum(one.storlek for one in files) > limit * MEGABYTE:
        raise InvalidInput(
            Problem(
                "mail_too_large",
                f"Utgåvan är större än {limit} megabyte och ryms inte i ett brev.",
                "SAMLAD_UTSKICK_MAX_MB",
                "Ställ in SAMLAD_UTSKICK_INNEHALL till lank. Delar av paketet kan läggas upp där länken leder.",
            )
        )
    return tuple((one.namn, one.sha256) for one in files)


def _has_secrets(db: Transaction, held: RecordedMeeting) -> bool:
    """Whether anything in the meeting is marked as secret, in what is said of it or in the report itself."""
    for arende in held.row.arenden:
        for one in arende.handlingar:
            secret = one.uppgifter.get("sekretess") or {}
            report = db.get(Rapport, one.rapport) if one.rapport else None
            if secret.get("markerad") or (report is not None and report.sekretess):
                return True
    return False
