"""Writes `docs/bilagor.md`: what happens to a foreign bilaga, and the table of the hostile set."""

from __future__ import annotations

from pathlib import Path

from service.settings import SETTINGS
from tests.files.hostile.cases import CASES, Case

PAGE = Path("docs") / "bilagor.md"

_TEXT = """\
# Bilagor utifrån

Den här sidan skrivs av `python -m tests.files.hostile`; ett test håller den lika med vad programmet gör.

Varje främmande bilaga granskas innan paketet planeras. Granskningen sker i en egen process som får {seconds} sekunder
(`SAMLAD_TRIAGE_SEKUNDER`), en sekund till för varje sida, och {megabytes} MB minne (`SAMLAD_TRIAGE_MB`). Den gör
allt som sammanfogningen sedan gör: läser varje objekt, packar upp innehållet och ritar varje sida. En fil som hänger
sig, kraschar eller tar för mycket minne tar bara den processen med sig; filen avvisas med sitt namn och ett råd, och
nästa fil får en ny process. Det processen svarar tas emot som data (JSON), aldrig som kod.

## Vad som händer med en fil

| filen | blir |
|---|---|
| är hel | tas in byte för byte, utan kopia |
| är trasig men går att laga | lagas på en kopia; originalet rörs inte, och en notis ber läsaren jämföra |
| är krypterad utan lösenord för att öppna | öppnas; skyddet mot ändring och utskrift följer inte med |
| är låst med lösenord | avvisas, om inte lösenordet ges med `--losenord-fil`; då tas den in utan lås |
| är elektroniskt underskriven | tas in utan underskriftens värde; originalet sparas bredvid |
| har skript, startar program eller öppnar filer | tas in utan dem |
| har inbäddade filer, film eller ljud | tas in utan dem, med en notis som nämner filerna |
| är en portfölj utan egna sidor | avvisas; filerna i den ska läggas till som egna handlingar |
| är ett XFA-formulär | avvisas om bara Adobe Reader kan visa det, annars tas sidorna in med en notis |
| har dolda lager | tas in med lagren dolda, och en notis |
| har sidor som inte går att visa | avvisas, för då kan ingen säga att de kom oskadda in i paketet |
| är för stor, har för många sidor, bildpunkter, anteckningar eller nivåer | avvisas |

En fil som släppts in prövas sedan mot PDF/A och PDF/UA, och görs om där det går och någon vill:
[pdfa-och-tillganglighet.md](pdfa-och-tillganglighet.md). `samlad granska-bilaga FIL…` visar allt detta i förväg.

Ett underskrivet original läggs orört bredvid den interna utgåvan som `<paket>.bilaga-<nummer>.undertecknad.pdf`, och
manifestet nämner det med dess sha256; försättsbladet säger att det finns. `samlad verifiera` ser efter att det finns
kvar och är detsamma. Den offentliga utgåvan får det inte: ingen har granskat vad mer filen rymmer.

## Låsta filer

Lösenord står inte i mötesfilen: den är en handling som sparas och lämnas vidare. De skrivs i en egen JSON-fil, som
bara den som bygger kan läsa, och som tas bort när bygget är klart:

```json
{{ "handlingar/karta.pdf": "…", "avtal.pdf": "…" }}
```

Till vänster står filens sökväg som i mötesfilen, eller bara dess namn. `sammanstall`, `kontrollera` och
`granska-bilaga` tar filen med `--losenord-fil`. Lösenordet skrivs aldrig i manifest, noter, logg eller cache. Den
öppnade kopian finns bara så länge bygget pågår, men det som görs om till PDF/A av den ligger kvar i cachen, liksom
sidorna i paketet, utan lås.

## {count} fientliga och udda filer

De görs av kod i `tests/files/hostile/`, byte för byte lika varje gång. `tests/stage/test_assemble_hostile.py` granskar
var och en, sammanfogar dem som tas in med vanliga handlingar, öppnar paketet på nytt och jämför sidornas
utseende. Notisen `annex_untagged` (saknar taggar) är utelämnad; nästan alla får den. Vad koderna betyder står i
[fel.md](fel.md).

| fil | vad den är | blir | koder |
|---|---|---|---|
"""


def annex_page() -> str:
    """The whole of the page."""
    defaults = {setting.name: setting.default for setting in SETTINGS}
    text = _TEXT.format(
        seconds=defaults["triage_sekunder"], megabytes=defaults["triage_mb"], count=len(CASES)
    )
    return text + "".join(_row(case) for case in sorted(CASES, key=lambda case: case.name))


def _row(case: Case) -> str:
    ends = "tas in" if case.accepted else "avvisas"
    codes = ", ".join(f"`{code}`" for code in sorted(case.codes)) or "–"
    return f"| {case.name} | {case.what}{_limits(case)} | {ends} | {codes} |\n"


def _limits(case: Case) -> str:
    """The limits of a case that has its own, so that the test need not wait or fill the memory."""
    limits = [
        *([f"{case.seconds} s"] if case.seconds != Case.__dataclass_fields__["seconds"].default else []),
        *(
            [f"{case.megabytes} MB"]
            if case.megabytes != Case.__dataclass_fields__["megabytes"].default
            else []
        ),
    ]
    return f" (provas med {', '.join(limits)})" if limits else ""
