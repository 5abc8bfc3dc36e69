"""The fields of the schemas: each knows its Swedish label, its help, its source and its JSON type.

Messages quote what was found and say what was expected; that a value is missing altogether is said by the base.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, ClassVar

from marshmallow import ValidationError, fields

from service.model.choices import Choice
from service.model.wording import nearest, quoted
from service.schema.faults import Fault, refusal
from service.schema.richtext import find_faults

JsonType = Mapping[str, Any]


class Described(fields.Field[Any]):
    """The base of all our fields.

    Args:
        label: Swedish name as a form shows it.
        meaning: Swedish help, one sentence.
        source: where the demand comes from: `S:151` (governance model), `KL 5:15` (law), `H` (hypothesis).
        required: whether it must be given.
    """

    JSON: ClassVar[JsonType] = {}

    def __init__(self, label: str, meaning: str = "", source: str = "", *, required: bool = False) -> None:
        super().__init__(required=required, metadata={"label": label, "help": meaning, "source": source})

    @property
    def label(self) -> str:
        """The Swedish name."""
        return str(self.metadata["label"])

    def json_type(self) -> JsonType:
        """The field's part of the published JSON Schema."""
        return self.JSON

    def make_error(self, key: str, **kwargs: Any) -> ValidationError:
        """What marshmallow itself reports: that a required value is missing."""
        if key not in {"required", "null"}:
            return super().make_error(key, **kwargs)
        meaning = str(self.metadata["help"])
        remedy = f"Fyll i ”{self.name}”." + (f" {meaning}" if meaning else "")
        return refusal(Fault("missing_value", f"{self.label} saknas.", remedy))

    def refuse(self, code: str, expected: str, value: object, remedy: str) -> ValidationError:
        """The fault "<label> ska vara <expected>, men är <value>."."""
        return refusal(Fault(code, f"{self.label} ska vara {expected}, men är {quoted(value)}.", remedy))


class Text(Described):
    """One line of text; line breaks and runs of blanks become one blank."""

    JSON: ClassVar[JsonType] = {"type": "string", "minLength": 1}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # noqa: ARG002 - marshmallow's signature
        return self.read(re.sub(r"[ \t\n\r\f\v]+", " ", self._as_text(value)).strip())

    def _as_text(self, value: Any) -> str:
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)  # a spreadsheet gives 2026 for a period
        if not isinstance(value, str):
            raise self.refuse("not_text", "text", value, "Skriv värdet som text, inom citattecken.")
        return unicodedata.normalize("NFC", value)

    def read(self, text: str) -> Any:
        """The text as it goes into the model; subclasses check it here."""
        return text


class RichText(Text):
    """Running text in the small Markdown subset."""

    JSON: ClassVar[JsonType] = {"type": "string", "minLength": 1, "contentMediaType": "text/markdown"}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # noqa: ARG002 - marshmallow's signature
        text = self._as_text(value).strip("\n")
        faults = find_faults(text, self.label)
        if faults:
            raise refusal(*faults)
        return text


class Pattern(Text):
    """A text that must look a certain way."""

    PATTERN: ClassVar[str]
    CODE: ClassVar[str]
    EXPECTED: ClassVar[str]
    REMEDY: ClassVar[str]

    def json_type(self) -> JsonType:
        """The pattern, for other programs to check."""
        return {"type": "string", "pattern": self.PATTERN}

    def read(self, text: str) -> Any:
        """The text if it matches."""
        if re.fullmatch(self.PATTERN.strip("^$"), text) is None:
            raise self.refuse(self.CODE, self.EXPECTED, text, self.REMEDY)
        return text


class Identifier(Pattern):
    """An id: short, without blanks."""

    PATTERN = r"^[^\s]{1,80}$"
    CODE = "invalid_id"
    EXPECTED = "en beteckning utan mellanslag"
    REMEDY = "Skriv en kort beteckning, till exempel R1 eller UN-M1."


class Ref(Identifier):
    """The id of something in a list of the framework; whether it exists is asked by the rules."""

    def __init__(
        self,
        framework_list: str,
        label: str,
        meaning: str = "",
        source: str = "",
        *,
        required: bool = False,
    ) -> None:
        super().__init__(label, meaning, source, required=required)
        self.framework_list = framework_list

    def json_type(self) -> JsonType:
        """The pattern and, for people, which list the id stands in."""
        return {**super().json_type(), "$comment": f"id i ramverkets lista {self.framework_list}"}


