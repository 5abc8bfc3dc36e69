"""The meeting for a calendar (iCalendar, RFC 5545); the home of `icalendar`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

ZONE = ZoneInfo("Europe/Stockholm")
USUAL = timedelta(hours=3)
"""So long a meeting is shown when its end is not known."""


def meeting_calendar(context: Mapping[str, Any], written: datetime) -> bytes:
    """One event, with the time zone that it is in; the same meeting keeps its UID when it changes.

    Args:
        context: the agenda, as the pages get it.
        written: when the agenda was settled; the clock has no part in it.
    """
    day = context["datum"]
    begins = datetime.combine(day, context["tid_start"], ZONE)
    ends = datetime.combine(day, context["tid_slut"], ZONE) if context["tid_slut"] else begins + USUAL
    event = Event()
    event.add("uid", f"{context['organ_id'].lower()}-{day.isoformat()}@{context['vard']}")
    event.add("sequence", context["version"] - 1)
    event.add("dtstamp", written)
    event.add("dtstart", begins)
    event.add("dtend", ends)
    event.add("summary", f"{context['organ']}, {context['kommun']}")
    event.add("location", context["plats"])
    event.add("status", "CANCELLED" if context["installt"] else "CONFIRMED")
    lines = [
        f"{one['ordning']}. {one['rubrik']}{' (utgår)' if one['utgar'] else ''}" for one in context["arenden"]
    ]
    event.add("description", "\n".join(["Föredragningslista", *lines]))
    if context["webb_tv_url"]:
        event.add("url", context["webb_tv_url"])
    calendar = Calendar()
    calendar.add("prodid", "-//Samlad//Sammantrade//SV")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones(date(day.year, 1, 1), date(day.year + 1, 1, 1))
    return bytes(calendar.to_ical())
