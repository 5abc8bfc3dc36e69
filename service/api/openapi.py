"""The OpenAPI 3.1 document, made from the table of routes and the schemas that check the requests."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from service.api.route import Param, Route
from service.api.shapes import SHAPES
from service.api.table import BASE, ROUTES
from service.schema.publish import components

Json = dict[str, Any]
VERSION = "1"
_FAULTS = {
    400: "Anropet går inte att läsa",
    401: "Ingen är inloggad",
    403: "Det kräver en annan roll",
    404: "Det finns inte, eller hör inte till dig",
    409: "Det går inte i det läget",
    412: "Någon annan har ändrat det",
    413: "Innehållet är för stort",
    422: "Innehållet har fel, alla uppräknade i problems",
    428: "If-Match saknas",
    429: "För många försök",
    503: "Databas, fillager eller ett program som behövs svarar inte",
}


@cache
def document() -> Json:
    """The whole document."""
    schemas: Json = dict(SHAPES)
    paths: Json = {}
    for route in ROUTES:
        if route.takes is not None:
            _add(schemas, components(route.takes))
        paths.setdefault(BASE + route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Samlad",
            "version": VERSION,
            "description": "Rapporter, sammanträden och paket. Fel svaras som application/problem+json med en kod och "
            "alla fel på en gång; koderna står i docs/fel.md.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "security": [{"nyckel": []}, {"kaka": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "nyckel": {"type": "http", "scheme": "bearer"},
                "kaka": {"type": "apiKey", "in": "cookie", "name": "samlad"},
            },
        },
    }


def _add(schemas: Json, more: Json) -> None:
    """What is sent and what is answered share their names, so none may mean two things."""
    for name, shape in more.items():
        if schemas.setdefault(name, shape) != shape:
            msg = f"two schemas are called {name}"
            raise ValueError(msg)


def _operation(route: Route) -> Json:
    operation: Json = {
        "operationId": route.name,
        "summary": route.does,
        "tags": [route.path.split("/")[1]],
        "parameters": _parameters(route),
        "responses": _responses(route),
    }
    if route.roles is None:
        operation["security"] = []
    else:
        roles = ", ".join(sorted(role.value for role in route.roles))
        operation["description"] = f"Roller: {roles}."
    body = _body(route)
    if body:
        operation["requestBody"] = {"required": not route.optional, "content": body}
    return operation


def _parameters(route: Route) -> list[Json]:
    found: list[Json] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
        for name in re.findall(r"{(\w+)}", route.path)
    ]
    found += [
        {"name": one.name, "in": "query", "description": one.help, "schema": _parameter(one)}
        for one in route.query
    ]
    if route.versioned:
        found.append(_header("If-Match", "ETag från den version som ändras.", required=True))
    if route.creates:
        found.append(
            _header("Idempotency-Key", "Samma nyckel ger samma svar: anropet kan upprepas.", required=False)
        )
    return found


def _header(name: str, text: str, *, required: bool) -> Json:
    return {
        "name": name,
        "in": "header",
        "required": required,
        "description": text,
        "schema": {"type": "string"},
    }


def _parameter(param: Param) -> Json:
    if isinstance(param.default, int):
        bounds = {"minimum": param.lowest, "maximum": param.highest}
        return {"type": "integer", "default": param.default, **bounds}
    return {
        "type": "string",
        "default": param.default,
        **({"enum": ["", *param.choices]} if param.choices else {}),
    }


def _body(route: Route) -> Json:
    if route.takes is not None:
        return {"application/json": {"schema": {"$ref": f"#/components/schemas/{_name(route)}"}}}
    if route.raw:
        return {"application/json": {"schema": {"type": "object"}}}
    if route.document:
        shape = {
            "type": "object",
            "required": ["dokumenttyp"],
            "properties": {"dokumenttyp": {"type": "string"}},
        }
        return {"application/json": {"schema": shape}}
    if route.upload:
        form = {
            "type": "object",
            "required": ["fil"],
            "properties": {"fil": {"type": "string", "format": "binary"}},
        }
        return {"multipart/form-data": {"schema": form}, "application/octet-stream": {}}
    return {}


def _name(route: Route) -> str:
    return route.takes.__name__.removesuffix("Schema") if route.takes else ""


def _responses(route: Route) -> Json:
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    answers: Json = {str(route.status): {"description": "Det gick bra", "content": _content(route)}}
    if not answers[str(route.status)]["content"]:
        del answers[str(route.status)]["content"]
    if route.answers == "fil":
        answers["206"] = {"description": "En del av filen", "content": _content(route)}
        answers["416"] = {"description": "Den delen finns inte", "content": problem}
    if route.method == "GET":
        answers["304"] = {"description": "Du har redan den senaste versionen"}
    answers |= {
        str(status): {"description": _FAULTS[status], "content": problem} for status in _faults(route)
    }
    return answers


def _faults(route: Route) -> list[int]:
    """What can go wrong with such a route; what is not said here never happens, and a test holds it."""
    has_body = bool(_body(route))
    found = {
        400: has_body,
        401: True,  # also who shows a broken token where none is needed
        403: route.roles is not None or route.foreign,
        404: True,
        409: route.method != "GET",
        412: route.versioned,
        413: has_body,
        422: has_body or bool(route.query) or route.method != "GET",
        428: route.versioned,
        429: route.roles is None,
        503: True,
    }
    return [status for status, may in found.items() if may]


def _content(route: Route) -> Json:
    if not route.answers:
        return {}
    if route.answers == "fil":
        return {"*/*": {}}
    if route.answers == "sida":
        return {"text/html": {}}
    if route.answers == "handelser":
        return {"text/event-stream": {}}
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{route.answers}"}}}
