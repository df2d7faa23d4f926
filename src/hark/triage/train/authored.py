"""Example posts from the authored lines in `authored/*.txt`: lines joined, slots filled, spelt as people
spell.

Deterministic for a seed. Nobody's real post is in here; the lines were written for Hark.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from hark.domain.verdict import Kind

_HANDLES = ("@brand", "@brandcare", "@acme", "@acmehelp", "@northair", "@fastparcel", "@mybank", "@telco")
_TAILS = {
    Kind.COMPLAINT: (
        "😡",
        "😠",
        "🙄",
        "😤",
        "👎",
        ":(",
        "#fail",
        "!!!",
        "...",
        "??",
        "🤬",
        "😒",
        "smh",
        "wtf",
        "ffs",
    ),
    Kind.PRAISE: ("😊", "❤️", "👏", "👍", ":)", "!!", "🙌", "😍", "🎉", "#happy"),
    Kind.QUESTION: ("?", "?", "??", "🤔", "thanks", "thx"),
    Kind.REQUEST: ("please", "🙏", "thanks", "!", "asap", "?"),
    Kind.FEEDBACK: (".", "🙂", "#idea"),
    Kind.SPAM: ("http://t.co/x", "https://t.co/abc", "🔥🔥🔥", "💰", "#win #free"),
    Kind.OTHER: ("http://t.co/x", "✈️", "#travel", "😂", "lol", "☀️", "https://t.co/abc", "😎"),
}
REPLY = {
    Kind.COMPLAINT: True, Kind.QUESTION: True, Kind.REQUEST: True,
    Kind.PRAISE: False, Kind.FEEDBACK: False, Kind.SPAM: False, Kind.OTHER: False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """One authored post and what it is."""

    language: str
    text: str
    kind: Kind


def sections(text: str) -> dict[str, list[str]]:
    """The lines of a file under their `[headings]`; comments and empty lines left out."""
    found: dict[str, list[str]] = {}
    current = ""
    for line in text.splitlines():
        if line.startswith("[") and line.endswith("]"):
            current = line[1:-1]
        elif line.strip() and not line.startswith("# "):
            found.setdefault(current, []).append(line.strip())
    return found


def spelt(text: str, rng: random.Random) -> str:
    """Lower case, shouting, lost apostrophes, swapped letters: as typed in a hurry."""
    roll = rng.random()
    if roll < 0.30:
        text = text.lower().replace("'", "")
    elif roll < 0.36:
        text = text.upper()
    elif roll < 0.60:
        text = text[:1].upper() + text[1:]
    if rng.random() < 0.12 and len(text) > 8:
        at = rng.randrange(2, len(text) - 2)
        text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text


def filled(line: str, slots: dict[str, list[str]], rng: random.Random) -> str:
    """The line with every `{slot}` filled from its list."""
    while "{" in line:
        slot = line[line.index("{") + 1 : line.index("}")]
        line = line.replace("{" + slot + "}", rng.choice(slots[slot]).strip(), 1)
    return line


def examples(per_line: int = 4, seed: int = 7) -> Iterator[Example]:
    """About `per_line` posts for every authored line, all languages."""
    rng = random.Random(seed)  # noqa: S311 - nothing secret, the same examples every time
    folder = files("hark.triage.train") / "authored"
    for name in sorted(item.name for item in folder.iterdir() if item.name.endswith(".txt")):
        parts = sections((folder / name).read_text("utf-8"))
        slots = {line.partition(":")[0]: line.partition(":")[2].split(",") for line in parts.pop("slots", [])}
        for kind_name, lines in parts.items():
            kind = Kind(kind_name)
            for line in lines * per_line:
                yield Example(name[:-4], _post(kind, line, lines, slots, rng), kind)


def _post(kind: Kind, line: str, lines: list[str], slots: dict[str, list[str]], rng: random.Random) -> str:
    body = line
    if rng.random() < (0.15 if kind is Kind.OTHER else 0.35):
        other = rng.choice(lines)
        body = f"{line}{rng.choice(['. ', ', ', '! ', ' '])}{other}"
    body = spelt(filled(body, slots, rng), rng)
    if kind is Kind.QUESTION and rng.random() < 0.75 and not body.endswith("?"):
        body += "?"
    elif rng.random() < 0.35:
        body += " " + rng.choice(_TAILS[kind])
    if rng.random() < (0.35 if kind in (Kind.OTHER, Kind.SPAM) else 0.75):
        body = f"{rng.choice(_HANDLES)} {body}" if rng.random() < 0.85 else f"{body} {rng.choice(_HANDLES)}"
    return body
