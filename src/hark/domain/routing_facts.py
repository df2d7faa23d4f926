"""What routing needs to know, and what it says: cases, agents, the policy of a queue, a decision."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from hark.domain.calendar import BusinessCalendar


class Act(StrEnum):
    """`leave` in the queue for somebody to claim; `return` takes the case from its owner into the queue."""

    ASSIGN = "assign"
    LEAVE = "leave"
    KEEP = "keep"
    RETURN = "return"


class Mode(StrEnum):
    """`push` gives cases to agents, `claim` lets them take what they want."""

    PUSH = "push"
    CLAIM = "claim"


class Method(StrEnum):
    ROUND_ROBIN = "round_robin"
    LEAST_LOADED = "least_loaded"


class AfterHours(StrEnum):
    """`wait` for the next opening; `serve` as if open; `on_call` gives it to the on-call team only."""

    WAIT = "wait"
    SERVE = "serve"
    ON_CALL = "on_call"


class RouteReason(StrEnum):
    CHOSEN = "chosen"
    CLAIMABLE = "claimable"
    OWNED = "owned"
    CLOSED_HOURS = "closed_hours"
    NOBODY_IN_TEAM = "nobody_in_team"
    NOBODY_SKILLED = "nobody_skilled"
    NOBODY_HERE = "nobody_here"
    NOBODY_FREE = "nobody_free"
    OWNER_IDLE = "owner_idle"
    OWNER_AWAY = "owner_away"
    OWNER_GONE = "owner_gone"


@dataclass(frozen=True, slots=True)
class RoutingCase:
    """What of a case decides who takes it.

    An empty `team` is any team, an empty `topic` or `language` (or "und") asks for no skill. `waits_for_us`:
    the customer is waiting. `owner_acted_at`: when the owner last did anything on it, or was given it.
    `acknowledged`: an out-of-hours acknowledgement has gone out already.
    """

    network: str
    topic: str = ""
    language: str = ""
    team: str = ""
    owner: str = ""
    owner_acted_at: datetime | None = None
    waits_for_us: bool = True
    acknowledged: bool = False


@dataclass(frozen=True, slots=True)
class Agent:
    """A person who can be given cases. A skill set of None is "all of them".

    `open_cases` counts what counts against `capacity`. `away_since` is None while the agent is here.
    """

    agent_id: str
    name: str
    capacity: int
    open_cases: int = 0
    teams: frozenset[str] = frozenset()
    topics: frozenset[str] | None = None
    languages: frozenset[str] | None = None
    networks: frozenset[str] | None = None
    away_since: datetime | None = None
    last_assigned_at: datetime | None = None

    @property
    def has_room(self) -> bool:
        return self.open_cases < self.capacity

    def can(self, case: RoutingCase) -> bool:
        """Whether the agent has every skill the case asks for. "pt-BR" is served by "pt"."""
        language = "" if case.language == "und" else case.language.partition("-")[0]
        return (
            _has(self.topics, case.topic)
            and _has(self.networks, case.network)
            and (
                case.language in ("", "und")
                or _has(self.languages, language)
                or _has(self.languages, case.language)
            )
        )


@dataclass(frozen=True, slots=True)
class RoutingPolicy:
    """How a queue is routed. None for `idle_after` or `away_after` never takes a case back.

    `acknowledge`: tell a customer who wrote out of hours, once, when we are back (off by default).
    """

    mode: Mode = Mode.CLAIM
    method: Method = Method.LEAST_LOADED
    calendar: BusinessCalendar | None = None
    after_hours: AfterHours = AfterHours.WAIT
    on_call_team: str = ""
    idle_after: timedelta | None = timedelta(minutes=30)
    away_after: timedelta | None = timedelta(minutes=5)
    acknowledge: bool = False


@dataclass(frozen=True, slots=True)
class RoutingDecision:
    """What to do, with whom (an agent's id), and why in words. `look_again_at`: when to ask anew."""

    act: Act
    agent: str
    reason: RouteReason
    why: str
    look_again_at: datetime | None = None


def _has(skills: frozenset[str] | None, asked: str) -> bool:
    return skills is None or not asked or asked in skills
