"""Turns by key: two threads that want the same result do not make it twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """One lock per key, kept for as long as somebody holds or awaits it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, tuple[threading.Lock, int]] = {}

    @contextmanager
    def take(self, key: str) -> Iterator[None]:
        """Hold the turn for `key`; another thread with the same key waits."""
        with self._lock:
            lock, count = self._waiting.get(key, (threading.Lock(), 0))
            self._waiting[key] = (lock, count + 1)
        try:
            with lock:
                yield
        finally:
            with self._lock:
                count = self._waiting[key][1] - 1
                if count:
                    self._waiting[key] = (lock, count)
                else:
                    del self._waiting[key]
