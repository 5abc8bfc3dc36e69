"""Workbooks with print setup: fit to width, wide pages, repeated header rows."""

# ruff: noqa: E501 - a row of sample data, or a Swedish sentence, stands on one line

from __future__ import annotations

from typing import Any

import budget
from grund import FROZEN, OUT, framework, freeze_zip
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Row = list[Any]
_HEAD = PatternFill("solid", fgColor="E4ECEE")
_LINE = Border(bottom=Side(style="thin", color="B8C6CB"))


def _sheet(
    book: Workbook, name: str, title: str, rows: list[Row], widths: list[float], *, wide: bool = True
) -> Worksheet:
    sheet = book.create_sheet(name)
    sheet.append([title])
    sheet["A1"].font = Font(name="Carlito", size=15, bold=True, color="1F4E5F")
    sheet.append([])
    for row in rows:
        sheet.append(row)
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    whole = not any(isinstance(value, float) for row in rows for value in row)
    columns = [_decimals([row[at] for row in rows[1:]], whole) for at in range(len(rows[0]))]
    for number, line in enumerate(sheet.iter_rows(min_row=3), 3):
        lines = max(
            -(-len(str(cell.value or "")) // max(int(widths[cell.column - 1] - 2), 1)) for cell in line
        )
        sheet.row_dimensions[number].height = 4 + 15 * (1 if str(line[-1].value).startswith("=") else lines)
        strong = any(str(cell.value).startswith(("Summa", "Årets")) for cell in line[:2])
        for cell, decimals, after in zip(line, columns, [None, *columns], strict=False):
            _dress(cell, decimals, after is not None, head=number == 3, strong=strong)
    _print_setup(sheet, title, wide)
    return sheet


def _decimals(values: list[Any], whole: bool) -> int | None:
    """How many decimals the figures of a column have, one number for all of it; None for a column of text.

    Args:
        values: the column's cells below its head.
        whole: the sheet has whole numbers alone, and so have its formulas.
    """
    filled = [value for value in values if value not in ("", None)]
    figures = [value for value in filled if isinstance(value, int | float) or str(value).startswith("=")]
    if len(figures) * 2 <= len(filled):
        return None
    known = [value for value in figures if isinstance(value, int | float)]
    return int(any(isinstance(value, float) for value in known) if known else not whole)


def _dress(cell: Any, decimals: int | None, after_figures: bool, *, head: bool, strong: bool) -> None:
    """Give a cell its looks; figures stand to the right under their heads, text keeps off the figures before it."""
    figures = decimals is not None and cell.column > 1
    cell.font = Font(name="Carlito", size=11, bold=head or strong)
    cell.border = _LINE
    cell.alignment = Alignment(
        wrap_text=True,
        vertical="top",
        horizontal="right" if figures else "left",
        indent=1 if after_figures and not figures and cell.column > 2 else 0,
    )
    if head:
        cell.fill = _HEAD
    elif isinstance(cell.value, int | float) or str(cell.value).startswith("="):
        cell.number_format = "[$-41D]#,##0.0" if decimals else "[$-41D]#,##0"


def _print_setup(sheet: Worksheet, title: str, wide: bool) -> None:
    sheet.page_setup.orientation = "landscape" if wide else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = "1:3"
    sheet.freeze_panes = "A4"
    sheet.page_margins.top, sheet.page_margins.bottom = 0.75, 0.6
    sheet.oddFooter.left.text = f"Ale kommun, {title}"
    sheet.oddFooter.right.text = "Sida &P av &N"


def _save(book: Workbook, name: str, title: str) -> None:
    book.remove(book.worksheets[0])
    book.properties.title, book.properties.creator, book.properties.created = title, "Ale kommun", FROZEN
    path = OUT / name
    book.save(path)
    freeze_zip(path)


def _numbers(rows: list[list[str]]) -> list[Row]:
    return [rows[0], *([row[0], *map(_number, row[1:])] for row in rows[1:])]


def _number(text: str) -> Any:
    plain = text.replace("\u00a0", "").replace("\u2212", "-").replace(",", ".")
    try:
        return float(plain) if "." in plain else int(plain)
    except ValueError:
        return text


def figures() -> None:
    """The budget's figures: rams with sums as formulas, result, and the investment objects."""
    book = Workbook()
    frames = _numbers(budget.frames_table())
    last = len(frames) + 2
    frames[-1] = ["Summa", *(f"=SUM({c}4:{c}{last - 1})" for c in "BCD")]
    _sheet(book, "Ramar", "Nämndernas ramar 2026 och 2027, tkr", frames, [34, 16, 16, 16])
    _sheet(book, "Resultat", "Resultatbudget, mnkr", _numbers(budget.result_table()), [52, 16, 16, 16, 16])
    _sheet(book, "Kassaflöde", "Kassaflödesbudget, mnkr", _numbers(budget.cash_table()), [52, 16, 16, 16])
    names = {organ["id"]: organ["namn"] for organ in framework()["organ"]}
    rows: list[Row] = [
        [
            "Nr",
            "Objekt",
            "Nämnd",
            "2027, mnkr",
            "2028, mnkr",
            "2029, mnkr",
            "Summa, mnkr",
            "Ändrad drift, tkr",
            "Vad som görs",
        ]
    ]
    for n, (number, name, body, a, b, c, drift, words) in enumerate(budget.objects(), 4):
        rows.append(
            [
                int(number),
                name,
                names[body],
                *(float(x.replace(",", ".")) for x in (a, b, c)),
                f"=SUM(D{n}:F{n})",
                int(drift),
                words,
            ]
        )
    end = len(rows) + 2
    rows.append(["", "Summa", "", *(f"=SUM({c}4:{c}{end})" for c in "DEFGH"), ""])
    _sheet(book, "Investeringar", "Investeringsobjekt 2027–2029", rows, [6, 34, 26, 11, 11, 11, 11, 13, 56])
    _save(book, "budget-2027-sifferbilaga.xlsx", "Sifferbilaga till budget 2027")


_FEES = {
    "Kulturskola": [
        ("Ämneskurs, termin", 900, 600), ("Ensemble, termin", 500, 300), ("Syskon, termin", 450, 300), ("Instrumenthyra, termin", 400, 400),
        ("Körsång, termin", 0, 0), ("Prova på, fem gånger", 200, 0), ("Sommarlovskurs, vecka", 600, 500),
    ],
    "Bibliotek": [
        ("Förseningsavgift vuxen, per vecka", 10, 10), ("Förseningsavgift barn", 0, 0), ("Förkommet lånekort", 20, 20),
        ("Förkommen bok, vuxen", 300, 320), ("Förkommen bok, barn", 150, 160), ("Fjärrlån från utlandet", 200, 200),
        ("Utskrift, sida", 2, 2), ("Lokal, förening", 0, 0), ("Lokal, privat, timme", 150, 160),
    ],
    "Simhall": [
        ("Vuxen, engång", 60, 65), ("Barn och ungdom till 19 år, engång", 35, 40), ("Familj", 150, 160), ("Pensionär, engång", 45, 50),
        ("Tiokort vuxen", 500, 550), ("Halvårskort vuxen", 1300, 1400), ("Simskola, termin", 950, 950), ("Bana, förening, timme", 90, 90),
        ("Bana, företag, timme", 350, 380), ("Skolbad i kommunen", 0, 0),
    ],
    "Hallar och planer": [
        ("Sporthall, ungdom, timme", 0, 0), ("Sporthall, vuxen förening, timme", 140, 150), ("Sporthall, privat, timme", 300, 320),
        ("Sporthall, företag, timme", 480, 520), ("Ishall, ungdom, timme", 0, 0), ("Ishall, vuxen förening, timme", 620, 650),
        ("Ishall, privat, timme", 1100, 1150), ("Ishall, företag, timme", 1650, 1750), ("Konstgräs 11-manna, ungdom", 0, 0),
        ("Konstgräs 11-manna, vuxen, timme", 310, 320), ("Konstgräs 11-manna, företag, timme", 950, 1000), ("Gräsplan, vuxen, match", 420, 420),
        ("Cup eller läger, per dygn och sal", 700, 700), ("Utebliven bokning, förening", 300, 300),
    ],
    "Medborgarhus": [
        ("A-salen, förening, kväll", 600, 600), ("A-salen, privat, kväll", 2400, 2500), ("A-salen, företag, dag", 5200, 5400),
        ("Mindre lokal, förening", 0, 0), ("Mindre lokal, privat, timme", 160, 170), ("Teknik, per timme", 450, 470), ("Torgplats, dag", 120, 120),
    ],
}  # fmt: skip


def fees() -> None:
    """Fees of culture and leisure, one long sheet whose header row is repeated."""
    rows: list[Row] = [["Verksamhet", "Avgift", "2026, kr", "2027, kr", "Ändring, kr"]]
    for area, items in _FEES.items():
        for name, before, after in items:
            rows.append([area, name, before, after, f"=D{len(rows) + 3}-C{len(rows) + 3}"])
    book = Workbook()
    _sheet(
        book,
        "Avgifter",
        "Avgifter inom kultur och fritid från 2027-01-01",
        rows,
        [22, 44, 14, 14, 14],
        wide=False,
    )
    _save(book, "avgifter-kultur-fritid-2027.xlsx", "Avgifter inom kultur och fritid 2027")


def schoolyards() -> None:
    """The temperatures of fourteen schoolyards."""
    rows: list[Row] = [
        [
            "Skola",
            "Yta, m²",
            "Skugga, %",
            "Gummi, °C",
            "Sand, °C",
            "Gräs, °C",
            "Luft, °C",
            "Mätt",
            "Anmärkning",
        ]
    ]
    for line in (
        "Surteskolan|6200|6|49|42|33|27|2026-06-16|Rutschkana avstängd 11–14", "Nolskolan|8100|7|48|41|34|27|2026-06-16|Skugga bakom gymnastiksal",
        "Bohusskolan|7400|9|47|40|31|27|2026-06-17|", "Älvängenskolan|9300|8|46|39|32|26|2026-06-17|Asfalt nylagd 2025",
        "Himlaskolan|8800|9|46|40|32|26|2026-06-18|", "Nödingeskolan|10400|17|45|38|31|26|2026-06-18|",
        "Kyrkbyskolan|7900|22|44|38|30|26|2026-06-18|", "Garnvindeskolan|6800|26|44|37|30|25|2026-06-16|",
        "Arosenius skola|5600|31|42|36|29|25|2026-06-16|Äldre lindar", "Alboskolan|9100|34|41|36|29|25|2026-06-17|",
        "Ahlafors skola|4900|41|40|35|28|25|2026-06-17|Skogsdunge", "Hålanda skola|5300|48|39|34|27|24|2026-06-18|",
        "Kronaskolan|7200|52|38|34|27|24|2026-06-18|", "Skepplanda förskola|3100|57|37|33|26|24|2026-06-18|Pergola med vildvin",
    ):  # fmt: skip
        cells = line.split("|")
        rows.append([cells[0], *map(int, cells[1:7]), cells[7], cells[8]])
    book = Workbook()
    _sheet(
        book,
        "Mätning",
        "Temperatur och skugga på skolgårdar, juni 2026",
        rows,
        [24, 11, 12, 12, 12, 12, 12, 13, 34],
    )
    _save(book, "motion-svala-skolgardar-matning.xlsx", "Temperaturmätning på skolgårdar")


def meetings() -> None:
    """The meetings of 2027 for the council, the board and the committees."""
    rows: list[Row] = [
        [
            "Månad",
            "Fullmäktige (måndag 18.00)",
            "Kommunstyrelsen (tisdag 08.30)",
            "UN (onsdag)",
            "SN (torsdag)",
            "SBN (torsdag)",
            "KFN (tisdag)",
            "Att tänka på",
        ]
    ]
    months = (
        "Januari|25|12|20|21|28|19|Internbudget klar 31 januari", "Februari|–|9|17|18|25|16|Ägarsamråd med AB Alebyggen", "Mars|22|9|17|18|25|16|Årsredovisning till revisorerna",
        "April|26|13|21|22|29|20|Årsredovisning före den 15 april", "Maj|24|11|19|20|27|18|Omvärldsdag 19 maj", "Juni|14|1 och 15|9|10|17|8|Anvisningar till budget 2028",
        "Juli|–|–|–|–|–|–|Sommaruppehåll", "Augusti|–|24|25|26|26|24|Delårsbokslut per 31 augusti", "September|27|14|15|16|23|14|Nulägesbeskrivningar senast 30 september",
        "Oktober|25|5 och 26|20|21|28|19|Kommunstyrelsens tillitsdialoger", "November|22|9|17|18|25|16|Budget 2028 före den 30 november", "December|13|7|8|9|16|7|",
    )  # fmt: skip
    rows.extend(list(line.split("|")) for line in months)
    book = Workbook()
    _sheet(book, "2027", "Sammanträdesplan 2027", rows, [14, 17, 17, 13, 13, 13, 13, 42])
    _save(book, "sammantradesplan-2027.xlsx", "Sammanträdesplan 2027")


def make() -> None:
    """Make all workbooks."""
    figures()
    fees()
    schoolyards()
    meetings()
