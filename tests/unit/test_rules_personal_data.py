"""What the finder of personal data takes for what, and what it must not take."""

from __future__ import annotations

from datetime import date

import pytest

from service.model.publicering import Fyndslag
from service.rules.personal_data import Known, find_personal_data
from service.rules.personnummer import find_personnummer, kind_of

ON = date(2026, 12, 14)
PN, SN = Fyndslag.PERSONNUMMER, Fyndslag.SAMORDNINGSNUMMER


def _found(text: str, known: Known | None = None) -> list[tuple[str, str]]:
    return [
        (one.slag.value, text[one.first : one.end]) for one in find_personal_data(text, known or Known(), ON)
    ]


NOTATIONS = [
    "850212-1232", "8502121232", "850212 1232", "850212 - 1232", "850212–1232", "19850212-1232", "198502121232",
    "19850212 1232", "1985-02-12-1232", "85 02 12 1232", "1985 02 12-1232", "850212-\r\n1232", "8502\r\n12-1232",
    "85021\n2-1232", "850212\u00a01232",
]  # fmt: skip


@pytest.mark.parametrize("written", NOTATIONS)
def test_a_personnummer_is_found_in_every_notation(written: str) -> None:
    """With ten or twelve digits, with and without a sign, spaces or a break of the line."""
    text = f"Sökanden {written} yttrar sig."
    assert list(find_personnummer(text, ON)) == [(9, 9 + len(written), PN)]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("850272-1239", SN),
        ("19850272-1239", SN),
        ("121212+1212", PN),
        ("20240229-1231", PN),  # a day that is only there in leap years; right digit below
    ],
)
def test_kinds_of_numbers(written: str, kind: Fyndslag) -> None:
    """A samordningsnummer has sixty added to its day; plus says that somebody is a hundred."""
    ten = "".join(one for one in written if one.isdigit())[-10:-1]
    right = next(digit for digit in "0123456789" if kind_of(f"{written[:-1]}{digit}", ON))
    assert kind_of(f"{written[:-1]}{right}", ON) is kind
    wrong = [digit for digit in "0123456789" if digit != right]
    assert not any(kind_of(f"{written[:-1]}{digit}", ON) for digit in wrong), ten


@pytest.mark.parametrize(
    "written",
    [
        "556036-0793",  # an organisationsnummer: its third digit is 2 or more
        "212000-1439",  # a municipality's
        "850212-1236",  # wrong last digit
        "850232-1234",  # no such day
        "851312-1230",  # no such month
        "KS.2026.123",
        "SFS 2017:725",
        "2018:1937",
        "1 234 567 890 kr",
        "0303-70 30 00",
        "5050-1055",  # a bankgiro
        "20990101-1234",  # not born yet
        "18500101-1236",  # nobody is that old
        "23850212-1232",
        "850212-12321",
        "1850212-1232",
        "850212-1232.5",
        "2026-12-14 1800",
    ],
)
def test_what_is_no_personnummer(written: str) -> None:
    """Other numbers of an office's papers."""
    assert list(find_personnummer(f"Nummer {written} i listan", ON)) == []


def test_leap_days() -> None:
    """The 29th of February counts in the years that have one."""
    leap = [f"960229-123{digit}" for digit in range(10)]
    plain = [f"970229-123{digit}" for digit in range(10)]
    assert sum(kind_of(one, ON) is PN for one in leap) == 1
    assert not any(kind_of(one, ON) for one in plain)


@pytest.mark.parametrize(
    "written",
    [
        "0303-12 34 56", "0303 - 12 34 56", "08-123 456 78", "031-12 34 56", "070-123 45 67", "0701-23 45 67",
        "+46 70 123 45 67", "+46701234567", "+46 (0)303-12 34 56", "0046 303 12 34 56", "073 123 45 67",
        "(0303) - 12 34 56",
    ],
)  # fmt: skip
def test_telephone_numbers(written: str) -> None:
    """As they are written in letters and on forms."""
    assert [kind for kind, _ in _found(f"Ring {written} efter lunch.")] == ["telefon"]


@pytest.mark.parametrize(
    "text",
    [
        "§ 0303",
        "2 345 678 kr",
        "2026–2030",
        "01-02-2026",
        "Nol 2:288",
        "5,07-12",
        "kl. 08.00-12.00",
        "ISBN 91-0-123",
    ],
)
def test_what_is_no_telephone_number(text: str) -> None:
    """Sums, years, dates and properties."""
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Mejla anna.lind@exempel.se.", "anna.lind@exempel.se"),
        ("(kalle (at) exempel.se)", "kalle (at) exempel.se"),
        ("bo@\r\nexempel.se", "bo@\r\nexempel.se"),
        ("Åsa_1+ks@post.exempel.se", "Åsa_1+ks@post.exempel.se"),
    ],
)
def test_e_mail_addresses(text: str, address: str) -> None:
    """Also where the sign is written out, and where the line breaks."""
    assert ("e_post", address) in _found(text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("bor på Göteborgsvägen 12 B, 449 31 Nödinge.", "Göteborgsvägen 12 B, 449 31 Nödinge"),
        ("Stora Nygatan 5", "Stora Nygatan 5"),
        ("Göran Perssons väg 3", "Göran Perssons väg 3"),
        ("Klöverstigen 3, lgh 1102", "Klöverstigen 3, lgh 1102"),
        ("Ale torg 10", "Ale torg 10"),
    ],
)
def test_street_addresses(text: str, address: str) -> None:
    """A street with a number, and what follows."""
    assert _found(text) == [("adress", address)]


@pytest.mark.parametrize(
    "text",
    ["VA-plan 2027–2038", "Nedgången 2026", "Göteborgsvägen", "längs Norra Kilandavägen 450 meter", "Väg 45"],
)
def test_what_is_no_address(text: str) -> None:
    """Plans and years, streets without a number, roads, lengths."""
    assert _found(text) == []


def test_names() -> None:
    """A known first name and what follows; elected members and officers are published anyway."""
    known = Known(frozenset({"Maria Lindqvist"}))
    text = "Klaganden Anna-Karin Svensson och Ahmed al Hassan. Maria Lindqvist föredrar. Olle Ek (V) och Eva Dahl\n(S)."
    assert _found(text, known) == [("namn", "Anna-Karin Svensson"), ("namn", "Ahmed al Hassan")]


@pytest.mark.parametrize(
    "text", ["Ale kommun", "Kommunstyrelsen Ale", "Norra Kilandavägen", "Maria gick hem", "anna svensson"]
)
def test_what_is_no_name_or_cannot_be_found(text: str) -> None:
    """Words of an office, a first name alone, and names without capitals."""
    assert _found(text) == []


def test_known_contacts_are_no_findings() -> None:
    """Where the municipality wants to be reached."""
    known = Known(contacts=frozenset({"0303-70 30 00", "kansli@ale.se"}))
    assert _found("Ring 0303-703000 eller skriv till Kansli@ale.se.", known) == []


def test_a_piece_of_text_is_found_once() -> None:
    """A number that could be two things is the more telling one."""
    assert _found("0701234569") == [("personnummer", "0701234569")]
