"""The packet as a whole: what comes along, what stays behind, and where everything leads."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from service.assemble.headings import outline_headings, page_count
from service.assemble.packet import write_packet
from service.assemble.plan import plan_packet
from service.errors import AssemblyError
from service.model.packet import LINK_BASE, Anchor, PartKind
from tests.files.pdf import makers
from tests.files.pdf.packets import build, part, picture, plan_of, spec_of, words

pytestmark = pytest.mark.stage


def _page_numbers(pdf: pikepdf.Pdf) -> dict[tuple[int, int], int]:
    return {page.obj.objgen: at for at, page in enumerate(pdf.pages, start=1)}


def _outline(pdf: pikepdf.Pdf) -> list[tuple[int, str, int, int]]:
    """Level, title, page and /Count of each bookmark."""
    numbers = _page_numbers(pdf)
    rows: list[tuple[int, str, int, int]] = []

    def walk(node: Any, level: int) -> None:
        while node is not None:
            rows.append((level, str(node.Title), numbers[node.Dest[0].objgen], int(node.get("/Count", 0))))
            walk(node.get("/First"), level + 1)
            node = node.get("/Next")

    walk(pdf.Root.Outlines.get("/First"), 1)
    return rows


def test_bookmarks_stand_under_one_another(tmp_path: Path) -> None:
    """Bilagor under their ärende, headings under theirs; a cover sheet has none; below the top all is closed."""
    own, foreign = (
        makers.text_pdf(tmp_path / "a.pdf", 2),
        makers.text_pdf(tmp_path / "b.pdf", 1, headings=False),
    )
    build(
        tmp_path / "ut.pdf",
        part("kallelse", own, PartKind.KALLELSE),
        part("a1", foreign, PartKind.FORSATTSBLAD_ARENDE),
        part("a1.1.blad", foreign, PartKind.FORSATTSBLAD_BILAGA, parent="a1", bookmark=False),
        part("a1.1", own, parent="a1"),
        part("a1.2", foreign, parent="a1.1.blad"),
    )
    with pikepdf.open(tmp_path / "ut.pdf") as pdf:
        assert _outline(pdf) == [
            (1, "Titel kallelse", 1, -2),
            (2, "Rubrik 1", 1, -1),
            (3, "Underrubrik 1", 1, 0),
            (2, "Rubrik 2", 2, -1),
            (3, "Underrubrik 2", 2, 0),
            (1, "Titel a1", 3, -2),
            (2, "Titel a1.1", 5, -2),
            (3, "Rubrik 1", 5, -1),
            (4, "Underrubrik 1", 5, 0),
            (3, "Rubrik 2", 6, -1),
            (4, "Underrubrik 2", 6, 0),
            (2, "Titel a1.2", 7, 0),
        ]
        assert pdf.Root.Outlines.Count == 2


def test_title_is_not_repeated_under_itself(tmp_path: Path) -> None:
    """A report whose only top heading is its title shows what stands below it; a cover shows nothing."""

    def draw(paper: Any, number: int) -> None:
        paper.bookmarkPage(f"t{number}")
        paper.addOutlineEntry("Titel  A1" if number == 1 else "Del", f"t{number}", min(number, 2) - 1)

    pdf = makers.text_pdf(tmp_path / "a.pdf", 2, draw=draw, headings=False)
    build(
        tmp_path / "ut.pdf",
        part("a1", pdf, PartKind.RAPPORT),
        part("a2", pdf, PartKind.FORSATTSBLAD_ARENDE),
        part("a3", pdf, PartKind.RAPPORT),
    )
    with pikepdf.open(tmp_path / "ut.pdf") as packet:
        assert [row[:3] for row in _outline(packet)] == [
            (1, "Titel a1", 1),
            (2, "Del", 2),
            (1, "Titel a2", 3),
            (1, "Titel a3", 5),
            (2, "Titel A1", 5),
            (3, "Del", 6),
        ]


def test_whole(tmp_path: Path) -> None:
    """Title, language, labels, dates and the way a viewer opens it are the spec's; XMP and Info agree."""
    build(tmp_path / "ut.pdf", part("a1", makers.text_pdf(tmp_path / "a.pdf", 3)))
    with pikepdf.open(tmp_path / "ut.pdf") as pdf:
        assert str(pdf.docinfo.Title) == "Handlingar 14 december"
        assert str(pdf.docinfo.CreationDate) == "D:20261201080000+00'00'"
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "Handlingar 14 december"
            assert metadata["dc:creator"] == ["Ale kommun"]
            assert metadata["dc:language"] == {"sv-SE"}
            assert metadata["xmp:CreateDate"] == "2026-12-01T08:00:00+00:00"
            assert metadata.pdfa_status == "", "nothing is claimed"
        assert pdf.Root.Lang == "sv-SE"
        assert pdf.Root.PageMode == "/UseOutlines"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert [page.label for page in pdf.pages] == ["1", "2", "3"]
        assert pdf.check_pdf_syntax() == []


