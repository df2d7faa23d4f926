"""A stranger's text as markup: whatever it holds, it stays text."""

import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from hark.web.posttext import markup, plain, shown_address, tricks, without_picture_link

ALLOWED = {"a", "bdi", "span", "mark"}


class Reader(HTMLParser):
    """Collects elements and the text between them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200))
def test_no_text_makes_markup_of_its_own(text: str) -> None:
    reader = read(markup(text))
    assert {tag for tag, _ in reader.elements} <= ALLOWED
    for tag, attributes in reader.elements:
        assert not any(name.startswith("on") for name in attributes)
        if tag == "a":
            assert re.match(r"https?://", attributes["href"] or "")


def test_links_read_as_where_they_lead() -> None:
    html = markup("see https://t.co/abc now", links={"https://t.co/abc": "https://help.example.com/a/b?x=1"})
    assert 'href="https://help.example.com/a/b?x=1"' in html
    assert ">help.example.com/a/b?x=1<" in html
    assert "t.co" not in html


def test_only_http_is_a_link() -> None:
    html = markup("https://t.co/abc", links={"https://t.co/abc": "javascript:alert(1)"})
    assert "<a" not in html


def test_a_name_before_the_host_is_not_shown_as_the_host() -> None:
    assert shown_address("https://bank.example@evil.example/login") == "evil.example/login"


def test_covered_words_are_not_in_the_markup() -> None:
    spans = [{"kind": "phone", "start": 8, "end": 20}]
    text = "call me 07700 900123 today"
    assert "900123" not in markup(text, personal=spans)
    assert "phone number" in markup(text, personal=spans)
    assert "07700 900123" in markup(text, personal=spans, revealed=True)


def test_tricks_are_named_and_honest_writing_is_left_alone() -> None:
    assert "U+202E" in plain("safe\u202egpj.exe")
    assert tricks("zero\u200bwidth")
    assert not tricks("مرحبا\u200f، كيف الحال")
    assert not tricks("family 👨‍👩‍👧")
    assert plain("plain text") == "plain text"


def test_the_link_to_a_posts_own_pictures_is_not_shown() -> None:
    links = {
        "https://t.co/a": "https://x.com/curlew/status/12/photo/1",
        "https://t.co/b": "https://example.com/photo/1",
    }
    assert without_picture_link("Look. https://t.co/a", links) == "Look."
    assert without_picture_link("Look. https://t.co/b", links) == "Look. https://t.co/b"
    assert without_picture_link("https://t.co/a said so", links) == "https://t.co/a said so"
    assert without_picture_link("", {}) == ""


def test_a_handle_does_not_decide_which_way_a_post_reads() -> None:
    html = markup("@CurlewCare الإنترنت لا يعمل")
    assert html.startswith('<bdi class="entity">@CurlewCare</bdi>')
