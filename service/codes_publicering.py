"""The codes of what is looked through before publication, and of masking. A part of `service/codes.py`."""

from __future__ import annotations

from collections.abc import Mapping

PUBLICERING: Mapping[str, str] = {
    "publication_undecided": "En handling har fynd som ingen har beslutat om.",
    "publication_unread": "En handling går inte att läsa en gång till för att granskas.",
    "publication_decision_stale": "Ett beslut gäller en annan fil än den som nu är här.",
    "publication_decider_missing": "Ett beslut säger inte vem som har beslutat.",
    "publication_not_reviewed": "Handlingarna har inte granskats inför publicering än.",
    "publication_changed": "Det har beslutats om publicering sedan paketet byggdes.",
    "publication_nothing_chosen": "Beslutet gäller inget av det som hittades.",
    "publication_no_such_page": "En egen mask pekar på en sida som inte finns.",
    "publication_not_maskable": "En uppgift går inte att maskera.",
    "masking_failed": "Det gick inte att visa att det maskerade är borta.",
    "masked_as_pictures": "Sidor i handlingen är maskerade som bilder av sig själva.",
}
