"""All routes of `/api/v1`: the one table of what there is and who may use it."""

from __future__ import annotations

from service.api import (
    archive,
    diarium,
    dispatches,
    frameworks,
    jobs,
    meetings,
    openid,
    people,
    public,
    publication,
    reports,
    search,
    settings,
    templates,
)
from service.api.route import Route

BASE = "/api/v1"
ROUTES: tuple[Route, ...] = (
    *people.ROUTES,
    *openid.ROUTES,
    *frameworks.ROUTES,
    *reports.ROUTES,
    *search.ROUTES,
    *settings.ROUTES,
    *meetings.ROUTES,
    *dispatches.ROUTES,
    *publication.ROUTES,
    *templates.ROUTES,
    *diarium.ROUTES,
    *archive.ROUTES,
    *public.ROUTES,
    *jobs.ROUTES,
)
