import zoneinfo
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hark.domain.calendar import CACHED_BLOCKS, BusinessCalendar
from hark.domain.hours import ALL_DAY, CalendarError, Hours, NeverOpenError

OFFICE = Hours(540, 1020)
NIGHT = Hours(1320, 1800)
HOUR = 3600
ZONES = sorted(zoneinfo.available_timezones())


def every_day(zone: str, *hours: Hours, **more: object) -> BusinessCalendar:
    return BusinessCalendar(zone, (tuple(hours),) * 7, **more)  # type: ignore[arg-type]


def wall(zone: str, *parts: int, fold: int = 0) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(zone), fold=fold)  # type: ignore[misc,arg-type]


def day_of(zone: str, *parts: int) -> tuple[datetime, datetime]:
    """From the first instant of a local date to the first of the next."""
    day = date(*parts)
    after = day + timedelta(days=1)
    return wall(zone, day.year, day.month, day.day), wall(zone, after.year, after.month, after.day)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/London", (2026, 10, 25), 25),
        ("Europe/London", (2026, 3, 29), 23),
        ("America/New_York", (2026, 11, 1), 25),
        ("America/New_York", (2027, 3, 14), 23),
        ("Australia/Lord_Howe", (2026, 4, 5), 24.5),
        ("Australia/Lord_Howe", (2026, 10, 4), 23.5),
        ("Africa/Casablanca", (2026, 2, 15), 25),
        ("Africa/Casablanca", (2026, 3, 22), 23),
        ("Africa/Cairo", (2026, 4, 24), 23),
        ("Africa/Cairo", (2026, 10, 29), 25),
        ("Asia/Kathmandu", (2026, 10, 25), 24),
        ("America/Sao_Paulo", (2018, 11, 4), 23),
        ("America/Sao_Paulo", (2018, 2, 17), 25),
        ("Pacific/Apia", (2011, 12, 29), 24),
        ("Pacific/Apia", (2011, 12, 31), 24),
    ],
)
def test_a_local_day_lasts_as_long_as_it_lasted(zone: str, day: tuple[int, int, int], hours: float) -> None:
    start, end = day_of(zone, *day)
    assert every_day(zone, ALL_DAY).business_seconds(start, end) == hours * HOUR


@pytest.mark.parametrize(
    ("zone", "day", "hours", "open_hours"),
    [
        # 01:00 to 02:00 comes twice
        ("Europe/London", (2026, 10, 25), Hours(60, 120), 2),
        # 02:00 to 03:00 never comes
        ("America/New_York", (2027, 3, 14), Hours(120, 180), 0),
        ("America/New_York", (2026, 11, 1), Hours(90, 120), 1),
        # Lord Howe moves by half an hour: 01:30 to 02:00 comes twice, 02:00 to 02:30 not at all
        ("Australia/Lord_Howe", (2026, 4, 5), Hours(90, 120), 1),
        ("Australia/Lord_Howe", (2026, 10, 4), Hours(120, 180), 0.5),
        # The first hour of the day is missing in Sao Paulo and Cairo
        ("America/Sao_Paulo", (2018, 11, 4), Hours(0, 120), 1),
        ("Africa/Cairo", (2026, 4, 24), Hours(0, 120), 1),
        # The office does not notice any of it
        ("Europe/London", (2026, 10, 25), OFFICE, 8),
        ("Asia/Kathmandu", (2026, 10, 25), OFFICE, 8),
    ],
)
def test_hours_that_clocks_skip_or_repeat(
    zone: str, day: tuple[int, int, int], hours: Hours, open_hours: float
) -> None:
    start, end = day_of(zone, *day)
    assert every_day(zone, hours).business_seconds(start, end) == open_hours * HOUR


def test_the_night_shift_over_a_clock_change() -> None:
    calendar = every_day("Europe/London", NIGHT)
    autumn = wall("Europe/London", 2026, 10, 24, 22), wall("Europe/London", 2026, 10, 25, 6)
    spring = wall("Europe/London", 2026, 3, 28, 22), wall("Europe/London", 2026, 3, 29, 6)
    assert [calendar.business_seconds(*night) / HOUR for night in (autumn, spring)] == [9, 7]


