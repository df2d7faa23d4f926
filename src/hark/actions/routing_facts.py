"""What routing must know, read from the store: the queue of a brand, its agents, a case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from hark.accounts.models import User
from hark.actions import promises
from hark.domain.case import ACTIVE
from hark.domain.routing_facts import (
    AfterHours,
    Agent,
    Method,
    Mode,
    RoutingCase,
    RoutingPolicy,
)
from hark.store.models import AgentProfile, Case, QueuePolicy, TeamRule


@dataclass(frozen=True, slots=True)
class Queue:
    """One brand's queue: its policy (None: nothing is pushed or taken back), its teams, its acknowledgements."""

    policy: RoutingPolicy | None
    rules: tuple[TeamRule, ...] = ()
    acknowledgements: Mapping[str, str] | None = None

    def team_for(self, case: Case) -> int | None:
        """The team a case belongs to by the brand's rules; None when no rule fits."""
        language = case.language.partition("-")[0]
        for rule in self.rules:
            if (
                (not rule.topics or case.topic in rule.topics)
                and (not rule.languages or {language, case.language} & set(rule.languages))
                and (not rule.networks or case.network in rule.networks)
            ):
                return rule.team_id
        return None


def routed(brands: Iterable[int]) -> frozenset[int]:
    """Which of these brands have a queue that routes anything."""
    wanted = set(brands)
    by_policy = QueuePolicy.objects.filter(brand__in=wanted).values_list("brand_id", flat=True)
    by_rule = TeamRule.objects.filter(brand__in=wanted).values_list("brand_id", flat=True)
    return frozenset(by_policy.union(by_rule))


def queue(brand: int) -> Queue:
    """The queue of one brand."""
    rules = tuple(TeamRule.objects.filter(brand=brand).order_by("position", "pk"))
    row = QueuePolicy.objects.filter(brand=brand).first()
    if row is None:
        return Queue(None, rules)
    return Queue(policy(row), rules, row.acknowledgements)


def policy(row: QueuePolicy) -> RoutingPolicy:
    """A stored queue policy as the domain knows it; without a calendar of its own it keeps the brand's hours."""
    calendars = promises.load([row.brand_id]).calendars
    own = calendars.get((row.brand_id, ""))
    if row.calendar is not None:
        own = promises.calendar(row.calendar)
    return RoutingPolicy(
        mode=Mode(row.mode),
        method=Method(row.method),
        calendar=own,
        after_hours=AfterHours(row.after_hours),
        on_call_team=str(row.on_call_team_id or ""),
        idle_after=_minutes(row.idle_minutes),
        away_after=_minutes(row.away_minutes),
        acknowledge=row.acknowledge,
    )


def _minutes(count: int | None) -> timedelta | None:
    return None if count is None else timedelta(minutes=count)


def agents(brand: int) -> dict[int, Agent]:
    """Everybody who may act for the brand, by row. Who has no agent's profile is never given anything."""
    people = list(
        User.objects.filter(brand_access__brand=brand, is_active=True)
        .select_related("agent")
        .prefetch_related("teams")
    )
    waiting = Case.objects.filter(
        assignee__in=people, state__in=[state.value for state in ACTIVE], unanswered_since__isnull=False
    )
    load = dict(waiting.values_list("assignee").annotate(held=Count("pk")))
    return {person.pk: _agent(person, load.get(person.pk, 0)) for person in people}


def _agent(person: User, open_cases: int) -> Agent:
    teams = frozenset(str(team.pk) for team in person.teams.all())
    profile: AgentProfile | None = getattr(person, "agent", None)
    if profile is None:
        return Agent(str(person.pk), person.short_name, capacity=0, open_cases=open_cases, teams=teams)
    return Agent(
        agent_id=str(person.pk),
        name=person.short_name,
        capacity=profile.capacity,
        open_cases=open_cases,
        teams=teams,
        topics=_skills(profile.topics),
        languages=_skills(profile.languages),
        networks=_skills(profile.networks),
        away_since=_away_since(profile),
        last_assigned_at=profile.last_assigned_at,
    )


def _away_since(profile: AgentProfile) -> datetime | None:
    """None while the agent is here. Who has never said so is given nothing, and keeps what they took themselves as
    long as a page of theirs is open."""
    if profile.available:
        return None
    return profile.away_since or profile.seen_at or profile.user.date_joined


def _skills(listed: list[str] | None) -> frozenset[str] | None:
    return None if listed is None else frozenset(listed)


def routing_case(case: Case) -> RoutingCase:
    """A stored case as routing sees it."""
    return RoutingCase(
        network=case.network,
        topic=case.topic,
        language=case.language,
        team=str(case.team_id or ""),
        owner=str(case.assignee_id or ""),
        owner_acted_at=case.owner_acted_at,
        waits_for_us=case.unanswered_since is not None,
        acknowledged=case.acknowledged_at is not None,
    )
