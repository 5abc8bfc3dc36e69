"""The language of the templates: names, dots, filters, comparisons, for and if – and nothing else.

Jinja's sandbox stops calls to dangerous methods but not `{{ 'a' * 10**9 }}`; therefore the syntax tree is held
against a list of what is allowed before anything runs. What the templates see is only `dict`, `list` and `str`.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, cast

import jinja2
from jinja2 import StrictUndefined, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from service.fill.charts import CHART_FILTERS
from service.fill.codegen import ByteGenerator
from service.fill.columns import COLUMN_FILTERS
from service.fill.faults import template_fault
from service.fill.filters import FILTERS
from service.fill.form_document import FORM_FILTERS
from service.fill.matrix import MATRIX_FILTERS
from service.fill.richtext import RICH_FILTERS
from service.fill.text import WordXml, clean, escape, xml_text

LOOP_ATTRIBUTES = frozenset({"index", "index0", "first", "last", "length"})
TESTS = frozenset({"defined", "undefined", "even", "odd"})

_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Filter,
    nodes.Test,
    nodes.Keyword,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.For,
    nodes.If,
)


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return a question about the field that may have been meant, or nothing."""
    close = difflib.get_close_matches(
        name, [key for key in known if not key.startswith("_")], n=1, cutoff=0.7
    )
    return f" Menades ”{close[0]}”?" if close else ""


