"""Who takes a case: assign it, leave it in the queue, keep it where it is, or take it back.

Deterministic: the same facts give the same decision, ties go to the agent who waited longest, then by id.
Nobody gets more than their capacity or a case they have no skill for. Times of idling are business time
when the policy has a calendar, so that a case is not taken from somebody who went home.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hark.domain.hours import NeverOpenError
from hark.domain.routing_facts import (
    Act,
    AfterHours,
    Agent,
    Method,
    Mode,
    RouteReason,
    RoutingCase,
    RoutingDecision,
    RoutingPolicy,
)

__all__ = [
    "Act",
    "AfterHours",
    "Agent",
    "Method",
    "Mode",
    "RouteReason",
    "RoutingCase",
    "RoutingDecision",
    "RoutingPolicy",
    "acknowledgement_due",
    "route",
]

_NEVER = datetime.min.replace(tzinfo=UTC)


def route(
    case: RoutingCase, agents: Iterable[Agent], policy: RoutingPolicy, now: datetime
) -> RoutingDecision:
    """Decide about one case. `agents` are all agents, also those who are away or full."""
    everyone = {agent.agent_id: agent for agent in agents}
    if not case.owner:
        return _place(case, everyone.values(), policy, now)
    back = _take_back(case, everyone.get(case.owner), policy, now)
    if back.act is not Act.RETURN or policy.mode is Mode.CLAIM:
        return back
    others = [agent for agent in everyone.values() if agent.agent_id != case.owner]
    placed = _place(case, others, policy, now)
    if placed.act is not Act.ASSIGN:
        return back
    return RoutingDecision(Act.ASSIGN, placed.agent, back.reason, f"{back.why} {placed.why}")


def acknowledgement_due(case: RoutingCase, policy: RoutingPolicy, now: datetime) -> datetime | None:
    """When we are back, if a customer who wrote out of hours should now be told so; else None.

    Whether it may be sent is a question for `permission.may_answer` with a machine as sender.
    """
    closed = policy.calendar is not None and not policy.calendar.is_open(now)
    served = policy.after_hours is not AfterHours.WAIT
    if not policy.acknowledge or not closed or served or case.acknowledged or not case.waits_for_us:
        return None
    return _opens_at(policy, now)


def _place(
    case: RoutingCase, agents: Iterable[Agent], policy: RoutingPolicy, now: datetime
) -> RoutingDecision:
    """A case without an owner: find one, or say why it stays in the queue."""
    team = case.team
    if policy.calendar is not None and not policy.calendar.is_open(now):
        if policy.after_hours is AfterHours.WAIT:
            return _left(RouteReason.CLOSED_HOURS, "We are closed; the case waits.", _opens_at(policy, now))
        if policy.after_hours is AfterHours.ON_CALL:
            team = policy.on_call_team
    if policy.mode is Mode.CLAIM:
        return _left(RouteReason.CLAIMABLE, "Whoever has the skill may take it.")
    able = list(agents)
    for keeps, reason, why in _filters(case, team):
        able = [agent for agent in able if keeps(agent)]
        if not able:
            return _left(reason, why)
    return _assigned(able, policy.method)


def _filters(case: RoutingCase, team: str) -> tuple[tuple[Callable[[Agent], bool], RouteReason, str], ...]:
    """What an agent must be, in order, and what to say when nobody is."""
    return (
        (lambda agent: not team or team in agent.teams, RouteReason.NOBODY_IN_TEAM, "The team is empty."),
        (lambda agent: agent.can(case), RouteReason.NOBODY_SKILLED, f"Nobody can do {_asked(case)}."),
        (lambda agent: agent.away_since is None, RouteReason.NOBODY_HERE, "Whoever could is away."),
        (lambda agent: agent.has_room, RouteReason.NOBODY_FREE, "Whoever could is full."),
    )


def _assigned(able: list[Agent], method: Method) -> RoutingDecision:
    if method is Method.ROUND_ROBIN:
        chosen = min(able, key=_turn)
        why = f"It is the turn of {chosen.name}."
    else:
        chosen = min(able, key=lambda agent: (Fraction(agent.open_cases, agent.capacity), *_turn(agent)))
        why = f"{chosen.name} has the most room: {chosen.open_cases} of {chosen.capacity}."
    return RoutingDecision(Act.ASSIGN, chosen.agent_id, RouteReason.CHOSEN, why)


def _take_back(
    case: RoutingCase, owner: Agent | None, policy: RoutingPolicy, now: datetime
) -> RoutingDecision:
    """A case with an owner: keep it there, or return it to the queue."""
    if owner is None:
        return RoutingDecision(Act.RETURN, "", RouteReason.OWNER_GONE, "Its owner is no longer an agent.")
    if not case.waits_for_us:
        return RoutingDecision(Act.KEEP, case.owner, RouteReason.OWNED, f"{owner.name} has it; nobody waits.")
    again: list[datetime] = []
    for since, limit, reason, did in (
        (_gone_since(case, owner), policy.away_after, RouteReason.OWNER_AWAY, "has been away"),
        (case.owner_acted_at, policy.idle_after, RouteReason.OWNER_IDLE, "has not touched it"),
    ):
        if since is None or limit is None:
            continue
        if _spent(policy, since, now) >= limit:
            minutes = int(limit.total_seconds() // 60)
            return RoutingDecision(Act.RETURN, "", reason, f"{owner.name} {did} for {minutes} min.")
        again += _due(policy, since, limit)
    return RoutingDecision(
        Act.KEEP, case.owner, RouteReason.OWNED, f"{owner.name} has it.", min(again, default=None)
    )


def _gone_since(case: RoutingCase, owner: Agent) -> datetime | None:
    """Since when the owner has left the case alone by being away. Whoever acts on it was there, whatever they said."""
    if owner.away_since is None or case.owner_acted_at is None:
        return owner.away_since
    return max(owner.away_since, case.owner_acted_at)


def _spent(policy: RoutingPolicy, since: datetime, now: datetime) -> timedelta:
    return now - since if policy.calendar is None else policy.calendar.business_time(since, now)


def _due(policy: RoutingPolicy, since: datetime, limit: timedelta) -> list[datetime]:
    if policy.calendar is None:
        return [since + limit]
    try:
        return [policy.calendar.add_business_time(since, limit)]
    except NeverOpenError:
        return []


def _opens_at(policy: RoutingPolicy, now: datetime) -> datetime | None:
    try:
        return None if policy.calendar is None else policy.calendar.next_opening(now)
    except NeverOpenError:
        return None


def _left(reason: RouteReason, why: str, again: datetime | None = None) -> RoutingDecision:
    return RoutingDecision(Act.LEAVE, "", reason, why, again)


def _turn(agent: Agent) -> tuple[datetime, str]:
    """Who waited longest comes first; who never had a case comes before all."""
    return (agent.last_assigned_at or _NEVER, agent.agent_id)


def _asked(case: RoutingCase) -> str:
    return ", ".join(part for part in (case.topic, case.language, case.network) if part)
