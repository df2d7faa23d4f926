from datetime import UTC, datetime, timedelta

import pytest

from hark.domain.calendar import BusinessCalendar
from hark.domain.case import CaseState, CaseTimes
from hark.domain.clock import ClockKind, ClockState, deadline, status
from hark.domain.post import Lane
from hark.domain.sla import SlaFacts, SlaPolicy, StateChange, case_clocks, choose_policy, start_clock

HOUR = timedelta(hours=1)
TARGETS = {ClockKind.FIRST_REPLY: HOUR, ClockKind.NEXT_REPLY: 2 * HOUR, ClockKind.RESOLUTION: 8 * HOUR}
ALWAYS = BusinessCalendar.always()
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def policy(name: str, **conditions: object) -> SlaPolicy:
    return SlaPolicy(name, TARGETS, **conditions)  # type: ignore[arg-type]


POLICIES = (
    policy("anything"),
    policy("acme", brand="acme"),
    policy("acme in private", brand="acme", lane=Lane.PRIVATE),
    policy("outage", topics=frozenset({"outage", "safety"})),
    policy("urgent", priority_from=70),
    policy("burning", priority_from=90),
    policy("acme outage", brand="acme", topics=frozenset({"outage"})),
)


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        (SlaFacts("other", Lane.PUBLIC), "anything"),
        (SlaFacts("acme", Lane.PUBLIC), "acme"),
        (SlaFacts("acme", Lane.PRIVATE), "acme in private"),
        (SlaFacts("other", Lane.PUBLIC, "safety"), "outage"),
        (SlaFacts("acme", Lane.PUBLIC, "outage"), "acme outage"),
        (SlaFacts("other", Lane.PUBLIC, "billing", 70), "urgent"),
        (SlaFacts("other", Lane.PUBLIC, "billing", 95), "burning"),
        (SlaFacts("other", Lane.PUBLIC, "billing", 69.9), "anything"),
    ],
)
def test_the_policy_that_names_most_wins(facts: SlaFacts, name: str) -> None:
    chosen = choose_policy(POLICIES, facts)
    assert chosen is not None
    assert chosen.name == name


def test_the_first_of_equals_wins_and_no_policy_is_no_promise() -> None:
    twins = (policy("first", brand="acme"), policy("second", lane=Lane.PUBLIC))
    chosen = choose_policy(twins, SlaFacts("acme", Lane.PUBLIC))
    assert chosen is not None
    assert chosen.name == "first"
    assert choose_policy(twins, SlaFacts("other", Lane.PRIVATE)) is None


def test_a_clock_starts_at_the_post_and_warns_by_share() -> None:
    started = start_clock(policy("any", warn_share=0.5), ClockKind.NEXT_REPLY, NOON)
    assert started is not None
    assert (started.started_at, started.target, started.warn_before) == (NOON, 2 * HOUR, HOUR)
    assert start_clock(SlaPolicy("none", {}), ClockKind.NEXT_REPLY, NOON) is None
    for share in (0, 1):
        edge = start_clock(policy("any", warn_share=share), ClockKind.NEXT_REPLY, NOON)
        assert edge is not None
        assert edge.warn_before == 2 * HOUR * share


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_share_lies_between_nothing_and_all(share: float) -> None:
    with pytest.raises(ValueError, match="0 to 1"):
        policy("any", warn_share=share)


def test_a_target_is_positive() -> None:
    with pytest.raises(ValueError, match="positive"):
        SlaPolicy("any", {ClockKind.RESOLUTION: timedelta(0)})


def times(answered: datetime | None = None, unanswered: datetime | None = None) -> CaseTimes:
    return CaseTimes(NOON, unanswered or NOON, answered, answered, unanswered)


def change(hours: float, state: CaseState) -> StateChange:
    return StateChange(NOON + hours * HOUR, state.value)


def test_a_new_case_has_a_first_reply_and_a_resolution_clock() -> None:
    clocks = case_clocks(policy("any"), times(unanswered=NOON), [change(0, CaseState.NEW)])
    assert set(clocks) == {ClockKind.FIRST_REPLY, ClockKind.RESOLUTION}
    assert deadline(ALWAYS, clocks[ClockKind.FIRST_REPLY]) == NOON + HOUR


def test_waiting_for_the_customer_pauses_the_resolution_but_not_the_first_reply() -> None:
    changes = [change(0, CaseState.NEW), change(0.5, CaseState.WAITING), change(5, CaseState.OPEN)]
    clocks = case_clocks(policy("any"), times(NOON + HOUR / 2, NOON + 5 * HOUR), changes)
    first = status(ALWAYS, clocks[ClockKind.FIRST_REPLY], NOON + 6 * HOUR)
    assert (first.state, first.elapsed) == (ClockState.MET, HOUR / 2)
    assert deadline(ALWAYS, clocks[ClockKind.NEXT_REPLY]) == NOON + 7 * HOUR
    assert deadline(ALWAYS, clocks[ClockKind.RESOLUTION]) == NOON + 12.5 * HOUR


def test_a_reopened_case_goes_on_where_it_stood() -> None:
    changes = [change(2, CaseState.CLOSED), change(50, CaseState.OPEN), change(51, CaseState.CLOSED)]
    closed = case_clocks(policy("any"), times(NOON + HOUR), changes)[ClockKind.RESOLUTION]
    seen = status(ALWAYS, closed, NOON + 90 * HOUR)
    assert (seen.state, seen.elapsed) == (ClockState.MET, 3 * HOUR)
    reopened = case_clocks(policy("any"), times(NOON + HOUR), changes[:2])[ClockKind.RESOLUTION]
    assert deadline(ALWAYS, reopened) == NOON + 56 * HOUR


def test_what_is_not_promised_has_no_clock() -> None:
    only = SlaPolicy("first reply only", {ClockKind.FIRST_REPLY: HOUR})
    assert set(case_clocks(only, times(), [])) == {ClockKind.FIRST_REPLY}
