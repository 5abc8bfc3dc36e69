"""`samlad demo --till-tjansten`: the sample year in an empty service, with somebody of every role to log in as."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.flow.demo_service import PLAN, fill_service
from service.flow.login import log_in
from service.flow.orders import check_meeting
from service.flow.preparation import page_meetings
from service.flow.register import page_reports
from service.flow.service import open_service
from service.flow.wiring import Workshop
from service.model.lists import Span, Wanted
from service.model.people import Role
from service.records.database import Conflict
from service.settings import read_settings


def test_the_sample_year_fills_an_empty_service(workshop: Workshop, tmp_path: Path) -> None:
    """One account per role, reports in many states, the whole meeting without a fault; never into a service in use."""
    settings = read_settings({"SAMLAD_DATA": str(tmp_path / "data")})
    with open_service(settings) as service:
        filled = fill_service(service, workshop)
        people = {one.role: log_in(service, one.username, one.password, "").person for one in filled.logins}
        assert set(people) == {role.label for role in Role}
        officer = people[Role.HANDLAGGARE.label]
        found = page_reports(service, officer, Wanted(), Span()).rows
        assert {(one.organ, one.ar, one.status) for one in found} >= {
            ("UN", 2026, "utkast"), ("VN", 2026, "aterlamnad"), ("UN", 2025, "behandlad_kf")
        }  # fmt: skip
        assert filled.reports == len(PLAN) + 2
        kansli = people[Role.KANSLI.label]
        meetings = page_meetings(service, kansli, "KF", Span()).rows
        assert len(meetings) == 1
        problems, _ = check_meeting(service, kansli, meetings[0]["id"])
        assert problems == ()
        with pytest.raises(Conflict):
            fill_service(service, workshop)
