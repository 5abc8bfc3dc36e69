"""Fields for figures and for points in time."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar

from service.schema.fields import Described, JsonType

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}([ \u00a0\u202f]\d{3})+([.,]\d+)?")
LARGEST = Decimal(10) ** 15
"""Beyond this a figure is a slip of the keyboard, not money or a count."""


class DecimalField(Described):
    """A figure: a JSON number, or a text such as `80,5` or `1 234`."""

    JSON: ClassVar[JsonType] = {
        "anyOf": [
            {"type": "number"},
            {"type": "string", "pattern": r"^[+\-−]?\d{1,3}(([ \u00a0\u202f]?\d{3})*)([.,]\d+)?$"},
        ]
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # noqa: ARG002 - marshmallow's signature
        number = read_number(value)
        if number is None:
            raise self.refuse(
                "not_a_number", "ett tal", value, "Skriv talet med siffror, till exempel 80 eller 80,5."
            )
        if abs(number) >= LARGEST:
            raise self.refuse(
                "out_of_range",
                "mindre än en biljard",
                value,
                "Kontrollera att talet inte har fått för många siffror.",
            )
        return number


def read_number(value: object) -> Decimal | None:
    """The figure, or None when it is not one. Blanks part groups of three, a comma or a point the decimals."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float | Decimal):
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
        return number if number.is_finite() else None
    if not isinstance(value, str):
        return None
    text = value.strip().replace("\u2212", "-")
    if _GROUPED.fullmatch(text):
        text = re.sub(r"[ \u00a0\u202f]", "", text)
    text = text.replace(",", ".")
    return Decimal(text) if _NUMBER.fullmatch(text) else None


class IntegerField(Described):
    """A whole number within bounds."""

    def __init__(
        self,
        label: str,
        meaning: str = "",
        source: str = "",
        *,
        required: bool = False,
        lowest: int = 0,
        highest: int = 999_999,
    ) -> None:
        super().__init__(label, meaning, source, required=required)
        self.lowest, self.highest = lowest, highest

    def json_type(self) -> JsonType:
        """The bounds."""
        return {"type": "integer", "minimum": self.lowest, "maximum": self.highest}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # noqa: ARG002 - marshmallow's signature
        number = read_number(value)
        if number is None or number != number.to_integral_value():
            raise self.refuse(
                "not_an_integer", "ett heltal", value, f"Skriv ett heltal, till exempel {self._example()}."
            )
        if not self.lowest <= number <= self.highest:
            raise self.refuse(
                "out_of_range",
                f"från {self.lowest} till {self.highest}",
                value,
                f"Skriv ett heltal från {self.lowest} till {self.highest}.",
            )
        return int(number)

    def _example(self) -> int:
        return 2026 if self.lowest <= 2026 <= self.highest and self.lowest > 0 else self.lowest


class YearField(IntegerField):
    """A year."""

    def __init__(self, label: str, meaning: str = "", source: str = "", *, required: bool = False) -> None:
        super().__init__(label, meaning, source, required=required, lowest=1971, highest=2199)


class DateField(Described):
    """A day: `2026-12-14`."""

    JSON: ClassVar[JsonType] = {"type": "string", "format": "date"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # noqa: ARG002 - marshmallow's signature
        if isinstance(value, datetime):
            if value.time() == time():
                return value.date()  # a spreadsheet gives midnight for a day
        elif isinstance(value, date):
            return value
        elif isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
            try:
                return date.fromisoformat(value.strip())
            except ValueError:
                raise self.refuse(
                    "not_a_date", "ett datum som finns i kalendern", value, "Kontrollera månad och dag."
                ) from None
        raise self.refuse(
            "not_a_date", "ett datum i formen ÅÅÅÅ-MM-DD", value, "Skriv datumet som till exempel 2026-12-14."
        )


class TimeField(Described):
    """A time of day: `18:00`; `18.00` is understood too."""

    JSON: ClassVar[JsonType] = {"type": "string", "pattern": r"^([01]?\d|2[0-3])[:.][0-5]\d$"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # noqa: ARG002 - marshmallow's signature
        if isinstance(value, time):
            return value.replace(second=0, microsecond=0, tzinfo=None)
        if isinstance(value, str):
            match = re.fullmatch(r"([01]?\d|2[0-3])[:.]([0-5]\d)", value.strip())
            if match:
                return time(int(match[1]), int(match[2]))
        raise self.refuse(
            "not_a_time", "ett klockslag i formen TT:MM", value, "Skriv klockslaget som till exempel 18:00."
        )


class MomentField(Described):
    """A moment with its offset from UTC: `2026-12-03T09:00:00+01:00`."""

    JSON: ClassVar[JsonType] = {"type": "string", "format": "date-time"}
    REMEDY: ClassVar[str] = "Skriv datum, klockslag och tidszon, till exempel 2026-12-03T09:00:00+01:00."

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # noqa: ARG002 - marshmallow's signature
        moment = value if isinstance(value, datetime) else _read_moment(value)
        if moment is None:
            raise self.refuse("not_a_moment", "en tidpunkt", value, self.REMEDY)
        if moment.tzinfo is None:
            raise self.refuse("not_a_moment", "en tidpunkt med tidszon", value, self.REMEDY)
        return moment


def _read_moment(value: object) -> datetime | None:
    if not isinstance(value, str) or not re.match(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}", value.strip()):
        return None
    try:
        return datetime.fromisoformat(value.strip())
    except ValueError:
        return None
