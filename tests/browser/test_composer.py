"""The composer in a real browser: threads, pictures, tags, removals and messages, as the local network gets them."""

import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.conftest import ALARM, Demo, SignIn
from tests.browser.hand import fits, press, show
from tests.pictures import png

from hark.text import measure

pytestmark = pytest.mark.browser
LONG = (
    "We are sorry, and we are on it. Please hold the small button on the back until the light turns green. "
    "Then wait for two minutes and do not touch the cabinet. You need no tools for this. "
    "An engineer is on the way to your street and will be there before six. "
    "Write to us again whenever you like, here or in private. We will keep an eye on your line tonight. "
    "If the light turns red instead, take the plug out and leave the room until the engineer is there."
)


def open_case(page: Page, text: str) -> None:
    page.locator("#rows .row", has_text=text).get_by_role("link").click()
    expect(page.locator("#thread")).to_contain_text(text)


def wire(demo: Demo, *ids: str) -> dict[str, Any]:
    """Posts as X hands them out, by id, with their media."""
    token = httpx.get(f"{demo.network_url}/sandbox/card", timeout=10).json()["bearer_token"]
    fields = "referenced_tweets,entities,conversation_id,attachments"
    params = {"ids": ",".join(ids), "tweet.fields": fields, "expansions": "attachments.media_keys"}
    answer = httpx.get(
        f"{demo.network_url}/2/tweets",
        params=params | {"media.fields": "alt_text"},
        headers={"Authorization": f"Bearer {token}"},
        timeout=10,
    )
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def echoes(page: Page, count: int) -> Locator:
    """Our posts as they came back from the network."""
    found = page.locator("#thread .post.us[data-post]")
    expect(found).to_have_count(count)
    return found


def send(page: Page) -> Locator:
    return page.get_by_role("button", name="Send", exact=True)


