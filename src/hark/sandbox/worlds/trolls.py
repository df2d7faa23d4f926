"""A troll raid: young accounts say the same by the dozen, while people with real trouble stand between them."""

import random
from collections.abc import Iterator

from hark.sandbox.world import Line, Person, Reaction, World
from hark.sandbox.worlds.crowd import crowd

BRAND = Person("MapleFoods", "Maple Foods", "Good things in jars.", 12_800, 95, True, brand=True)
LEADER = Person("jarwatcher", "Jar Watcher", "Somebody has to.", 74_000, 12, age_days=2200)
SPARK = (
    "So @MapleFoods changed the lid on the plum jam and thinks nobody notices. Ask them why. Everybody. Now."
)
PASTED = (
    "@MapleFoods why did you change the lid? Answer!",
    "@MapleFoods LIDGATE. We will not be silent.",
    "@MapleFoods clowns with jars",
    "@MapleFoods who paid you to change the lid?",
)
JEERS = (
    "lol",
    "they will never answer",
    "clowns",
    "ratio",
    "delete your jars",
    "imagine defending a jam company",
)
REAL = (
    "there was a piece of glass in my jar of pickles. What should I do?",
    "my order 7741-2 has not come, it was a birthday present",
    "does the new plum jam contain nuts? My son is allergic.",
    "the jar broke in the parcel, I have a picture",
    "where can I return an unopened box?",
)


def trolls(seed: int = 1) -> World:
    """One brand, 90 young accounts that raid it for twenty minutes, and 40 people who need an answer."""
    rng = random.Random(f"trolls:{seed}")
    raiders = crowd(rng, 90, age_days=(1, 30))
    names = {person.username for person in raiders}
    others = [person for person in crowd(rng, 48) if person.username not in names][:40]
    lines = [Line("spark", -60, LEADER.username, SPARK)]
    lines += _raid(rng, raiders)
    lines += _need(rng, others)
    reactions = tuple(
        Reaction(line.key, ("Thank you, that helps.", "Oh good, thank you."), rng.uniform(10, 60))
        for line in lines
        if line.key.startswith("real")
    )
    return World("trolls", (BRAND, LEADER, *raiders, *others), tuple(lines), reactions, seed)


def _raid(rng: random.Random, raiders: list[Person]) -> Iterator[Line]:
    for number in range(700):
        at = min(1200.0, rng.expovariate(1 / 300))
        key, author = f"raid-{number}", rng.choice(raiders).username
        chance = rng.random()
        if chance < 0.3:
            yield Line(key, at, author, rng.choice(JEERS), reply_to="spark")
        elif chance < 0.45:
            yield Line(key, at, author, "", reposts="spark")
        elif chance < 0.6:
            yield Line(key, at, author, rng.choice(JEERS), quotes="spark")
        else:
            yield Line(key, at, author, f"{rng.choice(PASTED)}{' ' if rng.random() < 0.5 else ''}")


def _need(rng: random.Random, others: list[Person]) -> Iterator[Line]:
    for number, person in enumerate(others):
        at = rng.uniform(-600, 1200)
        yield Line(f"real-{number}", at, person.username, f"@{BRAND.username} {rng.choice(REAL)}")
