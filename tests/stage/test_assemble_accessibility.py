"""The accessibility report: what is there is counted, what is missing is told with advice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from service.assemble.accessibility import look_into
from service.assemble.accessibility_words import remarks
from tests.files.pdf import makers, standards

Change = Callable[[pikepdf.Pdf], None]


def _codes(pdf: Path) -> list[str]:
    return [remark.code for remark in remarks(look_into(pdf))]


def _built(folder: Path, *roles: str, change: Change = lambda _: None) -> Path:
    """A page whose tags have these roles, in a row; the valid figure is the first of them."""
    with standards.conforming() as pdf:
        tree = pdf.Root.StructTreeRoot.K
        for role in roles:
            kid = Dictionary(Type=Name.StructElem, S=Name(f"/{role}"), P=tree, Pg=pdf.pages[0].obj)
            tree.K.append(pdf.make_indirect(kid))
        pdf.docinfo["/Title"] = "Plankarta"
        change(pdf)
        target = folder / "prov.pdf"
        pdf.save(target)
    return target


def _add_row(role: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        table = pdf.Root.StructTreeRoot.K.K[-1]
        row = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.TR, P=table))
        cell = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{role}"), P=row))
        row.K, table.K = Array([cell]), Array([row])

    return change


def _no_alt(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot.K.K[0].Alt


def _blank_alt(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.K.K[0].Alt = String("  ")


def _no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def _no_title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Title"] = " "


def _guessed(pdf: pikepdf.Pdf) -> None:
    pdf.Root.MarkInfo.Suspects = True


def _role_map(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(Rubrik2=Name.H2)


@pytest.mark.parametrize(
    ("roles", "change", "codes"),
    [
        ((), lambda _: None, []),
        (("H1", "H2", "H3", "H1"), lambda _: None, []),
        (("H1", "H3"), lambda _: None, ["heading_gaps"]),
        (("H2",), lambda _: None, ["heading_gaps"]),
        (("H1", "Rubrik2"), _role_map, []),
        (("Rubrik2",), _role_map, ["heading_gaps"]),
        (("Table",), _add_row("TH"), []),
        (("Table",), _add_row("TD"), ["tables_without_headers"]),
        ((), _no_alt, ["figures_without_text"]),
        ((), _blank_alt, ["figures_without_text"]),
        (("Link",), lambda _: None, ["links_without_text"]),
        ((), _no_language, ["no_language"]),
        ((), _no_title, ["no_title"]),
        ((), _guessed, ["suspect"]),
    ],
)
def test_each_lack_is_told_and_nothing_else(
    tmp_path: Path, roles: tuple[str, ...], change: Change, codes: list[str]
) -> None:
    """A whole file has no remark; one thing taken from it gives one."""
    pdf = _built(tmp_path, *roles, change=change)
    # The figure's page shows a square and no word, which is a remark of its own.
    found = [code for code in _codes(pdf) if code != "textless"]
    assert found == codes
    assert all(
        remark.what.endswith(".") and remark.remedy.endswith(".") for remark in remarks(look_into(pdf))
    )


def test_links_and_fields_are_counted(tmp_path: Path) -> None:
    """Links with and without tags, fields with and without a name, and the order of the key Tab."""
    linked = look_into(makers.tagged(tmp_path / "a.pdf"))
    assert (linked.links, linked.links_untagged, linked.order_unsaid) == (1, 0, 1)
    form = makers.form(tmp_path / "b.pdf", "Sten")
    counted = look_into(form)
    assert counted.fields >= 1
    assert counted.fields_without_name == counted.fields
    assert "fields_without_name" in _codes(form)
    with pikepdf.open(form, allow_overwriting_input=True) as opened:
        for field in opened.Root.AcroForm.Fields.as_list():
            field.TU = String("Ditt namn")
        opened.save(form)
    assert "fields_without_name" not in _codes(form)


def test_pages_without_words_are_named(tmp_path: Path) -> None:
    """A page that shows something and says nothing is one; an empty page is none."""
    pdf = makers.text_pdf(tmp_path / "a.pdf", 3)
    with pikepdf.open(pdf, allow_overwriting_input=True) as opened:
        opened.pages[1].Contents = opened.make_stream(b"0 0 0 rg 100 100 50 50 re f")
        opened.pages[2].Contents = opened.make_stream(b"")
        opened.save(pdf)
    report = look_into(pdf)
    assert report.textless == (2,)
    assert remarks(report)[0].what.startswith("Sidan 2 är bild utan text")


def test_a_tree_that_bites_its_tail_comes_to_an_end(tmp_path: Path) -> None:
    """Tags in a ring are counted up to a limit, and not for ever."""

    def ring(pdf: pikepdf.Pdf) -> None:
        whole = pdf.Root.StructTreeRoot.K
        whole.K.append(whole)

    assert look_into(_built(tmp_path, change=ring)).figures > 1
