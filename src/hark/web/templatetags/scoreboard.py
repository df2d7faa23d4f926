"""How the public scoreboard says its figures."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

register = template.Library()


@register.filter
def percent(share: float | None) -> str:
    """A share as whole per cent, rounded down: 99.9 % kept is not all kept."""
    return "–" if share is None else f"{int(share * 100)} %"


@register.filter
def pledge(minutes: int) -> str:
    """A promised time in its own unit: "30 minutes", "2 hours"."""
    if minutes >= 60 and minutes % 60 == 0:
        return ngettext("%(n)d hour", "%(n)d hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


@register.filter
def length_of_time(seconds: float | None) -> str:
    """A measured time: "48 s", "12 min", "3 h 20 min", "2 d 4 h"."""
    if seconds is None:
        return "–"
    whole = round(seconds)
    if whole < 60:
        return _("%(n)d s") % {"n": whole}
    if whole < 3600:
        return _("%(n)d min") % {"n": whole // 60}
    if whole < 86400:
        return _("%(h)d h %(m)d min") % {"h": whole // 3600, "m": whole % 3600 // 60}
    return _("%(d)d d %(h)d h") % {"d": whole // 86400, "h": whole % 86400 // 3600}


@register.filter
def in_zone(at: datetime, zone: str) -> str:
    """A moment by the brand's own wall clock."""
    return date_format(at.astimezone(ZoneInfo(zone)), pgettext("date", "j F Y, H:i"))