class Diarienummer(Pattern):
    """A case number; the organ's own pattern is asked by the rules."""

    PATTERN = r"^(?=.*\d)[^\s]([^\s]| (?! )){0,58}[^\s]$"
    CODE = "invalid_diarienummer"
    EXPECTED = "ett diarienummer"
    REMEDY = "Skriv diarienumret så som det står i diariet, till exempel KS.2026.3."


class LawReference(Pattern):
    """A provision of the secrecy act."""

    PATTERN = r"^\d+ kap\. \d+( [a-z])? § OSL$"
    CODE = "invalid_law_reference"
    EXPECTED = "en sekretessbestämmelse i formen ”25 kap. 1 § OSL”"
    REMEDY = "Skriv kapitel, paragraf och OSL, till exempel 25 kap. 1 § OSL."


class Paragraf(Pattern):
    """A paragraph of minutes; the sign § is optional in the input and left out of the model."""

    PATTERN = r"^(§\s*)?(\d+( ?[a-z])?)$"
    CODE = "invalid_paragraph"
    EXPECTED = "en protokollsparagraf"
    REMEDY = "Skriv paragrafens nummer, till exempel 98."

    def read(self, text: str) -> Any:
        """The number alone."""
        return str(super().read(text)).removeprefix("§").strip()


class WebAddress(Pattern):
    """A web address."""

    PATTERN = r"^https?://[^\s/<>\"]+(/[^\s<>\"]*)?$"
    CODE = "invalid_web_address"
    EXPECTED = "en webbadress"
    REMEDY = "Skriv hela adressen, till exempel https://ale.se/motet."


class EmailAddress(Pattern):
    """An e-mail address."""

    PATTERN = r"^[^\s@<>]+@[^\s@<>]+\.[^\s@<>.]+$"
    CODE = "invalid_email"
    EXPECTED = "en e-postadress"
    REMEDY = "Skriv hela adressen, till exempel kommun@ale.se."


class FilePath(Pattern):
    """A path relative to the input file, with / between the folders."""

    PATTERN = r"^(?![/~])(?![A-Za-z]:)[^\\]+$"
    CODE = "invalid_file_path"
    EXPECTED = "en sökväg räknad från indatafilen"
    REMEDY = "Skriv sökvägen med snedstreck och utan rot, till exempel handlingar/yttrande.pdf."


class RegularExpression(Text):
    """A pattern for other texts; it must compile."""

    def read(self, text: str) -> Any:
        """The pattern if it is one."""
        try:
            re.compile(text)
        except re.error as error:
            raise self.refuse(
                "invalid_pattern",
                "ett reguljärt uttryck",
                text,
                f"Rätta uttrycket vid tecken {(error.pos or 0) + 1}, eller ta bort fältet; då gäller Ales form.",
            ) from error
        return text


class EnumField(Described):
    """One of a fixed set of codes; the Swedish label is understood too."""

    def __init__(
        self,
        choices: type[Choice],
        label: str,
        meaning: str = "",
        source: str = "",
        *,
        required: bool = False,
    ) -> None:
        super().__init__(label, meaning, source, required=required)
        self.choices = choices

    def json_type(self) -> JsonType:
        """The codes, and the labels as a comment."""
        labels = "; ".join(f"{choice.value} = {choice.label}" for choice in self.choices)
        return {"type": "string", "enum": [choice.value for choice in self.choices], "$comment": labels}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # noqa: ARG002 - marshmallow's signature
        if isinstance(value, str):
            for choice in self.choices:
                if value.strip().casefold() in {choice.value.casefold(), choice.label.casefold()}:
                    return choice
        allowed = ", ".join(choice.value for choice in self.choices)
        guess = nearest(value, [choice.value for choice in self.choices]) if isinstance(value, str) else ""
        hint = f"Menade du ”{guess}”? " if guess else ""
        raise self.refuse("unknown_choice", "ett av de fasta valen", value, f"{hint}Välj ett av: {allowed}.")


class Flag(Described):
    """Yes or no: `true`/`false`, or `ja`/`nej` from a form."""

    JSON: ClassVar[JsonType] = {"type": "boolean"}
    WORDS: ClassVar[Mapping[str, bool]] = {"ja": True, "nej": False, "true": True, "false": False}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # noqa: ARG002 - marshmallow's signature
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.strip().casefold() in self.WORDS:
            return self.WORDS[value.strip().casefold()]
        raise self.refuse("not_yes_or_no", "ja eller nej", value, "Skriv true för ja eller false för nej.")
