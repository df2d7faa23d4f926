"""One verb on many cases: each case in its own transaction, each with its own answer."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist

from hark.accounts.models import User
from hark.actions import cases, tags
from hark.actions.case_rows import MergedAway
from hark.actions.house import NotAllowed
from hark.domain.graph import IllegalMove
from hark.store.models import Event

MOST = 500
Verb = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case. `event` undoes it (hark.actions.undo); `why` says what stood in the way."""

    case: int
    done: bool
    why: str = ""
    event: int | None = None


def assign(ids: Iterable[int], to: User | None, *, by: User, now: datetime) -> list[Outcome]:
    """Give many cases to a person, or back to everybody."""
    return _each(ids, "case_assigned", by, lambda case: cases.assign(case, to, by=by, now=now))


def close(ids: Iterable[int], outcome: str, *, by: User, now: datetime) -> list[Outcome]:
    """End many cases with one outcome."""
    return _each(ids, "case_closed", by, lambda case: cases.close(case, outcome, by=by, now=now))


def snooze(ids: Iterable[int], until: datetime, *, by: User, now: datetime) -> list[Outcome]:
    """Put many cases aside until a time."""
    return _each(ids, "case_snoozed", by, lambda case: cases.snooze(case, until, by=by, now=now))


def reopen(ids: Iterable[int], *, by: User, now: datetime) -> list[Outcome]:
    """Take many closed cases up again."""
    return _each(ids, "case_reopened", by, lambda case: cases.reopen(case, by=by, now=now))


def tag(ids: Iterable[int], name: str, *, by: User, now: datetime) -> list[Outcome]:
    """Put a tag on many cases."""
    return _each(ids, "tag_added", by, lambda case: tags.add(case, name, by=by, now=now))


def _each(ids: Iterable[int], kind: str, by: User, verb: Verb) -> list[Outcome]:
    """Raises ValueError for more than 500 cases."""
    wanted = list(dict.fromkeys(ids))
    if len(wanted) > MOST:
        raise ValueError(f"At most {MOST} cases at a time.")
    return [_one(case, kind, by, verb) for case in wanted]


def _one(case: int, kind: str, by: User, verb: Verb) -> Outcome:
    try:
        verb(case)
    except ObjectDoesNotExist:
        return Outcome(case, False, "There is no such case.")
    except (IllegalMove, NotAllowed, MergedAway) as error:
        return Outcome(case, False, str(error))
    last = Event.objects.filter(case=case, kind=kind, actor=by).order_by("-pk").values_list("pk", flat=True)
    return Outcome(case, True, event=last.first())
