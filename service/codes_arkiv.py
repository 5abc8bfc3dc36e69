"""The codes of deliveries to the e-archive. A part of `service/codes.py`."""

from __future__ import annotations

from collections.abc import Mapping

ARKIV: Mapping[str, str] = {
    "disk_full": "På disken finns inte plats för paketet.",
    "package_exists": "Ett paket med det namnet finns redan.",
    "file_changed": "En fil i registret är inte längre den som registrerades.",
    "package_unreadable": "Paketet går inte att läsa som ZIP.",
    "package_structure": "Paketets mappar, namn eller hänvisningar följer inte standarden.",
    "package_without_mets": "Paketet har ingen METS-fil.",
    "package_xml_invalid": "En metadatafil i paketet följer inte sitt schema.",
    "package_file_missing": "En fil som metadata nämner finns inte i paketet.",
    "package_file_unknown": "En fil i paketet nämns inte i metadata.",
    "package_file_changed": "En fil i paketet är en annan än metadata säger.",
    "eark_rule_broken": "Den oberoende kontrollen eark-validator underkänner paketet.",
    "eark_missing": "eark-validator är inte installerad.",
    "agreement_incomplete": "Leveransöverenskommelsen är inte helt angiven i inställningarna.",
    "case_number_missing": "Ärendet har bara ett tillfälligt nummer.",
    "case_cancelled": "Ärendet är makulerat.",
    "case_open": "Ärendet är inte avslutat.",
    "document_not_registered": "En handling är på väg till diariet.",
    "several_creators": "Ärendena hör till olika myndigheter, alltså olika arkivbildare.",
    "document_without_file": "En handling har ingen fil.",
    "no_preservation_copy": "En handling har ingen fil i bevarandeformat.",
    "preservation_not_pdfa": "En bevarandefil är inte PDF/A.",
    "delivery_not_waiting": "Leveransen väntar inte på någon kvittens.",
    "receipt_of_another": "Kvittensen gäller ett annat paket.",
    "not_destructible": "Handlingen får inte gallras.",
    "delivery_without_files": "Inget ärende i leveransen har någon fil.",
    "signatures_not_judged": "Underskrifter i leveransen är inte prövade, för tillägget seal är inte installerat.",
    "seal_missing": "Stöd för elektroniska sigill är inte installerat.",
    "seal_key_unusable": "Nyckeln för sigill går inte att använda.",
    "packet_changed_after_build": "Något mer än ett sigill har lagts till efter paketet.",
    "seal_broken": "Sigillet håller inte.",
    "seal_not_trusted": "Sigillets certifikat är inte betrott här, eller är spärrat.",
    "seal_failed": "PDF-filen går inte att försegla.",
    "eark_not_asked": "Paketet är inte prövat av eark-validator, som inte är installerad.",
    "eark_failed": "eark-validator svarar inte.",
}
