"""IP addresses."""

import re
from collections.abc import Iterator
from ipaddress import ip_address

from hark.domain.verdict import PersonalData
from hark.triage.personal_data.view import View

_V4 = re.compile(r"(?<![\w.+-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-])(?!\.\d)")
_V6 = re.compile(r"(?<![\w:.])(?=[0-9a-fA-F:]{2,39}(?![\w:]))[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}")


def find_ips(view: View) -> Iterator[PersonalData]:
    """IPv4 and IPv6 addresses. Four numbers after a word such as 'version' or 'iOS' are a version."""
    if view.text.count(".") < 3 and view.text.count(":") < 2:
        return
    text = view.plain
    if text.count(".") >= 3:
        for found in _V4.finditer(text):
            if _valid(found[0]) and not view.before(found.start(), "version", 3):
                yield PersonalData("ip", found.start(), found.end())
    if text.count(":") >= 2:
        for found in _V6.finditer(text):
            if sum(map(str.isalnum, found[0])) >= 4 and _valid(found[0]):
                yield PersonalData("ip", found.start(), found.end())


def _valid(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return not text.startswith("0.")
