"""Delivery status messages: read in the shapes of several servers, and never more than told when they are hostile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from service.errors import Problem
from service.post.bounce import MOST_RECEIVERS, READ, Action, Bounce, read_bounce
from service.post.reasons import UNKNOWN, reason_of
from tests.bounces import SHAPES, Told, exchange, gmail, postfix

TO = "mans@ale.example"
TOLD = Told(TO, "<u1.m1@ale.example>")


def read(folder: Path, data: bytes) -> Bounce | Problem:
    """As a file."""
    path = folder / "studs.eml"
    path.write_bytes(data)
    return read_bounce(path, "studs.eml")


def bounce(folder: Path, data: bytes) -> Bounce:
    """One that can be read."""
    found = read(folder, data)
    assert isinstance(found, Bounce)
    return found


def refused(folder: Path, data: bytes) -> None:
    """Told as no bounce, with its name and what to do."""
    found = read(folder, data)
    assert isinstance(found, Problem)
    assert (found.code, found.source) == ("not_a_bounce", "studs.eml")
    assert ".eml" in found.remedy


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_the_shapes_of_servers(tmp_path: Path, shape: Callable[[Told], bytes]) -> None:
    """Which letter, when, which address, what status and what the server said."""
    found = bounce(tmp_path, shape(TOLD))
    assert found.idents == (("u1", "m1"),)
    assert found.at == datetime(2026, 12, 3, 8, 5, tzinfo=UTC)
    (fate,) = found.fates
    assert (fate.action, fate.status, fate.reason) == (Action.FAILED, "5.1.1", "adressen finns inte")
    assert TO in fate.addresses
    assert fate.told.startswith("550 5.1.1 User unknown")


@pytest.mark.parametrize("action", list(Action))
def test_every_action(tmp_path: Path, action: Action) -> None:
    """The five of RFC 3464, in whatever letters."""
    (fate,) = bounce(tmp_path, postfix(Told(TO, TOLD.ident, action.value.title()))).fates
    assert fate.action is action


def test_a_vague_status_yields_to_the_words(tmp_path: Path) -> None:
    """5.0.0 says nothing; the answer of the other server does."""
    vague = Told(TO, TOLD.ident, status="5.0.0", words="552 5.2.2 Mailbox full")
    (fate,) = bounce(tmp_path, exchange(vague)).fates
    assert (fate.status, fate.reason) == ("5.2.2", "brevlådan är full")


def test_many_receivers_of_one_message(tmp_path: Path) -> None:
    """Each has a fate of its own; a list without end is cut."""
    group = "\n\nFinal-Recipient: rfc822; {}@ale.example\nAction: delayed\nStatus: 4.4.1\n"
    fates = bounce(tmp_path, gmail(Told(TO, TOLD.ident, more=group.format("ann")))).fates
    assert [one.action for one in fates] == [Action.FAILED, Action.DELAYED]
    endless = "".join(group.format(number) for number in range(MOST_RECEIVERS * 3))
    assert len(bounce(tmp_path, gmail(Told(TO, TOLD.ident, more=endless))).fates) == MOST_RECEIVERS


def test_a_flood_of_blank_lines(tmp_path: Path) -> None:
    """They open no groups, and what stands after them is found."""
    fates = bounce(
        tmp_path, postfix(TOLD).replace(b"X-Postfix-Queue", b"\n" * 400_000 + b"X-Postfix-Queue")
    ).fates
    assert [one.status for one in fates] == ["5.1.1"]


def test_an_escaped_address(tmp_path: Path) -> None:
    """The xtext of RFC 3461 is read as well as the plain one."""
    (fate,) = bounce(tmp_path, postfix(Told("mans+2Bkf@ale.example", TOLD.ident))).fates
    assert {"mans+kf@ale.example", "mans+2bkf@ale.example"} <= fate.addresses


def test_the_letter_is_known_by_the_answer_when_nothing_came_back(tmp_path: Path) -> None:
    """Some servers return no headers, and only name the letter that they answer."""
    bare = exchange(TOLD).split(b"Content-Type: message/rfc822")[0] + b"Content-Type: text/plain\r\n\r\nx\r\n"
    assert bounce(tmp_path, bare).idents == (("u1", "m1"),)


def test_what_came_back_in_base64(tmp_path: Path) -> None:
    """The headers of the letter may be encoded."""
    whole = postfix(TOLD).replace(
        b"text/rfc822-headers\r\n", b"text/rfc822-headers\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    )
    whole = whole.replace(b"<u1.m1@ale.example>", b"<u1.m1=40ale.example>")
    assert bounce(tmp_path, whole).idents == (("u1", "m1"),)


def test_what_is_no_bounce(tmp_path: Path) -> None:
    """A letter, a receipt of reading, a status without a receiver, a file of Outlook's own, nothing of an e-mail."""
    letter = EmailMessage()
    letter["Subject"] = "Frånvarande"
    letter.set_content("Jag är på semester.")
    refused(tmp_path, letter.as_bytes())
    refused(
        tmp_path,
        postfix(TOLD).replace(b"report-type=delivery-status", b"report-type=disposition-notification"),
    )
    refused(tmp_path, postfix(TOLD).replace(b"Action:", b"Reaction:"))
    refused(tmp_path, bytes.fromhex("d0cf11e0a1b11ae1") + bytes(5000))
    refused(tmp_path, bytes(range(256)) * 50)


