"""Single values of X API v2 objects, read with suspicion: ids, counts, times, strings.

Nothing here trusts the type of what it is given, because archives are edited by hand and streams are cut off.
A required value that is not there raises ValueError with a reason a person can read; an optional one falls
back to "not said".
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

MAX_ID_DIGITS = 19  # X: "^[0-9]{1,19}$"
MAX_COUNT = 2**31 - 1  # counters are stored in four bytes; nothing on X is counted higher
MAX_HANDLE, MAX_NAME, MAX_LANGUAGE, MAX_SETTING = 256, 300, 16, 24
# Codes X gives when it will not name a language: undetermined, no text, art, only hashtags, links, media...
NO_LANGUAGE = frozenset({"und", "zxx", "art"})


def mapping(value: Any) -> Mapping[str, Any]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def objects(value: Any) -> list[Mapping[str, Any]]:
    """The objects in a list; everything else in it is left out."""
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def ident(value: Any) -> str | None:
    """An X id as a string, from a string or a whole number; None when it is neither."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**MAX_ID_DIGITS:
        return str(value)
    if isinstance(value, str) and 0 < len(value) <= MAX_ID_DIGITS and value.isascii() and value.isdigit():
        return value
    return None


def required_id(obj: Mapping[str, Any], name: str) -> str:
    """The id under `name`. Raises ValueError when it is missing or is no id."""
    value = obj.get(name)
    if value is None or value == "":
        raise ValueError(f"no {name}")
    found = ident(value)
    if found is None:
        raise ValueError(f"{name} is not an id")
    return found


def storable(text: str) -> str:
    """The text unchanged. Raises ValueError when no database could keep it: NUL or half a surrogate pair."""
    if "\0" in text:
        raise ValueError("NUL character")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise ValueError("half a surrogate pair in the text") from None
    return text


def line(value: Any, longest: int | None = None) -> str:
    """A string that describes (a name, a bio, an address): what cannot be stored is replaced."""
    if not isinstance(value, str):
        return ""
    try:
        found = storable(value)
    except ValueError:
        found = value.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    return found if longest is None else found[:longest]


def count(value: Any) -> int:
    """A counter between 0 and MAX_COUNT; 0 when it is not a number."""
    if isinstance(value, bool) or not isinstance(value, int):
        return 0
    return min(max(value, 0), MAX_COUNT)


def moment(value: Any) -> datetime:
    """A time of X ("2021-04-08T19:34:16.000Z", RFC 3339) as UTC. Raises ValueError when it is none."""
    if isinstance(value, str) and len(value) >= 20 and value[4] == "-" and value[10] in "T ":
        try:
            found = datetime.fromisoformat(value)
            if found.tzinfo is not None:
                return found.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
    raise ValueError("created_at is not a time")


def language(value: Any) -> str | None:
    """A language code, or None when X said none or one of its codes for "not a language"."""
    code = line(value, MAX_LANGUAGE)
    if not code or code in NO_LANGUAGE or (len(code) == 3 and code.startswith("q")):
        return None
    return code
