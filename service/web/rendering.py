"""Pages of HTML: Jinja with everything escaped, and what every page can use."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from flask import Flask, Response, render_template, request
from flask_babel import format_date, format_datetime, format_decimal, get_locale
from jinja2 import StrictUndefined

from service.clock import STOCKHOLM
from service.errors import Problem, SamladError
from service.flow.chosen import logo_content
from service.flow.login import Login
from service.flow.search import READERS
from service.flow.service import Service
from service.flow.town import Look, look_of
from service.model.people import Person
from service.web.assets import Asset, colours, load_assets, logo_name, picture
from service.web.labels import state_label, state_tone
from service.web.language import LANGUAGES, is_swedish
from service.web.page import Page
from service.web.table import PAGES

SAID = "samlad_sagt"
STYLE, LOGO = "kommun.css", "kommunens-logotyp.png"
HTML = Path(__file__).parent / "html"
_FAULT = re.compile(r'<a href="#([^"]+)" data-fault>(.*?)</a>', re.DOTALL)
"""As the macro `error_summary` writes it; a message in it is escaped, so that it holds no tag."""
_PLACE = re.compile(r' id="([^"]+)"')


@dataclass
class Renderer:
    """Makes pages of templates."""

    service: Service
    assets: Mapping[str, Asset] = field(init=False)
    _drawn: dict[str, Asset] = field(init=False, default_factory=dict)
    """The style and the logo of the municipality, as they were chosen last."""

    def __post_init__(self) -> None:
        """Read the static files."""
        self.assets = load_assets(self.service.settings)

    def adopt(self, app: Flask) -> None:
        """Make the application's Jinja ours."""
        app.template_folder = str(HTML)
        jinja = app.jinja_env
        jinja.undefined = StrictUndefined
        jinja.trim_blocks = jinja.lstrip_blocks = True
        jinja.filters.update(
            day=_day, moment=_moment, clock=_clock, number=format_decimal, size=_size, place=place_of,
            state=state_label, tone=state_tone,
        )  # fmt: skip
        jinja.globals.update(
            static=self._static, languages=LANGUAGES, field_id=field_id, is_swedish=is_swedish
        )

    def page(self, template: str, context: Mapping[str, Any], login: Login | None) -> str:
        """The HTML of a page."""
        person = login.person if login is not None else None
        look = look_of(self.service)
        kind, _, said = unquote(request.cookies.get(SAID, "")).partition(":")
        ground = {
            "person": person,
            "csrf": login.csrf if login is not None else "",
            "menu": menu_of(person),
            "searches": person is not None and bool(person.roles & READERS),
            "here": request.path,
            "here_full": request.full_path.removesuffix("?"),
            "language": str(get_locale() or "sv"),
            "said": {"kind": kind if kind in ("good", "info", "warning") else "info", "text": said},
            "look": look,
            "municipality": look.municipality,
            "town_style": _address(STYLE, self._style(look)),
            "logo": self._logo(look),
            "problems": (),
        }
        return _with_real_links(render_template(template, **{**ground, **context}))

    def json(self, body: Any, status: int) -> Response:
        """JSON for a script of ours."""
        text = json.dumps(body, ensure_ascii=False).encode("utf-8", "backslashreplace")
        return Response(text, status, mimetype="application/json")

    def faults(self, fault: SamladError) -> Response:
        """A refusal, for a script of ours."""
        told = [asdict(one) for one in fault.problems]
        return self.json({"code": fault.code, "problems": told}, fault.http_status)

    def asset(self, name: str) -> Asset | None:
        """A static file; the municipality's own as they are chosen now."""
        if name == STYLE:
            return self._style(look_of(self.service))
        if name == LOGO:
            look = look_of(self.service)
            return self._picture(look) if look.logo else None
        return self.assets.get(name)

    def _static(self, name: str) -> str:
        return _address(name, self.assets[name])

    def _logo(self, look: Look) -> str:
        """The logo's address; empty without one."""
        name = logo_name(self.service.settings)
        try:
            return _address(LOGO, self._picture(look)) if look.logo else self._static(name) if name else ""
        except SamladError:  # a store that is away must not take the page with it
            return ""

    def _style(self, look: Look) -> Asset:
        return self._kept(look.colour, lambda: colours(look.colour))

    def _picture(self, look: Look) -> Asset:
        return self._kept(look.logo, lambda: picture(logo_content(self.service, look.logo)))

    def _kept(self, key: str, draw: Callable[[], Asset]) -> Asset:
        found = self._drawn.get(key) or draw()
        if key not in self._drawn:
            # The one before is hardly asked for again.
            self._drawn = {**dict(list(self._drawn.items())[-3:]), key: found}
        return found


def _address(name: str, asset: Asset) -> str:
    return f"/static/{name}?v={asset.digest}"


def menu_of(person: Person | None) -> tuple[Page, ...]:
    """What stands in the main menu for a person."""
    if person is None:
        return ()
    return tuple(page for page in PAGES if page.menu and (page.roles is None or person.roles & page.roles))


def _with_real_links(page: str) -> str:
    """A fault that has no field on this page is told without a link to it."""
    if _FAULT.search(page) is None:
        return page
    places = set(_PLACE.findall(page))
    return _FAULT.sub(lambda one: f'<a href="#{one[1]}">{one[2]}</a>' if one[1] in places else one[2], page)


def place_of(problem: Problem) -> str:
    """The id of the field that a problem speaks of."""
    return field_id(problem.path)


def field_id(name: str) -> str:
    """The id of a field, made from its name; a path such as `risker[0].rubrik` gives `falt-risker-0--rubrik`."""
    return "falt-" + "".join(sign if sign.isalnum() else "-" for sign in name)


def _when(value: str | datetime) -> datetime:
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at.astimezone(STOCKHOLM).replace(tzinfo=None)


def _day(value: str | date) -> str:
    plain = _when(value).date() if isinstance(value, str | datetime) else value
    return str(format_date(plain, "d MMMM y"))


def _moment(value: str | datetime) -> str:
    return str(format_datetime(_when(value), "d MMMM y HH.mm", rebase=False))


def _clock(value: str | datetime) -> str:
    return f"{_when(value):%H.%M}"


def _size(count: int) -> str:
    for limit, unit in ((1 << 20, "MB"), (1 << 10, "kB")):
        if count >= limit:
            return f"{format_decimal(round(count / limit, 1))} {unit}"
    return f"{count} byte"
