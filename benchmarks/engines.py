"""How fast Word templates are filled: ours, docxtpl, and three engines that run on Node.

One report of about twenty pages: sections with texts, points and a table of four columns, written in each engine's
own tags in a copy of our template for nulägesbeskrivningar, so that styles, headers and footers weigh what they
weigh. The texts that come out are held against each other. The engines take turns; only CPU time counts, and Node is
warm. Run from the project's folder, with Node and npm on the path:

    .venv/bin/python -m benchmarks.engines [rounds]
"""

from __future__ import annotations

import gc
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from docx import Document
from docxtpl import DocxTemplate

from benchmarks.fill import PROPERTIES, ROOT, new, read_words
from service.fill.environment import make_environment, printed
from service.fill.render import render
from service.fill.template import load_template

PACKAGES = {"docxtemplater": "3.71.0", "pizzip": "3.3.0", "carbone": "3.8.2", "easy-template-x": "7.2.8"}
NODE_ENGINES = ("docxtemplater", "carbone", "easy-template-x")
NODE = ROOT / "build" / "engines"
OWNER = ROOT / "templates" / "nulagesbeskrivning"
SCRIPT = Path(__file__).with_name("engines.js")
WARM_UP = 20
"""Fillings that are not counted; after about ten, Node has compiled what it will."""
BLOCK = 5
"""Fillings in a row, of which the mean is one figure."""
Lines = Sequence[str]
Fill = Callable[[int], float]
"""Fills so many times in a row, and tells the mean CPU time in milliseconds."""

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
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    _install()
    with tempfile.TemporaryDirectory() as name, ExitStack() as open_programs:
        folder = Path(name)
        data = _report()
        (folder / "data.json").write_text(json.dumps(data), encoding="utf-8")
        for engine, tags in _TAGS.items():
            _write_template(folder / f"{engine}-mall.docx", tags)
        engines: dict[str, Fill] = {"Samlad": _ours(folder, data), "docxtpl": _docxtpl(folder, data)}
        for engine in NODE_ENGINES:
            engines[engine] = open_programs.enter_context(_on_node(engine, folder))
        times: dict[str, list[float]] = {engine: [] for engine in engines}
        for engine, fill in engines.items():
            fill(WARM_UP if engine in NODE_ENGINES else 2)
        for _ in range(rounds):
            for engine, fill in engines.items():
                times[engine].append(fill(BLOCK))
        _print(times, folder)


def _print(times: Mapping[str, list[float]], folder: Path) -> None:
    ours = statistics.median(times["Samlad"])
    wanted = read_words(folder / "Samlad.docx")
    print(f"{len(wanted)} paragraphs with text; versions: {PACKAGES}")
    print(f"{'':<17}{'median ms':>10}{'min ms':>9}{'ratio':>8}{'kB':>7}  same text")
    for engine, found in sorted(times.items(), key=lambda row: statistics.median(row[1])):
        file = folder / f"{engine}.docx"
        same = read_words(file) == wanted
        median = statistics.median(found)
        print(
            f"{engine:<17}{median:>10.2f}{min(found):>9.2f}{median / ours:>7.1f}x"
            f"{file.stat().st_size / 1000:>7.0f}  {'yes' if same else 'NO'}"
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


def _ours(folder: Path, data: Mapping[str, Any]) -> Fill:
    own = folder / "Samlad"
    own.mkdir()
    (own / "mall.docx").write_bytes((folder / "docxtpl-mall.docx").read_bytes())
    (own / "mall.toml").write_bytes((OWNER / "mall.toml").read_bytes())
    template = load_template(own)
    return _timed(lambda: render(template, data, properties=PROPERTIES, target=new(folder / "Samlad.docx")))


def _docxtpl(folder: Path, data: dict[str, Any]) -> Fill:
    environment = make_environment().overlay(finalize=printed)

    def fill() -> None:
        document = DocxTemplate(str(folder / "docxtpl-mall.docx"))
        document.render(data, jinja_env=environment, autoescape=True)
        document.save(str(new(folder / "docxtpl.docx")))

    return _timed(fill)


def _timed(run: Callable[[], object]) -> Fill:
    def fill(times: int) -> float:
        gc.collect()
        began = time.process_time()
        for _ in range(times):
            run()
        return (time.process_time() - began) * 1000 / times

    return fill


@contextmanager
def _on_node(engine: str, folder: Path) -> Iterator[Fill]:
    command: list[str | Path] = [
        "node",
        SCRIPT,
        engine,
        folder / f"{engine}-mall.docx",
        folder / "data.json",
        folder / f"{engine}.docx",
    ]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
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
