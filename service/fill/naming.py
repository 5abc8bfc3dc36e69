"""How a document is called: the [dokument] lines of mall.toml, filled with the same context as the Word file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

import jinja2

from service.errors import TemplateError
from service.fill.environment import forbidden, make_text_environment
from service.fill.faults import placed, template_fault
from service.fill.filters import NBSP
from service.fill.template import TOML_NAME, Template

_UNFIT = re.compile(r"[^a-z0-9]+")


def name_document(template: Template, line: str, context: Mapping[str, object]) -> str:
    """Fill one line of [dokument]: `titel`, `datum`, `diarienummer` or `filnamn`.

    Raises:
        TemplateError: the line is missing or cannot be filled.
    """
    source = f"{template.slug}/{TOML_NAME}"
    place = f"dokument.{line}"
    table = template.toml.get("dokument")
    text = table.get(line) if isinstance(table, Mapping) else None
    if not isinstance(text, str):
        message = f"I {source} saknas raden ”{line}” under [dokument]."
        raise placed(template_fault("template_manifest_invalid", message, place), source, place)
    try:
        return _compiled(text, line).render(context).replace(NBSP, " ").strip()  # no line is broken in a name
    except jinja2.UndefinedError as error:
        raise placed(template_fault("template_missing_field", str(error.message)), source, place) from error
    except jinja2.TemplateSyntaxError as error:
        message = f"Raden ”{line}” under [dokument] går inte att tolka: {error.message}"
        raise placed(template_fault("template_syntax", message), source, place) from error
    except TemplateError as error:
        raise placed(error, source, place) from error


@lru_cache(maxsize=256)
def _compiled(text: str, line: str) -> jinja2.Template:
    """A line, compiled once for all documents of its kind."""
    environment = make_text_environment()
    found = forbidden(environment.parse(text))
    if found:
        message = f"Raden ”{line}” under [dokument] använder {found[1]}, vilket inte är tillåtet."
        raise template_fault("template_forbidden", message)
    return environment.from_string(text)


def file_stem(text: str) -> str:
    """A name that every file system takes: a–z, 0–9 and hyphens; å and ä become a, ö becomes o."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return _UNFIT.sub("-", plain).strip("-") or "dokument"
