"""DrawingML of a horizontal bar chart, and the inline drawing that shows it in the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from service.fill.filters import plain
from service.fill.text import xml_text

_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"

_EMU_PER_CM = 360_000
_WIDTH_CM = 16
_COLOURS = ("1F4E5F", "C8A24A", "7A9EA8", "5B5B5B")
_ON_DARK = "FFFFFF"
_DARK = frozenset({"1F4E5F", "5B5B5B"})
"""Each apart from its neighbour also in grey print; the dark edge gives the lighter ones 3:1 against paper."""
_EDGE = "1F4E5F"
_TEXT = "262626"
_FONT = "Carlito"
_LABEL_ROOM = Decimal("0.25")


@dataclass(frozen=True, slots=True)
class Bars:
    """What a chart shows: per category one value for each series, and how the value is written."""

    title: str
    categories: Sequence[str]
    series: Sequence[str]
    values: Sequence[Sequence[Decimal]]
    labels: Sequence[Sequence[str]]
    highest: int | None = None
    """The end of the scale; None lets the values decide."""
    stacked: bool = False
    """One bar for each category, made of its series; values are not negative then."""

    def description(self) -> str:
        """The chart in words, for the alternative text."""
        rows = []
        for category, labels in zip(self.categories, self.labels, strict=True):
            if len(self.series) == 1:
                rows.append(f"{category}: {labels[0]}.")
            else:
                pairs = (f"{name.lower()} {label}" for name, label in zip(self.series, labels, strict=True))
                rows.append(f"{category}: {', '.join(pairs)}.")
        return " ".join([f"Stapeldiagram: {self.title}.", *rows])


def drawing_xml(bars: Bars, relationship: str, number: int, style: str) -> str:
    """Return the paragraph that shows a chart of the package."""
    width, height = _WIDTH_CM * _EMU_PER_CM, round(_height_cm(bars) * _EMU_PER_CM)
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:drawing>'
        f'<wp:inline xmlns:wp="{_WP}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f'<wp:docPr id="{number}" name="Diagram {number}" descr="{xml_text(bars.description())}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic xmlns:a="{_A}"><a:graphicData uri="{_C}">'
        f'<c:chart xmlns:c="{_C}" r:id="{relationship}"/></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r></w:p>"
    )


def chart_xml(bars: Bars) -> bytes:
    """Return the chart part."""
    series = "".join(_series(bars, index) for index in range(len(bars.series)))
    legend = _legend() if len(bars.series) > 1 else ""
    grouping, overlap = ("stacked", '<c:overlap val="100"/>') if bars.stacked else ("clustered", "")
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{_R}"><c:date1904 val="0"/><c:lang val="sv-SE"/>'
        f'<c:roundedCorners val="0"/><c:chart>{_title(bars.title)}<c:autoTitleDeleted val="0"/>'
        '<c:plotArea><c:layout/><c:barChart><c:barDir val="bar"/>'
        f'<c:grouping val="{grouping}"/><c:varyColors val="0"/>'
        f'{series}<c:gapWidth val="55"/>{overlap}<c:axId val="1001"/><c:axId val="1002"/></c:barChart>'
        f"{_axes(bars)}</c:plotArea>{legend}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f"{_text_properties(9)}</c:chartSpace>"
    ).encode()


def _height_cm(bars: Bars) -> float:
    beside = 1.4 if bars.stacked else len(bars.series)
    rows = len(bars.categories) * (0.55 * beside + 0.35)
    return min(1.9 + rows + (0.7 if len(bars.series) > 1 else 0.0), 22.0)


def _title(title: str) -> str:
    return (
        "<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr>"
        f"{_run_properties('defRPr', 10, bold=True)}</a:pPr><a:r>{_run_properties('rPr', 10, bold=True)}"
        f'<a:t>{xml_text(title)}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
    )


def _series(bars: Bars, index: int) -> str:
    colour = _COLOURS[index % len(_COLOURS)]
    count = len(bars.categories)
    names = "".join(
        f'<c:pt idx="{number}"><c:v>{xml_text(name)}</c:v></c:pt>'
        for number, name in enumerate(bars.categories)
    )
    values = "".join(
        f'<c:pt idx="{number}"><c:v>{plain(row[index])}</c:v></c:pt>'
        for number, row in enumerate(bars.values)
    )
    return (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/>'
        f'<c:tx><c:strRef><c:f>Data!R1C{index + 2}</c:f><c:strCache><c:ptCount val="1"/>'
        f'<c:pt idx="0"><c:v>{xml_text(bars.series[index])}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
        f'<a:ln w="6350"><a:solidFill><a:srgbClr val="{_EDGE}"/></a:solidFill></a:ln></c:spPr>'
        f'<c:invertIfNegative val="0"/>{_data_labels(bars, index)}'
        f'<c:cat><c:strLit><c:ptCount val="{count}"/>{names}</c:strLit></c:cat>'
        f'<c:val><c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{count}"/>{values}'
        "</c:numLit></c:val></c:ser>"
    )


def _data_labels(bars: Bars, index: int) -> str:
    """Labels as written text: a number format would follow the language of the reader's computer."""
    place = "ctr" if bars.stacked else "outEnd"
    dark = bars.stacked and _COLOURS[index % len(_COLOURS)] in _DARK
    colour = _ON_DARK if dark else _TEXT
    shown = (
        f'<c:dLblPos val="{place}"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )
    labels = "".join(
        f'<c:dLbl><c:idx val="{number}"/><c:tx><c:rich><a:bodyPr wrap="none"/><a:p><a:r>'
        f"{_run_properties('rPr', 9, colour=colour)}"
        f"<a:t>{xml_text(row[index])}</a:t></a:r></a:p></c:rich></c:tx>{shown}</c:dLbl>"
        if bars.values[number][index] or not bars.stacked
        else f'<c:dLbl><c:idx val="{number}"/><c:delete val="1"/></c:dLbl>'
        for number, row in enumerate(bars.labels)
    )
    plain_box = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    return f"<c:dLbls>{labels}{plain_box}{_text_properties(9, colour)}{shown}</c:dLbls>"


def _axes(bars: Bars) -> str:
    lowest, highest = _scale(bars)
    return (
        '<c:catAx><c:axId val="1001"/><c:scaling><c:orientation val="maxMin"/></c:scaling><c:delete val="0"/>'
        '<c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        '<c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="7F7F7F"/></a:solidFill></a:ln></c:spPr>'
        f'{_text_properties(9)}<c:crossAx val="1002"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="1002"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{plain(highest)}"/><c:min val="{plain(lowest)}"/></c:scaling>'
        '<c:delete val="1"/><c:axPos val="t"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        '<c:crossAx val="1001"/><c:crosses val="autoZero"/></c:valAx>'
    )


def _scale(bars: Bars) -> tuple[Decimal, Decimal]:
    """Both ends of the scale, with room for the labels beyond the longest bars."""
    values = (
        [sum(row, Decimal(0)) for row in bars.values]
        if bars.stacked
        else [v for row in bars.values for v in row]
    )
    lowest = min(*values, Decimal(0))
    highest = max(*values, Decimal(bars.highest or 0))
    if bars.stacked:
        return Decimal(0), highest or Decimal(1)
    if lowest == highest:
        return Decimal(0), Decimal(1)
    room = (highest - lowest) * _LABEL_ROOM
    return (lowest - room if lowest else lowest), (highest + room if highest else highest)


def _legend() -> str:
    return f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{_text_properties(9)}</c:legend>'


@cache
def _text_properties(points: int, colour: str = _TEXT) -> str:
    properties = _run_properties("defRPr", points, colour=colour)
    return f'<c:txPr><a:bodyPr/><a:p><a:pPr>{properties}</a:pPr><a:endParaRPr lang="sv-SE"/></a:p></c:txPr>'


@cache
def _run_properties(tag: str, points: int, *, bold: bool = False, colour: str = _TEXT) -> str:
    return (
        f'<a:{tag} lang="sv-SE" sz="{points * 100}" b="{int(bold)}">'
        f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
        f'<a:latin typeface="{_FONT}"/><a:cs typeface="{_FONT}"/></a:{tag}>'
    )
