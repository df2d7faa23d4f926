"""Routing stored cases: the loop asks the domain about each case whose time has come, and does what it says.

One router at a time, whatever the number of workers: capacity is counted once and handed out once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from hark.accounts.models import User
from hark.actions import acknowledge, clocks, events, notify
from hark.actions.events import Fact
from hark.actions.routing_facts import Queue, agents, queue, routing_case
from hark.domain.case import ACTIVE, LIFE, CaseMove, CaseState
from hark.domain.routing import Act, Agent, RouteReason, RoutingDecision, route
from hark.store import bulk
from hark.store.models import AgentProfile, Case, Prepared

LOOK_AGAIN = timedelta(seconds=60)
_COLUMNS = (
    "assignee",
    "team",
    "state",
    "route_at",
    "owner_acted_at",
    "acknowledged_at",
    "history",
    "version",
)


@dataclass(slots=True)
class Round:
    """One pass over the cases of one brand: what is known, what was done, whom to tell of it."""

    queue: Queue
    agents: dict[int, Agent]
    now: datetime
    moved: list[Case] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    told: dict[tuple[int, str], list[Case]] = field(default_factory=dict)
    prepared: list[Prepared] = field(default_factory=list)


def route_due(now: datetime, *, limit: int = 200) -> int:
    """Route the cases whose time has come. Returns how many were given, taken back or put into a team."""
    with transaction.atomic(durable=True):
        if not bulk.try_lock("router"):
            return 0
        due = list(
            Case.objects.filter(route_at__lte=now)
            .select_for_update(of=("self",), skip_locked=True, no_key=True)
            .select_related("account")
            .order_by("route_at")[:limit]
        )
        if not due:
            return 0
        by_brand: dict[int, list[Case]] = {}
        for case in sorted(
            due, key=lambda case: (-case.priority, case.due_at or case.last_inbound_at, case.pk)
        ):
            by_brand.setdefault(case.account.brand_id, []).append(case)
        return sum(_route_brand(brand, cases, now) for brand, cases in by_brand.items())


def poke(now: datetime) -> int:
    """Look again at the most urgent unowned cases of every brand where somebody has room. Returns how many."""
    with transaction.atomic(durable=True):
        return bulk.run("poke_queue", now=now)


def _route_brand(brand: int, cases: Sequence[Case], now: datetime) -> int:
    found = queue(brand)
    this = Round(found, agents(brand) if found.policy else {}, now)
    for case in cases:
        _route_one(case, this)
    Case.objects.bulk_update(cases, _COLUMNS)
    Prepared.objects.bulk_create(this.prepared)
    events.record_many(this.facts, now=now)
    for (person, kind), told in this.told.items():
        notify.count([person], kind, told, by=None, now=now)
    given = {case.assignee_id for case in this.moved if case.assignee_id}
    AgentProfile.objects.filter(user__in=given).update(last_assigned_at=now)
    return len(this.moved)


def _route_one(case: Case, this: Round) -> None:
    active = CaseState(case.state) in ACTIVE
    if case.team_id is None and active and (team := this.queue.team_for(case)) is not None:
        case.team_id = team
        case.version += 1
        this.moved.append(case)
        this.facts.append(_fact(case, "case_transferred", {"team": team, "why": "by the team's rule"}))
    if this.queue.policy is None or not active:
        # Nobody waits for us, or somebody put it aside on purpose; whatever makes it active sets route_at again.
        case.route_at = None
        return
    _acknowledge(case, this)
    decision = route(routing_case(case), this.agents.values(), this.queue.policy, this.now)
    _apply(case, decision, this)


def _apply(case: Case, decision: RoutingDecision, this: Round) -> None:
    if decision.act is Act.ASSIGN:
        _give(case, int(decision.agent), decision, this)
    elif decision.act is Act.RETURN:
        _take_back(case, decision, this)
    elif decision.act is Act.KEEP:
        case.route_at = decision.look_again_at
    elif decision.reason is RouteReason.CLAIMABLE:
        case.route_at = None
    else:
        case.route_at = decision.look_again_at or this.now + LOOK_AGAIN


def _give(case: Case, to: int, decision: RoutingDecision, this: Round) -> None:
    before = _release(case, this)
    agent = this.agents[to]
    this.agents[to] = replace(agent, open_cases=agent.open_cases + 1, last_assigned_at=this.now)
    case.assignee_id, case.owner_acted_at = to, this.now
    this.told.setdefault((to, "given"), []).append(case)
    if case.state == CaseState.NEW:
        case.state = LIFE.after(CaseState.NEW, CaseMove.TAKE)
        case.history = [list(change) for change in clocks.entered(case, this.now)]
    assert this.queue.policy is not None
    kept = route(routing_case(case), this.agents.values(), this.queue.policy, this.now)
    case.route_at = kept.look_again_at
    data = {
        "from": before,
        "to": to,
        "name": agent.name,
        "reason": decision.reason.value,
        "why": decision.why,
    }
    _moved(case, _fact(case, "case_assigned", data), this)


def _take_back(case: Case, decision: RoutingDecision, this: Round) -> None:
    before = _release(case, this)
    case.assignee_id, case.owner_acted_at, case.route_at = None, None, this.now
    data = {"from": before, "reason": decision.reason.value, "why": decision.why}
    _moved(case, _fact(case, "case_returned", data), this)


def _release(case: Case, this: Round) -> int | None:
    """Whoever had the case is told, and has room for another."""
    before = case.assignee_id
    if before is not None:
        this.told.setdefault((before, "returned"), []).append(case)
    if before is not None and before in this.agents and case.unanswered_since is not None:
        agent = this.agents[before]
        this.agents[before] = replace(agent, open_cases=max(0, agent.open_cases - 1))
    return before


def _acknowledge(case: Case, this: Round) -> None:
    assert this.queue.policy is not None
    prepared = acknowledge.prepare(case, this.queue.policy, this.queue.acknowledgements or {}, this.now)
    if prepared is not None:
        case.acknowledged_at = this.now
        case.version += 1
        this.prepared.append(prepared)
        this.facts.append(_fact(case, "answer_prepared", {"kind": prepared.kind}))


def _moved(case: Case, fact: Fact, this: Round) -> None:
    case.version += 1
    this.moved.append(case)
    this.facts.append(fact)


def _fact(case: Case, kind: events.EventKind, data: dict[str, Any]) -> Fact:
    return Fact(kind, case.pk, case.account.brand_id, None, data)


def refresh(person: User, now: datetime) -> None:
    """Have routing look at a person's cases at once. Call it in a transaction.

    They are held by id first, as a batch that is taken in holds them: whoever comes second waits, nobody is ended.
    """
    theirs = Case.objects.filter(assignee=person, state__in=[state.value for state in ACTIVE])
    held = theirs.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True)
    Case.objects.filter(pk__in=list(held)).update(route_at=now)
