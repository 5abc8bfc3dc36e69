"""The options for annexes that several commands share."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from service.settings import Settings


def add_passwords(command: argparse.ArgumentParser) -> None:
    """Add the option for locked files."""
    command.add_argument(
        "--losenord-fil",
        type=Path,
        metavar="FIL",
        help='JSON-fil med lösenord till låsta bilagor: { "karta.pdf": "…" }',
    )


def add_ocr(command: argparse.ArgumentParser) -> None:
    """Add the option for scanned pages."""
    command.add_argument(
        "--ocr", action="store_true", help="läs in text på inskannade sidor med OCRmyPDF (inställningen ocr)"
    )


def with_ocr(settings: Settings, arguments: argparse.Namespace) -> Settings:
    """The settings as the option wants them."""
    return replace(settings, ocr="ja") if arguments.ocr else settings
