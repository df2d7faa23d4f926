"""E-mail addresses, written plainly or for human eyes only ('john at gmail dot com')."""

import re
from collections.abc import Iterator

from hark.domain.verdict import PersonalData
from hark.triage.personal_data.edges import CASED
from hark.triage.personal_data.view import View
from hark.triage.personal_data.word_set import word_set
from hark.triage.personal_data.words import ODD_AT, PROVIDERS, SPOKEN_AT, SPOKEN_DOT

# Cased scripts only: Japanese or Arabic text runs straight into an address.
_LOCAL_END = re.compile(rf"[{CASED}0-9_.+%'-]{{0,63}}[{CASED}0-9_+%-]\Z")
_LABEL = rf"[{CASED}0-9](?:[{CASED}0-9-]{{0,61}}[{CASED}0-9])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.){{1,6}}(?:xn--[a-z0-9-]{{2,40}}|[{CASED}]{{2,24}})")

_ODD_WORDS = "|".join(sorted(ODD_AT))
_AT_WORDS = "|".join(sorted(SPOKEN_AT | ODD_AT))
_DOT_WORDS = "|".join(sorted(SPOKEN_DOT))
_AT = re.compile(
    rf" ?(?P<sign>[\[({{<] ?(?:{_AT_WORDS}|@) ?[\])}}>]) ?"
    rf"| (?P<odd>{_ODD_WORDS}) "
    r"| (?P<word>at|chez|et|@) |(?P<left> @(?=\w))|(?P<right>@ )"
)
_DOT = (
    rf"(?: ?[\[({{<] ?(?:{_DOT_WORDS}|\.) ?[\])}}>] ?| (?:{_DOT_WORDS}) "
    r"|\.(?: (?=(?:com|net|org|co|de|fr|es|it)\b))?)"
)
_SPOKEN_DOT = re.compile(rf"[\[({{<]| (?:{_DOT_WORDS}) ")
_SPOKEN_DOMAIN = re.compile(rf"[a-z0-9][a-z0-9-]{{1,40}}(?:{_DOT}[a-z]{{2,12}}(?![a-z])){{1,3}}")
_SPOKEN_LOCAL = re.compile(rf"[\w+-]{{1,40}}(?:(?: (?:{_DOT_WORDS}) |\.)[\w+-]{{1,40}}){{0,3}}\Z")
_HOST = re.compile(r"[a-z0-9-]{2,40}(?![a-z])")
_NOT_NAMES = word_set(
    """
    us me you it them him her look looking available online back here there
    """
)


def find_emails(view: View) -> Iterator[PersonalData]:
    """Addresses around an @ sign. A Mastodon handle (`@name@host`) is a handle."""
    text = view.text
    at = text.find("@", 1)
    while at > 0:
        local = _LOCAL_END.search(text, max(0, at - 64), at)
        domain = _DOMAIN.match(text, at + 1, at + 255)
        if local and domain and text[local.start() - 1 : local.start()] != "@":
            start = local.start() + len(local[0]) - len(local[0].lstrip(".'%-"))
            yield PersonalData("email", start, domain.end())
        at = text.find("@", at + 1)


def find_spoken_emails(view: View) -> Iterator[PersonalData]:
    """Addresses whose @ or dot is spelled out, bracketed or set apart by spaces."""
    low = view.low
    for at in _AT.finditer(low):
        local = _SPOKEN_LOCAL.search(low, max(0, at.start() - 80), at.start())
        if not local or local[0] in _NOT_NAMES:
            continue
        domain = _SPOKEN_DOMAIN.match(low, at.end())
        name = _HOST.match(low, at.end())
        known = name is not None and name[0] in PROVIDERS
        telling = domain is not None and _telling(view, local[0], domain[0])
        if at.lastgroup == "left":  # ' @comcast' is a mention unless the text speaks of mail
            known = known and "mail" in view.kinds
        if domain and (at.lastgroup in ("sign", "odd") or known or telling):
            yield PersonalData("email", local.start(), domain.end())
        elif name and known and "mail" in view.kinds:
            yield PersonalData("email", local.start(), at.end() + name.end() - name.start())


def _telling(view: View, local: str, domain: str) -> bool:
    """Plain 'a at b dot c' is an address if the text speaks of mail or the name looks like one."""
    if not _SPOKEN_DOT.search(domain):
        return False
    bracketed = any(sign in domain for sign in "[({<")
    return bracketed or "mail" in view.kinds or any(sign.isdigit() or sign in "._" for sign in local)
