"""Passwords of locked annexes, from a file of their own: a secret does not belong among the meeting's data.

They open a file for as long as it is looked at, and stand in no message, manifest, log or name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from service.errors import InvalidInput, Notice, Problem
from service.intake.json_file import read_json
from service.model.wording import nearest
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class Passwords:
    """What opens which file."""

    by_file: Mapping[str, str] = field(default_factory=dict, repr=False)

    def of(self, named: str) -> str:
        """The password of a file, by the path that the meeting file gives it, or else by its name; empty if none."""
        return self.by_file.get(named) or self.by_file.get(Path(named).name, "")

    def spare(self, files: Iterable[str]) -> tuple[Notice, ...]:
        """What to say of those that belong to none of the files, as the meeting file names them.

        They are not quoted: who has put name and password in the wrong order would find the password in the manifest.
        """
        named = list(files)
        known = {*named, *(Path(one).name for one in named)}
        spare = [name for name in self.by_file if name not in known]
        meant = dict.fromkeys(filter(None, (nearest(name, known) for name in spare)))
        hint = f" Menade du {', '.join(f'”{name}”' for name in meant)}?" if meant else ""
        count = "ett filnamn" if len(spare) == 1 else f"{len(spare)} filnamn"
        told = f"Lösenordsfilen har {count} som ingen handling har; de lösenorden används inte.{hint}"
        return (Notice("password_of_no_file", told),) if spare else ()


def read_passwords(path: Path | None, settings: Settings) -> Passwords:
    """Read the file: a JSON object with file names and passwords.

    Raises:
        InputError: it cannot be read, or is something else.
    """
    if path is None:
        return Passwords()
    held = dict(read_json(path, settings))
    wrong = [name for name, word in held.items() if not isinstance(word, str) or not word]
    if wrong:
        raise InvalidInput(
            *(
                Problem(
                    "password_file_invalid",
                    f"Lösenordsfilen ”{path.name}” har inget lösenord för ”{name}”.",
                    name,
                    'Skriv filens namn och lösenordet som text: { "karta.pdf": "…" }.',
                    path.name,
                )
                for name in wrong
            )
        )
    return Passwords(held)
