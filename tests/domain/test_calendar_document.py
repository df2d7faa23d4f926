import json
from datetime import date

import pytest

from hark.domain.calendar import BusinessCalendar
from hark.domain.calendar_document import calendar_document, parse_calendar
from hark.domain.hours import CalendarError, Hours

DOCUMENT = {
    "zone": "Europe/Madrid",
    "name": "Care, Spain",
    "version": 3,
    "weekly": {
        "mon": [["09:00", "14:00"], ["16:00", "20:00"]],
        "tue": [],
        "wed": [],
        "thu": [],
        "fri": [["22:00", "06:00"]],
        "sat": [["00:00", "24:00"]],
        "sun": [["08:00", "08:00"]],
    },
    "holidays": ["2026-12-25", "2027-01-06"],
    "extra": {"2026-12-24": [["09:00", "13:00"]]},
}


def test_a_calendar_survives_its_document() -> None:
    calendar = parse_calendar(json.loads(json.dumps(DOCUMENT)))
    assert calendar.weekly[0] == (Hours(540, 840), Hours(960, 1200))
    assert calendar.weekly[4] == (Hours(1320, 1800),)
    assert calendar.holidays == {date(2026, 12, 25), date(2027, 1, 6)}
    assert calendar.extra == ((date(2026, 12, 24), Hours(540, 780)),)
    assert calendar_document(calendar) == DOCUMENT
    assert parse_calendar(calendar_document(calendar)) == calendar


def test_always_is_open_around_the_clock() -> None:
    assert (
        parse_calendar({"zone": "Asia/Tokyo", "weekly": "always"}).weekly == BusinessCalendar.always().weekly
    )


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"zone": "Europe/Nowhere"}, "Europe/Nowhere"),
        ({"zone": "../etc/passwd"}, "passwd"),
        ({"weekly": {"monday": []}}, "monday"),
        ({"weekly": {"mon": [["09:00"]]}}, "not a calendar"),
        ({"weekly": {"mon": [["09:00", "25:00"]]}}, "25:00"),
        ({"weekly": None}, "not a calendar"),
        ({"holidays": ["25.12.2026"]}, "25.12.2026"),
        ({"holidays": [20261225]}, "20261225"),
        ({"extra": []}, "not a calendar"),
        ({"version": "latest"}, "not a calendar"),
    ],
)
def test_a_wrong_document_is_refused_with_the_wrong_word(change: dict[str, object], word: str) -> None:
    with pytest.raises(CalendarError, match=word):
        parse_calendar({**DOCUMENT, **change})


def test_a_document_needs_a_zone() -> None:
    with pytest.raises(CalendarError, match="zone"):
        parse_calendar({"weekly": "always"})


def test_hours_that_cannot_be_written_are_refused() -> None:
    calendar = BusinessCalendar("UTC", ((Hours(0, 2880),), *((),) * 6))
    with pytest.raises(CalendarError, match="more than a day"):
        calendar_document(calendar)
