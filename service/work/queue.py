"""The queue: Huey on SQLite by default, on Redis by setting.

The queue only rings the bell. What is to be done, by whom and how far it is stands in the database: a message that is
lost with a worker or with the whole queue is rung again by the sweep, and a message too many finds nothing to do.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer
from redis import ConnectionPool

from service.settings import Settings

ANSWER_SECONDS = 3
"""A Redis that has not answered by then is away; nobody waits for it while a request is open."""


class _Plain(Serializer):  # type: ignore[misc]  # Huey ships no types
    """Messages as JSON instead of pickle: whoever can write to the queue can name a job, and run nothing."""

    def _serialize(self, data: Any) -> bytes:
        told = data._asdict()
        told["eta"] = told["eta"].isoformat() if told["eta"] else None
        return json.dumps(told).encode()

    def _deserialize(self, data: bytes) -> Any:
        told = json.loads(bytes(data))
        told["eta"] = datetime.fromisoformat(told["eta"]) if told["eta"] else None
        told["args"] = tuple(told["args"])
        return Message(**told)


def open_queue(settings: Settings) -> Huey:
    """The queue that the settings name."""
    options: dict[str, Any] = {"results": False, "serializer": _Plain()}
    if settings.ko:
        pool = ConnectionPool.from_url(
            settings.ko, socket_connect_timeout=ANSWER_SECONDS, socket_timeout=ANSWER_SECONDS
        )
        return RedisHuey("samlad", connection_pool=pool, **options)
    folder = settings.data_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return SqliteHuey("samlad", filename=str(folder / "ko.db"), timeout=10, **options)
