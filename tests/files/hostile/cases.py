"""The whole set: importing it fills the list."""

from tests.files.hostile import active, pages, syntax, trees, weight
from tests.files.hostile.case import CASES, Case

__all__ = ["CASES", "Case", "active", "pages", "syntax", "trees", "weight"]
