"""How fast a template is filled: our renderer against docxtpl as it comes, on the same template and data.

Both run in turns in this one process, with the same filters, and write to a new file as in the service; only CPU time
counts. Run from the project's folder:

    .venv/bin/python benchmarks/fill.py [rounds]
"""

from __future__ import annotations

import gc
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from docxtpl import DocxTemplate  # noqa: E402  # the path has to be set first

from service.errors import SamladError  # noqa: E402
from service.fill.compiled import compile_template  # noqa: E402
from service.fill.environment import make_text_environment  # noqa: E402
from service.fill.properties import DocumentProperties  # noqa: E402
from service.fill.render import render  # noqa: E402
from service.fill.richtext import SESSION  # noqa: E402
from service.fill.session import Session  # noqa: E402
from service.fill.template import Template, load_template  # noqa: E402

SAMPLE = ROOT / "samples" / "nulagesbeskrivning" / "un-2026.json"
PROPERTIES = DocumentProperties(
    title="Mätning", subject="", author="", keywords="", created=datetime(2026, 12, 14, tzinfo=UTC)
)
Context = Mapping[str, Any]
BLOCK = 5
"""Fillings in a row, of which the mean is one figure: a template is compiled once and filled many times. One before
them is not counted: ours would pay for clearing away the thousands of small objects that docxtpl has let go of."""


def main() -> None:
    """Measure, and print one small table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as folder:
        name, template, context = _subject(Path(folder))
        ours, theirs = Path(folder) / "samlad.docx", Path(folder) / "docxtpl.docx"
        compiled = compile_template(template)
        session = Session(compiled.styles, compiled.highest_num_id, part="word/document.xml")
        compile_template.cache_clear()
        runs: dict[str, Callable[[], object]] = {
            "docxtpl": lambda: _stock(template, context, session, new(theirs)),
            "Samlad": lambda: render(template, context, properties=PROPERTIES, target=new(ours)),
        }
        first = {label: _cpu(run) for label, run in runs.items()}
        times: dict[str, list[float]] = {label: [] for label in runs}
        for _ in range(rounds):
            for label, run in runs.items():
                gc.collect()
                run()
                times[label].append(_cpu(run, BLOCK))
        same = read_words(ours) == read_words(theirs)
        size = ours.stat().st_size
    stock = statistics.median(times["docxtpl"])
    print(f"{name}, {size / 1000:.0f} kB, {rounds} rounds of {BLOCK}, same text: {'yes' if same else 'NO'}")
    print(f"{'':<10}{'first ms':>10}{'median ms':>11}{'min ms':>9}{'ratio':>8}")
    for label, found in times.items():
        median = statistics.median(found)
        print(f"{label:<10}{first[label]:>10.1f}{median:>11.1f}{min(found):>9.1f}{stock / median:>7.1f}x")
    assert same, "the two renderers disagree about the text"


def _subject(folder: Path) -> tuple[str, Template, Context]:
    """The real report when it can be built, otherwise a template made for the purpose."""
    try:
        from service.flow.build import report_context
        from service.flow.read import Reader
        from service.settings import read_settings

        file = Reader(read_settings({}), date(2026, 12, 14)).read(SAMPLE)
        template = load_template(ROOT / "templates" / file.slug)
        return SAMPLE.name, template, report_context(file, template)
    except (SamladError, OSError, ImportError) as reason:
        print(f"own template, because: {reason}")
    return "own template", _own_template(folder / "prov"), _own_context()


def _own_template(folder: Path) -> Template:
    from tests.files.fill.templates import make_template

    def build(document: Any) -> None:
        for text in ("{%p for m in mal %}", "{{ m.rubrik }}", "{{p m.text|rik }}", "{%p endfor %}"):
            document.add_paragraph(text)
        table = document.add_table(3, 3)
        for row, text in enumerate(("{%tr for m in mal %}", "{{ m.rubrik }}", "{%tr endfor %}")):
            table.cell(row, 0).text = text
        table.cell(1, 1).text = "{{ m.utfall|tal }}"
        table.cell(1, 2).text = "{{ m.dag|datum_lang }}"

    return make_template(folder, build)


def _own_context() -> Context:
    text = "Ett stycke med **fet** text & mer.\n\n- en punkt\n- en till\n\nOch ett stycke till."
    row = {"rubrik": "Trygghet i vardagen", "text": text, "utfall": "1234.5", "dag": "2026-12-14"}
    return {"mal": [row] * 100}


def _stock(template: Template, context: Context, session: Session, target: Path) -> None:
    """Fill with docxtpl as it comes, with our filters and without memory of the time before."""
    document = DocxTemplate(str(template.path))
    document.render(
        {**context, SESSION: session}, jinja_env=make_text_environment().overlay(), autoescape=True
    )
    document.save(str(target))


def _cpu(run: Callable[[], object], times: int = 1) -> float:
    """The mean CPU time of so many runs in a row, in milliseconds."""
    began = time.process_time()
    for _ in range(times):
        run()
    return (time.process_time() - began) * 1000 / times


def new(target: Path) -> Path:
    """The place of a file that is not there: to write over one costs more, and no document of the service does."""
    target.unlink(missing_ok=True)
    return target


def read_words(docx: Path) -> list[str]:
    """The texts of a Word file's paragraphs, without those that are empty."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    with zipfile.ZipFile(docx) as archive:
        root = parse_xml(archive.read("word/document.xml"))
    paragraphs = ("".join(text.text or "" for text in p.iter(qn("w:t"))) for p in root.iter(qn("w:p")))
    return [text for text in paragraphs if text]


if __name__ == "__main__":
    main()
