"""Listening follows the settings: smaller changes are taken up, others begin it anew."""

import asyncio
import threading
import time

import pytest

from hark.bootstrap import sources
from hark.listen.loop import Sources
from hark.store.models import Account, Watch
from hark.workers import listen

pytestmark = pytest.mark.django_db


class Heard:
    """What listening needs, and how often it was asked."""

    account = 1
    sources = Sources()
    roster = None

    def __init__(self, answers: list[bool]) -> None:
        self.answers = answers
        self.spent_times = 0
        self.closed = False

    def spent(self) -> None:
        self.spent_times += 1

    def cost(self) -> float:
        return 0.0

    def outdated(self) -> bool:
        return self.answers.pop(0) if self.answers else False

    async def aclose(self) -> None:
        self.closed = True


def test_listening_begins_anew_when_something_else_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listen, "SETTINGS_EVERY_SECONDS", 0.01)
    made: list[Heard] = []
    stop = threading.Event()

    def sources_for() -> list[Heard]:
        if not made:
            made.append(Heard([]))
            return []  # nobody is connected yet
        made.append(Heard([False, True]) if len(made) == 1 else Heard([]))
        if len(made) == 3:
            threading.Timer(0.1, stop.set).start()
        return [made[-1]]

    asyncio.run(listen._listen(sources_for, stop))
    first, second = made[1:]
    assert (first.answers, first.closed, first.spent_times) == ([], True, 1)
    assert second.closed


def test_a_database_that_is_away_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listen, "SETTINGS_EVERY_SECONDS", 0.01)
    heard = Heard([])
    calls: list[float] = []

    def away() -> bool:
        calls.append(time.monotonic())
        if len(calls) == 1:
            raise listen.OperationalError("the server closed the connection")
        return True

    heard.outdated = away  # type: ignore[method-assign]
    asyncio.run(listen._until_outdated([heard], threading.Event()))
    assert len(calls) == 2


def listening(care: Account) -> sources.Listening:
    asked, known = sources.asked_for(), sources.judged_by()
    return sources.Listening(care.pk, sources.load("x"), Sources(), sources.Meters(), [], asked, known)


def test_new_topics_are_judged_by_at_once_and_new_names_are_listened_for(care: Account) -> None:
    heard = listening(care)
    before = heard.roster
    assert not heard.outdated()
    assert heard.roster is before
    care.brand.topics = {"birds": ["heron tower"]}
    care.brand.save()
    assert not heard.outdated()
    assert heard.roster.profiles[care.brand_id].topics == {"birds": ("heron tower",)}
    care.brand.names = ["Curlew", "Numenius"]
    care.brand.save()
    assert heard.outdated()


@pytest.mark.parametrize("change", [{"query": "kestrel box"}, {"on": False}])
def test_a_changed_watch_is_listened_for_anew(change: dict[str, object], care: Account) -> None:
    row = Watch.objects.create(brand=care.brand, name="Box", query="kestrel", kind="product")
    heard = listening(care)
    assert not heard.outdated()
    Watch.objects.filter(pk=row.pk).update(**change)
    assert heard.outdated()


def test_two_watches_for_the_same_are_one_rule(care: Account) -> None:
    rows = [
        Watch.objects.create(brand=care.brand, name=name, query="kestrel", kind="product") for name in "ab"
    ]
    (rule,) = sources._watched([care.brand_id])
    assert rule.tag == f"hark:watch:{rows[0].pk},{rows[1].pk}"
    assert sources._search_name(rule) == f"search:watch:{rows[0].pk}"
