"""What the tags ask for, held against the tree of fields: names, lists, formatted text, filters, comparisons."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from service.fill.environment import LOOP_ATTRIBUTES, TESTS, forbidden, make_environment
from service.fill.faults import REMEDIES
from service.fill.forms import form_message, form_of, form_remedy
from service.fill.lint.blocks import Scope
from service.fill.lint.finding import Finding, Report, Severity
from service.fill.lint.syntax import syntax_hint
from service.fill.lint.tokens import Token
from service.fill.lint.values import (
    COLUMNS,
    can_be_called,
    named_columns,
    named_styles,
    unlike,
    usage,
    wrong_decimals,
    wrong_sort,
)
from service.fill.places import Paragraph
from service.fill.shape import Group, Rows, Shape, Sort, Text
from service.model.wording import nearest

_FILTERS: Mapping[str, Any] = make_environment().filters
WANT_ROWS = frozenset({"upprakning", "summa", "antal", "punktlista", "numrerad_lista"}) | frozenset(
    name for name, one in _FILTERS.items() if "rader" in inspect.signature(one).parameters
)
"""Filters that take a list; the others take a single value."""
_SHOWN = 8
_COUNTER = Text(sort=Sort.RAKNARE)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression stands for; shape None when nothing is known of it."""

    shape: Shape | None = None
    path: str = ""
    filter: str = ""
    """The last filter."""