def test_parts_within_parts(tmp_path: Path) -> None:
    """No depth is gone down into: more parts than a status message has are refused at once."""
    nested = b"Content-Type: message/rfc822\r\n\r\n" * 10_000
    refused(tmp_path, nested)
    refused(tmp_path, postfix(TOLD).replace(b"This is the mail system", nested))
    digests = b"".join(
        b"Content-Type: multipart/digest; boundary=b%d\r\n\r\n--b%d\r\n\r\n" % (at, at) for at in range(49)
    )
    refused(tmp_path, digests)


def test_only_the_beginning_is_read(tmp_path: Path) -> None:
    """A letter that came back with all of its enclosures costs no more, and a status far down is not found."""
    enclosed = exchange(TOLD).replace(b"Till dig", b"JVBERi0x" * 10 * 100_000)
    assert bounce(tmp_path, enclosed).idents == (("u1", "m1"),)
    refused(tmp_path, postfix(TOLD).replace(b"This is the mail system", b"x\r\n" * READ))


@pytest.mark.parametrize(
    "line",
    [
        b"Content-Type: multipart/report; report-type*0*=utf-8''delivery; report-type*99999999999=\"x\"; boundary=b",
        b"Content-Type: multipart/report; report-type*=no-such-charset''delivery-status; boundary=b",
        b"Content-Type: multipart/report; boundary=" + b"b" * 10_000,
        b"Content-Type: multipart/report; report-type*%s*=x; boundary=b" % (b"9" * 5000),
        b"Content-Type: \xff\xfe\xfd; boundary=\xff",
    ],
    ids=["continued", "charset", "boundary", "number", "bytes"],
)
def test_hostile_headers(tmp_path: Path, line: bytes) -> None:
    """Whatever the library makes of them, nothing is raised."""
    refused(tmp_path, line + b"\r\n\r\n--b\r\n\r\n--b--\r\n")


@pytest.mark.parametrize(
    "date",
    ["", "igår", "Thu, 03 Dec 99999 09:05:00 +0100", "Thu, 03 Dec 0001 00:00:00 +9999", "1 2 3 4 5 6 7"],
)
def test_dates_that_are_none(tmp_path: Path, date: str) -> None:
    """The bounce is read, without a moment."""
    assert bounce(tmp_path, postfix(Told(TO, TOLD.ident, date=date))).at is None


def test_control_characters_are_left_out(tmp_path: Path) -> None:
    """What a server says becomes one printable line of bounded length."""
    (fate,) = bounce(tmp_path, postfix(Told(TO, TOLD.ident, words="550 \x1b[31m\x00röd " + "x" * 900))).fates
    assert fate.told.isprintable()
    assert len(fate.told) <= 160


@settings(max_examples=150, deadline=None, database=None)
@given(data=some.data())
def test_damaged_bounces(tmp_path_factory: pytest.TempPathFactory, data: some.DataObject) -> None:
    """Cut, doubled or overwritten anywhere, a bounce is read or refused, and nothing is raised."""
    whole = data.draw(some.sampled_from([shape(TOLD) for shape in SHAPES.values()]))
    start = data.draw(some.integers(0, len(whole)))
    end = data.draw(some.integers(start, len(whole)))
    put = data.draw(some.one_of(some.binary(max_size=40), some.just(whole[start:end] * 2)))
    found = read(tmp_path_factory.getbasetemp(), whole[:start] + put + whole[end:])
    assert isinstance(found, Bounce | Problem)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("5.1.1", "adressen finns inte"),
        ("4.4.7", "servern gav upp: brevet kunde inte lämnas i tid"),
        ("5.7.509", "mottagarens server nekar brevet av säkerhetsskäl"),
        ("5.9.9", UNKNOWN),
        ("5.0.0", UNKNOWN),
        ("", UNKNOWN),
    ],
)
def test_reasons(status: str, reason: str) -> None:
    """The exact code, else its kind, else that nothing is said."""
    assert reason_of(status) == reason
