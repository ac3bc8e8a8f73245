from dataclasses import replace
from datetime import UTC, datetime

from api.jobs.release import follow_ups
from graph.geography import load_municipalities
from graph.model.case import Case, CaseStatus

OPENED = datetime(2024, 12, 31, 23, 30, tzinfo=UTC)
CASE = Case("c", "assess_finding", "GM0599", CaseStatus.ACTIVE, ("f",), (), "anna", OPENED)


def test_cases_count_in_the_region_of_their_owner_and_the_local_year_they_were_opened_in() -> None:
    cases = [
        CASE,
        replace(CASE, status=CaseStatus.FOLLOW_UP, unit="VR17"),
        replace(CASE, status=CaseStatus.CLOSED, purpose="arrange_care"),
        replace(CASE, status=CaseStatus.CLOSED_REFERRED, opened_at=OPENED.replace(month=7)),
        replace(CASE, unit="Rotterdam"),
        replace(CASE, unit="NL"),
        replace(CASE, purpose="answer_data_subject"),
        replace(CASE, purpose="review_links"),
    ]
    assert follow_ups(cases, load_municipalities()) == {("VR17", 2025): (2, 1), ("VR17", 2024): (0, 1)}