class MissingField(StrictUndefined):
    """A field that is not there: any use of it is an error, and the error says what there is instead."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        name = str(self._undefined_name)
        owner = self._undefined_obj
        if isinstance(owner, Mapping):
            return f"Fältet ”{name}” finns inte.{suggestion(name, owner)}"
        if isinstance(owner, (str, list)):
            kind = "en lista" if isinstance(owner, list) else "en text"
            return f"Fältet ”{name}” finns inte; det som står före punkten är {kind} utan egna fält."
        return f"Fältet ”{name}” finns inte."


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Sees plain values only, never their methods."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a field of a dict, or one of the few facts about a loop."""
        if type(obj) is dict:
            if attribute in obj:
                return obj[attribute]
        elif isinstance(obj, LoopContext) and attribute in LOOP_ATTRIBUTES:
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return an item of a list or dict; its attributes are out of reach."""
        if type(obj) in {dict, list}:
            try:
                return obj[argument]
            except (LookupError, TypeError):
                pass
        return self.undefined(obj=obj, name=argument)


class XmlEnvironment(TemplateEnvironment):
    """The same, for parts of Word files: a template gives bytes."""

    code_generator_class = ByteGenerator
    concat = staticmethod(b"".join)  # type: ignore[assignment]  # Jinja's own is for texts


@lru_cache(maxsize=2)
def make_environment(*, in_markup: bool = False) -> TemplateEnvironment:
    """Return the one environment for parts of Word files; it holds nothing that changes.

    Every value is escaped by `finalize`, which no template can turn off: Jinja's own escaping would do the same a
    second time, at the price of an object for each value.

    Args:
        in_markup: for parts in which tags stand inside the markup itself, so that quotation marks are escaped too.
    """
    return _made(XmlEnvironment, _escaped_in_markup if in_markup else _escaped)


def fill_bytes(template: jinja2.Template, context: Mapping[str, object]) -> bytes:
    """Fill a template of that environment."""
    return cast("bytes", template.render(context))


@lru_cache(maxsize=1)
def make_text_environment() -> TemplateEnvironment:
    """Return the same environment for texts that are not XML: nothing is escaped."""
    return _made(TemplateEnvironment, printed)


def _made(kind: type[TemplateEnvironment], finalize: Callable[[object], str | bytes]) -> TemplateEnvironment:
    environment = kind(
        autoescape=False,
        undefined=MissingField,
        finalize=finalize,
        cache_size=0,
        keep_trailing_newline=True,
    )
    environment.globals.clear()
    environment.filters.clear()
    for filters in (FILTERS, COLUMN_FILTERS, RICH_FILTERS, CHART_FILTERS, MATRIX_FILTERS, FORM_FILTERS):
        environment.filters.update(filters)
    environment.tests = {name: test for name, test in environment.tests.items() if name in TESTS}
    return environment


def forbidden(tree: nodes.Template) -> tuple[int, str] | None:
    """Return line and Swedish name of the first expression that templates may not use, or None."""
    waiting: list[nodes.Node] = [tree]
    while waiting:
        node = waiting.pop(0)
        fault = _fault(node)
        if fault:
            return node.lineno, fault
        waiting[:0] = node.iter_child_nodes()
    return None


def _fault(node: nodes.Node) -> str:
    check = _CHECKS.get(type(node))
    if check:
        return str(check(node))
    if isinstance(node, (nodes.Tuple, nodes.List)):
        plain = all(isinstance(item, nodes.Const) for item in node.items)
        return "" if plain else "en lista som inte bara består av fasta värden"
    if type(node) in _ALLOWED:
        return ""
    return _NAMES.get(type(node).__name__, type(node).__name__)


def _check_name(node: Any) -> str:
    return f"namnet ”{node.name}”" if node.name.startswith("_") else ""


def _check_attribute(node: Any) -> str:
    return f"namnet ”{node.attr}”" if node.attr.startswith("_") else ""


def _check_subscript(node: Any) -> str:
    constant = isinstance(node.arg, nodes.Const) and not str(node.arg.value).startswith("_")
    return "" if constant else "hakparenteser med annat än ett fast värde"


def _check_filter(node: Any) -> str:
    if node.name not in make_environment().filters:
        return f"filtret ”{node.name}”, som inte finns"
    return "argument med stjärna" if node.dyn_args or node.dyn_kwargs or node.node is None else ""


def _check_test(node: Any) -> str:
    return "" if node.name in TESTS else f"testet ”is {node.name}”"


def _check_for(node: Any) -> str:
    return "en rekursiv slinga (recursive)" if node.recursive else ""


_CHECKS: dict[type[nodes.Node], Any] = {
    nodes.Name: _check_name,
    nodes.Getattr: _check_attribute,
    nodes.Getitem: _check_subscript,
    nodes.Filter: _check_filter,
    nodes.Test: _check_test,
    nodes.For: _check_for,
}

_NAMES = {
    "Call": "ett anrop med parenteser",
    "Add": "räknesättet +",
    "Sub": "räknesättet -",
    "Mul": "räknesättet *",
    "Div": "räknesättet /",
    "FloorDiv": "räknesättet //",
    "Mod": "räknesättet %",
    "Pow": "räknesättet **",
    "Concat": "hopfogning med ~",
    "Neg": "minustecken",
    "CondExpr": "if inuti ett uttryck",
    "Dict": "en ordlista",
    "Slice": "en skiva med kolon",
    "Assign": "set",
    "AssignBlock": "set",
    "Macro": "macro",
    "CallBlock": "call",
    "FilterBlock": "filter som block",
    "With": "with",
    "Include": "include",
    "Import": "import",
    "FromImport": "from … import",
    "Extends": "extends",
    "Block": "block",
    "ScopedEvalContextModifier": "autoescape",
}


def _escaped(value: object) -> bytes:
    if type(value) is str and value.isprintable() and not ("&" in value or "<" in value or ">" in value):
        return value.encode()  # as most texts are
    return (value if type(value) is WordXml else escape(printed(value))).encode()


def _escaped_in_markup(value: object) -> bytes:
    return (value if type(value) is WordXml else xml_text(printed(value))).encode()


def printed(value: object) -> str:
    """Return what a tag prints, not escaped; finished Word XML stays what it is."""
    if type(value) is WordXml:
        return value
    if type(value) in {dict, list}:
        kind = "en lista" if isinstance(value, list) else "en grupp av fält"
        raise template_fault("template_filter_value", f"Taggen visar {kind}; den behöver ett enstaka fält.")
    # str() also makes an undefined field raise, and takes away what markup a foreign type may claim to be
    return clean(str(value))
