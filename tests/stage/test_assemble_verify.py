"""Verification: a packet with one thing wrong is found out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from service.assemble import verify_safety
from service.assemble.packet import write_packet
from service.assemble.page_facts import facts_of, facts_of_part
from service.assemble.remember import at_once
from service.assemble.verify import verify
from service.assemble.verify_packed import PackedObjects
from service.assemble.verify_safety import _unpacked, check_safety, looks_suspect
from service.model.packet import LINK_BASE, PacketPlan, PacketSpec, PartKind
from tests.files.pdf import makers
from tests.files.pdf.packets import build, part, plan_of, spec_of

pytestmark = pytest.mark.stage


@pytest.fixture(name="sound")
def _sound(tmp_path: Path) -> tuple[Path, PacketSpec, PacketPlan]:
    """A packet in which all is well."""
    parts = (
        part("kallelse", makers.linked_pdf(tmp_path / "a.pdf", ("a1",), pages=2), PartKind.KALLELSE),
        part("a1", makers.tagged(tmp_path / "b.pdf", 2), parent="kallelse"),
        part("a2", makers.tagged(tmp_path / "c.pdf", 2, heading="Annan")),
        part("a3", makers.form(tmp_path / "d.pdf", "Åsa")),
    )
    build(tmp_path / "ut.pdf", *parts)
    spec = spec_of(*parts)
    return tmp_path / "ut.pdf", spec, plan_of(spec)


def test_sound_packet_passes(sound: tuple[Path, PacketSpec, PacketPlan]) -> None:
    """What `write_packet` wrote has nothing wrong with it."""
    assert verify(*sound).problems == []


class Memory:
    """A `Remember` that counts what it had to make."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, bytes], bytes] = {}
        self.made = 0

    def __call__(self, what: str, file: Path, make: Callable[[Path], bytes]) -> bytes:
        """What a function makes of a file."""
        key = (what, file.read_bytes())
        if key not in self.kept:
            self.made += 1
            self.kept[key] = make(file)
        return self.kept[key]


def test_what_is_remembered_is_not_made_again(
    sound: tuple[Path, PacketSpec, PacketPlan], tmp_path: Path
) -> None:
    """A packet of the same files is the same to the byte, and nothing is looked for in its sources a second time."""
    pdf, spec, plan = sound
    memory = Memory()
    for name in ("ett.pdf", "två.pdf"):
        before = memory.made
        write_packet(spec, plan, tmp_path / name, lambda *_: None, remember=memory)
        assert (tmp_path / name).read_bytes() == pdf.read_bytes()
    assert before
    assert memory.made == before


def test_memory_that_came_to_harm_is_not_believed(sound: tuple[Path, PacketSpec, PacketPlan]) -> None:
    """What cannot be read of what was kept is made anew."""
    pdf, spec, plan = sound
    assert verify(pdf, spec, plan, lambda *_: b'{"half').problems == []


def test_other_facts_are_no_verdict(sound: tuple[Path, PacketSpec, PacketPlan]) -> None:
    """Pages whose facts differ are compared object by object, and found to be the same."""

    def remember(what: str, file: Path, make: Callable[[Path], bytes]) -> bytes:
        made = make(file)
        return made.replace(b"0", b"1") if what.startswith("sidor") else made

    pdf, spec, plan = sound
    assert verify(pdf, spec, plan, remember).problems == []


def test_pages_that_came_in_unchanged_have_the_same_facts(sound: tuple[Path, PacketSpec, PacketPlan]) -> None:
    """Or each would be compared object by object."""
    pdf, _, plan = sound
    with pikepdf.open(pdf) as packet:
        found = facts_of([page.obj for page in packet.pages])
    for planned in plan.parts:
        ours = found[planned.first_page - 1 : planned.last_page]
        own = facts_of_part(planned.part.pdf, at_once)
        assert [one.hold_in(other) for one, other in zip(own, ours, strict=True)] == [True] * len(own)


