"""Judges the signatures of one PDF and prints them as JSON; started by `signatures.py`, under limits.

Nothing is fetched from the net: a timestamp is held against the certificates that are trusted here, and whether a
certificate was revoked is read from what the file itself carries (its DSS, or Adobe's attribute in the signature).
"""

from __future__ import annotations

import json
import logging
import resource
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import find_cms_attribute_iter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from service.seal.seal import holder


@dataclass(frozen=True)
class Evidence:
    """What a file brings with it to judge its certificates by."""

    certificates: list[Any]
    crls: list[Any]
    ocsps: list[Any]


def main(pdf: str, trusted: str, megabytes: str) -> None:
    """Print a list, empty when there is no signature."""
    limit = int(megabytes) << 20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    logging.disable()
    certificates = [str(path) for path in sorted(Path(trusted).glob("*.pem"))] if trusted else []
    roots = list(load_certs_from_pemder(certificates))  # type: ignore[no-untyped-call]  # pyHanko types it in part
    with Path(pdf).open("rb") as file:
        reader = PdfFileReader(file, strict=False)
        told = [_judge(one, roots, _evidence(reader, one)) for one in reader.embedded_regular_signatures]
    json.dump(told, sys.stdout)


def _judge(one: Any, roots: list[Any], evidence: Evidence) -> dict[str, object]:
    """When a timestamp that is trusted tells the time, the certificate is judged as of then; else by the signer's."""
    said = one.self_reported_timestamp
    stamped, stamp = _timestamp(one, roots, said)
    status = _status(one, roots, evidence, stamped or said, "soft-fail")
    return {
        "who": holder(one.signer_cert),
        "at": said.isoformat() if said else "",
        "intact": bool(status.intact and status.valid),
        "whole": status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        "trusted": bool(status.trusted),
        "stamped": stamped.isoformat() if stamped else "",
        "stamp": stamp,
        "revocation": _revocation(one, roots, evidence, stamped or said, status),
    }


def _timestamp(one: Any, roots: list[Any], said: datetime | None) -> tuple[datetime | None, str]:
    """The moment that a trusted timestamp names, and what became of the timestamp."""
    token = next(extract_tst_data_iter(one.signer_info, signed=False), None)
    if token is None:
        return None, ""
    at = token["encap_content_info"]["content"].parsed["gen_time"].native
    context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=at, best_signature_time=at)
    signer = ValidationContext(trust_roots=roots, allow_fetching=False, moment=said or at)
    found = validate_pdf_signature(
        one, signer_validation_context=signer, ts_validation_context=context
    ).timestamp_validity
    if found is None or not (found.intact and found.valid):
        return None, "ogiltig"
    return (found.timestamp, "giltig") if found.trusted else (None, "ej_betrodd")


def _revocation(one: Any, roots: list[Any], evidence: Evidence, at: datetime | None, status: Any) -> str:
    """Checked only when the file's own lists and answers cover the whole way to the root."""
    if status.revoked:
        return "sparrad"
    if not status.trusted or not (evidence.crls or evidence.ocsps):
        return "ej_provad"
    strict = _status(one, roots, evidence, at, "require")
    if strict.revoked:
        return "sparrad"
    return "ej_sparrad" if strict.trusted else "ej_provad"


def _status(one: Any, roots: list[Any], evidence: Evidence, at: datetime | None, mode: str) -> Any:
    context = ValidationContext(
        trust_roots=roots,
        other_certs=evidence.certificates,
        crls=evidence.crls,
        ocsps=evidence.ocsps,
        allow_fetching=False,
        moment=at,
        best_signature_time=at,
        revocation_mode=mode,
        # What was fetched when it was signed is a little older or younger than the signature.
        retroactive_revinfo=True,
    )
    return validate_pdf_signature(one, signer_validation_context=context)


def _evidence(reader: Any, one: Any) -> Evidence:
    found = Evidence([], [], [])
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        pass
    else:
        context = store.as_validation_context({"trust_roots": [], "allow_fetching": False})
        found.certificates.extend(store.load_certs())
        found.crls.extend(context.crls)
        found.ocsps.extend(context.ocsps)
    for value in find_cms_attribute_iter(one.signer_info["signed_attrs"], "adobe_revocation_info_archival"):
        found.crls.extend(value["crl"])
        found.ocsps.extend(value["ocsp"])
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
