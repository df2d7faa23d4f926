"""Events of the spine as sentences for the timeline. An event that shows itself otherwise has none."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from hark.store.models import Event
from hark.web import words
from hark.web.times import spoken


def sentence(event: Event) -> str:
    """What happened, in words; "" for what is seen in the thread itself."""
    say = _SAY.get(event.kind)
    return say(event) if say else ""


def _who(event: Event) -> str:
    return event.actor.short_name if event.actor else "Hark"


def _assigned(event: Event) -> str:
    data: Mapping[str, Any] = event.data
    if data.get("to") is None:
        return _("%(who)s gave the case back to everybody") % {"who": _who(event)}
    if data.get("to") == event.actor_id:
        return _("%(who)s took the case") % {"who": _who(event)}
    return _("%(who)s assigned the case to %(name)s") % {"who": _who(event), "name": data.get("name", "")}


def _closed(event: Event) -> str:
    code = str(event.data.get("outcome", ""))
    outcome = str(words.OUTCOME.get(code, words.topic(code)))
    return _("%(who)s closed the case: %(outcome)s") % {"who": _who(event), "outcome": outcome}


def _snoozed(event: Event) -> str:
    until = spoken(datetime.fromisoformat(event.data["until"]), timezone.now())
    return _("%(who)s snoozed the case until %(until)s") % {"who": _who(event), "until": until}


def _moved(event: Event) -> str:
    data: Mapping[str, Any] = event.data
    if "from" in data:
        return _("%(who)s took case #%(case)s on here") % {"who": _who(event), "case": data["from"]}
    if data.get("way") == "invitation":
        return _("%(who)s invited the customer to write in private") % {"who": _who(event)}
    return _("%(who)s moved the case to private") % {"who": _who(event)}


def _joined(event: Event) -> str:
    if "from" in event.data:
        return _("Goes on from the public case #%(case)s") % {"case": event.data["from"]}
    return _("The customer wrote in private: case #%(case)s") % {"case": event.data["to"]}


def _revealed(event: Event) -> str:
    return _("%(who)s looked at covered personal data") % {"who": _who(event)}


_SAY: Mapping[str, Callable[[Event], str]] = {
    "case_opened": lambda _event: _("Case opened"),
    "case_assigned": _assigned,
    "case_closed": _closed,
    "case_reopened": lambda event: _("%(who)s reopened the case") % {"who": _who(event)},
    "case_snoozed": _snoozed,
    "case_woken": lambda event: (
        _("%(who)s ended the snooze") % {"who": _who(event)} if event.actor else _("The snooze is over")
    ),
    "case_undone": lambda event: _("%(who)s took that back") % {"who": _who(event)},
    "answer_cancelled": lambda event: _("%(who)s took an answer back before it left") % {"who": _who(event)},
    "post_deleted": lambda _event: _("A post was deleted on the network"),
    "post_edited": lambda _event: _("A post was edited"),
    "clock_overdue": lambda _event: _("The promised answer time passed"),
    "personal_data_revealed": _revealed,
    "case_moved": _moved,
    "case_joined": _joined,
    "lane_opened": _joined,
}
