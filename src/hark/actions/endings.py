"""What ends with a setting that others name: told before it is removed, and kept in the history when it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hark.accounts.models import Team, User
from hark.actions import house
from hark.domain.case import ACTIVE
from hark.store.models import Brand, BusinessCalendar, Case, Macro, QueuePolicy, SlaPolicy, TeamRule

_RULE = ("team", "topics", "languages", "networks", "position")
_MACRO = ("team", "name", "shortcut", "text", "lane", "language", "tags")


@dataclass(frozen=True, slots=True)
class OfTeam:
    """Rules and macros go with their team; queues lose whom they call and cases whose they are."""

    rules: Sequence[TeamRule]
    macros: Sequence[Macro]
    queues: Sequence[QueuePolicy]
    cases: int

    @property
    def brands(self) -> set[Brand]:
        """Whose settings change."""
        rows: Sequence[TeamRule | Macro | QueuePolicy] = (*self.rules, *self.macros, *self.queues)
        return {row.brand for row in rows}


@dataclass(frozen=True, slots=True)
class OfCalendar:
    """Policies fall back to the brand's hours, queues to day and night."""

    policies: Sequence[SlaPolicy]
    queues: Sequence[QueuePolicy]


def of_team(team: Team) -> OfTeam:
    """What ends with a team."""
    still = [state.value for state in ACTIVE]
    return OfTeam(
        list(TeamRule.objects.filter(team=team).select_related("brand", "team")),
        list(Macro.objects.filter(team=team).select_related("brand", "team")),
        list(QueuePolicy.objects.filter(on_call_team=team).select_related("brand", "on_call_team")),
        Case.objects.filter(team=team, state__in=still).count(),
    )


def of_calendar(calendar: BusinessCalendar) -> OfCalendar:
    """What changes with a business calendar."""
    return OfCalendar(
        list(SlaPolicy.objects.filter(calendar=calendar).select_related("brand", "calendar")),
        list(QueuePolicy.objects.filter(calendar=calendar).select_related("brand", "calendar")),
    )


def end_team(team: Team, *, by: User, now: datetime) -> None:
    """Note what ends with a team, in the transaction that removes it. Raises NotAllowed for another brand's."""
    going = of_team(team)
    mine = set(Brand.objects.filter(access__user=by))
    if going.brands - mine:
        raise house.NotAllowed("This team works for a brand you do not see. Ask one of its supervisors.")
    for rule in going.rules:
        house.remove(rule, _RULE, brand=rule.brand, by=by, now=now)
    for macro in going.macros:
        house.remove(macro, _MACRO, brand=macro.brand, by=by, now=now)
    for queue in going.queues:
        house.put(queue, {"on_call_team": None}, brand=queue.brand, by=by, now=now)


def end_calendar(calendar: BusinessCalendar, *, by: User, now: datetime) -> None:
    """Note whose hours change with a calendar, in the transaction that removes it."""
    going = of_calendar(calendar)
    rows: Sequence[SlaPolicy | QueuePolicy] = (*going.policies, *going.queues)
    for row in rows:
        house.put(row, {"calendar": None}, brand=row.brand, by=by, now=now)
