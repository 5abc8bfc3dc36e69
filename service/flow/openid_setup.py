"""The municipality's own provider of logins, as the settings say it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from service.errors import ConfigError, Problem
from service.identity.provider import Provider, Registration, is_safe_address
from service.identity.rolemap import Rule, read_role_map
from service.settings import Settings

ANSWER_PATH = "/api/v1/inloggning/openid/svar"


@dataclass(frozen=True, slots=True)
class OpenId:
    """The provider, and what its claims mean here."""

    provider: Provider
    rules: tuple[Rule, ...]
    mapped: bool
    """Whether the roles are the map's; else the administrator gives them."""
    name_claim: str


def open_openid(settings: Settings) -> OpenId | None:
    """What the settings say; None when there is no provider.

    Raises:
        ConfigError: with everything that is missing or wrong.
    """
    issuer = settings.openid_utfardare
    if not issuer:
        return None
    problems = [
        Problem(
            "invalid_setting",
            f"SAMLAD_{name.upper()} behövs när SAMLAD_OPENID_UTFARDARE är satt; adresser ska vara https.",
            f"SAMLAD_{name.upper()}",
            "Rätta värdet; hur inloggningen ställs in står i docs/drift.md.",
        )
        for name, sound in (
            ("openid_utfardare", is_safe_address(issuer)),
            ("openid_klient", bool(settings.openid_klient)),
            ("publik_adress", is_safe_address(settings.publik_adress)),
        )
        if not sound
    ]
    if problems:
        raise ConfigError(*problems)
    registration = Registration(
        issuer,
        settings.openid_klient,
        _secret(settings.openid_hemlighet),
        settings.publik_adress.rstrip("/") + ANSWER_PATH,
        settings.openid_omfattning,
        settings.openid_klocka_sekunder,
        settings.openid_sekunder,
    )
    rules = read_role_map(Path(settings.openid_roller)) if settings.openid_roller else ()
    return OpenId(Provider(registration), rules, bool(settings.openid_roller), settings.openid_namn)


def _secret(path: str) -> str:
    if not path:
        return ""
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as fault:
        raise ConfigError(
            Problem(
                "invalid_setting",
                f"Filen med klientens hemlighet går inte att läsa: {path}.",
                "SAMLAD_OPENID_HEMLIGHET",
                "Kontrollera sökvägen, och att tjänstens användare får läsa filen.",
            )
        ) from fault
