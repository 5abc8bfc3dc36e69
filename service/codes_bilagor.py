"""The codes of what hinders a screen reader in annexes. A part of `service/codes.py`."""

from __future__ import annotations

from collections.abc import Mapping

TILLGANGLIGHET: Mapping[str, str] = {
    "textless": "Sidor är bild utan text.",
    "untagged": "Taggar saknas.",
    "suspect": "Filen säger själv att taggarna är gissade.",
    "no_language": "Språket är inte angivet.",
    "no_title": "Titeln saknas i filens egenskaper.",
    "no_headings": "Inga rubriker är taggade.",
    "heading_gaps": "Rubriknivåer hoppas över.",
    "tables_without_headers": "Tabeller saknar rubrikceller.",
    "figures_without_text": "Bilder saknar alternativtext.",
    "links_without_text": "Länkar saknar text att läsa upp.",
    "links_untagged": "Länkar står utanför taggarna.",
    "fields_without_name": "Formulärfält saknar namn för skärmläsare.",
    "order_unsaid": "Tabbtangenten följer inte taggarnas ordning.",
}
