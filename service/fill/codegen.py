"""The code that a template becomes: Jinja's own, except that it prints bytes.

A template's own text is then encoded once, when it is compiled, and the whole of a filled part never has to be. Every
value passes through the environment's `finalize`, as in Jinja's own code, and every dot through its `getattr`.
"""

from __future__ import annotations

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame


class ByteGenerator(CodeGenerator):
    """Writes what differs; the language of the templates (`environment.py`) needs no more."""

    def write_commons(self) -> None:
        """Write what stands first in the function: short names, which cost less to find than attributes."""
        super().write_commons()
        self.writeline("finalize, field = environment.finalize, environment.getattr")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802  # Jinja finds it by this name
        """Write a text of the template as bytes, and anything else as what `finalize` makes of it."""
        for child in node.nodes:
            self.writeline("yield ", child)
            if isinstance(child, nodes.TemplateData):
                self.write(repr(child.data.encode()))
            else:
                self.write("finalize(")
                self.visit(child, frame)
                self.write(")")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802  # Jinja finds it by this name
        """Write a dot: what the environment says of it, told at once where that is plain to see."""
        key = repr(node.attr)
        self.write("(")
        if isinstance(node.node, nodes.Name):
            owner = frame.symbols.ref(node.node.name)
            self.write(f"{owner}[{key}] if type({owner}) is dict and {key} in {owner} else ")
        self.write("field(")
        self.visit(node.node, frame)
        self.write(f", {key}))")