def test_apia_skipped_a_day_and_nobody_worked_on_it() -> None:
    calendar = every_day("Pacific/Apia", OFFICE)
    start, end = wall("Pacific/Apia", 2011, 12, 29), wall("Pacific/Apia", 2012, 1, 1)
    assert (end - start).days == 3  # the wall's own arithmetic believes in the day
    assert calendar.business_seconds(start, end) == 16 * HOUR
    due = calendar.add_business_seconds(wall("Pacific/Apia", 2011, 12, 29, 16), 2 * HOUR)
    assert due == wall("Pacific/Apia", 2011, 12, 31, 10)


def test_kathmandu_opens_at_a_quarter_past() -> None:
    calendar = every_day("Asia/Kathmandu", OFFICE)
    assert calendar.next_opening(datetime(2026, 6, 1, tzinfo=UTC)) == datetime(2026, 6, 1, 3, 15, tzinfo=UTC)


def test_a_deadline_over_a_weekend_and_a_holiday() -> None:
    week = ((OFFICE,),) * 5 + ((),) * 2
    calendar = BusinessCalendar("Europe/London", week, frozenset({date(2026, 12, 25), date(2026, 12, 28)}))
    thursday = wall("Europe/London", 2026, 12, 24, 16)
    assert calendar.add_business_seconds(thursday, HOUR) == wall("Europe/London", 2026, 12, 24, 17)
    assert calendar.add_business_seconds(thursday, HOUR + 1) == wall("Europe/London", 2026, 12, 29, 9, 0, 1)


def test_a_holiday_closes_its_date_from_midnight_to_midnight() -> None:
    calendar = every_day("Europe/London", NIGHT, holidays=frozenset({date(2026, 12, 25)}))
    closes = wall("Europe/London", 2026, 12, 25)
    assert calendar.is_open(closes - timedelta(seconds=1))
    assert not calendar.is_open(closes)
    assert calendar.next_opening(closes) == wall("Europe/London", 2026, 12, 26)


def test_extra_hours_are_open_on_holidays_and_over_midnight() -> None:
    holidays = frozenset({date(2026, 12, 24), date(2026, 12, 25)})
    extra = ((date(2026, 12, 24), NIGHT), (date(2026, 12, 24), OFFICE))
    calendar = BusinessCalendar("Europe/London", ((),) * 7, holidays, extra)
    start, end = wall("Europe/London", 2026, 12, 20), wall("Europe/London", 2026, 12, 30)
    assert calendar.business_seconds(start, end) == 16 * HOUR


def test_overlapping_openings_count_once() -> None:
    start, end = day_of("UTC", 2026, 1, 5)
    assert (
        every_day("UTC", OFFICE, Hours(600, 1080), Hours(30, 60)).business_seconds(start, end) == 9.5 * HOUR
    )


def test_what_is_used_up_at_closing_time_is_due_at_closing_time() -> None:
    calendar = every_day("UTC", OFFICE)
    start = datetime(2026, 1, 5, 16, tzinfo=UTC)
    assert calendar.add_business_seconds(start, HOUR) == datetime(2026, 1, 5, 17, tzinfo=UTC)
    assert calendar.add_business_time(start, timedelta(hours=1, microseconds=1)) == datetime(
        2026, 1, 6, 9, 0, 0, 1, tzinfo=UTC
    )


def test_no_time_at_all_is_due_at_once_even_when_closed() -> None:
    at = datetime(2026, 1, 5, 3, tzinfo=UTC)
    assert every_day("UTC", OFFICE).add_business_seconds(at, 0) == at


def test_opening_is_open_and_closing_is_closed() -> None:
    calendar = every_day("UTC", OFFICE)
    assert calendar.is_open(datetime(2026, 1, 5, 9, tzinfo=UTC))
    assert not calendar.is_open(datetime(2026, 1, 5, 17, tzinfo=UTC))


def test_a_calendar_without_hours_never_opens() -> None:
    calendar = BusinessCalendar("UTC", ((),) * 7)
    at = datetime(2026, 1, 5, tzinfo=UTC)
    with pytest.raises(NeverOpenError):
        calendar.next_opening(at)
    with pytest.raises(NeverOpenError):
        calendar.add_business_seconds(at, 1)


def test_a_calendar_of_single_days_ends_with_the_last() -> None:
    calendar = BusinessCalendar("UTC", ((),) * 7, extra=((date(2026, 3, 1), OFFICE),))
    at = datetime(2026, 1, 5, tzinfo=UTC)
    assert calendar.next_opening(at) == datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert calendar.add_business_seconds(at, 8 * HOUR) == datetime(2026, 3, 1, 17, tzinfo=UTC)
    with pytest.raises(NeverOpenError):
        calendar.add_business_seconds(at, 8 * HOUR + 1)
    with pytest.raises(NeverOpenError):
        calendar.next_opening(datetime(2027, 1, 1, tzinfo=UTC))


