"""Gaps: what a suggested answer or a macro leaves for its writer to fill in. They are written and found here."""

import re
from collections.abc import Iterator

from hark.actions.macros import VARIABLES

# Brackets of people ("[1/3]", "[link]", "[sic]") are no gaps: ours begin with three dots.
_GAP = re.compile(rf"\[…[^\[\]\n]*\]|\{{(?:{'|'.join(VARIABLES)})\}}")


def gap(what: str = "") -> str:
    """What stands where something was taken out: "[…]", or "[… phone number]" when it can be named."""
    return f"[… {what}]" if what else "[…]"


def gaps(text: str) -> Iterator[tuple[int, int]]:
    """Where a text still has a gap, or a macro's variable that had no value."""
    return (found.span() for found in _GAP.finditer(text))
