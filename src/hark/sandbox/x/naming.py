"""The two spellings of X's fields, and what a request asks to see.

Since specification 2.167 (2026-08-07) REST is documented with `post.fields`, `referenced_posts` and so on;
streams, guides and most clients keep `tweet.fields`, `referenced_tweets`. Both are understood; the answer
is spelled as the request was. A request that shows no preference gets both spellings of what differs.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import parse_qsl

from hark.sandbox.x.problems import Problem, invalid_request
from hark.sandbox.x.sets import names


class Naming(StrEnum):
    TWEET = "tweet"
    POST = "post"
    BOTH = "both"


POST_FIELDS = names(
    "article article_title attachments author_id card_uri community_id context_annotations "
    "conversation_id created_at display_text_range edit_controls edit_history_tweet_ids entities geo id "
    "in_reply_to_user_id lang matched_media_notes media_metadata non_public_metrics "
    "note_request_suggestions note_tweet organic_metrics paid_partnership possibly_sensitive "
    "promoted_metrics public_metrics referenced_tweets reply_settings scopes source "
    "suggested_source_links suggested_source_links_with_counts text username withheld"
)
USER_FIELDS = names(
    "affiliation confirmed_email connection_status created_at description entities id "
    "is_identity_verified location most_recent_tweet_id name parody pinned_tweet_id profile_banner_url "
    "profile_image_url protected public_metrics receives_your_dm subscribes_to_you subscription "
    "subscription_type url username verified verified_followers_count verified_type withheld"
)
MEDIA_FIELDS = names(
    "alt_text duration_ms height media_key non_public_metrics organic_metrics preview_image_url "
    "promoted_metrics public_metrics type url variants width"
)
POLL_FIELDS = names("duration_minutes end_datetime id options voting_status")
PLACE_FIELDS = names("contained_within country country_code full_name geo id name place_type")
DM_FIELDS = names(
    "attachments created_at dm_conversation_id entities event_type id participant_ids referenced_tweets "
    "sender_id text"
)
EXPANSIONS = names(
    "article.cover_media article.media_entities attachments.media_keys attachments.media_source_tweet "
    "attachments.poll_ids author_id author_screen_name edit_history_tweet_ids "
    "entities.mentions.username entities.note.mentions.username geo.place_id in_reply_to_user_id "
    "referenced_tweets.id referenced_tweets.id.attachments.media_keys referenced_tweets.id.author_id "
    "pinned_tweet_id most_recent_tweet_id affiliation affiliation.user_id liked_tweet_author_id "
    "liked_tweet_id owner_id username sender_id participant_ids"
)
ALLOWED = {
    "tweet.fields": POST_FIELDS,
    "user.fields": USER_FIELDS,
    "media.fields": MEDIA_FIELDS,
    "poll.fields": POLL_FIELDS,
    "place.fields": PLACE_FIELDS,
    "dm_event.fields": DM_FIELDS,
    "expansions": EXPANSIONS,
}
# post spelling → tweet spelling, wherever the two differ
SPELLINGS = {
    "edit_history_post_ids": "edit_history_tweet_ids",
    "referenced_posts": "referenced_tweets",
    "referenced_posts.id": "referenced_tweets.id",
    "referenced_posts.id.author_id": "referenced_tweets.id.author_id",
    "referenced_posts.id.attachments.media_keys": "referenced_tweets.id.attachments.media_keys",
    "attachments.media_source_post": "attachments.media_source_tweet",
    "note_post": "note_tweet",
    "pinned_post_id": "pinned_tweet_id",
    "most_recent_post_id": "most_recent_tweet_id",
}
# The specification of 2.167 names these expansions after their field alone.
SHORT = {"referenced_posts": "referenced_tweets.id", "referenced_tweets": "referenced_tweets.id"}


@dataclass(frozen=True, slots=True)
class View:
    """What a request wants to see, spelled the `tweet` way inside."""

    naming: Naming = Naming.BOTH
    post: frozenset[str] = frozenset()
    user: frozenset[str] = frozenset()
    media: frozenset[str] = frozenset()
    poll: frozenset[str] = frozenset()
    place: frozenset[str] = frozenset()
    dm: frozenset[str] = frozenset()
    expand: frozenset[str] = frozenset()


EVERYTHING = View(
    Naming.TWEET, POST_FIELDS, USER_FIELDS, MEDIA_FIELDS, POLL_FIELDS, PLACE_FIELDS, DM_FIELDS, EXPANSIONS
)


@lru_cache(maxsize=1024)
def view_of(raw_query: str) -> View:
    """Read field and expansion parameters. Raises Problem 400 for a value X does not know."""
    chosen: dict[str, frozenset[str]] = {}
    errors: list[tuple[str, str, str]] = []
    spelled: set[Naming] = set()
    for name, raw in parse_qsl(raw_query):
        plain = "tweet.fields" if name == "post.fields" else name
        if plain not in ALLOWED:
            continue
        if name in ("post.fields", "tweet.fields"):
            spelled.add(Naming.POST if name == "post.fields" else Naming.TWEET)
        values = set()
        for value in filter(None, (part.strip() for part in raw.split(","))):
            meant = SPELLINGS.get(value, value)
            if plain == "expansions":
                meant = SHORT.get(value, meant)
            if meant != value or meant in SPELLINGS.values():
                spelled.add(Naming.POST if "post" in value else Naming.TWEET)
            if meant in ALLOWED[plain]:
                values.add(meant)
            else:
                errors.append((name, value, f"The `{name}` query parameter value [{value}] is not valid"))
        chosen[plain] = chosen.get(plain, frozenset()) | values
    if errors:
        raise Problem(400, invalid_request(errors))
    naming = spelled.pop() if len(spelled) == 1 else Naming.BOTH
    return View(naming, *(chosen.get(name, frozenset()) for name in ALLOWED))
