"""Makes the saved forms of this folder with LibreOffice: `python tests/files/formular/tillverka.py`.

It starts LibreOffice without a window, opens forms that `samlad formular` makes, does to them what officers do, and
lets LibreOffice save them. It runs with the project's Python; the part that talks to LibreOffice runs with the
system's, which has the module `uno`.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent.parent
LONGEST = 300
"""Seconds that LibreOffice may take for all of it; it takes some ten."""


def main(out: Path = FOLDER) -> None:
    """Make every file in a folder."""
    sys.path.insert(0, str(ROOT))
    from tests.forms import make, sample  # only this half has the project on its path

    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        vn = sample("nulagesbeskrivning/vn-2026")
        dialog = sample("dialogsammanfattning/b-utb-soc-2026")
        for suffix in (".docx", ".xlsx"):
            make(work / f"vn{suffix}", "nulagesbeskrivning", "VN", answers=vn)
            make(work / f"b{suffix}", "dialogsammanfattning", "SEK-UTB", answers=dialog, typ="B")
        office = subprocess.Popen(
            ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{work}/profil",
             f"--accept=pipe,name={work.name};urp;"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            subprocess.run(
                ["/usr/bin/python3", __file__, "--uno", folder, str(out)], check=True, timeout=LONGEST
            )
        finally:
            office.terminate()
            office.wait()


class Office:
    """LibreOffice over its pipe; the pipe is named as the work folder, so that two of them never meet."""

    def __init__(self, pipe: str) -> None:
        self._uno = importlib.import_module("uno")  # only the system's Python has it
        local = self._uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        for _ in range(100):
            try:
                self.context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
                break
            except Exception:  # noqa: BLE001  # not listening yet
                time.sleep(0.3)
        self.desktop = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", self.context
        )

    def properties(self, **values: object) -> tuple[object, ...]:
        """UNO property values."""
        made = []
        for name, value in values.items():
            one = self._uno.createUnoStruct("com.sun.star.beans.PropertyValue")
            one.Name, one.Value = name, value
            made.append(one)
        return tuple(made)

    def open(self, path: Path) -> Any:
        """Open a document."""
        return self.desktop.loadComponentFromURL(f"file://{path}", "_blank", 0, self.properties(Hidden=True))

    def save(self, document: Any, path: Path, kind: str = "MS Word 2007 XML") -> None:
        """Save a document and close it."""
        document.storeToURL(f"file://{path}", self.properties(FilterName=kind, Overwrite=True))
        document.close(True)

    def replace(self, document: Any, old: str, new: str, *, count: int = 1) -> None:
        """Replace a text where it stands, as one types over it."""
        search = document.createSearchDescriptor()
        search.SearchString = old
        found = document.findFirst(search)
        assert found, old
        for _ in range(count):
            found.setString(new)
            found = document.findNext(found.End, search) if count > 1 else None


def table_with(document: Any, *texts: str) -> Any:
    """The first text table whose cells hold all of the texts."""
    for index in range(document.TextTables.Count):
        table = document.TextTables.getByIndex(index)
        cells = [table.getCellByName(name).getString() for name in table.CellNames]
        if all(any(text in cell for cell in cells) for text in texts):
            return table
    raise AssertionError(texts)


def word_files(office: Office, work: Path, out: Path) -> None:
    """The Word forms."""
    office.save(office.open(work / "vn.docx"), out / "word-sparad.docx")
    office.save(office.open(work / "vn.docx"), work / "vn.odt", "writer8")
    office.save(office.open(work / "vn.odt"), out / "word-via-odt.docx")
    office.save(office.open(out / "word-sparad.docx"), out / "word-sparad-igen.docx")

    document = office.open(work / "b.docx")
    edit_dialog(office, document)
    office.save(document, out / "word-redigerad.docx")

    document = office.open(work / "b.docx")
    document.RecordChanges = True
    office.replace(document, "2026-10-12", "2026-10-13")
    table = table_with(document, "Titel", "Plats")
    cell = next(
        table.getCellByName(n)
        for n in table.CellNames
        if table.getCellByName(n).getString().startswith("Kommunhuset")
    )
    cursor = cell.createTextCursor()
    cursor.gotoEnd(False)
    cell.insertString(cursor, ", stora salen", False)
    office.save(document, out / "word-sparade-andringar.docx")

    document = office.open(work / "b.docx")
    faults_of_dialog(office, document)
    office.save(document, out / "word-fel.docx")


def edit_dialog(office: Office, document: Any) -> None:
    """What an officer does: overtypes a choice, writes a day by hand, adds a row and formatted text."""
    office.replace(document, "2026-10-12", "12 okt 2026")
    table = table_with(document, "Namn", "Roll", "Organisation")
    table.Rows.insertByIndex(table.Rows.Count, 1)
    last = table.Rows.Count
    for column, text in zip("ABC", ("Nya Deltagaren", "rektor", "Sektor utbildning"), strict=True):
        table.getCellByName(f"{column}{last}").setString(text)
    table = table_with(document, "Form", "Teman")
    names = list(table.CellNames)
    form = next(n for n in names if table.getCellByName(n).getString().startswith("Form\n"))
    answer = table.getCellByName(names[names.index(form) + 1])
    answer.setString("")
    cursor = answer.createTextCursor()
    cursor.CharWeight = 150.0
    answer.insertString(cursor, "Två möten", False)
    cursor.CharWeight = 100.0
    answer.insertString(cursor, " i oktober, ledda av ", False)
    cursor.HyperLinkURL = "https://www.ale.se/dialog"
    answer.insertString(cursor, "kansliet", False)
    cursor.HyperLinkURL = ""
    answer.insertString(cursor, ".", False)
    for text, style in (("Första mötet: nuläge", "List Bullet"), ("Andra mötet: förslag", "List Bullet")):
        answer.insertControlCharacter(cursor, 0, False)
        cursor.ParaStyleName = style
        answer.insertString(cursor, text, False)


def faults_of_dialog(office: Office, document: Any) -> None:
    """What an officer gets wrong."""
    office.replace(document, "2026-10-12", "i höstas")
    office.replace(document, "SEK-SOC – Sektor socialtjänst", "SEK-SOX – Sektorn")
    table = table_with(document, "Titel", "Plats")
    names = list(table.CellNames)
    label = next(n for n in names if table.getCellByName(n).getString().startswith("Titel"))
    table.getCellByName(names[names.index(label) + 1]).setString("")
    office.replace(document, "De som var med.", "Det här skrevs bredvid rutorna.")


def sheet_files(office: Office, work: Path, out: Path) -> None:
    """The Excel forms."""
    kind = "Calc MS Excel 2007 XML"
    office.save(office.open(work / "vn.xlsx"), out / "excel-sparad.xlsx", kind)
    document = office.open(work / "vn.xlsx")
    edit_workbook(document)
    office.save(document, out / "excel-redigerad.xlsx", kind)
    document = office.open(work / "b.xlsx")
    faults_of_workbook(document)
    office.save(document, out / "excel-fel.xlsx", kind)


def unprotected(document: Any, name: str) -> Any:
    """A sheet, its protection lifted: there is no password."""
    sheet = document.Sheets.getByName(name)
    sheet.unprotect("")
    return sheet


def edit_workbook(document: Any) -> None:
    """Moved columns, new rows, renamed sheets, days and numbers as text, formulas and merged cells."""
    about = unprotected(document, "Om dokumentet")
    about.Rows.insertByIndex(3, 2)
    row = next(n for n in range(40) if about.getCellByPosition(0, n).getString().startswith("Datum"))
    about.getCellByPosition(1, row).setString("28 oktober 2026")
    row = next(n for n in range(40) if about.getCellByPosition(0, n).getString().startswith("Diarienummer"))
    about.getCellByPosition(1, row).setString("  VN.2026.44 ")
    document.Sheets.getByName("Om dokumentet").setName("Fakta")

    sheet = unprotected(document, "Lagstiftning")
    sheet.Columns.insertByIndex(0, 1)  # the comments first, the laws last
    sheet.moveRange(*_range(sheet, 0, 3, 3))
    sheet.setName("Våra lagar")

    values = unprotected(document, "Värden")
    number = next(n for n in range(4, 40) if values.getCellByPosition(2, n).getValue() == 23210)
    values.getCellByPosition(2, number).setString("23 210")
    values.getCellByPosition(2, number + 1).setFormula("=24000+630")
    values.getCellByPosition(2, number + 2).setString("25\u00a0460,0")
    area = values.getCellRangeByPosition(0, number, 0, number + 2)
    for below in (number + 1, number + 2):
        values.getCellByPosition(0, below).setString("")
    area.merge(True)

    results = unprotected(document, "Resultat")
    results.Rows.insertByIndex(6, 2)


def _range(sheet: Any, first: int, row: int, last: int) -> tuple[Any, Any]:
    """Source and target that carry the last column of a table into the empty first one."""
    source = sheet.getCellRangeByPosition(last, row, last, row + 60).RangeAddress
    target = sheet.getCellByPosition(first, row).CellAddress
    return target, source


def faults_of_workbook(document: Any) -> None:
    """A wrong day, a wrong choice, an empty answer, a key that is nobody's, and text where no field is."""
    about = unprotected(document, "Om dialogen")

    def put(label: str, text: str) -> None:
        row = next(n for n in range(40) if about.getCellByPosition(0, n).getString().startswith(label))
        about.getCellByPosition(1, row).setString(text)

    put("Datum", "i höstas")
    put("Titel", "")
    put("Typ", "D")
    about.getCellByPosition(5, 4).setString("Ring mig om detta")
    sheet = unprotected(document, "Underlag")
    sheet.getCellByPosition(1, 4).setFormula("=1/0")


def run_uno(work: Path, out: Path) -> None:
    """The half that talks to LibreOffice."""
    office = Office(work.name)
    word_files(office, work, out)
    sheet_files(office, work, out)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--uno"]:
        run_uno(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
