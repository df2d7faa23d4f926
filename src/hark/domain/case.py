"""A case: one account, one author, one conversation, and what may happen to it.

Which posts belong to a case is a function of the conversation's posts, never of the order they arrived in:

- the customer's posts are the author's own posts in the conversation;
- our posts in it are the account's posts that answer that author;
- everybody else who speaks to one of those is a participant.

A case exists for (account, author, conversation) when the author tagged the account, answered it, named its
brand, or was answered by it. Quotes and reposts are signals and open nothing; our own posts never do.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hark.domain.graph import Graph
from hark.domain.verdict import Stage


class CaseState(StrEnum):
    NEW = "new"
    OPEN = "open"
    WAITING = "waiting"
    SNOOZED = "snoozed"
    CLOSED = "closed"


class CaseMove(StrEnum):
    TAKE = "take"
    HEAR = "hear"
    ANSWER = "answer"
    SNOOZE = "snooze"
    WAKE = "wake"
    CLOSE = "close"
    REOPEN = "reopen"


LIFE = Graph(
    "case",
    initial=CaseState.NEW,
    moves={
        CaseState.NEW: {
            CaseMove.TAKE: CaseState.OPEN,
            CaseMove.HEAR: CaseState.NEW,
            CaseMove.ANSWER: CaseState.WAITING,
            CaseMove.SNOOZE: CaseState.SNOOZED,
            CaseMove.CLOSE: CaseState.CLOSED,
        },
        CaseState.OPEN: {
            CaseMove.TAKE: CaseState.OPEN,
            CaseMove.HEAR: CaseState.OPEN,
            CaseMove.ANSWER: CaseState.WAITING,
            CaseMove.SNOOZE: CaseState.SNOOZED,
            CaseMove.CLOSE: CaseState.CLOSED,
        },
        CaseState.WAITING: {
            CaseMove.TAKE: CaseState.WAITING,
            CaseMove.HEAR: CaseState.OPEN,
            CaseMove.ANSWER: CaseState.WAITING,
            CaseMove.SNOOZE: CaseState.SNOOZED,
            CaseMove.CLOSE: CaseState.CLOSED,
        },
        CaseState.SNOOZED: {
            CaseMove.TAKE: CaseState.SNOOZED,
            CaseMove.HEAR: CaseState.OPEN,
            CaseMove.ANSWER: CaseState.WAITING,
            CaseMove.SNOOZE: CaseState.SNOOZED,
            CaseMove.WAKE: CaseState.OPEN,
            CaseMove.CLOSE: CaseState.CLOSED,
        },
        CaseState.CLOSED: {
            CaseMove.HEAR: CaseState.OPEN,
            CaseMove.ANSWER: CaseState.CLOSED,
            CaseMove.REOPEN: CaseState.OPEN,
        },
    },
)

# States in which somebody is waiting for us.
ACTIVE = frozenset({CaseState.NEW, CaseState.OPEN})


@dataclass(frozen=True, slots=True)
class CaseTimes:
    """What the conversation's posts say about a case; every time is the network's own.

    `unanswered_since` is the oldest of the customer's posts that came after our last answer.
    """

    first_inbound_at: datetime
    last_inbound_at: datetime
    first_response_at: datetime | None
    last_outbound_at: datetime | None
    unanswered_since: datetime | None


def opens_case(
    *,
    stage: Stage | None,
    is_signal: bool,
    is_own: bool,
    answers_account: bool,
    answered: bool,
    proactive: bool,
) -> bool:
    """Whether a post gives its author a case with an account.

    `answers_account`: it replies to a post of the account. `answered`: the account has answered it.
    `proactive`: the post was brought in by a watch for conversations worth joining.
    """
    if is_own or is_signal:
        return False
    if answered or answers_account:
        return True
    if stage in (Stage.DIRECT, Stage.BROAD):
        return True
    return proactive and stage is Stage.PROACTIVE


def settle(state: CaseState, times: CaseTimes, *, heard: bool) -> CaseState:
    """The state that the posts imply, given the state people left the case in.

    `heard`: a post of the customer has just come in that wants an answer. It calls for us again, whatever the
    state; our answer after theirs makes us wait.
    """
    waiting_for_us = times.unanswered_since is not None
    if heard and waiting_for_us and LIFE.can(state, CaseMove.HEAR):
        return LIFE.after(state, CaseMove.HEAR)
    if not waiting_for_us and times.last_outbound_at is not None and state in ACTIVE:
        return LIFE.after(state, CaseMove.ANSWER)
    return state
