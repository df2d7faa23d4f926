"""Example posts about anything but brands, from the authored lines in `feelings/*.txt`: glad, displeased, or neither.

Deterministic for a seed. Nobody's real post is in here; the lines were written for Hark.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from hark.triage.train.authored import filled, sections, spelt

_MARKS = {
    "positive": ("!", "!!", ":)", "😊", "❤️", "😍", "🎉", "😂"),
    "negative": ("...", ":(", "😡", "😢", "😒", "🙄", "💔", "smh"),
    "neutral": ("", ".", "http://t.co/x", "https://t.co/abc", "#news"),
}


@dataclass(frozen=True, slots=True)
class Felt:
    """One authored post and its sentiment."""

    language: str
    text: str
    label: str


def felt(per_line: int = 4, seed: int = 11) -> Iterator[Felt]:
    """About `per_line` posts for every authored line, all languages."""
    rng = random.Random(seed)  # noqa: S311 - nothing secret, the same examples every time
    folder = files("hark.triage.train") / "feelings"
    for name in sorted(item.name for item in folder.iterdir() if item.name.endswith(".txt")):
        parts = sections((folder / name).read_text("utf-8"))
        slots = {line.partition(":")[0]: line.partition(":")[2].split(",") for line in parts.pop("slots", [])}
        for label, lines in parts.items():
            for line in lines * per_line:
                yield Felt(name[:-4], _post(label, line, slots, rng), label)


def _post(label: str, line: str, slots: dict[str, list[str]], rng: random.Random) -> str:
    body = spelt(filled(line, slots, rng), rng)
    return f"{body} {rng.choice(_MARKS[label])}".strip() if rng.random() < _MARKED else body


_MARKED = 0.35
"""Share of posts that end in a mark or a picture: few enough that the words must carry the feeling."""
