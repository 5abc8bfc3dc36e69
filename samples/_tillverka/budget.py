"""The budget document: the text of text/budget.md with tables reckoned from the figures here."""

# ruff: noqa: E501 - a row of sample data, or a Swedish sentence, stands on one line

from __future__ import annotations

import re

import diagram
from grund import OUT, TEXT, amount, framework
from pdfdokument import Sheet, build
from rapporter import number_pages, plain_cover

Rows = list[list[str]]

# From ram 2026 to ram 2027, tkr: cause and amount per body.
BRIDGE: dict[str, list[tuple[str, int]]] = {
    "KF": [("Löner och priser", 150)],
    "KS": [("Löner och priser", 5510), ("Effektivisering 0,8 %", -1575), ("Beredskapslager", 1800), ("Informationssäkerhet", 1365)],
    "UN": [
        ("Löner och priser", 36610), ("Effektivisering 0,8 %", -10099), ("Volym förskola", -9800),
        ("Volym grundskola", -2400), ("Volym gymnasieskola", 7900), ("Anpassad skola och särskilt stöd", 4089),
    ],
    "SN": [
        ("Löner och priser", 18801), ("Effektivisering 0,8 %", -5186), ("Volym äldreomsorg", 7400),
        ("Volym funktionsstöd", 2000), ("Hemsjukvård", 1185),
    ],
    "SBN": [("Löner och priser", 4135), ("Effektivisering 0,8 %", -1141), ("Drift av nya anläggningar", 1306)],
    "KFN": [("Löner och priser", 2288), ("Effektivisering 0,8 %", -631), ("Mötesplats Surte, helår", 43)],
    "VN": [("Valåret upphör", -2463), ("Löner och priser", 13)],
    "OFN": [("Löner och priser", 177), ("Effektivisering 0,8 %", -49), ("Rekrytering av ställföreträdare", 172)],
}  # fmt: skip
LATER = {  # preliminary rams, tkr
    "KF": (5850, 5950), "KS": (208100, 212900), "UN": (1319400, 1351600), "SN": (700900, 732000), "SBN": (150600, 154300),
    "KFN": (82200, 83800), "VN": (3350, 3700), "OFN": (6600, 6750),
}  # fmt: skip
YEARS = ["Prognos 2026", "Budget 2027", "Plan 2028", "Plan 2029"]
TAXES = [2339.0, 2431.0, 2520.6, 2611.9]
INCOME = [512.0, 524.0, 536.0, 548.0]
DEPRECIATION = [102.4, 106.6, 111.9, 117.0]
NET_COST = [2288.5, 2375.2, 2445.0, 2517.0]
INTEREST = [-28.7, -31.2, -34.4, -36.0]
VA_INVEST = [62.0, 78.5, 81.0]
LAND, OTHER_FLOW, LOANS = [38.0, 46.0, 31.0], [12.0, 8.0, 9.0], [44.0, 4.0, -2.0]


def results() -> list[float]:
    """The year's result per year, mnkr."""
    return [t - n + i for t, n, i in zip(TAXES, NET_COST, INTEREST, strict=True)]


def objects() -> list[list[str]]:
    """The investment objects as rows of cells."""
    lines = (TEXT / "budget-objekt.txt").read_text("utf-8").splitlines()
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def investments() -> list[float]:
    """The tax-financed investments per year, mnkr."""
    return [sum(float(row[3 + year].replace(",", ".")) for row in objects()) for year in range(3)]


def _frames() -> dict[int, dict[str, int]]:
    return {b["ar"]: {r["organ"]: int(r["belopp_tkr"]) for r in b["ramar"]} for b in framework()["budgetar"]}


def _names() -> dict[str, str]:
    return {organ["id"]: organ["namn"] for organ in framework()["organ"]}


def _row(label: str, values: list[float], decimals: int = 1) -> list[str]:
    return [label, *(amount(value, decimals) for value in values)]


