"""Runs docxtpl's own test scripts in one process, as they are or with our engine in place of docxtpl's steps.

    python -m tests.live.docxtpl_scripts SCRIPTS RESULT {stock|ours} {as-they-are|escaped}

The scripts write Word files into `output/` below SCRIPTS, a copy that may be written to; they assert nothing
themselves. RESULT tells which scripts ran, and how many parts our engine could finish as text.
"""

from __future__ import annotations

import io
import json
import os
import runpy
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import docxtpl
import docxtpl.template
import jinja2
from docxtpl import DocxTemplate
from lxml import etree

from service.fill import engine

TOLD: dict[str, Any] = {"ran": [], "failed": {}, "as_text": 0, "as_tree": 0}
STOCK_RENDER = DocxTemplate.render


class Ours(DocxTemplate):  # type: ignore[misc]
    """docxtpl with our engine's steps; what it leaves alone is docxtpl's."""

    _compiled: dict[tuple[str, int, bool], jinja2.Template] = {}  # noqa: RUF012  # shared: a source is compiled once
    _escapes = False
    _source = ""

    def render(self, context: Any, jinja_env: Any = None, autoescape: bool = False) -> None:
        """Remember whether values are escaped: only then can a part be finished as text."""
        self._escapes = bool(autoescape or (jinja_env is not None and jinja_env.autoescape))
        super().render(context, jinja_env, autoescape)

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        """Compile once, fill, and break lines only where there are any."""
        self.current_rendering_part = part
        self._source = src_xml
        environment = jinja_env or jinja2.Environment()  # noqa: S701  # docxtpl's own default, which is tested here
        key = (src_xml, id(jinja_env) if jinja_env else 0, bool(environment.autoescape))
        if key not in self._compiled:
            self._compiled[key] = environment.from_string(src_xml)
        xml = self._compiled[key].render(context)
        for told, meant in (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}")):
            xml = xml.replace(told, meant)
        return engine.break_lines(xml.encode()).decode()

    def fix_tables(self, xml: str) -> Any:
        """Finish as text where that is enough, and hold the text against the tree."""
        if not self._escapes or engine.needs_tree(self.get_xml()):
            TOLD["as_tree"] += 1
            return super().fix_tables(xml)
        TOLD["as_text"] += 1
        # quotation marks: our own values leave them as they are; Jinja's escaping and docxtpl's rich text do not
        plain = xml
        for escaped, mark in (("&#34;", '"'), ("&quot;", '"'), ("&#39;", "'"), ("&#x27;", "'")):
            plain = plain.replace(escaped, mark)
        text = engine.number_drawings(engine.finish_text(plain.encode()))
        tree = etree.fromstring(xml)
        wanted = etree.fromstring(xml)
        self.docx_ids_index, kept = 1000, self.docx_ids_index
        self.fix_docpr_ids(wanted)
        self.docx_ids_index = kept
        assert text.decode() == etree.tostring(wanted, encoding="unicode"), "text and tree differ"
        return tree


def main(scripts: Path, result: Path, who: str, how: str) -> None:
    """Run every script."""
    template = Ours if who == "ours" else DocxTemplate
    if how == "escaped":
        _always_escape(template)
    docxtpl.DocxTemplate = docxtpl.template.DocxTemplate = template
    os.chdir(scripts)
    Path("output").mkdir(exist_ok=True)
    for script in sorted(scripts.glob("[A-Za-z]*.py")):
        if script.name == "runtests.py":
            continue
        sys.argv = [script.name]
        try:
            with redirect_stdout(io.StringIO()):
                runpy.run_path(str(script), run_name="__main__")
            TOLD["ran"].append(script.name)
        except (Exception, SystemExit) as fault:  # noqa: BLE001  # a script may end as it likes; both sides are compared
            TOLD["failed"][script.name] = f"{type(fault).__name__}: {str(fault)[:200]}"
    result.write_text(json.dumps(TOLD), encoding="utf-8")


def _always_escape(template: Any) -> None:
    plain = template.render

    def render(self: Any, context: Any, jinja_env: Any = None, autoescape: bool = True) -> None:  # noqa: ARG001
        plain(self, context, jinja_env, True)

    template.render = render


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4])