def test_more_than_the_calendar_reaches_is_refused() -> None:
    with pytest.raises(NeverOpenError):
        every_day("UTC", Hours(0, 1)).add_business_seconds(datetime(2026, 1, 1, tzinfo=UTC), 10**9)
    for year in (1800, 2300):
        with pytest.raises(CalendarError, match="1900 to 2200"):
            every_day("UTC", OFFICE).is_open(datetime(year, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../../etc/passwd", "Europe"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(CalendarError, match="no time zone"):
        every_day(zone, OFFICE)


def test_a_week_has_seven_days_and_time_runs_forward() -> None:
    with pytest.raises(CalendarError, match="7 days"):
        BusinessCalendar("UTC", ((OFFICE,),) * 5)
    with pytest.raises(CalendarError, match="forward"):
        every_day("UTC", OFFICE).add_business_seconds(datetime(2026, 1, 1, tzinfo=UTC), -1)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        every_day("UTC", OFFICE).is_open(datetime(2026, 1, 1))


def test_the_cache_is_bounded_and_no_part_of_the_value() -> None:
    calendar = every_day("Europe/London", OFFICE)
    start = datetime(1990, 1, 1, tzinfo=UTC)
    days = (datetime(2020, 1, 1, tzinfo=UTC) - start).days
    assert calendar.business_seconds(start, datetime(2020, 1, 1, tzinfo=UTC)) == days * 8 * HOUR
    assert 0 < len(calendar._blocks) <= CACHED_BLOCKS
    assert calendar == every_day("Europe/London", OFFICE)
    assert hash(calendar) == hash(every_day("Europe/London", OFFICE))


hours = st.builds(
    lambda opens, length: Hours(opens, min(opens + length, 2880)), st.integers(0, 1439), st.integers(1, 1500)
)
dates = st.dates(date(2019, 12, 30), date(2020, 3, 1))
calendars = st.builds(
    BusinessCalendar,
    zone=st.sampled_from(ZONES),
    weekly=st.tuples(*[st.lists(hours, max_size=3).map(tuple)] * 7),
    holidays=st.frozensets(dates, max_size=5),
    extra=st.lists(st.tuples(dates, hours), max_size=3).map(tuple),
)
# Eight hours at most: the thinnest calendar opens for a minute a week, and then needs ten years for them.
amounts = st.integers(0, 8 * HOUR * 10**6)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2020, 3, 1)).map(lambda at: at.replace(tzinfo=UTC))


@settings(max_examples=300, deadline=None)
@given(calendars, instants, instants, instants)
def test_business_time_is_additive_and_monotone(
    calendar: BusinessCalendar, one: datetime, two: datetime, three: datetime
) -> None:
    a, b, c = sorted((one, two, three))
    parts = calendar.business_time(a, b), calendar.business_time(b, c)
    assert calendar.business_time(a, c) == sum(parts, timedelta(0))
    assert timedelta(0) <= parts[0] <= calendar.business_time(a, c) <= c - a
    assert calendar.business_time(c, a) == -calendar.business_time(a, c)


@settings(max_examples=300, deadline=None)
@given(calendars, instants, amounts, amounts)
def test_adding_is_the_inverse_of_measuring(
    calendar: BusinessCalendar, start: datetime, one: int, two: int
) -> None:
    less, more = (timedelta(microseconds=part) for part in sorted((one, two)))
    try:
        early, late = calendar.add_business_time(start, less), calendar.add_business_time(start, more)
    except NeverOpenError:
        assert not any(calendar.weekly)
        return
    assert early <= late
    assert calendar.business_time(start, late) == more
    assert calendar.add_business_time(early, more - less) == late
    if more:
        assert calendar.business_time(start, late - timedelta(microseconds=1)) < more


@settings(max_examples=300, deadline=None)
@given(calendars, instants)
def test_nothing_is_open_before_the_next_opening(calendar: BusinessCalendar, at: datetime) -> None:
    try:
        opening = calendar.next_opening(at)
    except NeverOpenError:
        assert not any(calendar.weekly)
        return
    assert calendar.is_open(opening)
    assert calendar.business_time(at, opening) == timedelta(0)
    assert (opening == at) == calendar.is_open(at)
