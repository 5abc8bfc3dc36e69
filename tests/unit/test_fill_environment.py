"""The language of the templates: what it can say, and what it cannot be made to do."""

from __future__ import annotations

import jinja2
import pytest
from markupsafe import Markup

from service.errors import TemplateError
from service.fill.environment import fill_bytes, forbidden, make_environment, make_text_environment

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ x.__init__ }}",
        "{{ x['__class__'] }}",
        "{{ x[y] }}",
        "{{ x[1:2] }}",
        "{{ _session }}",
        "{{ x._dold }}",
        "{{ 'a' * 1000000000 }}",
        "{{ 9 ** 9 }}",
        "{{ '%1500000000d' % 1 }}",
        "{{ 1 + 1 }}",
        "{{ -1 }}",
        "{{ 'a' ~ 'b' }}",
        "{{ range(100000000) }}",
        "{{ lipsum(n=1000) }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ x.append(1) }}",
        "{{ x.delete() }}",
        "{{ x() }}",
        "{{ x|safe }}",
        "{{ x|attr('__class__') }}",
        "{{ x|map('upper') }}",
        "{{ x|tal(*y) }}",
        "{{ x|tal(**y) }}",
        "{{ x is callable }}",
        "{{ {'a': 1} }}",
        "{{ [x, [y]] }}",
        "{{ a if b else c }}",
        "{% set x = 1 %}",
        "{% macro m() %}{% endmacro %}",
        "{% call m() %}{% endcall %}",
        "{% filter versal %}x{% endfilter %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% extends 'x' %}",
        "{% block b %}{% endblock %}",
        "{% with x = 1 %}{% endwith %}",
        "{% autoescape false %}{{ x }}{% endautoescape %}",
        "{% for a in x recursive %}{{ loop(a) }}{% endfor %}",
        "{% for a in range(9) %}{% for b in range(9) %}{% endfor %}{% endfor %}",
    ],
)
def test_forbidden(source: str) -> None:
    """Calls, arithmetic, hidden names and Jinja's larger machinery never run; unknown filters do not compile."""
    environment = make_environment()
    try:
        tree = environment.parse(source)
    except jinja2.TemplateSyntaxError:
        return
    assert forbidden(tree) is not None


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ a.b }}", "1"),
        ("{{ a['b'] }}", "1"),
        ("{{ lista[0] }}", "x"),
        ("{% if a.b == '1' and not tomt or tomt in ['x', 'y'] %}ja{% else %}nej{% endif %}", "ja"),
        (
            "{% for v in lista %}{{ loop.index }}{{ v }}{% if not loop.last %}, {% endif %}{% endfor %}",
            "1x, 2y",
        ),
        ("{% for v in lista if v != 'x' %}{{ v }}{% endfor %}", "y"),
        ("{{ '18:00'|tidsintervall(a.till) }}", "kl.\u00a018.00–19.00"),
        ("{% if saknas is defined %}a{% elif lista|antal == '2' %}b{% endif %}", "b"),
        ("{{ a.items }}{{ a.values }}", "sakervärden"),
    ],
)
def test_allowed(source: str, expected: str) -> None:
    """Names, dots, constants, comparisons, for, if and our filters are enough."""
    environment = make_environment()
    assert forbidden(environment.parse(source)) is None
    context = {
        "a": {"b": "1", "till": "19:00", "items": "saker", "values": "värden"},
        "lista": ["x", "y"],
        "tomt": "",
    }
    assert fill_bytes(environment.from_string(source), context).decode() == expected
    assert make_text_environment().from_string(source).render(context) == expected


@pytest.mark.parametrize(
    "source", ["{{ a.pop }}", "{{ lista.append }}", "{{ text.format }}", "{{ text[0] }}"]
)
def test_methods_are_out_of_reach(source: str) -> None:
    """A plain value shows its fields and items, never its methods."""
    template = make_environment().from_string(source)
    with pytest.raises(jinja2.UndefinedError):
        template.render(a={"b": "1"}, lista=["x"], text="text")


def test_values_are_escaped_and_cleaned() -> None:
    """Markup in a value is text, and what XML forbids is gone."""
    template = make_environment().from_string("å{{ x }}|{{ y }}|{{ z.a }}|{{ '<' }}")
    context = {"x": "<w:p>&\x00\ufffe\ud800ö", "y": Markup("<b>"), "z": {"a": "1 > 0"}}
    wanted = "å&lt;w:p&gt;&amp;ö|&lt;b&gt;|1 &gt; 0|&lt;"
    assert fill_bytes(template, context) == wanted.encode()


def test_a_list_is_not_printed() -> None:
    """A tag that would show a whole list is an error."""
    with pytest.raises(TemplateError):
        make_environment().from_string("{{ x }}").render(x=["a"])
