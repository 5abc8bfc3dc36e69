"""Extracts of minutes, made from the preparation that the meeting file and the reports tell of."""

# ruff: noqa: E501 - a row of sample data, or a Swedish sentence, stands on one line

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

from grund import OUT, SAMPLES, framework
from pdfdokument import Sheet, build

MEETING = OUT.parent / "mote.json"
_CODES = {
    "Kommunstyrelsen": "KS",
    "Samhällsbyggnadsnämnden": "SBN",
    "Kultur- och fritidsnämnden": "KFN",
    "Utbildningsnämnden": "UN",
    "Socialnämnden": "SN",
}
PLACES = {
    "KS": "Lokal Vimur, kommunhuset i Alafors",
    "SBN": "Lokal Storåsen, kommunhuset i Alafors",
    "ALEB": "AB Alebyggens kontor i Nödinge",
}


def _body(code: str) -> dict[str, Any]:
    return next(organ for organ in framework()["organ"] if organ["id"] == code)


def _frame(code: str, date: str, paragraph: str, number: str, title: str) -> str:
    return (
        f"# {paragraph} {title}\n**Sammanträdesdag** {date}\\n"
        f"**Plats** {PLACES.get(code, 'Kommunhuset i Alafors')}\\n**Diarienummer** {number}\n"
    )


def _close(code: str, date: str) -> str:
    body = _body(code)
    signed = dt.date.fromisoformat(date) + dt.timedelta(days=3)
    signed += dt.timedelta(days=max(0, 7 - signed.weekday()) if signed.weekday() > 4 else 0)
    return (
        f"!linje\nProtokollet justerades digitalt {signed} av ordföranden {body['ordforande']} och en utsedd justerare. "
        f"Utdraget bestyrks av {body['sekreterare']}, {'styrelsesekreterare' if code == 'ALEB' else 'sekreterare'}."
    )


def _section(title: str, lines: list[str]) -> str:
    return f"## {title}\n" + "\n".join(lines) if lines else ""


def _receivers(names: list[str]) -> list[str]:
    return [" · ".join(names)] if names else []


def _numbered(points: list[str]) -> list[str]:
    return [f"{n}. {point}" for n, point in enumerate(points, 1)] if len(points) > 1 else points


def _course(step: dict[str, Any]) -> list[str]:
    if not step.get("yrkanden"):
        return []
    return [
        "Ordföranden ställer proposition på framlagda förslag, vart för sig, och finner att beslutet blir enligt beslutsmeningen ovan."
    ]


def _extract(matter: dict[str, Any], step: dict[str, Any], papers: list[dict[str, Any]]) -> tuple[str, str]:
    code = _CODES[step["organ"]]
    chief = next((p["punkter"] for p in matter["forslag_till_beslut"] if p["organ"] == "Kommunstyrelsen"), [])
    decision = (
        [f"{step['organ']} föreslår kommunfullmäktige besluta:", *_numbered(chief)]
        if chief
        else [step["beslut"]]
    )
    sources = [f"- {p['titel']}{', ' + p['datum'] if p.get('datum') else ''}" for p in papers]
    parts = [
        _frame(code, step["datum"], step["paragraf"], matter["diarienummer"], matter["rubrik"]),
        _section("Beslut", decision),
        _section(
            "Sammanfattning av ärendet", [matter["sammanfattning"]] + ([] if chief else [step["beslut"]])
        ),
        _section(
            "Ekonomiska konsekvenser",
            [matter["ekonomiska_konsekvenser"]] if matter.get("ekonomiska_konsekvenser") else [],
        ),
        _section("Beslutsunderlag", sources),
        _section("Yrkanden", [f"- {line}" for line in step.get("yrkanden", [])]),
        _section("Beslutsgång", _course(step)),
        _section("Reservationer", [f"- {line}" for line in step.get("reservationer", [])]),
        _section("Beslutet skickas till", _receivers(matter.get("beslutet_skickas_till", []))),
        _close(code, step["datum"]),
    ]
    return code, "\n\n".join(part for part in parts if part)


def _write(name: str, code: str, date: str, text: str) -> None:
    head = ("PROTOKOLLSUTDRAG", _body(code)["namn"], date)
    footer = f"{_body(code)['namn']} · protokollsutdrag {date}"
    build(
        OUT / name,
        Sheet(
            f"Protokollsutdrag {date}",
            _body(code)["namn"],
            footer,
            heading_breaks=False,
            letterhead=head,
            body_size=10.5,
            sender="AB Alebyggen" if code == "ALEB" else "Ale kommun",
        ),
        text,
    )


def of_matters(meeting: dict[str, Any]) -> None:
    """The extracts of committees and the board that stand under a matter."""
    for matter in meeting["arenden"]:
        for n, paper in enumerate(matter.get("handlingar", [])):
            hit = re.search(r"protokollsutdrag-(ks|sbn|kfn|sn)-(\d+)\.pdf", paper.get("fil", ""))
            if hit:
                step = next(s for s in matter["beredning"] if s["paragraf"] == f"§ {hit[2]}")
                code, text = _extract(matter, step, matter["handlingar"][:n])
                _write(hit[0], code, step["datum"], text)


def of_reports() -> None:
    """How each committee and the company settled its report."""
    for path in sorted((SAMPLES / "nulagesbeskrivning").glob("*-2026.json")):
        report = json.loads(path.read_text("utf-8"))
        code, decision = report["organ"], report["beslut"]
        body = _body(code)["namn"]
        named = body if code == "ALEB" else body[0].lower() + body[1:]
        points = [f"{_who(code)} godkänner nulägesbeskrivningen för 2026.", _onward(code)]
        goals = [
            f"- {goal['malformulering']} ({goal['period']})" for goal in report.get("forslag_nya_mal", [])
        ]
        tasks = [f"- {task['text']}" for task in report.get("forslag_uppdrag", [])]
        if goals:
            points.append(f"{_who(code)} föreslår de nya mål som anges nedan.")
        if tasks:
            points.append(f"{_who(code)} föreslår de uppdrag som anges nedan.")
        parts = [
            _frame(
                code,
                decision["datum"],
                decision["paragraf"],
                report["diarienummer"],
                f"Nulägesbeskrivning 2026 för {named}",
            ),
            _section("Beslut", _numbered(points)),
            _section(
                "Sammanfattning av ärendet", [re.sub(r"^#+ ", "", report["sammanfattning"].split("\n\n")[0])]
            ),
            _section("Föreslagna nya mål", goals),
            _section("Föreslagna uppdrag", tasks),
            _section("Beslutsunderlag", [f"- Nulägesbeskrivning 2026, daterad {report['datum']}"]),
            _section(
                "Beslutet skickas till",
                _receivers(
                    ["Kommunfullmäktige"] if code == "KS" else ["Kommunstyrelsen", "Kommunfullmäktige"]
                ),
            ),
            _close(code, decision["datum"]),
        ]
        name = f"protokollsutdrag-nulage-{code.lower()}.pdf"
        _write(name, code, decision["datum"], "\n\n".join(part for part in parts if part))


def _who(code: str) -> str:
    return {"KS": "Kommunstyrelsen", "ALEB": "Styrelsen"}.get(code, "Nämnden")


def _onward(code: str) -> str:
    if code == "KS":
        return "Kommunstyrelsen överlämnar nulägesbeskrivningen till kommunfullmäktige."
    return f"{_who(code)} överlämnar nulägesbeskrivningen till kommunstyrelsen för vidare behandling i kommunfullmäktige."


def make() -> None:
    """Make all extracts."""
    of_matters(json.loads(MEETING.read_text("utf-8")))
    of_reports()
