"""Times, ids, counters and handles as csv archives write them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hark.networks.archive import values

TIMES = st.datetimes(datetime(1970, 1, 2), datetime(2099, 12, 30)).map(
    lambda at: at.replace(microsecond=0, tzinfo=UTC)
)
OFFSETS = st.integers(-14 * 60, 14 * 60)


@settings(deadline=None)
@given(TIMES, OFFSETS)
def test_old_times_survive_the_trip(at: datetime, minutes: int) -> None:
    local = at + timedelta(minutes=minutes)
    sign, span = ("+", minutes) if minutes >= 0 else ("-", -minutes)
    day = f"{values.WEEKDAYS[local.weekday()]} {values.MONTHS[local.month - 1]}"
    written = f"{day} {local:%d %H:%M:%S} {sign}{span // 60:02}{span % 60:02} {local:%Y}"
    assert values.old_time(written) == at
    assert values.old_time(written).tzinfo is UTC


@settings(deadline=None)
@given(TIMES, st.integers(0, 999))
def test_iso_times_survive_the_trip(at: datetime, milliseconds: int) -> None:
    exact = at + timedelta(milliseconds=milliseconds)
    assert values.iso_time(f"{exact:%Y-%m-%d %H:%M:%S}.{milliseconds:03}+00:00") == exact
    assert values.iso_time(exact.isoformat().replace("+00:00", "Z")) == exact


@settings(deadline=None)
@given(
    st.text(max_size=40) | st.from_regex(r"[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d [+-]\d{4} \d{4}")
)
def test_anything_else_is_no_time(written: str) -> None:
    for parse in (values.old_time, values.iso_time):
        try:
            assert parse(written).tzinfo is UTC
        except ValueError as refusal:
            assert str(refusal) in ("no created_at", "created_at is not a time")


@pytest.mark.parametrize(
    ("written", "found"),
    [("3.0", "3"), ("17", "17"), ("9" * 19, "9" * 19), ("1131172867985485824", "1131172867985485824")],
)
def test_ids(written: str, found: str) -> None:
    assert values.ident(written, "id") == found


@pytest.mark.parametrize("written", ["-1", "1.5", "1e3", "٣", "9" * 20, "1_0", " 1", ".0"])
def test_what_is_no_id(written: str) -> None:
    with pytest.raises(ValueError, match=r"^id is not an id$"):
        values.ident(written, "id")


@pytest.mark.parametrize(
    ("written", "found"),
    [("", 0), ("7", 7), ("7.0", 7), ("x", 0), ("-3", 0), ("9" * 18, 2**31 - 1), ("9" * 5000, 0)],
)
def test_counters(written: str, found: int) -> None:
    assert values.count(written) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@a @b hi @c", [("a", True), ("b", True), ("c", False)]),
        (".@a hi", [("a", False)]),
        ("mail me@a.example, @@a, x@a", []),
        ("@" + "a" * 21, []),
        ("＠wide hi", [("wide", True)]),
        ("@a\n@b", [("a", True), ("b", True)]),
        ("@a: hi", [("a", False)]),
    ],
)
def test_handles_in_a_reply(text: str, found: list[tuple[str, bool]]) -> None:
    assert values.tagged(text, reply=True) == found
    assert values.tagged(text, reply=False) == [(handle, False) for handle, _ in found]


def test_both_forms_of_time_are_read_where_an_archive_has_either() -> None:
    at = datetime(2017, 10, 31, 22, 10, 47, tzinfo=UTC)
    assert values.moment("Tue Oct 31 22:10:47 +0000 2017") == at
    assert values.moment("2017-10-31 23:10:47+01:00") == at
    with pytest.raises(ValueError, match=r"^no created_at$"):
        values.moment("")


@pytest.mark.parametrize(("written", "found"), [("", None), ("  ", None), ("7.0", "7")])
def test_a_parent_of_nothing_but_blanks_is_none(written: str, found: str | None) -> None:
    assert values.optional_ident(written, "id") == found
