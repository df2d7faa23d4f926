"""Reads the authored lines that stand beside this package as plain text.

A file `<language>[_part].txt` holds matters. `[id topic flag...]` opens one; then come its frames,
`kind[mood] text`: `!` angry, `+` pleased, `-` sober, `?` a question. After an `ask`, `= text` is what care
answers to that very ask and `> text` what the customer says next; they alternate. `#` opens a comment.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

ANY = "any"
_HEADER = re.compile(r"\[(\w+) (\w+)((?: \w+)*)\]")
_MOOD_OF_KIND = {
    **dict.fromkeys(("ask", "puzzled", "growing", "peak", "untagged", "late", "sorry"), ""),
    "more": ".",
    "end": "+",
    "dmend": "+",
    "mad": "!",
    "back": "?",
    "nodm": "?",
}
_FRAME = re.compile(r"([a-z]+\d?)([!+?-]?) (.+)")


@dataclass(frozen=True, slots=True)
class Frame:
    """One authored sentence pattern; `chain` is the dialogue written for it, care first."""

    name: str
    text: str
    mood: str = ""
    chain: tuple["Frame", ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """Something customers write about. `flags`: notag, noanswer, noreact, apart (not part of a usual day)."""

    name: str
    topic: str
    flags: frozenset[str] = frozenset()


@dataclass(slots=True)
class Words:
    """All frames by (matter, kind, language), and the matters a language has something to say about."""

    frames: dict[tuple[str, str, str], list[Frame]] = field(default_factory=dict)
    matters: dict[str, list[Matter]] = field(default_factory=dict)

    def pool(self, matter: str, kind: str, language: str) -> Sequence[Frame]:
        """Frames of the kind: the matter's own, else any matter's in that language, else English ones."""
        for key in ((matter, kind, language), (ANY, kind, language), (ANY, kind, "en")):
            if found := self.frames.get(key):
                return found
        return ()

    def mixed(self, matter: str, kind: str, language: str) -> Sequence[Frame]:
        """The matter's own frames and those for any matter; stories that travel keep to their own."""
        own = self.own(matter, kind, language)
        if self.own(matter, "story", "en") or len(own) > 3:
            return self.pool(matter, kind, language)
        return (*own, *self.pool(ANY, kind, language))

    def own(self, matter: str, kind: str, language: str) -> Sequence[Frame]:
        """Frames written for exactly this matter and language."""
        return self.frames.get((matter, kind, language), ())


def text_of(name: str) -> str:
    """The text of one data file of this package."""
    return files(__package__).joinpath("lines", name).read_text(encoding="utf-8")


def rows(name: str) -> Iterator[str]:
    """The lines of a data file without comments and blanks."""
    for row in text_of(name).split("\n"):
        if row.strip() and not row.startswith("#"):
            yield row


def mapping(name: str) -> Mapping[str, Sequence[str]]:
    """A data file of `key: choice | choice` rows."""
    pairs = (row.split(":", 1) for row in rows(name))
    return {key.strip(): tuple(part.strip() for part in rest.split("|")) for key, rest in pairs}


@cache
def load(names: tuple[str, ...]) -> Words:
    """Every matter of the named files.

    Raises:
        ValueError: a row is neither header, frame nor turn.
    """
    words = Words()
    for name in names:
        _load_one(words, name, name.removesuffix(".txt").split("_")[0])
    return words


def _load_one(words: Words, name: str, language: str) -> None:
    matter = Matter(ANY, ANY)
    for number, row in enumerate(rows(name)):
        if header := _HEADER.fullmatch(row):
            matter = Matter(header[1], header[2], frozenset(header[3].split()))
            words.matters.setdefault(language, []).append(matter)
        elif row[:2] in ("= ", "> "):
            _extend(words.frames[matter.name, "ask", language], row[2:])
        elif frame := _FRAME.fullmatch(row):
            kind, mood, text = frame.groups()
            pool = words.frames.setdefault((matter.name, kind, language), [])
            pool.append(Frame(f"{name}:{number}", text, mood or _MOOD_OF_KIND.get(kind, ".")))
        else:
            raise ValueError(f"{name}: not a line of the script: {row!r}")


def _extend(asks: list[Frame], text: str) -> None:
    last = asks[-1]
    turn = Frame(f"{last.name}.{len(last.chain)}", text, ".")
    asks[-1] = Frame(last.name, last.text, last.mood, (*last.chain, turn))
