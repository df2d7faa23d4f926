"""Agreement with the official JavaScript library on random texts, in the build the browser counts with."""

import json
import random
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import hark.text
from hark.text import Entity, LinkStyle, autolink, measure, replied_to
from hark.text.domains import COUNTRY, GENERIC
from hark.text.entities import entities, hashtags_outside_links
from hark.text.tags import cashtags, mentions_or_lists
from hark.text.urls import urls
from hark.text.validity import is_hashtag, is_list, is_url, is_username

NODE = shutil.which("node")
LIBRARY = Path(hark.text.__file__).parents[1] / "web/static/vendor/twitter-text/twitter-text.js"
STYLE = LinkStyle(
    profile="https://twitter.com/",
    hashtag="https://twitter.com/search?q=%23",
    cashtag="https://twitter.com/search?q=%24",
    target="",
    rel="",
)

pytestmark = pytest.mark.skipif(
    NODE is None, reason="node is not installed, so nothing compares Hark with the official twitter-text"
)

# Characters this Python knows; newer ones may compose differently in the browser's newer Unicode.
ASSIGNED = [chr(point) for point in range(0x110000) if unicodedata.category(chr(point)) not in ("Cn", "Cs")]
TOP_LEVELS = sorted(GENERIC | COUNTRY)
EMOJI = re.findall(r"\S+", "👨‍👩‍👧‍👦 ☺ ☺️ 1️⃣ #️⃣ 🇩🇪 👍🏽 🏳️‍🌈 © ®️ 👩🏾‍🚀 🧑‍🚀 🫠 ❤️‍🔥 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ⛹🏻‍♀️ \ufe0f \u200d")
SCRIPTS = re.findall(
    r"\S+",
    "abcxyzRTrt ABCabc019_ 日本語の。、テスト é́üßøιΙſKı ابجد кириллицаᲂ .-_~/: ÅÅ가각 \u0345\u0301\u0327",
)
SIGNS = "\ufeff\ufffe\uffff\u202a\u2066\u200e\u061c\u180e\u0085\u00a0\u3000\u2028"
BETWEEN = " \n\t.,!…?()'\"<>&;-_/"
PROTOCOLS = ("http://", "https://", "HTTPS://", "", "", "", "ftp://", "http:/", "://")
PATH = re.findall(r"\S+", "a b1 ( ) (x) ((y)) . ! @ / é ж 日 - _ ~ & = # , ' * %20 ι")
QUERY = "a=&#/().!日?,-"


class Texts:
    """Texts made to hit the corners: half links, odd scripts, signs side by side, emoji, marks."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.makers: dict[Callable[[], str], int] = {
            self.word: 15,
            self.url: 20,
            self.mention: 10,
            self.hashtag: 10,
            self.cashtag: 7,
            lambda: self.one(EMOJI): 10,
            lambda: self.some(ASSIGNED, 1, 4): 8,
            lambda: self.one(SIGNS): 5,
            lambda: self.one(BETWEEN): 15,
        }

    def one(self, choices: Sequence[str]) -> str:
        return self.random.choice(choices)

    def some(self, choices: Sequence[str], least: int, most: int) -> str:
        return "".join(self.random.choices(choices, k=self.random.randint(least, most)))

    def word(self, most: int = 8) -> str:
        return self.some(self.one(SCRIPTS), 1, most)

    def domain(self) -> str:
        labels = ".".join(self.word(5).strip(".") for _ in range(self.random.randint(1, 3)))
        top = self.one(TOP_LEVELS)
        dot = self.one((".", ".", ".", ".", "。", "-.", "_.", ".."))
        return labels + dot + self.one((top, top, top, top.upper(), f"xn--{self.word(4)}"))

    def url(self) -> str:
        host = self.one((self.domain(), self.domain(), "t.co", "example.com", "192.168.0.1", "user:pw@a.org"))
        path = self.one(("", "/", f"/{self.some(PATH, 1, 10)}"))
        query = self.one(("", "", f"?{self.some(QUERY, 0, 8)}"))
        return self.one(PROTOCOLS) + host + self.one(("", "", ":80")) + path + query

    def mention(self) -> str:
        sign = self.one(("@", "@", "＠", "RT@", "rt:@", "Rt@", "@@"))
        return sign + self.word(25) + self.one(("", "", "://", f"/{self.word()}"))

    def hashtag(self) -> str:
        sign = self.one(("#", "#", "＃", "##", "&#"))
        return sign + self.word() + self.one(("", "", "#", "://", "\ufe0f"))

    def cashtag(self) -> str:
        return "$" + self.word() + self.one(("", f".{self.word(3)}", f"_{self.word(3)}"))

    def piece(self) -> str:
        (make,) = self.random.choices(list(self.makers), list(self.makers.values()))
        return make()

    def text(self) -> str:
        kind = self.random.random()
        if kind < 0.1:
            return self.some(ASSIGNED, 0, 300)
        if kind < 0.15:
            return self.piece() * self.random.randint(1, 120)
        count = self.random.randint(0, self.random.choice((3, 8, 40)))
        return self.one(("", "", " ")).join(self.piece() for _ in range(count))


class Oracle:
    """The official library, one process for all questions."""

    def __init__(self) -> None:
        assert NODE is not None
        command = [NODE, str(Path(__file__).with_name("oracle.mjs")), LIBRARY.as_uri()]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def __call__(self, text: str) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(text) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def close(self) -> None:
        self.process.communicate(timeout=10)


@pytest.fixture(scope="module")
def oracle() -> Iterator[Oracle]:
    asked = Oracle()
    yield asked
    asked.close()


def places(text: str, found: list[dict[str, Any]]) -> list[tuple[str, int, int, str, str]]:
    """The library's entities with code points for UTF-16 units."""
    units = text.encode("utf-16-le")
    result = []
    for entity in found:
        start, end = (
            len(units[: 2 * index].decode("utf-16-le", "surrogatepass")) for index in entity["indices"]
        )
        slug = entity.get("listSlug", "")
        name = next(key for key in ("url", "hashtag", "cashtag", "screenName") if key in entity)
        kind = name if name != "screenName" else "list" if slug else "mention"
        result.append((kind, start, end, entity[name], slug))
    return result


