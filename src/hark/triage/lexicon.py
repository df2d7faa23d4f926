"""The authored words and phrases, read from `data/*.txt`.

A line is `signal weight: phrase, phrase, …`; `#` begins a comment; `[xx]` alone on a line is a heading for a
person (a phrase counts in whatever language a post is). A trailing `*` matches word beginnings.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from hark.triage.phrases import LONGEST_STEM, Entry


def parse(text: str) -> Iterator[Entry]:
    """Entries of one file. Raises ValueError with the line number when a line cannot be read."""
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith(("#", "[")):
            continue
        head, colon, phrases = line.partition(":")
        signal, _, weight = head.strip().partition(" ")
        if not colon or not signal:
            raise ValueError(f"line {number}: expected 'signal weight: phrase, phrase'")
        try:
            value = float(weight or 1)
        except ValueError:
            raise ValueError(f"line {number}: '{weight}' is no number") from None
        for phrase in phrases.split(","):
            if phrase.strip():
                yield Entry(_findable(phrase.strip()), signal, value)


def _findable(phrase: str) -> str:
    """A stem is one word and at most `LONGEST_STEM` letters: a longer one is cut, several words lose the star."""
    if not phrase.endswith("*"):
        return phrase
    return phrase[:-1] if " " in phrase else phrase[:-1][:LONGEST_STEM] + "*"


@cache
def shipped() -> tuple[Entry, ...]:
    """Every entry that ships with Hark."""
    folder = files("hark.triage") / "data"
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".txt"))
    return tuple(entry for name in names for entry in parse((folder / name).read_text("utf-8")))
