"""Hours of a day as rows: from when until when, and whether that is on the next day.

Kept and told are pairs such as ["09:00", "17:30"], as `hark.domain.hours` reads them.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from hark.domain.hours import MINUTES_A_DAY, CalendarError, Hours, apart, clock, minutes_of
from hark.web.setup.rows import Row, RowsField, Values

MOST_A_DAY = 12
_MIDNIGHT = "00:00"  # all that a browser's field of a time can say of the end of a day
_WRONG = _("“%(time)s” is no time of day such as 09:30.")
Pairs = Sequence[Sequence[str]]


class ClockInput(forms.TextInput):
    """A browser's own field for a time of day."""

    input_type = "time"


class ClockField(forms.CharField):
    """A time of day, such as 09:30."""

    widget = ClockInput

    def clean(self, value: Any) -> str:
        said = str(super().clean(value))
        try:
            return clock(minutes_of(said))
        except CalendarError:
            raise ValidationError(_WRONG % {"time": said}) from None


class SpanRow(Row):
    """From when until when a day is open."""

    opens = ClockField(label=_("From"))
    closes = ClockField(label=_("Until"))
    next_day = forms.BooleanField(label=_("next day"), required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        opens, closes = given.get("opens"), given.get("closes")
        if opens == "24:00":
            self.add_error("opens", _WRONG % {"time": opens})
        elif opens and closes and closes not in (_MIDNIGHT, "24:00"):
            self._tell_order(opens, closes, bool(given.get("next_day")))
        return given

    def _tell_order(self, opens: str, closes: str, next_day: bool) -> None:
        times = {"opens": opens, "closes": closes}
        if closes <= opens and not next_day:
            self.add_error(
                "closes", _("%(closes)s is not after %(opens)s. If the next day is meant, tick it.") % times
            )
        if closes > opens and next_day:
            self.add_error(
                "next_day", _("%(opens)s until %(closes)s of the next day is more than a day.") % times
            )

    @classmethod
    def compare(cls, rows: Sequence[Any]) -> None:
        """Mark hours that begin or end within others of the day."""
        before: list[Hours] = []
        for row in rows:
            if row.errors:
                continue
            hours = Hours.parse(row.cleaned_data["opens"], row.cleaned_data["closes"])
            if other := next(filter(hours.overlaps, before), None):
                said = {"hours": written([other.written()])}
                where = "opens" if hours.opens >= other.opens else "closes"
                row.add_error(where, _("These hours overlap %(hours)s.") % said)
            before.append(hours)

    @staticmethod
    def read(value: Pairs) -> list[Values]:
        """No two overlap, as a text once could; what is no hours stays for the form to refuse."""
        try:
            hours = [Hours.parse(opens, closes) for opens, closes in value]
        except CalendarError:
            return [{"opens": opens, "closes": closes, "next_day": False} for opens, closes in value]
        if any(one.overlaps(other) for place, one in enumerate(hours) for other in hours[:place]):
            hours = apart(hours)
        return [
            {
                "opens": clock(one.opens),
                "closes": clock(one.closes % MINUTES_A_DAY),
                "next_day": one.closes > MINUTES_A_DAY,
            }
            for one in hours
        ]

    @staticmethod
    def write(rows: Sequence[Values]) -> list[list[str]]:
        return [Hours.parse(row["opens"], row["closes"]).written() for row in rows]


class HoursField(RowsField):
    """The hours of a day; none is closed."""

    hours = True

    def __init__(self, **more: Any) -> None:
        super().__init__(SpanRow, add=_("Add hours"), most=MOST_A_DAY, **more)


class DayField(HoursField):
    """The hours of a weekday. `copies`: a button gives them to the rest of the working week."""

    day = True

    def __init__(self, number: int, *, copies: bool = False, **more: Any) -> None:
        self.copies = copies
        super().__init__(label=WEEKDAYS[number], **more)


def written(times: Pairs) -> str:
    """Hours of a day as people write them."""
    return ", ".join("-".join(pair) for pair in times)
