"""An answer that is too long for one post, as a numbered and signed thread.

Every part reads "body 1/3 ^AB": the number says that more follows, the initials say who speaks (people
meet single parts of a thread on their own, so each is signed).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from hark.text.graphemes import clusters, count
from hark.text.limits import Limits, limits_of
from hark.text.measure import measure
from hark.text.units import utf8_length
from hark.text.values import Entity
from hark.text.weigh import weigh

_INITIALS = re.compile(r"[^\W_]{1,8}")

# Where to cut, best first, and how much of the room a part must fill for that place to be good enough.
# A full stop after a single letter ends an abbreviation more often than a sentence.
_PLACES: tuple[tuple[re.Pattern[str], float], ...] = (
    (re.compile(r"(?=\n\s*\n)"), 0.5),
    (re.compile(r"(?<!\b\w)[.!?…]+[)\]\"'»”’]*(?=\s)|[。！？]+[」』）]*"), 0.5),
    (re.compile(r"(?=\n)|[,;:](?=\s)|[、，；：]|(?=\s[–—-]\s)"), 0.6),
    (re.compile(r"(?=\s)"), 0.3),
)
_MOST_DIGITS = 3
_SIGNED = re.compile(r" \^([^\W_]{1,8})$")
_NUMBERED = re.compile(r" \d{1,3}/\d{1,3}(?: \^[^\W_]{1,8})?$")


class UnsplittableError(ValueError):
    """The text cannot be sent in parts; the message says why, for the person who wrote it."""


def signature(initials: str | None) -> str:
    """What signs a post: " ^AB" for "AB" or "^AB", nothing for None or "".

    Raises ValueError for anything but one to eight letters or digits.
    """
    if not initials:
        return ""
    plain = initials.removeprefix("^")
    if not _INITIALS.fullmatch(plain):
        raise ValueError(f"initials are one to eight letters or digits, not {initials!r}")
    return f" ^{plain}"


def sign(text: str, initials: str | None) -> str:
    """The text with the agent's initials behind it, once. Raises ValueError for impossible initials."""
    end = signature(initials)
    return text if not end or text.endswith(end) else text.rstrip() + end


def initials_of(text: str) -> str:
    """Whose initials stand behind a text, "" when nobody signed it."""
    found = _SIGNED.search(text)
    return found[1] if found else ""


def unsigned(text: str) -> str:
    """The text without the initials behind it."""
    return _SIGNED.sub("", text)


def joined(parts: Sequence[str]) -> str:
    """The words of the parts of an answer as one text again, without numbers and initials."""
    return " ".join(_NUMBERED.sub("", part) for part in parts)


def _room(limits: Limits, suffix: str) -> Limits:
    """What the suffix leaves of the limits. Raises UnsplittableError when that is nothing."""
    taken = weigh(suffix).length if limits.network == "x" else count(suffix, limits.maximum)[0]
    if taken >= limits.maximum:
        raise UnsplittableError(f"{limits.maximum} characters leave no room for {suffix.strip()!r}")
    bytes_left = None if limits.maximum_bytes is None else limits.maximum_bytes - utf8_length(suffix)
    return replace(limits, maximum=limits.maximum - taken, maximum_bytes=bytes_left)


def _outside(cut: int, entities: tuple[Entity, ...]) -> int:
    """The cut, moved in front of the entity it would go through."""
    for entity in entities:
        if entity.start < cut < entity.end:
            return entity.start
    return cut


def _hard_cut(text: str, reach: int, entities: tuple[Entity, ...]) -> int:
    """The last place up to `reach` that splits neither an entity nor what a person sees as one character."""
    # `reach` may lie inside a character that continues behind it, so look a little further.
    at = cut = 0
    for cluster in clusters(text[: reach + 64]):
        at += len(cluster)
        if at > reach:
            break
        cut = at
    return _outside(cut, entities)


def _cut(text: str, reach: int, entities: tuple[Entity, ...]) -> int:
    """Where the first part of a text ends when `reach` code points of it fit. 0 when nowhere."""
    for pattern, share in _PLACES:
        best = 0
        for match in pattern.finditer(text):
            if match.end() > reach:
                break
            if _outside(match.end(), entities) == match.end():
                best = match.end()
        if best and best >= reach * share:
            return best
    return _hard_cut(text, reach, entities)


def _bodies(text: str, limits: Limits, most: int) -> list[str]:
    """The text cut into pieces that each fit; more than `most` of them are not worth finding all.

    Raises UnsplittableError.
    """
    bodies: list[str] = []
    while text and len(bodies) <= most:
        measured = measure(text, limits.network, limits=limits)
        if measured.valid:
            return [*bodies, text]
        reach = measured.valid_range_code_points[1] + 1
        cut = _cut(text, reach, measured.entities)
        # Cut off, a piece may read otherwise ("foo.com" out of "foo.comet" is a link), so look again.
        while cut and not measure(text[:cut].rstrip(), limits.network, limits=limits).valid:
            cut = _hard_cut(text, cut - 1, measured.entities)
        if not cut:
            raise UnsplittableError(f"{_first_word(text)!r} does not fit into one post")
        bodies.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return bodies


def _first_word(text: str) -> str:
    word = text.split(maxsplit=1)[0]
    return word if len(word) <= 40 else f"{word[:40]}…"


def split(
    text: str, network: str = "x", initials: str | None = None, *, limits: Limits | None = None
) -> list[str]:
    """The posts that say a text, in order: one when it fits, else numbered parts, cut where it reads best.

    Paragraphs, sentences, clauses and words are kept whole in that order of importance; links, mentions and
    hashtags always, and so is every grapheme cluster. Each part, number and initials included, is valid on
    the network. The text is composed (Unicode NFC) and white space around the cuts is dropped, nothing else.
    Returns [] for a text of white space only.
    Raises UnsplittableError when no such parts exist (a link longer than the limit where links count in full,
    a character the network refuses), ValueError for an unknown network or impossible initials.
    """
    limits = limits_of(network) if limits is None else limits
    end = signature(initials)
    text = unicodedata.normalize("NFC", text).strip().removesuffix(end).rstrip()
    if not text:
        return []
    whole = measure(text + end, network, limits=limits)
    if whole.valid:
        return [text + end]
    if whole.weighted_length <= limits.maximum and limits.maximum_bytes is None:
        raise UnsplittableError(f"the text holds a character that {network} refuses")
    for digits in range(1, _MOST_DIGITS + 1):
        most = 10**digits - 1
        bodies = _bodies(text, _room(limits, f" {most}/{most}{end}"), most)
        if len(bodies) <= most:
            return [f"{body} {number}/{len(bodies)}{end}" for number, body in enumerate(bodies, 1)]
    raise UnsplittableError(f"the text needs more than {most} posts")


def posts_of(text: str, network: str = "x") -> list[str]:
    """The posts that say a text as it stands, signed or not: itself when it fits, else a thread with its initials.

    Raises UnsplittableError, ValueError as `split` does.
    """
    fits = measure(text, network).remaining >= 0
    return [text] if fits else split(text, network, initials_of(text))
