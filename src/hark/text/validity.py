"""Whether a whole text is one name, list, hashtag or link, as twitter-text judges it (isValid…)."""

import re

from hark.text.entities import hashtags_outside_links
from hark.text.tables import CHARACTERS
from hark.text.tags import mentions

_LIST = re.compile("[@\uff20][a-zA-Z0-9_]{1,20}/[a-zA-Z][a-zA-Z0-9_\\-]{0,24}")

# RFC 3986 as the library reads it, with its slips: the last part of an IPv4 address may only have one digit,
# because alternatives are tried from the shortest.
_PLAIN = f"[{CHARACTERS['url_unreserved']}!$&'()*+,;=]|%[0-9a-fA-F]{{2}}"
_PCHAR = f"(?:{_PLAIN}|[:|@])"
_OCTET = "(?:[0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])"
_IP = rf"{_OCTET}(?:\.{_OCTET}){{3}}|\[[a-fA-F0-9:.]+\]"


def _domain(beyond: str) -> str:
    """A host name; `beyond` is what it may hold beside ASCII letters and digits."""
    letter, sign = f"[a-zA-Z{beyond}]", f"[a-zA-Z0-9{beyond}]"
    label = f"{sign}(?:[a-zA-Z0-9\\-{beyond}]*{sign})?"
    sub = f"{sign}(?:[a-zA-Z0-9_\\-{beyond}]*{sign})?"
    return rf"(?:{sub}\.)*{label}\.{letter}(?:[a-zA-Z0-9\-{beyond}]*{sign})?"


def _authority(beyond: str) -> re.Pattern[str]:
    return re.compile(f"(?:(?:{_PLAIN}|:)*@)?(?:{_IP}|{_domain(beyond)})(?::[0-9]{{1,5}})?")


_PARTS = re.compile(
    r"(?:(?P<scheme>[^:/?#]+)://)?(?P<authority>[^/?#]*)(?P<path>[^?#]*)"
    r"(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>[^\n\r\u2028\u2029]*))?\Z"
)
_SCHEME = re.compile(r"[hH][tT][tT][pP][sS]?\Z")
_ASCII_AUTHORITY = _authority("")
_UNICODE_AUTHORITY = _authority(r"\u0080-\U0010ffff")
_PATH = re.compile(f"(?:/{_PCHAR}*)*")
_QUERY = re.compile(f"(?:{_PCHAR}|[/?])*")


def _is_all(pattern: re.Pattern[str], text: str | None) -> bool:
    """Whether the pattern's own first choice takes the whole text; it is not asked for another."""
    if not text:
        return True
    match = pattern.match(text)
    return match is not None and match.end() == len(text)


def is_username(text: str) -> bool:
    """Whether the text is one mention, sign included: "@name"."""
    return mentions(text) == (text[1:],)


def is_list(text: str) -> bool:
    """Whether the text is one list, sign included: "@name/list"."""
    return _LIST.fullmatch(text) is not None


def is_hashtag(text: str) -> bool:
    """Whether the text is one hashtag, sign included: "#word"."""
    return [tag.value for tag in hashtags_outside_links(text)] == [text[1:]]


def is_url(text: str, *, unicode_domains: bool = True, require_protocol: bool = True) -> bool:
    """Whether the text is one link (http or https)."""
    parts = _PARTS.match(text)
    if not text or parts is None:
        return False
    if require_protocol and not _SCHEME.match(parts["scheme"] or ""):
        return False
    authority = _UNICODE_AUTHORITY if unicode_domains else _ASCII_AUTHORITY
    return (
        bool(parts["authority"])
        and _is_all(authority, parts["authority"])
        and _is_all(_PATH, parts["path"])
        and _is_all(_QUERY, parts["query"])
        and _is_all(_QUERY, parts["fragment"])
    )
