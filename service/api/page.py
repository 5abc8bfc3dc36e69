"""The readable page of the API: plain HTML from the OpenAPI document, without a script."""

from __future__ import annotations

import json
from functools import cache
from html import escape
from typing import Any

from service.api.openapi import document

Json = dict[str, Any]
STYLE = """
:root { color-scheme: light dark; --accent: #1f4e5f; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1, h2 { line-height: 1.2; } h2 { margin-top: 2.5rem; border-bottom: 2px solid var(--accent); }
article { margin: 1.5rem 0; } h3 { margin: 0 0 .25rem; font-size: 1rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .9rem; } pre { overflow-x: auto; padding: .5rem; }
pre { border: 1px solid #8886; } table { border-collapse: collapse; } td, th { padding: .15rem .75rem .15rem 0; }
td, th { text-align: left; vertical-align: top; } .metod { font-weight: 700; color: var(--accent); }
@media (prefers-color-scheme: dark) { :root { --accent: #8cc5d8; } }
"""


@cache
def page() -> str:
    """The page."""
    doc = document()
    groups: dict[str, list[str]] = {}
    for path, methods in doc["paths"].items():
        for method, operation in methods.items():
            groups.setdefault(operation["tags"][0], []).append(_operation(path, method, operation))
    links = " · ".join(f'<a href="#{name}">{name}</a>' for name in groups)
    sections = "".join(
        f'<section id="{name}"><h2>{name}</h2>{"".join(rows)}</section>' for name, rows in groups.items()
    )
    return (
        '<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>Samlads API</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="dokumentation.css"></head><body><main>'
        f"<h1>Samlads API</h1><p>{escape(doc['info']['description'])}</p>"
        f'<p>Maskinläsbart: <a href="openapi.json">openapi.json</a> (OpenAPI 3.1).</p><nav>{links}</nav>'
        f"{sections}{_schemas(doc['components']['schemas'])}</main></body></html>"
    )


def _operation(path: str, method: str, operation: Json) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(one['name'])}</code></td><td>{_where(one)}</td>"
        f"<td>{escape(one.get('description', ''))}</td></tr>"
        for one in operation["parameters"]
    )
    table = f"<table><tbody>{rows}</tbody></table>" if rows else ""
    body = "".join(
        f"<p>Innehåll: <code>{escape(kind)}</code> {_shape(content.get('schema', {}))}</p>"
        for kind, content in operation.get("requestBody", {}).get("content", {}).items()
    )
    answer = "".join(
        f"<p>Svar {status}: {_shape(content.get('schema', {})) or escape(kind)}</p>"
        for status, told in operation["responses"].items()
        if status.startswith("2")
        for kind, content in (told.get("content") or {"tomt": {}}).items()
    )
    return (
        f'<article id="{operation["operationId"]}"><h3><span class="metod">{method.upper()}</span> '
        f"<code>{escape(path)}</code></h3><p>{escape(operation['summary'])}. "
        f"{escape(operation.get('description', 'Öppen för alla.'))}</p>{table}{body}{answer}</article>"
    )


def _where(parameter: Json) -> str:
    places = {"path": "i adressen", "query": "efter ?", "header": "i huvudet"}
    return places[parameter["in"]] + (", måste anges" if parameter.get("required") else "")


def _shape(schema: Json) -> str:
    name = schema.get("$ref", "").rsplit("/", 1)[-1]
    return f'<a href="#schema-{name}">{name}</a>' if name else escape(schema.get("type", ""))


def _schemas(schemas: Json) -> str:
    rows = "".join(
        f'<article id="schema-{name}"><h3>{name}</h3>'
        f"<pre>{escape(json.dumps(shape, ensure_ascii=False, indent=1))}</pre></article>"
        for name, shape in sorted(schemas.items())
    )
    return f'<section id="scheman"><h2>Scheman</h2>{rows}</section>'
