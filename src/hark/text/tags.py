"""Mentions, lists, hashtags and cashtags, exactly as X finds them (twitter-text 3).

The original patterns swallow the character before a sign. These look behind instead, so that a search can
jump from sign to sign; `_taken` keeps the one effect the swallowing had: a sign that directly follows
something already taken starts nothing.
"""

import re
from collections.abc import Iterable, Iterator

from hark.text.tables import CHARACTERS, SURROGATES
from hark.text.values import Entity, EntityKind

_AT = "[@\uff20]"
_HASH = "[#\uff03]"
_NOT_BEFORE_AT = rf"(?<![a-zA-Z0-9_!#$%&*@\uff20]{_AT})"
_AFTER_RT = rf"(?<=[rR][tT]{_AT})(?<![a-zA-Z0-9_+~.\-][rR][tT]{_AT})"
_MENTION = re.compile(
    rf"{_AT}(?:{_NOT_BEFORE_AT}|{_AFTER_RT})(?P<value>[a-zA-Z0-9_]{{1,20}})(?P<slug>/[a-zA-Z][a-zA-Z0-9_\-]{{0,24}})?"
)
_AFTER_MENTION = re.compile(rf"{_AT}|[{CHARACTERS['accent']}]|://")
_REPLY = re.compile(rf"[{CHARACTERS['space']}]*{_AT}([a-zA-Z0-9_]{{1,20}})")

_LETTER, _CHARACTER = CHARACTERS["hashtag_letter"], CHARACTERS["hashtag_character"]
_HASHTAG = re.compile(
    rf"{_HASH}(?:(?<=[\ufe0e\ufe0f]{_HASH})|(?<![{_CHARACTER}&{SURROGATES}]{_HASH}))(?![\ufe0f\u20e3])"
    rf"(?P<value>[{_CHARACTER}]*[{_LETTER}][{_CHARACTER}]*)"
)
_AFTER_HASHTAG = re.compile(rf"{_HASH}|://")
_CASHTAG = re.compile(
    rf"\$(?<![^{CHARACTERS['space']}]\$)(?P<value>[a-zA-Z]{{1,6}}(?:[._][a-zA-Z]{{1,2}})?)"
    rf"(?=\Z|[{CHARACTERS['script_space']}{CHARACTERS['punctuation']}])"
)


def _taken(matches: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    consumed = 0
    for match in matches:
        if match.start() == 0 or match.start() > consumed:
            consumed = match.end()
            yield match


def mentions_or_lists(text: str) -> list[Entity]:
    """Every `@name` and `@name/list`, in order; `value` is the screen name, `slug` "/list" or empty."""
    if "@" not in text and "\uff20" not in text:
        return []
    return [
        Entity(
            EntityKind.LIST if match["slug"] else EntityKind.MENTION,
            match.start(),
            match.end(),
            match[0],
            match["value"],
            match["slug"] or "",
        )
        for match in _taken(_MENTION.finditer(text))
        if not _AFTER_MENTION.match(text, match.end())
    ]


def mentions(text: str) -> tuple[str, ...]:
    """The screen names tagged in a text, in order and as typed, without `@`; lists are no mentions."""
    return tuple(entity.value for entity in mentions_or_lists(text) if entity.kind is EntityKind.MENTION)


def replied_to(text: str) -> str | None:
    """The screen name a text starts with, if it starts with one: then X takes it for a reply."""
    match = _REPLY.match(text)
    return None if match is None or _AFTER_MENTION.match(text, match.end()) else match[1]


def hashtags(text: str) -> list[Entity]:
    """Every `#word`, in order, those inside links included; `value` is the word."""
    if "#" not in text and "\uff03" not in text:
        return []
    return [
        Entity(EntityKind.HASHTAG, match.start(), match.end(), match[0], match["value"])
        for match in _taken(_HASHTAG.finditer(text))
        if not _AFTER_HASHTAG.match(text, match.end())
    ]


def cashtags(text: str) -> list[Entity]:
    """Every `$SYMBOL`, in order; `value` is the symbol as typed."""
    if "$" not in text:
        return []
    return [
        Entity(EntityKind.CASHTAG, match.start(), match.end(), match[0], match["value"])
        for match in _CASHTAG.finditer(text)
    ]
