"""Every world can be played: people exist, references point backwards in time, the same seed gives the same."""

from pathlib import Path

import pytest

from hark.networks.archive import NotAnArchive
from hark.sandbox.scenarios import SCENARIOS, UnknownScenario, scenario
from hark.sandbox.world import World
from hark.sandbox.x.server import build

FIXTURES = Path(__file__).parents[1] / "fixtures" / "archive"
SEEDED = ["outage", "storm", "trolls", "tiny"]


def check(world: World) -> None:
    people = {person.username for person in world.people}
    assert len(people) == len(world.people) >= 5 and all(len(name) <= 15 for name in people)
    assert any(person.brand for person in world.people)
    keys = {line.key: line for line in world.lines}
    assert len(keys) == len(world.lines)
    for line in world.lines:
        assert line.author in people and line.private_to in (None, *people)
        for other in filter(None, (line.reply_to, line.quotes, line.reposts)):
            assert keys[other].at <= line.at, (line.key, other)
    assert all(reaction.to in keys and reaction.texts for reaction in world.reactions)


@pytest.mark.parametrize("name", SEEDED)
def test_worlds_hold_together(name: str) -> None:
    world = scenario(name, 3)
    check(world)
    assert world == scenario(name, 3)
    assert name == "tiny" or world.lines != scenario(name, 4).lines


def test_the_demo_can_be_staged() -> None:
    world = scenario("demo")
    box = build(world)
    past = [line for line in world.lines if line.at < 0 and line.private_to is None]
    gone = [line for line in past if line.deleted_at is not None and line.deleted_at < 0]
    assert len(box.network.timeline) + len(gone) >= len(past) - sum(line.reposts is not None for line in past)
    assert box.card()["users"][0]["brand"] is True


def test_a_storm_is_a_storm() -> None:
    lines = scenario("storm").lines
    assert len(lines) > 20_000
    middle = [line for line in lines if 800 <= line.at < 1000]
    assert len(middle) / 200 > 30


@pytest.mark.parametrize("name", ["twcs.csv", "harbour-2026.csv", "x.jsonl#LumenCare"])
def test_an_archive_is_a_world(name: str) -> None:
    world = scenario(f"archive:{FIXTURES / name}")
    assert world.lines and min(line.at for line in world.lines) == 0.0
    people = {person.username for person in world.people}
    assert all(line.author in people for line in world.lines)
    box = build(world, speed=1e9)
    assert box.network.users


def test_an_archive_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("nothing to see\n")
    with pytest.raises(NotAnArchive, match="is not a"):
        scenario(f"archive:{path}")
    with pytest.raises(UnknownScenario, match="no file"):
        scenario("archive:no/such/file")
    with pytest.raises(NotAnArchive, match="#HANDLE"):
        scenario(f"archive:{FIXTURES / 'x.jsonl'}")


def test_all_scenarios_are_named() -> None:
    assert set(SCENARIOS) == {"demo", *SEEDED}
