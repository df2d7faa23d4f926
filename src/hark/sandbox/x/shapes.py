"""The shapes of request bodies. What does not fit is answered with 400 and the place that is wrong."""

from typing import TypedDict


class Reply(TypedDict, total=False):
    in_reply_to_tweet_id: str
    in_reply_to_post_id: str
    exclude_reply_user_ids: list[str] | None
    auto_populate_reply_metadata: bool | None


class PostMedia(TypedDict, total=False):
    media_ids: list[str]
    tagged_user_ids: list[str] | None


class NewPoll(TypedDict):
    options: list[str]
    duration_minutes: int


class Edit(TypedDict):
    previous_post_id: str


class Geo(TypedDict, total=False):
    place_id: str | None


class CreatePost(TypedDict, total=False):
    """POST /2/tweets. Fields that are not named here are refused by their name."""

    text: str | None
    reply: Reply | None
    quote_tweet_id: str | None
    media: PostMedia | None
    poll: NewPoll | None
    reply_settings: str | None
    direct_message_deep_link: str | None
    nullcast: bool | None
    made_with_ai: bool | None
    paid_partnership: bool | None
    edit_options: Edit | None
    community_id: str | None
    card_uri: str | None
    geo: Geo | None
    for_super_followers_only: bool | None
    share_with_followers: bool | None


class Attachment(TypedDict):
    media_id: str


class NewMessage(TypedDict, total=False):
    text: str | None
    attachments: list[Attachment] | None


class NewGroup(TypedDict, total=False):
    conversation_type: str
    participant_ids: list[str]
    message: NewMessage


class NewRule(TypedDict, total=False):
    value: str
    tag: str | None


class Rules(TypedDict, total=False):
    ids: list[str] | None
    values: list[str] | None


class ChangeRules(TypedDict, total=False):
    add: list[NewRule] | None
    delete: Rules | None


class AltText(TypedDict, total=False):
    text: str


class Metadata(TypedDict, total=False):
    alt_text: AltText | None


class MediaMetadata(TypedDict, total=False):
    id: str
    media_id: str
    metadata: Metadata | None


class Filter(TypedDict, total=False):
    user_id: str | None
    keyword: str | None
    direction: str | None


class NewSubscription(TypedDict, total=False):
    event_type: str
    filter: Filter
    tag: str | None
    webhook_id: str | None


class NewJob(TypedDict, total=False):
    type: str
    name: str | None
    resumable: bool | None


class Uuids(TypedDict, total=False):
    uuids: list[str]


class ControlPost(TypedDict, total=False):
    """POST /sandbox/posts."""

    author: str
    text: str
    reply_to: str | None
    quotes: str | None
    reposts: str | None
    edits: str | None
    image_alt: str | None
    lang: str | None
    reply_settings: str | None
    at: float | None


class ControlChange(TypedDict, total=False):
    """PATCH /sandbox/posts/:id."""

    withheld_in: list[str]
    counts: dict[str, int]


class ControlSettings(TypedDict, total=False):
    """POST /sandbox/settings."""

    plan: str
    credits: float
    cap: int
    limit_factor: float
    strict_webhooks: bool
    summoned_wording: str
    credit_shape: str
    limit_shape: str


class ControlPerson(TypedDict, total=False):
    """POST /sandbox/users and PATCH /sandbox/users/:name."""

    username: str
    name: str
    bio: str
    location: str
    url: str
    followers: int
    following: int
    verified: bool
    protected: bool
    suspended: bool
    brand: bool
    dm_open: bool
    x_chat: bool
    language: str
    parody: bool
    affiliate_of: str
    blocks: str
    follows: str
    dm_blocks: str


class ControlFaults(TypedDict, total=False):
    """POST /sandbox/faults."""

    faults: list[dict[str, object]]
    seed: int | None
