"""The pages of what is looked through before publication, one at a time: so that one can read, and mask what one finds.

They are drawn when somebody looks, of the very file that was looked through.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.assemble.mask_geometry import Shown
from service.errors import InvalidInput, Problem
from service.flow.drawing import nearest_width, picture_of_page, shown_of_page
from service.flow.jobs import OutputFile, job_file
from service.flow.publicering_tjanst import get_review, pdf_name
from service.flow.refusals import NotKnown, not_known
from service.flow.service import Service
from service.model.people import Person

WIDTHS = (800, 1400)
"""How wide a page's picture may be, in pixels."""


@dataclass(frozen=True, slots=True)
class ReviewedPage:
    """A page of a handling that the public edition would show."""

    handling: Mapping[str, Any]
    """With its findings and masks, those of other pages too."""
    number: int
    shown: Shown


def reviewed_page(service: Service, person: Person, meeting: str, handling: str, number: int) -> ReviewedPage:
    """A page and how its places come to stand in its picture; the first or last one beyond its ends.

    Raises:
        NotKnown: the person may not see it, or there is no such handling.
        InvalidInput: the latest look kept no file of it.
    """
    review = get_review(service, person, meeting)
    found = next((one for one in review["handlingar"] if one["handling"] == handling), None)
    if found is None:
        raise not_known("Handlingen")
    at = min(max(number, 1), found["sidor"])
    try:
        file = _file(service, person, review["jobb"], handling)
    except NotKnown as fault:
        raise InvalidInput(
            Problem(
                "publication_not_reviewed",
                "Handlingarna granskades innan deras sidor kunde visas.",
                remedy="Granska handlingarna på nytt.",
            )
        ) from fault
    return ReviewedPage(found, at, shown_of_page(service, file.sha256, at))


def reviewed_picture(
    service: Service, person: Person, meeting: str, handling: str, number: int, width: int
) -> tuple[bytes, str]:
    """The same page as PNG, with nothing drawn on it, and a name for just that picture. Raises NotKnown."""
    job = get_review(service, person, meeting)["jobb"]
    if job is None:
        raise not_known("Sidan")
    file = _file(service, person, job, handling)
    wide = nearest_width(WIDTHS, width)
    return picture_of_page(service, file.sha256, number, wide), f"{file.sha256}-{number}-{wide}"


def _file(service: Service, person: Person, job: str, handling: str) -> OutputFile:
    return job_file(service, person, job, pdf_name(handling))
