"""Counts round a measure: for whoever judges its finding, exact at home alone, and never without a line."""

import json

import pytest

from api.access.roles import Role
from graph.store.releases import read_releases
from tests.api.http.small_world import NATION, World

pytestmark = pytest.mark.embedded
AT = "/v1/findings/dis/surroundings"


def test_counts_are_exact_at_home_and_safe_elsewhere_and_leave_a_line(small: World) -> None:
    analyst = small.browser(Role.ANALYST)
    analyst.open_case("assess_finding", findingIds=["dis"])
    before = len(small.lines())
    said = analyst.get(AT).json()
    here, ring = (next(p for p in said["places"] if p["place"] == place) for place in ("here", "ring_1"))
    assert (here["municipalities"], here["isExact"]) == (["GM0599"], True)
    assert (ring["municipalities"], ring["isExact"]) == (["GM0502"], False)
    assert (here["eventsBefore"], ring["eventsAfter"]) == (0, None)
    assert json.loads(small.lines()[before])["action"] == "read_surroundings"
    assert any(r.question == "surroundings dis" for r in read_releases(small.service.db))
    assert analyst.get(AT).json() == said


def test_all_is_exact_for_who_stands_for_all_of_it(small: World) -> None:
    analyst = small.browser(Role.ANALYST, NATION)
    analyst.open_case("assess_finding", "NL", findingIds=["dis"])
    assert all(p["isExact"] for p in analyst.get(AT).json()["places"])


def test_what_is_no_measure_and_what_is_off_the_case_look_as_if_nothing_were_there(small: World) -> None:
    analyst = small.browser(Role.ANALYST)
    analyst.open_case("assess_finding", findingIds=["rot"])
    assert [analyst.get(a).status_code for a in (AT, "/v1/findings/rot/surroundings")] == [404, 404]
    police = small.browser(Role.POLICE_LIAISON)
    police.open_case("duty_desk", findingIds=["rea-1"])
    assert police.get(AT).status_code == 403
