"""Times that the desk offers."""

from datetime import datetime, timedelta

from django.utils import timezone

SUNDAY = 6  # whose tomorrow is Monday, which is not offered twice


def snoozes(now: datetime) -> list[tuple[str, datetime]]:
    """Times to put a case aside until, in the reader's zone: keys of words.SNOOZE with when they are."""
    local = timezone.localtime(now)
    morning = local.replace(hour=9, minute=0, second=0, microsecond=0)
    evening = local.replace(hour=18, minute=0, second=0, microsecond=0)
    found = [("hour", local + timedelta(hours=1)), ("three_hours", local + timedelta(hours=3))]
    if local < evening - timedelta(hours=3):
        found.append(("evening", evening))
    found.append(("tomorrow", morning + timedelta(days=1)))
    if local.weekday() != SUNDAY:
        found.append(("monday", morning + timedelta(days=7 - local.weekday())))
    return found
