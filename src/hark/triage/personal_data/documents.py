"""Driving licences and postcodes, both only where the text says so; full British and Canadian postcodes always."""

import re
from collections.abc import Iterator

from hark.domain.verdict import PersonalData
from hark.triage.personal_data.edges import CAPITAL, LEFT, RIGHT
from hark.triage.personal_data.gap import announced
from hark.triage.personal_data.view import View

_LICENCE = re.compile(LEFT + r"[a-z0-9]{1,20}(?:[ ./-]?\d{2,12}){0,4}(?:[ -]?[a-z0-9]{1,3})?" + RIGHT)
_POSTCODE = re.compile(
    LEFT + r"(?:[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}|[a-z]\d[a-z] ?\d[a-z]\d|\d{4} ?[a-z]{2}|"
    r"(?:[a-z]{1,2}-)?\d{3,6}(?:[- ]\d{2,4})?)" + RIGHT
)
_FULL_POSTCODE = re.compile(
    LEFT + r"(?:[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}|[ABCEGHJ-NPRSTVXY]\d[A-Z] \d[A-Z]\d)" + RIGHT
)
_LAST_LINE = re.compile(r"\n[^\n]*\n[ \t]*(\d{3,6})[ \t]*\Z")
_RUN = re.compile("[0-9]+")
_DIGITS = re.compile(
    r"(?<![\w.,#@+$€£¥₹:/-])(?!(?:19|20)\d\d\b)(?:\d{4,5}(?:-\d{3})?|\d{3} \d{2}|\d{2}-\d{3})"
    r"(?=[.,!?\n]|$| (?:in|and|for|with|y|und|et|e|to|has|is)\b)"
)
_TOWN_BEFORE = re.compile(
    r"(?<!\w)(?:in|from|near|à|en|aus|nach|bei|em|de|w|te|i) "
    rf"{CAPITAL}[\w'’-]{{1,29}}(?: (?:de |do |da |am )?{CAPITAL}[\w'’-]{{0,29}}){{0,3}} \Z"
)


def find_licences(view: View) -> Iterator[PersonalData]:
    """A code with at least four digits right after 'driving licence' in one of the languages of `words.py`."""
    if "licence" not in view.kinds:
        return
    for found in _LICENCE.finditer(view.low):
        if sum(map(str.isdigit, found[0])) >= 4 and announced(view, found.start(), "licence"):
            yield PersonalData("licence", found.start(), found.end())


def find_postcodes(view: View) -> Iterator[PersonalData]:
    """Postcodes right after 'zip', 'PLZ', 'CAP', '〒' and the like."""
    if "postcode" not in view.kinds:
        return
    for found in _POSTCODE.finditer(view.low):
        if announced(view, found.start(), "postcode"):
            yield PersonalData("postcode", found.start(), found.end())


def find_full_postcodes(view: View) -> Iterator[PersonalData]:
    """British and Canadian postcodes, which name a dozen houses and look like nothing else."""
    for found in _FULL_POSTCODE.finditer(view.plain):
        yield PersonalData("postcode", found.start(), found.end())


def find_line_postcodes(view: View) -> Iterator[PersonalData]:
    """Three to six digits alone on the last line of an address that the post announces."""
    found = _LAST_LINE.search(view.plain) if "address" in view.kinds else None
    if found:
        yield PersonalData("postcode", *found.span(1))


def find_town_postcodes(view: View) -> Iterator[PersonalData]:
    """Postcodes after a town's name ('in Bjert 6091'); four digits that could be a year are one."""
    for digits in _RUN.finditer(view.plain):
        spaced = view.plain[digits.start() - 1] == " "
        found = _DIGITS.match(view.plain, digits.start()) if spaced else None
        if found and _TOWN_BEFORE.search(view.plain, max(0, found.start() - 60), found.start()):
            yield PersonalData("postcode", found.start(), found.end())
