"""A storm: far more posts than any team can read, for half an hour. For load tests."""

import random

from hark.sandbox.world import Line, Person, World
from hark.sandbox.worlds.crowd import crowd

BRAND = Person(
    "KestrelBank", "Kestrel Bank", "Banking for people who are busy.", 88_000, 310, True, brand=True
)
LENGTH, PEAK = 1800.0, 40.0  # seconds, posts a second at the height
OPENERS = ("why is", "is it just me or is", "so", "great,", "hello,", "honestly,", "anybody else?", "again:")
THINGS = ("the app", "my card", "the login", "the transfer", "the branch line", "the chat", "online banking")
STATES = (
    "down",
    "not working",
    "stuck on the loading screen",
    "declined three times",
    "gone since noon",
    "broken",
)
ENDINGS = (
    "",
    "",
    " Please help.",
    " I have rent to pay.",
    " #kestreldown",
    " Not good enough.",
    " Anyone there?",
)


def storm(seed: int = 1) -> World:
    """One brand, 800 people and about 40,000 posts in half an hour, most of them in its middle."""
    rng = random.Random(f"storm:{seed}")
    people = crowd(rng, 800)
    lines: list[Line] = []
    at = 0.0
    while at < LENGTH:
        height = max(0.05, 1 - abs(at - LENGTH / 2) / (LENGTH / 2))
        at += rng.expovariate(PEAK * height)
        lines.append(_line(rng, at, people, lines))
    return World("storm", (BRAND, *people), tuple(lines), seed=seed)


def _line(rng: random.Random, at: float, people: list[Person], lines: list[Line]) -> Line:
    author = rng.choice(people).username
    key = f"storm-{len(lines)}"
    chance = rng.random()
    if lines and chance < 0.12:
        return Line(key, at, author, "", reposts=_earlier(rng, lines))
    words = f"{rng.choice(OPENERS)} {rng.choice(THINGS)} {rng.choice(STATES)}?{rng.choice(ENDINGS)}"
    if lines and chance < 0.27:
        return Line(key, at, author, f"Same. {words}", reply_to=_earlier(rng, lines))
    tag = f"@{BRAND.username} " if chance < 0.8 else "Kestrel Bank: "
    return Line(key, at, author, f"{tag}{words}")


def _earlier(rng: random.Random, lines: list[Line]) -> str:
    """A post of the last few hundred that is no repost itself."""
    for _ in range(20):
        line = rng.choice(lines[-300:])
        if line.reposts is None:
            return line.key
    return lines[0].key
