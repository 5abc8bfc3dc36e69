"""Filters that draw Word's own bar charts, with a Swedish text for those who do not see them.

The chart holds its figures itself and no embedded workbook: Word opens it without a word and prints it, only
"Edit data" is not on offer. The figures come from the report, and a chart that says something else helps nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from jinja2 import pass_context
from jinja2.runtime import Context

from service.fill.chartxml import Bars, chart_xml, drawing_xml
from service.fill.faults import template_fault
from service.fill.filters import NBSP, decimals_of, number_of, swedish
from service.fill.richtext import session_of
from service.fill.text import WordXml, clean

_MALUPPFYLLELSE = {"uppnatt": 3, "delvis": 2, "ej": 1, "ej_bedomt": 0}
_MAX_BARS = 60


@dataclass(frozen=True, slots=True)
class Series:
    """One column of the rows: its field, and its name in the chart."""

    field: str
    name: str


@pass_context
def diagram(
    context: Context,
    rader: object,
    *,
    rubrik: object,
    kategori: str,
    serier: str,
    enhet: object = "",
    staplad: str = "",
) -> WordXml:
    """A bar chart of rows; rows with a value that is no number are left out, and without rows there is no chart.

    With `staplad="ja"` the series of a row stand after one another in one bar, which then is their sum.
    """
    series = _series(serier)
    names: list[str] = []
    values: list[list[Decimal]] = []
    for row in _rows(rader, "diagram"):
        found = [number_of(_get(row, one.field, "diagram")) for one in series]
        numbers = [number for number in found if number is not None]
        if len(numbers) == len(series):
            names.append(_words(_get(row, kategori, "diagram")))
            values.append(numbers)
    decimals = max((decimals_of(number) for numbers in values for number in numbers), default=0)
    labels = [[_with_unit(swedish(number, decimals), str(enhet)) for number in numbers] for numbers in values]
    bars = Bars(
        clean(str(rubrik)),
        tuple(names),
        tuple(one.name for one in series),
        values,
        labels,
        stacked=bool(staplad),
    )
    return _draw(context, bars)


@pass_context
def diagram_maluppfyllelse(context: Context, rader: object, rubrik: object = "Måluppfyllelse") -> WordXml:
    """A chart of how far each riktningsmål is reached: four steps, and the word itself at the bar."""
    names: list[str] = []
    values: list[list[Decimal]] = []
    labels: list[list[str]] = []
    for row in _rows(rader, "diagram_maluppfyllelse"):
        step = _MALUPPFYLLELSE.get(_get(row, "maluppfyllelse_kod", "diagram_maluppfyllelse"))
        if step is None:
            continue
        mal = _field(row, "riktningsmal", "diagram_maluppfyllelse")
        names.append(_words(_get(mal, "rubrik", "diagram_maluppfyllelse")))
        values.append([Decimal(step)])
        labels.append([_words(_get(row, "maluppfyllelse", "diagram_maluppfyllelse"))])
    bars = Bars(clean(str(rubrik)), tuple(names), ("Måluppfyllelse",), values, labels, highest=3)
    return _draw(context, bars)


CHART_FILTERS = {"diagram": diagram, "diagram_maluppfyllelse": diagram_maluppfyllelse}


def _draw(context: Context, bars: Bars) -> WordXml:
    if not bars.categories:
        return WordXml("")
    if len(bars.categories) * len(bars.series) > _MAX_BARS:
        raise template_fault(
            "template_filter_value", f"Diagrammet ”{bars.title}” får fler än {_MAX_BARS} staplar."
        )
    session = session_of(context)
    relationship, number = session.chart(chart_xml(bars))
    return WordXml(drawing_xml(bars, relationship, number, session.styles.role("brodtext").id))


def _series(text: str) -> Sequence[Series]:
    pairs = [part.partition(":") for part in text.split(",")]
    series = [Series(field.strip(), (name or field).strip()) for field, _, name in pairs if field.strip()]
    if not series:
        raise template_fault("template_filter_value", 'Filtret ”diagram” behöver serier="falt:Namn, …".')
    return series


def _rows(value: object, name: str) -> list[object]:
    if isinstance(value, list):
        return value
    if str(value):  # an undefined field raises here, and is told as missing
        raise template_fault("template_filter_value", f"Filtret ”{name}” behöver en lista.")
    return []


def _field(row: object, field: str, name: str) -> object:
    if isinstance(row, dict) and field in row:
        return row[field]
    raise template_fault(
        "template_missing_field", f"Fältet ”{field}”, som filtret ”{name}” ska läsa, finns inte."
    )


def _get(row: object, field: str, name: str) -> str:
    return str(_field(row, field, name))


def _words(text: str) -> str:
    return " ".join(clean(text).split())


def _with_unit(number: str, unit: str) -> str:
    unit = "%" if unit.lower() == "procent" else unit
    return f"{number}{NBSP}{unit}" if unit else number
