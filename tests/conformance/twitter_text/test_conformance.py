"""All 2,119 cases of the official twitter-text suite, one test each."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from hark.text import (
    Display,
    Entity,
    EntityKind,
    LinkStyle,
    autolink,
    highlight,
    payload_displays,
    payload_entities,
)
from hark.text.entities import hashtags_outside_links
from hark.text.tags import cashtags, mentions, mentions_or_lists, replied_to
from hark.text.units import utf16_length
from hark.text.urls import urls
from hark.text.validity import is_hashtag, is_list, is_url, is_username
from hark.text.weigh import Configuration, weigh

HERE = Path(__file__).parent
SECTIONS = {"validate": 97, "extract": 238, "autolink": 196, "hit_highlighting": 14, "tlds": 1574}

# The suite was written for twitter.com, for text that is escaped already, and for links without `rel`.
SUITE = LinkStyle(
    profile="https://twitter.com/",
    hashtag="https://twitter.com/search?q=%23",
    cashtag="https://twitter.com/search?q=%24",
    target="",
    rel="",
    invisible="style='position:absolute;left:-9999px;'",
    escape_text=False,
)

Case = dict[str, Any]


def configuration(version: int) -> Configuration:
    return Configuration.read(json.loads((HERE / f"v{version}.json").read_text(encoding="utf-8")))


VERSIONS = {version: configuration(version) for version in (1, 2, 3)}


def counted(text: str, version: int) -> dict[str, Any]:
    weighed = weigh(text, VERSIONS[version])
    return {
        "weightedLength": weighed.length,
        "valid": weighed.valid,
        "permillage": weighed.permillage,
        "displayRangeStart": 0,
        "displayRangeEnd": max(utf16_length(text) - 1, 0),
        "validRangeStart": 0,
        "validRangeEnd": weighed.valid_end[0],
    }


def indexed(found: list[Entity], name: str, **more: Callable[[Entity], Any]) -> list[dict[str, Any]]:
    return [
        {name: entity.value}
        | {key: get(entity) for key, get in more.items()}
        | {"indices": [entity.start, entity.end]}
        for entity in found
    ]


def values(found: list[Entity]) -> list[str]:
    return [entity.value for entity in found]


def linked(*kinds: EntityKind) -> Callable[[Case], str]:
    """Only the named kinds become links, each found on its own, as the suite's runner does."""

    def link(case: Case) -> str:
        text = case["text"]
        found = {
            EntityKind.URL: lambda: urls(text, without_protocol=False),
            EntityKind.MENTION: lambda: mentions_or_lists(text),
            EntityKind.HASHTAG: lambda: hashtags_outside_links(text),
            EntityKind.CASHTAG: lambda: cashtags(text),
        }
        return autolink(text, [entity for kind in kinds for entity in found[kind]()], style=SUITE)

    return link


def linked_by_payload(case: Case) -> str:
    payload = json.loads(case["json"])
    displays: dict[str, Display] = payload_displays(payload)
    return autolink(case["text"], payload_entities(case["text"], payload), displays=displays, style=SUITE)


RUN: dict[str, dict[str, Callable[[Case], Any]]] = {
    "validate": {
        "tweets": lambda case: weigh(case["text"], VERSIONS[1]).valid,
        "usernames": lambda case: is_username(case["text"]),
        "lists": lambda case: is_list(case["text"]),
        "hashtags": lambda case: is_hashtag(case["text"]),
        "urls": lambda case: is_url(case["text"]),
        "urls_without_protocol": lambda case: is_url(case["text"], require_protocol=False),
        "WeightedTweetsCounterTest": lambda case: counted(case["text"], 2),
        "WeightedTweetsWithDiscountedEmojiCounterTest": lambda case: counted(case["text"], 3),
        "UnicodeDirectionalMarkerCounterTest": lambda case: counted(case["text"], 3),
    },
    "extract": {
        "mentions": lambda case: list(mentions(case["text"])),
        "mentions_with_indices": lambda case: indexed(
            [entity for entity in mentions_or_lists(case["text"]) if not entity.slug], "screen_name"
        ),
        "mentions_or_lists_with_indices": lambda case: indexed(
            mentions_or_lists(case["text"]), "screen_name", list_slug=lambda entity: entity.slug
        ),
        "replies": lambda case: replied_to(case["text"]),
        "urls": lambda case: values(urls(case["text"])),
        "urls_with_indices": lambda case: indexed(urls(case["text"]), "url"),
        "urls_with_directional_markers": lambda case: indexed(urls(case["text"]), "url"),
        "tco_urls_with_params": lambda case: values(urls(case["text"])),
        "hashtags": lambda case: values(hashtags_outside_links(case["text"])),
        "hashtags_from_astral": lambda case: values(hashtags_outside_links(case["text"])),
        "hashtags_with_indices": lambda case: indexed(hashtags_outside_links(case["text"]), "hashtag"),
        "cashtags": lambda case: values(cashtags(case["text"])),
        "cashtags_with_indices": lambda case: indexed(cashtags(case["text"]), "cashtag"),
    },
    "autolink": {
        "usernames": linked(EntityKind.MENTION),
        "lists": linked(EntityKind.MENTION),
        "hashtags": linked(EntityKind.HASHTAG),
        "urls": linked(EntityKind.URL),
        "cashtags": linked(EntityKind.CASHTAG),
        "all": lambda case: autolink(case["text"], style=SUITE),
        "json": linked_by_payload,
    },
    "hit_highlighting": {
        "plain_text": lambda case: highlight(case["text"], case["hits"]),
        "with_links": lambda case: highlight(case["text"], case["hits"]),
    },
    "tlds": {
        "country": lambda case: values(urls(case["text"])),
        "generic": lambda case: values(urls(case["text"])),
    },
}


def load(name: str) -> dict[str, list[Case]]:
    with (HERE / f"{name}.yml").open(encoding="utf-8") as file:
        content: dict[str, dict[str, list[Case]]] = yaml.load(file, yaml.CSafeLoader)
    return content["tests"]


SUITES = {name: load(name) for name in SECTIONS}
CASES = [
    pytest.param(name, section, case, id=f"{name}-{section}-{number}")
    for name, sections in SUITES.items()
    for section, cases in sections.items()
    for number, case in enumerate(cases)
]


def test_the_suite_is_complete() -> None:
    assert {name: sum(map(len, sections.values())) for name, sections in SUITES.items()} == SECTIONS
    assert len(CASES) == 2119
    assert {name: set(sections) for name, sections in SUITES.items()} == {
        name: set(runs) for name, runs in RUN.items()
    }


@pytest.mark.parametrize(("name", "section", "case"), CASES)
def test_case(name: str, section: str, case: Case) -> None:
    assert RUN[name][section](case) == case["expected"], case["description"]
