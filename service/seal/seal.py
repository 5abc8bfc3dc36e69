"""A PAdES seal on a PDF: nothing that is seen changes, and PDF/A and the tags stay as they were.

The seal is added after the file's end, so every byte that was there before is still there. Its field lies outside of
the page: a reader shows the seal in its own list of signatures, and no page is stamped.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.errors import ConfigError, Problem, ToolError, ToolMissing

FIELD = "Sigill"
INSTALL = 'pip install "samlad[seal]"'


@dataclass(frozen=True, slots=True)
class SealKey:
    """The municipality's key, ready for use."""

    signer: Any
    who: str
    """As the certificate names its holder."""


def require_seal() -> None:
    """Raises ToolMissing: the extra is not installed."""
    if importlib.util.find_spec("pyhanko") is None:
        raise ToolMissing(
            Problem(
                "seal_missing",
                "Stöd för elektroniska sigill är inte installerat.",
                remedy=f"Installera det: {INSTALL}",
            )
        )


def load_key(key: str, password_file: str) -> SealKey:
    """The key from its PKCS#12 file.

    Raises:
        ToolMissing: the extra is not installed.
        ConfigError: the file is not there, the password is wrong, or there is no key in it.
    """
    require_seal()
    from pyhanko.sign.signers import SimpleSigner

    try:
        password = Path(password_file).read_bytes().strip() if password_file else None
        content = Path(key).read_bytes()
    except OSError as fault:
        raise _unusable(f"{fault.filename} går inte att läsa: {fault.strerror}") from fault
    try:
        signer = SimpleSigner.load_pkcs12_data(content, other_certs=[], passphrase=password)
    except (ValueError, TypeError) as fault:
        raise _unusable("lösenordet är fel, eller så är filen inte PKCS#12") from fault
    certificate = signer.signing_cert if signer is not None else None
    if certificate is None:
        raise _unusable("lösenordet är fel, eller så har filen inget certifikat")
    return SealKey(signer, holder(certificate))


def seal_pdf(source: Path, target: Path, key: SealKey, reason: str) -> None:
    """Write a sealed copy; the moment that it names is this machine's clock, no trusted one's.

    Args:
        source: the finished PDF.
        target: where the copy goes.
        key: the municipality's key.
        reason: why it is sealed, in the words that a reader shows.

    Raises:
        ToolError: the PDF cannot be sealed.
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign import signers
    from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter

    outside = InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)
    try:
        with source.open("rb") as file, target.open("w+b") as sealed:
            writer = IncrementalPdfFileWriter(file)
            name = _free_name(writer)
            _order_tabs(writer)
            meta = signers.PdfSignatureMetadata(
                field_name=name,
                md_algorithm="sha256",
                subfilter=SigSeedSubFilter.PADES,
                reason=reason,
            )
            maker = signers.PdfSigner(
                meta, signer=key.signer, new_field_spec=SigFieldSpec(name, invis_sig_settings=outside)
            )
            maker.sign_pdf(writer, output=sealed)
    except (PdfError, ValueError, OSError) as fault:
        target.unlink(missing_ok=True)
        raise ToolError(
            Problem(
                "seal_failed",
                f"{source.name} går inte att försegla: {fault}",
                remedy="Kontrollera att filen är en hel PDF utan lösenord.",
                source=source.name,
            )
        ) from fault


def holder(certificate: Any) -> str:
    """Whom a certificate is made out to: name, and organisation where there is one."""
    told = certificate.subject.native
    names = [told.get("common_name"), told.get("organization_name")]
    return ", ".join(dict.fromkeys(str(one) for one in names if one)) or certificate.subject.human_friendly


def _order_tabs(writer: Any) -> None:
    """A page with a field must say that one tabs through it in the order of the tags (PDF/UA-1, 7.18.3)."""
    from pyhanko.pdf_utils.generic import NameObject

    reference, _ = writer.find_page_for_modification(0)
    page = reference.get_object()
    if "/Tabs" not in page:
        page["/Tabs"] = NameObject("/S")
        writer.mark_update(reference)


def _free_name(writer: Any) -> str:
    """The field's name; a file that is sealed once more gets another field."""
    from pyhanko.sign.fields import enumerate_sig_fields

    taken = {name for name, _, _ in enumerate_sig_fields(writer)}
    if FIELD not in taken:
        return FIELD
    return next(f"{FIELD}{nr}" for nr in range(2, len(taken) + 3) if f"{FIELD}{nr}" not in taken)


def _unusable(why: str) -> ConfigError:
    return ConfigError(
        Problem(
            "seal_key_unusable",
            f"Nyckeln för sigill går inte att använda: {why}.",
            "SAMLAD_SIGILL_NYCKEL",
            "Ange en PKCS#12-fil (.p12) och filen med dess lösenord (SAMLAD_SIGILL_LOSENORD_FIL).",
        )
    )
