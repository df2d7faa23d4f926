"""From a frame to a person's own words: slots filled, alternatives chosen, typed as that person types."""

import random
import re
from collections.abc import Callable, Mapping, Sequence

_CHOICE = re.compile(r"<([^<>]*\|[^<>]*)>")
_SLOT = re.compile(r"\{(\w+)\}")
_KEEP = re.compile(r"(https?://\S+|[@#]\w+|\b[A-Z]{2,4}-[\w-]+|\b[\w.]+@[\w.]+)")
_LINK = re.compile(r"https?://\S+")
_HEAVY = re.compile("[^\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
LIMIT = 280

EMOJI: Mapping[str, Sequence[str]] = {
    "!": ("😡", "🤬", "😤", "🙄", "👎", "😠"),
    "+": ("😊", "🙌", "👏", "🎉", "❤️", "😄", "👍"),
    "?": ("🤔", "🙏", "❓", "😅", "🙈"),
    "": ("😩", "🙏", "😕", "🫠", "😢", "🤷"),
    ".": ("👀", "🙏", "😅"),
    "-": ("🙏", "💔", "😢"),
}
_SHORT = {
    "you": "u",
    "please": "pls",
    "because": "cos",
    "your": "ur",
    "are": "r",
    "people": "ppl",
    "something": "smth",
    "tomorrow": "tmrw",
    "really": "rly",
    "though": "tho",
    "and": "&",
}
_POLITE = ("Hi", "Hello", "Hi there", "Hello team", "Good day", "Hey", "Hi all", "Dear team")
_AFTER = (
    " Thanks.",
    " Thank you in advance.",
    " Many thanks.",
    " Please help.",
    " Any help is welcome.",
    " Thx",
)
STYLES = (
    "plain",
    "plain",
    "plain",
    "plain",
    "neat",
    "lower",
    "lower",
    "emoji",
    "emoji",
    "typo",
    "short",
    "shout",
)


def weighted_length(text: str) -> int:
    """How X counts: a link is 23; light characters 1, all others 2 (twitter-text v3.json).

    Emoji made of several characters are counted character by character, so this never counts too little.
    """
    bare = _LINK.sub("x" * 23, text)
    return len(bare) + len(_HEAVY.findall(bare))


def fill(text: str, slots: Mapping[str, Sequence[str]], rng: random.Random, kept: dict[str, str]) -> str:
    """Choose the alternatives and fill the slots; a thread's `kept` values stay the same from turn to turn.

    A slot named twice in one text gets two different values.
    """
    chosen = _CHOICE.sub(lambda m: rng.choice(m[1].split("|")), text)
    seen: set[str] = set()

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name[0] == "n" and name[1:].isdigit():
            return str(rng.randrange(10 ** (int(name[1:]) - 1), 10 ** int(name[1:])))
        if name in seen:
            return rng.choice([choice for choice in slots[name] if choice != kept[name]])
        seen.add(name)
        if name not in kept:
            kept[name] = rng.choice(slots[name])
        return kept[name]

    filled = _SLOT.sub(value, chosen)
    return filled[:1].upper() + filled[1:] if text[0] == "{" else filled


def spoken(text: str, style: str, mood: str, language: str, rng: random.Random) -> str:
    """The text as this person types it. Handles, links, tags and numbers of an account stay as they are.

    Moods are those of the frames, and "." for talk without one. Manners come only with a new question.
    """
    if language in ("ar", "hi", "ja"):
        return _with_emoji(text, mood, rng) if style == "emoji" else text
    if style == "lower" and mood != "+":
        return _outside(text, str.lower).rstrip(".")
    if style == "shout":
        return _shout(text, mood, rng)
    if style == "emoji":
        return _with_emoji(text, mood, rng)
    if language == "en" and style == "typo":
        return _typo(text, rng)
    if language == "en" and style == "short":
        return _outside(text, lambda part: re.sub(r"\w+", lambda m: _SHORT.get(m[0], m[0]), part))
    return _mannered(text, mood, language, rng) if style == "neat" else text


def placed(text: str, handle: str, style: str, rng: random.Random) -> str:
    """The text with the brand's handle in front or at the end."""
    if handle in text:
        return text
    where = rng.random()
    if where < 0.3:
        return f"{text} {handle}"
    if style in ("plain", "neat") and where > 0.9:
        return f"Hey {handle}, {text[:1].lower() + text[1:] if text[1:2].islower() else text}"
    return f"{handle} {text}"


def fits(longer: str, shorter: str) -> str:
    """The longer text when X would take it, else the shorter."""
    return longer if weighted_length(longer) <= LIMIT - 16 else shorter


def _outside(text: str, change: Callable[[str], str]) -> str:
    parts = _KEEP.split(text)
    return "".join(part if index % 2 else change(part) for index, part in enumerate(parts))


def _with_emoji(text: str, mood: str, rng: random.Random) -> str:
    sign = rng.choice(EMOJI[mood])
    times = 1 if rng.random() < 0.7 else rng.choice((2, 3))
    return f"{text} {sign * times}"


def _shout(text: str, mood: str, rng: random.Random) -> str:
    if mood == "!" and rng.random() < 0.5:
        return _outside(text, str.upper)
    return re.sub(r"\.$", "!" * rng.choice((1, 2, 3)), text) if mood == "!" else text


def _mannered(text: str, mood: str, language: str, rng: random.Random) -> str:
    if language != "en" or mood not in ("", "?") or len(text) < 40:
        return text
    if rng.random() < 0.5 and not text.startswith(("Hi", "Hello", "Good")):
        return f"{rng.choice(_POLITE)}, {text[0].lower() if text[1:2].islower() else text[0]}{text[1:]}"
    return text + rng.choice(_AFTER) if text[-1] in ".?" else text


def _typo(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    able = [i for i, word in enumerate(words) if len(word) >= 5 and word.isalpha() and word.islower()]
    for index in rng.sample(able, min(len(able), rng.choice((1, 1, 2)))):
        word, at = words[index], rng.randrange(1, len(words[index]) - 2)
        swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        words[index] = rng.choice(
            (swapped, word[:at] + word[at + 1 :], word[:at] + word[at] * 2 + word[at + 1 :])
        )
    return " ".join(words)