def frames_table() -> Rows:
    """Rams of 2026 and 2027."""
    frames, names = _frames(), _names()
    rows = [["Nämnd", "Ram 2026", "Ändring", "Ram 2027"]]
    for body, frame in frames[2027].items():
        before = frames[2026][body]
        rows.append(_row(names[body], [before, frame - before, frame], 0))
    before, after = sum(frames[2026].values()), sum(frames[2027].values())
    return [*rows, _row("Summa", [before, after - before, after], 0)]


def bridge_table() -> Rows:
    """Why the rams change; every body must end at its ram."""
    frames, names = _frames(), _names()
    rows = [["Nämnd", "Orsak", "Tkr"]]
    for body, causes in BRIDGE.items():
        if frames[2026][body] + sum(value for _, value in causes) != frames[2027][body]:
            raise ValueError(body)
        rows.append([f"**{names[body]}**", "Ram 2026", amount(frames[2026][body])])
        rows += [["", cause, amount(value)] for cause, value in causes]
        rows.append(["", "Ram 2027", amount(frames[2027][body])])
    return rows


def result_table() -> Rows:
    """The result budget."""
    costs = [-(n + i - d) for n, i, d in zip(NET_COST, INCOME, DEPRECIATION, strict=True)]
    share = [f"{amount(100 * r / t, 1)} %" for r, t in zip(results(), TAXES, strict=True)]
    return [
        ["Mnkr", *YEARS],
        _row("Verksamhetens intäkter", INCOME),
        _row("Verksamhetens kostnader", costs),
        _row("Avskrivningar", [-value for value in DEPRECIATION]),
        _row("Verksamhetens nettokostnad", [-value for value in NET_COST]),
        _row("Skatteintäkter, generella statsbidrag och utjämning", TAXES),
        _row("Finansnetto", INTEREST),
        _row("Årets resultat", results()),
        ["Andel av skatter, bidrag och utjämning", *share],
    ]


def cash_table() -> Rows:
    """The cash flow of the three years."""
    invest = [a + b for a, b in zip(investments(), VA_INVEST, strict=True)]
    flows = [
        ("Årets resultat", results()[1:]),
        ("Avskrivningar", DEPRECIATION[1:]),
        ("Övriga poster som inte påverkar likviditeten", OTHER_FLOW),
        ("Skattefinansierade investeringar", [-value for value in investments()]),
        ("VA-investeringar", [-value for value in VA_INVEST]),
        ("Försäljning av mark, netto", LAND),
        ("Nyupplåning, netto", LOANS),
    ]
    change = [sum(values[year] for _, values in flows) for year in range(3)]
    if len(invest) != len(change):
        raise ValueError("years")
    return [
        ["Mnkr", *YEARS[1:]],
        *(_row(label, values) for label, values in flows),
        _row("Förändring av likvida medel", change),
    ]


def balance_table() -> Rows:
    """The balance at the end of each year."""
    fixed, liquid, equity, loans, provisions = [3060.4], [96.4], [1148.0], [1442.2], [652.0]
    for year in range(3):
        fixed.append(fixed[-1] + investments()[year] + VA_INVEST[year] - DEPRECIATION[year + 1] - LAND[year])
        change = float(
            cash_table()[-1][year + 1].replace("\u2212", "-").replace("\u00a0", "").replace(",", ".")
        )
        liquid.append(liquid[-1] + change)
        equity.append(equity[-1] + results()[year + 1])
        loans.append(loans[-1] + LOANS[year])
        provisions.append(provisions[-1] + OTHER_FLOW[year])
    claims = [318.0] * 4
    assets = [a + b + c for a, b, c in zip(fixed, claims, liquid, strict=True)]
    short = [a - e - lo - p for a, e, lo, p in zip(assets, equity, loans, provisions, strict=True)]
    return [
        ["Mnkr", *YEARS],
        _row("Anläggningstillgångar", fixed),
        _row("Fordringar och förråd", claims),
        _row("Likvida medel", liquid),
        _row("Summa tillgångar", assets),
        _row("Eget kapital", equity),
        _row("Avsättningar", provisions),
        _row("Långfristiga lån", loans),
        _row("Kortfristiga skulder", short),
        _row("Summa skulder och eget kapital", assets),
    ]


