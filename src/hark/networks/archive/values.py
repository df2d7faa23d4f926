"""Single values of csv archives: ids, counters, the two ways of writing a time, handles in a text."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

from hark.domain.post import Mention
from hark.networks.x.v2_entities import carried_until

MAX_COUNT = 2**31 - 1  # counters are stored in four bytes
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
TWO_DIGITS = {f"{number:02}": number for number in range(100)}
OFFSET = re.compile(r" ([+-])(\d\d)(\d\d) ", re.ASCII)
# A handle is not the domain of an e-mail address, and "@@" tags nobody (as in twitter-text).
# The look behind comes after the sign, so that a text is searched for signs only.
TAGGED = re.compile(r"[@＠](?<![A-Za-z0-9_!#$%&*@＠][@＠])([A-Za-z0-9_]{1,20})(?![A-Za-z0-9_@＠])")


def ident(value: str, name: str) -> str:
    """An id of digits; spreadsheets write it as `3.0`. Raises ValueError when missing or something else."""
    found = value[:-2] if value.endswith(".0") else value
    if found.isascii() and found.isdigit() and len(found) <= 19:
        return found
    raise ValueError(f"no {name}" if not value.strip() else f"{name} is not an id")


def optional_ident(value: str, name: str) -> str | None:
    """The same where nothing, or nothing but blanks, means none."""
    return ident(value, name) if value and not value.isspace() else None


def count(value: str) -> int:
    """A counter, 0 when it is not given or is no number."""
    digits = value.removesuffix(".0")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
        return 0
    return min(int(digits), MAX_COUNT)


@lru_cache(maxsize=4096)
def _day(written: str, year: str) -> date:
    """`Tue Oct 31 ` and a year, the weekday checked. Days repeat, so each is parsed once."""
    weekday, month, day, rest = written.split(" ")
    if rest or len(year) != 4 or not (year.isascii() and year.isdigit()):
        raise ValueError
    found = date(int(year), MONTHS.index(month) + 1, TWO_DIGITS[day])
    if WEEKDAYS[found.weekday()] != weekday:
        raise ValueError
    return found


@lru_cache(maxsize=64)
def _offset(written: str) -> timezone:
    """` +0000 ` as a time zone."""
    found = OFFSET.fullmatch(written)
    if found is None:
        raise ValueError
    away = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(away if found[1] == "+" else -away)


def old_time(value: str) -> datetime:
    """`Tue Oct 31 22:10:47 +0000 2017`, Twitter's form of API v1, as UTC. A leap second is the one before.

    Raises ValueError when it is missing or no such time.
    """
    if not value.strip():
        raise ValueError("no created_at")
    try:
        day = _day(value[:11], value[26:])
        hour, minute, second = TWO_DIGITS[value[11:13]], TWO_DIGITS[value[14:16]], TWO_DIGITS[value[17:19]]
        if value[13] + value[16] != "::":
            raise ValueError
        second = 59 if second == 60 else second
        if value[19:26] == " +0000 ":
            return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=UTC)
        zone = _offset(value[19:26])
        return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone).astimezone(UTC)
    except (ValueError, KeyError, OverflowError):
        raise ValueError("created_at is not a time") from None


def iso_time(value: str) -> datetime:
    """`2019-05-22 12:20:02.560+00:00` as UTC; a fraction is optional, the offset is not.

    Raises ValueError when it is missing or no such time.
    """
    if not value.strip():
        raise ValueError("no created_at")
    if len(value) >= 20 and value[4] == "-" and value[7] == "-" and value[10] in "T ":
        try:
            found = datetime.fromisoformat(value)
            if found.tzinfo is not None:
                return found if found.tzinfo is UTC else found.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
    raise ValueError("created_at is not a time")


def moment(value: str) -> datetime:
    """Either form as UTC: a copy of an archive that went through a data frame has the other one.

    Raises ValueError when it is missing or no such time.
    """
    return iso_time(value) if value[4:5] == "-" else old_time(value)


def tagged(text: str, *, reply: bool) -> list[tuple[str, bool]]:
    """Handles tagged in a text, in order, and whether a reply carried them in front of its words."""
    if "@" not in text and "＠" not in text:
        return []
    until = carried_until(text) if reply else 0
    return [(found[1], found.start() < until) for found in TAGGED.finditer(text)]


@lru_cache(maxsize=4096)
def mention(handle: str, author_id: str, leading: bool) -> Mention:
    """A Mention; the same few handles are tagged over and over, so they are shared."""
    return Mention(handle, author_id, leading)


def unique(mentions: list[Mention]) -> tuple[Mention, ...]:
    """Each mention once, in the order they came."""
    return tuple(dict.fromkeys(mentions)) if len(mentions) > 1 else tuple(mentions)
