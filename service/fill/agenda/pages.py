"""The agenda as HTML: a page for the meeting and one for each ärende, without script, without anything fetched.

Jinja escapes every value here; only what `rich` has made of our own small Markdown passes as markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from service.fill.filters import datum_kort, datum_lang, datum_veckodag, paragraf, tidsintervall, versal
from service.fill.markdown import Block, Kind, Span, parse_blocks

_HERE = Path(__file__).parent
_FILTERS = (datum_kort, datum_lang, datum_veckodag, paragraf, tidsintervall, versal)


def index_page(context: Mapping[str, Any]) -> str:
    """The page of the meeting."""
    return _environment().get_template("index.html").render(context)


def arende_page(context: Mapping[str, Any], at: int) -> str:
    """The page of one ärende: `at` is its place in `context["arenden"]`."""
    arenden = context["arenden"]
    around = {
        "arende": arenden[at],
        "forra": arenden[at - 1] if at else None,
        "nasta": arenden[at + 1] if at + 1 < len(arenden) else None,
    }
    return _environment().get_template("arende.html").render({**context, **around})


def rich(text: str) -> Markup:
    """A long text with its paragraphs, lists, bold, italic and links."""
    blocks = parse_blocks(text)
    pieces: list[str] = []
    for is_item, group in groupby(blocks, key=lambda one: one.kind is not Kind.PARAGRAPH):
        if is_item:
            pieces.append(_lists(list(group)))
        else:
            pieces += [f"<p>{_spans(one.spans)}</p>" for one in group]
    return Markup("".join(pieces))  # noqa: S704  # every text in it has been escaped in _spans


def _lists(items: list[Block], level: int = 1) -> str:
    """Items of a level as lists; those of a deeper one go into the item before them."""
    pieces: list[str] = []
    at = 0
    tag = ""
    while at < len(items):
        one = items[at]
        deeper = at + 1
        while deeper < len(items) and items[deeper].level > level:
            deeper += 1
        wanted = "ol" if one.kind is Kind.NUMBER else "ul"
        if wanted != tag or one.start:
            pieces.append(f"</{tag}>" if tag else "")
            pieces.append(f'<ol start="{one.start}">' if one.start > 1 else f"<{wanted}>")
            tag = wanted
        inner = _lists(items[at + 1 : deeper], level + 1) if deeper > at + 1 else ""
        pieces.append(f"<li>{_spans(one.spans)}{inner}</li>")
        at = deeper
    return "".join(pieces) + (f"</{tag}>" if tag else "")


def _spans(spans: tuple[Span, ...]) -> str:
    return "".join(map(_span, spans))


def _span(span: Span) -> str:
    text = escape(span.text)
    if span.bold:
        text = f"<strong>{text}</strong>"
    if span.italic:
        text = f"<em>{text}</em>"
    return f'<a href="{escape(span.url)}">{text}</a>' if span.url else text


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {one.__name__: one for one in _FILTERS}
    environment.filters["rich"] = rich
    style = (_HERE / "agenda.css").read_text(encoding="utf-8")
    environment.globals["style"] = Markup(style)  # noqa: S704  # our own file
    return environment
