"""The smallest world with everything in it: one brand, a few customers, one thread, one message."""

from hark.sandbox.world import Line, Person, Reaction, World

PEOPLE = (
    Person("NorthlineRail", "Northline Rail", "Trains that connect the north.", 41200, 180, True, brand=True),
    Person("amira_k", "Amira K", "Commuter, mostly patient.", 220),
    Person("ben_hollis", "Ben Hollis", "Runs. Bakes.", 1310),
    Person("carla_v", "Carla V", "", 87, language="es"),
    Person("dora_private", "Dora", "Friends only.", 41, protected=True),
    Person("northwatcher", "North Watch", "Local news from the north.", 58200, verified=True),
)

LINES = (
    Line("late", -3600, "amira_k", "@NorthlineRail the 8:14 has not moved for 40 minutes. What is going on?"),
    Line("late-2", -3500, "ben_hollis", "Same here, coach C.", reply_to="late"),
    Line(
        "photo", -1800, "ben_hollis", "@NorthlineRail broken door on the 9:02", image_alt="A half open door."
    ),
    Line("quote", -1700, "northwatcher", "Trouble on the line again.", quotes="late"),
    Line("boost", -1600, "carla_v", "", reposts="late"),
    Line("aside", -1500, "carla_v", "Northline Rail is late again, who would have thought"),
    Line("secret", -1400, "dora_private", "@NorthlineRail nobody but friends can read this"),
    Line("dm", -1200, "carla_v", "My ticket was charged twice.", private_to="NorthlineRail"),
    Line("soon", 2, "carla_v", "@NorthlineRail ¿hay trenes a Leeds esta tarde?"),
    Line("gone", 4, "amira_k", "@NorthlineRail never mind", deleted_at=8),
)

REACTIONS = (
    Reaction("late", ("Thanks, I will write to you there.",), delay=2, when="asks_private"),
    Reaction("late", ("My booking is NR-4471.",), delay=4, private=True, when="asks_private"),
    Reaction("late", ("Fine, but tell us sooner next time.",), delay=3),
    Reaction("dm", ("Yes, both on the same day.",), delay=2, private=True),
)


def tiny(seed: int = 1) -> World:
    """Six people, ten lines and what they say when they are answered."""
    return World("tiny", PEOPLE, LINES, REACTIONS, seed)
