"""Text as HTML: everything escaped, links safe, the network's own payload used where there is one."""

import json
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hark.text import Display, LinkStyle, autolink, highlight, measure, payload_displays, payload_entities

TEXT = "Hi @ann, see https://t.co/abc #help & <b>"


class Page(HTMLParser):
    """What a browser would make of it: the tags, and the text a person could read."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_desk_opens_a_new_tab_and_gives_nothing_away() -> None:
    assert autolink("@ann") == (
        '@<a class="tweet-url username" href="https://x.com/ann" target="_blank" '
        'rel="nofollow noopener noreferrer">ann</a>'
    )


def test_everything_else_is_escaped() -> None:
    assert autolink("a < b & \"c\" 'd' >") == "a &lt; b &amp; &quot;c&quot; &#39;d&#39; &gt;"
    page = Page(autolink(TEXT))
    assert [tag for tag, _ in page.tags] == ["a", "a", "a"]
    assert page.text == TEXT


def test_a_shortened_link_shows_where_it_leads() -> None:
    displays = {"https://t.co/abc": Display("example.com/a…", "https://example.com/a/long/way")}
    page = Page(autolink("see https://t.co/abc", displays=displays))
    anchor = dict(page.tags)["a"]
    assert (anchor["href"], anchor["title"]) == ("https://t.co/abc", "https://example.com/a/long/way")
    assert page.text.replace("\xa0", "") == "see https://example.com/a/long/way…"
    strange = {"https://t.co/abc": Display("pic.x.com/<1>", "https://x.com/photo/1")}
    assert ">pic.x.com/&lt;1&gt;</a>" in autolink("https://t.co/abc", displays=strange)


def test_links_without_protocol_are_linked_when_asked_for() -> None:
    assert autolink("example.com") == "example.com"
    assert 'href="http://example.com"' in autolink("example.com", measure("example.com").entities)


def test_style_can_be_changed() -> None:
    style = LinkStyle(profile="/author/", username_class="", target="", rel="")
    assert autolink("@ann", style=style) == '@<a href="/author/ann">ann</a>'


V2 = {
    "urls": [{"start": 13, "end": 29, "url": "https://t.co/abc", "display_url": "a.com", "expanded_url": "https://a.com"}],
    "mentions": [{"start": 3, "end": 7, "username": "ann", "id": "1"}],
    "hashtags": [{"start": 30, "end": 35, "tag": "help"}],
    "annotations": [{"start": 0, "end": 2, "type": "Other", "normalized_text": "Hi"}],
}  # fmt: skip
V1 = {
    "urls": [{"indices": [13, 29], "url": "https://t.co/abc", "display_url": "a.com", "expanded_url": "https://a.com"}],
    "user_mentions": [{"indices": [3, 7], "screen_name": "ann"}],
    "hashtags": [{"indices": [30, 35], "text": "help"}],
    "symbols": [],
}  # fmt: skip


@pytest.mark.parametrize("payload", [V1, V2])
def test_payloads_of_both_generations(payload: dict[str, object]) -> None:
    found = payload_entities(TEXT, payload)
    assert [(entity.kind, entity.text, entity.value) for entity in found] == [
        ("mention", "@ann", "ann"),
        ("url", "https://t.co/abc", "https://t.co/abc"),
        ("hashtag", "#help", "help"),
    ]
    assert payload_displays(payload) == {"https://t.co/abc": Display("a.com", "https://a.com")}


@pytest.mark.parametrize(
    "payload",
    [
        {"hashtags": [{"start": 3, "end": 99, "tag": "x"}]},
        {"hashtags": [{"start": 4, "end": 4, "tag": "x"}]},
        {"hashtags": [{"start": "3", "end": "4", "tag": "x"}]},
        {"hashtags": [{"indices": [1], "tag": "x"}, {"tag": "x"}, 7, None]},
        {"hashtags": {"start": 0}, "urls": None, "mentions": [{"start": 0, "end": 2, "username": 5}]},
    ],
)
def test_a_broken_payload_marks_nothing_up(payload: dict[str, object]) -> None:
    assert payload_entities(TEXT, payload) == []
    assert payload_displays(payload) == {}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 50) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["urls", "hashtags", "mentions", "start", "end", "indices", "tag", "url"]), inner
        )
    ),
)


@given(st.dictionaries(st.sampled_from(["urls", "hashtags", "mentions", "symbols"]), JSON))
def test_no_payload_breaks_the_page(payload: dict[str, object]) -> None:
    page = Page(autolink(TEXT, payload_entities(TEXT, payload), displays=payload_displays(payload)))
    assert {tag for tag, _ in page.tags} <= {"a", "span"}


@given(st.text(st.sampled_from("<>&\"'@#$/:.abcomhtps é日 ()=;"), max_size=80))
def test_no_text_breaks_the_page(text: str) -> None:
    for entities in (None, measure(text).entities):
        page = Page(autolink(text, entities))
        assert {tag for tag, _ in page.tags} <= {"a"}
        assert page.text == text
        for _, attributes in page.tags:
            assert set(attributes) <= {"class", "href", "title", "target", "rel"}
            assert str(attributes["href"]).lower().startswith(("http://", "https://"))


def test_a_hit_over_a_link_keeps_elements_whole() -> None:
    html = 'a <a href="#">link</a> here'
    assert highlight(html, [(2, 6)]) == 'a <a href="#"><em>link</em></a> here'
    assert highlight(html, [(0, 6)]) == '<em>a <a href="#">link</a></em> here'
    assert (
        highlight(html, [(0, 1), (7, 99)], tag="mark")
        == '<mark>a</mark> <a href="#">link</a> <mark>here</mark>'
    )
    assert highlight(html, []) == html


def test_hits_survive_as_json_lists() -> None:
    assert highlight("abc", json.loads("[[1, 2]]")) == "a<em>b</em>c"
