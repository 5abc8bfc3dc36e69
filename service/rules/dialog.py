"""Who meets whom in a tillitsdialog, and to whom it is reported (S:155-181)."""

from __future__ import annotations

from service.errors import Problem
from service.model.choices import Dialogtyp, Organtyp
from service.model.dialogsammanfattning import Dialogsammanfattning
from service.model.framework import Framework
from service.model.ramverk import Organ
from service.model.wording import quoted
from service.rules.finding import Findings

ALLOWED = {
    Dialogtyp.A: frozenset({Organtyp.NAMND, Organtyp.BOLAG, Organtyp.KOMMUNSTYRELSE}),
    Dialogtyp.B: frozenset({Organtyp.SEKTOR, Organtyp.BOLAG}),
    Dialogtyp.C: frozenset({Organtyp.NAMND, Organtyp.BOLAG, Organtyp.KOMMUNSTYRELSE}),
}
WHO = {
    Dialogtyp.A: "förs inom eller mellan nämnder och bolag",
    Dialogtyp.B: "förs mellan sektorer, eller mellan sektor och bolag",
    Dialogtyp.C: "förs mellan kommunstyrelsen och en nämnd eller ett bolag",
}


def check_dialog(summary: Dialogsammanfattning, framework: Framework) -> Findings:
    """The parties fit the kind of dialog, and KF is told."""
    yield from _check_parties(summary, framework)
    if summary.typ is Dialogtyp.B and len(summary.parter) < 2:
        yield Problem(
            "wrong_parties",
            "En dialog mellan sektorer har minst två parter, men här står en.",
            "parter",
            "Lägg till den andra sektorn eller bolaget.",
        )
    if summary.typ is Dialogtyp.C:
        yield from _check_kommunstyrelsens(summary, framework)
    receiver = framework.find_organ(summary.redovisas_till)
    if receiver is not None and receiver.typ is not Organtyp.KOMMUNFULLMAKTIGE:
        yield Problem(
            "wrong_receiver",
            f"Dialogen ska redovisas för kommunfullmäktige, men här står {receiver.namn}.",
            "redovisas_till",
            "Skriv KF.",
        )


def _check_parties(summary: Dialogsammanfattning, framework: Framework) -> Findings:
    for index, party in enumerate(summary.parter):
        organ = framework.find_organ(party)
        if organ is not None and organ.typ not in ALLOWED[summary.typ]:
            yield Problem(
                "wrong_parties",
                f"{organ.namn} ({organ.typ.label.lower()}) kan inte vara part: en dialog av typ "
                f"{summary.typ.value} {WHO[summary.typ]}.",
                f"parter[{index}]",
                "Rätta parterna eller dialogens typ.",
            )
        if party in summary.parter[:index]:
            yield Problem(
                "wrong_parties",
                f"Parten {quoted(party)} står två gånger.",
                f"parter[{index}]",
                "Ta bort den ena.",
            )


def _check_kommunstyrelsens(summary: Dialogsammanfattning, framework: Framework) -> Findings:
    organ = [found for found in map(framework.find_organ, summary.parter) if found is not None]
    others = [one for one in organ if one.typ is not Organtyp.KOMMUNSTYRELSE]
    if len(organ) == len(summary.parter) and (len(organ) - len(others) != 1 or len(others) != 1):
        yield Problem(
            "wrong_parties",
            "Kommunstyrelsens dialog har kommunstyrelsen och exakt ett annat organ som parter, men här står "
            + _named(organ)
            + ".",
            "parter",
            "Ange kommunstyrelsen och den nämnd eller det bolag som dialogen fördes med.",
        )
    report = summary.nulagesbeskrivning
    if report is not None and len(others) == 1 and report.organ != others[0].id:
        yield Problem(
            "wrong_organ",
            f"Dialogen fördes med {others[0].namn}, men nulägesbeskrivningen är skriven av {quoted(report.organ)}.",
            "nulagesbeskrivning.organ",
            f"Ange den nulägesbeskrivning som {others[0].namn} har skrivit.",
        )


def _named(organ: list[Organ]) -> str:
    return ", ".join(one.namn for one in organ)