def test_same_spec_same_bytes(tmp_path: Path) -> None:
    """Two builds of the same spec are one file."""
    parts = [
        part("a1", makers.text_pdf(tmp_path / "a.pdf", 2)),
        part("a2", makers.form(tmp_path / "b.pdf", "x")),
    ]
    first, second = build(tmp_path / "1.pdf", *parts), build(tmp_path / "2.pdf", *parts)
    assert (tmp_path / "1.pdf").read_bytes() == (tmp_path / "2.pdf").read_bytes()
    assert first == second


def test_inner_links(tmp_path: Path) -> None:
    """Links of our own documents lead to parts and headings; those of others stay as they were."""
    own = makers.linked_pdf(tmp_path / "a.pdf", ("a1.1", "lista"), pages=2)
    foreign = makers.linked_pdf(tmp_path / "b.pdf", ("a1.1",))
    build(
        tmp_path / "ut.pdf",
        part("kallelse", own, PartKind.KALLELSE),
        part("a1.1", foreign),
        anchors=(Anchor("lista", "kallelse", "rubrik  2"),),
    )
    with pikepdf.open(tmp_path / "ut.pdf") as pdf:
        numbers = _page_numbers(pdf)
        links = list(pdf.pages[0].obj.Annots)
        assert [(str(link.A.S), numbers[link.A.D[0].objgen]) for link in links] == [
            ("/GoTo", 3),
            ("/GoTo", 2),
        ]
        assert [str(link.Contents) for link in links] == [
            "Gå till Bilaga 1.1, sida 3",
            "Gå till rubrik  2, sida 2",
        ]
        assert all(list(link.Border) == [0, 0, 0] for link in links)
        assert str(pdf.pages[2].obj.Annots[0].A.URI) == LINK_BASE + "a1.1"


def test_link_to_nothing_leaves_no_file(tmp_path: Path) -> None:
    """A link that leads nowhere stops the build; what stood there before stands there still."""
    target = tmp_path / "ut" / "ut.pdf"
    target.parent.mkdir()
    target.write_bytes(b"det gamla")
    own = makers.linked_pdf(tmp_path / "a.pdf", ("a9", "a8"))
    with pytest.raises(AssemblyError) as caught:
        build(target, part("kallelse", own, PartKind.KALLELSE))
    assert [(p.code, p.path) for p in caught.value.problems] == [
        ("link_target_unknown", key) for key in ("a9", "a8")
    ]
    assert [file.name for file in target.parent.iterdir()] == ["ut.pdf"]
    assert target.read_bytes() == b"det gamla"


def test_heading_of_an_anchor_must_exist(tmp_path: Path) -> None:
    """An anchor without its heading stops the build."""
    with pytest.raises(AssemblyError, match="Saknas"):
        build(
            tmp_path / "ut.pdf",
            part("kallelse", makers.text_pdf(tmp_path / "a.pdf", 1), PartKind.KALLELSE),
            anchors=(Anchor("lista", "kallelse", "Saknas"),),
        )


