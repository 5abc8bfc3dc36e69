"""All settings in one table: name, default, meaning. It feeds the program, the README and their agreement test.

A setting is read from the environment variable `SAMLAD_<NAME>` (upper case). Limits stand here so that an
operator finds them; what belongs to one meeting stands in the meeting file instead.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from service.errors import ConfigError, Problem
from service.settings.setting import Setting, read_value
from service.settings.table import SETTINGS

__all__ = ["SETTINGS", "Setting", "Settings", "read_settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force; one field per row of `SETTINGS`."""

    ramverk: str
    mallar: str
    cache: str
    cache_mb: int
    soffice: str
    soffice_python: str
    konverterare: int
    konvertering_sekunder: int
    konverteringar_per_process: int
    java: str
    verapdf_minne_mb: int
    validering_sekunder: int
    pdfa_bilagor: str
    ghostscript: str
    omgorning_sekunder: int
    ocr: str
    ocr_sprak: str
    ocr_sekunder: int
    ocrmypdf: str
    prova_bilagor: str
    publiceringsgranskning: str
    max_indata_mb: int
    max_bilaga_mb: int
    max_uppackad_mb: int
    max_sidor_bilaga: int
    max_sidor_paket: int
    max_bildpunkter: int
    triage_sekunder: int
    triage_mb: int
    clamd: str
    clamd_sekunder: int
    clamd_borta: str
    max_djup: int
    marginal_dagar: int
    kallelse_dagar: int
    namnd_dagar: int
    kallelse_kanaler: str
    smtp_server: str
    smtp_port: int
    smtp_tls: str
    smtp_fran: str
    smtp_anvandare: str
    smtp_losenord_fil: str
    smtp_sekunder: int
    utskick_innehall: str
    utskick_lank: str
    utskick_max_mb: int
    studs_max_mb: int
    utskick_vanta_sekunder: int
    data: str
    databas: str
    fillager: str
    ko: str
    adress: str
    port: int
    processer: int
    arbetare: int
    livstecken_sekunder: int
    jobbforsok: int
    session_minuter: int
    inloggningsforsok: int
    sparrtid_minuter: int
    publik_adress: str
    openid_utfardare: str
    openid_klient: str
    openid_hemlighet: str
    openid_omfattning: str
    openid_namn: str
    openid_roller: str
    openid_klocka_sekunder: int
    openid_sekunder: int
    proxyer: int
    offentligt: str
    offentligt_per_minut: int
    matning: str
    diarium: str
    diarium_adress: str
    diarium_nyckel: str
    diarium_mapp: str
    diarium_sekunder: int
    arkivbildare: str
    arkivbildare_kod: str
    arkivleverantor: str
    arkivleverantor_kod: str
    arkivmottagare: str
    arkivmottagare_kod: str
    arkivkontakt: str
    arkivkontakt_epost: str
    arkivkontakt_telefon: str
    leveransoverenskommelse: str
    tidigare_overenskommelse: str
    arkivreferenskod: str
    tidigare_referenskod: str
    arkivnamn: str
    klassificeringsstruktur: str
    eark_python: str
    sigill: str
    sigill_nyckel: str
    sigill_losenord_fil: str
    sigill_betrodda: str
    sakra_kakor: str
    kommun: str
    logotyp: str
    farg: str
    kontakt: str
    sidfot: str
    del_storlek_mb: int

    def cache_folder(self) -> Path:
        """The folder for finished conversions."""
        return Path(self.cache) if self.cache else Path.home() / ".cache" / "samlad"

    def data_folder(self) -> Path:
        """The service's own folder: database, queue and files."""
        return Path(self.data) if self.data else Path.home() / ".local" / "share" / "samlad"


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment.

    Raises:
        ConfigError: with every setting that cannot be used, and every unknown `SAMLAD_` variable.
    """
    environ = os.environ if environ is None else environ
    problems: list[Problem] = []
    values: dict[str, int | str] = {}
    for setting in SETTINGS:
        text = environ.get(setting.variable, "")
        values[setting.name] = read_value(setting, text, problems) if text else setting.default
    known = {setting.variable for setting in SETTINGS}
    problems += [
        Problem(
            "unknown_setting",
            f"Inställningen {variable} finns inte.",
            variable,
            "Ta bort den, eller se listan över inställningar i README.",
        )
        for variable in sorted(environ)
        if variable.startswith("SAMLAD_") and variable not in known
    ]
    if problems:
        raise ConfigError(*problems)
    return Settings(**values)  # type: ignore[arg-type]  # the table and the fields agree, a test holds it
