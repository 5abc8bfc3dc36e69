"""A content stream without what stands under masks: text character by character, paths, pictures and drawings.

What cannot be cut out for certain is not guessed at: `UnsafeMask` says why, and the pages become pictures instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import (
    Array,
    ContentStreamInlineImage,
    ContentStreamInstruction,
    Dictionary,
    Name,
    Operator,
    Stream,
)

from service.assemble.mask_fonts import MaskFont, UnsafeMask
from service.assemble.mask_geometry import UNIT, Box, Matrix, ordered
from service.assemble.mask_images import blank_image, blank_inline
from service.assemble.mask_shapes import BUILDS, PAINTS, Path
from service.assemble.mask_state import Pen
from service.assemble.spoken_text import TELLING

Instruction = ContentStreamInstruction | ContentStreamInlineImage
_DEEPEST = 12
_PART = 0.3
"""A character is cut out when so much of its width and its height lies under a mask."""
Mark = tuple[int, int]
"""A piece of marked content: the number of its stream in the parent tree, and its own."""


@dataclass
class Cut:
    """What was cut out of a page."""

    marks: list[list[Mark]]
    """The marked content that each mask has cut into, in order."""
    count: int = 0

    def note(self, masks: Sequence[int], mark: Mark | None) -> None:
        """Something under these masks is gone."""
        self.count += 1
        for mask in masks:
            if mark is not None and mark not in self.marks[mask]:
                self.marks[mask].append(mark)


@dataclass
class _Marked:
    """Marked content that is open."""

    at: int
    """Where it begins in what is written."""
    number: int | None
    cut: bool = False


class Cutter:
    """Cuts what stands under masks out of one content stream, and out of the drawings that it uses."""

    def __init__(
        self, document: pikepdf.Pdf, resources: pikepdf.Object, masks: Sequence[Box], cut: Cut, parents: int
    ) -> None:
        """Prepare.

        Args:
            document: where new objects go.
            resources: a copy that may be changed.
            masks: what is to be empty, in the page's own coordinates.
            cut: is told what was cut.
            parents: the stream's number in the parent tree; -1 when it has none.
        """
        self._document, self._resources, self._masks, self._cut = document, resources, masks, cut
        self._parents = parents
        self._written: list[Instruction] = []
        self._kept: list[Pen] = []
        self._open: list[_Marked] = []
        self._path = Path()
        self._fonts: dict[str, MaskFont] = {}
        self._pen = Pen(Matrix(), self._font)
        self.depth = 0

    def cut(self, content: Any, matrix: Matrix) -> bytes:
        """The content without what stands under the masks.

        Raises:
            UnsafeMask: something cannot be cut out for certain.
            pikepdf.PdfError, ValueError, TypeError: the content is not built as content is.
        """
        self._pen = Pen(matrix, self._font)
        for instruction in pikepdf.parse_content_stream(content):
            if isinstance(instruction, ContentStreamInlineImage):
                self._show_inline(instruction)
                continue
            does = _DOES.get(str(instruction.operator))
            if does is not None:
                does(self, instruction)
            else:
                self._pen.set(str(instruction.operator), instruction.operands)
                self._written.append(instruction)
        return pikepdf.unparse_content_stream(self._written)

    def endings(self) -> bytes:
        """What closes all that the content has left open."""
        return b"EMC\n" * len(self._open) + b"Q\n" * len(self._kept)

    # What is kept and given back

    def _keep(self, instruction: ContentStreamInstruction) -> None:
        self._kept.append(self._pen.copy())
        self._written.append(instruction)

    def _give_back(self, instruction: ContentStreamInstruction) -> None:
        if self._kept:
            self._pen = self._kept.pop()
        self._written.append(instruction)

    def _set_many(self, instruction: ContentStreamInstruction) -> None:
        """`gs` may set a font, too."""
        held = self._held("/ExtGState", str(instruction.operands[0]))
        font = held.get("/Font") if isinstance(held, Dictionary) else None
        if isinstance(font, Array):
            raise UnsafeMask("typsnittet väljs på ett ovanligt sätt")
        self._written.append(instruction)

    # Text

    def _font(self, named: str) -> MaskFont:
        if named not in self._fonts:
            held = self._held("/Font", named)
            if not isinstance(held, Dictionary):
                raise UnsafeMask("texten har ett typsnitt som saknas i filen")
            self._fonts[named] = MaskFont(held)
        return self._fonts[named]

    def _show(self, instruction: ContentStreamInstruction) -> None:
        operands = instruction.operands
        pieces = list(operands[0]) if str(instruction.operator) == "TJ" else [operands[0]]
        self._show_pieces(pieces, instruction)

    def _show_on_next_line(self, instruction: ContentStreamInstruction) -> None:
        self._pen.next_line()
        self._write("T*")
        self._show_pieces([instruction.operands[-1]], None)

    def _show_spaced(self, instruction: ContentStreamInstruction) -> None:
        word, letter, _text = instruction.operands
        for operator, value in (("Tw", word), ("Tc", letter)):
            self._pen.set(operator, [value])
            self._write(operator, value)
        self._show_on_next_line(instruction)

    def _show_pieces(self, pieces: Sequence[Any], same: ContentStreamInstruction | None) -> None:
        """Show strings and steps between them; `same` is what is written where nothing is cut."""
        shown: list[Any] = []
        before = self._cut.count
        for piece in pieces:
            if isinstance(piece, pikepdf.String):
                shown += self._show_string(bytes(piece))
            else:
                self._pen.shift(float(piece))
                shown.append(piece)
        if same is not None and self._cut.count == before:
            self._written.append(same)
        else:
            self._write("TJ", Array(shown))

    def _show_string(self, text: bytes) -> list[Any]:
        font = self._pen.font
        if font is None:
            raise UnsafeMask("texten har inget typsnitt")
        if font.unknown and font.kind != "/Type3":
            raise UnsafeMask(font.unknown)
        shown: list[Any] = []
        kept = bytearray()
        gap = 0.0
        for glyph in font.glyphs(text):
            under = self._under(self._pen.glyph_box(glyph.width))
            step = self._pen.advance(glyph.width, is_space=glyph.is_space)
            if under:
                if font.unknown:
                    raise UnsafeMask(font.unknown)
                self._gone(under)
                if kept:
                    shown.append(pikepdf.String(bytes(kept)))
                    kept.clear()
                gap += step
                continue
            if gap:
                shown.append(self._gap(gap))
                gap = 0.0
            kept += glyph.code
        if kept:
            shown.append(pikepdf.String(bytes(kept)))
        if gap:
            shown.append(self._gap(gap))
        return shown

    def _gap(self, step: float) -> Any:
        return pikepdf.Object.parse(f"{self._pen.in_thousandths(step):.4f}".encode())

    def _under(self, cell: Box) -> list[int]:
        """The masks under which a character stands."""
        found = []
        middle = (cell.left + cell.right) / 2
        for at, mask in enumerate(self._masks):
            wide, high = mask.overlap(cell)
            across = mask.left <= middle <= mask.right or (cell.width > 0 and wide >= _PART * cell.width)
            if across and high >= _PART * min(cell.height, mask.height) and high > 0:
                found.append(at)
        return found

    # Shapes

    def _draw(self, instruction: ContentStreamInstruction) -> None:
        self._path.add(instruction, self._pen)

    def _clip(self, instruction: ContentStreamInstruction) -> None:
        self._path.clip(instruction)

    def _paint(self, instruction: ContentStreamInstruction) -> None:
        kept, gone = self._path.paint(instruction, self._masks, tiled=self._pen.tiled)
        for under in gone:
            self._gone(under)
        self._written += kept

    # Pictures and drawings

    def _show_inline(self, instruction: ContentStreamInlineImage) -> None:
        under = self._met(self._pen.matrix.box(UNIT))
        if not under:
            self._written.append(instruction)
            return
        self._gone(under)
        if not any(self._masks[at].holds(self._pen.matrix.box(UNIT)) for at in under):
            made = blank_inline(self._document, instruction.iimage, self._pen.matrix, self._masks)
            self._write("Do", self._named(made))

    def _do(self, instruction: ContentStreamInstruction) -> None:
        held = self._held("/XObject", str(instruction.operands[0]))
        if not isinstance(held, Stream):
            self._written.append(instruction)
        elif held.get("/Subtype") == Name.Form:
            self._do_drawing(instruction, held)
        else:
            self._do_picture(instruction, held)

    def _do_picture(self, instruction: ContentStreamInstruction, picture: pikepdf.Object) -> None:
        place = self._pen.matrix.box(UNIT)
        under = self._met(place)
        if not under:
            self._written.append(instruction)
            return
        self._gone(under)
        if not any(self._masks[at].holds(place) for at in under):
            made = blank_image(self._document, picture, self._pen.matrix, self._masks)
            self._write("Do", self._named(made))

    def _do_drawing(self, instruction: ContentStreamInstruction, drawing: pikepdf.Object) -> None:
        own = Matrix(*(float(one) for one in drawing.get("/Matrix", Array([1, 0, 0, 1, 0, 0]))))
        matrix = own.after(self._pen.matrix)
        if not self._met(matrix.box(ordered([float(one) for one in drawing.BBox]))):
            self._written.append(instruction)
            return
        if self.depth >= _DEEPEST:
            raise UnsafeMask("ritningar står i varandra på för många nivåer")
        resources = own_resources(drawing.get("/Resources", self._resources))
        parents = int(drawing.get("/StructParents", -1))
        inner = Cutter(self._document, resources, self._masks, self._cut, parents)
        inner.depth = self.depth + 1
        inner._open = [_Marked(-1, one.number) for one in self._open] if parents < 0 else []
        inner._parents = parents if parents >= 0 else self._parents
        before = self._cut.count
        content = inner.cut(drawing, matrix)
        if self._cut.count == before:
            self._written.append(instruction)
            return
        for one in self._open:
            one.cut = True
        facts = {
            key: held for key, held in drawing.items() if key not in {"/Filter", "/DecodeParms", "/Length"}
        }
        facts["/Resources"] = resources
        made = Stream(self._document, content, Dictionary(facts))
        self._write("Do", self._named(self._document.make_indirect(made)))

    def _named(self, held: pikepdf.Object) -> Name:
        """A name for a new object in the resources."""
        if "/XObject" not in self._resources:
            self._resources.XObject = Dictionary()
        objects = self._resources.XObject
        number = 1
        while f"/SamladMask{number}" in objects:
            number += 1
        objects[f"/SamladMask{number}"] = held
        return Name(f"/SamladMask{number}")

    # Marked content

    def _begin(self, instruction: ContentStreamInstruction) -> None:
        operands = instruction.operands
        facts = self._properties(operands[1]) if len(operands) > 1 else None
        number = facts.get("/MCID") if isinstance(facts, Dictionary) else None
        self._open.append(_Marked(len(self._written), int(number) if number is not None else None))
        self._written.append(instruction)

    def _end(self, instruction: ContentStreamInstruction) -> None:
        if self._open:
            marked = self._open.pop()
            if marked.cut and marked.at >= 0:
                self._written[marked.at] = self._silenced(self._written[marked.at])
        self._written.append(instruction)

    def _silenced(self, begin: Instruction) -> Instruction:
        """The beginning of marked content without the texts that stand for what it shows."""
        operands = begin.operands
        facts = self._properties(operands[1]) if len(operands) > 1 else None
        if not isinstance(facts, Dictionary) or not any(key in facts for key in TELLING):
            return begin
        left = Dictionary({key: held for key, held in facts.items() if key not in TELLING})
        return ContentStreamInstruction([operands[0], left], Operator("BDC"))

    def _properties(self, held: Any) -> Any:
        return self._held("/Properties", str(held)) if isinstance(held, Name) else held

    # Together

    def _gone(self, masks: Sequence[int]) -> None:
        for one in self._open:
            one.cut = True
        numbers = [one.number for one in self._open if one.number is not None]
        self._cut.note(masks, (self._parents, numbers[-1]) if numbers else None)

    def _met(self, box: Box) -> list[int]:
        return [at for at, mask in enumerate(self._masks) if mask.meets(box)]

    def _held(self, kind: str, named: str) -> Any:
        held = self._resources.get(kind)
        return held.get(named) if isinstance(held, Dictionary) else None

    def _write(self, operator: str, *operands: Any) -> None:
        self._written.append(ContentStreamInstruction(list(operands), Operator(operator)))


_DOES: Mapping[str, Callable[[Cutter, ContentStreamInstruction], None]] = {
    "q": Cutter._keep,
    "Q": Cutter._give_back,
    "gs": Cutter._set_many,
    "Tj": Cutter._show,
    "TJ": Cutter._show,
    "'": Cutter._show_on_next_line,
    '"': Cutter._show_spaced,
    "W": Cutter._clip,
    "W*": Cutter._clip,
    "Do": Cutter._do,
    "BDC": Cutter._begin,
    "BMC": Cutter._begin,
    "EMC": Cutter._end,
    **dict.fromkeys(BUILDS, Cutter._draw),
    **dict.fromkeys(PAINTS, Cutter._paint),
}


def own_resources(resources: Any) -> pikepdf.Object:
    """A copy of resources in which names can be added without a change to those who share them."""
    copied = Dictionary(dict(resources.items()) if isinstance(resources, Dictionary) else {})
    objects = copied.get("/XObject")
    if isinstance(objects, Dictionary):
        copied.XObject = Dictionary(dict(objects.items()))
    return copied
