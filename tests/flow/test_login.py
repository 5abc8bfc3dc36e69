"""Logging in: limits, lock-out, sessions that end, tokens that can do less, accounts that are closed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.errors import InvalidInput
from service.flow import login
from service.flow.account_access import end_login, give_password, list_logins, shut_out, unlock
from service.flow.accounts import change_account, change_password, create_account, first_account, get_account
from service.flow.login import (
    create_token,
    find_bearer,
    find_session,
    list_tokens,
    log_in,
    log_out,
    withdraw_token,
)
from service.flow.refusals import NotAllowed, NotKnown, NotLoggedIn, OldVersion, TooMany, WrongState
from service.model.people import Held, Role
from service.records.database import Conflict
from service.records.tables import Anvandare, Nyckel
from tests.service import PASSWORD, Town, open_town


@pytest.fixture(name="town")
def _town(tmp_path: Path) -> Iterator[Town]:
    with open_town(tmp_path, inloggningsforsok="3") as town:
        yield town


def _log_in(town: Town, username: str = "kansli", password: str = PASSWORD) -> str:
    return log_in(town.service, username, password, "192.0.2.1").secret


def test_a_session_is_found_by_its_cookie(town: Town) -> None:
    """The name may be written in any case; the session knows who it is."""
    found = find_session(town.service, _log_in(town, " KANSLI "))
    assert found.person == town["kansli"]
    assert found.may_write
    assert found.csrf


@pytest.mark.parametrize(
    ("username", "password"), [("kansli", "fel ord helt och hållet"), ("ingen", PASSWORD), ("", "")]
)
def test_a_wrong_login_says_not_what_was_wrong(town: Town, username: str, password: str) -> None:
    """Wrong name and wrong password sound the same."""
    with pytest.raises(NotLoggedIn) as refused:
        _log_in(town, username, password)
    assert refused.value.problems[0].code == "wrong_login"


def test_an_account_is_locked_for_a_while(town: Town) -> None:
    """After too many failures the right password does not help either, until the time is over."""
    for _ in range(3):
        with pytest.raises(NotLoggedIn):
            _log_in(town, "kansli", "fel")
    with pytest.raises(TooMany):
        _log_in(town)
    town.clock.forward(minutes=16)
    assert _log_in(town)


def test_an_address_is_slowed_down(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who tries many names from one place has to wait; another place does not."""
    monkeypatch.setattr(login, "ATTEMPTS_PER_ADDRESS", 4)
    for number in range(4):
        with pytest.raises(NotLoggedIn):
            _log_in(town, f"namn{number}", "fel")
    with pytest.raises(TooMany):
        _log_in(town)
    assert log_in(town.service, "kansli", PASSWORD, "192.0.2.2").secret


def test_a_session_ends(town: Town) -> None:
    """By its time, and by logging out."""
    secret = _log_in(town)
    other = _log_in(town)
    log_out(town.service, other)
    with pytest.raises(NotLoggedIn):
        find_session(town.service, other)
    find_session(town.service, secret)
    town.clock.forward(minutes=481)
    with pytest.raises(NotLoggedIn):
        find_session(town.service, secret)


def test_secrets_are_not_kept(town: Town) -> None:
    """The database holds hashes: Argon2id for the password, sha256 for the token."""
    _, secret = create_token(town.service, town["kansli"], "Diariet", "lasa", 30)
    with town.service.records.look() as db:
        kept = db.query(Anvandare).filter_by(anvandarnamn="kansli").one().losenord
        assert kept.startswith("$argon2id$")
        assert secret not in [row.hemlighet for row in db.query(Nyckel)]


def test_a_token_is_its_owner_with_less(town: Town) -> None:
    """It reads or writes as it was made, until it runs out or is withdrawn."""
    token, secret = create_token(town.service, town["kansli"], "Diariet", "lasa", 30)
    assert not find_bearer(town.service, secret).may_write
    _, writing = create_token(town.service, town["kansli"], "Diariet", "skriva", 30)
    assert find_bearer(town.service, writing).may_write
    withdraw_token(town.service, town["kansli"], token.id)
    with pytest.raises(NotLoggedIn):
        find_bearer(town.service, secret)
    town.clock.forward(days=31)
    with pytest.raises(NotLoggedIn):
        find_bearer(town.service, writing)
    assert len(list_tokens(town.service, town["kansli"])) == 2


def test_a_token_is_withdrawn_by_its_owner_only(town: Town) -> None:
    """Others do not even learn that it exists; one that lasts for ever is not made."""
    token, _ = create_token(town.service, town["kansli"], "Diariet", "lasa", 30)
    with pytest.raises(NotKnown):
        withdraw_token(town.service, town["admin"], token.id)
    with pytest.raises(InvalidInput):
        create_token(town.service, town["kansli"], "Alltid", "lasa", 10_000)


def test_a_closed_account_is_out_at_once(town: Town) -> None:
    """Sessions and tokens end with it."""
    secret = _log_in(town)
    _, token = create_token(town.service, town["kansli"], "Diariet", "lasa", 30)
    account = get_account(town.service, town["admin"], town["kansli"].id)
    change_account(
        town.service,
        town["admin"],
        account.person.id,
        [Held(Role.KANSLI)],
        active=False,
        version=account.version,
    )
    for find, what in ((find_session, secret), (find_bearer, token)):
        with pytest.raises(NotLoggedIn):
            find(town.service, what)
    with pytest.raises(NotLoggedIn):
        _log_in(town)


