"""How fast Word templates are filled: ours, docxtpl, and three engines that run on Node.

One report of about twenty pages: sections with texts, points and a table of four columns, written in each engine's
own tags in a copy of our template for nulägesbeskrivningar, so that styles, headers and footers weigh what they
weigh. The texts that come out are held against each other. Each engine has a process of its own, has filled as many
documents before as the others, and writes files that are new, as the service does. They take turns; only CPU time
counts. Run from the project's folder, with Node and npm on the path:

    .venv/bin/python -m benchmarks.engines [rounds]
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from docx import Document
from docxtpl import DocxTemplate

from benchmarks.fill import PROPERTIES, ROOT, read_words
from service.fill.environment import make_text_environment
from service.fill.render import render
from service.fill.template import load_template

PACKAGES = {"docxtemplater": "3.71.0", "pizzip": "3.3.0", "carbone": "3.8.2", "easy-template-x": "7.2.8"}
NODE_ENGINES = ("docxtemplater", "carbone", "easy-template-x")
NODE = ROOT / "build" / "engines"
OWNER = ROOT / "templates" / "nulagesbeskrivning"
SCRIPT = Path(__file__).with_name("engines.js")
ENGINES = ("Samlad", "docxtpl", *NODE_ENGINES)
WARM_UP = 300
"""Fillings that are not counted; Carbone gets faster for so long, because Node compiles more and more of it."""
BLOCK = 200
"""Milliseconds of fillings in a row, of which the mean is one figure: so each engine meets as much of what else the
machine does. One filling before them is not counted, for it pays for what the engine before has left in the caches."""
DATA, FIRST = "data.json", "0.docx"
"""What all fill with, and what each fills first; their files are numbered."""
Lines = Sequence[str]
Fill = Callable[[int], float]
"""Fills once and then so many times in a row, of which it tells the mean CPU time in milliseconds."""

_JINJA: Mapping[str, Lines] = {
    "before": ("{%p for a in avsnitt %}",),
    "section": (
        "{{ a.rubrik }}",
        "{{ a.text }}",
        "{%p for p in a.punkter %}",
        "{{ p.text }}",
        "{%p endfor %}",
    ),
    "rows": ("{%tr for r in a.rader %}", "{{ r.a }}|{{ r.b }}|{{ r.c }}|{{ r.d }}", "{%tr endfor %}"),
    "after": ("{%p endfor %}",),
}
_BRACES: Mapping[str, Lines] = {
    "before": ("{#avsnitt}",),
    "section": ("{rubrik}", "{text}", "{#punkter}", "{text}", "{/punkter}"),
    "rows": ("{#rader}{a}|{b}|{c}|{d}{/rader}",),
    "after": ("{/avsnitt}",),
}
_CARBONE: Mapping[str, Lines] = {
    "before": (),
    "section": (
        "{d.avsnitt[i].rubrik}",
        "{d.avsnitt[i].text}",
        "{d.avsnitt[i].punkter[i].text}",
        "{d.avsnitt[i].punkter[i+1].text}",
    ),
    "rows": (
        "|".join(f"{{d.avsnitt[i].rader[i].{name}}}" for name in "abcd"),
        "|".join(f"{{d.avsnitt[i].rader[i+1].{name}}}" for name in "abcd"),
    ),
    "after": ("{d.avsnitt[i+1].rubrik}",),
}
_TAGS = {
    "docxtpl": _JINJA,
    "docxtemplater": _BRACES,
    "easy-template-x": _BRACES,
    "carbone": _CARBONE,
}


def main() -> None:
    """Measure, and print one small table."""
    if sys.argv[1:2] and sys.argv[1] in ENGINES:
        _answer(sys.argv[1], Path(sys.argv[2]))
        return
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    _install()
    with tempfile.TemporaryDirectory() as name, ExitStack() as open_programs:
        folder = Path(name)
        (folder / DATA).write_text(json.dumps(_report()), encoding="utf-8")
        for engine, tags in _TAGS.items():
            _write_template(_template_of(engine, folder), tags)
        engines = {engine: open_programs.enter_context(_started(engine, folder)) for engine in ENGINES}
        lengths = {engine: round(BLOCK / fill(WARM_UP)) for engine, fill in engines.items()}
        times: dict[str, list[float]] = {engine: [] for engine in engines}
        for _ in range(rounds):
            for engine, fill in engines.items():
                times[engine].append(fill(lengths[engine]))
        _print(times, folder)


def _print(times: Mapping[str, list[float]], folder: Path) -> None:
    ours = times["Samlad"]
    wanted = read_words(folder / "Samlad" / FIRST)
    print(f"{len(wanted)} paragraphs with text; versions: {PACKAGES}")
    print(
        f"{'':<17}{'median ms':>10}{'ratio':>8}{'by round':>10}{'min ms':>9}{'ratio':>8}{'kB':>7}  same text"
    )
    for engine, found in sorted(times.items(), key=lambda row: statistics.median(row[1])):
        file = folder / engine / FIRST
        same = read_words(file) == wanted
        median = statistics.median(found)
        by_round = statistics.median(one / our for one, our in zip(found, ours, strict=True))
        print(
            f"{engine:<17}{median:>10.2f}{median / statistics.median(ours):>7.1f}x{by_round:>9.1f}x"
            f"{min(found):>9.2f}{min(found) / min(ours):>7.1f}x"
            f"{file.stat().st_size / 1000:>7.1f}  {'yes' if same else 'NO'}"
        )
        assert same, f"{engine} writes other words"


def _report() -> dict[str, Any]:
    text = (
        "Nämnden har under året arbetat med att göra vardagen tryggare – och ser ännu inte hela följden. " * 4
    )
    row = {"a": "Andel behöriga lärare", "b": "75 %", "c": "80 %", "d": "Målet nås först under nästa år."}
    return {
        "avsnitt": [
            {
                "rubrik": f"Riktningsmål {number}",
                "text": text,
                "punkter": [{"text": f"Punkt {each}: {text[:90]}"} for each in range(1, 5)],
                "rader": [row] * 6,
            }
            for number in range(1, 31)
        ]
    }


def _write_template(target: Path, tags: Mapping[str, Lines]) -> None:
    """Our own template with another body, headers and footers without tags."""
    document = Document(str(OWNER / "mall.docx"))
    body = document.element.body
    for child in list(body)[:-1]:  # the last says how the page looks
        body.remove(child)
    for section in document.sections:
        for part in (section.header, section.first_page_header, section.footer, section.first_page_footer):
            for paragraph in part.paragraphs:
                paragraph.text = ""
    for text in (*tags["before"], *tags["section"]):
        document.add_paragraph(text)
    table = document.add_table(len(tags["rows"]), 4)
    for row, line in zip(table.rows, tags["rows"], strict=True):
        for cell, text in zip(row.cells, line.split("|"), strict=False):
            cell.text = text
    for text in tags["after"]:
        document.add_paragraph(text)
    document.save(str(target))


def _ours(folder: Path, data: Mapping[str, Any]) -> Callable[[Path], object]:
    own = folder / "mall"
    own.mkdir()
    (own / "mall.docx").write_bytes(_template_of("docxtpl", folder).read_bytes())
    described = (OWNER / "mall.toml").read_text(encoding="utf-8").splitlines()
    other = (line for line in described if not line.startswith("sha256"))  # it is another Word file's
    (own / "mall.toml").write_text("\n".join(other), encoding="utf-8")
    template = load_template(own)
    return lambda target: render(template, data, properties=PROPERTIES, target=target)


def _docxtpl(folder: Path, data: dict[str, Any]) -> Callable[[Path], object]:
    environment = make_text_environment().overlay()

    def fill(target: Path) -> None:
        document = DocxTemplate(str(_template_of("docxtpl", folder)))
        document.render(data, jinja_env=environment, autoescape=True)
        document.save(str(target))

    return fill


def _answer(engine: str, folder: Path) -> None:
    """Do for an engine in Python what `engines.js` does for those on Node."""
    data = json.loads((folder / DATA).read_text(encoding="utf-8"))
    fill = {"Samlad": _ours, "docxtpl": _docxtpl}[engine](folder, data)
    places = (folder / engine / f"{number}.docx" for number in count())
    for line in sys.stdin:
        fill(next(places))
        began = time.process_time()
        for _ in range(int(line)):
            fill(next(places))
        print((time.process_time() - began) * 1000 / int(line), flush=True)


def _template_of(engine: str, folder: Path) -> Path:
    return folder / f"{engine}-mall.docx"


@contextmanager
def _started(engine: str, folder: Path) -> Iterator[Fill]:
    (folder / engine).mkdir()
    command: list[str | Path] = [sys.executable, "-m", "benchmarks.engines", engine, folder]
    if engine in NODE_ENGINES:
        command = ["node", SCRIPT, engine, _template_of(engine, folder), folder / DATA, folder / engine]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={"NODE_PATH": str(NODE / "node_modules"), "PATH": "/usr/local/bin:/usr/bin:/bin"},
    ) as program:
        assert program.stdin
        assert program.stdout
        into, out = program.stdin, program.stdout

        def fill(times: int) -> float:
            into.write(f"{times}\n")
            into.flush()
            return float(out.readline())

        yield fill
        into.close()


def _install() -> None:
    """The engines, in the versions that are named here."""
    NODE.mkdir(parents=True, exist_ok=True)
    wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
    quiet = ["--no-save", "--no-audit", "--no-fund", "--silent"]
    subprocess.run(["npm", "install", "--prefix", NODE, *quiet, *wanted], check=True)


if __name__ == "__main__":
    main()
