"""Presence on the wire: small, gathered, to those who may know, and never at the cost of a hint."""

import asyncio
import json
from collections.abc import Callable

import pytest
from tests.factories import NOON, brand, hear, person, post

from hark.actions import presence
from hark.live.hub import WAITING_PER_PAGE, Hub, Page
from hark.store.models import Case


def told(page: Page) -> list[list[dict[str, object]]]:
    return [json.loads(event.split(b"data: ")[1]) for event in page.waiting if b"event: presence" in event]


def note(case: int, brand_row: int = 1, people: int = 1) -> str:
    return json.dumps(
        {
            "brand": brand_row,
            "case": case,
            "people": [[n, "AB", "looking", ""] for n in range(people)],
            "more": 0,
        }
    )


def test_many_changes_become_one_event_with_the_last_word_on_each_case() -> None:
    async def run() -> tuple[Page, Page]:
        hub = Hub("unused")
        mine, other = hub.open(frozenset({1}), None), hub.open(frozenset({2}), None)
        for people in range(5):
            hub._note_presence(note(7, people=people))
        hub._note_presence(note(8))
        await asyncio.sleep(0.45)
        return mine, other

    mine, other = asyncio.run(run())
    ((first, second),) = told(mine)
    assert (first["case"], len(first["people"]), second["case"]) == (7, 4, 8)  # type: ignore[arg-type]
    assert "brand" not in first
    assert told(other) == []


def test_a_page_that_is_behind_does_without() -> None:
    page = Page(frozenset({1}))
    for _ in range(WAITING_PER_PAGE * 3):
        page.whisper(b"event: presence\ndata: []\n\n")
    assert not page.lost
    assert len(page.waiting) == WAITING_PER_PAGE // 2


def test_presence_leaves_the_pages_place_in_the_story_alone() -> None:
    async def run() -> bytes:
        hub = Hub("unused")
        page = hub.open(frozenset({1}), None)
        hub._note_presence(note(7))
        await asyncio.sleep(0.45)
        return page.waiting[-1]

    assert not asyncio.run(run()).startswith(b"id:")


@pytest.mark.django_db(transaction=True)
def test_a_colleague_who_opens_a_case_is_seen_by_an_open_page(database_url: Callable[[], str]) -> None:
    care = brand()
    ana = person("ana", care.brand)
    hear(post("bo", "@CurlewCare dead line", tags=[care]))
    case = Case.objects.get()

    def open_it() -> None:
        from django.db import connection

        presence.beat(case.pk, presence.WRITING, by=ana, now=NOON, lane="public")
        connection.close()

    async def watch() -> Page:
        hub = Hub(database_url())
        hub.start()
        await asyncio.wait_for(hub.started.wait(), 10)
        page = hub.open(frozenset({care.brand_id}), None)
        await asyncio.to_thread(open_it)
        for _ in range(100):
            if told(page):
                break
            await asyncio.sleep(0.05)
        await hub.stop()
        return page

    ((seen,),) = told(asyncio.run(watch()))
    assert seen == {"case": case.pk, "people": [[ana.pk, "An", "writing", "public"]], "more": 0}
