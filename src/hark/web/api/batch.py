"""One verb on many cases over the API, and acts taken back. Each case has its own answer."""

from typing import cast

from hark.accounts.models import User
from hark.actions import many, undo
from hark.actions.case_rows import MergedAway
from hark.actions.many import Outcome
from hark.store.models import Case, Event
from hark.web.api.casework import to_come
from hark.web.api.door import Asked, Refused
from hark.web.api.shapes_offers import BatchIn, BatchOut, OutcomeOut, UndoIn, UndoneOut, UndoOut


def batch(asked: Asked) -> BatchOut:
    """Do one thing to many cases."""
    outcomes = _do(asked, cast("BatchIn", asked.body), asked.by)
    return BatchOut([OutcomeOut(one.case, one.done, one.why, one.event) for one in outcomes])


def take_back(asked: Asked) -> UndoOut:
    """Take acts of one's own back."""
    return UndoOut([_undone(act, asked) for act in cast("UndoIn", asked.body).acts])


def _do(asked: Asked, given: BatchIn, by: User) -> list[Outcome]:
    if given.verb == "assign":
        return many.assign(given.cases, by, by=by, now=asked.now)
    if given.verb == "close":
        return many.close(given.cases, given.outcome, by=by, now=asked.now)
    if given.until is None:
        raise Refused(422, "Say until when the cases are put aside.")
    return many.snooze(given.cases, to_come(given.until, asked.now), by=by, now=asked.now)


def _undone(act: int, asked: Asked) -> UndoneOut:
    try:
        case = undo.undo(act, by=asked.by, now=asked.now)
    except (undo.TooLate, MergedAway) as error:
        return UndoneOut(act, None, str(error))
    except (Event.DoesNotExist, Case.DoesNotExist):
        return UndoneOut(act, None, "There is nothing to take back.")
    return UndoneOut(act, case.pk, "")