def investment_table() -> Rows:
    """Investments per body."""
    names = _names()
    sums: dict[str, list[float]] = {}
    for row in objects():
        per_year = sums.setdefault(row[2], [0.0] * 3)
        for year in range(3):
            per_year[year] += float(row[3 + year].replace(",", "."))
    rows = [["Mnkr", "2027", "2028", "2029"], *(_row(names[body], values) for body, values in sums.items())]
    return [*rows, _row("Summa", investments()), _row("VA-investeringar, taxefinansierade", VA_INVEST)]


def later_table() -> Rows:
    """Preliminary rams of the plan years."""
    frames, names = _frames()[2027], _names()
    rows = [["Nämnd", "Ram 2027", "Plan 2028", "Plan 2029"]]
    rows += [_row(names[body], [frames[body], *LATER[body]], 0) for body in frames]
    totals = [sum(frames.values()), *(sum(pair[year] for pair in LATER.values()) for year in range(2))]
    return [*rows, _row("Summa", totals, 0)]


def object_sheets() -> str:
    """One short sheet per investment object."""
    names = _names()
    text: list[str] = []
    latest = ""
    for number, name, body, *years, drift, words in sorted(objects(), key=lambda row: (row[2], int(row[0]))):
        if body != latest:
            text += ["!sida", f"## Objekt inom {names[body][0].lower()}{names[body][1:]}s ansvar"]
            latest = body
        text += [
            f"### Objekt {number}. {name}",
            "!bredd 2 0.8 0.8 0.8 1.3",
            "| Nämnd | 2027, mnkr | 2028, mnkr | 2029, mnkr | Ändrad drift per år, tkr |",
            f"| {names[body]} | {' | '.join(years)} | {drift.replace('-', chr(0x2212))} |",
            words,
        ]
    return "\n".join(text)


def make() -> None:
    """Make the budget document."""
    tables = {
        "ramar": frames_table, "brygga": bridge_table, "resultat": result_table, "kassaflode": cash_table,
        "balans": balance_table, "investering": investment_table, "flerar": later_table,
    }  # fmt: skip
    widths = {
        "resultat": "2.6 1 1 1 1",
        "balans": "2.2 1 1 1 1",
        "kassaflode": "2.6 1 1 1",
        "brygga": "2 2.4 1",
    }

    def insert(hit: re.Match[str]) -> str:
        name = hit[1]
        if name == "objekt":
            return object_sheets()
        lines = ["| " + " | ".join(row) + " |" for row in tables[name]()]
        return "\n".join(([f"!bredd {widths[name]}"] if name in widths else []) + lines)

    text = re.sub(r"^!infoga (\w+)$", insert, (TEXT / "budget.md").read_text("utf-8"), flags=re.M)
    labels = ["2025", "2026", "2027", "2028", "2029"]
    groups: diagram.Series = [
        ("1–5 år", [1905, 1862, 1824, 1801, 1812]),
        ("80 år och äldre", [1640, 1706, 1776, 1852, 1931]),
    ]
    sheet = Sheet(
        "Budget 2027 och flerårsplan 2028–2029",
        "Ale kommun, kommunstyrelsen",
        "Ale kommun · Budget 2027 och flerårsplan 2028–2029 · KS.2026.61",
        cover=plain_cover(
            "Budget 2027",
            "och flerårsplan 2028–2029",
            (
                "Kommunstyrelsens förslag 2026-11-24 § 271",
                "Till kommunfullmäktige 2026-12-14",
                "Diarienummer KS.2026.61",
            ),
        ),
        contents=True,
        figures={"befolkning": lambda width: diagram.line(width, labels, groups, "antal personer")},
        body_size=12,
        front=4,
        room=4 * 28.35,
    )
    path = OUT / "budget-2027-flerarsplan-2028-2029.pdf"
    build(path, sheet, text)
    number_pages(path, sheet.front)
