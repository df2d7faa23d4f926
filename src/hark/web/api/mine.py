"""What is one's own, over the API: the views, the bell, and whether one takes cases."""

from typing import cast

from hark.accounts.models import User
from hark.actions import agents, notify
from hark.store.models import AgentProfile
from hark.web.api.door import Asked
from hark.web.api.shapes_mine import AvailabilityIn, AvailabilityOut, NoticeOut, NoticesOut, ViewOut, ViewsOut
from hark.web.inbox.saved import VIEWS, counts
from hark.web.notices.views import Notice, lines, unread


def views(asked: Asked) -> ViewsOut:
    """The views of the inbox with their counts."""
    held = counts(asked.by, asked.now)
    return ViewsOut([ViewOut(view.key, str(view.name), held.get(view.key)) for view in VIEWS.values()])


def notices(asked: Asked) -> NoticesOut:
    """What one should see."""
    told = [_notice(line) for line in lines(asked.by, asked.now)]
    return NoticesOut(unread(asked.by, asked.now), told)


def see_all(asked: Asked) -> NoticesOut:
    """One has seen all of it."""
    notify.read(asked.by, None, now=asked.now)
    return notices(asked)


def see(asked: Asked) -> NoticesOut:
    """One has seen a line."""
    row = asked.by.notifications.get(pk=asked.ids["notice"])
    notify.read(asked.by, [row.pk], now=asked.now)
    return notices(asked)


def available(asked: Asked) -> AvailabilityOut:
    """Whether one takes cases."""
    return availability_of(asked.by)


def set_available(asked: Asked) -> AvailabilityOut:
    """Take cases, go on taking them, or take no more."""
    if cast("AvailabilityIn", asked.body).here:
        agents.here(asked.by, now=asked.now)
        agents.alive(asked.by, now=asked.now)
    else:
        agents.away(asked.by, now=asked.now)
    return available(asked)


def availability_of(person: User) -> AvailabilityOut:
    """Whether a person takes cases, as the API tells it."""
    profile = AgentProfile.objects.filter(user=person).first()
    here = profile is not None and profile.available
    return AvailabilityOut(here, None if here or profile is None else profile.away_since)


def _notice(line: Notice) -> NoticeOut:
    row = line.row
    case = line.case.pk if line.case else None
    return NoticeOut(row.pk, row.kind, line.says, line.about, case, line.view, row.at, row.read_at is None)
