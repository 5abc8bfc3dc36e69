"""Writes what the documentation shares with the program: `docs/fel.md`, settings in README, rules in `docs/lagen.md`.

Run it with `make generated`; a test holds the files and the program together.
"""

from __future__ import annotations

import re
from pathlib import Path

from service import errors
from service.cli.main import UNEXPECTED
from service.codes import CODES
from service.rules.lag.granska import REGLER
from service.settings import SETTINGS

ROOT = Path(__file__).resolve().parent.parent
KINDS: tuple[tuple[type[errors.SamladError], str], ...] = (
    (errors.InputError, "den som lämnade in filen"),
    (errors.UnreadableInput, "den som lämnade in filen"),
    (errors.UnknownDoctype, "den som lämnade in filen"),
    (errors.BilagaRejected, "den som lämnade in bilagan"),
    (errors.TemplateError, "den som äger Word-mallen"),
    (errors.ToolError, "driften"),
    (errors.AssemblyError, "utvecklarna"),
    (errors.ArchiveError, "registratorn"),
    (errors.ConfigError, "driften"),
)


def errors_page() -> str:
    """The whole of `docs/fel.md`."""
    lines = [
        "# Fel",
        "",
        "Varje fel säger vad som är fel, var, och hur man går vidare. Alla fel i ett underlag visas på en gång,",
        "och inget skrivs förrän de är rättade. Koden är till för program; den ändrar aldrig betydelse.",
        "",
        "## Vem kan rätta det?",
        "",
        "| slag | slutkod | vem |",
        "|---|---|---|",
        *(f"| {kind.__name__} (`{kind.code}`) | {kind.exit_code} | {who} |" for kind, who in KINDS),
        f"| oväntat fel | {UNEXPECTED} | utvecklarna |",
        "",
        "Slutkoden 0 betyder att allt gick bra. En *notis* är inget fel: arbetet är gjort, men läsaren bör veta något.",
        "",
        "## Koder",
    ]
    for section, codes in CODES.items():
        lines += ["", f"### {section}", "", "| kod | betyder |", "|---|---|"]
        lines += [f"| `{code}` | {meaning} |" for code, meaning in codes.items()]
    return "\n".join(lines) + "\n"


def settings_table() -> str:
    """The table of settings."""
    rows = [
        f"| `{setting.variable}` | {setting.default if setting.default != '' else '–'} | {setting.help} |"
        for setting in SETTINGS
    ]
    return "\n".join(["| variabel | standard | betyder |", "|---|---|---|", *rows])


def readme(text: str) -> str:
    """README with its table of settings renewed."""
    marked = re.compile(r"(<!-- inställningar -->\n).*?(\n<!-- slut -->)", re.DOTALL)
    return marked.sub(lambda match: match[1] + settings_table() + match[2], text)


def law(text: str) -> str:
    """`docs/lagen.md` with its table of rules renewed."""
    rows = [f"| {one.nr} | {one.lagrum} | {one.fraga} | {one.allvar} | {one.atgard} |" for one in REGLER]
    table = "\n".join(["| regel | lagrum | prövar | allvar | gör så här |", "|---|---|---|---|---|", *rows])
    marked = re.compile(r"(<!-- regler -->\n).*?(\n<!-- slut -->)", re.DOTALL)
    return marked.sub(lambda match: match[1] + table + match[2], text)


def main() -> None:
    """Write all of it."""
    (ROOT / "docs" / "fel.md").write_text(errors_page(), encoding="utf-8")
    path = ROOT / "README.md"
    path.write_text(readme(path.read_text(encoding="utf-8")), encoding="utf-8")
    path = ROOT / "docs" / "lagen.md"
    path.write_text(law(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
