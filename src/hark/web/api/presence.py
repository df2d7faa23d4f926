"""Who looks, who writes and who has the pen, over the API: the same signs of life as an open page's."""

from typing import cast

from hark.actions import lanes, presence
from hark.store.models import Case
from hark.web.api.cases import seen
from hark.web.api.door import Asked, Refused
from hark.web.api.shapes import LaneName, PersonOut
from hark.web.api.shapes_writing import HereOut, PenIn, PenOut, PresenceIn, PresenceOut


def who(asked: Asked) -> PresenceOut:
    """Who is on the case now."""
    return _here(seen(asked), asked)


def beat(asked: Asked) -> PresenceOut:
    """Say that one is on the case."""
    given = cast("PresenceIn", asked.body)
    lane = given.lane if given.lane and given.doing == presence.WRITING else ""
    presence.beat(asked.ids["case"], given.doing, by=asked.by, now=asked.now, lane=lane)
    return who(asked)


def leave(asked: Asked) -> PresenceOut:
    """Say that one has left; what one held for writing is free."""
    case = seen(asked)
    presence.leave(case.pk, by=asked.by, now=asked.now)
    return _here(case, asked)


def take_pen(asked: Asked) -> PenOut:
    """Become the one who writes in a lane, or stay it."""
    given = cast("PenIn", asked.body)
    seat = lanes.seat(seen(asked), given.lane)
    held = presence.take_lock(seat.pk, given.lane, by=asked.by, now=asked.now, over=given.over)
    holder = PersonOut(held.holder_id, held.holder.get_full_name() or held.holder.username)
    return PenOut(cast("LaneName", held.lane), holder, held.expires_at)


def lay_pen_down(asked: Asked) -> PresenceOut:
    """Stop being the one who writes in a lane."""
    case, lane = seen(asked), asked.query.get("lane", "")
    if lane not in ("public", "private"):
        raise Refused(422, "lane is public or private.")
    presence.release_lock(lanes.seat(case, lane).pk, lane, by=asked.by)
    return _here(case, asked)


def _here(case: Case, asked: Asked) -> PresenceOut:
    people = presence.who([case.pk], now=asked.now).get(case.pk, [])
    return PresenceOut([HereOut(PersonOut(one.person, one.name), one.doing, one.lane) for one in people])  # type: ignore[arg-type]  # beat takes these two only
