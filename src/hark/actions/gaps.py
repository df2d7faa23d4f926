"""Gaps: what a suggested answer, a macro or a template of one's own leaves for its writer to fill in."""

import re
from collections.abc import Iterator

from hark.actions.macros import VARIABLES

# Brackets of people ("[1/3]", "[link]", "[sic]") are no gaps: ours begin with three dots.
_GAP = re.compile(rf"\[…[^\[\]\n]*\]|\{{(?:{'|'.join(VARIABLES)})\}}")
# A gap stands by itself: not in a handle or an address ("@___", "a_b", "/XX/"), not in a face (">___<", "T___T").
_BEFORE = r"(?<![^\s(\"'“‘«¿¡:#№€$£])"
_AFTER = r"(?![^\s,.;:!?)\"'”’»%€$£])"
_LIKELY = re.compile(
    r"(?P<braces>\{\{[^{}\n]{1,40}\}\})"
    # "<first name>", but no "<3", no type ("List<String>") and no address ("<ana@…>")
    r"|(?P<angle>(?<![\w<])<[^\W\d_][\w .'’/-]{0,38}\w>(?!\w))"
    rf"|(?P<line>{_BEFORE}_{{3,}}{_AFTER})"
    rf"|(?P<groups>{_BEFORE}(?:X{{2,}}(?:[-./:]X{{2,}})+|x{{2,}}(?:[/:]x{{2,}})+){_AFTER})"
    rf"|(?P<sum>(?<=[€$£№])X{{2,}}{_AFTER}|X{{2,}}(?=\s?[€£%]))"
    rf"|(?P<crosses>{_BEFORE}X{{3,}}{_AFTER})"
)
# What people say they do, in the same brackets.
_ASIDE = re.compile(
    r"<(?:big |deep |heavy )?(?:sigh|grin|smile|wink|hugs?|laugh|gasp|shrug|cough|blush)s?>", re.I
)


def gap(what: str = "") -> str:
    """What stands where something was taken out: "[…]", or "[… phone number]" when it can be named."""
    return f"[… {what}]" if what else "[…]"


def gaps(text: str) -> Iterator[tuple[int, int]]:
    """Where a text still has a gap, or a macro's variable that had no value."""
    return (found.span() for found in _GAP.finditer(text))


def likely_gaps(text: str) -> Iterator[tuple[int, int]]:
    """Where a text has what people leave for later: "___", "XXX", "<name>", "{{name}}". They may mean it."""
    certain = list(gaps(text))
    for found in _LIKELY.finditer(text):
        start, end = found.span()
        covered = any(start < other_end and other_start < end for other_start, other_end in certain)
        if not covered and not _is_meant(found, text):
            yield start, end


def _is_meant(found: re.Match[str], text: str) -> bool:
    """Whether this is a line that parts two others, an aside, or kisses."""
    if found["angle"]:
        return _ASIDE.fullmatch(found["angle"]) is not None
    before, after = text[: found.start()], text[found.end() :]
    if found["line"]:
        return before.rpartition("\n")[2].strip() == "" == after.partition("\n")[0].strip()
    if found["crosses"]:
        # Kisses end a line, or stand before a name; a gap is announced, or followed by the rest of its sentence.
        announced = before.rstrip()[-1:] in tuple(":#№€$£")
        following = after.partition("\n")[0].lstrip()[:1]
        goes_on = after[:1] in tuple(",.;:!?)") or following.islower() or following.isdigit()
        return not announced and not goes_on
    return False
