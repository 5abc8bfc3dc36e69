"""Ten thousand reports of twenty years: what lists and searches cost the server, in CPU time.

`python -m benchmarks.lists`. Every request goes the whole way through the application: token, rights, query, JSON.
"""

from __future__ import annotations

import tempfile
import time
from datetime import timedelta
from pathlib import Path
from statistics import quantiles

from sqlalchemy import insert

from service.app import create_app
from service.flow.login import create_token
from service.flow.search import texts_in
from service.model.steps import STATES
from service.records.search import HANDED_IN, OWN, RAPPORT, Sokpost, words_of
from service.records.tables import Rapport
from tests.service import Town, open_town, report_text

REPORTS = 10_000
YEARS = 20
ROUNDS = 40
ORGANS = ("UN", "SN", "SBN", "KFN", "VN", "OFN", "ALEB")
ASKED = (
    ("första sidan", "kansli", "/rapporter"),
    ("sista sidan", "kansli", "/rapporter?fran=9000&antal=50"),
    ("200 poster", "kansli", "/rapporter?antal=200"),
    ("ett organ och år", "kansli", "/rapporter?organ=SN&ar=2020"),
    ("text i titeln", "kansli", "/rapporter?text=socialt"),
    ("efter titel", "kansli", "/rapporter?sortering=titel"),
    ("det egna organet", "vn.handlaggare", "/rapporter"),
    ("läsare", "lasare", "/rapporter"),
    ("sök ett vanligt ord", "kansli", "/sok?q=socialt"),
    ("sök två ord", "kansli", "/sok?q=socialt+nummer170"),
    ("sök ordbörjan", "vn.handlaggare", "/sok?q=verks"),
    ("sök som läsare", "lasare", "/sok?q=verksamhet"),
)


def fill(town: Town, reports: int = REPORTS) -> None:
    """Reports of all bodies, years and states."""
    at = town.clock()
    rows = [
        {
            "id": f"{number:032x}",
            "slug": "nulagesbeskrivning",
            "organ": ORGANS[number % len(ORGANS)],
            "ar": 2026 - number % YEARS,
            "titel": f"Nulägesbeskrivning {number} {'socialt ' if number % 17 == 0 else ''}arbete",
            "status": STATES[number % len(STATES)],
            "sekretess": number % 50 == 0,
            "nr": 3,
            "inskickad_nr": number % 3,
            "beslut": {},
            "skapad": at,
            "andrad": at - timedelta(minutes=number),
            "version": 1,
        }
        for number in range(reports)
    ]
    text = " ".join(texts_in(report_text()))
    posts = [
        {
            "slag": RAPPORT,
            "objekt": row["id"],
            "syn": syn,
            "hem": "",
            "organ": row["organ"],
            "titel": row["titel"],
            "text": text,
            "ord": " ".join(words_of(f"{row['titel']} nummer{number} {text}")),
        }
        for number, row in enumerate(rows)
        for syn in (OWN, HANDED_IN)[: 1 + bool(row["inskickad_nr"])]
    ]
    with town.service.records.change() as db:
        db.execute(insert(Rapport), rows)
        db.execute(insert(Sokpost), posts)


def main() -> None:
    """Print one line for each question."""
    with tempfile.TemporaryDirectory() as folder, open_town(Path(folder)) as town:
        fill(town)
        client = create_app(town.service, lambda _job: None).test_client()
        print(f"{REPORTS} rapporter, {ROUNDS} anrop av varje slag; CPU-tid per anrop i millisekunder")
        print(f"{'fråga':<20}{'träffar':>9}{'p50':>8}{'p95':>8}")
        for name, who, path in ASKED:
            _, token = create_token(town.service, town[who], "mätning", "lasa", 1)
            headers = {"Authorization": f"Bearer {token}"}
            spent = []
            for _ in range(ROUNDS):
                before = time.process_time()
                answer = client.get(f"/api/v1{path}", headers=headers)
                spent.append((time.process_time() - before) * 1000)
                assert answer.status_code == 200
            parts = quantiles(spent, n=20)
            total = answer.get_json()["totalt"]
            print(f"{name:<20}{total:>9}{parts[9]:>8.1f}{parts[18]:>8.1f}")


if __name__ == "__main__":
    main()
