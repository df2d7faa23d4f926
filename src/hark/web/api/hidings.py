"""Hiding replies over the API: the same act as the desk's."""

from typing import Any, cast

from hark.actions import hidings, lanes
from hark.domain.post import Lane
from hark.store.models import Case
from hark.web.api.door import Asked
from hark.web.api.shapes import HidingOut


def hide(asked: Asked) -> HidingOut:
    """Have a reply hidden on the network."""
    return _asked(asked, wanted=True)


def show(asked: Asked) -> HidingOut:
    """Have a hidden reply shown again."""
    return _asked(asked, wanted=False)


def _asked(asked: Asked, *, wanted: bool) -> HidingOut:
    case = Case.objects.for_person(asked.by).select_related("account", "author").get(pk=asked.ids["case"])
    seat = lanes.seat(case, Lane.PUBLIC)
    row = hidings.ask(seat.pk, str(asked.ids["post"]), wanted=wanted, by=asked.by, now=asked.now)
    return HidingOut(row.external_post_id, row.wanted, cast("Any", row.state), row.error)
