from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hark.domain.calendar import BusinessCalendar
from hark.domain.hours import Hours
from hark.domain.routing import (
    Act,
    AfterHours,
    Agent,
    Method,
    Mode,
    RouteReason,
    RoutingCase,
    RoutingPolicy,
    acknowledgement_due,
    route,
)

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)  # a Monday
NIGHT = NOON + timedelta(hours=9)
MINUTE = timedelta(minutes=1)
OFFICE = BusinessCalendar("UTC", ((Hours(540, 1020),),) * 5 + ((),) * 2)
CASE = RoutingCase("x", "billing", "es")
PUSH = RoutingPolicy(Mode.PUSH)
TURNS = replace(PUSH, method=Method.ROUND_ROBIN)
ANA, BEA = Agent("a", "Ana", 4, 2), Agent("b", "Bea", 2, 1)


def test_the_agent_with_most_room_gets_the_case_and_ties_go_to_who_waited_longest() -> None:
    decision = route(CASE, [replace(ANA, open_cases=1), BEA], PUSH, NOON)
    assert (decision.act, decision.agent) == (Act.ASSIGN, "a")
    assert decision.why == "Ana has the most room: 1 of 4."
    tied = [replace(ANA, last_assigned_at=NOON), replace(BEA, last_assigned_at=NOON - MINUTE)]
    assert route(CASE, tied, PUSH, NOON).agent == "b"
    assert route(CASE, [BEA, ANA], PUSH, NOON).agent == "a"


def test_turns_go_round() -> None:
    agents = [replace(ANA, last_assigned_at=NOON), BEA]
    assert route(CASE, agents, TURNS, NOON).agent == "b"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"topics": frozenset({"outage"})}, RouteReason.NOBODY_SKILLED),
        ({"languages": frozenset({"en"})}, RouteReason.NOBODY_SKILLED),
        ({"networks": frozenset({"bluesky"})}, RouteReason.NOBODY_SKILLED),
        ({"teams": frozenset()}, RouteReason.NOBODY_IN_TEAM),
        ({"away_since": NOON}, RouteReason.NOBODY_HERE),
        ({"open_cases": 4}, RouteReason.NOBODY_FREE),
        ({"capacity": 0}, RouteReason.NOBODY_FREE),
    ],
)
def test_why_nobody_takes_it(change: dict[str, object], reason: RouteReason) -> None:
    agent = replace(replace(ANA, teams=frozenset({"care"})), **change)  # type: ignore[arg-type]
    case = replace(CASE, team="care")
    decision = route(case, [agent], PUSH, NOON)
    assert (decision.act, decision.agent, decision.reason) == (Act.LEAVE, "", reason)
    able = replace(BEA, teams=frozenset({"care"}))
    assert route(case, [agent, able], PUSH, NOON).agent == able.agent_id


@pytest.mark.parametrize(
    ("language", "spoken", "able"),
    [
        ("pt-BR", "pt", True),
        ("pt-BR", "pt-BR", True),
        ("und", "en", True),
        ("", "en", True),
        ("pt", "pt-BR", False),
    ],
)
def test_languages_and_their_kinds(language: str, spoken: str, able: bool) -> None:
    agent = replace(ANA, languages=frozenset({spoken}))
    assert agent.can(replace(CASE, language=language)) is able


def test_a_queue_to_claim_from_gives_nothing_away() -> None:
    decision = route(CASE, [ANA], RoutingPolicy(Mode.CLAIM), NOON)
    assert (decision.act, decision.reason) == (Act.LEAVE, RouteReason.CLAIMABLE)


def test_out_of_hours() -> None:
    night = [replace(ANA, teams=frozenset({"night"})), replace(BEA, open_cases=0)]
    waits = replace(PUSH, calendar=OFFICE)
    decision = route(CASE, night, waits, NIGHT)
    assert (decision.act, decision.reason) == (Act.LEAVE, RouteReason.CLOSED_HOURS)
    assert decision.look_again_at == datetime(2026, 6, 2, 9, tzinfo=UTC)
    assert route(CASE, night, waits, NOON).agent == "b"
    assert route(CASE, night, replace(waits, after_hours=AfterHours.SERVE), NIGHT).agent == "b"
    on_call = replace(waits, after_hours=AfterHours.ON_CALL, on_call_team="night")
    assert route(CASE, night, on_call, NIGHT).agent == "a"


