"""What became of our posts, over the API: answers nobody knew about, and posts that shall go off the network."""

from typing import Any, cast

from hark.actions import lanes, reconcile, removals
from hark.domain.post import Lane
from hark.web.api.answers import answer_out
from hark.web.api.cases import seen
from hark.web.api.door import Asked
from hark.web.api.shapes import AnswerOut
from hark.web.api.shapes_offers import FateIn, RemovalIn, RemovalOut


def decide(asked: Asked) -> AnswerOut:
    """Say what became of an answer of unknown fate."""
    given, number = cast("FateIn", asked.body), asked.ids["answer"]
    if given.fate == "there":
        return answer_out(reconcile.it_is_there(number, given.link, by=asked.by, now=asked.now))
    settle = reconcile.send_again if given.fate == "again" else reconcile.drop
    return answer_out(settle(number, by=asked.by, now=asked.now))


def remove(asked: Asked) -> RemovalOut:
    """Have a post of ours deleted on the network."""
    seat = lanes.seat(seen(asked), Lane.PUBLIC)
    row = removals.ask(seat.pk, cast("RemovalIn", asked.body).post, by=asked.by, now=asked.now)
    return RemovalOut(row.external_post_id, cast("Any", row.state), row.error)