def test_plan_and_file_must_agree(tmp_path: Path) -> None:
    """A part that has grown since the plan was made stops the build."""
    one = part("a1", makers.text_pdf(tmp_path / "a.pdf", 2))
    spec = spec_of(one)
    plan = plan_packet(spec.parts, {"a1": 1})
    with pytest.raises(AssemblyError) as caught:
        write_packet(spec, plan, tmp_path / "ut.pdf", lambda *_: None)
    assert [p.code for p in caught.value.problems] == ["part_differs_from_plan"]
    with pytest.raises(AssemblyError, match="andra delar"):
        write_packet(spec_of(), plan, tmp_path / "ut.pdf", lambda *_: None)


def test_equal_field_names_stay_two_fields(tmp_path: Path) -> None:
    """Two forms with the field `namn` keep each their value."""
    build(
        tmp_path / "ut.pdf",
        part("a1", makers.form(tmp_path / "a.pdf", "Åsa")),
        part("a2", makers.form(tmp_path / "b.pdf", "Bo")),
    )
    with pikepdf.open(tmp_path / "ut.pdf") as pdf:
        fields = [(str(top.T), str(top.Kids[0].T), str(top.Kids[0].V)) for top in pdf.Root.AcroForm.Fields]
    assert fields == [("del1", "namn", "Åsa"), ("del2", "namn", "Bo")]


def test_equal_destination_names_lead_to_their_own_pages(tmp_path: Path) -> None:
    """The name `mal` means page 2 in one part and page 3 in the other."""
    build(
        tmp_path / "ut.pdf",
        part("a1", makers.named_destination(tmp_path / "a.pdf", 2)),
        part("a2", makers.named_destination(tmp_path / "b.pdf", 3)),
    )
    with pikepdf.open(tmp_path / "ut.pdf") as pdf:
        numbers = _page_numbers(pdf)
        goals = [numbers[pdf.pages[at].obj.Annots[0].Dest[0].objgen] for at in (0, 3)]
    assert goals == [2, 6]


def test_actions_files_and_signatures_stay_behind(tmp_path: Path) -> None:
    """Scripts, programs, links into the machine, embedded files and signature values are not in the packet."""
    build(
        tmp_path / "ut.pdf",
        part("a1", makers.scripted(tmp_path / "a.pdf")),
        part("a2", makers.attached(tmp_path / "b.pdf")),
        part("a3", makers.signed(tmp_path / "c.pdf")),
    )
    with pikepdf.open(tmp_path / "ut.pdf") as pdf:
        assert {"/OpenAction", "/AA", "/Names"} & set(pdf.Root.keys()) == set()
        links = list(pdf.pages[0].obj.Annots)
        assert [str(link.A.URI) for link in links if "/A" in link] == ["https://example.org/"]
        assert "/Next" not in links[1].A
        assert len(pdf.attachments) == 0
        assert "/Annots" not in pdf.pages[1].obj
        assert "/V" not in pdf.Root.AcroForm.Fields[0].Kids[0]
        flat = pdf.pages[0].obj.unparse() + b"".join(one.unparse(resolved=True) for one in pdf.objects)
        streams = b"".join(one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream))
    for hidden in (b"JavaScript", b"Launch", b"GoToR", b"calc.exe", b"ByteRange"):
        assert hidden not in flat
    assert b"hemligt" not in streams


def test_hidden_layer_stays_hidden(tmp_path: Path) -> None:
    """The layer that is switched off in one part is switched off in the packet, and named after its part."""
    pdf = makers.hidden_layer(tmp_path / "a.pdf")
    build(tmp_path / "ut.pdf", part("a1", makers.text_pdf(tmp_path / "b.pdf", 1)), part("a2", pdf))
    assert picture(tmp_path / "ut.pdf", 1).getpixel((200, 842 - 110)) == 255
    with pikepdf.open(tmp_path / "ut.pdf") as packet:
        layers = packet.Root.OCProperties
        assert [str(group.Name) for group in layers.D.OFF] == ["Dold"]
        assert str(layers.D.Order[0][0]) == "Bilaga 2 Titel a2"


