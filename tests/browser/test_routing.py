"""Who gets a case: given by language and in turn, and taken back from whoever is idle, says so, or has gone."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Demo, Desks, SignIn
from tests.browser.hand import fits
from tests.browser.steps import bell, open_case, open_only_on, save, take_cases
from tests.browser.test_phone import tap_case

pytestmark = [pytest.mark.browser, pytest.mark.patient]
ANOTHER_DAY = (datetime.now(UTC) + timedelta(days=3)).strftime("%A")
INCENDIO = "URGENTE: hay un incendio en casa y mucho humo, mi bebé está herido, sigo esperando"


@pytest.fixture(scope="module", autouse=True)
def own_desk(desks: Desks) -> Iterator[None]:
    """A desk for this file: routing hands out the whole queue, and other stories want theirs unassigned."""
    desks.stop()
    yield
    desks.stop()


Queue = Callable[..., Page]


@pytest.fixture
def queue(demo: Demo, sign_in: SignIn) -> Queue:
    """Ruth arranges the queue: `queue("Cases are given to agents", idle=1)`. Her page is returned."""

    def arrange(mode: str, *, idle: int | None = None, away: int | None = None) -> Page:
        page = sign_in("ruth", path="/settings/queues/1")
        page.get_by_label("Cases", exact=True).select_option(mode)
        page.get_by_label("Given").select_option("In turn")
        page.get_by_label("Taken back after idle minutes").fill(str(idle or ""))
        page.get_by_label("Taken back after minutes away").fill(str(away or ""))
        save(page)
        return page

    return arrange


def skills(page: Page, demo: Demo, name: str, language: str, capacity: int) -> None:
    page.goto(f"{demo.url}/settings/agents")
    page.get_by_role("link", name=name).click()
    page.get_by_label("Capacity").fill(str(capacity))
    languages = page.get_by_role("group", name="Languages")
    languages.locator("summary").click()
    for box in languages.locator("input:checked").all():
        box.uncheck()
    if language:
        languages.get_by_label(language, exact=True).check()
    save(page)


def test_nobody_who_has_not_said_so_is_given_a_case_and_they_take_turns(
    demo: Demo, sign_in: SignIn, queue: Queue
) -> None:
    ruth = queue("Cases are given to agents")
    for name in ("Lena", "Tomás"):
        skills(ruth, demo, name, "", 400)
    demo.alarm("nobody1", "the first lamp post sparks")
    ruth.goto(f"{demo.url}/inbox?view=unassigned")
    expect(ruth.locator("#rows .row", has_text="first lamp post")).to_be_visible()
    lena, tomas = (sign_in(name, path="/inbox?view=mine") for name in ("lena", "tomas"))
    for page in (lena, tomas):
        take_cases(page)
    expect(lena.locator("#rows .row", has_text="first lamp post")).to_be_visible()
    # The queue is empty now; what comes is given in turn.
    expect(ruth.locator("#view-unassigned .count")).to_have_text("0", timeout=60_000)
    held = [page.locator("#view-mine .count") for page in (lena, tomas)]
    before = [int(count.inner_text()) for count in held]
    for n in range(2, 6):
        words = f"lamp post {n} sparks"
        demo.alarm(f"turn{n}", words)
        ruth.goto(f"{demo.url}/inbox?view=all")
        expect(ruth.locator("#rows .row", has_text=words).locator(".holder")).to_be_visible()
    # Other customers write meanwhile; whoever has most room would get all of it, in turn each gets a half.
    for count, was in zip(held, before, strict=True):
        expect(count).not_to_have_text(str(was))


def test_a_case_is_given_to_whoever_speaks_its_language_and_has_room(
    demo: Demo, sign_in: SignIn, queue: Queue
) -> None:
    ruth = queue("Cases are given to agents")
    skills(ruth, demo, "Lena", "English", 400)
    skills(ruth, demo, "Tomás", "Spanish", 400)
    lena, tomas = (sign_in(name, path="/inbox?view=mine") for name in ("lena", "tomas"))
    for page in (lena, tomas):
        take_cases(page)
    demo.post(demo.customer("ana_es", "Ana"), f"@CurlewCare {INCENDIO}")
    expect(tomas.locator("#rows .row", has_text="hay un incendio")).to_be_visible()
    demo.alarm("english1", "the riser cupboard burns")
    expect(lena.locator("#rows .row", has_text="riser cupboard burns")).to_be_visible()
    open_case(tomas, "hay un incendio")
    expect(tomas.locator("#lanes")).to_contain_text("Hark assigned the case to Tomás")
    bell(tomas, "Hark gave you")

    # Full hands get nothing more: what comes now waits for somebody with room.
    skills(ruth, demo, "Lena", "English", 1)
    demo.alarm("english2", "the second riser burns")
    ruth.goto(f"{demo.url}/inbox?view=unassigned")
    expect(ruth.locator("#rows .row", has_text="second riser burns")).to_be_visible()
    skills(ruth, demo, "Tomás", "", 400)
    expect(tomas.locator("#rows .row", has_text="second riser burns")).to_be_visible(timeout=90_000)


def test_an_idle_owner_loses_the_case_and_writing_is_no_idling(
    demo: Demo, sign_in: SignIn, queue: Queue
) -> None:
    queue("Agents take cases", idle=1)
    lena, tomas = sign_in("lena"), sign_in("tomas")
    for page, name, words in ((lena, "idle", "the pylon hums"), (tomas, "keeper", "the ladder leans")):
        demo.alarm(name, words)
        open_case(page, words)
        page.get_by_role("button", name="Assign to me").click()
        expect(page.locator("#case-head")).to_contain_text("yours")
    for word in ("Please ", "keep ", "away ", "from ", "the ", "ladder"):
        tomas.get_by_label("Reply text").press_sequentially(word)
        tomas.wait_for_timeout(14_000)
    expect(lena.locator("#lanes")).to_contain_text("The case went back to the queue: nothing was done on it")
    expect(lena.locator("#case-head")).not_to_contain_text("yours")
    expect(lena.get_by_role("button", name="Assign to me")).to_be_visible()
    bell(lena, "went back to the queue")
    expect(tomas.locator("#case-head")).to_contain_text("yours")
    expect(tomas.locator("#lanes")).not_to_contain_text("went back to the queue")
    tomas.get_by_label("Reply text").fill("")


def test_who_goes_away_hands_over_to_who_is_there(demo: Demo, sign_in: SignIn, queue: Queue) -> None:
    ruth = queue("Cases are given to agents", away=1)
    for name in ("Lena", "Tomás"):
        skills(ruth, demo, name, "", 400)
    lena, tomas = (sign_in(n, phone=n == "lena", path="/inbox?view=mine") for n in ("lena", "tomas"))
    take_cases(lena)
    demo.alarm("offduty", "the fuse box drips")
    line = bell(lena, "Hark gave you")
    fits(lena)
    line.tap()
    lena.goto(f"{demo.url}/inbox?view=mine")
    # The morning's cases are given to her too, and the line may speak of those.
    expect(lena.locator("#rows .row", has_text="the fuse box drips")).to_be_visible(timeout=100_000)
    tap_case(lena, "the fuse box drips")
    expect(lena.locator("#case-head")).to_contain_text("yours")
    lena.get_by_role("link", name="Back to the list").tap()
    take_cases(tomas)
    take_cases(lena, False)
    ruth.goto(f"{demo.url}/wall")
    expect(ruth.locator("tr[data-taker]", has_text="Lena")).to_contain_text("away")
    expect(ruth.locator("tr[data-taker]", has_text="Tomás")).to_contain_text("here")
    expect(tomas.locator("#rows .row", has_text="the fuse box drips")).to_be_visible(timeout=100_000)
    expect(lena.locator("#rows .row", has_text="the fuse box drips")).to_have_count(0)
    open_case(tomas, "the fuse box drips")
    expect(tomas.locator("#lanes")).to_contain_text("Hark assigned the case to Tomás")


def test_who_closes_the_browser_is_away_and_gives_back(demo: Demo, sign_in: SignIn, queue: Queue) -> None:
    ruth = queue("Agents take cases", away=1)
    lena = sign_in("lena")
    take_cases(lena)
    demo.alarm("leaver", "the shaft is open and dark")
    open_case(lena, "the shaft is open")
    lena.get_by_role("button", name="Assign to me").click()
    expect(lena.locator("#lanes")).to_contain_text("Lena took the case")
    lena.context.close()
    ruth.goto(f"{demo.url}/inbox?view=unassigned")
    # Two silent minutes are an absence; by then the queue's one minute has passed as well.
    row = ruth.locator("#rows .row", has_text="the shaft is open")
    expect(row).to_be_visible(timeout=200_000)
    row.get_by_role("link").click()
    expect(ruth.locator("#lanes")).to_contain_text("The case went back to the queue: its owner was away")


def test_signing_out_is_leaving(demo: Demo, sign_in: SignIn) -> None:
    lena, ruth = sign_in("lena"), sign_in("ruth", path="/wall")
    take_cases(lena)
    line = ruth.locator("tr[data-taker]", has_text="Lena")
    expect(line.locator(".presence")).to_have_text("here")
    lena.locator("#me").click()
    lena.get_by_role("button", name="Sign out").click()
    expect(lena.get_by_label("Username")).to_be_visible()
    expect(line.locator(".presence")).to_contain_text("away")


def test_the_on_call_team_gets_what_comes_out_of_hours(demo: Demo, sign_in: SignIn) -> None:
    ruth = sign_in("ruth", path="/settings/teams/new")
    ruth.get_by_role("textbox", name="Name", exact=True).fill("Nights")
    ruth.get_by_label("Tomás Silva").check()
    save(ruth)
    ruth.goto(f"{demo.url}/settings/calendars/new")
    ruth.get_by_role("textbox", name="Name", exact=True).first.fill("Never today")
    ruth.get_by_role("combobox", name="Language").select_option("fi")
    ruth.get_by_label("Time zone").fill("UTC")
    open_only_on(ruth, ANOTHER_DAY)
    save(ruth)
    ruth.goto(f"{demo.url}/settings/queues/1")
    ruth.get_by_label("Cases", exact=True).select_option("Cases are given to agents")
    ruth.get_by_label("Business calendar").select_option("Never today")
    ruth.get_by_label("Out of hours", exact=True).select_option("To the on-call team")
    ruth.get_by_label("On-call team").select_option("Nights")
    save(ruth)
    for name in ("Lena", "Tomás"):
        skills(ruth, demo, name, "", 400)
    lena, tomas = (sign_in(name, path="/inbox?view=mine") for name in ("lena", "tomas"))
    for page in (lena, tomas):
        take_cases(page)
    demo.alarm("oncall", "the night lamp is on fire")
    expect(tomas.locator("#rows .row", has_text="night lamp is on fire")).to_be_visible()
