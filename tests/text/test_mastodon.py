"""What Mastodon takes for a link, a mention, a hashtag."""

import pytest

from hark.text.mastodon import entities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@ann and @bob@mastodon.example", ["@ann", "@bob@mastodon.example"]),
        ("@ann.b- @c@d.", ["@ann.b", "@c@d"]),
        ("me@ann.example /@ann =@ann @ann@ @anné @ann://", []),
        ("#tag #1a #a·b #täg", ["#tag", "#1a", "#a·b", "#täg"]),
        ("#1 no#tag /#tag # #_", []),
        ("https://a.com/x, gemini://b.org ftp://c.com", ["https://a.com/x", "gemini://b.org"]),
        ("https://a.com/日本/x? https://a.com/?q=ü", ["https://a.com/日本/x", "https://a.com/?q=ü"]),
        ("https://a.com/(x) (https://a.com/y)", ["https://a.com/(x)", "https://a.com/y"]),
        ("https://a.com/@ann#tag", ["https://a.com/@ann#tag"]),
        ("$TSLA a.com", []),
    ],
)
def test_what_is_marked_up(text: str, expected: list[str]) -> None:
    assert [entity.text for entity in entities(text)] == expected