def test_names_keep_their_bytes(tmp_path: Path) -> None:
    """The picture called /Bild#E5 is drawn."""
    build(tmp_path / "ut.pdf", part("a1", makers.latin_name(tmp_path / "a.pdf")))
    assert picture(tmp_path / "ut.pdf", 0).getpixel((250, 842 - 250)) < 50


def test_inherited_attributes_come_along(tmp_path: Path) -> None:
    """A page that has its size, rotation and fonts from the page tree keeps them."""

    def change(pdf: pikepdf.Pdf) -> None:
        page, tree = pdf.pages[0].obj, pdf.Root.Pages
        tree.Resources, tree.MediaBox, tree.Rotate = page.Resources, pikepdf.Array([0, 0, 400, 300]), 90
        for key in ("/Resources", "/MediaBox", "/Rotate"):
            if key in page:
                del page[key]

    pdf = makers.changed(tmp_path / "a.pdf", change)
    build(tmp_path / "ut.pdf", part("a1", pdf), part("a2", makers.text_pdf(tmp_path / "b.pdf", 1)))
    with pikepdf.open(tmp_path / "ut.pdf") as packet:
        page = packet.pages[0].obj
        assert [int(edge) for edge in page.MediaBox][2] == 400
        assert page.Rotate == 90
        assert packet.pages[1].obj.Rotate == 0
        assert page.Resources.Font


def test_size_stays_near_the_sum(tmp_path: Path) -> None:
    """Many parts cost little more than what is in them."""
    parts = [part(f"a{n}", makers.text_pdf(tmp_path / f"{n}.pdf", 5, words=f"Del {n}")) for n in range(1, 9)]
    report = build(tmp_path / "ut.pdf", *parts)
    assert report.page_count == 40
    assert report.size < sum(one.pdf.stat().st_size for one in parts) + 20_000


def test_long_packet_has_a_page_tree_with_branches(tmp_path: Path) -> None:
    """No node of the page tree holds more than a screenful; every page is stamped with its own number."""
    one = part("a1", makers.text_pdf(tmp_path / "a.pdf", 100, headings=False))
    build(tmp_path / "ut.pdf", one)
    with pikepdf.open(tmp_path / "ut.pdf") as pdf:
        assert [len(node.Kids) for node in pdf.Root.Pages.Kids] == [32, 32, 32, 4]
    assert "Sida 100 (100)" in words(tmp_path / "ut.pdf", 99)


def test_headings_and_pages_for_flow(tmp_path: Path) -> None:
    """Flow can ask for a document's pages and headings before it plans."""
    pdf = makers.text_pdf(tmp_path / "a.pdf", 2)
    assert page_count(pdf) == 2
    assert outline_headings(pdf)[1:3] == [(2, "Underrubrik 1", 1), (1, "Rubrik 2", 2)]


def test_progress_is_told(tmp_path: Path) -> None:
    """Whoever waits is told what is being done."""
    told: list[tuple[str, int, int]] = []
    spec = spec_of(part("a1", makers.text_pdf(tmp_path / "a.pdf", 1)))
    write_packet(spec, plan_of(spec), tmp_path / "ut.pdf", lambda *step: told.append(step))
    assert told == [
        ("sammanfogar", 0, 1),
        ("sammanfogar", 1, 1),
        ("skriver", 0, 1),
        ("kontrollerar", 0, 1),
        ("klart", 1, 1),
    ]


def test_who_may_read_the_packet_is_the_machines_rule(tmp_path: Path) -> None:
    """A packet is no more open than its manifest: the umask says who may read it, and nothing else is left behind."""
    before = os.umask(0o077)
    try:
        build(tmp_path / "ut.pdf", part("a1", makers.text_pdf(tmp_path / "a.pdf", 1)))
    finally:
        os.umask(before)
    assert (tmp_path / "ut.pdf").stat().st_mode & 0o777 == 0o600
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.pdf", "ut.pdf"]
