"""The settings as an administrator may see them: never a secret, nor an address that could hold one."""

from __future__ import annotations

from dataclasses import dataclass

from service.flow.accounts import ADMIN
from service.flow.refusals import require
from service.flow.service import Service
from service.model.people import Person
from service.settings import SETTINGS, Setting

PLAIN_TEXTS = frozenset(
    {
        "adress", "farg", "kallelse_kanaler", "kommun", "ocr_sprak", "openid_namn", "openid_omfattning",
        "openid_utfardare", "publik_adress", "smtp_fran", "smtp_server", "utskick_lank",
    }
)  # fmt: skip
"""Texts that hold no secret and no path. A setting that is not named here is only told to be set."""


@dataclass(frozen=True, slots=True)
class ShownSetting:
    """One setting."""

    name: str
    variable: str
    meaning: str
    value: str
    """Empty when it is not set, or not shown."""
    chosen: bool
    """Whether it differs from what the program chooses itself."""
    hidden: bool
    """Set, and kept back."""


def shown_settings(service: Service, person: Person) -> tuple[ShownSetting, ...]:
    """Every setting. Raises NotAllowed."""
    require(person, ADMIN, "", "Att se inställningarna")
    return tuple(_shown(one, getattr(service.settings, one.name)) for one in SETTINGS)


def _shown(setting: Setting, value: int | str) -> ShownSetting:
    plain = isinstance(value, int) or bool(setting.choices) or setting.name in PLAIN_TEXTS
    hidden = not plain and value != ""
    text = str(value) if plain else ""
    return ShownSetting(setting.name, setting.variable, setting.help, text, value != setting.default, hidden)
