"""The timeline's sentences, where what happened has no person behind it."""

from hark.store.models import Event
from hark.web.cases.happenings import sentence


def test_what_a_team_rule_moved_is_told_without_a_gap() -> None:
    event = Event(kind="case_transferred", data={"team": 1, "why": "by the team's rule"})
    assert sentence(event) == "A team rule gave the case to its team"