def _page_lost(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[3]


def _pages_swapped(pdf: pikepdf.Pdf) -> None:
    third, fifth = pdf.pages[2].obj, pdf.pages[4].obj
    third.Contents[1], fifth.Contents[1] = fifth.Contents[1], third.Contents[1]


def _font_lost(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].obj.Resources.Font["/F1"]


def _page_turned(pdf: pikepdf.Pdf) -> None:
    pdf.pages[4].obj.Rotate = 90


def _page_cut(pdf: pikepdf.Pdf) -> None:
    pdf.pages[4].obj.CropBox = Array([0, 0, 595, 400])


def _page_widened(pdf: pikepdf.Pdf) -> None:
    pdf.pages[4].obj.MediaBox = Array([-10, 0, 605, 842])


def _field_lost(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[6].obj.Annots


def _field_faded(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[6].obj.Annots[0].AP


def _field_written_over(pdf: pikepdf.Pdf) -> None:
    pdf.pages[6].obj.Annots[0].AP.N = pdf.make_stream(
        b"BT /Helv 9 Tf 2 2 Td (Helt annan text i rutan) Tj ET",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 200, 20]),
        Resources=pdf.pages[6].obj.Annots[0].AP.N.Resources,
    )


def _stamps_swapped(pdf: pikepdf.Pdf) -> None:
    first, second = pdf.pages[0].obj, pdf.pages[1].obj
    first.Contents[-1], second.Contents[-1] = second.Contents[-1], first.Contents[-1]


def _stamp_lost(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.Contents = Array(list(pdf.pages[1].obj.Contents)[:-1])


def _labels_changed(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PageLabels.Nums = Array([0, Dictionary(S=Name.r)])


def _bookmark_moved(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.Last.Dest[0] = pdf.pages[0].obj


def _bookmark_lost(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Outlines.First.Next


def _bookmark_outside(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Outlines.First.First.Dest[0] = pdf.make_indirect(Dictionary(Type=Name.Page))


def _link_moved(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots[0].A.D[0] = pdf.pages[4].obj


def _link_left(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots[0].A = Dictionary(S=Name.URI, URI=String(LINK_BASE + "a1"))


def _script_put_in(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _program_put_in(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.AA = Dictionary(O=pdf.make_indirect(Dictionary(S=Name.Launch, F=String("calc.exe"))))


def _keys_swapped(pdf: pikepdf.Pdf) -> None:
    third, fifth = pdf.pages[2].obj, pdf.pages[4].obj
    third.StructParents, fifth.StructParents = fifth.StructParents, third.StructParents


def _key_shared(pdf: pikepdf.Pdf) -> None:
    pdf.pages[3].obj.StructParents = pdf.pages[2].obj.StructParents


def _language_lost(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (_page_lost, "packet_page_count"),
        (_pages_swapped, "content_differs"),
        (_font_lost, "content_differs"),
        (_page_turned, "content_differs"),
        (_page_cut, "content_differs"),
        (_page_widened, "content_differs"),
        (_field_lost, "content_differs"),
        (_field_faded, "content_differs"),
        (_field_written_over, "content_differs"),
        (_stamps_swapped, "stamp_differs"),
        (_stamp_lost, "stamp_differs"),
        (_labels_changed, "packet_metadata"),
        (_language_lost, "packet_metadata"),
        (_bookmark_moved, "bookmark_differs"),
        (_bookmark_lost, "bookmark_differs"),
        (_bookmark_outside, "bookmark_differs"),
        (_link_moved, "link_differs"),
        (_link_left, "link_left"),
        (_script_put_in, "dangerous_action_left"),
        (_program_put_in, "dangerous_action_left"),
        (_keys_swapped, "structure_differs"),
        (_key_shared, "structure_differs"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
def test_spoilt_packet_is_found_out(
    sound: tuple[Path, PacketSpec, PacketPlan],
    spoil: Callable[[pikepdf.Pdf], None],
    code: str,
    packed: bool,
) -> None:
    """One thing changed by another hand, and verification names it."""
    pdf, spec, plan = sound
    memory = Memory()
    assert verify(pdf, spec, plan, memory).problems == []
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    with pikepdf.open(pdf, allow_overwriting_input=True) as packet:
        spoil(packet)
        packet.save(pdf, object_stream_mode=mode)
    problems = verify(pdf, spec, plan).problems
    assert verify(pdf, spec, plan, memory).problems == problems, (
        "what is remembered of the sources hides nothing"
    )
    assert code in {problem.code for problem in problems}
    assert all(problem.message.endswith(".") for problem in problems)


def test_cut_file_is_found_out(sound: tuple[Path, PacketSpec, PacketPlan]) -> None:
    """A packet that was cut off cannot be read, or has lost pages."""
    pdf, spec, plan = sound
    pdf.write_bytes(pdf.read_bytes()[:900])
    assert {problem.code for problem in verify(pdf, spec, plan).problems} <= {
        "packet_unreadable",
        "packet_page_count",
    }
    assert verify(pdf, spec, plan).problems


def test_other_title_is_found_out(sound: tuple[Path, PacketSpec, PacketPlan]) -> None:
    """The file's title is the spec's."""
    pdf, spec, plan = sound
    assert [p.path for p in verify(pdf, replace(spec, title="Annat"), plan).problems] == ["titel"]


@pytest.mark.parametrize(
    ("written", "suspect"),
    [
        (b"<</S/JavaScript/JS(app.alert(1))>>", True),
        (b"<</JS 12 0 R>>", True),
        (b"<</JS\n<61>>>", True),
        (b"stream\n\x9a/JS\x93\x01 /JS+ endstream", False),
        (b"<</JSON 1 0 R>>", False),
    ],
)
def test_only_what_may_be_a_script_is_looked_at_closely(written: bytes, suspect: bool) -> None:
    """The thorough look at every object takes a large packet's time and memory twice over."""
    assert looks_suspect(written) is suspect


@pytest.mark.parametrize("in_stream", [False, True], ids=["chance", "script"])
def test_what_looks_like_a_script_by_chance_costs_little(
    sound: tuple[Path, PacketSpec, PacketPlan], monkeypatch: pytest.MonkeyPatch, in_stream: bool
) -> None:
    """Where a picture seems to hold a script the packed objects are left alone; a stream that has one is found."""
    pdf, _, _ = sound
    with pikepdf.open(pdf, allow_overwriting_input=True) as packet:
        chance = packet.make_stream(b"\x9a/JS<Z\x1f")
        if in_stream:
            chance.A = Dictionary(S=Name.JavaScript, JS=String("1"))
        packet.Root.Chance = chance
        packet.save(pdf, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=False)
    looked: list[PackedObjects] = []

    def look(packed: PackedObjects, packet: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
        looked.append(packed)
        return _unpacked(packed, packet)

    with pikepdf.open(pdf) as packet:
        packed = PackedObjects(pdf)
        monkeypatch.setattr(verify_safety, "_unpacked", look)
        found = [problem.path for problem in check_safety(packed, packet)]
    assert found == (["/JavaScript"] if in_stream else [])
    assert looked, "and not all objects"


def test_an_object_number_beyond_measure_takes_no_memory(tmp_path: Path) -> None:
    """Such a stream is still looked through, and its objects are left to qpdf."""
    table = b"3999999999 0 "
    written = b"<</Type/ObjStm/N 1/First %d/Length %d>>\nstream\n" % (len(table), len(table) + 4)
    (tmp_path / "a.pdf").write_bytes(written + table + b"<<>>\nendstream")
    packed = PackedObjects(tmp_path / "a.pdf")
    assert [stream.data for stream in packed.streams] == [table + b"<<>>"]
    assert 3999999999 not in packed
    assert packed.body(3999999999) is None
