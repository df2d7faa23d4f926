"""Several cases among the results of a search are chosen with a thumb."""

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Demo, SignIn
from tests.browser.steps import until

pytestmark = pytest.mark.browser


def test_results_of_a_search_are_chosen_by_thumb(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena", phone=True, path="/search")
    for name in ("choosea", "chooseb"):
        demo.alarm(name, f"{name} saw the gargoyle fall")
    rows = page.locator("#rows .row")
    until(page, lambda: page.goto(f"{demo.url}/search?q=gargoyle") is not None and rows.count() == 2)
    page.get_by_role("button", name="Choose several").tap()
    for row in rows.all():
        row.get_by_role("link").tap()
    bar = page.get_by_role("group", name="Selected cases")
    expect(bar).to_contain_text("2 selected")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    bar.get_by_role("button", name="Take").tap()
    expect(page.locator("#toasts")).to_contain_text("2 cases assigned to you")
    expect(bar).to_be_hidden()
    expect(rows).to_have_count(2)
    rows.first.get_by_role("link").tap()  # a tap opens again
    expect(page.locator("#case-head")).to_contain_text("yours")
