"""What is kept of our own documents gives the packet that the documents themselves give, byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from service.assemble import merge
from service.assemble.packet import write_packet
from service.assemble.prepare import prepare
from service.assemble.remember import Remember, at_once
from service.assemble.source import Source, open_source
from service.model.packet import LINK_BASE, Anchor, PacketSpec, PartKind
from tests.files.pdf import makers
from tests.files.pdf.packets import part, plan_of, spec_of

PLAIN = pikepdf.ObjectStreamMode.disable
LOOKS_LIKE_A_REFERENCE = "Läget (1 0 R) \\ 2 0 R /StructParents 3"


def _own(target: Path, links: tuple[str, ...] = (), body_role: str = "P", pages: int = 2) -> Path:
    """A document like ours: tags without ids and classes, links to other parts, bookmarks, a turned page."""
    with pikepdf.open(makers.tagged(target, pages, body_role)) as pdf:
        tree = pdf.Root.StructTreeRoot
        del tree.IDTree, tree.ClassMap
        for element in tree.K.K:
            for key in ("/C", "/ID", "/A"):
                if key in element:
                    del element[key]
        tree.K.K[0].Alt = String(LOOKS_LIKE_A_REFERENCE)
        tree.K.K[0].ActualText = String("12 0 R")
        annotations: Any = pdf.pages[0].obj.Annots
        annotations[0].Contents = String("Sida\t3, ţ")
        for at, link in enumerate(links):
            _add_link(pdf, tree, pages + 1 + at, link)
        pdf.pages[-1].obj.Rotate = 90
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Rubrik 1", 0, "XYZ", top=700.125, left=70))
            outline.root[0].children.append(pikepdf.OutlineItem("Sist", pages - 1, "Fit"))
        pdf.save(target.with_suffix(".egen.pdf"), object_stream_mode=PLAIN, static_id=True)
    return target.with_suffix(".egen.pdf")


def _add_link(pdf: pikepdf.Pdf, tree: pikepdf.Object, key: int, target: str) -> None:
    page: Any = pdf.pages[0].obj
    link = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Contents=String("Hit"),
            Rect=pikepdf.Rectangle(70, 500, 200, 520).as_array(),
            A=Dictionary(S=Name.URI, URI=String(LINK_BASE + target)),
            StructParent=key,
        )
    )
    page.Annots.append(link)
    reference = Dictionary(Type=Name.OBJR, Obj=link, Pg=page)
    element = pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Link, P=tree.K, Pg=page, K=Array([reference]))
    )
    tree.K.K.append(element)
    tree.ParentTree.Nums.append(key)
    tree.ParentTree.Nums.append(element)


class _Memory:
    """A `Remember` whose memory may be spoilt."""

    def __init__(self, spoil: Callable[[bytes], bytes] = bytes) -> None:
        self.spoil = spoil
        self.kept: dict[tuple[str, Path], bytes] = {}

    def __call__(self, what: str, file: Path, make: Callable[[Path], bytes]) -> bytes:
        """What a function makes of a file."""
        if (what, file) not in self.kept:
            made = make(file)
            self.kept[what, file] = self.spoil(made) if what.startswith("förberedd") else made
        return self.kept[what, file]


@pytest.fixture(name="spec")
def _spec(tmp_path: Path) -> PacketSpec:
    """Parts that are prepared, and one of each kind that is not, in between."""
    parts = (
        part("kallelse", _own(tmp_path / "a.pdf", ("a1", "rubriken", "a4")), PartKind.KALLELSE),
        part("a1", _own(tmp_path / "b.pdf", ("kallelse",)), PartKind.RAPPORT, parent="kallelse"),
        part("a2", makers.form(tmp_path / "c.pdf", "Åsa")),
        part("a3", _own(tmp_path / "d.pdf", body_role="H2"), PartKind.RAPPORT, language="nn-NO"),
        part("a4", makers.tagged(tmp_path / "e.pdf", 2), PartKind.RAPPORT),
        part("a5", _own(tmp_path / "f.pdf", ("a1",), pages=3), PartKind.RAPPORT),
    )
    return spec_of(*parts, anchors=(Anchor("rubriken", "a5", "Sist"),))


def _written(spec: PacketSpec, target: Path, remember: Remember) -> bytes:
    write_packet(spec, plan_of(spec), target, lambda *_: None, remember=remember)
    return target.read_bytes()


def test_prepared_parts_give_the_same_packet(
    spec: PacketSpec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing remembered, remembered now, remembered before: the same bytes; in the end few files are taken apart."""
    opened: list[str] = []

    def open_and_note(pdf: Path, places: Any) -> Source:
        opened.append(pdf.name)
        return open_source(pdf, places)

    memory = _Memory()
    plain = _written(spec, tmp_path / "utan.pdf", at_once)
    assert _written(spec, tmp_path / "nu.pdf", memory) == plain
    monkeypatch.setattr(merge, "open_source", open_and_note)
    assert _written(spec, tmp_path / "igen.pdf", memory) == plain
    assert opened == ["c.pdf", "d.egen.pdf", "e.pdf"], "a foreign one, one with other roles, one with ids"


