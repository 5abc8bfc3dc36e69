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
    "eark_failed": "eark-validator svarar inte.",
}
