"""Routes for the settings that may be changed while the service runs."""

from __future__ import annotations

from typing import Any

from service.api.route import Answer, Call, Route
from service.flow.accounts import ADMIN
from service.flow.chosen import change_settings, changeable, remove_logo, set_logo


def _shown(call: Call) -> Answer:
    chosen, rows = changeable(call.service, call.person)
    body = {
        "version": chosen.version,
        "andrad": chosen.at.isoformat() if chosen.at else None,
        "andrad_av": chosen.by,
        "logotyp": bool(chosen.logo),
        "poster": [
            {
                "namn": one.setting.name,
                "betyder": one.setting.help,
                "varde": one.value,
                "driftens": one.ground,
                "eget_val": one.chosen,
            }
            for one in rows
        ],
    }
    return Answer(body, chosen.version)


def _change(call: Call) -> Answer:
    wanted: dict[str, Any] = {call.at["installning"]: call.body.get("varde")}
    change_settings(call.service, call.person, wanted, call.version)
    return _shown(call)


def _reset(call: Call) -> Answer:
    change_settings(call.service, call.person, {call.at["installning"]: None}, call.version)
    return _shown(call)


def _set_logo(call: Call) -> Answer:
    set_logo(call.service, call.person, call.path, call.version)
    return _shown(call)


def _remove_logo(call: Call) -> Answer:
    remove_logo(call.service, call.person, call.version)
    return _shown(call)


_I = "/installningar"
ROUTES = (
    Route("GET", _I, "lista_installningar", "Det som kan ställas in medan tjänsten är igång", _shown, ADMIN,
          "Installningar"),
    Route("PUT", _I + "/logotyp", "byt_logotyp", "Byt kommunens logotyp: en PNG- eller JPEG-fil", _set_logo, ADMIN,
          "Installningar", upload=True, versioned=True),
    Route("DELETE", _I + "/logotyp", "ta_bort_logotyp", "Ta bort logotypen; då visas driftens, om det finns en",
          _remove_logo, ADMIN, "Installningar", versioned=True),
    Route("PUT", _I + "/{installning}", "andra_installning", "Ändra en inställning: {\"varde\": …}", _change, ADMIN,
          "Installningar", raw=True, versioned=True),
    Route("DELETE", _I + "/{installning}", "aterstall_installning", "Gå tillbaka till det som driften har ställt in",
          _reset, ADMIN, "Installningar", versioned=True),
)  # fmt: skip
