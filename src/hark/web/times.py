"""Times as people say them: *4 min*, *14:02*, *yesterday 16:20*, in the reader's own zone."""

from datetime import datetime, timedelta
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

_MINUTE, _HOUR = 60, 3600


def span(seconds: float) -> str:
    """A length of time in its largest sensible unit: "now", "4 min", "3 h", "2 d"."""
    seconds = abs(seconds)
    if seconds < _MINUTE:
        return _("now")
    if seconds < _HOUR:
        return _("%(n)d min") % {"n": seconds // _MINUTE}
    if seconds < 24 * _HOUR:
        return _("%(n)d h") % {"n": seconds // _HOUR}
    return _("%(n)d d") % {"n": seconds // (24 * _HOUR)}


def ago(when: datetime, now: datetime) -> str:
    """How long ago, for a list: "now", "4 min", "3 h", "2 d"."""
    return span((now - when).total_seconds())


def spoken(when: datetime, now: datetime) -> str:
    """When, for a conversation: "14:02", "yesterday 16:20", "tomorrow 09:00", "12 Mar 16:20"."""
    local, today = timezone.localtime(when), timezone.localtime(now).date()
    clock = date_format(local, "H:i")
    day = local.date()
    if day == today:
        return clock
    if day == today - timedelta(days=1):
        return _("yesterday %(clock)s") % {"clock": clock}
    if day == today + timedelta(days=1):
        return _("tomorrow %(clock)s") % {"clock": clock}
    form = pgettext("date", "j M") if day.year == today.year else pgettext("date", "j M Y")
    return f"{date_format(local, form)} {clock}"


def exact(when: datetime) -> str:
    """The full truth, for a tooltip and for screen readers, with the zone."""
    return _exact(when, timezone.get_current_timezone_name(), get_language() or "")


# A list says the same forty instants to everybody who looks at it.
@lru_cache(maxsize=8192)
def _exact(when: datetime, _zone: str, _language: str) -> str:
    local = timezone.localtime(when)
    form = pgettext("date", "l j F Y, H:i:s")
    return f"{date_format(local, form)} {local.tzname()}"


def day(when: datetime, now: datetime) -> str:
    """The day, as people say it: "Today", "Yesterday", "Monday 3 March"."""
    here, today = timezone.localtime(when).date(), timezone.localtime(now).date()
    if here == today:
        return _("Today")
    if here == today - timedelta(days=1):
        return _("Yesterday")
    return date_format(
        here, pgettext("date", "l j F") if here.year == today.year else pgettext("date", "l j F Y")
    )
