"""What a setting is, and what it takes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.errors import Problem


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting; `default` also gives its type."""

    name: str
    default: int | str
    help: str
    minimum: int = 1
    choices: tuple[str, ...] = ()
    """What a text may say; anything when empty."""
    shape: str = ""
    """What a text must look like, as a pattern; anything when empty."""
    example: str = ""
    """Something of that shape, where the default shows none."""
    maximum: int = 0
    """The highest number; none when 0."""

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"SAMLAD_{self.name.upper()}"


def read_value(setting: Setting, text: str, problems: list[Problem]) -> int | str:
    """The value that a text gives; the default, with a problem more, where it gives none."""
    if isinstance(setting.default, str):
        return _read_text(setting, text, problems)
    if text.isascii() and text.isdecimal() and setting.minimum <= int(text) <= (setting.maximum or int(text)):
        return int(text)
    limits = f"minst {setting.minimum}" + (f", högst {setting.maximum}" if setting.maximum else "")
    problems.append(
        Problem(
            "invalid_setting",
            f"Inställningen {setting.variable} har värdet ”{text}”, men ska vara ett heltal, {limits}.",
            setting.variable,
            f"Rätta värdet eller ta bort inställningen; då gäller {setting.default}.",
        )
    )
    return setting.default


def _read_text(setting: Setting, text: str, problems: list[Problem]) -> str:
    allowed = " eller ".join(setting.choices) or f"som {setting.example or setting.default}"
    if (setting.choices and text not in setting.choices) or not re.fullmatch(
        setting.shape or r".*", text, re.S
    ):
        problems.append(
            Problem(
                "invalid_setting",
                f"Inställningen {setting.variable} har värdet ”{text}”, men ska vara {allowed}.",
                setting.variable,
                f"Rätta värdet eller ta bort inställningen; då {_without(setting)}.",
            )
        )
    return text


def _without(setting: Setting) -> str:
    return f"gäller {setting.default}" if setting.default != "" else "är den tom"
