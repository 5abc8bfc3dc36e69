"""Templates with the faults that a kansli makes, and right ones that look odd; written without sight of the lint.

`faults_*` make one fault each in a shipped template, as Word or LibreOffice would have it in the file, and say what
kind of fault it is and where. `rights` change a template in ways that harm nothing. `sparade/` holds those that
LibreOffice has saved; the live tier makes them anew.
"""

from tests.files.fill.kansli import (
    faults_again,
    faults_blocks,
    faults_delar,
    faults_fields,
    faults_form,
    faults_saved,
    faults_tags,
    rights,
)
from tests.files.fill.kansli.case import FAULTS, RIGHTS

HARVESTS = (
    faults_fields,
    faults_blocks,
    faults_tags,
    faults_form,
    faults_saved,
    faults_again,
    faults_delar,
    rights,
)
"""The modules that fill the two lists when they are read."""

__all__ = ["FAULTS", "HARVESTS", "RIGHTS"]