class Fields:
    """Checks the expressions of one template and remembers which fields it uses."""

    def __init__(self, shape: Group, has_style: Callable[[str], bool], report: Report) -> None:
        self._shape = shape
        self._has_style = has_style
        self._report = report
        self._where: tuple[Token, Paragraph] | None = None
        self._scopes: list[Scope] = []
        self.used: set[str] = set()
        self.filters: set[str] = set()

    def knows(self, name: str) -> bool:
        """Say whether there is a field with that name, here or at the top."""
        return name in self._shape.fields or any(name in scope for scope in self._scopes)

    def printed(self, token: Token, paragraph: Paragraph, scopes: list[Scope]) -> None:
        """A tag that prints."""
        self._at(token, paragraph, scopes)
        node = self._parse(f"{{{{ {token.body} }}}}")
        if isinstance(node, nodes.Output):
            meaning = self._meaning(node.nodes[0])
            self._check_printed(meaning, token)

    def condition(self, token: Token, paragraph: Paragraph, scopes: list[Scope]) -> None:
        """An if or elif."""
        self._at(token, paragraph, scopes)
        node = self._parse(f"{{% if {token.rest} %}}{{% endif %}}")
        if isinstance(node, nodes.If):
            self._meaning(node.test)

    def loop(self, token: Token, paragraph: Paragraph, scopes: list[Scope]) -> Scope:
        """A for; the names that it gives to what stands inside."""
        self._at(token, paragraph, scopes)
        given: Scope = {"loop": (Group(dict.fromkeys(LOOP_ATTRIBUTES, _COUNTER), foreign=True), "loop")}
        node = self._parse(f"{{% for {token.rest} %}}{{% endfor %}}")
        if not isinstance(node, nodes.For):
            words = token.rest.split(" in ")[0].split(",")
            return given | {word.strip(): (None, "") for word in words if word.strip().isidentifier()}
        meaning = self._meaning(node.iter)
        if isinstance(meaning.shape, (Text, Group)) and not meaning.filter:
            self._say(
                "template_not_a_list",
                f"”{meaning.path}” är ingen lista, så slingan upprepar inget.",
                "Välj en lista, eller visa fältet utan slinga.",
            )
        rows = meaning.shape
        item = rows.item if isinstance(rows, Rows) else None
        names = [one.name for one in node.target.find_all(nodes.Name)]
        if isinstance(node.target, nodes.Name):
            names = [node.target.name]
        given |= dict.fromkeys(names, (item, f"{meaning.path}[]"))
        if node.test is not None:
            self._scopes = [*scopes, given]
            self._meaning(node.test)
        return given

    def _at(self, token: Token, paragraph: Paragraph, scopes: list[Scope]) -> None:
        self._where, self._scopes = (token, paragraph), scopes

    def _say(self, code: str, message: str, remedy: str, severity: Severity = Severity.FEL) -> None:
        assert self._where is not None  # noqa: S101  # every check begins with _at
        token, paragraph = self._where
        self._report(Finding(code, message, remedy, paragraph.place, token.text, severity))

    def _parse(self, source: str) -> nodes.Node | None:
        try:
            tree = make_environment().parse(source)
        except TemplateSyntaxError:
            self._say("template_syntax", "Taggen går inte att tolka.", syntax_hint(source))
            return None
        banned = forbidden(tree)
        if not banned:
            return tree.body[0] if tree.body else None
        if banned[1].startswith("filtret ”"):
            name = banned[1].split("”")[1]
            guess = nearest(name, _FILTERS)
            hint = f"Menades ”{guess}”?" if guess else "Filtren står i docs/mallar.md."
            self._say("template_unknown_filter", f"Filtret ”{name}” finns inte.", hint)
        else:
            self._say(
                "template_forbidden",
                f"Taggen använder {banned[1]}, vilket inte är tillåtet.",
                REMEDIES["template_forbidden"],
            )
        return None

    # --- what an expression stands for

    def _meaning(self, node: nodes.Node, *, guarded: bool = False) -> Meaning:
        if isinstance(node, nodes.Name):
            return self._name(node.name, guarded=guarded)
        if isinstance(node, nodes.Getattr):
            return self._attribute(self._meaning(node.node, guarded=guarded), node.attr, guarded=guarded)
        if isinstance(node, nodes.Getitem):
            return self._item(self._meaning(node.node, guarded=guarded), node.arg, guarded=guarded)
        if isinstance(node, nodes.Filter):
            return self._filtered(node)
        if isinstance(node, nodes.Test):
            tested = self._meaning(
                node.node, guarded=guarded or node.name in TESTS & {"defined", "undefined"}
            )
            self._check_test(node.name, tested)
            return Meaning(Text())
        if isinstance(node, nodes.Compare):
            self._compared(node)
            return Meaning(Text())
        for child in node.iter_child_nodes():
            self._meaning(child, guarded=guarded)
        return Meaning()

    def _name(self, name: str, *, guarded: bool) -> Meaning:
        for scope in reversed(self._scopes):
            if name in scope:
                shape, path = scope[name]
                self.used.add(path)
                return Meaning(shape, path)
        if name in self._shape.fields:
            self.used.add(name)
            return Meaning(self._shape.fields[name], name)
        if not guarded:
            known = [*self._shape.fields, *(key for scope in self._scopes for key in scope)]
            self._missing(f"Fältet ”{name}” finns inte.", name, known)
        return Meaning()

    def _attribute(self, owner: Meaning, name: str, *, guarded: bool) -> Meaning:
        path = f"{owner.path}.{name}"
        if isinstance(owner.shape, Group):
            if name in owner.shape.fields:
                self.used.add(path)
                return Meaning(owner.shape.fields[name], path)
            if not guarded:
                self._missing(f"Fältet ”{name}” finns inte i ”{owner.path}”.", name, owner.shape.fields)
        elif isinstance(owner.shape, Rows) and not guarded:
            self._say(
                "template_missing_field",
                f"”{owner.path}” är en lista; ”{name}” finns i var och en av dess rader.",
                f"Gå igenom listan med {{%p for rad in {owner.path} %}} och visa {{{{ rad.{name} }}}}.",
            )
        elif isinstance(owner.shape, Text) and not guarded:
            self._say(
                "template_missing_field",
                f"”{owner.path}” är en text och har inget fält ”{name}”.",
                "Ta bort punkten och det som följer, eller välj ett annat fält.",
            )
        return Meaning()

    def _item(self, owner: Meaning, argument: nodes.Expr, *, guarded: bool) -> Meaning:
        value = argument.value if isinstance(argument, nodes.Const) else None
        if isinstance(value, str):
            return self._attribute(owner, value, guarded=guarded)
        if isinstance(owner.shape, Rows):
            self.used.add(f"{owner.path}[]")
            return Meaning(owner.shape.item, f"{owner.path}[]")
        if owner.shape is not None and not guarded:
            self._say(
                "template_not_a_list",
                f"”{owner.path}” är ingen lista, så [{value}] finns inte.",
                "Ta bort hakparentesen.",
            )
        return Meaning()

    # --- filters and comparisons

    def _filtered(self, node: nodes.Filter) -> Meaning:
        assert node.node is not None  # noqa: S101  # forbidden() refuses filter blocks
        given = self._meaning(node.node)
        name = node.name
        self.filters.add(name)
        for argument in [*node.args, *(pair.value for pair in node.kwargs)]:
            self._meaning(argument)
        if not can_be_called(node):
            self._say(
                "template_filter_value",
                f"Filtret ”{name}” har för få, för många eller okända argument.",
                f"Skriv som i docs/mallar.md: {usage(name)}",
            )
        else:
            self._check_arguments(node)
            if given.shape is not None and not given.filter:
                self._check_filter(node, given)
        return Meaning(Text(), given.path, name)

    def _check_arguments(self, node: nodes.Filter) -> None:
        decimals = wrong_decimals(node)
        if decimals:
            self._say(
                "template_filter_value",
                f"Filtret ”{node.name}” behöver ett antal decimaler mellan 0 och 10, inte ”{decimals}”.",
                f"Skriv till exempel |{node.name}(1).",
            )
        for style in named_styles(node):
            if not self._has_style(style):
                self._say(
                    "template_style_missing",
                    f"Formatmallen ”{style}” finns inte i Word-mallen.",
                    "Rätta namnet, eller lägg till formatmallen i Word.",
                )

    def _check_filter(self, node: nodes.Filter, given: Meaning) -> None:
        wants_rows = node.name in WANT_ROWS
        if isinstance(given.shape, Rows) is wants_rows and not isinstance(given.shape, Group):
            self._check_columns(node, given)
            self._check_sort(node, given)
            return
        kind = {Rows: "en lista", Group: "en grupp av fält", Text: "en text"}[type(given.shape)]
        wanted = "en lista" if wants_rows else "ett enstaka fält"
        self._say(
            "template_filter_value",
            f"Filtret ”{node.name}” får {kind}, ”{given.path}”, men behöver {wanted}.",
            "Välj ett annat filter eller ett annat fält.",
        )

    def _check_sort(self, node: nodes.Filter, given: Meaning) -> None:
        wrong = wrong_sort(node.name, given.shape)
        if wrong is None:
            return
        wanted, severity = wrong
        free = severity is Severity.VARNING
        says = (
            f"är fri text, och dokumentet kan inte göras när det inte är {wanted}"
            if free
            else f"är inte {wanted}"
        )
        self._say(
            "template_filter_value",
            f"Filtret ”{node.name}” behöver {wanted}, men ”{given.path}” {says}.",
            "Ta bort filtret, eller välj ett annat fält.",
            severity,
        )

    def _check_test(self, name: str, tested: Meaning) -> None:
        shape = tested.shape
        if name in {"even", "odd"} and isinstance(shape, Text) and shape.sort is not Sort.RAKNARE:
            self._say(
                "template_never_true",
                f"”{tested.path}” är en text i mallen och kan inte vara jämn eller udda.",
                "Använd loop.index, eller ta bort villkoret.",
            )

    def _check_columns(self, node: nodes.Filter, given: Meaning) -> None:
        """The fields of the rows that a filter is told to read."""
        rows = given.shape
        if not isinstance(rows, Rows) or node.name not in COLUMNS:
            return
        for name in named_columns(node):
            if isinstance(rows.item, Group) and name in rows.item.fields:
                self.used.add(f"{given.path}[].{name}")
            else:
                known = rows.item.fields if isinstance(rows.item, Group) else ()
                self._missing(
                    f"Fältet ”{name}”, som filtret ska läsa, finns inte i ”{given.path}”.", name, known
                )
        if node.name == "upprakning" and isinstance(rows.item, Group) and not named_columns(node):
            self._say(
                "template_filter_value",
                f"Filtret ”upprakning” får rader med flera fält, ”{given.path}”.",
                f'Säg vilket fält som ska räknas upp: {{{{ {given.path}|upprakning("rubrik") }}}}.',
            )

    def _compared(self, node: nodes.Compare) -> None:
        left = self._meaning(node.expr)
        for operand in node.ops:
            right = self._meaning(operand.expr)
            for one, other in ((left, operand.expr), (right, node.expr)):
                self._check_kind(one, other, operand.op)
                self._check_choice(one, other)

    def _check_kind(self, meaning: Meaning, other: nodes.Node, operator: str) -> None:
        """A text held against a number, or a number against a text."""
        why = next((why for one in _constants(other) if (why := unlike(meaning.shape, one, operator))), "")
        if why:
            shown = f"{meaning.path}|{meaning.filter}" if meaning.filter else meaning.path
            self._say(
                "template_never_true",
                f"”{shown}” {why}.",
                'Skriv värdet inom citattecken, till exempel == "2".'
                if "en text" in why
                else "Skriv talet utan citattecken.",
            )

    def _check_choice(self, meaning: Meaning, other: nodes.Node) -> None:
        """A fixed text that the field never says makes a condition that is never true."""
        shape = meaning.shape
        if meaning.filter or not isinstance(shape, Text) or not shape.choices:
            return
        for constant in _constants(other):
            if not isinstance(constant, nodes.Const) or not isinstance(constant.value, str):
                continue
            if constant.value and constant.value not in shape.choices:
                guess = nearest(constant.value, shape.choices)
                hint = f"Menades ”{guess}”? " if guess else ""
                self._say(
                    "template_never_true",
                    f"”{meaning.path}” är aldrig ”{constant.value}”.",
                    f"{hint}Fältet kan vara: {_some(shape.choices)}.",
                )

    # --- what is printed

    def _check_printed(self, meaning: Meaning, token: Token) -> None:
        wanted = form_of(meaning.filter)
        if wanted != token.prefix:
            says = form_message(meaning.filter, wanted, token.prefix)
            self._say("template_tag_form", says, form_remedy(token.body, wanted))
            return
        if meaning.filter:
            return
        if isinstance(meaning.shape, Rows):
            self._say(
                "template_list_printed",
                f"”{meaning.path}” är en lista och kan inte visas som text.",
                f"Gå igenom den med {{%p for rad in {meaning.path} %}}, eller använd punktlista eller upprakning.",
            )
        elif isinstance(meaning.shape, Group):
            self._say(
                "template_list_printed",
                f"”{meaning.path}” är en grupp av fält och kan inte visas som text.",
                f"Välj ett av fälten: {_some(meaning.shape.fields)}.",
            )
        elif isinstance(meaning.shape, Text) and meaning.shape.rich:
            self._say(
                "template_rich_text_plain",
                f"”{meaning.path}” är formaterad text; utan filter syns dess stjärnor och streck.",
                f"Skriv {{{{p {token.body}|rik }}}} ensamt i sitt stycke,"
                f" eller {{{{r {token.body}|rik_text }}}} i en text.",
            )

    def _missing(self, message: str, name: str, known: Iterable[str]) -> None:
        names = [one for one in known if one.isidentifier() and not one.endswith("_kod")]
        guess = nearest(name, names)
        remedy = f"Menades ”{guess}”?" if guess else ""
        self._say("template_missing_field", message, remedy or f"Här finns: {_some(names)}.")


def _constants(node: nodes.Node) -> list[nodes.Node]:
    """What a field is held against: one value, or each of a list."""
    return list(node.items) if isinstance(node, (nodes.Tuple, nodes.List)) else [node]


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    more = ", …" if len(listed) > _SHOWN else ""
    return ", ".join(listed[:_SHOWN]) + more
