"""An outage: an ordinary morning, then one town after another goes dark, and it spreads to the news."""

import random
from collections.abc import Iterator

from hark.sandbox.world import Line, Person, Reaction, World
from hark.sandbox.worlds.crowd import crowd

BRAND = Person("FjordFibre", "Fjord Fibre", "Fast lines for slow valleys.", 23_500, 120, True, brand=True)
NEWS = Person("valleygazette", "Valley Gazette", "News from every valley.", 61_000, 800, True)
TOWNS = ("Aldal", "Brekke", "Corvik", "Dovre Bridge", "Elvestad")
EVERYDAY = (
    "how do I change my billing address?",
    "the engineer came on time and was lovely, thank you",
    "is the 500 plan available in {town}?",
    "my invoice is higher than last month, why?",
    "can I take my line with me when I move?",
)
DARK = (
    "no internet in {town} since a few minutes. Anybody else?",
    "is there an outage in {town}? The router blinks red.",
    "{town} is offline again. I work from home, this is not funny.",
    "everything is down here in {town}. When will it be back?",
    "second time this month that {town} has no line. What do I pay for?",
)
FLAT = (
    "Fjord Fibre is down in {town}, is it?",
    "no fibre in {town}, great evening ahead",
    "offline in {town}. Books it is.",
)
TOO = (
    "same here",
    "here as well",
    "down in my street too",
    "confirmed, nothing works",
    "us too, since ten past",
)
MORNING, DARKENING = 1800.0, 2400.0  # seconds of calm, seconds until the last town is dark


def outage(seed: int = 1) -> World:
    """One brand, 300 people, a calm half hour behind us and an outage that starts after two minutes."""
    rng = random.Random(f"outage:{seed}")
    people = crowd(rng, 300)
    lines = list(_calm(rng, people))
    for place, town in enumerate(TOWNS):
        lines += _town(rng, people, town, 120 + place * DARKENING / len(TOWNS))
    lines += _news(lines)
    reactions = tuple(_reactions(rng, lines))
    return World("outage", (BRAND, NEWS, *people), tuple(lines), reactions, seed)


def _calm(rng: random.Random, people: list[Person]) -> Iterator[Line]:
    at, number = -MORNING, 0
    while at < DARKENING:
        at += rng.expovariate(1 / 75)
        number += 1
        text = rng.choice(EVERYDAY).format(town=rng.choice(TOWNS))
        yield Line(f"day-{number}", at, rng.choice(people).username, f"@{BRAND.username} {text}")


def _town(rng: random.Random, people: list[Person], town: str, start: float) -> list[Line]:
    """A town goes dark: first posts hesitate, then they come quickly, then they slow down."""
    lines: list[Line] = []
    for number in range(rng.randint(35, 60)):
        at = start + rng.lognormvariate(5.2, 0.9)
        key, author = f"{town}-{number}", rng.choice(people).username
        chance = rng.random()
        if lines and chance < 0.25:
            target = rng.choice(lines)
            later = max(at, target.at + rng.uniform(15, 300))
            lines.append(Line(key, later, author, rng.choice(TOO), reply_to=target.key))
        elif chance < 0.4:
            lines.append(Line(key, at, author, rng.choice(FLAT).format(town=town)))
        else:
            lines.append(Line(key, at, author, f"@{BRAND.username} {rng.choice(DARK).format(town=town)}"))
    return [line for line in lines if line.reply_to is None] + [line for line in lines if line.reply_to]


def _news(lines: list[Line]) -> list[Line]:
    loud = max((line for line in lines if line.key.startswith(TOWNS[1])), key=lambda line: line.at)
    first = Line(
        "news-1",
        loud.at + 60,
        NEWS.username,
        "Thousands offline in the valley, readers tell us.",
        quotes=loud.key,
    )
    second = Line(
        "news-2", loud.at + 900, NEWS.username, f"Still no word from @{BRAND.username} about the outage."
    )
    return [first, second]


def _reactions(rng: random.Random, lines: list[Line]) -> Iterator[Reaction]:
    for line in lines:
        if not line.text.startswith("@"):
            continue
        delay = rng.uniform(10, 90)
        yield Reaction(line.key, ("Thanks for letting us know.", "Finally an answer."), delay, "apology")
        yield Reaction(line.key, ("I have sent you my address.",), delay, "asks_private", private=True)
        yield Reaction(line.key, ("And when exactly?", "That is what you said last time."), delay)
