"""What the service says while it runs: one JSON object a line, without names, addresses or content of people's."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any

_OURS = "uppgifter"


class JsonLines(logging.Formatter):
    """One line for each record; of an exception the kind and the place, never its text, which may quote a document."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        told: dict[str, Any] = {
            "tid": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "niva": record.levelname.lower(),
            "var": record.name,
            "text": record.getMessage(),
            **getattr(record, _OURS, {}),
        }
        if record.exc_info and record.exc_info[0] is not None:
            told["fel"] = record.exc_info[0].__name__
            trace = record.exc_info[2]
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            if trace is not None:
                told["plats"] = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}"
        return json.dumps(told, ensure_ascii=False)


def start_logging() -> None:
    """Send everything to stderr, as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for talkative in ("huey", "alembic"):
        logging.getLogger(talkative).setLevel(logging.WARNING)


def told(**facts: object) -> dict[str, object]:
    """Facts to put beside the text: `LOG.info("anrop", extra=told(status=200))`."""
    return {_OURS: facts}
