"""The XMP metadata: well-formed whatever the title holds, and it claims what it is told to claim."""

from __future__ import annotations

from datetime import datetime
from itertools import product

import pytest
from lxml import etree

from service.assemble.xmp import PDF_A, PDF_UA, Facts, pdf_moment, read_claims, write_xmp
from service.clock import STOCKHOLM

NOON = datetime(2026, 12, 14, 12, tzinfo=STOCKHOLM)
DC = "{http://purl.org/dc/elements/1.1/}"
XMP = "{http://ns.adobe.com/xap/1.0/}"


def _facts(title: str = "Budget", *claims: str) -> Facts:
    return Facts(
        title, "Ale kommun", "", ("kf", "2026"), "sv-SE", "Writer", "Samlad", NOON, frozenset(claims)
    )


def test_facts_survive_as_xml() -> None:
    """Markup in a title is text, what XML forbids is gone, and empty facts leave no empty properties."""
    root = etree.fromstring(write_xmp(_facts("Avgift & <taxa>\x0b å")))
    assert ["".join(one.itertext()) for one in root.iter(f"{DC}title")] == ["Avgift & <taxa> å"]
    assert ["".join(one.itertext()) for one in root.iter(f"{DC}language")] == ["sv-SE"]
    assert [one.text for one in root.iter(f"{XMP}CreateDate")] == ["2026-12-14T12:00:00+01:00"]
    assert not list(root.iter(f"{DC}description"))


@pytest.mark.parametrize("chosen", list(product((True, False), repeat=2)))
def test_claims_are_read_back(chosen: tuple[bool, bool]) -> None:
    """Each identifier is there exactly when it was asked for; that of PDF/UA brings its description."""
    claims = frozenset(claim for claim, wanted in zip((PDF_A, PDF_UA), chosen, strict=True) if wanted)
    written = write_xmp(_facts("Budget", *claims))
    assert read_claims(written) == claims
    assert (b"pdfaExtension:schemas" in written) == (PDF_UA in claims)


@pytest.mark.parametrize(
    ("xmp", "claims"),
    [
        (b'<x pdfaid:part="2" pdfaid:conformance="U" pdfuaid:part = "1"/>', {PDF_A, PDF_UA}),
        (b"<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>", set()),
        (b"<pdfaid:part>2</pdfaid:part>", set()),
        (b"<pdfuaid:part>2</pdfuaid:part>", set()),
        (b"pdfaid pdfuaid 2 B 1", set()),
    ],
)
def test_foreign_ways_of_writing_are_understood(xmp: bytes, claims: set[str]) -> None:
    """Attributes or elements; another part of the standard is another claim."""
    assert read_claims(xmp) == claims


def test_moment_in_the_information_dictionary() -> None:
    """The same moment as in the XMP, with its offset."""
    assert pdf_moment(NOON) == "D:20261214120000+01'00'"
