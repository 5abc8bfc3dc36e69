"""The form of a tag that a filter needs: `{{p` for whole paragraphs, `{{r` for parts of one, neither for plain text."""

from __future__ import annotations

import re
from typing import get_type_hints

from jinja2 import TemplateSyntaxError, nodes

from service.errors import TemplateError
from service.fill.environment import make_environment
from service.fill.faults import template_fault
from service.fill.places import STRAIGHT, Tag
from service.fill.text import WordXml

RUNS = frozenset({"rik_text", "lank"})
"""Filters that write parts of a paragraph: `{{r …}}`."""
PARAGRAPHS = frozenset(
    name for name, one in make_environment().filters.items() if get_type_hints(one).get("return") is WordXml
) - RUNS  # fmt: skip
"""Filters that write whole paragraphs: `{{p …}}`."""
_PRINTED = re.compile(r"\{\{[-+]?(?:(?:p|tr|tc|r)\s)?(?P<body>.*?)[-+]?\}\}", re.DOTALL)
_KINDS = {"p": "hela stycken", "r": "formaterad text inne i ett stycke"}


def form_of(filter_name: str) -> str:
    """The letter after {{ that the filter's tag begins with, or nothing."""
    if filter_name in PARAGRAPHS:
        return "p"
    return "r" if filter_name in RUNS else ""


def wrong_form(tag: Tag) -> TemplateError | None:
    """The fault of a tag whose form is not that of what it writes: Word could not open the document."""
    match = _PRINTED.fullmatch(tag.text)
    if match is None or not (tag.prefix or "|" in tag.text):
        return None
    name = _last_filter(match["body"].translate(STRAIGHT))
    wanted = form_of(name)
    if wanted == tag.prefix:
        return None
    says = form_message(name, wanted, tag.prefix)
    return template_fault(
        "template_tag_form", f"{says} Taggen: {tag.text}", tag.place, form_remedy(match["body"], wanted)
    )


def form_message(filter_name: str, wanted: str, prefix: str) -> str:
    """What is wrong with the form."""
    if wanted:
        return f"Filtret ”{filter_name}” skriver {_KINDS[wanted]}, men taggen börjar inte med {{{{{wanted}."
    return f"Taggen börjar med {{{{{prefix} men visar en vanlig text; dokumentet blir trasigt."


def form_remedy(body: str, wanted: str) -> str:
    """How the tag is to be written."""
    alone = " ensamt i sitt stycke" if wanted == "p" else ""
    return f"Skriv {{{{{wanted} {body.strip()} }}}}{alone}."


def _last_filter(body: str) -> str:
    try:
        tree = make_environment().parse(f"{{{{ {body} }}}}")
    except TemplateSyntaxError:
        return ""  # told as such when the whole part is read
    shown = tree.find(nodes.Output)
    last = shown.nodes[0] if shown and shown.nodes else None
    return last.name if isinstance(last, nodes.Filter) else ""
