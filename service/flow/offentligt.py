"""What everybody may see without logging in: the public register, and what has been released.

It is off until somebody has decided otherwise: the register shall be open to everybody at the authority (OSL 5:2), but
no law says that it shall lie on the web. There the names of private persons are left out too.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from service.errors import Problem
from service.flow.refusals import TooMany, not_known
from service.flow.service import Service
from service.model.people import Held, Person, Role

PUBLIC = Person("", "", "", frozenset({Held(Role.LASARE)}))
"""Whoever it is: sees what readers see, and belongs to no body."""
KEPT_SECONDS = 60
"""So long an answer may be kept by browsers and proxies."""
_MINUTE = 60.0
_MOST_ADDRESSES = 10_000


class Gate:
    """Counts what each address asks for, minute by minute, in this process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start with nobody known."""
        self._clock, self._lock = clock, threading.Lock()
        self._minute, self._counts = 0, dict[str, int]()

    def lets_in(self, address: str, limit: int) -> bool:
        """Whether the address has asked for no more than its share in this minute."""
        with self._lock:
            minute = int(self._clock() // _MINUTE)
            if minute != self._minute or len(self._counts) >= _MOST_ADDRESSES:
                self._minute, self._counts = minute, {}
            self._counts[address] = count = self._counts.get(address, 0) + 1
            return count <= limit


_GATE = Gate()


def admit_public(service: Service, address: str, gate: Gate = _GATE) -> Person:
    """Let somebody in who is not logged in; who that is for the rest of the flow.

    Raises:
        NotKnown: nothing is open here.
        TooMany: the address asks too often.
    """
    if service.settings.offentligt != "ja":
        raise not_known("Sidan")
    if not gate.lets_in(address, service.settings.offentligt_per_minut):
        raise TooMany(
            Problem(
                "too_many_requests",
                "För många anrop härifrån den här minuten.",
                remedy="Vänta en minut och försök igen.",
            )
        )
    return PUBLIC
