"""Both lanes of a case: the public thread and the private messages, side by side, each a case of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hark.accounts.models import User
from hark.actions import lanes, moving_words
from hark.domain.case import CaseState
from hark.domain.post import Lane
from hark.store.models import Case, Post
from hark.web.cases.conversation import Conversation, before_the_first, conversation, records
from hark.web.cases.glance import Glance
from hark.web.clocks import Clock, clock


@dataclass(frozen=True, slots=True)
class Pane:
    """One lane. `case` is None in a private lane the customer has not written in; `main`: the page is this case's.

    `left_open`: the page's case is closed and this one is not.
    """

    lane: str
    case: Case | None
    talk: Conversation
    clock: Clock | None
    main: bool
    left_open: bool = False


@dataclass(frozen=True, slots=True)
class Lanes:
    """The panes, the public one first; a private case that never had a public one has one pane.

    `answered`: the newest answer in either, as the outbox counts them, 0 for none.
    """

    panes: Sequence[Pane]
    main: Pane
    other: Pane | None
    answered: int = 0

    @property
    def both(self) -> bool:
        """Whether there is something to see in either lane."""
        return all(pane.case or pane.talk.items for pane in self.panes) and len(self.panes) > 1

    @property
    def cases(self) -> Sequence[int]:
        """The rows of the cases shown."""
        return [pane.case.pk for pane in self.panes if pane.case]

    @property
    def posts(self) -> Sequence[Post]:
        """The posts of both lanes, oldest first in each."""
        return [post for pane in self.panes for post in pane.talk.posts]

    @property
    def public(self) -> Case | None:
        """The case of the public lane."""
        return next((pane.case for pane in self.panes if pane.lane == Lane.PUBLIC), None)

    @property
    def private(self) -> Case | None:
        """The case of the private lane."""
        return next((pane.case for pane in self.panes if pane.lane == Lane.PRIVATE), None)


def side_by_side(case: Case, first: Glance, reader: User, now: datetime, *, whole: bool) -> Lanes:
    """The case and its other lane, as the page shows them."""
    other = lanes.counterpart(case) if "other_lane" in first.holds else None
    held = records([case, other] if other else [case], first)
    main = Pane(
        case.lane,
        case,
        conversation(case, held[case.lane], first, reader, now, whole=whole),
        clock(case, now),
        main=True,
    )
    beside = None
    if other is not None:
        talk = conversation(other, held[other.lane], first, reader, now)
        left = case.state == CaseState.CLOSED != other.state
        beside = Pane(other.lane, other, talk, clock(other, now), main=False, left_open=left)
    elif case.lane == Lane.PUBLIC:
        beside = Pane("private", None, before_the_first(case, held["private"], first), None, main=False)
    found = [pane for pane in (main, beside) if pane]
    answered = max((row.pk for of_lane in held.values() for row in of_lane.answers), default=0)
    return Lanes(sorted(found, key=lambda pane: pane.lane == Lane.PRIVATE), main, beside, answered)


def move_words(found: Lanes, reader: User, now: datetime) -> moving_words.Words | None:
    """What moving the page's case to private would say."""
    case = found.main.case
    return words_of_a_move(case, found.private, reader, now) if case is not None else None


def words_of_a_move(
    case: Case, private: Case | None, reader: User, now: datetime
) -> moving_words.Words | None:
    """What moving a case to private would say; None where there is nothing to move, or it has been moved already."""
    if case.lane != Lane.PUBLIC or case.moved_at is not None:
        return None
    if private is not None and private.state != CaseState.CLOSED:
        return None
    return moving_words.words(case, by=reader, now=now)
