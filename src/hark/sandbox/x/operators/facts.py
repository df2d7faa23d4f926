"""What the named operators ask of a post: its author, its place in a thread, its links, its reach."""

import re
from collections.abc import Callable, Mapping
from math import asin, cos, radians, sin, sqrt
from typing import Any
from zlib import crc32

from hark.sandbox.x.model import Post, User

Matcher = Callable[[Post], bool]
PICTURES = ("photo", "animated_gif")


def _is(user: User | None, handle: str) -> bool:
    return user is not None and (user.username.lower() == handle or user.id == handle)


def _handle(value: str) -> str:
    return value.lower().lstrip("@")


def _from(value: str) -> Matcher:
    handle = _handle(value)
    return lambda post: _is(post.author, handle)


def _to(value: str) -> Matcher:
    handle = _handle(value)
    return lambda post: _is(post.reply_to_user, handle)


def _mention(value: str) -> Matcher:
    handle = _handle(value)
    return lambda post: any(
        one["username"].lower() == handle or one["id"] == handle for one in post.entities.mentions
    )


def _reposts_of(value: str) -> Matcher:
    handle = _handle(value)
    return lambda post: post.reposts is not None and _is(post.reposts.author, handle)


def _from_affiliate(value: str) -> Matcher:
    handle = _handle(value)
    return lambda post: post.author.affiliate_of.lower() == handle


def _to_affiliate(value: str) -> Matcher:
    handle = _handle(value)
    return lambda post: post.reply_to_user is not None and post.reply_to_user.affiliate_of.lower() == handle


def _thread(value: str) -> Matcher:
    return lambda post: post.conversation_id == value


def _answers(value: str) -> Matcher:
    return lambda post: post.reply_to_id == value


def _repeats(value: str) -> Matcher:
    return lambda post: post.reposts is not None and post.reposts.id == value


def _cites(value: str) -> Matcher:
    return lambda post: post.quotes is not None and post.quotes.id == value


def _link(value: str) -> Matcher:
    wanted = [part for part in re.split(r"\W+", value.lower()) if part]

    def test(post: Post) -> bool:
        for link in post.entities.urls:
            parts = [part for part in re.split(r"\W+", link["expanded_url"].lower()) if part]
            size = len(wanted)
            if any(parts[at : at + size] == wanted for at in range(len(parts) - size + 1)):
                return True
        return False

    return test


def _source(value: str) -> Matcher:
    return lambda post: post.source.lower() == value.lower()


def _language(value: str) -> Matcher:
    return lambda post: post.lang == value.lower()


def _sample(value: str) -> Matcher:
    share = int(value)
    return lambda post: crc32(post.id.encode()) % 100 < share


def _profile(read: Callable[[User], str]) -> Callable[[str], Matcher]:
    def make(value: str) -> Matcher:
        wanted = value.casefold()
        pattern = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
        return lambda post: bool(pattern.search(read(post.author).casefold()))

    return make


def _between(read: Callable[[Post], int]) -> Callable[[str], Matcher]:
    """A number or a range `a..b`, `a..`; a bare number is a lower bound."""

    def make(value: str) -> Matcher:
        low, dots, high = value.partition("..")
        least = int(low)
        most = int(high) if dots and high else None
        return lambda post: least <= read(post) and (most is None or read(post) <= most)

    return make


def _place(value: str) -> Matcher:
    wanted = value.casefold()

    def test(post: Post) -> bool:
        place = post.place
        names = ("id", "name", "full_name")
        return place is not None and any(str(place.get(name, "")).casefold() == wanted for name in names)

    return test


def _country(value: str) -> Matcher:
    return lambda post: post.place is not None and post.place.get("country_code") == value.upper()


def _middle(place: Mapping[str, Any] | None) -> tuple[float, float] | None:
    """Longitude and latitude of a place's middle."""
    box = (place or {}).get("geo", {}).get("bbox")
    return ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) if box else None


def _radius(value: str) -> Matcher:
    east, north, far = value.strip("[] ").split()
    reach = float(far[:-2]) * (1.609344 if far.endswith("mi") else 1.0)

    def test(post: Post) -> bool:
        at = _middle(post.place)
        return at is not None and _kilometres((float(east), float(north)), at) <= reach

    return test


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Great-circle distance by the haversine formula, Earth's radius 6371 km."""
    (lon1, lat1), (lon2, lat2) = ((radians(x), radians(y)) for x, y in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * asin(min(1.0, sqrt(half)))


def _box(value: str) -> Matcher:
    west, south, east, north = (float(part) for part in value.strip("[] ").split())

    def test(post: Post) -> bool:
        at = _middle(post.place)
        return at is not None and west <= at[0] <= east and south <= at[1] <= north

    return test


def _never(_value: str) -> Matcher:
    """Operators over annotations and lists, which the local network does not make: they match nothing."""
    return lambda _post: False


def _count(name: str) -> Callable[[Post], int]:
    return lambda post: post.counts.get(name, 0)


FACTS: Mapping[str, Callable[[str], Matcher]] = {
    "@": _mention,
    "from": _from,
    "to": _to,
    "retweets_of": _reposts_of,
    "from_affiliate_of": _from_affiliate,
    "to_affiliate_of": _to_affiliate,
    "url": _link,
    "context": _never,
    "entity": _never,
    "list": _never,
    "conversation_id": _thread,
    "bio": _profile(lambda user: user.bio),
    "bio_name": _profile(lambda user: user.name),
    "bio_location": _profile(lambda user: user.location),
    "place": _place,
    "place_country": _country,
    "point_radius": _radius,
    "bounding_box": _box,
    "in_reply_to_tweet_id": _answers,
    "in_reply_to_status_id": _answers,
    "retweets_of_tweet_id": _repeats,
    "retweets_of_status_id": _repeats,
    "quotes_of_tweet_id": _cites,
    "source": _source,
    "lang": _language,
    "sample": _sample,
    "min_followers": _between(lambda post: post.author.followers),
    "followers_count": _between(lambda post: post.author.followers),
    "following_count": _between(lambda post: post.author.following),
    "tweets_count": _between(lambda post: post.author.posts),
    "listed_count": _between(lambda post: post.author.followers // 150),
    "min_likes": _between(_count("likes")),
    "min_replies": _between(_count("replies")),
    "min_reposts": _between(_count("reposts")),
}
IS: Mapping[str, Matcher] = {
    "retweet": lambda post: post.reposts is not None,
    "reply": lambda post: post.reply_to_id is not None,
    "quote": lambda post: post.quotes is not None,
    "verified": lambda post: post.author.verified,
    "nullcast": lambda post: post.nullcast,
}
HAS: Mapping[str, Matcher] = {
    "links": lambda post: bool(post.entities.urls),
    "mentions": lambda post: bool(post.entities.mentions),
    "media": lambda post: bool(post.media),
    "images": lambda post: any(one.kind in PICTURES for one in post.media),
    "video_link": lambda post: any(one.kind == "video" for one in post.media),
    "videos": lambda post: any(one.kind == "video" for one in post.media),
    "hashtags": lambda post: bool(post.entities.hashtags),
    "cashtags": lambda post: bool(post.entities.cashtags),
    "geo": lambda post: post.place is not None,
}
