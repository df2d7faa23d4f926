"""How urgent a case is: as urgent as the most urgent thing its customer has said since our last answer.

Whoever reports a fire and then writes "hello?" still has a fire.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from hark.actions.ingest.facts import Judged
from hark.domain.case import CaseState

AS_IT_WAS = -1.0
"""For a priority (0 to 100): what the case says already holds, and so do its reasons."""


class Known(NamedTuple):
    """What the stored case says; all None where there is none yet."""

    state: str | None
    unanswered_since: datetime | None
    priority: float | None

    def still_waits(self, unanswered_since: datetime | None) -> bool:
        """Whether nobody has answered, or closed the case, since its priority was said."""
        if self.state in (None, CaseState.CLOSED.value) or self.unanswered_since is None:
            return False
        return unanswered_since is not None and unanswered_since <= self.unanswered_since


def urgency(
    heard: Sequence[Judged], newest: Judged | None, unanswered_since: datetime | None, known: Known
) -> tuple[float, str]:
    """(priority, reasons as JSON) of a case.

    `heard` are the customer's new posts, `newest` the one of them that is the last word of the case, if one is;
    `unanswered_since` is the time of the oldest post that waits.
    """
    waiting = [
        one for one in heard if unanswered_since is not None and one.post.created_at >= unanswered_since
    ]
    said = waiting or ([newest] if newest is not None else [])
    if not said:
        return (0.0 if known.state is None else AS_IT_WAS), "[]"
    top = max(said, key=lambda one: (one.verdict.priority, one.post.created_at))
    if known.still_waits(unanswered_since) and (known.priority or 0.0) >= top.verdict.priority:
        return AS_IT_WAS, "[]"
    return top.verdict.priority, top.verdict.why