def ours(found: list[Entity]) -> list[tuple[str, int, int, str, str]]:
    return [(entity.kind.value, entity.start, entity.end, entity.value, entity.slug) for entity in found]


def compare(text: str, answer: dict[str, Any]) -> None:
    measured, parsed = measure(text), answer["parsed"]
    assert measured.weighted_length == parsed["weightedLength"]
    assert (measured.valid, measured.permillage) == (parsed["valid"], parsed["permillage"])
    assert measured.display_range == (parsed["displayRangeStart"], parsed["displayRangeEnd"])
    assert measured.valid_range == (parsed["validRangeStart"], parsed["validRangeEnd"])
    assert ours(list(measured.entities)) == ours(entities(text)) == places(text, answer["entities"])
    assert ours(urls(text)) == places(text, answer["urls"])
    assert ours(mentions_or_lists(text)) == places(text, answer["mentions"])
    assert ours(hashtags_outside_links(text)) == places(text, answer["hashtags"])
    assert ours(cashtags(text)) == places(text, answer["cashtags"])
    assert replied_to(text) == answer["reply"]
    assert autolink(text, style=STYLE) == answer["html"]
    assert answer["valid"] == {
        "username": is_username(text),
        "list": is_list(text),
        "hashtag": is_hashtag(text),
        "url": is_url(text),
        "url_without_protocol": is_url(text, require_protocol=False),
    }


def sweep(oracle: Oracle, seed: int, count: int) -> None:
    texts = Texts(seed)
    seen = 0
    for _ in range(count):
        text = texts.text()
        answer = oracle(text)
        compare(text, answer)
        seen += len(answer["entities"])
    assert seen > count / 2, "the texts are too dull to prove anything"


def test_made_texts_agree(oracle: Oracle) -> None:
    sweep(oracle, seed=20, count=4_000)


@pytest.mark.slow
def test_many_made_texts_agree(oracle: Oracle) -> None:
    sweep(oracle, seed=21, count=15_000)


@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(exclude_categories=("Cs", "Cn")), max_size=400))
def test_any_text_agrees(oracle: Oracle, text: str) -> None:
    compare(text, oracle(text))


@settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    st.text(
        st.sampled_from("@#$＠＃&aZ9_-./:?=()é日ι😀\U000104a0\u0301\ufe0f\u200d \nRTrthpscom"), max_size=60
    )
)
def test_any_text_of_signs_agrees(oracle: Oracle, text: str) -> None:
    compare(text, oracle(text))
    compare(f"https://example.com/{text}", oracle(f"https://example.com/{text}"))
