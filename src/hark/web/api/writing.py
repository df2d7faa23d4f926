"""Before an answer is sent, over the API: what is permitted, what stands against it, and drafts."""

from typing import cast

from hark.actions import drafts, lanes, messageable, moving_words, submitting
from hark.actions.may_answer import newest_post, permissions
from hark.bootstrap import reaching
from hark.domain.permission import Permission
from hark.domain.policy import load_answer_limits
from hark.domain.post import Lane
from hark.store.models import Case
from hark.text import limits_of
from hark.web.api.answers import also_of, said_in
from hark.web.api.cases import seen
from hark.web.api.door import Asked, guard_out
from hark.web.api.shapes import AnswerIn
from hark.web.api.shapes_writing import (
    DraftIn,
    DraftOut,
    DraftsOut,
    GuardsOut,
    LanesOut,
    MoveOut,
    PermissionOut,
)
from hark.web.cases.lanes import words_of_a_move
from hark.web.told import told


def permitted(asked: Asked) -> LanesOut:
    """What may be answered, through which lane, and if not, why."""
    case = seen(asked)
    public, private = _both(case)
    target = newest_post(public) if public else None
    newest = target or (newest_post(private) if private else None)
    allowed = permissions(public or case, newest, asked.now) or {}
    words = words_of_a_move(case, private, asked.by, asked.now)
    return LanesOut(
        public_case=public.pk if public else None,
        private_case=private.pk if private else None,
        public=_permission(allowed.get(Lane.PUBLIC)),
        private=_permission(allowed.get(Lane.PRIVATE)),
        target=target.post_id if target else None,
        characters=limits_of(case.network).maximum,
        pictures=load_answer_limits(case.network).pictures if public else 0,
        move=_move(words) if words else None,
    )


def ask_reach(asked: Asked) -> LanesOut:
    """Ask the network whether the customer would take a private message, unless it has lately said so."""
    case = seen(asked)
    if messageable.due(case, asked.now):
        takes = reaching.takes_messages(case.account, case.author.author_id)
        messageable.note(case, takes, now=asked.now)
    return permitted(asked)


def against(asked: Asked) -> GuardsOut:
    """What would stand against an answer. Changes nothing."""
    said, case = cast("AnswerIn", asked.body), seen(asked)
    text, lane = said_in(said, asked.by)
    found = submitting.preview(
        lanes.seat(case, lane).pk, text, lane, target_post_id=said.target if lane is Lane.PUBLIC else None,
        by=asked.by, now=asked.now, also=also_of(asked, said),
    )  # fmt: skip
    return GuardsOut([guard_out(guard) for guard in found])


def kept(asked: Asked) -> DraftsOut:
    """One's own unsent words."""
    cases = [case for case in _both(seen(asked)) if case]
    rows = sorted(lanes.drafts(cases, asked.by), key=lambda row: row.lane)
    return DraftsOut([DraftOut(row.lane, row.text, row.origin, row.updated_at) for row in rows])  # type: ignore[arg-type]  # the column holds these lanes only


def keep(asked: Asked) -> DraftsOut:
    """Keep unsent words."""
    given = cast("DraftIn", asked.body)
    drafts.keep(asked.ids["case"], given.lane, given.text, by=asked.by, origin=given.origin)
    return kept(asked)


def _both(case: Case) -> tuple[Case | None, Case | None]:
    """The cases of the public and of the private lane."""
    other = lanes.counterpart(case)
    return (case, other) if case.lane == Lane.PUBLIC else (other, case)


def _permission(found: Permission | None) -> PermissionOut | None:
    if found is None:
        return None
    return PermissionOut(
        found.verdict.value, found.reason.value, told(found.sentence), found.price, found.price_with_link, found.certain
    )  # fmt: skip


def _move(words: moving_words.Words) -> MoveOut:
    return MoveOut(words.opening, words.messaged, words.invitation)
