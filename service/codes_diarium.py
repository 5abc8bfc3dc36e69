"""The codes of the register: series, entries, corrections. A part of `service/codes.py`."""

from __future__ import annotations

from collections.abc import Mapping

DIARIUM: Mapping[str, str] = {
    "invalid_number_pattern": "Ett mönster för diarienummer skriver nummer som inte går att läsa tillbaka.",
    "series_in_use": "En diarieserie som har gett ut nummer kan inte ändras så.",
    "disposal_without_decision": "Något ska gallras utan frist eller beslut.",
    "number_taken": "Diarienumret är redan ett ärende.",
    "number_not_given_out": "Ett diarienummer angavs som serien själv ska ge ut.",
    "registered_already": "Det är redan registrerat.",
    "case_closed": "Ärendet tar inte emot fler handlingar.",
    "party_missing": "En inkommen handling saknar avsändare, eller en utgående mottagare.",
    "secrecy_without_provision": "En sekretessmarkering anger ingen bestämmelse.",
    "secrecy_incomplete": "En sekretessmarkering saknar dag eller myndighet.",
    "secrecy_to_be_reviewed": "En sekretessmarkering skulle ha prövats om.",
    "protected_wording_missing": "Ett sekretessmarkerat ärende har ingen skyddad ärendemening.",
    "public_title_missing": "En sekretessmarkerad handling har ingen offentlig titel.",
    "registered_late": "Handlingen registreras senare än så snart den kom in eller upprättades.",
    "dispatch_date_missing": "En utgående handling har inget expedieringsdatum.",
    "dates_differ": "Handlingens datum går inte ihop.",
    "directions_mixed": "En handling har både avsändare och mottagare.",
    "party_is_address": "En avsändare eller mottagare är en e-postadress.",
    "party_is_copy": "En mottagare är en kopia.",
    "party_is_person": "En avsändare eller mottagare är en enskild person vars namn visas.",
    "kind_not_in_plan": "Handlingstypen står inte i informationshanteringsplanen.",
    "kind_of_other_process": "Handlingstypen hör enligt planen till en annan process.",
    "files_missing": "En handling registreras utan fil.",
    "file_packed": "En fil är ett arkiv som ska packas upp.",
    "several_originals": "En handling har flera filer i produktionsformat.",
    "signed_missing": "Ett beslut har ingen signerad fil.",
    "title_unclear": "En titel är för kort för att säga vad det rör.",
    "title_abbreviated": "En titel har förkortningar.",
    "title_names_person": "En titel ser ut att nämna en person.",
    "nothing_changed": "Rättelsen ändrar inget.",
    "not_correctable": "Fältet kan inte rättas.",
    "case_has_documents": "Ett ärende med handlingar kan inte makuleras.",
    "title_not_swedish": "En titel är inte på svenska.",
}
