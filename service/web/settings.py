"""The settings: those that an administrator may change, and those that only the operator sets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from service.errors import InvalidInput, Problem
from service.flow.accounts import ADMIN
from service.flow.chosen import LOGO, RULES, change_settings, changeable, remove_logo, set_logo
from service.flow.shown_settings import shown_settings
from service.model.motesgang import Brevinnehall
from service.web.language import mark
from service.web.page import Go, Page, Reply, Show, Visit

ADDRESS = "/administration/installningar"
SUBJECTS = {
    "utseende": mark("Utseende och sidfot"),
    "lagen": mark("Lagens frister och sätt att kalla"),
    "utskick": mark("Utskick och paket"),
    "arkiv": mark("Leverans till e-arkivet"),
}
LABELS = {
    "kommun": mark("Kommunens namn"),
    "farg": mark("Kommunens färg"),
    "kontakt": mark("Kontakt"),
    "sidfot": mark("Text i sidfoten"),
    "marginal_dagar": mark("Marginal till lagens vecka, i dagar"),
    "kallelse_dagar": mark("Kallelse till fullmäktige, dagar före"),
    "namnd_dagar": mark("Kallelse till styrelse och nämnder, dagar före"),
    "kallelse_kanaler": mark("Sätt att kalla"),
    "smtp_fran": mark("Avsändare av e-post"),
    "utskick_innehall": mark("Kallelse med e-post bär"),
    "utskick_lank": mark("Adress till handlingarna"),
    "utskick_max_mb": mark("Största bilaga i ett brev, i MB"),
    "del_storlek_mb": mark("Största del av ett paket, i MB"),
    "arkivkontakt": mark("Kontaktperson"),
    "arkivkontakt_epost": mark("Kontaktens e-postadress"),
    "arkivkontakt_telefon": mark("Kontaktens telefon"),
}
CHANNELS = {
    "e_post": mark("E-post"),
    "brev": mark("Brev"),
    "system": mark("System för förtroendevalda"),
    "bud": mark("Bud"),
}
WIDE = frozenset({"kontakt", "sidfot", "utskick_lank"})


def _settings(visit: Visit) -> Reply:
    chosen, rows = changeable(visit.service, visit.person)
    others = [one for one in shown_settings(visit.service, visit.person) if one.name not in RULES]
    context = {
        "chosen": chosen,
        "rows": rows,
        "subjects": SUBJECTS,
        "labels": LABELS,
        "channels": [(name, _(text)) for name, text in CHANNELS.items()],
        "contents": [(one.value, _(one.label)) for one in Brevinnehall],
        "wide": WIDE,
        "operators": others,
        "logo_name": LOGO,
    }
    return Show("settings.html", context)


def _change(visit: Visit) -> Reply:
    change_settings(visit.service, visit.person, _typed(visit), visit.version)
    return Go(ADDRESS, _("Inställningarna är sparade och gäller nu."))


def _typed(visit: Visit) -> Mapping[str, Any]:
    """What the form holds; the ticks of the channels as one text."""
    fields = {name: visit.typed(name) for name in RULES if name in visit.form}
    if "kanaler_visade" in visit.form:
        fields["kallelse_kanaler"] = ",".join(visit.ticked("kallelse_kanaler"))
    return fields


def _reset(visit: Visit) -> Reply:
    name = visit.typed("installning")
    if name == LOGO:
        remove_logo(visit.service, visit.person, visit.version)
    else:
        change_settings(visit.service, visit.person, {name: None}, visit.version)
    return Go(ADDRESS, _("Inställningen är återställd."))


def _logo(visit: Visit) -> Reply:
    if not visit.files:
        raise InvalidInput(Problem("missing_value", _("Välj en fil."), LOGO, ""))
    set_logo(visit.service, visit.person, visit.files[0].path, visit.version)
    return Go(ADDRESS, _("Logotypen är bytt."))


PAGES = (
    Page("GET", ADDRESS, "installningar", _settings, ADMIN),
    Page("POST", ADDRESS, "andra_installningar", _change, ADMIN, again="installningar"),
    Page("POST", ADDRESS + "/aterstall", "aterstall_installning_sida", _reset, ADMIN, again="installningar"),
    Page("POST", ADDRESS + "/logotyp", "byt_logotyp_sida", _logo, ADMIN, again="installningar", upload=True),
)
