"""SLA policies: what is promised to whom, and which policy a case falls under.

A policy names any of brand, lane, topic and priority; what it does not name, it does not care about.
Of all policies that fit, the one that names most wins, then the one with the higher priority, then the first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hark.domain.case import CaseState, CaseTimes
from hark.domain.clock import Clock, ClockKind
from hark.domain.post import Lane

# While we wait for the customer it is not us who is being waited for; snoozing is our own choice and pauses
# nothing. The first reply is never paused: nobody has answered yet. A reopened case goes on where it stood.
DEFAULT_PAUSES: Mapping[ClockKind, frozenset[str]] = {
    ClockKind.FIRST_REPLY: frozenset(),
    ClockKind.NEXT_REPLY: frozenset({CaseState.WAITING.value}),
    ClockKind.RESOLUTION: frozenset({CaseState.WAITING.value, CaseState.CLOSED.value}),
}
DEFAULT_WARN_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class SlaFacts:
    """What of a case decides its policy. `priority` runs 0 to 100."""

    brand: str
    lane: Lane
    topic: str = ""
    priority: float = 0.0


@dataclass(frozen=True, slots=True)
class StateChange:
    """A case entered a state. `at` is the post's own time when a post caused it, else when the person did."""

    at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class SlaPolicy:
    """Promises for some cases. `targets` are business time; a clock without a target is not kept.

    Empty `brand`, None `lane`, empty `topics` and zero `priority_from` mean "any".
    `warn_share` of the target (0 to 1) is how long before the deadline we warn.
    """

    name: str
    targets: Mapping[ClockKind, timedelta]
    brand: str = ""
    lane: Lane | None = None
    topics: frozenset[str] = frozenset()
    priority_from: float = 0.0
    pauses: Mapping[ClockKind, frozenset[str]] = field(default_factory=lambda: DEFAULT_PAUSES)
    warn_share: float = DEFAULT_WARN_SHARE

    def __post_init__(self) -> None:
        if not 0 <= self.warn_share <= 1:
            raise ValueError(f"warn_share is a share of the target, 0 to 1, not {self.warn_share}")
        if any(target <= timedelta(0) for target in self.targets.values()):
            raise ValueError("a target is a positive time")

    def fits(self, facts: SlaFacts) -> bool:
        return (
            self.brand in ("", facts.brand)
            and self.lane in (None, facts.lane)
            and (not self.topics or facts.topic in self.topics)
            and facts.priority >= self.priority_from
        )

    @property
    def named(self) -> int:
        """How many of the four conditions the policy names."""
        return sum((self.brand != "", self.lane is not None, bool(self.topics), self.priority_from > 0))


def choose_policy(policies: Iterable[SlaPolicy], facts: SlaFacts) -> SlaPolicy | None:
    """The policy a case falls under, or None when nothing was promised."""
    fitting = [policy for policy in policies if policy.fits(facts)]
    return max(fitting, key=lambda policy: (policy.named, policy.priority_from), default=None)


def start_clock(policy: SlaPolicy, kind: ClockKind, at: datetime) -> Clock | None:
    """The clock of one promise, started at the post's own time; None when the policy promises nothing."""
    target = policy.targets.get(kind)
    if target is None:
        return None
    return Clock(
        kind=kind,
        started_at=at,
        target=target,
        warn_before=target * policy.warn_share,
        pausing_states=policy.pauses.get(kind, frozenset()),
    )


def case_clocks(
    policy: SlaPolicy, times: CaseTimes, changes: Sequence[StateChange]
) -> Mapping[ClockKind, Clock]:
    """The clocks of a case as its posts and its states have it; past next replies are not among them.

    First reply: from the first post to our first answer. Next reply: from the oldest post we have not
    answered, once there was a first answer. Resolution: from the first post to the closing that still holds.
    """
    starts = {ClockKind.FIRST_REPLY: times.first_inbound_at, ClockKind.RESOLUTION: times.first_inbound_at}
    if times.first_response_at is not None and times.unanswered_since is not None:
        starts[ClockKind.NEXT_REPLY] = times.unanswered_since
    history = sorted(changes, key=lambda change: change.at)
    closed_at = history[-1].at if history and history[-1].state == CaseState.CLOSED.value else None
    stops = {ClockKind.FIRST_REPLY: times.first_response_at, ClockKind.RESOLUTION: closed_at}
    clocks: dict[ClockKind, Clock] = {}
    for kind, at in starts.items():
        clock = start_clock(policy, kind, at)
        if clock is not None:
            stop = stops.get(kind)
            for change in history:
                if stop is None or change.at < stop:
                    clock = clock.enter(change.state, change.at)
            clocks[kind] = clock if stop is None else clock.stop(stop)
    return clocks
