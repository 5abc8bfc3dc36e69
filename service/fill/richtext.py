"""Filters that write Word XML for long texts, lists and links."""

from __future__ import annotations

from collections.abc import Iterable

from jinja2 import pass_context
from jinja2.runtime import Context

from service.fill.faults import template_fault
from service.fill.markdown import Block, Kind, Span, is_plain, parse_blocks, parse_spans
from service.fill.session import Session
from service.fill.stylesheet import Style
from service.fill.text import WordXml, clean, escape

SESSION = "_session"
"""Where a template's context keeps the session; the environment refuses names that begin with an underscore."""


@pass_context
def rik(context: Context, value: object, stil: str = "") -> WordXml:
    """Paragraphs and lists from a long text: `{{p text|rik }}`, in a table cell `{{p text|rik("Tabelltext") }}`."""
    session = session_of(context)
    text = clean(_plain(value, "rik"))
    style = session.styles.find(stil) if stil else session.styles.role("brodtext")
    if is_plain(text):  # as most texts are
        return WordXml(_paragraph(f'<w:pStyle w:val="{style.id}"/>', _plain_run(text.strip(" \t"))))
    return WordXml("".join(_blocks(parse_blocks(text), style, session)))


@pass_context
def rik_text(context: Context, value: object) -> WordXml:
    """The formatting of one paragraph: `{{r text|rik_text }}`. Several paragraphs become lines of one."""
    session = session_of(context)
    text = clean(_plain(value, "rik_text"))
    lines = [_runs(block.spans, session) for block in parse_blocks(text)]
    return WordXml("<w:r><w:br/></w:r>".join(lines))


@pass_context
def lank(context: Context, url: object, text: object) -> WordXml:
    """A link: `{{r adress|lank("Läs mer") }}`; the bare text when there is no address."""
    address = clean(_plain(url, "lank")).strip()
    if address and not address.startswith(("https://", "http://", "mailto:")):
        raise template_fault(
            "template_filter_value", f"Filtret ”lank” fick ”{address}”, men behöver en webbadress."
        )
    return WordXml(link_runs(session_of(context), address, clean(_plain(text, "lank"))))


@pass_context
def punktlista(context: Context, value: object) -> WordXml:
    """A bulleted list from a list of texts: `{{p slutsatser|punktlista }}`."""
    blocks = [Block(Kind.BULLET, spans) for spans in _items(value, "punktlista")]
    session = session_of(context)
    return WordXml("".join(_blocks(blocks, session.styles.role("brodtext"), session)))


@pass_context
def numrerad_lista(context: Context, value: object) -> WordXml:
    """A numbered list that begins at 1, from a list of texts: `{{p forslag.punkter|numrerad_lista }}`."""
    rows = enumerate(_items(value, "numrerad_lista"))
    blocks = [Block(Kind.NUMBER, spans, start=0 if number else 1) for number, spans in rows]
    session = session_of(context)
    return WordXml("".join(_blocks(blocks, session.styles.role("brodtext"), session)))


RICH_FILTERS = {
    "rik": rik,
    "rik_text": rik_text,
    "lank": lank,
    "punktlista": punktlista,
    "numrerad_lista": numrerad_lista,
}


def link_runs(session: Session, address: str, text: str) -> str:
    """The text, which is clean, as a link; as it is when there is no address."""
    return _runs((Span(text, url=address),), session)


def session_of(context: Context) -> Session:
    """Return the session of the rendering that is under way."""
    session = context.parent[SESSION]  # to look through every scope costs as much as a short filter
    assert isinstance(session, Session)  # noqa: S101  # render puts it there
    return session


def _plain(value: object, name: str) -> str:
    if type(value) is str:  # as nearly always
        return value
    if isinstance(value, (dict, list, WordXml)):
        raise template_fault(
            "template_filter_value", f"Filtret ”{name}” fick en lista eller grupp, men behöver en text."
        )
    return str(value)


def _items(value: object, name: str) -> list[tuple[Span, ...]]:
    if not isinstance(value, list):
        if _plain(value, name).strip():
            raise template_fault("template_filter_value", f"Filtret ”{name}” behöver en lista av texter.")
        return []
    return [parse_spans(" ".join(clean(_plain(item, name)).split("\n"))) for item in value]


def _blocks(blocks: Iterable[Block], style: Style, session: Session) -> Iterable[str]:
    num_ids: dict[int, int] = {}
    for block in blocks:
        if block.kind is Kind.NUMBER:
            properties = _numbered(block, num_ids, session)
        elif block.kind is Kind.BULLET:
            role = "punktlista" if block.level == 1 else "punktlista_2"
            properties = f'<w:pStyle w:val="{session.styles.role(role).id}"/>'
        else:
            properties = f'<w:pStyle w:val="{style.id}"/>'
        if block.kind is not Kind.NUMBER and block.level == 1:
            num_ids.clear()
        yield _paragraph(properties, _runs(block.spans, session))


def _paragraph(properties: str, runs: str) -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def _numbered(block: Block, num_ids: dict[int, int], session: Session) -> str:
    outer = session.styles.role("numrerad_lista")
    style = outer if block.level == 1 else session.styles.role("numrerad_lista_2")
    # Level two of the same list restarts by itself after each item of level one; any other list is a new one.
    inner = block.level == 2 and 1 in num_ids and style.abstract_id == outer.abstract_id != ""
    if block.start:
        num_ids[block.level] = num_ids[1] if inner else session.restarted_list(style, block.start)
    numbering = (
        f'<w:numPr><w:ilvl w:val="{style.list_level}"/><w:numId w:val="{num_ids[block.level]}"/></w:numPr>'
    )
    return f'<w:pStyle w:val="{style.id}"/>{numbering}{style.indent}'


def _runs(spans: Iterable[Span], session: Session) -> str:
    return "".join([_run(span, session) for span in spans])


def _plain_run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _run(span: Span, session: Session) -> str:
    if not (span.bold or span.italic or span.url):
        return _plain_run(span.text)
    style = f'<w:rStyle w:val="{session.styles.role("hyperlank").id}"/>' if span.url else ""
    look = style + "<w:b/><w:bCs/>" * span.bold + "<w:i/><w:iCs/>" * span.italic
    run = f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(span.text)}</w:t></w:r>'
    if not span.url:
        return run
    return f'<w:hyperlink r:id="{session.link(span.url)}" w:history="1">{run}</w:hyperlink>'
