"""Who delivers what to whom: the agreement, from the settings."""

from __future__ import annotations

from importlib.metadata import version

from service.archive.names import SYSTEM
from service.errors import ConfigError, Problem
from service.model.leverans import Aktor, Overenskommelse
from service.settings import Settings

_NEEDED = {
    "arkivbildare_kod": "arkivbildarens kod",
    "arkivkontakt": "vem som svarar på frågor om leveransen",
    "arkivkontakt_epost": "kontaktens e-postadress",
    "leveransoverenskommelse": "leveransöverenskommelsens beteckning",
}
"""What no package can be without, in either profile."""


def agreement(settings: Settings, myndighet: str) -> Overenskommelse:
    """The agreement as the settings have it; the archive's creator is the myndighet where they name none.

    Raises:
        ConfigError: with everything that is missing.
    """
    missing = [name for name in _NEEDED if not getattr(settings, name)]
    if missing:
        raise ConfigError(
            *(
                Problem(
                    "agreement_incomplete",
                    f"Inställningen SAMLAD_{name.upper()} saknas: {_NEEDED[name]}.",
                    f"SAMLAD_{name.upper()}",
                    "Ange den; uppgiften står i leveransöverenskommelsen med e-arkivet.",
                )
                for name in missing
            )
        )
    creator = Aktor(settings.arkivbildare or myndighet, settings.arkivbildare_kod)
    return Overenskommelse(
        creator,
        Aktor(
            settings.arkivleverantor or creator.namn,
            settings.arkivleverantor_kod or settings.arkivbildare_kod,
        ),
        Aktor(settings.arkivmottagare, settings.arkivmottagare_kod),
        Aktor(settings.arkivkontakt, "", settings.arkivkontakt_epost, settings.arkivkontakt_telefon),
        settings.leveransoverenskommelse,
        settings.arkivreferenskod,
        settings.tidigare_overenskommelse,
        settings.tidigare_referenskod,
        settings.arkivnamn,
        settings.klassificeringsstruktur,
    )


def program() -> Aktor:
    """This program, with its version."""
    return Aktor(SYSTEM, version("samlad"))
