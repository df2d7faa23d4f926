"""The demo's script keeps its promises: big enough, varied, valid on X, nobody real in it."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from hark.sandbox.world import Line, World
from hark.sandbox.worlds.demo import demo
from hark.sandbox.worlds.demo.voice import weighted_length
from hark.text import measure

BRAND = {"CurlewCare", "CurlewTelecom"}
URL = re.compile(r"https?://([^/\s]+)")


@pytest.fixture(scope="module")
def world() -> World:
    return demo()


@pytest.fixture(scope="module")
def spoken(world: World) -> list[Line]:
    return sorted((line for line in world.lines if not line.reposts), key=lambda line: line.at)


def test_it_is_a_full_working_day(world: World) -> None:
    assert len(world.lines) >= 1_500
    assert len({line.author for line in world.lines}) >= 600
    assert len({line.text for line in world.lines}) >= 1_300
    past = sum(line.at < 0 for line in world.lines) / len(world.lines)
    assert 0.5 < past < 0.7
    assert min(line.at for line in world.lines) >= -8 * 3600 - 60
    assert max(line.at for line in world.lines) > 3 * 3600


def test_the_same_seed_gives_the_same_world_and_another_one_another() -> None:
    assert demo(1) == demo(1)
    assert demo(1) != demo(2)


def test_every_author_exists_and_every_handle_is_valid(world: World) -> None:
    handles = {person.username for person in world.people}
    assert len(handles) == len({handle.lower() for handle in handles}) == len(world.people)
    assert all(re.fullmatch(r"[A-Za-z0-9_]{1,15}", handle) for handle in handles)
    assert {line.author for line in world.lines} <= handles
    assert {line.private_to for line in world.lines if line.private_to} <= handles
    assert {person.username for person in world.people if person.brand} == BRAND


def test_every_reference_points_to_an_earlier_post(world: World) -> None:
    at = {line.key: line.at for line in world.lines}
    assert len(at) == len(world.lines)
    for line in world.lines:
        for key in (line.reply_to, line.quotes, line.reposts):
            assert key is None or at[key] <= line.at
        assert line.deleted_at is None or line.deleted_at > line.at
    assert {reaction.to for reaction in world.reactions} <= set(at)


def test_every_text_fits_into_a_post(world: World) -> None:
    texts = {line.text for line in world.lines} | {text for r in world.reactions for text in r.texts}
    long = [text for text in texts if len(text) > 140]  # shorter ones fit whatever they weigh
    too_long = [text for text in long if measure(text).weighted_length > 280]
    assert too_long == []
    assert not [text for text in texts if re.search(r"[{}<>]", text.replace("<3", ""))]


@pytest.mark.parametrize(
    "text", ["plain", "€ 5", "日本語", "https://a.example.com/abc", "a 🐦 b", "مرحبا", "‘quoted’"]
)
def test_our_own_count_never_counts_too_little(text: str) -> None:
    assert weighted_length(text) >= measure(text).weighted_length


def test_the_first_minutes_are_lively(world: World) -> None:
    live = sorted(line.at for line in world.lines if line.at >= 0)
    assert live[0] <= 5
    assert sum(at <= 180 for at in live) >= 25


def test_care_signs_and_keeps_quiet_after_the_start(world: World) -> None:
    care = [line for line in world.lines if line.author == "CurlewCare"]
    assert len(care) >= 250
    assert all(line.at < 0 for line in care)
    signed = sum(bool(re.search(r"\^[A-Z]{2}$", line.text)) for line in care)
    assert signed >= 0.95 * len(care)


def test_posts_in_a_row_do_not_share_a_pattern(spoken: list[Line]) -> None:
    def words(text: str) -> set[str]:
        return set(re.findall(r"[^\W\d_]{3,}", text.lower())) - {"curlewcare", "curlewtelecom"}

    alike = 0
    for one, two in pairwise(spoken):
        a, b = words(one.text), words(two.text)
        alike += one.author != two.author and len(a) > 5 and len(a & b) / len(a | b) > 0.7
    assert alike == 0


def test_waiting_customers_answer_back(world: World) -> None:
    reacting = {reaction.to for reaction in world.reactions}
    waiting = [
        line
        for line in world.lines
        if line.at >= 0 and not line.reposts and line.author not in BRAND and not line.private_to
    ]
    assert sum(line.key in reacting for line in waiting) >= 0.8 * len(waiting)
    assert all(8 <= reaction.delay <= 60 and reaction.texts for reaction in world.reactions)
    kinds = Counter((reaction.when, reaction.private) for reaction in world.reactions)
    assert set(kinds) >= {("any", False), ("asks_private", True), ("asks_private", False), ("apology", False)}
    assert len({text for reaction in world.reactions for text in reaction.texts}) >= 250


def test_links_lead_to_reserved_names_only(world: World) -> None:
    for line in world.lines:
        for host in URL.findall(line.text):
            assert re.search(r"(^|\.)example\.(com|org|net)$", host), line.text


def test_the_outage_builds_up_three_minutes_after_the_start(world: World) -> None:
    named = [line.at for line in world.lines if "Brackenford" in line.text]
    assert not [at for at in named if at < 180]
    crowd = [line for line in world.lines if line.key.startswith("out.")]
    per_five_minutes = [sum(at <= line.at < at + 300 for line in crowd) for at in (180, 480, 780)]
    assert 10 <= per_five_minutes[0] < per_five_minutes[1] < per_five_minutes[2]
    assert sum(line.at < 300 for line in crowd) <= 15
    assert len(crowd) >= 250
    assert len({line.author for line in crowd}) >= 200


def test_a_story_travels(world: World) -> None:
    told = {line.key for line in world.lines if line.author == "tess_halloway"}
    passed_on = [line.at for line in world.lines if line.reposts in told or line.quotes in told]
    assert len(passed_on) >= 120
    assert sum(at > 0 for at in passed_on) > 50


def test_a_quarter_speaks_other_languages(world: World) -> None:
    language = {person.username: person.language for person in world.people}
    spoken = Counter(language[line.author] for line in world.lines if line.author not in BRAND and line.text)
    assert set(spoken) >= {"en", "es", "de", "fr", "pt", "it", "nl", "pl", "tr", "ar", "hi", "ja"}
    assert all(count >= 15 for count in spoken.values())
    assert 0.2 <= 1 - spoken["en"] / spoken.total() <= 0.35


def test_the_cast_of_situations_is_complete(world: World) -> None:
    texts = "\n".join(line.text for line in world.lines)
    for sign in (
        "supervisor",
        "court",
        "tomorrow",
        "TallowMobile",
        "Third time",
        "example.net",
        "The Curlew",
    ):
        assert sign in texts, sign
    fakes = {line.author for line in world.lines} & {"CurIewCare", "CurlewCareHelp"}
    assert len(fakes) == 2
    assert sum(line.private_to == "CurlewCare" for line in world.lines) >= 10
    assert sum(line.deleted_at is not None for line in world.lines) >= 8
    assert sum(line.image_alt is not None for line in world.lines) >= 3
    tagged = [line for line in world.lines if "@Curlew" in line.text]
    untagged = [line for line in world.lines if "curlew" in line.text.lower() and "@" not in line.text]
    assert len(tagged) > 500 and len(untagged) > 50


def test_personal_data_is_of_the_reserved_kind(world: World) -> None:
    texts = [line.text for line in world.lines] + [text for r in world.reactions for text in r.texts]
    cards = {"4111111111111111", "5555555555554444"}
    for text in texts:
        for number in re.findall(r"\b(?:\d[ -]?){15}\d\b", text):
            if not re.search(r"serial|de89|the sim", text, re.IGNORECASE):
                assert re.sub(r"\D", "", number) in cards, text
        for mail in re.findall(r"[\w.+-]+@[\w-]+\.[\w.]+", text):
            assert re.search(r"@example\.(com|org|net)\.?$", mail), text
        for number in re.findall(r"\b555-\d+", text):
            assert re.fullmatch(r"555-01\d\d", number), text
        for number in re.findall(r"\+\d[\d ]{6,}", text):
            assert number.strip().startswith("+44 7700 900"), text


REAL = {
    *(
        "vodafone",
        "telekom",
        "verizon",
        "comcast",
        "movistar",
        "telefonica",
        "orange.fr",
        "swisscom",
        "t-mobile",
    ),
    *(
        "virgin",
        "bt.com",
        "o2",
        "xfinity",
        "sky",
        "netflix",
        "whatsapp",
        "youtube",
        "zoom",
        "iphone",
        "samsung",
    ),
    *(
        "google",
        "apple",
        "paypal",
        "bitcoin",
        "instagram",
        "tiktok",
        "facebook",
        "twitter",
        "dhl",
        "fedex",
        "ups",
    ),
    *(
        "hermes",
        "amazon",
        "ebay",
        "huawei",
        "xiaomi",
        "nokia",
        "playstation",
        "xbox",
        "microsoft",
        "telegram",
    ),
    *("spotify", "skype", "airbnb", "uber", "visa", "mastercard"),
}


def test_nobody_and_nothing_in_it_is_real(world: World) -> None:
    names = "\n".join(f"{p.username} {p.name} {p.bio}" for p in world.people)
    reactions = "\n".join(text for r in world.reactions for text in r.texts)
    words = set(
        re.findall(r"[\w.-]+", f"{names}\n{reactions}\n{chr(10).join(x.text for x in world.lines)}".lower())
    )
    assert words & REAL == set()