def test_a_calendar_that_never_opens_again_has_nothing_to_wait_for() -> None:
    never = replace(PUSH, calendar=BusinessCalendar("UTC", ((),) * 7), acknowledge=True)
    assert route(CASE, [ANA], never, NOON).look_again_at is None
    assert acknowledgement_due(CASE, never, NOON) is None
    owned = replace(CASE, owner="a", owner_acted_at=NOON)
    assert route(owned, [ANA], never, NOON + timedelta(days=9)).act is Act.KEEP


def test_one_honest_acknowledgement() -> None:
    policy = replace(PUSH, calendar=OFFICE, acknowledge=True)
    assert acknowledgement_due(CASE, policy, NIGHT) == datetime(2026, 6, 2, 9, tzinfo=UTC)
    assert acknowledgement_due(CASE, policy, NOON) is None
    assert acknowledgement_due(replace(CASE, acknowledged=True), policy, NIGHT) is None
    assert acknowledgement_due(replace(CASE, waits_for_us=False), policy, NIGHT) is None
    assert acknowledgement_due(CASE, replace(policy, acknowledge=False), NIGHT) is None
    assert acknowledgement_due(CASE, replace(policy, after_hours=AfterHours.SERVE), NIGHT) is None
    assert acknowledgement_due(CASE, replace(policy, calendar=None), NIGHT) is None


OWNED = replace(CASE, owner="a", owner_acted_at=NOON)


def test_an_owner_keeps_the_case_and_we_know_when_to_look_again() -> None:
    decision = route(OWNED, [ANA, BEA], PUSH, NOON + 29 * MINUTE)
    assert (decision.act, decision.agent) == (Act.KEEP, "a")
    assert decision.look_again_at == NOON + 30 * MINUTE


def test_an_idle_owner_loses_it_to_somebody_else() -> None:
    later = NOON + 30 * MINUTE
    pushed = route(OWNED, [ANA, BEA], PUSH, later)
    assert (pushed.act, pushed.agent, pushed.reason) == (Act.ASSIGN, "b", RouteReason.OWNER_IDLE)
    assert pushed.why == "Ana has not touched it for 30 min. Bea has the most room: 1 of 2."
    claimed = route(OWNED, [ANA, BEA], RoutingPolicy(Mode.CLAIM), later)
    assert (claimed.act, claimed.agent, claimed.reason) == (Act.RETURN, "", RouteReason.OWNER_IDLE)
    assert route(OWNED, [ANA], PUSH, later).act is Act.RETURN


def test_an_owner_who_left_loses_it() -> None:
    away = replace(ANA, away_since=NOON)
    assert route(OWNED, [away, BEA], PUSH, NOON + 4 * MINUTE).act is Act.KEEP
    decision = route(OWNED, [away, BEA], PUSH, NOON + 5 * MINUTE)
    assert (decision.agent, decision.reason) == ("b", RouteReason.OWNER_AWAY)
    gone = route(OWNED, [BEA], PUSH, NOON)
    assert (gone.agent, gone.reason) == ("b", RouteReason.OWNER_GONE)


def test_whoever_acts_on_a_case_was_there_whatever_they_said() -> None:
    yesterday = replace(ANA, away_since=NOON - timedelta(days=1))
    took = replace(OWNED, owner_acted_at=NOON)
    assert route(took, [yesterday, BEA], PUSH, NOON + 4 * MINUTE).act is Act.KEEP
    assert route(took, [yesterday, BEA], PUSH, NOON + 5 * MINUTE).reason is RouteReason.OWNER_AWAY


def test_nothing_is_taken_back_while_nobody_waits_or_the_house_is_closed() -> None:
    later = NOON + timedelta(days=3)
    assert route(replace(OWNED, waits_for_us=False), [ANA, BEA], PUSH, later).act is Act.KEEP
    policy = replace(PUSH, calendar=OFFICE)
    evening = replace(OWNED, owner_acted_at=datetime(2026, 6, 1, 16, 50, tzinfo=UTC))
    kept = route(evening, [ANA, BEA], policy, NIGHT)
    assert (kept.act, kept.look_again_at) == (Act.KEEP, datetime(2026, 6, 2, 9, 20, tzinfo=UTC))
    assert route(evening, [ANA, BEA], policy, datetime(2026, 6, 2, 9, 20, tzinfo=UTC)).agent == "b"
    patient = replace(PUSH, idle_after=None, away_after=None)
    assert route(OWNED, [replace(ANA, away_since=NOON)], patient, later).act is Act.KEEP


