"""What ends with a team or a calendar, in sentences, before it is removed."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hark.accounts.models import Team
from hark.actions import endings
from hark.store.models import BusinessCalendar


def with_team(team: Team) -> Sequence[str]:
    """What ends with a team."""
    going = endings.of_team(team)
    rules, macros, cases = len(going.rules), len(going.macros), going.cases
    counted = (
        (rules, ngettext("%(n)d team rule goes with it.", "%(n)d team rules go with it.", rules)),
        (macros, ngettext("%(n)d macro goes with it.", "%(n)d macros go with it.", macros)),
        (cases, ngettext("%(n)d open case loses its team.", "%(n)d open cases lose their team.", cases)),
    )  # fmt: skip
    called = [
        _("Out of hours nobody is called for %(brand)s then.") % {"brand": queue.brand}
        for queue in going.queues
    ]
    return [said % {"n": n} for n, said in counted if n] + called


def with_calendar(calendar: BusinessCalendar) -> Sequence[str]:
    """What changes with a business calendar."""
    going = endings.of_calendar(calendar)
    n = len(going.policies)
    said = ngettext(
        "%(n)d SLA policy falls back to the brand's hours.", "%(n)d SLA policies fall back to the brand's hours.", n
    )  # fmt: skip
    queues = [
        _("The queue of %(brand)s is open day and night then.") % {"brand": queue.brand}
        for queue in going.queues
    ]
    return [said % {"n": n}] * bool(n) + queues
