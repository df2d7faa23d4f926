"""Settings of opening hours: a week, and the days that are otherwise."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.dates import WEEKDAYS as DAY_NAMES
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hark.accounts.models import User
from hark.actions import sla
from hark.domain.calendar_document import WEEKDAYS
from hark.store.models import BusinessCalendar
from hark.web import words
from hark.web.setup import codes
from hark.web.setup.branded import BrandedForm
from hark.web.setup.ends import with_calendar
from hark.web.setup.hours import DayField, HoursField, written
from hark.web.setup.rows import Row, RowsField, Values
from hark.web.setup.section import Line, Section

CLOSED, ONLY, ALSO = "closed", "only", "also"
_OPEN = {CLOSED: _("closed all day"), ONLY: _("open only"), ALSO: _("open also")}
_DAY_AND_NIGHT = [["00:00", "24:00"]]


class DayRow(Row):
    """A day that is otherwise: closed, open at hours of its own, or at more hours than usual."""

    day = forms.DateField(label=_("Date"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    name = forms.CharField(label=_("Name"), max_length=60, required=False)
    open = forms.ChoiceField(label=_("Is"), choices=[*_OPEN.items()], initial=CLOSED)
    hours = HoursField(label=_("Hours"))
    key = "day"

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        if "hours" in given and given.get("open") == CLOSED and given["hours"]:
            self.add_error("hours", _("A closed day has no hours. Empty them, or choose when it is open."))
        if "hours" in given and given.get("open") in (ONLY, ALSO) and not given["hours"]:
            self.add_error("hours", _("Say from when to when."))
        return given

    @staticmethod
    def read(value: Mapping[str, Any]) -> list[Values]:
        closed, extra, names = (value.get(name, {}) for name in ("holidays", "extra", "names"))
        return [
            {
                "day": day, "name": names.get(day, ""), "hours": extra.get(day, []),
                "open": (ONLY if day in closed else ALSO) if extra.get(day) else CLOSED,
            }
            for day in sorted({*closed, *extra})
        ]  # fmt: skip

    @staticmethod
    def write(rows: Sequence[Values]) -> dict[str, Any]:
        days = [(row["day"].isoformat(), row) for row in sorted(rows, key=lambda row: row["day"])]
        return {
            "holidays": [day for day, row in days if row["open"] != ALSO],
            "extra": {day: row["hours"] for day, row in days if row["hours"]},
            "names": {day: row["name"] for day, row in days if row["name"]},
        }


class CalendarForm(BrandedForm):
    name = forms.CharField(label=_("Name"), max_length=80)
    language = codes.language(
        _("All others"), help_text=_("The hours are for customers who write this language.")
    )
    zone = codes.Zone(
        required=False,
        help_text=_("It begins as the brand's; left empty, it is the brand's. For example Europe/Madrid."),
    )
    always = forms.BooleanField(
        label=_("Open day and night"), required=False,
        help_text=_("Else these hours count. Until 00:00 is until the end of the day."),
    )  # fmt: skip
    mon, tue, wed, thu, fri = (
        DayField(number, copies=number == 0, initial=[["09:00", "17:30"]]) for number in range(5)
    )
    sat, sun = DayField(5), DayField(6)
    days = RowsField(
        DayRow, label=_("Holidays and special days"), add=_("Add day"),
        help_text=_("“Open only” has these hours instead of the week's, “open also” on top of them."),
    )  # fmt: skip

    def prepare(self) -> None:
        super().prepare()
        self.fields["language"].disabled = self.row is not None
        if self.row is None and (brand := self.brands.first()):
            self.fields["zone"].initial = brand.zone

    def clean(self) -> dict[str, Any]:
        """The days become one week; of a brand open day and night nobody asks for hours."""
        given: dict[str, Any] = self.cleaned_data
        if given["always"]:
            for day in WEEKDAYS:
                self.errors.pop(day, None)
        week = {day: given[day] for day in WEEKDAYS if given.get(day)}
        if not week and not given["always"] and not self.errors:
            raise forms.ValidationError(_("Say when you are open: the hours of a day, or day and night."))
        if not given.get("zone") and "brand" in given:
            given["zone"] = given["brand"].zone
        return given | {"weekly": "always" if given["always"] else week}


def in_words(document: Mapping[str, Any]) -> dict[str, str]:
    """What a calendar's document says, by the name of the part, as the history of changes tells it."""
    week = {str(DAY_NAMES[n]): written(document["weekly"].get(day, [])) for n, day in enumerate(WEEKDAYS)}
    days = "; ".join(map(_day_in_words, DayRow.read(document)))
    parts = {gettext("Name"): document.get("name"), gettext("Time zone"): document["zone"]} | week
    return {
        part: said for part, said in (parts | {gettext("Holidays and special days"): days}).items() if said
    }


def _day_in_words(row: Values) -> str:
    said = (row["day"], row["name"], str(_OPEN[row["open"]]), written(row["hours"]))
    return " ".join(filter(None, said))


def calendars(person: User) -> QuerySet[BusinessCalendar]:
    """Those a person may set up."""
    return (
        BusinessCalendar.objects.filter(brand__access__user=person)
        .select_related("brand")
        .order_by("brand__name", "language")
    )


def _line(row: BusinessCalendar) -> Line:
    spoken = words.language(row.language) if row.language else gettext("all languages")
    return Line(row.name, [row.brand.name, spoken, row.document["zone"]])


def _initial(row: BusinessCalendar) -> Mapping[str, Any]:
    document = row.document
    week = {day: document["weekly"].get(day, []) for day in WEEKDAYS}
    if always := all(hours == _DAY_AND_NIGHT for hours in week.values()):
        week = {day: [] for day in WEEKDAYS}
    return week | {
        "brand": row.brand_id, "language": row.language, "name": row.name, "zone": document["zone"], "always": always,
        "days": document,
    }  # fmt: skip


def _save(
    row: BusinessCalendar | None, values: Mapping[str, Any], by: User, now: datetime
) -> BusinessCalendar:
    if (
        row is None
        and BusinessCalendar.objects.filter(brand=values["brand"], language=values["language"]).exists()
    ):
        raise ValueError(gettext("This brand has opening hours for that language already."))
    document = {name: values[name] for name in ("name", "zone", "weekly")} | values["days"]
    return sla.save_calendar(values["brand"].pk, values["language"], document, by=by, now=now)


CALENDARS = Section(
    key="calendars", name=_("Business calendars"), icon="clock",
    about=_("When you answer. Clocks of SLA policies run only then; holidays and zones included."),
    empty=_("No business calendar: every clock runs day and night."), rows=calendars,
    line=_line, trail=lambda row: ("businesscalendar", row.pk), form=CalendarForm, initial=_initial,
    save=_save, remove=lambda row, by, now: sla.remove_calendar(row.pk, by=by, now=now),
    goes=with_calendar,
    add=_("Add business calendar"),
)  # fmt: skip
