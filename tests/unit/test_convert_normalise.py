"""A PDF as LibreOffice writes it, in small, made reproducible."""

from __future__ import annotations

import re
import zlib
from datetime import UTC, datetime, timedelta, timezone

import pytest

from service.convert.normalise import SRGB, normalise

pytestmark = pytest.mark.unit

CREATED = datetime(2026, 12, 14, 17, 5, 9, tzinfo=UTC)
TRAP = b"/CreationDate(D:19991231235959Z') <xmp:CreateDate>1999-12-31T23:59:59Z /ID [ <AA> <BB> ]"


def _profile(moment: bytes) -> bytes:
    return zlib.compress(
        bytes(16) + b"RGB " + bytes(4) + moment.ljust(12, b"x") + b"acsp" + bytes(range(200))
    )


def _pdf(
    pdf_date: bytes = b"20260102030405Z'",
    xmp_date: bytes = b"2026-01-02T03:04:05Z",
    identifier: bytes = b"0123456789ABCDEF0123456789ABCDEF",
    profile: bytes = b"abc",
) -> bytes:
    """Objects in LibreOffice's order: content, profile and its length, XMP, catalogue, information, trailer."""
    icc = _profile(profile)
    bodies = [
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(TRAP), TRAP),
        b"<</N 3/Length 3 0 R/Filter/FlateDecode>>\nstream\n%s\nendstream" % icc,
        b"%d" % len(icc),
        b"<</Type/OutputIntent/DestOutputProfile 2 0 R>>",
        b"<</Type/Metadata>>\nstream\n<xmp:CreateDate>%s</xmp:CreateDate>"
        b"<xmp:ModifyDate>%s</xmp:ModifyDate>\nendstream" % (xmp_date, xmp_date),
        b"<</Type/Catalog/OutputIntents[4 0 R]/Metadata 5 0 R>>",
        b"<</Producer(X)/CreationDate(D:%s)/ModDate(D:%s)>>" % (pdf_date, pdf_date),
    ]
    pdf = b"%PDF-1.6\n"
    offsets = []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        pdf
        + b"xref\n0 8\n%s" % table
        + b"trailer\n<</Size 8/Root 6 0 R\n/Info 7 0 R\n/ID [ <%s>\n<%s> ]\n/DocChecksum /%s\n>>\n"
        % (identifier, identifier, identifier[::-1])
        + b"startxref\n%d\n%%%%EOF\n" % len(pdf)
    )


def test_other_moment_same_bytes() -> None:
    """Two exports that differ in moment, identifier and profile date become equal."""
    other = _pdf(
        pdf_date=b"20310908070605Z'",
        xmp_date=b"2031-09-08T07:06:05Z",
        identifier=b"F" * 32,
        profile=b"another",
    )
    assert normalise(_pdf(), CREATED) == normalise(other, CREATED)


def test_dates_are_those_of_created() -> None:
    """All four dates say when the work was ordered, in UTC."""
    pdf = normalise(_pdf(), CREATED.astimezone(timezone(timedelta(hours=1))))
    assert pdf.count(b"(D:20261214170509Z')") == 2
    assert pdf.count(b">2026-12-14T17:05:09Z<") == 2


def test_offset_becomes_utc_of_the_same_length() -> None:
    """A date with an offset keeps its form."""
    pdf = normalise(_pdf(pdf_date=b"20260102030405-05'30'", xmp_date=b"2026-01-02T03:04:05-05:30"), CREATED)
    assert b"(D:20261214170509+00'00')" in pdf
    assert b">2026-12-14T17:05:09+00:00<" in pdf


def test_other_content_or_moment_has_another_identifier() -> None:
    """The identifier follows from content and moment."""

    def identifiers(pdf: bytes) -> tuple[bytes, ...]:
        match = re.search(rb"/ID \[ <(\w+)>\n<(\w+)> \]\n/DocChecksum /(\w+)", pdf)
        assert match is not None
        return match.groups()

    first = identifiers(normalise(_pdf(), CREATED))
    assert {len(identifier) for identifier in first} == {32}
    assert first != identifiers(normalise(_pdf(), CREATED + timedelta(seconds=1)))
    assert first != identifiers(normalise(_pdf().replace(b"Producer(X)", b"Producer(Y)"), CREATED))


def test_look_alikes_in_content_are_left() -> None:
    """What only looks like a date or identifier, in a picture's own metadata, stays."""
    assert TRAP in normalise(_pdf(), CREATED)


def test_offsets_are_right_after_the_profile_grew() -> None:
    """Every row of the cross-reference table points at its object, and startxref at the table."""
    before = _pdf()
    pdf = normalise(before, CREATED)
    assert len(pdf) != len(before)
    start = int(re.findall(rb"startxref\n(\d+)", pdf)[-1])
    rows = re.findall(rb"(\d{10}) 00000 n ", pdf[start:])
    assert pdf[start:].startswith(b"xref\n0 8\n")
    for number, offset in enumerate(rows, 1):
        assert pdf[int(offset) :].startswith(b"%d 0 obj\n" % number)


def test_profile_becomes_the_small_one() -> None:
    """The file's profile is sRGB with curves as formulas, without a moment, and its length is told rightly."""
    pdf = normalise(_pdf(profile=b"abc"), CREATED)
    match = re.search(rb"/FlateDecode>>\nstream\n(.*)\nendstream\nendobj\n3 0 obj\n(\d+)\n", pdf, re.DOTALL)
    assert match is not None
    assert len(match[1]) == int(match[2])
    assert zlib.decompress(match[1]) == SRGB.read_bytes()


def test_without_table_the_rest_is_still_dated() -> None:
    """A file with another kind of cross-reference keeps every offset, and gets its dates."""
    odd = _pdf().replace(b"xref\n0 8\n", b"XREF\n0 8\n")
    pdf = normalise(odd, CREATED)
    assert len(pdf) == len(odd)
    assert b"(D:20261214170509Z')" in pdf
