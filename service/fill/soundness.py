"""Whether a template gives sound XML whatever the data, proved once from its syntax tree.

Values are escaped and filters write whole elements, so only blocks can tear a document: a branch or a loop's body
that begins an element and does not end it. Where no block does, the result need not be read to know that it is
sound. What cannot be proved is checked after every filling instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from jinja2 import nodes

_ELEMENT = re.compile(r"<(?P<close>/?)(?P<name>[^\s<>/?!]+)(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*?(?P<empty>/?)>")


def always_sound(tree: nodes.Template) -> bool:
    """Say whether every filling of the template is well-formed."""
    return _balanced(tree.body)


def _balanced(body: Iterable[nodes.Node]) -> bool:
    """Whether the elements that a body begins are those that it ends, in order, and so within each of its blocks."""
    text: list[str] = []
    for node in body:
        if isinstance(node, nodes.Output):
            text += [one.data if isinstance(one, nodes.TemplateData) else "x" for one in node.nodes]
        elif isinstance(node, nodes.For):
            if not (_balanced(node.body) and _balanced(node.else_)):
                return False
        elif isinstance(node, nodes.If):
            if not _branches_balanced(node):
                return False
        else:
            return False
    return _matched("".join(text))


def _branches_balanced(node: nodes.If) -> bool:
    return all(map(_balanced, (node.body, node.else_))) and all(map(_branches_balanced, node.elif_))


def _matched(xml: str) -> bool:
    open_elements: list[str] = []
    at = 0
    for match in _ELEMENT.finditer(xml):
        if "<" in xml[at : match.start()]:
            return False
        at = match.end()
        if match["close"]:
            if not open_elements or open_elements.pop() != match["name"]:
                return False
        elif not match["empty"]:
            open_elements.append(match["name"])
    return not open_elements and "<" not in xml[at:]