def test_all_comes_along(spec: PacketSpec, tmp_path: Path) -> None:
    """Read by another library: texts that look like references are texts, and the links lead where they should."""
    _written(spec, tmp_path / "ut.pdf", _Memory())
    with pikepdf.open(tmp_path / "ut.pdf") as packet:
        elements = packet.Root.StructTreeRoot.K[0].K
        assert str(elements[1].K[0].Alt) == LOOKS_LIKE_A_REFERENCE
        assert str(elements[1].K[0].ActualText) == "12 0 R"
        pages = [page.obj.objgen for page in packet.pages]
        plan = plan_of(spec)
        annotations: Any = packet.pages[0].obj.Annots
        links = [one for one in annotations if one.A.S == "/GoTo"]
        goals = [plan.parts[1].first_page, plan.parts[5].last_page, plan.parts[4].first_page]
        assert [pages.index(one.A.D[0].objgen) + 1 for one in links] == goals
        assert len({int(page.obj.StructParents) for page in packet.pages if "/StructParents" in page.obj}) > 5


@pytest.mark.parametrize(
    "spoil",
    [
        lambda made: made[:40],
        lambda made: made[:-1] + b"!",
        lambda made: made.replace(b"Rubrik", b"Rabrik"),
        lambda _made: b"skr\xe4p",
        lambda _made: b"",
    ],
    ids=["cut", "end", "inside", "rubbish", "empty"],
)
def test_what_came_to_harm_is_not_believed(
    spec: PacketSpec, tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    """A packet of what was kept and spoilt is the packet all the same."""
    plain = _written(spec, tmp_path / "utan.pdf", at_once)
    assert _written(spec, tmp_path / "skadat.pdf", _Memory(spoil)) == plain


def test_what_is_kept_of_another_file_is_not_believed(spec: PacketSpec, tmp_path: Path) -> None:
    """A memory that has taken one document for another does not put it into the packet."""
    plain = _written(spec, tmp_path / "utan.pdf", at_once)
    other = prepare(spec.parts[0].pdf)

    def remember(what: str, file: Path, make: Callable[[Path], bytes]) -> bytes:
        return other if what.startswith("förberedd") else make(file)

    assert _written(spec, tmp_path / "annat.pdf", remember) == plain


def _packed(target: Path) -> Path:
    with pikepdf.open(_own(target)) as pdf:
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target


@pytest.mark.parametrize(
    "make",
    [
        makers.tagged,
        makers.text_pdf,
        lambda target: makers.form(target, "Åsa"),
        makers.hidden_layer,
        makers.half,
        makers.no_pages,
        makers.cyclic_pages,
        makers.encrypted,
        _packed,
    ],
    ids=["ids", "untagged", "form", "layer", "half", "no pages", "cyclic", "encrypted", "packed"],
)
def test_the_unusual_is_left_to_the_merge(make: Callable[[Path], Path], tmp_path: Path) -> None:
    """Whatever is not as our own documents are is not prepared."""
    assert prepare(make(tmp_path / "a.pdf")) == b""
    assert prepare(_own(tmp_path / "b.pdf")) != b""
