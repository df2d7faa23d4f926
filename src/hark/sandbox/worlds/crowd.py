"""People by the hundred, for worlds in which numbers matter more than characters."""

import random

from hark.sandbox.world import Person


def _list(text: str) -> list[str]:
    return text.split()


FIRST = _list(
    "Ada Alba Amir Anouk Aron Beata Bela Bruno Cleo Dario Dina Edda Elif Emre Enzo Fay Femi Gia Hana Hugo Ines "
    "Ivo Jana Joss Juno Kai Kofi Lara Leon Lina Luca Mara Milo Mina Nadia Nico Nora Olga Omar Otto Pia Rafa Rosa "
    "Sami Selma Tara Theo Uma Vera Wim Yara Zeno"
)
LAST = _list(
    "Abbott Achter Baines Bauer Bianchi Calder Costa Daly Duarte Ekman Farkas Fenn Garvey Haas Hale Ibarra Jansen "
    "Kato Keane Kovac Lind Lowe Mbeki Moreau Nagy Novak Okafor Orme Pace Petit Quist Rossi Ryder Sato Silva Stone "
    "Tamm Urban Vance Weiss Yates Zajac"
)


def crowd(rng: random.Random, count: int, *, age_days: tuple[int, int] = (60, 4000)) -> list[Person]:
    """`count` people with names of their own; few have many followers, most have few (log-normal)."""
    people: list[Person] = []
    taken: set[str] = set()
    while len(people) < count:
        first, last = rng.choice(FIRST), rng.choice(LAST)
        username = f"{first}_{last}{rng.randrange(10, 9999)}".lower()[:15]
        if username in taken:
            continue
        taken.add(username)
        followers = round(rng.lognormvariate(4.6, 1.4))
        age = rng.randint(*age_days)
        verified = rng.random() < 0.04
        people.append(
            Person(username, f"{first} {last}", "", followers, rng.randint(20, 900), verified, age_days=age)
        )
    return people
