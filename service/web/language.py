"""The languages of the page: Swedish is the source, English the second catalogue (`translations/en`)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, request
from flask_babel import Babel, get_locale

LANGUAGES = {"sv": "Svenska", "en": "English"}
COOKIE = "samlad_sprak"
CATALOGUES = Path(__file__).parent / "translations"


def mark(text: str) -> str:
    """Mark a text for the catalogue; it is translated where it is shown."""
    return text


@cache
def _texts(language: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """The texts of a catalogue; those with something to put in as patterns."""
    with (CATALOGUES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        strings = [one.string for one in read_po(file, language) if one.id]
    texts = {text for one in strings for text in ([one] if isinstance(one, str) else one or ())}
    plain = frozenset(text for text in texts if "%(" not in text)
    return plain, tuple(re.compile(_HOLE.sub(".+", re.escape(text))) for text in texts - plain)


_HOLE = re.compile(r"%\\\(\w+\\\)[sd]")


def is_swedish(text: str) -> bool:
    """Whether a text stays Swedish on a page in another language: it comes from the flow and is in no catalogue."""
    language = str(get_locale() or "sv")
    if language == "sv" or not text:
        return False
    plain, patterns = _texts(language)
    return text not in plain and not any(one.fullmatch(text) for one in patterns)


def chosen_language() -> str:
    """What the person has chosen, or else what the browser asks for."""
    chosen = request.cookies.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(list(LANGUAGES), "sv") or "sv"


def add_languages(app: Flask, folder: Path) -> None:
    """Teach the application its languages.

    Args:
        app: the application.
        folder: where the catalogues are put as the program reads them; only their texts are kept in the project.
    """
    compiled = folder / "translations"
    for source in CATALOGUES.glob("*/LC_MESSAGES/messages.po"):
        target = compiled / source.relative_to(CATALOGUES).with_suffix(".mo")
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as text, target.open("wb") as file:
            write_mo(file, read_po(text, source.parts[-3]))
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(compiled)
    Babel(
        app,
        default_locale="sv",
        default_timezone="Europe/Stockholm",
        locale_selector=chosen_language,
    )
