"""A business calendar as a JSON document, as settings pages edit it and the database keeps it.

`{"zone": "Europe/Madrid", "name": "...", "version": 3, "weekly": {"mon": [["09:00", "17:30"]], ...},
"holidays": ["2026-12-25"], "extra": {"2026-12-24": [["09:00", "13:00"]]}, "names": {"2026-12-25": "Christmas"}}`

Only `zone` and `weekly` must be there; a day left out of `weekly` is closed; `"weekly": "always"` is 24/7.
The hours of `extra` come on top of the week's: a day in both `holidays` and `extra` has those hours only.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hark.domain.calendar import BusinessCalendar
from hark.domain.hours import ALL_DAY, CalendarError, Hours

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def parse_calendar(document: Mapping[str, Any]) -> BusinessCalendar:
    """The calendar a document describes. Raises CalendarError with the word that is wrong."""
    try:
        return BusinessCalendar(
            zone=str(document["zone"]),
            weekly=_weekly(document["weekly"]),
            holidays=frozenset(_date(day) for day in document.get("holidays", ())),
            extra=tuple(
                (_date(day), hours)
                for day, listed in sorted(document.get("extra", {}).items())
                for hours in _hours(listed)
            ),
            named=tuple(sorted((_date(day), str(name)) for day, name in document.get("names", {}).items())),
            name=str(document.get("name", "")),
            version=int(document.get("version", 1)),
        )
    except CalendarError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CalendarError(f"this is not a calendar: {error!r}") from error


def calendar_document(calendar: BusinessCalendar) -> dict[str, Any]:
    """The document of a calendar; `parse_calendar` gives the same calendar back."""
    extra: dict[str, list[list[str]]] = {}
    for day, hours in calendar.extra:
        extra.setdefault(day.isoformat(), []).append(hours.written())
    document: dict[str, Any] = {
        "zone": calendar.zone,
        "name": calendar.name,
        "version": calendar.version,
        "weekly": {
            name: [hours.written() for hours in listed]
            for name, listed in zip(WEEKDAYS, calendar.weekly, strict=True)
        },
        "holidays": sorted(day.isoformat() for day in calendar.holidays),
        "extra": extra,
    }
    if calendar.named:
        document["names"] = {day.isoformat(): name for day, name in calendar.named}
    return document


def _weekly(listed: Any) -> tuple[tuple[Hours, ...], ...]:
    if listed == "always":
        return ((ALL_DAY,),) * 7
    unknown = set(listed) - set(WEEKDAYS)
    if unknown:
        raise CalendarError(f"{min(unknown)!r} is not a day of the week; use {', '.join(WEEKDAYS)}")
    return tuple(tuple(_hours(listed.get(name, ()))) for name in WEEKDAYS)


def _hours(listed: Any) -> list[Hours]:
    return [Hours.parse(opens, closes) for opens, closes in listed]


def _date(text: Any) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise CalendarError(f"{text!r} is not a date such as 2026-12-25") from error
