"""All pages: the one table of what there is and who may use it. A new area adds its `PAGES` here."""

from __future__ import annotations

from service.web import (
    account,
    administration,
    archive,
    diarium,
    frameworks,
    handlingar,
    law,
    meetings,
    packets,
    people,
    public,
    publication,
    register_rules,
    released,
    reports,
    search,
    settings,
    start,
    templates,
    versions,
    writing,
    year,
)
from service.web.page import Page

PAGES: tuple[Page, ...] = (
    *start.PAGES,
    *reports.PAGES,
    *writing.PAGES,
    *versions.PAGES,
    *archive.PAGES,
    *year.PAGES,
    *meetings.PAGES,
    *handlingar.PAGES,
    *packets.PAGES,
    *diarium.PAGES,
    *register_rules.PAGES,
    *account.PAGES,
    *law.PAGES,
    *templates.PAGES,
    *frameworks.PAGES,
    *administration.PAGES,
    *settings.PAGES,
    *people.PAGES,
    *publication.PAGES,
    *released.PAGES,
    *public.PAGES,
    *search.PAGES,
)
BY_NAME = {page.name: page for page in PAGES}
