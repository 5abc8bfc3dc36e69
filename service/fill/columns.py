"""How many decimals a column is written with, found once for all its cells."""

from __future__ import annotations

from jinja2 import pass_context
from jinja2.runtime import Context

from service.fill.filters import most_decimals
from service.fill.richtext import session_of


@pass_context
def decimaler(context: Context, rader: object, falt: str, enhet: object = None) -> str:
    """As many decimals as the fields have at most: `{{ rad.utfall|tal(rader|decimaler(falt="utfall,malvarde")) }}`.

    With `enhet` only the rows of that unit count: whole pupils are not written with the decimals of percent.
    """
    unit = None if enhet is None else str(enhet)
    column = (id(rader), falt, unit)  # the rows stay where they are while a document is filled
    known = session_of(context).decimals
    if column not in known:
        known[column] = most_decimals(rader, falt, unit)
    return known[column]


COLUMN_FILTERS = {"decimaler": decimaler}