def test_a_long_answer_is_previewed_and_goes_out_as_a_thread(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    asked = demo.post(demo.customer("longwind", "Long Wind"), f"@CurlewCare {ALARM} sparks in the cabinet")
    open_case(page, "sparks in the cabinet")
    page.get_by_label("Reply text").fill(LONG)
    expect(page.locator("#composer .counter")).to_contain_text("2 posts")
    shown = page.get_by_role("list", name="The posts as they will appear").get_by_role("listitem")
    expect(shown).to_have_count(2)
    expect(shown.first).to_contain_text("Replying to @longwind")
    seen = [text.strip() for text in shown.locator(".text").all_inner_texts()]
    assert [text[-7:] for text in seen] == ["1/2 ^LM", "2/2 ^LM"]
    expect(page.locator("#composer .bar .price")).to_have_text("$0.02")
    expect(send(page)).to_be_enabled()
    page.get_by_label("Reply text").press("Control+Enter")

    parts = echoes(page, 2)
    ids = [str(part.get_attribute("data-post")) for part in parts.all()]
    posts = {post["id"]: post for post in wire(demo, *ids)["data"]}
    above = {post_id: posts[post_id]["referenced_tweets"][0]["id"] for post_id in ids}
    first = next(post_id for post_id in ids if above[post_id] == asked)
    (second,) = [post_id for post_id in ids if above[post_id] == first]
    assert [
        posts[one]["text"].removeprefix("@longwind ").removeprefix("@CurlewCare ") for one in (first, second)
    ] == seen


def test_pictures_are_described_sent_kept_and_shown(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    demo.alarm("pictured", "the green light is red")
    open_case(page, "the green light is red")
    page.get_by_label("Reply text").fill("It is this button.")
    page.get_by_label("Add pictures").set_input_files(
        [{"name": "button.png", "mimeType": "image/png", "buffer": png(colour=90)}]
    )
    described = page.get_by_label("What picture 1 shows")
    expect(described).to_be_focused()
    expect(page.locator("#guards")).to_contain_text("A picture has no description.")
    expect(send(page)).to_be_disabled()
    described.fill("A small grey button")
    expect(page.locator("#guards")).not_to_contain_text("no description")

    page.reload()
    expect(page.get_by_label("What picture 1 shows")).to_have_value("A small grey button")
    expect(page.get_by_label("Reply text")).to_have_value("It is this button.")
    page.get_by_label("Reply text").press("End")
    page.get_by_label("Reply text").type(" Hold it.")
    expect(page.locator("#preview .as-posted img")).to_have_attribute("alt", "A small grey button")
    expect(send(page)).to_be_enabled()
    send(page).click()

    ours = echoes(page, 1)
    shot = ours.locator(".shots img")
    expect(shot).to_have_attribute("alt", "A small grey button")
    assert shot.evaluate("(image) => image.complete && image.naturalWidth") == 4
    expect(page.locator("#pictures figure")).to_have_count(0)
    got = wire(demo, str(ours.get_attribute("data-post")))
    assert [media["alt_text"] for media in got["includes"]["media"]] == ["A small grey button"]


def test_a_picture_can_be_pasted_dropped_and_taken_off(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    demo.alarm("pasted", "see my router burning")
    open_case(page, "see my router burning")
    give = """([where, kind, bytes]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(bytes)], "shot.png", { type: "image/png" }));
        const more = kind === "paste" ? { clipboardData: transfer } : { dataTransfer: transfer };
        const Kind = kind === "paste" ? ClipboardEvent : DragEvent;
        document.querySelector(where).dispatchEvent(new Kind(kind, { bubbles: true, cancelable: true, ...more }));
    }"""
    page.evaluate(give, ["#reply-text", "paste", list(png())])
    expect(page.locator("#pictures figure")).to_have_count(1)
    page.evaluate(give, ["#answer", "drop", list(png(colour=9))])
    expect(page.locator("#pictures figure")).to_have_count(2)
    page.get_by_role("button", name="Take picture 1 off").press("Enter")
    expect(page.locator("#pictures figure")).to_have_count(1)
    expect(page.get_by_role("button", name="Take picture 1 off")).to_be_focused()
    page.evaluate(give, ["#reply-text", "paste", list(b"<svg onload='alert(1)'>")])
    expect(page.locator("#toasts")).to_contain_text("This is no JPEG, PNG or WebP picture.")
    page.get_by_role("button", name="Take picture 1 off").press("Enter")
    expect(page.locator("#pictures figure")).to_have_count(0)
    expect(page.get_by_label("Reply text")).to_be_focused()


@pytest.mark.parametrize("phone", [False, True])
def test_one_chooses_who_is_tagged(demo: Demo, sign_in: SignIn, phone: bool) -> None:
    page = sign_in("lena", phone=phone)
    name = f"tagger{phone:d}"
    for n in (1, 2):
        demo.customer(f"neighbour{n}{phone:d}", f"Neighbour {n}")
    demo.alarm(name, f"@neighbour1{phone:d} @neighbour2{phone:d} {name} sees this smoke")
    show(page, f"{name} sees this smoke")
    tags = page.get_by_role("group", name="Who is tagged")
    expect(tags).to_contain_text(f"@{name}")
    expect(tags.get_by_role("checkbox")).to_have_count(2)
    press(tags.get_by_role("checkbox", name=f"@neighbour2{phone:d}"))
    page.get_by_label("Reply text").fill(f"We are coming, all {phone + 2} of us.")
    press(page.get_by_text("As it will appear"))
    expect(page.locator("#preview .to")).to_contain_text(f"@neighbour1{phone:d}")
    expect(page.locator("#preview .to")).not_to_contain_text(f"@neighbour2{phone:d}")
    fits(page)
    expect(send(page)).to_be_enabled()
    press(send(page))
    ours = echoes(page, 1)
    (got,) = wire(demo, str(ours.get_attribute("data-post")))["data"]
    assert {mention["username"] for mention in got["entities"]["mentions"]} == {
        name,
        f"neighbour1{phone:d}",
    }


def test_a_sent_post_is_deleted_on_the_network(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    demo.alarm("regret", "flames behind the panel")
    open_case(page, "flames behind the panel")
    page.get_by_label("Reply text").fill("This was meant for somebody else.")
    send(page).click()
    ours = echoes(page, 1)
    post_id = str(ours.get_attribute("data-post"))
    ours.get_by_role("button", name="Delete on X").click()
    page.get_by_role("button", name="Delete on X now").click()
    expect(page.locator("#thread .post.us")).to_contain_text("Deleted on the network")
    expect(page.locator("#thread")).not_to_contain_text("This was meant for somebody else.")
    assert wire(demo, post_id)["errors"][0]["title"] == "Not Found Error"


def test_a_message_is_answered_in_private(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    customer = demo.customer("whisper", "Whis Per")
    said = {
        "sender": customer,
        "recipient": "CurlewCare",
        "text": f"{ALARM} my account was emptied by somebody",
    }
    httpx.post(f"{demo.network_url}/sandbox/messages", json=said, timeout=10).raise_for_status()
    open_case(page, "my account was emptied by somebody")
    expect(page.locator("#case")).to_have_attribute("data-lane", "private")
    page.get_by_label("Reply text").fill("\U0001f642" * 10)
    expect(page.locator("#composer [data-number]")).to_have_text("9990")
    page.get_by_label("Reply text").fill("We have locked it. Nobody else can use it now.")
    expect(send(page)).to_have_accessible_description("privately to @whisper")
    expect(page.get_by_role("group", name="Who is tagged")).to_be_hidden()
    expect(send(page)).to_be_enabled()
    send(page).click()
    expect(page.locator("#thread .post.us[data-post]")).to_contain_text("We have locked it.")
    assert (
        "We have locked it. Nobody else can use it now."
        in httpx.get(f"{demo.network_url}/messages", timeout=10).text
    )


TRICKY = [
    "plain", "a" * 280, "née " * 20, "Ångström e\u0301 n\u0303", "日本語のテキスト " * 9, "한국어", "עברית و العربية",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 family", "\U0001f44d\U0001f3fd" * 30,
    "\U0001f3f3\ufe0f\u200d\U0001f308", "see example.com/a?b=c#d and http://t.co/x", "co.uk foo.comet x.y",
    "https://example.com/" + "x" * 300, "@a @bob #tag $CASH", "line\nline\n\nline", "tab\there",
    "mixed あ a é \U0001f642 " * 8, "\u200bzero\u200d", "\uff46\uff55\uff4c\uff4c width", "“quotes” \u2013 dashes — …",
    "1\ufe0f\u20e3", "example.中国 пример.рф", "a.b.c.d.example.org,",
]  # fmt: skip


def test_the_counter_of_the_browser_is_the_servers(demo: Demo, sign_in: SignIn) -> None:
    page = sign_in("lena")
    demo.alarm("counted", "the meter spins by itself")
    open_case(page, "the meter spins by itself")
    field, number = page.get_by_label("Reply text"), page.locator("#composer [data-number]")
    for text in TRICKY:
        field.fill(text)
        left = measure(f"{text.strip()} ^LM").remaining
        expect(number).to_have_text(str(left) if left >= 0 else re.compile("posts"))
    field.fill("")


@pytest.mark.parametrize("phone", [False, True])
def test_words_that_were_not_sent_are_used_again_beside_what_one_has_begun(
    demo: Demo, sign_in: SignIn, phone: bool
) -> None:
    page, who = sign_in("lena", phone=phone), f"shutout{phone:d}"
    demo.alarm(who, f"the pump number {phone:d} howls")
    show(page, f"the pump number {phone:d} howls")
    blocks = {"blocks": "CurlewCare"}
    httpx.patch(f"{demo.network_url}/sandbox/users/{who}", json=blocks, timeout=10).raise_for_status()
    field = page.get_by_label("Reply text")
    field.fill(f"Pump {phone:d} is looked at.")
    press(page.get_by_role("button", name="Send", exact=True))
    again = page.get_by_role("button", name="Use the text again")
    expect(again).to_be_visible()
    field.fill("I had begun this. ")
    press(again)
    expect(field).to_have_value(f"I had begun this. Pump {phone:d} is looked at.")
    fits(page)
