import pytest
from hypothesis import given
from hypothesis import strategies as st

from hark.domain.hours import CalendarError, Hours, apart, clock

WRITTEN = st.lists(
    st.builds(Hours.parse, st.integers(0, 1439).map(clock), st.integers(0, 1440).map(clock)), max_size=8
)


@pytest.mark.parametrize(
    ("opens", "closes", "minutes"),
    [
        ("09:00", "17:30", (540, 1050)),
        ("9:00", "24:00", (540, 1440)),
        ("22:00", "06:00", (1320, 1800)),
        ("08:00", "08:00", (480, 1920)),
        ("00:00", "24:00", (0, 1440)),
        ("23:59", "00:00", (1439, 1440)),
    ],
)
def test_hours_are_read_as_people_write_them(opens: str, closes: str, minutes: tuple[int, int]) -> None:
    hours = Hours.parse(opens, closes)
    assert (hours.opens, hours.closes) == minutes


@pytest.mark.parametrize(
    "text", ["", "9", "9:5", "24:01", "12:60", "-1:00", "١٢:٠٠", "12:00:00", "noon", "12:0x"]
)
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(CalendarError, match="time of day"):
        Hours.parse("08:00", text)


@pytest.mark.parametrize(("opens", "closes"), [(-1, 60), (1440, 1500), (60, 60), (60, 30), (0, 2881)])
def test_minutes_that_are_no_opening_are_refused(opens: int, closes: int) -> None:
    with pytest.raises(CalendarError):
        Hours(opens, closes)


@given(WRITTEN)
def test_hours_apart_are_the_same_minutes_once_each_and_can_be_written(listed: list[Hours]) -> None:
    found = apart(listed)
    said = [minute for hours in found for minute in range(hours.opens, hours.closes)]
    assert sorted(said) == sorted({minute for hours in listed for minute in range(hours.opens, hours.closes)})
    assert [Hours.parse(*hours.written()) for hours in found] == found
