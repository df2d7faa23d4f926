"""Who changed what: the settings' own story, read from the spine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from hark.accounts.models import User
from hark.store.models import Event
from hark.web.setup.called import Names, called
from hark.web.setup.differing import Difference, differences

MOST = 100
# What was changed, by the name of its model.
_WHAT: Mapping[str, Promise] = {
    "brand": pgettext_lazy("changed", "brand"), "account": pgettext_lazy("changed", "account"),
    "user": pgettext_lazy("changed", "person"), "team": pgettext_lazy("changed", "team"),
    "agentprofile": pgettext_lazy("changed", "skills"), "teamrule": pgettext_lazy("changed", "team rule"),
    "businesscalendar": pgettext_lazy("changed", "business calendar"), "queuepolicy": pgettext_lazy("changed", "queue"),
    "slapolicy": pgettext_lazy("changed", "SLA policy"), "brandrules": pgettext_lazy("changed", "house rules"),
    "article": pgettext_lazy("changed", "article"), "macro": pgettext_lazy("changed", "macro"),
    "watch": pgettext_lazy("changed", "watch"), "apitoken": pgettext_lazy("changed", "API key"),
}  # fmt: skip
# Of these a brand has one, which has no other name.
_BRANDS_OWN = frozenset({"queuepolicy", "brandrules"})


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a setting."""

    at: datetime
    who: str
    brand: str
    what: str
    name: str
    verb: str
    differences: Sequence[Difference]


def changes(person: User, trail: tuple[str, int] | None = None, limit: int = MOST) -> list[Change]:
    """The newest changes of this person's brands; of one row when `trail` names it.

    What belongs to the whole house (people, teams) is told to administrators, and teams to all who supervise.
    """
    house = (
        Q(brand__isnull=True) if person.role == "administrator" else Q(brand__isnull=True, data__what="team")
    )
    mine = Q(brand__in=list(person.brand_access.values_list("brand_id", flat=True)))
    found = Event.objects.filter(mine | house, kind="settings_changed").select_related("actor", "brand")
    if trail is not None:
        found = found.filter(data__what=trail[0], data__id=trail[1])
    newest = list(found.order_by("-id")[:limit])
    names = called(newest)
    return [_change(event, names[event.pk]) for event in newest]


def _change(event: Event, names: Mapping[str, Names]) -> Change:
    data = event.data
    before, after = data.get("before", {}), data.get("after", {})
    what = str(data.get("what", ""))
    verb = _("added") if not before else _("removed") if not after else _("changed")
    brand = event.brand.name if event.brand else ""
    return Change(
        event.at,
        event.actor.short_name if event.actor else "Hark",
        brand,
        str(_WHAT.get(what, what)),
        brand if what in _BRANDS_OWN else str(data.get("name", "")),
        verb,
        differences(what, before, after, names),
    )