skills = st.none() | st.frozensets(
    st.sampled_from(["billing", "outage", "es", "en", "x", "bluesky"]), max_size=4
)
agents = st.lists(
    st.builds(
        Agent,
        agent_id=st.integers(0, 50).map(str),
        name=st.just("N"),
        capacity=st.integers(0, 4),
        open_cases=st.integers(0, 5),
        teams=st.frozensets(st.sampled_from(["care", "night"]), max_size=2),
        topics=skills,
        languages=skills,
        networks=skills,
        away_since=st.none() | st.just(NOON),
        last_assigned_at=st.none() | st.integers(0, 99).map(lambda ago: NOON - ago * MINUTE),
    ),
    max_size=8,
    unique_by=lambda agent: agent.agent_id,
)
cases = st.builds(
    RoutingCase,
    network=st.sampled_from(["x", "bluesky"]),
    topic=st.sampled_from(["", "billing", "outage"]),
    language=st.sampled_from(["", "und", "en", "es-MX"]),
    team=st.sampled_from(["", "care", "night"]),
)
policies = st.builds(
    RoutingPolicy,
    mode=st.just(Mode.PUSH),
    method=st.sampled_from(Method),
    calendar=st.none() | st.just(OFFICE),
    after_hours=st.sampled_from(AfterHours),
)


@settings(max_examples=500, deadline=None)
@given(cases, agents, policies, st.sampled_from([NOON, NIGHT]), st.randoms(use_true_random=False))
def test_never_above_capacity_never_without_the_skill_and_always_the_same(
    case: RoutingCase, team: list[Agent], policy: RoutingPolicy, now: datetime, rng: object
) -> None:
    decision = route(case, team, policy, now)
    shuffled = list(team)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert route(case, shuffled, policy, now) == decision
    able = [
        one for one in team
        if (not case.team or case.team in one.teams) and one.can(case) and one.away_since is None and one.has_room
    ]  # fmt: skip
    if decision.act is Act.ASSIGN:
        chosen = next(one for one in team if one.agent_id == decision.agent)
        assert chosen.open_cases < chosen.capacity
        assert chosen.can(case)
        assert chosen.away_since is None
    elif now == NOON:
        assert not able


@settings(max_examples=100, deadline=None)
@given(st.integers(2, 7), st.integers(1, 60))
def test_round_robin_is_fair(count: int, arrivals: int) -> None:
    """Among equals nobody is ever more than one case ahead."""
    team = {str(number): Agent(str(number), "N", 1000) for number in range(count)}
    given_out: Counter[str] = Counter(dict.fromkeys(team, 0))
    for arrival in range(arrivals):
        now = NOON + arrival * MINUTE
        chosen = route(CASE, team.values(), TURNS, now).agent
        given_out[chosen] += 1
        team[chosen] = replace(team[chosen], last_assigned_at=now)
        assert max(given_out.values()) - min(given_out.values()) <= 1


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1, 9), min_size=2, max_size=6), st.integers(1, 40))
def test_least_loaded_fills_everybody_evenly_and_then_stops(capacities: list[int], arrivals: int) -> None:
    team = {str(number): Agent(str(number), "N", room) for number, room in enumerate(capacities)}
    for arrival in range(arrivals):
        decision = route(CASE, team.values(), PUSH, NOON + arrival * MINUTE)
        if arrival >= sum(capacities):
            assert decision.reason is RouteReason.NOBODY_FREE
            continue
        chosen = team[decision.agent]
        least = min(one.open_cases / one.capacity for one in team.values())
        assert chosen.open_cases / chosen.capacity == least
        team[decision.agent] = replace(chosen, open_cases=chosen.open_cases + 1)
        assert all(one.open_cases <= one.capacity for one in team.values())
