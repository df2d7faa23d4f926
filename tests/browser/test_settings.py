"""The settings in a real browser: each section opened, added to, changed, removed, with who changed what."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.axe import in_every_theme
from tests.browser.conftest import Demo, SignIn

pytestmark = pytest.mark.browser

SECTIONS = (
    "brands", "accounts", "watches", "topics", "teams", "agents", "calendars", "policies", "queues", "team-rules",
    "macros", "articles", "guards", "limits",
)  # fmt: skip


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()


def test_a_supervisor_adds_changes_and_removes_by_hand(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("ruth", path="/settings/brands")

    def add(section: str, button: str) -> None:
        page.get_by_role("navigation", name="Settings").get_by_role("link", name=section, exact=True).click()
        page.get_by_role("link", name=button).click()

    add("Teams", "Add team")
    page.get_by_role("textbox", name="Name", exact=True).fill("Nights")
    page.get_by_label("Lena").check()
    save(page)
    add("Business calendars", "Add business calendar")
    page.get_by_role("textbox", name="Name", exact=True).first.fill("Office")
    page.get_by_role("combobox", name="Language").select_option("lv")
    page.get_by_label("Time zone").fill("Europe/Madrid")
    page.get_by_role("group", name="Holidays").get_by_label("Date").first.fill("2026-12-25")
    save(page)
    add("SLA policies", "Add SLA policy")
    page.get_by_role("textbox", name="Name", exact=True).fill("Urgent in public")
    page.get_by_label("Lane").select_option("public")
    page.get_by_label("Priority from").fill("60")
    page.get_by_label("First reply, minutes").fill("10")
    page.get_by_label("Resolution, minutes").fill("240")
    page.get_by_role("group", name="The resolution clock stands still").get_by_label("Snoozed").check()
    save(page)
    add("Macros", "Add macro")
    page.get_by_role("textbox", name="Name", exact=True).fill("Sorry")
    page.get_by_label("Shortcut").fill("sorry")
    page.get_by_label("Text").fill("Sorry, {handle}. We look at once.")
    save(page)
    add("Team rules", "Add team rule")
    page.get_by_label("Team", exact=True).select_option("Nights")
    languages = page.get_by_role("group", name="Languages")
    languages.get_by_text("Any language").click()
    languages.get_by_label("Spanish").check()
    save(page)

    page.get_by_role("navigation", name="Settings").get_by_role("link", name="Macros").click()
    page.get_by_role("link", name="Sorry").click()
    page.get_by_role("textbox", name="Name", exact=True).fill("Apology")
    save(page)
    page.get_by_role("link", name="Apology").click()
    trail = page.get_by_role("complementary", name="Who changed what")
    expect(trail).to_contain_text("Ruth changed")
    expect(trail.locator("del")).to_have_text("Sorry")
    page.locator(".remove summary").click()
    page.get_by_role("button", name="Remove for good").click()
    expect(page.get_by_role("status").filter(has_text="Removed")).to_be_visible()
    page.get_by_role("link", name="Who changed what").click()
    changes = page.get_by_role("region", name="Changes")
    for what in ("Nights", "Office", "Urgent in public", "Apology"):
        expect(changes).to_contain_text(what)


def test_a_watch_is_tried_at_x_taken_up_live_and_shows_what_it_brings(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("ruth", path="/settings/watches/new")
    page.get_by_role("textbox", name="Name", exact=True).fill("Kestrel box")
    page.get_by_label("What becomes of it").select_option("product")
    page.get_by_label("Query").fill("kestrelbox grumble:")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Query").fill("kestrelbox")
    save(page)
    row = page.get_by_role("link", name=re.compile("Kestrel box"))
    expect(row).to_contain_text("nothing heard this week")

    demo.customer("kestrelfan", "Kestrel Fan")
    # The listener takes the watch up within ten seconds; what was said before is found by its look back.
    demo.post("kestrelfan", "my kestrelbox does not start any more, help")
    page.goto(f"{demo.url}/wall/listening?fate=case")
    heard = page.locator(".heard li", has_text="my kestrelbox does not start")
    expect(heard).to_contain_text("Kestrel box", timeout=60_000)
    heard.get_by_role("link", name=re.compile("Case #")).click()
    expect(page.locator("#thread")).to_contain_text("my kestrelbox does not start")
    expect(page.locator("#context")).to_contain_text("named us without a tag")

    page.goto(f"{demo.url}/settings/watches")
    row.click()
    expect(page.get_by_role("region", name="What it brings")).to_contain_text("last hour")
    page.locator(".remove summary").click()
    page.get_by_role("button", name="Remove for good").click()
    expect(page.get_by_role("status").filter(has_text="Removed")).to_be_visible()


def test_an_article_is_suggested_used_by_a_key_and_marked_until_changed(demo: Demo, sign_in: SignIn) -> None:
    boss = sign_in("ruth", path="/settings/articles/new")
    boss.get_by_label("Title").fill("Purple wobblephone overheating")
    boss.get_by_label("Text").fill("Please unplug the wobblephone and let it cool down.")
    boss.get_by_label("Link").fill("https://help.curlew.example/wobblephone")
    save(boss)

    lena = sign_in("lena")
    demo.alarm("wobbler", "my purple wobblephone is overheating")
    lena.locator("#rows .row", has_text="wobblephone").get_by_role("link").click()
    card = lena.locator("#suggestions .suggestion").first
    expect(card).to_contain_text("Purple wobblephone overheating")
    lena.keyboard.press("1")
    field = lena.get_by_label("Reply text")
    expect(field).to_have_value(re.compile("let it cool down. https://help.curlew.example/wobblephone"))
    mark = lena.get_by_text("Suggested text. Read it as your own before you send.")
    expect(mark).to_be_visible()
    expect(lena.locator("[data-saved]")).to_have_text("Draft kept")
    lena.reload()
    expect(mark).to_be_visible()
    field.press("End")
    field.type(" Call us if it smokes.")
    expect(mark).to_be_hidden()
    field.fill("")


@pytest.mark.parametrize("phone", [False, True])
def test_every_section_is_open_to_everybody_who_sees_or_hears(
    phone: bool, demo: Demo, sign_in: SignIn
) -> None:
    page = sign_in("ruth", phone=phone, path="/settings/brands")
    for section in SECTIONS:
        page.goto(f"{demo.url}/settings/{section}")
        check(page, section)
    page.goto(f"{demo.url}/wall/listening")
    expect(page.get_by_role("heading", name="Listening")).to_be_visible()
    check(page, "listening")


def check(page: Page, what: str) -> None:
    """Nothing serious for axe in any theme, and nothing wider than the screen."""
    assert in_every_theme(page) == {}, what
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), what


def test_leaving_what_was_typed_is_asked_and_what_is_wrong_is_in_sight(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("ruth", path="/settings/limits/1")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Guards").click()
    expect(page).to_have_url(re.compile("guards"))
    assert asked == [], "nothing was typed"
    page.goto(f"{demo.url}/settings/brands/1")
    page.get_by_label("Address of the scoreboard").fill("not an address")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Only the letters a to z")).to_be_in_viewport()
    assert asked == [], "saving is no leaving"
    page.get_by_role("link", name="Macros").click()
    expect(page).to_have_url(re.compile("macros"))
    assert asked == ["beforeunload"]
