"""Events of the spine as sentences for the timeline. An event that shows itself otherwise has none."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from hark.domain.post import Lane
from hark.store.models import Event
from hark.web import words
from hark.web.sums import sum_of
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
    if event.data.get("lane") == Lane.PUBLIC:
        return _("The customer wrote in public: case #%(case)s") % {"case": event.data["to"]}
    return _("The customer wrote in private: case #%(case)s") % {"case": event.data["to"]}


def _transferred(event: Event) -> str:
    data: Mapping[str, Any] = event.data
    if "why" in data:
        return _("A team rule gave the case to its team")
    to = " / ".join(str(name) for name in (data.get("team_name"), data.get("name")) if name)
    given = {"who": _who(event), "to": to, "note": data.get("reason", "")}
    return _("%(who)s handed the case over to %(to)s: %(note)s") % given


def _awaited(event: Event) -> str:
    given = {"who": _who(event), "when": spoken(datetime.fromisoformat(event.data["at"]), timezone.now())}
    if event.kind == "promise_set":
        return _("%(who)s promised the customer to be back %(when)s") % given
    return _("%(who)s wants to be reminded %(when)s") % given


def _merged(event: Event) -> str:
    if "into" in event.data:
        return _("%(who)s merged this case into #%(n)s") % {"who": _who(event), "n": event.data["into"]}
    return _("%(who)s merged #%(n)s into this case") % {"who": _who(event), "n": event.data.get("lost", "")}


def _split(event: Event) -> str:
    other = event.data.get("lost") or event.data.get("from", "")
    return _("%(who)s split this case and #%(n)s again") % {"who": _who(event), "n": other}


def _credit(event: Event) -> str:
    data = event.data
    given = {"who": _who(event), "sum": sum_of(data["cents"], data["currency"])}
    said = {
        "goodwill_asked": _("%(who)s asked for a credit of %(sum)s"),
        "goodwill_approved": _("%(who)s granted a credit of %(sum)s"),
        "goodwill_refused": _("%(who)s refused a credit of %(sum)s"),
        "goodwill_withdrawn": _("%(who)s took back the request for a credit of %(sum)s"),
    }
    if data.get("granted"):
        return _("%(who)s withdrew a credit of %(sum)s: %(why)s") % (given | {"why": data["reason"]})
    return said[event.kind] % given


def _consent(event: Event) -> str:
    what = str(words.CONSENT.get(str(event.data.get("purpose", "")), event.data.get("purpose", "")))
    given = {"who": _who(event), "what": what}
    if event.data.get("restored"):
        return _("%(who)s took the withdrawal back: %(what)s") % given
    if event.kind == "consent_recorded":
        return _("%(who)s recorded consent: %(what)s") % given
    return _("%(who)s noted that consent was withdrawn: %(what)s") % given


def _warned(event: Event) -> str:
    if event.data.get("projected"):
        return _("At the pace of the last half hour the answer would come too late")
    return _("The promised answer time is near")


def _overruled(event: Event) -> str:
    what = words.GUARD.get(str(event.data.get("guard", "")), event.data.get("guard", ""))
    given = {"who": _who(event), "what": what, "reason": event.data.get("reason", "")}
    return _("%(who)s overruled a guard, %(what)s: %(reason)s") % given


def _returned(event: Event) -> str:
    why = words.RETURNED.get(str(event.data.get("reason", "")))
    if why is None:
        return _("The case went back to the queue")
    return _("The case went back to the queue: %(why)s") % {"why": why}


def _revealed(event: Event) -> str:
    return _("%(who)s looked at covered personal data") % {"who": _who(event)}


def _hidden(event: Event) -> str:
    if event.data.get("hidden"):
        return _("%(who)s hid a reply on the network") % {"who": _who(event)}
    return _("%(who)s let a reply be seen again on the network") % {"who": _who(event)}


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
    "post_withheld": lambda event: (
        _("The network withholds a post") if event.data["withheld"] else _("The network shows a post again")
    ),
    "hiding_done": _hidden,
    "hiding_refused": lambda _event: _("The network would not hide a reply, or show it again"),
    "clock_at_risk": _warned,
    "clock_recovered": lambda _event: _("At the present pace the answer would come in time again"),
    "clock_overdue": lambda _event: _("The promised answer time passed"),
    "case_escalated": lambda _event: _("The supervisors were told"),
    "guard_overruled": _overruled,
    "lock_taken_over": lambda event: _("%(who)s took the pen over") % {"who": _who(event)},
    "personal_data_revealed": _revealed,
    "case_moved": _moved,
    "case_joined": _joined,
    "lane_opened": _joined,
    "case_transferred": _transferred,
    "case_merged": _merged,
    "case_split": _split,
    "case_returned": _returned,
    "tag_added": lambda event: (
        _("%(who)s tagged it “%(tag)s”") % {"who": _who(event), "tag": event.data["tag"]}
    ),
    "tag_removed": lambda event: (
        _("%(who)s took “%(tag)s” off") % {"who": _who(event), "tag": event.data["tag"]}
    ),
    "ticket_linked": lambda event: (
        _("%(who)s linked ticket %(system)s %(number)s") % {"who": _who(event), **event.data}
    ),
    "ticket_unlinked": lambda event: (
        _("%(who)s unlinked ticket %(system)s %(number)s") % {"who": _who(event), **event.data}
    ),
    "reminder_set": _awaited,
    "reminder_due": lambda _event: _("A reminder came due"),
    "promise_set": _awaited,
    "promise_due": lambda _event: _("A promise to the customer came due"),
    "promise_done": lambda event: _("%(who)s says the promise is kept") % {"who": _who(event)},
    "goodwill_asked": _credit,
    "goodwill_approved": _credit,
    "goodwill_refused": _credit,
    "goodwill_withdrawn": _credit,
    "customer_noted": lambda event: _("%(who)s wrote something about the customer") % {"who": _who(event)},
    "customer_note_removed": lambda event: (
        _("%(who)s took back what they wrote about the customer") % {"who": _who(event)}
    ),
    "consent_recorded": _consent,
    "consent_withdrawn": _consent,
    "verdict_corrected": lambda event: _("%(who)s corrected triage") % {"who": _who(event)},
}
