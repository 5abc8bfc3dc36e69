"""Logging in at the municipality's own provider: there and back.

Between there and back a row is kept, under the state that the provider sends back and a cookie of the browser: an
answer counts once, and only in the browser that asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from service.errors import Problem
from service.flow.credentials import hash_secret, new_secret
from service.flow.login import Opened
from service.flow.openid_account import log_in_as
from service.flow.openid_setup import OpenId
from service.flow.refusals import NotLoggedIn, TooMany, not_known
from service.flow.service import Service
from service.identity.provider import ProviderRefused
from service.records.identity import PaborjadInloggning, forget_begun, take_begun

PATIENCE = timedelta(minutes=10)
"""A login that has not come back by then has to begin anew."""
MOST_BEGUN = 10_000
_OWN_PATH = re.compile(r"/(?![/\\])[A-Za-z0-9/_.~%?=&,-]{0,250}")


@dataclass(frozen=True, slots=True)
class Started:
    """A login that goes to the provider."""

    address: str
    secret: str
    """For a cookie: the answer must come back in the same browser."""


def begin_login(service: Service, back: str) -> Started:
    """Send somebody to the provider.

    Args:
        service: the service.
        back: where on our own site to go afterwards.

    Raises:
        NotKnown: no provider is set.
        ProviderUnavailable: it does not answer.
        TooMany: far too many logins have begun and not come back.
    """
    openid, at = _openid(service), service.now()
    journey = openid.provider.begin(at)
    secret = new_secret()
    with service.records.change() as db:
        if forget_begun(db, at) >= MOST_BEGUN:
            raise TooMany(
                Problem(
                    "too_many_logins", "För många inloggningar pågår just nu.", remedy="Försök om en stund."
                )
            )
        db.add(
            PaborjadInloggning(
                nyckel=hash_secret(journey.state),
                kaka=hash_secret(secret),
                nonce=journey.nonce,
                verifierare=journey.verifier,
                vart=back if _OWN_PATH.fullmatch(back) else "/",
                giltig_till=at + PATIENCE,
            )
        )
    return Started(journey.address, secret)


def finish_login(service: Service, secret: str, said: Mapping[str, str]) -> tuple[Opened, str]:
    """Somebody comes back from the provider: their login here, and where they go.

    Args:
        service: the service.
        secret: what the browser's cookie holds.
        said: `state`, `code`, `error` and `iss`, as they came.

    Raises:
        NotKnown: no provider is set.
        NotLoggedIn: nobody has begun that login in this browser, or it has come back already.
        ProviderRefused: the provider, or its token, says no; or the person has no role here.
        ProviderUnavailable: it does not answer.
    """
    openid, at = _openid(service), service.now()
    with service.records.change() as db:
        begun = take_begun(db, hash_secret(said.get("state", "")), at)
    if begun is None or begun.kaka != hash_secret(secret):
        raise NotLoggedIn(_begin_anew())
    openid.provider.check_issuer(said.get("iss", ""))
    if said.get("error") or not said.get("code"):
        raise ProviderRefused(_denied())
    claims = openid.provider.finish(at, said["code"], begun.nonce, begun.verifierare)
    return log_in_as(service, openid, claims, at), begun.vart


def logout_address(service: Service) -> str:
    """Where a browser logs out at the provider too. Raises NotKnown, ProviderUnavailable."""
    back = service.settings.publik_adress.rstrip("/") + "/"
    return _openid(service).provider.logout_address(service.now(), back) or back


def _openid(service: Service) -> OpenId:
    if service.openid is None:
        raise not_known("Inloggning genom kommunens inloggningstjänst")
    return service.openid


def _begin_anew() -> Problem:
    return Problem(
        "openid_begin_anew",
        "Inloggningen har redan använts, är för gammal, eller började i en annan webbläsare.",
        remedy="Börja om inloggningen.",
    )


def _denied() -> Problem:
    return Problem(
        "openid_denied",
        "Kommunens inloggningstjänst släppte inte igenom inloggningen.",
        remedy="Börja om; händer det igen, fråga den som sköter kommunens konton.",
    )
