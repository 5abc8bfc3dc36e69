"""Drawn figures for the reports: bars and lines, with their values written out."""

from __future__ import annotations

from grund import INK, LINE, MUTED, TEAL, amount
from pdfdokument import FigureOf
from reportlab.graphics import shapes
from reportlab.graphics.shapes import Drawing, Line, PolyLine, Rect, String
from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

SECOND = HexColor("#C98A2B")
shapes.STATE_DEFAULTS["fontName"] = (
    "Carlito"  # else each drawing refers to a Helvetica that the file does not carry
)
Series = list[tuple[str, list[float]]]


def bars(
    width: float, labels: list[str], series: Series, unit: str, height: float = 170, decimals: int = 0
) -> list[Flowable]:
    """Grouped bars with a value over each."""
    drawing = Drawing(width, height + 20)
    top = max(max(values) for _, values in series) * 1.12
    floor, plot = 24.0, height - 44
    _axis(drawing, width, floor, plot, top, decimals)
    slot = (width - 50) / len(labels)
    bar = slot * 0.72 / len(series)
    for i, label in enumerate(labels):
        left = 46 + i * slot + slot * 0.14
        for j, (_, values) in enumerate(series):
            tall = plot * values[i] / top
            drawing.add(
                Rect(left + j * bar, floor, bar * 0.94, tall, fillColor=(TEAL, SECOND)[j], strokeColor=None)
            )
            drawing.add(
                _text(left + (j + 0.47) * bar, floor + tall + 3, amount(values[i], decimals), 7.5, "middle")
            )
        drawing.add(_text(left + slot * 0.36, floor - 12, label, 8.5, "middle"))
    _legend(drawing, height, [name for name, _ in series], unit)
    return [FigureOf(drawing, _told("Stapeldiagram", labels, series, unit, decimals))]


def line(
    width: float, labels: list[str], series: Series, unit: str, height: float = 170, decimals: int = 0
) -> list[Flowable]:
    """Lines over the labels, the last value written out."""
    drawing = Drawing(width, height + 20)
    top = max(max(values) for _, values in series) * 1.12
    floor, plot = 24.0, height - 44
    _axis(drawing, width, floor, plot, top, decimals)
    step = (width - 90) / (len(labels) - 1)
    for i, label in enumerate(labels):
        drawing.add(_text(56 + i * step, floor - 12, label, 8.5, "middle"))
    for j, (_, values) in enumerate(series):
        points = [(56 + i * step, floor + plot * value / top) for i, value in enumerate(values)]
        flat = [number for point in points for number in point]
        drawing.add(PolyLine(flat, strokeColor=(TEAL, SECOND)[j], strokeWidth=2))
        x, y = points[-1]
        drawing.add(_text(x + 5, y - 3, amount(values[-1], decimals), 8.5, "start"))
    _legend(drawing, height, [name for name, _ in series], unit)
    return [FigureOf(drawing, _told("Linjediagram", labels, series, unit, decimals))]


def _told(kind: str, labels: list[str], series: Series, unit: str, decimals: int) -> str:
    """The figures in words, for those who do not see the drawing."""
    rows = (
        f"{name}: "
        + ", ".join(f"{label} {amount(value, decimals)}" for label, value in zip(labels, values, strict=True))
        for name, values in series
    )
    return f"{kind}, {unit}. {'; '.join(rows)}."


def _axis(drawing: Drawing, width: float, floor: float, plot: float, top: float, decimals: int) -> None:
    for quarter in range(5):
        y = floor + plot * quarter / 4
        drawing.add(Line(44, y, width, y, strokeColor=LINE, strokeWidth=0.4))
        drawing.add(_text(40, y - 3, amount(top * quarter / 4, decimals), 7.5, "end"))


def _legend(drawing: Drawing, height: float, names: list[str], unit: str) -> None:
    x = 46.0
    for j, name in enumerate(names):
        drawing.add(Rect(x, height, 8, 8, fillColor=(TEAL, SECOND)[j], strokeColor=None))
        drawing.add(_text(x + 12, height + 1, name, 8.5, "start"))
        x += 24 + 5.2 * len(name)
    drawing.add(_text(x, height + 1, f"({unit})", 8.5, "start"))


def _text(x: float, y: float, text: str, size: float, anchor: str) -> String:
    colour = INK if size > 8 else MUTED
    return String(x, y, text, fontName="Carlito", fontSize=size, textAnchor=anchor, fillColor=colour)
