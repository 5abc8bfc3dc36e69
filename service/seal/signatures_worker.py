"""Judges the signatures of one PDF and prints them as JSON; started by `signatures.py`, under limits."""

from __future__ import annotations

import json
import logging
import resource
import sys
from pathlib import Path
from typing import Any

from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from service.seal.seal import holder


def main(pdf: str, trusted: str, megabytes: str) -> None:
    """Print a list, empty when there is no signature."""
    limit = int(megabytes) << 20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    logging.disable()
    certificates = [str(path) for path in sorted(Path(trusted).glob("*.pem"))] if trusted else []
    roots = list(load_certs_from_pemder(certificates))  # type: ignore[no-untyped-call]  # pyHanko types it in part
    with Path(pdf).open("rb") as file:
        reader = PdfFileReader(file, strict=False)
        told = [_judge(one, roots) for one in reader.embedded_regular_signatures]
    json.dump(told, sys.stdout)


def _judge(one: Any, roots: list[Any]) -> dict[str, object]:
    at = one.self_reported_timestamp
    context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=at, best_signature_time=at)
    status = validate_pdf_signature(one, signer_validation_context=context)
    return {
        "who": holder(one.signer_cert),
        "at": at.isoformat() if at else "",
        "intact": bool(status.intact and status.valid),
        "whole": status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        "trusted": bool(status.trusted),
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