def test_roles_change_at_once(town: Town) -> None:
    """A session does not remember the roles of yesterday; two administrators do not overwrite each other."""
    secret = _log_in(town)
    account = get_account(town.service, town["admin"], town["kansli"].id)
    held = [Held(Role.HANDLAGGARE, "VN"), Held(Role.LASARE)]
    changed = change_account(
        town.service, town["admin"], account.person.id, held, active=True, version=account.version
    )
    assert changed.version > account.version
    assert find_session(town.service, secret).person.roles == {Role.HANDLAGGARE, Role.LASARE}
    with pytest.raises(OldVersion):
        change_account(
            town.service, town["admin"], account.person.id, [], active=True, version=account.version
        )


def test_a_new_password_ends_every_session(town: Town) -> None:
    """Who has stolen a cookie is out."""
    secret = _log_in(town)
    with pytest.raises(NotLoggedIn):
        change_password(town.service, town["kansli"], "fel", "en helt ny lång fras")
    change_password(town.service, town["kansli"], PASSWORD, "en helt ny lång fras")
    with pytest.raises(NotLoggedIn):
        find_session(town.service, secret)
    assert _log_in(town, "kansli", "en helt ny lång fras")


def test_ones_own_logins(town: Town) -> None:
    """Listed with the one that asks; each is ended by its owner alone."""
    first = _log_in(town)
    town.clock.forward(minutes=1)
    second = _log_in(town)
    listed = list_logins(town.service, town["kansli"], second)
    assert [one.this for one in listed] == [True, False]
    with pytest.raises(NotKnown):
        end_login(town.service, town["admin"], listed[1].id)
    end_login(town.service, town["kansli"], listed[1].id)
    with pytest.raises(NotLoggedIn):
        find_session(town.service, first)
    assert find_session(town.service, second).person == town["kansli"]


def test_the_administrator_unlocks(town: Town) -> None:
    """Nobody has to wait who has the administrator at hand; the account shows until when it is locked."""
    for _ in range(3):
        with pytest.raises(NotLoggedIn):
            _log_in(town, "kansli", "fel")
    ident = town["kansli"].id
    assert get_account(town.service, town["admin"], ident).locked_until is not None
    with pytest.raises(NotAllowed):
        unlock(town.service, town["granskare"], ident)
    assert unlock(town.service, town["admin"], ident).locked_until is None
    assert _log_in(town)


def test_the_administrator_gives_a_password(town: Town) -> None:
    """The old one is worth nothing, and neither are the logins that were opened with it."""
    secret = _log_in(town)
    ident = town["kansli"].id
    with pytest.raises(InvalidInput):
        give_password(town.service, town["admin"], ident, "kort")
    give_password(town.service, town["admin"], ident, "en annan lång fras")
    with pytest.raises(NotLoggedIn):
        find_session(town.service, secret)
    with pytest.raises(NotLoggedIn):
        _log_in(town)
    assert _log_in(town, "kansli", "en annan lång fras")


def test_somebody_is_shut_out(town: Town) -> None:
    """Every login and every token; the account itself stays open."""
    secret = _log_in(town)
    _, token = create_token(town.service, town["kansli"], "Diariet", "lasa", 30)
    shut_out(town.service, town["admin"], town["kansli"].id)
    for find, what in ((find_session, secret), (find_bearer, token)):
        with pytest.raises(NotLoggedIn):
            find(town.service, what)
    assert _log_in(town)


@pytest.mark.parametrize(
    ("held", "active"), [([Held(Role.KANSLI)], True), ([Held(Role.ADMINISTRATOR)], False)]
)
def test_an_administrator_is_left(town: Town, held: list[Held], *, active: bool) -> None:
    """The last one keeps role and account; with another there it may go."""
    ident = town["admin"].id
    account = get_account(town.service, town["admin"], ident)
    with pytest.raises(WrongState):
        change_account(town.service, town["admin"], ident, held, active=active, version=account.version)
    create_account(town.service, town["admin"], "till", "En till", PASSWORD, [Held(Role.ADMINISTRATOR)])
    change_account(town.service, town["admin"], ident, held, active=active, version=account.version)


@pytest.mark.parametrize(
    ("username", "password", "held", "code"),
    [
        ("ny", "kort", [], "weak_password"),
        ("a b", PASSWORD, [], "invalid_username"),
        ("ny", PASSWORD, [Held(Role.HANDLAGGARE)], "missing_value"),
        ("ny", PASSWORD, [Held(Role.KANSLI, "VN")], "not_used_here"),
        ("ny", PASSWORD, [Held(Role.HANDLAGGARE, "XX")], "unknown_organ"),
        ("ny", PASSWORD, [Held(Role.LASARE, "XX")], "unknown_organ"),
    ],
)
def test_an_account_that_cannot_be(
    town: Town, username: str, password: str, held: list[Held], code: str
) -> None:
    """Each fault has its code."""
    with pytest.raises(InvalidInput) as refused:
        create_account(town.service, town["admin"], username, "Ny", password, held)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_only_the_administrator_makes_accounts(town: Town) -> None:
    """And the first one is made once."""
    with pytest.raises(NotAllowed):
        create_account(town.service, town["kansli"], "ny", "Ny", PASSWORD, [])
    with pytest.raises(Conflict):
        first_account(town.service, "ny", "Ny", PASSWORD)
    with pytest.raises(Conflict):
        create_account(town.service, town["admin"], "KANSLI", "Ny", PASSWORD, [])
